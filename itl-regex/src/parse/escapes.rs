//! Single characters, escape sequences, and the classes written as one.

use super::{Flags, Parser};
use crate::error::Result;
use crate::node::{Look, Node};
use crate::set::Set;
use crate::unicode;

/// What an escape sequence stands for.
pub(super) enum Primitive {
    /// A character, and whether it was written as two hexadecimal digits.
    Char(char, bool),
    Set(Set),
    Look(Look),
}

pub(super) const NOT_UTF8: &str = "pattern can match invalid UTF-8";
pub(super) const NO_UNICODE: &str = "Unicode not allowed here";
const EOF_IN_ESCAPE: &str = "incomplete escape sequence, reached end of pattern prematurely";
const UNCLOSED_BOUNDARY: &str = "found either the beginning of a special word boundary or a bounded repetition on a \\b with an opening brace, but no closing brace";

impl Parser<'_> {
    pub(super) fn node(&mut self, primitive: Primitive) -> Result<Node> {
        Ok(match primitive {
            Primitive::Char(c, byte) => {
                if !self.flags.unicode && byte && !c.is_ascii() {
                    self.defer(NOT_UTF8);
                }
                if !self.flags.fold {
                    return Ok(Node::Char(c));
                }
                let set = self.fold(Set::range(c, c))?;
                if set == Set::range(c, c) { Node::Char(c) } else { self.set(set)? }
            }
            Primitive::Set(set) => self.set(set)?,
            Primitive::Look(look) => Node::Look(look),
        })
    }

    pub(super) fn primitive(&mut self) -> Result<Primitive> {
        let c = self.peek().ok_or(EOF_IN_ESCAPE)?;
        if c == '\\' {
            return self.escape(false);
        }
        self.bump();
        Ok(match c {
            '.' => {
                if !self.flags.unicode {
                    self.defer(NOT_UTF8);
                }
                let excluded = match self.flags {
                    Flags { dot_all: true, .. } => Set::default(),
                    Flags { crlf: true, .. } => Set::ascii(b"\n\n\r\r"),
                    _ => Set::ascii(b"\n\n"),
                };
                Primitive::Set(excluded.negated())
            }
            '^' => Primitive::Look(match self.flags {
                Flags { lines: true, crlf: true, .. } => Look::LineStartCrlf,
                Flags { lines: true, .. } => Look::LineStart,
                _ => Look::Start,
            }),
            '$' => Primitive::Look(match self.flags {
                Flags { lines: true, crlf: true, .. } => Look::LineEndCrlf,
                Flags { lines: true, .. } => Look::LineEnd,
                _ => Look::End,
            }),
            c => Primitive::Char(c, false),
        })
    }

    pub(super) fn escape(&mut self, in_class: bool) -> Result<Primitive> {
        self.refuse_escape(in_class)?;
        self.bump();
        let c = self.peek().ok_or(EOF_IN_ESCAPE)?;
        match c {
            'x' | 'u' | 'U' => return self.hex(c),
            'p' | 'P' => return self.unicode_class(c == 'P'),
            'd' | 's' | 'w' | 'D' | 'S' | 'W' => {
                self.bump();
                return Ok(Primitive::Set(self.perl_class(c)?));
            }
            _ => {}
        }
        self.bump();
        let boundary = |at| Primitive::Look(Look::Word { at, unicode: self.flags.unicode });
        Ok(match c {
            'a' => Primitive::Char('\x07', false),
            'f' => Primitive::Char('\x0C', false),
            't' => Primitive::Char('\t', false),
            'n' => Primitive::Char('\n', false),
            'r' => Primitive::Char('\r', false),
            'v' => Primitive::Char('\x0B', false),
            'A' => Primitive::Look(Look::Start),
            'z' => Primitive::Look(Look::End),
            'b' => {
                let at = if self.is('{') { self.special_boundary()? } else { None };
                Primitive::Look(Look::Word { at: at.unwrap_or(Look::BOUNDARY), unicode: self.flags.unicode })
            }
            'B' => boundary(Look::NO_BOUNDARY),
            '<' => boundary(Look::WORD_START),
            '>' => boundary(Look::WORD_END),
            c if c.is_ascii() && !c.is_ascii_alphanumeric() => Primitive::Char(c, false),
            _ => return Err("unrecognized escape sequence".into()),
        })
    }

    /// Reads the braces after `\b`; `None` if they are a count.
    fn special_boundary(&mut self) -> Result<Option<u8>> {
        let start = self.at;
        if !self.next() {
            return Err(UNCLOSED_BOUNDARY.into());
        }
        let is_part = |c: &char| c.is_ascii_alphabetic() || *c == '-';
        if self.peek().is_none_or(|c| !is_part(&c)) {
            self.at = start;
            return Ok(None);
        }
        let mut name = String::new();
        while let Some(c) = self.peek().filter(is_part) {
            name.push(c);
            self.next();
        }
        if !self.is('}') {
            return Err("special word boundary assertion is either unclosed or contains an invalid character".into());
        }
        self.bump();
        Ok(Some(match name.as_str() {
            "start" => Look::WORD_START,
            "end" => Look::WORD_END,
            "start-half" => Look::WORD_START_HALF,
            "end-half" => Look::WORD_END_HALF,
            _ => {
                return Err("unrecognized special word boundary assertion, valid choices are: start, end, start-half or end-half".into());
            }
        }))
    }

    fn hex(&mut self, kind: char) -> Result<Primitive> {
        if !self.next() {
            return Err(EOF_IN_ESCAPE.into());
        }
        let digit = |c: Option<char>| c.and_then(|c| c.to_digit(16)).ok_or("invalid hexadecimal digit");
        let mut value = Some(0_u32);
        let push =
            |value: Option<u32>, digit: u32| value.filter(|value| *value < 1 << 28).map(|value| value << 4 | digit);
        let brace = self.is('{');
        if brace {
            let mut digits = false;
            while self.next() && !self.is('}') {
                value = push(value, digit(self.peek())?);
                digits = true;
            }
            if self.is_end() {
                return Err(EOF_IN_ESCAPE.into());
            }
            self.next();
            if !digits {
                return Err("hexadecimal literal empty".into());
            }
        } else {
            let digits = match kind {
                'x' => 2,
                'u' => 4,
                _ => 8,
            };
            for at in 0..digits {
                if at > 0 && !self.next() {
                    return Err(EOF_IN_ESCAPE.into());
                }
                value = push(value, digit(self.peek())?);
            }
            self.next();
        }
        let c = value.and_then(char::from_u32).ok_or("hexadecimal literal is not a Unicode scalar value")?;
        Ok(Primitive::Char(c, kind == 'x' && !brace))
    }

    fn perl_class(&mut self, c: char) -> Result<Set> {
        let negated = c.is_ascii_uppercase();
        let kind = c.to_ascii_lowercase();
        let set = if self.flags.unicode {
            unicode::perl(kind).clone()
        } else {
            if negated {
                self.defer(NOT_UTF8);
            }
            Set::ascii(match kind {
                'd' => b"09",
                's' => b"\t\r  ",
                _ => b"09AZ__az",
            })
        };
        self.charge(&set)?;
        Ok(if negated { set.negated() } else { set })
    }

    fn unicode_class(&mut self, mut negated: bool) -> Result<Primitive> {
        // After the backslash.
        let start = self.at - 1;
        if !self.next() {
            return Err(EOF_IN_ESCAPE.into());
        }
        let mut name = String::new();
        if self.is('{') {
            while self.next()
                && let Some(c) = self.peek()
                && c != '}'
            {
                name.push(c);
            }
            if self.is_end() {
                return Err(EOF_IN_ESCAPE.into());
            }
            self.bump();
        } else {
            if self.is('\\') {
                return Err("invalid Unicode character class".into());
            }
            name.extend(self.peek());
            self.next();
        }
        if !self.flags.unicode {
            self.defer(NO_UNICODE);
            return Ok(Primitive::Set(Set::default()));
        }
        let not = name.split_once("!=");
        negated ^= not.is_some();
        let found = match not.or_else(|| name.split_once(':')).or_else(|| name.split_once('=')) {
            Some((property, value)) => unicode::value(property, value),
            None => unicode::property(&name),
        };
        let set = match found {
            Ok(set) => set.clone(),
            Err(missing) => {
                let error = self.foreign_class(&name, start).unwrap_or(missing);
                self.defer(error);
                Set::default()
            }
        };
        self.charge(&set)?;
        let set = self.fold(set)?;
        Ok(Primitive::Set(if negated { set.negated() } else { set }))
    }
}
