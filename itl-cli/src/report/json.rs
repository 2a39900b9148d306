//! Findings for programs.

use super::Finding;
use itl_eval::{Label, LineIndex, Span};
use serde_json::{Value, json};
use std::sync::Arc;

/// Each finding as an object, with offsets in bytes of its file and lines and columns from 1.
pub(crate) fn list(found: &[Finding]) -> Vec<Value> {
    let mut objects = Vec::with_capacity(found.len());
    // Findings of one text follow each other, so its lines are counted once.
    for same in found.chunk_by(|a, b| Arc::ptr_eq(&a.text, &b.text)) {
        let Some(first) = same.first() else { continue };
        let index = LineIndex::new(&first.text);
        objects.extend(same.iter().map(|finding| object(finding, &index)));
    }
    objects
}

/// One finding as an object.
pub(crate) fn object(finding: &Finding, index: &LineIndex<'_>) -> Value {
    let Finding { diagnostic, file, shift, .. } = finding;
    let place = |span: Span| {
        let at = index.position(span.start as usize);
        (span.start + shift, span.end + shift, at.line, at.column)
    };
    let (start, end, line, column) = place(diagnostic.span);
    let label = |label: &Label| {
        let (start, end, line, column) = place(label.span);
        json!({ "message": label.message, "start": start, "end": end, "line": line, "column": column })
    };
    let suggestion = diagnostic.suggestion.as_ref().map(|suggestion| {
        json!({
            "start": suggestion.span.start + shift,
            "end": suggestion.span.end + shift,
            "replacement": suggestion.replacement,
        })
    });
    json!({
        "file": &**file,
        "code": diagnostic.code.id(),
        "severity": diagnostic.severity.to_string(),
        "message": diagnostic.message,
        "start": start,
        "end": end,
        "line": line,
        "column": column,
        "labels": diagnostic.labels.iter().map(label).collect::<Vec<_>>(),
        "help": diagnostic.help,
        "suggestion": suggestion,
        "partial": diagnostic.partial.as_deref(),
    })
}
