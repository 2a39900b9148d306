//! Splits a template of Go into texts and actions.

use itl_syntax::Span;

/// A part of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part<'s> {
    Text(String, Span),
    Action(&'s str, Span),
    Comment(String),
    /// An action that never ends, to the end of the template.
    Unclosed(Span),
}

/// Splits `source`; whitespace that actions trim is gone.
pub(super) fn parts(source: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let (mut at, mut trims) = (0, false);
    while let Some(start) = source.get(at..).and_then(|rest| rest.find("{{")).map(|found| at + found) {
        let rest = source.get(start + 2..).unwrap_or_default();
        let begins_trim = rest.starts_with('-') && rest.get(1..).is_some_and(|rest| rest.starts_with(is_space));
        push_text(&mut parts, source, (at, start), (trims, begins_trim));
        let skipped = usize::from(begins_trim);
        let Some(length) = action_length(rest.get(skipped..).unwrap_or_default()) else {
            parts.push(Part::Unclosed(Span::new(start, source.len())));
            return parts;
        };
        let end = start + 2 + skipped + length + 2;
        let inside = source.get(start + 2 + skipped..end - 2).unwrap_or_default();
        trims = inside.strip_suffix('-').is_some_and(|rest| rest.ends_with(is_space) || rest.ends_with("*/"));
        let inside = if trims { inside.strip_suffix('-').unwrap_or(inside) } else { inside };
        at = end;
        let span = Span::new(start, end);
        match inside.trim().strip_prefix("/*").and_then(|rest| rest.strip_suffix("*/")) {
            Some(comment) => parts.push(Part::Comment(comment.to_owned())),
            None => parts.push(Part::Action(inside, span)),
        }
    }
    push_text(&mut parts, source, (at, source.len()), (trims, false));
    parts
}

fn push_text(parts: &mut Vec<Part<'_>>, source: &str, (from, to): (usize, usize), trims: (bool, bool)) {
    let text = source.get(from..to).unwrap_or_default();
    let text = if trims.0 { text.trim_start_matches(is_space) } else { text };
    let text = if trims.1 { text.trim_end_matches(is_space) } else { text };
    if !text.is_empty() {
        parts.push(Part::Text(text.to_owned(), Span::new(from, to)));
    }
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\n')
}

/// The length of an action up to its closing braces. Quotes and comments are closed first.
fn action_length(rest: &str) -> Option<usize> {
    let trimmed = rest.trim_start_matches(is_space);
    if trimmed.starts_with("/*") {
        let begin = rest.len() - trimmed.len();
        let end = begin + trimmed.find("*/")? + 2;
        return Some(end + rest.get(end..)?.find("}}")?);
    }
    let bytes = rest.as_bytes();
    let (mut at, mut quote) = (0, None);
    while let Some(byte) = bytes.get(at) {
        if let Some(open) = quote {
            if open == b'"' && *byte == b'\\' {
                at += 1;
            } else if open == *byte {
                quote = None;
            }
        } else if matches!(byte, b'"' | b'`') {
            quote = Some(*byte);
        } else if bytes.get(at..at + 2) == Some(b"}}") {
            return Some(at);
        }
        at += 1;
    }
    None
}
