//! What the spelling of a key or an argument means: escape sequences, whitespace, numbers.

use crate::ast::{Arg, Spelling};
use crate::span::{Span, slice};
use std::borrow::Cow;
use std::ops::Range;

/// An escape that stands for no character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EscapeError {
    /// Offset in bytes from the start of the raw text.
    pub start: usize,
    /// Offset after the escape sequence.
    pub end: usize,
}

/// The text of a quoted string: `\n \t \r \" \' \\ \u{…}` and a backslash before whitespace are unescaped,
/// any other pair stays as written.
pub fn unescape(raw: &str) -> Result<Cow<'_, str>, EscapeError> {
    unescape_with(raw, false)
}

/// The text of a bare argument: as in quotes, but whitespace without a backslash is dropped.
pub fn unescape_bare(raw: &str) -> Result<Cow<'_, str>, EscapeError> {
    unescape_with(raw, true)
}

fn unescape_with(raw: &str, bare: bool) -> Result<Cow<'_, str>, EscapeError> {
    let needs_work = raw.contains('\\') || (bare && raw.contains(is_blank));
    if !needs_work {
        return Ok(Cow::Borrowed(raw));
    }
    let mut text = String::with_capacity(raw.len());
    let mut chars = raw.char_indices();
    while let Some((at, c)) = chars.next() {
        if c != '\\' {
            if !(bare && is_blank(c)) {
                text.push(c);
            }
            continue;
        }
        match chars.next() {
            Some((_, 'n')) => text.push('\n'),
            Some((_, 't')) => text.push('\t'),
            Some((_, 'r')) => text.push('\r'),
            Some((_, c @ ('"' | '\'' | '\\'))) => text.push(c),
            Some((_, c)) if is_blank(c) => text.push(c),
            Some((brace, 'u')) if raw.get(brace + 1..).is_some_and(|rest| rest.starts_with('{')) => {
                let rest = slice(raw, brace + 2..);
                let digits = rest.find('}').and_then(|end| rest.get(..end));
                let end = brace + 2 + digits.map_or(rest.len(), |d| d.len() + 1);
                let scalar = digits.and_then(scalar).ok_or(EscapeError { start: at, end })?;
                text.push(scalar);
                while chars.offset() < end && chars.next().is_some() {}
            }
            Some((_, c)) => {
                text.push('\\');
                text.push(c);
            }
            None => text.push('\\'),
        }
    }
    Ok(Cow::Owned(text))
}

fn scalar(digits: &str) -> Option<char> {
    if digits.is_empty() || digits.len() > 6 || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    u32::from_str_radix(digits, 16).ok().and_then(char::from_u32)
}

/// The key that a segment spells: each backslash stands for the character after it.
pub fn unescape_key(raw: &str) -> Cow<'_, str> {
    if !raw.contains('\\') {
        return Cow::Borrowed(raw);
    }
    let mut key = String::with_capacity(raw.len());
    let mut chars = raw.chars();
    while let Some(c) = chars.next() {
        key.push(if c == '\\' { chars.next().unwrap_or(c) } else { c });
    }
    Cow::Owned(key)
}

/// Whether `c` is white space at the ends of a tag, after its sigil and around an argument: plain whitespace,
/// or one of the spaces that text editors and keyboards put in place of one (U+00A0, U+2007,
/// U+202F, U+3000).
pub fn is_space(c: char) -> bool {
    is_blank(c) || matches!(c, '\u{a0}' | '\u{2007}' | '\u{202f}' | '\u{3000}')
}

/// Whether `c` is whitespace in a tag: space, tab, CR, LF.
pub fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\n')
}

impl<'s> Arg<'s> {
    /// The argument as a text; a reference as it is written.
    ///
    /// # Errors
    /// Where an escape sequence stands for no character.
    pub fn text(&self) -> Result<Cow<'s, str>, EscapeError> {
        match &self.spelling {
            Spelling::Quoted { raw, .. } => unescape(raw),
            Spelling::Bare(raw) => unescape_bare(raw),
            Spelling::Legacy(raw) => Ok(Cow::Borrowed(raw)),
            Spelling::Reference(reference) => Ok(Cow::Borrowed(reference.raw)),
        }
    }

    /// The argument as the text of a regular expression, in which only the delimiting quote is
    /// unescaped.
    pub fn regex(&self) -> Cow<'s, str> {
        let raw = self.raw();
        let unchanged = match self.spelling {
            Spelling::Quoted { quote, .. } => !raw.contains(quote),
            Spelling::Bare(_) => !raw.contains(is_blank),
            Spelling::Legacy(_) | Spelling::Reference(_) => true,
        };
        if unchanged { Cow::Borrowed(raw) } else { self.regex_chars().map(|(_, c)| c).collect() }
    }

    /// Where a part of [`Arg::regex`] stands in the source.
    pub fn regex_span(&self, part: Range<usize>) -> Span {
        let base = self.span.start as usize + usize::from(matches!(self.spelling, Spelling::Quoted { .. }));
        let end_of_raw = self.raw().len();
        let mut at = 0;
        let (mut start, mut end) = (end_of_raw, end_of_raw);
        for (offset, c) in self.regex_chars() {
            if at <= part.start {
                start = offset;
            }
            if at >= part.end {
                end = offset;
                break;
            }
            at += c.len_utf8();
        }
        if at <= part.start {
            start = end;
        }
        Span::new(base + start, base + end.max(start))
    }

    /// The characters of the regular expression, each with the place in the raw spelling where it, or the
    /// backslash that escapes it, stands.
    fn regex_chars(&self) -> impl Iterator<Item = (usize, char)> + use<'_, 's> {
        let mut chars = self.raw().char_indices().peekable();
        // A pair that was begun with a backslash that stays.
        let mut second = None;
        std::iter::from_fn(move || {
            loop {
                if let Some(second) = second.take() {
                    return Some(second);
                }
                let (at, c) = chars.next()?;
                let unescapes = |next: char| match self.spelling {
                    Spelling::Quoted { quote, .. } => next == quote,
                    Spelling::Bare(_) => is_blank(next),
                    Spelling::Legacy(_) | Spelling::Reference(_) => false,
                };
                if c == '\\'
                    && let Some((next_at, next)) = chars.next()
                {
                    if unescapes(next) {
                        return Some((at, next));
                    }
                    second = Some((next_at, next));
                    return Some((at, c));
                }
                if matches!(self.spelling, Spelling::Bare(_)) && is_blank(c) {
                    continue;
                }
                return Some((at, c));
            }
        })
    }

    /// The raw spelling, without quotes; of a reference with its dollar sign.
    pub fn raw(&self) -> &'s str {
        match &self.spelling {
            Spelling::Quoted { raw, .. } | Spelling::Bare(raw) | Spelling::Legacy(raw) => raw,
            Spelling::Reference(reference) => reference.raw,
        }
    }

    /// Whether it is written as a whole number: digits with an optional sign, without quotes.
    pub fn is_integer(&self) -> bool {
        match &self.spelling {
            Spelling::Quoted { .. } | Spelling::Reference(_) => false,
            Spelling::Bare(raw) | Spelling::Legacy(raw) => is_integer(raw.trim_matches(is_blank)),
        }
    }

    /// Whether both spell the same text, or are the same reference as written.
    pub fn same(&self, other: &Self) -> bool {
        if self.reference().is_some() != other.reference().is_some() {
            return false;
        }
        match (self.text(), other.text()) {
            (Ok(a), Ok(b)) => a == b,
            _ => self.raw() == other.raw(),
        }
    }
}

/// Digits with an optional sign.
pub fn is_integer(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
}
