//! Draws diagnostics under the source they speak of.

use crate::code::Severity;
use crate::diagnostic::{Diagnostic, Suggestion};
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Patch, Renderer, Snippet};
use cut::{Cut, apart, boundary, position};
use std::ops::Range;

mod cut;

/// Columns of a drawing, where the caller names no other number.
pub const COLUMNS: usize = 100;

/// A change of more bytes than that is described by the help alone.
const MAX_CHANGE: usize = 2_000;

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
    draw_within(diagnostic, name, source, colour, COLUMNS)
}

/// As [`draw`], with source lines cut to `columns`.
pub fn draw_within(diagnostic: &Diagnostic, name: &str, source: &str, colour: Colour, columns: usize) -> String {
    let width = columns;
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let place = visible(source, diagnostic.span.range());
    let labels: Vec<_> =
        diagnostic.labels.iter().map(|label| (visible(source, label.span.range()), label.message.as_str())).collect();
    let (far, near): (Vec<_>, Vec<_>) = labels.into_iter().partition(|(at, _)| apart(source, at, &place));
    let places: Vec<_> = std::iter::once(&place).chain(near.iter().map(|(at, _)| at)).cloned().collect();
    let cut = Cut::new(source, &places, width);
    let mut columns = vec![Columns::new(source, name, &cut, &place)];
    let mut snippet = Snippet::source(cut.text.as_ref())
        .path(name)
        .line_start(cut.line)
        .annotation(AnnotationKind::Primary.span(cut.place(source, &place)));
    for (at, message) in &near {
        snippet = snippet.annotation(AnnotationKind::Context.span(cut.place(source, at)).label(*message));
    }
    let mut main =
        Group::with_title(level.primary_title(diagnostic.message.as_str()).id(diagnostic.code.id())).element(snippet);
    for (at, message) in &far {
        let cut = Cut::new(source, std::slice::from_ref(at), width);
        let annotation = AnnotationKind::Context.span(cut.place(source, at)).label(*message);
        columns.push(Columns::new(source, name, &cut, at));
        main =
            main.element(Snippet::source(cut.text.into_owned()).path(name).line_start(cut.line).annotation(annotation));
    }
    let mut groups = Vec::with_capacity(2);
    let suggestion = diagnostic.suggestion.as_ref().filter(|it| it.span.len() + it.replacement.len() <= MAX_CHANGE);
    match (suggestion, &diagnostic.help) {
        (Some(suggestion), help) => {
            groups.push(main);
            let title = Level::HELP.secondary_title(help.as_deref().unwrap_or("write it like this"));
            groups.push(title.element(change(suggestion, name, source, width)));
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
    let mut drawn = renderer.decor_style(DecorStyle::Ascii).term_width(width).render(&groups);
    // After the title, which may hold anything.
    let mut from = drawn.find('\n').unwrap_or(0);
    for columns in columns {
        from = columns.correct(&mut drawn, from);
    }
    drawn
}

/// What a drawing says of a place, and what it has to say: columns are those of the whole line, also
/// where it is cut.
struct Columns {
    shown: String,
    meant: String,
}

impl Columns {
    fn new(source: &str, name: &str, cut: &Cut<'_>, place: &Range<usize>) -> Self {
        let (line, column) = position(source, place.start);
        let (_, shown) = position(&cut.text, cut.place(source, place).start);
        Self { shown: format!("{name}:{line}:{shown}"), meant: format!("{name}:{line}:{column}") }
    }

    /// Corrects the first mention of the place from an offset on; returns the offset after it.
    fn correct(&self, drawn: &mut String, from: usize) -> usize {
        let Some(at) = drawn.get(from..).and_then(|rest| rest.find(&self.shown)) else { return from };
        let at = from + at;
        drawn.replace_range(at..at + self.shown.len(), &self.meant);
        at + self.meant.len()
    }
}

/// The suggested change, drawn.
fn change<'s>(suggestion: &'s Suggestion, name: &'s str, source: &'s str, width: usize) -> Snippet<'s, Patch<'s>> {
    let place = visible(source, suggestion.span.range());
    let cut = Cut::new(source, std::slice::from_ref(&place), width);
    let patch = Patch::new(cut.place(source, &place), suggestion.replacement.as_str());
    Snippet::source(cut.text.into_owned()).path(name).line_start(cut.line).patch(patch)
}

/// The range, brought inside the source: the drawing library panics on a range outside it.
fn visible(source: &str, range: Range<usize>) -> Range<usize> {
    let start = boundary(source, range.start);
    start..boundary(source, range.end).max(start)
}
