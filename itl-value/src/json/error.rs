//! What is wrong with bytes that are not JSON.
//!
//! The words are ours, so that no release of a crate changes a message. The places are those of `serde_json` 1.0.154:
//! some mistakes are about the byte that was read last, others about the one that comes next.

use crate::payload::MAX_DEPTH;
use itl_text::floats::read_float;
use std::fmt;

/// How the messages of texts that end too early begin.
const EARLY_END: &str = "the text ends ";
const VALUE_ENDS: &str = "the text ends where a value is expected";
const STRING_ENDS: &str = "the text ends inside a string";
const OBJECT_ENDS: &str = "the text ends inside an object";
const NO_NUMBER: &str = "invalid number";
const NO_KEY: &str = "expected a key in double quotes";
const OUT_OF_RANGE: &str = "number out of range";

/// A mistake in a JSON text.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct JsonError {
    /// Line, from 1; 0 if the place is not known.
    pub line: usize,
    /// Column in bytes, from 1; 0 at the end of a line.
    pub column: usize,
    /// What is wrong, without the place.
    pub message: String,
}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at line {} column {}", self.message, self.line, self.column)
    }
}

impl std::error::Error for JsonError {}

impl JsonError {
    /// Whether the text ends too early, and nothing that is there is wrong.
    pub fn is_early_end(&self) -> bool {
        self.message.starts_with(EARLY_END)
    }

    /// The mistake in bytes that the reader does not accept.
    #[cold]
    pub(super) fn of(bytes: &[u8]) -> Self {
        mistake(bytes).unwrap_or_else(|| Self { line: 0, column: 0, message: "the payload cannot be read".into() })
    }
}

/// The mistake in `bytes`; `None` if they are JSON.
pub(super) fn mistake(bytes: &[u8]) -> Option<JsonError> {
    let mut walk = Walk { bytes, at: 0, mistake: "" };
    if walk.document().is_some() {
        return None;
    }
    let before = bytes.get(..walk.at)?;
    let line = memchr::memchr_iter(b'\n', before).count() + 1;
    let column = before.iter().rev().take_while(|b| **b != b'\n').count();
    Some(JsonError { line, column, message: walk.mistake.to_owned() })
}

struct Walk<'b> {
    bytes: &'b [u8],
    at: usize,
    /// What is wrong, once a method has returned `None`; its line and column are those of `at`.
    mistake: &'static str,
}

impl Walk<'_> {
    fn document(&mut self) -> Option<()> {
        self.value(0)?;
        match self.skip_whitespace() {
            None => Some(()),
            Some(_) => self.ahead("expected nothing after the value"),
        }
    }

    /// A mistake in what was read.
    fn before<T>(&mut self, mistake: &'static str) -> Option<T> {
        self.mistake = mistake;
        None
    }

    /// A mistake in what comes next.
    fn ahead(&mut self, mistake: &'static str) -> Option<()> {
        self.at = self.bytes.len().min(self.at + 1);
        self.before(mistake)
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn next(&mut self) -> Option<u8> {
        let b = self.peek()?;
        self.at += 1;
        Some(b)
    }

    /// The next byte that is not whitespace.
    fn skip_whitespace(&mut self) -> Option<u8> {
        while let Some(b' ' | b'\n' | b'\t' | b'\r') = self.peek() {
            self.at += 1;
        }
        self.peek()
    }

    fn value(&mut self, depth: u32) -> Option<()> {
        match self.skip_whitespace() {
            None => self.ahead(VALUE_ENDS),
            Some(b'n') => self.ident(b"null"),
            Some(b't') => self.ident(b"true"),
            Some(b'f') => self.ident(b"false"),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b'"') => self.string(),
            Some(b'[' | b'{') if depth == MAX_DEPTH => self.ahead("nested deeper than 127 levels"),
            Some(b'[') => self.list(depth + 1),
            Some(b'{') => self.object(depth + 1),
            Some(_) => self.ahead("expected a value"),
        }
    }

    fn ident(&mut self, ident: &[u8]) -> Option<()> {
        for expected in ident {
            match self.next() {
                None => return self.before(VALUE_ENDS),
                Some(b) if b != *expected => return self.before("expected `null`, `true` or `false`"),
                Some(_) => {}
            }
        }
        Some(())
    }

    fn list(&mut self, depth: u32) -> Option<()> {
        self.at += 1;
        let mut first = true;
        loop {
            match self.skip_whitespace() {
                None => return self.ahead("the text ends inside an array"),
                Some(b']') => break,
                Some(_) if first => {}
                Some(b',') => {
                    self.at += 1;
                    if self.skip_whitespace() == Some(b']') {
                        return self.ahead("trailing comma");
                    }
                }
                Some(_) => return self.ahead("expected `,` or `]`"),
            }
            first = false;
            self.value(depth)?;
        }
        self.at += 1;
        Some(())
    }

    fn object(&mut self, depth: u32) -> Option<()> {
        self.at += 1;
        let mut first = true;
        loop {
            match self.skip_whitespace() {
                None => return self.ahead(OBJECT_ENDS),
                Some(b'}') => break,
                Some(_) if first => {}
                Some(b',') => {
                    self.at += 1;
                    match self.skip_whitespace() {
                        None => return self.ahead(VALUE_ENDS),
                        Some(b'}') => return self.ahead("trailing comma"),
                        Some(_) => {}
                    }
                }
                Some(_) => return self.ahead("expected `,` or `}`"),
            }
            first = false;
            if self.peek() != Some(b'"') {
                return self.ahead(NO_KEY);
            }
            self.string()?;
            match self.skip_whitespace() {
                None => return self.ahead(OBJECT_ENDS),
                Some(b':') => self.at += 1,
                Some(_) => return self.ahead("expected `:`"),
            }
            self.value(depth)?;
        }
        self.at += 1;
        Some(())
    }

    /// A string with its quotes.
    fn string(&mut self) -> Option<()> {
        self.at += 1;
        // The decoded text: the place of invalid UTF-8 is counted in it.
        let mut text = Vec::new();
        loop {
            match self.next() {
                None => return self.before(STRING_ENDS),
                Some(b'"') => break,
                Some(b'\\') => {
                    let c = self.escape()?;
                    text.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
                }
                Some(0..=0x1f) => {
                    return self.before("a control character in a string has to be an escape sequence, such as `\\n`");
                }
                Some(b) => text.push(b),
            }
        }
        let Err(error) = std::str::from_utf8(&text) else { return Some(()) };
        self.at -= text.len() - error.valid_up_to();
        self.before("the string is not UTF-8")
    }

    /// The character of an escape sequence, after its backslash.
    fn escape(&mut self) -> Option<char> {
        Some(match self.next() {
            None => return self.before(STRING_ENDS),
            Some(b'u') => {
                let first = self.hex()?;
                // A lone surrogate is read as U+FFFD; one with its partner has four bytes, whichever it is.
                match char::from_u32(first) {
                    Some(c) => c,
                    None if first < 0xdc00 && self.has_partner() => {
                        self.at += 6;
                        char::MAX
                    }
                    None => char::REPLACEMENT_CHARACTER,
                }
            }
            // Which character it is does not matter, as long as it has one byte.
            Some(b @ (b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't')) => char::from(b),
            Some(_) => return self.before("invalid escape sequence"),
        })
    }

    /// Whether a trailing surrogate comes next.
    fn has_partner(&self) -> bool {
        match self.bytes.get(self.at..self.at + 6) {
            Some([b'\\', b'u', digits @ ..]) => {
                let code = std::str::from_utf8(digits).ok().and_then(|digits| u32::from_str_radix(digits, 16).ok());
                digits.iter().all(u8::is_ascii_hexdigit) && code.is_some_and(|code| (0xdc00..0xe000).contains(&code))
            }
            _ => false,
        }
    }

    fn hex(&mut self) -> Option<u32> {
        let Some(digits) = self.bytes.get(self.at..self.at + 4) else {
            self.at = self.bytes.len();
            return self.before(STRING_ENDS);
        };
        self.at += 4;
        let digit = |code: u32, b: &u8| Some(code << 4 | char::from(*b).to_digit(16)?);
        digits.iter().try_fold(0, digit).or_else(|| self.before("invalid escape sequence"))
    }

    fn number(&mut self) -> Option<()> {
        let start = self.at;
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        match self.next() {
            None => return self.before(VALUE_ENDS),
            Some(b'0') if matches!(self.peek(), Some(b'0'..=b'9')) => return self.ahead(NO_NUMBER),
            Some(b'0') => {}
            Some(b'1'..=b'9') => self.digits(),
            Some(_) => return self.before(NO_NUMBER),
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            match self.peek() {
                None => return self.ahead(VALUE_ENDS),
                Some(b'0'..=b'9') => self.digits(),
                Some(_) => return self.ahead(NO_NUMBER),
            }
        }
        if let Some(b'e' | b'E') = self.peek() {
            let significand = self.bytes.get(start..self.at).unwrap_or_default();
            let is_zero = !significand.iter().any(|b| matches!(b, b'1'..=b'9'));
            self.exponent(is_zero)?;
        }
        let text = self.bytes.get(start..self.at).and_then(|text| std::str::from_utf8(text).ok());
        if text.and_then(read_float).is_none() {
            return self.before(OUT_OF_RANGE);
        }
        Some(())
    }

    fn digits(&mut self) {
        while let Some(b'0'..=b'9') = self.peek() {
            self.at += 1;
        }
    }

    fn exponent(&mut self, is_zero: bool) -> Option<()> {
        self.at += 1;
        let negative = self.peek() == Some(b'-');
        if let Some(b'+' | b'-') = self.peek() {
            self.at += 1;
        }
        match self.peek() {
            None => return self.before(VALUE_ENDS),
            Some(b'0'..=b'9') => {}
            Some(_) => {
                self.at += 1;
                return self.before(NO_NUMBER);
            }
        }
        let mut exponent = 0_u64;
        while let Some(b @ b'0'..=b'9') = self.peek() {
            self.at += 1;
            exponent = (exponent * 10 + u64::from(b - b'0')).min(1 << 32);
            // Refused at the digit with which it gets out of hand, not at the number's end.
            if exponent > i32::MAX as u64 && !negative && !is_zero {
                return self.before(OUT_OF_RANGE);
            }
        }
        Some(())
    }
}
