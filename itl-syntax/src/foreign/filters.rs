//! Filters after a bar, as Jinja, Liquid and Go have them: `x | upper`, `x | default: "y"`.

use super::expression::{Operand, arithmetic, path, words};
use super::prefixes::indexed;
use super::spelling::{Family, Replacement, Spelling};
use super::{Vocabulary, named_argument};
use crate::letters::is_letter_or_digit;
use crate::literal::is_blank;

/// A filter on a path.
pub(super) fn recognise(sigil: &'static str, inner: &str, vocabulary: &dyn Vocabulary) -> Option<Spelling> {
    let parts = split(inner, '|');
    if parts.len() < 2 || parts.iter().any(|part| part.trim_matches(is_blank).is_empty()) {
        return None;
    }
    let spelling = Spelling::new(Family::Filter, "filters are calls here", "write a dot and a call: `x.upperCase()`");
    let Some(call) = calls(&parts, vocabulary) else { return Some(spelling) };
    let spelling = Spelling { help: format!("write `{call}`"), ..spelling };
    Some(spelling.with(Replacement::Inside(sigil, call)))
}

/// What the filters are called on. A filter binds closer than an operator: of `a * b | f` it changes `b` alone, so that
/// there is no one path.
fn base_of(base: &str) -> Option<String> {
    if let Some(path) = indexed(base) {
        return Some(path);
    }
    if let Some(inside) = base.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        return arithmetic(&words(inside));
    }
    if words(base).len() > 1 {
        return None;
    }
    path(base).map(str::to_owned)
}

/// The parts of a path with filters, as calls on the first.
fn calls(parts: &[&str], vocabulary: &dyn Vocabulary) -> Option<String> {
    let (base, filters) = parts.split_first()?;
    let mut text = base_of(base.trim_matches(is_blank))?;
    for filter in filters {
        let filter = filter.trim_matches(is_blank);
        let end = filter.find(|c: char| !(is_letter_or_digit(c) || c == '_')).unwrap_or(filter.len());
        let (name, rest) = filter.split_at_checked(end)?;
        let rest = rest.trim_matches(is_blank);
        let args = match rest.strip_prefix('(') {
            Some(rest) => rest.strip_suffix(')')?,
            None => rest.strip_prefix(':').unwrap_or(rest),
        };
        let call = vocabulary.filter(name, &arguments(args)?, rest.starts_with(':'))?;
        text = format!("{text}.{call}");
    }
    Some(text)
}

fn arguments(written: &str) -> Option<Vec<String>> {
    if written.trim_matches(is_blank).is_empty() {
        return Some(Vec::new());
    }
    split(written, ',').into_iter().map(|written| argument(written.trim_matches(is_blank))).collect()
}

fn argument(written: &str) -> Option<String> {
    match named_argument(written) {
        Some((name, value)) => Some(format!("{name}={}", Operand::read(value)?.argument()?)),
        None => Operand::read(written)?.argument(),
    }
}

/// The parts of a text between separators outside quotes and parentheses.
pub(super) fn split(text: &str, separator: char) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut depth, mut quote) = (0, 0_usize, None);
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match (c, quote) {
            ('\\', _) => {
                chars.next();
            }
            (c, Some(open)) if c == open => quote = None,
            ('"' | '\'', None) => quote = Some(c),
            ('(' | '[', None) => depth += 1,
            (')' | ']', None) => depth = depth.saturating_sub(1),
            (c, None) if c == separator && depth == 0 => {
                parts.extend(text.get(start..at));
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    parts.extend(text.get(start..));
    parts
}
