//! Words and whitespace of tags.

use crate::ast::Dialect;
use crate::literal::{is_blank, is_space};
use crate::span::slice;

/// The length of the words with dots between them that `text` begins with, if it begins with any and does not end them
/// with a dot.
pub(crate) fn path_length(text: &[u8]) -> Option<usize> {
    let mut after_word = false;
    let mut length = 0;
    for b in text {
        match b {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'-' => after_word = true,
            b'.' if after_word => after_word = false,
            _ => break,
        }
        length += 1;
    }
    after_word.then_some(length)
}

/// How many bytes of plain whitespace `text` begins with.
pub(super) fn blanks(text: &str) -> usize {
    text.len() - text.trim_start_matches(is_blank).len()
}

/// How many bytes of whitespace of any kind `text` begins with.
#[inline]
pub(super) fn spaces(text: &str) -> usize {
    // Nearly all tags begin with one space or none.
    match text.as_bytes() {
        [first, ..] if first.is_ascii_graphic() => 0,
        [b' ', second, ..] if second.is_ascii_graphic() => 1,
        _ => text.len() - text.trim_start_matches(is_space).len(),
    }
}

/// Drops the whitespace at the end of a tag's inside, except a character that a backslash makes part of a
/// key.
pub(super) fn trim_end(inner: &str, dialect: Dialect) -> &str {
    let trimmed = match inner.as_bytes() {
        [.., last] if last.is_ascii_graphic() => inner,
        [.., last, b' '] if last.is_ascii_graphic() => slice(inner, ..inner.len() - 1),
        _ => inner.trim_end_matches(is_space),
    };
    if dialect == Dialect::Mustache || trimmed.len() == inner.len() || !trimmed.ends_with('\\') {
        return trimmed;
    }
    keep_escaped(inner, trimmed)
}

/// `trimmed` with the first character after it, where a backslash before that makes it part of a
/// key or argument.
pub(crate) fn keep_escaped<'s>(text: &'s str, trimmed: &'s str) -> &'s str {
    let backslashes = trimmed.bytes().rev().take_while(|&b| b == b'\\').count();
    let next = text.get(trimmed.len()..).and_then(|rest| rest.chars().next());
    match next.filter(|_| backslashes % 2 == 1) {
        Some(c) => slice(text, ..trimmed.len() + c.len_utf8()),
        None => trimmed,
    }
}
