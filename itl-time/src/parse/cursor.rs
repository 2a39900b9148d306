//! Reads a text from its front.

use crate::names::place_of;

/// A place in a text.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Cursor<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, at: 0 }
    }

    /// How many bytes have been read.
    pub(super) fn position(self) -> usize {
        self.at
    }

    /// The text from this place up to a later one.
    pub(super) fn up_to(self, end: Self) -> &'t str {
        self.text.get(self.at..end.at).unwrap_or_default()
    }

    fn rest(self) -> &'t [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    pub(super) fn at_end(self) -> bool {
        self.at >= self.text.len()
    }

    pub(super) fn peek(self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    pub(super) fn advance(&mut self) {
        self.at = self.text.len().min(self.at + 1);
    }

    /// Takes a byte if it is the next one.
    pub(super) fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        if found {
            self.at += 1;
        }
        found
    }

    /// Takes one of the bytes if it is the next one.
    pub(super) fn eat_any(&mut self, bytes: &[u8]) -> Option<u8> {
        let found = self.peek().filter(|byte| bytes.contains(byte))?;
        self.at += 1;
        Some(found)
    }

    /// Takes a text in ASCII, in any case, if it comes next.
    pub(super) fn eat_text(&mut self, expected: &str) -> bool {
        let found =
            self.rest().get(..expected.len()).is_some_and(|next| next.eq_ignore_ascii_case(expected.as_bytes()));
        if found {
            self.at += expected.len();
        }
        found
    }

    /// Takes the ASCII bytes that satisfy the condition.
    pub(super) fn take_while(&mut self, condition: impl Fn(u8) -> bool) -> &'t str {
        let length = self.rest().iter().take_while(|byte| byte.is_ascii() && condition(**byte)).count();
        let taken = self.text.get(self.at..self.at + length).unwrap_or_default();
        self.at += length;
        taken
    }

    pub(super) fn digits(&mut self) -> &'t str {
        self.take_while(|byte| byte.is_ascii_digit())
    }

    pub(super) fn letters(&mut self) -> &'t str {
        self.take_while(|byte| byte.is_ascii_alphabetic())
    }

    /// Takes a name of the list, long or in three letters; returns its place.
    pub(super) fn name(&mut self, names: &[&str]) -> Option<u8> {
        let start = *self;
        let place = place_of(self.letters().as_bytes(), names);
        if place.is_none() {
            *self = start;
        }
        place
    }

    /// Takes spaces and tabs; says whether there were any.
    pub(super) fn spaces(&mut self) -> bool {
        !self.take_while(|byte| byte == b' ' || byte == b'\t').is_empty()
    }

    /// Takes what may stand between a time and its AM or PM: spaces, also the narrow and the
    /// no-break one that later JDKs and browsers write there.
    pub(super) fn narrow_spaces(&mut self) {
        while self.spaces() || self.eat_text("\u{202f}") || self.eat_text("\u{a0}") {}
    }

    /// Takes white space and the comments of RFC 2822; says whether there was any. None if a
    /// comment does not end.
    pub(super) fn spaces_and_comments(&mut self) -> Option<bool> {
        let start = self.at;
        let mut depth = 0_usize;
        while let Some(byte) = self.peek() {
            match byte {
                b'(' => depth += 1,
                b')' if depth > 0 => depth -= 1,
                b'\\' if depth > 0 => self.advance(),
                b' ' | b'\t' | b'\r' | b'\n' => {}
                _ if depth > 0 => {}
                _ => break,
            }
            self.advance();
        }
        (depth == 0).then_some(self.at > start)
    }

    /// Takes exactly two digits; more may follow.
    pub(super) fn two_digits(&mut self) -> Option<u8> {
        let pair = self.text.get(self.at..self.at + 2)?;
        let number = small_number(pair)?;
        self.at += 2;
        u8::try_from(number).ok()
    }

    /// Takes a run of one or two digits.
    pub(super) fn one_or_two_digits(&mut self) -> Option<u8> {
        let digits = self.digits();
        if digits.len() > 2 { None } else { u8::try_from(small_number(digits)?).ok() }
    }

    /// Takes a run of exactly four digits.
    pub(super) fn four_digits(&mut self) -> Option<i64> {
        let digits = self.digits();
        if digits.len() == 4 { small_number(digits).map(i64::from) } else { None }
    }
}

/// One to nine digits as a number.
pub(super) fn small_number(digits: &str) -> Option<u32> {
    let right = (1..=9).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    // The same reader for all numbers: each type's own one is half a kilobyte in a browser.
    if right { digits.parse::<i64>().ok().map(|number| number as u32) } else { None }
}
