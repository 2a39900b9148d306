//! Findings for programs: what the JSON and SARIF formats are written from.

use crate::source::Sourced;
use itl_eval::Diagnostic;
use itl_syntax::finding::{Finding, Location, SourceFile};
use std::sync::Arc;

/// The findings that diagnostics are in their files. Offsets are bytes of the file.
pub(crate) fn list(found: &[Sourced]) -> Vec<Finding> {
    let mut all = Vec::with_capacity(found.len());
    // Diagnostics of one text follow each other, so its lines are counted once.
    for same in found.chunk_by(|a, b| Arc::ptr_eq(&a.text, &b.text)) {
        let Some(first) = same.first() else { continue };
        let diagnostics: Vec<Diagnostic> = same.iter().map(|one| one.diagnostic.clone()).collect();
        let file = SourceFile::new(first.file.clone(), &first.text);
        let mut findings = Finding::list(&diagnostics, &file, |_| None);
        if first.shift > 0 {
            for finding in &mut findings {
                shift(finding, first.shift.into());
            }
        }
        all.extend(findings);
    }
    all
}

/// Counts the bytes before the text: those of a byte order mark.
fn shift(finding: &mut Finding, bytes: u64) {
    let labels = finding.labels.iter_mut().map(|label| &mut label.location);
    let suggestion = finding.suggestion.iter_mut().map(|suggestion| &mut suggestion.location);
    let locations = std::iter::once(&mut finding.location).chain(labels).chain(suggestion);
    locations.for_each(|location: &mut Location| {
        location.start += bytes;
        location.end += bytes;
    });
}
