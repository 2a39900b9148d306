//! Instructions in comments: `{{! @param labels.host string }}`, `{{! itl-allow W0301 }}`.

use itl_syntax::ast::{Delimiters, Kind};
use itl_syntax::{Document, Span};

/// A line of a comment that begins with a name which instructions can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Directive<'s> {
    /// The name, with its `@`.
    pub(crate) name: &'s str,
    /// What follows it, without whitespace around.
    pub(crate) value: &'s str,
    /// The place of the value.
    pub(crate) span: Span,
    /// The position of the comment among the document's items.
    pub(crate) item: usize,
}

/// The lines of all comments, as instructions; most are none.
pub(crate) fn directives<'s>(document: &Document<'s>) -> Vec<Directive<'s>> {
    let mut found = Vec::new();
    let mut close = Delimiters::default().close;
    for (item, tag) in document.items.iter().enumerate() {
        match tag.kind {
            Kind::SetDelimiters(delimiters) => close = delimiters.close,
            Kind::Comment => {
                let text = tag.span.of(document.source);
                let Some(mark) = text.find('!') else { continue };
                let inside = text.get(mark + 1..).unwrap_or_default();
                let inside = inside.strip_suffix(close).unwrap_or(inside);
                let mut at = tag.span.start as usize + mark + 1;
                for line in inside.split_inclusive('\n') {
                    found.extend(directive(line, at, item));
                    at += line.len();
                }
            }
            _ => {}
        }
    }
    found
}

/// The instruction of a line that begins at an offset.
fn directive(line: &str, at: usize, item: usize) -> Option<Directive<'_>> {
    let start = line.len() - line.trim_start().len();
    let text = line.trim();
    let (name, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    if !name.starts_with('@') && !name.starts_with("itl-") {
        return None;
    }
    let value = rest.trim_start();
    let from = at + start + text.len() - value.len();
    Some(Directive { name, value, span: Span::new(from, from + value.len()), item })
}
