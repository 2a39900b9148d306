//! Changes of opening tags that take the closing tag along.
//!
//! A closing tag repeats the path of its section. A suggestion that changes that path in the
//! opening tag alone would make one mistake into another.

use super::{ParseLimits, parse_with};
use crate::ast::{Delimiters, Dialect, Document, Kind};
use crate::diagnostic::{Diagnostic, Diagnostics, Suggestion};
use crate::foreign::path_before_calls;
use crate::literal::is_blank;
use crate::span::Span;

/// A change that would span more bytes than that is not suggested.
const MAX_CHANGE: usize = 4_096;

/// An opening tag and the closing tag that belongs to it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pair<'s> {
    pub(super) open: Span,
    pub(super) close: Span,
    pub(super) delimiters: Delimiters<'s>,
}

/// Completes the suggestions that change an opening tag of `document` so that its closing tag would not fit
/// any more: such a suggestion changes the closing tag too. It is dropped where the section is too long
/// for that; the help still says what to write.
///
/// Only the diagnostics of `partial` are looked at, which `document` is; of the template itself where it is `None`.
/// Suggestions that are complete stay as they are.
pub fn complete_suggestions(document: &Document<'_>, partial: Option<&str>, diagnostics: &mut Diagnostics) {
    for diagnostic in diagnostics.iter_mut().filter(|one| one.partial.as_deref() == partial) {
        let Some(suggestion) = &diagnostic.suggestion else { continue };
        let Some((open, close)) = document.section_at(suggestion.span.start) else { continue };
        let Kind::Section { delimiters, .. } = open.kind else { continue };
        let pair = Pair { open: open.span, close: close.span, delimiters };
        complete(document.source, document.dialect, pair, diagnostic);
    }
}

/// Completes the suggestion of a diagnostic that changes the opening tag of `pair`.
pub(super) fn complete(source: &str, dialect: Dialect, pair: Pair<'_>, diagnostic: &mut Diagnostic) {
    let Some(suggestion) = &diagnostic.suggestion else { return };
    if !pair.open.contains(suggestion.span) || pair.open.len() > MAX_CHANGE {
        return;
    }
    let before = Span { start: pair.open.start, end: suggestion.span.start }.of(source);
    let after = Span { start: suggestion.span.end, end: pair.open.end }.of(source);
    let opening = format!("{before}{}{after}", suggestion.replacement);
    let closing = pair.close.of(source);
    let name = match fit(&opening, closing, dialect, pair.delimiters) {
        Fit::Fits | Fit::Broken => return,
        Fit::Named(name) => name,
    };
    let span = suggestion.span.to(pair.close);
    diagnostic.suggestion =
        renamed(closing, &name, pair.delimiters).filter(|_| span.len() <= MAX_CHANGE).map(|closing| {
            let body = Span { start: suggestion.span.end, end: pair.close.start }.of(source);
            Suggestion { span, replacement: format!("{}{body}{closing}", suggestion.replacement) }
        });
}

/// How a closing tag fits the opening tag that a change makes.
enum Fit {
    Fits,
    /// It should hold that.
    Named(String),
    /// The opening tag is none, or wrong in another way too.
    Broken,
}

fn fit(opening: &str, closing: &str, dialect: Dialect, delimiters: Delimiters<'_>) -> Fit {
    let is_section = |closing: &str| {
        let pair = format!("{opening}{closing}");
        let document = parse_with(&pair, dialect, ParseLimits::default(), delimiters);
        matches!(document.items.first().map(|item| &item.kind), Some(Kind::Section { .. }))
    };
    if is_section(closing) {
        return Fit::Fits;
    }
    match path(opening, dialect, delimiters) {
        Some(name) if is_section(&format!("{} /{name} {}", delimiters.open, delimiters.close)) => Fit::Named(name),
        _ => Fit::Broken,
    }
}

/// The path of an opening tag, as its closing tag repeats it.
fn path(opening: &str, dialect: Dialect, delimiters: Delimiters<'_>) -> Option<String> {
    let inside = opening.strip_prefix(delimiters.open)?.strip_suffix(delimiters.close)?;
    let inside = inside.trim_matches(is_blank).strip_prefix(['#', '^'])?.trim_matches(is_blank);
    if dialect == Dialect::Mustache {
        return Some(inside.to_owned());
    }
    let expr = crate::parser::parse(inside, inside, 0, dialect).ok()?;
    Some(path_before_calls(&expr).of(inside).to_owned())
}

/// A closing tag with another name between its own whitespace.
fn renamed(closing: &str, name: &str, delimiters: Delimiters<'_>) -> Option<String> {
    let inside = closing.strip_prefix(delimiters.open)?.strip_suffix(delimiters.close)?;
    let slash = inside.find('/')? + 1;
    let (front, written) = (inside.get(..slash)?, inside.get(slash..)?);
    let start = written.len() - written.trim_start_matches(is_blank).len();
    let end = written.trim_end_matches(is_blank).len().max(start);
    Some(format!(
        "{}{front}{}{name}{}{}",
        delimiters.open,
        written.get(..start)?,
        written.get(end..)?,
        delimiters.close
    ))
}
