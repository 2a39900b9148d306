//! Reads a text from its front.

/// What is left of a text.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'a> {
    rest: &'a [u8],
}

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a [u8]) -> Self {
        Self { rest: text }
    }

    pub(super) fn at_end(self) -> bool {
        self.rest.is_empty()
    }

    pub(super) fn peek(self) -> Option<u8> {
        self.rest.first().copied()
    }

    pub(super) fn advance(&mut self) {
        self.rest = self.rest.split_first().map_or(self.rest, |(_, rest)| rest);
    }

    /// Takes a byte if it is the next one.
    pub(super) fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        if found {
            self.advance();
        }
        found
    }

    /// Takes a word if it comes next.
    pub(super) fn eat_word(&mut self, word: &str) -> bool {
        match self.rest.strip_prefix(word.as_bytes()) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    /// Takes the bytes that satisfy the condition.
    pub(super) fn take_while(&mut self, condition: impl Fn(&u8) -> bool) -> &'a [u8] {
        let length = self.rest.iter().position(|byte| !condition(byte)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at(length);
        self.rest = rest;
        taken
    }

    pub(super) fn digits(&mut self) -> &'a [u8] {
        self.take_while(u8::is_ascii_digit)
    }

    /// Takes exactly two digits; more may follow.
    pub(super) fn two_digits(&mut self) -> Option<u8> {
        let (pair, rest) = self.rest.split_at_checked(2)?;
        let number = small_number(pair)?;
        self.rest = rest;
        u8::try_from(number).ok()
    }

    /// Takes `+02:00`, `+0200` or `+02` and gives its seconds.
    pub(super) fn numeric_offset(&mut self) -> Option<i32> {
        let sign = match self.peek()? {
            b'+' => 1,
            b'-' => -1,
            _ => return None,
        };
        self.advance();
        let hours = self.two_digits()?;
        let has_minutes = self.eat(b':') || self.peek().is_some_and(|byte| byte.is_ascii_digit());
        let minutes = if has_minutes { self.two_digits()? } else { 0 };
        (hours < 24 && minutes < 60).then_some(sign * (i32::from(hours) * 3600 + i32::from(minutes) * 60))
    }
}

/// One to nine digits as a number.
pub(super) fn small_number(digits: &[u8]) -> Option<u32> {
    if digits.is_empty() || digits.len() > 9 {
        return None;
    }
    digits.iter().try_fold(0, |number, digit| digit.is_ascii_digit().then(|| number * 10 + u32::from(digit - b'0')))
}
