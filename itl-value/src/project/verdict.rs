//! What `serde_json` says to bytes that are not JSON: the same words at the same place.
//!
//! One walk in the order in which `serde_json` 1.0.154 reads, with the places it names: some
//! errors are about the byte that was read last, others about the one that comes next.

use super::JsonError;
use super::reader::DEPTH;
use itl_text::floats::read_float;

const VALUE_ENDS: &str = "EOF while parsing a value";
const STRING_ENDS: &str = "EOF while parsing a string";
const OBJECT_ENDS: &str = "EOF while parsing an object";
const NO_NUMBER: &str = "invalid number";
const NO_KEY: &str = "key must be a string";
const OUT_OF_RANGE: &str = "number out of range";
const LONE: &str = "lone leading surrogate in hex escape";

/// What is wrong with `bytes`; nothing where they are JSON.
#[cold]
pub(super) fn verdict(bytes: &[u8]) -> Option<JsonError> {
    let mut walk = Walk { bytes, at: 0, fault: "" };
    if walk.document().is_some() {
        return None;
    }
    let before = bytes.get(..walk.at)?;
    let line = memchr::memchr_iter(b'\n', before).count() + 1;
    let column = before.iter().rev().take_while(|b| **b != b'\n').count();
    Some(JsonError { line, column, message: walk.fault.to_owned() })
}

struct Walk<'b> {
    bytes: &'b [u8],
    at: usize,
    /// What is wrong, once nothing was answered; its line and column are those of `at`.
    fault: &'static str,
}

impl Walk<'_> {
    fn document(&mut self) -> Option<()> {
        self.value(0)?;
        match self.blanks() {
            None => Some(()),
            Some(_) => self.ahead("trailing characters"),
        }
    }

    /// An error about what was read.
    fn behind<T>(&mut self, fault: &'static str) -> Option<T> {
        self.fault = fault;
        None
    }

    /// An error about what comes.
    fn ahead(&mut self, fault: &'static str) -> Option<()> {
        self.at = self.bytes.len().min(self.at + 1);
        self.behind(fault)
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn next(&mut self) -> Option<u8> {
        let b = self.peek()?;
        self.at += 1;
        Some(b)
    }

    /// The next byte that is no blank.
    fn blanks(&mut self) -> Option<u8> {
        while let Some(b' ' | b'\n' | b'\t' | b'\r') = self.peek() {
            self.at += 1;
        }
        self.peek()
    }

    fn value(&mut self, depth: u32) -> Option<()> {
        match self.blanks() {
            None => self.ahead(VALUE_ENDS),
            Some(b'n') => self.ident(b"null"),
            Some(b't') => self.ident(b"true"),
            Some(b'f') => self.ident(b"false"),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b'"') => self.string(),
            Some(b'[' | b'{') if depth == DEPTH => self.ahead("recursion limit exceeded"),
            Some(b'[') => self.list(depth + 1),
            Some(b'{') => self.object(depth + 1),
            Some(_) => self.ahead("expected value"),
        }
    }

    fn ident(&mut self, ident: &[u8]) -> Option<()> {
        for expected in ident {
            match self.next() {
                None => return self.behind(VALUE_ENDS),
                Some(b) if b != *expected => return self.behind("expected ident"),
                Some(_) => {}
            }
        }
        Some(())
    }

    fn list(&mut self, depth: u32) -> Option<()> {
        self.at += 1;
        let mut first = true;
        loop {
            match self.blanks() {
                None => return self.ahead("EOF while parsing a list"),
                Some(b']') => break,
                Some(_) if first => {}
                Some(b',') => {
                    self.at += 1;
                    if self.blanks() == Some(b']') {
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
            match self.blanks() {
                None => return self.ahead(OBJECT_ENDS),
                Some(b'}') => break,
                Some(_) if first => {}
                Some(b',') => {
                    self.at += 1;
                    match self.blanks() {
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
            match self.blanks() {
                None => return self.ahead(OBJECT_ENDS),
                Some(b':') => self.at += 1,
                Some(_) => return self.ahead("expected `:`"),
            }
            self.value(depth)?;
        }
        self.at += 1;
        Some(())
    }

    /// From its quote to its quote.
    fn string(&mut self) -> Option<()> {
        self.at += 1;
        // What it reads as, since a fault of UTF-8 is counted back in that.
        let mut text = Vec::new();
        loop {
            match self.next() {
                None => return self.behind(STRING_ENDS),
                Some(b'"') => break,
                Some(b'\\') => {
                    let c = self.escape()?;
                    text.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
                }
                Some(0..=0x1f) => {
                    return self.behind("control character (\\u0000-\\u001F) found while parsing a string");
                }
                Some(b) => text.push(b),
            }
        }
        let Err(error) = std::str::from_utf8(&text) else { return Some(()) };
        self.at -= text.len() - error.valid_up_to();
        self.behind("invalid unicode code point")
    }

    /// The character of an escape, behind its backslash.
    fn escape(&mut self) -> Option<char> {
        Some(match self.next() {
            None => return self.behind(STRING_ENDS),
            Some(b'u') => {
                let first = self.hex()?;
                let mut code = first;
                if (0xd800..0xdc00).contains(&first) {
                    for expected in *b"\\u" {
                        match self.next() {
                            None => return self.behind(STRING_ENDS),
                            Some(b) if b != expected => return self.behind("unexpected end of hex escape"),
                            Some(_) => {}
                        }
                    }
                    let second = self.hex()?;
                    if (0xdc00..0xe000).contains(&second) {
                        code = 0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00);
                    }
                }
                match char::from_u32(code) {
                    Some(c) => c,
                    None => return self.behind(LONE),
                }
            }
            // Which character it is does not matter, as long as it has one byte.
            Some(b @ (b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't')) => char::from(b),
            Some(_) => return self.behind("invalid escape"),
        })
    }

    fn hex(&mut self) -> Option<u32> {
        let Some(digits) = self.bytes.get(self.at..self.at + 4) else {
            self.at = self.bytes.len();
            return self.behind(STRING_ENDS);
        };
        self.at += 4;
        let digit = |code: u32, b: &u8| Some(code << 4 | char::from(*b).to_digit(16)?);
        digits.iter().try_fold(0, digit).or_else(|| self.behind("invalid escape"))
    }

    fn number(&mut self) -> Option<()> {
        let start = self.at;
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        match self.next() {
            None => return self.behind(VALUE_ENDS),
            Some(b'0') if matches!(self.peek(), Some(b'0'..=b'9')) => return self.ahead(NO_NUMBER),
            Some(b'0') => {}
            Some(b'1'..=b'9') => self.digits(),
            Some(_) => return self.behind(NO_NUMBER),
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
            return self.behind(OUT_OF_RANGE);
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
            None => return self.behind(VALUE_ENDS),
            Some(b'0'..=b'9') => {}
            Some(_) => {
                self.at += 1;
                return self.behind(NO_NUMBER);
            }
        }
        let mut exponent = 0_u64;
        while let Some(b @ b'0'..=b'9') = self.peek() {
            self.at += 1;
            exponent = (exponent * 10 + u64::from(b - b'0')).min(1 << 32);
            // Refused at the digit with which it gets out of hand, not at the number's end.
            if exponent > i32::MAX as u64 && !negative && !is_zero {
                return self.behind(OUT_OF_RANGE);
            }
        }
        Some(())
    }
}
