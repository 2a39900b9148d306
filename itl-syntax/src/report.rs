//! Draws diagnostics under the source they speak of.

use crate::code::Severity;
use crate::diagnostic::Diagnostic;
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Patch, Renderer, Snippet};

/// How a report is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// Plain text.
    Never,
    /// With ANSI colours, for a terminal.
    Always,
}

/// Draws one diagnostic as rustc would: message, place, the line with carets under the right
/// characters, labels, help and the suggested change.
///
/// `name` is what the reader calls the source: a file name, or `<template>`.
///
/// ```
/// use itl_syntax::{Code, Diagnostic, Span, report};
/// let source = "{{ host.uperCase() }}";
/// let found = Diagnostic::new(Code::UnknownFunction, Span::new(8, 16), "unknown function `uperCase`");
/// let drawn = report::draw(&found, "disk.itl", source, report::Colour::Never);
/// assert!(drawn.contains("disk.itl:1:9"));
/// assert!(drawn.contains("^^^^^^^^"));
/// ```
pub fn draw(diagnostic: &Diagnostic, name: &str, source: &str, colour: Colour) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut snippet = Snippet::source(source)
        .path(name)
        .annotation(AnnotationKind::Primary.span(visible(source, diagnostic.span.range())));
    for label in &diagnostic.labels {
        let span = visible(source, label.span.range());
        snippet = snippet.annotation(AnnotationKind::Context.span(span).label(label.message.as_str()));
    }
    let mut main =
        Group::with_title(level.primary_title(diagnostic.message.as_str()).id(diagnostic.code.id())).element(snippet);
    let mut groups = Vec::with_capacity(2);
    match (&diagnostic.suggestion, &diagnostic.help) {
        (Some(suggestion), help) => {
            groups.push(main);
            groups.push(
                Level::HELP.secondary_title(help.as_deref().unwrap_or("write it like this")).element(
                    Snippet::source(source)
                        .path(name)
                        .patch(Patch::new(visible(source, suggestion.span.range()), suggestion.replacement.as_str())),
                ),
            );
        }
        (None, Some(help)) => {
            main = main.element(Level::HELP.message(help.as_str()));
            groups.push(main);
        }
        (None, None) => groups.push(main),
    }
    let renderer = match colour {
        Colour::Never => Renderer::plain(),
        Colour::Always => Renderer::styled(),
    };
    renderer.decor_style(DecorStyle::Ascii).render(&groups)
}

/// The range, brought inside the source: the drawing library panics on a range outside it.
fn visible(source: &str, range: std::ops::Range<usize>) -> std::ops::Range<usize> {
    let boundary = |mut at: usize| {
        at = at.min(source.len());
        while !source.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let start = boundary(range.start);
    start..boundary(range.end).max(start)
}
