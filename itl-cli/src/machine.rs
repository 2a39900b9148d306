//! Findings for programs: what the JSON and SARIF formats are written from.

use crate::args::LanguageArgs;
use crate::engine;
use crate::files::{NotText, Source};
use itl_eval::{Code, Diagnostic, Diagnostics, Span, Template};
use itl_syntax::finding::{Finding, Location, SourceFile};

/// The diagnostics of a template, each in the file that it is about.
pub(crate) fn list(found: &Diagnostics, source: &Source, template: &Template, args: &LanguageArgs) -> Vec<Finding> {
    let file = SourceFile::new(&*source.name, &source.text);
    Finding::list(found, &file, |name| {
        Some(SourceFile::new(engine::partial_file(args, name), template.partial_source(name)?))
    })
}

/// The finding about a template that is no text.
pub(crate) fn not_text(file: &str, found: &NotText) -> Finding {
    let at = found.at as u64;
    let location = Location {
        start: at,
        end: at + 1,
        line: found.place.line.into(),
        column: found.place.column.into(),
        ..Location::default()
    };
    let diagnostic = Diagnostic::new(Code::NotText, Span::new(found.at, found.at + 1), found.message.clone());
    Finding::at(&diagnostic, file, location)
}
