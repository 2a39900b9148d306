//! Diagnostics for programs.

use crate::args::LanguageArgs;
use crate::engine;
use crate::files::{NotText, Source};
use itl_eval::{Code, Diagnostic, Diagnostics, LineIndex, Template};
use serde_json::{Value, json};

/// Each diagnostic as an object; offsets are bytes.
pub(crate) fn list(found: &Diagnostics, source: &Source, template: &Template, args: &LanguageArgs) -> Vec<Value> {
    let index = LineIndex::new(&source.text);
    let one = |diagnostic: &Diagnostic| {
        let partial = diagnostic.partial.as_deref().and_then(|name| Some((name, template.partial_source(name)?)));
        match partial {
            Some((name, text)) => object(diagnostic, &engine::partial_file(args, name), &LineIndex::new(text)),
            None => object(diagnostic, &source.name, &index),
        }
    };
    found.iter().map(one).collect()
}

/// One diagnostic as an object.
pub(crate) fn object(diagnostic: &Diagnostic, file: &str, index: &LineIndex<'_>) -> Value {
    let at = index.position(diagnostic.span.start as usize);
    let suggestion = diagnostic.suggestion.as_ref().map(|suggestion| {
        json!({
            "start": suggestion.span.start,
            "end": suggestion.span.end,
            "replacement": suggestion.replacement,
        })
    });
    json!({
        "file": file,
        "code": diagnostic.code.id(),
        "severity": diagnostic.severity.to_string(),
        "message": diagnostic.message,
        "start": diagnostic.span.start,
        "end": diagnostic.span.end,
        "line": at.line,
        "column": at.column,
        "help": diagnostic.help,
        "suggestion": suggestion,
    })
}

/// A finding about a template that is no text.
pub(crate) fn not_text(file: &str, found: &NotText) -> Value {
    json!({
        "file": file, "code": Code::NotText.id(), "severity": Code::NotText.severity().to_string(),
        "message": found.message, "start": found.at, "end": found.at + 1,
        "line": found.place.line, "column": found.place.column, "help": Value::Null, "suggestion": Value::Null,
    })
}
