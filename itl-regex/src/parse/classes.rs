//! Classes in brackets.

use super::escapes::{NO_UNICODE, NOT_UTF8, Primitive};
use super::{Item, MAX_NESTING, Parser};
use crate::error::Result;
use crate::set::Set;

/// What a bracket or an operator interrupts.
enum Nest {
    Open { left: Operand, negated: bool },
    Operator { kind: char, left: Set, depth: u32 },
}

/// What has been read of a class, up to its next operator or its end.
#[derive(Default)]
struct Operand {
    set: Set,
    /// Not yet part of `set`: sorted once, since adding them one by one would take quadratic time.
    ranges: Vec<(char, char)>,
    items: u32,
    depth: u32,
}

impl Operand {
    fn add(&mut self, c: char) {
        self.ranges.push((c, c));
        self.items += 1;
    }

    /// All characters, and how deep the operand is nested.
    fn finish(mut self) -> (Set, u32) {
        self.set.add_all(&Set::from_ranges(self.ranges));
        (self.set, self.depth + u32::from(self.items > 1))
    }
}

const UNCLOSED_CLASS: &str = "unclosed character class";

impl Parser<'_> {
    pub(super) fn class(&mut self) -> Result<Item> {
        let mut stack: Vec<Nest> = Vec::new();
        let mut operand = Operand::default();
        loop {
            self.bump_whitespace();
            let c = self.peek().ok_or(UNCLOSED_CLASS)?;
            match c {
                '[' => {
                    if !stack.is_empty()
                        && let Some(class) = self.posix_class()?
                    {
                        self.merge(&mut operand, &class)?;
                        operand.items += 1;
                        continue;
                    }
                    let negated = self.open_class()?;
                    stack.push(Nest::Open { left: std::mem::take(&mut operand), negated });
                    self.leading_literals(&mut operand)?;
                }
                ']' => {
                    let (class, depth) = self.close_operator(&mut stack, std::mem::take(&mut operand))?;
                    self.bump();
                    let Some(Nest::Open { left, negated }) = stack.pop() else {
                        return Err(UNCLOSED_CLASS.into());
                    };
                    let folded = self.fold(class)?;
                    let class = self.negated(folded, negated);
                    self.charge(&class)?;
                    if depth + 1 > MAX_NESTING {
                        self.too_deep = true;
                    }
                    if stack.is_empty() {
                        let node = self.set(class)?;
                        return Ok(Item { node, depth: depth + 1, flags: false });
                    }
                    operand = left;
                    self.merge(&mut operand, &class)?;
                    operand.items += 1;
                    operand.depth = operand.depth.max(depth + 1);
                }
                '&' | '-' | '~' if self.second() == Some(c) => {
                    self.bump();
                    self.bump();
                    let (left, depth) = self.close_operator(&mut stack, std::mem::take(&mut operand))?;
                    stack.push(Nest::Operator { kind: c, left, depth });
                }
                _ => {
                    self.class_range(&mut operand)?;
                    operand.items += 1;
                }
            }
        }
    }

    fn merge(&mut self, operand: &mut Operand, class: &Set) -> Result<()> {
        self.charge(&operand.set)?;
        operand.set.add_all(class);
        Ok(())
    }

    /// Reads `[` and `^`; returns whether there was a `^`.
    fn open_class(&mut self) -> Result<bool> {
        if !self.next() {
            return Err(UNCLOSED_CLASS.into());
        }
        let negated = self.is('^');
        if negated && !self.next() {
            return Err(UNCLOSED_CLASS.into());
        }
        Ok(negated)
    }

    /// A dash or a closing bracket at the beginning of a class is itself.
    fn leading_literals(&mut self, operand: &mut Operand) -> Result<()> {
        while self.is('-') {
            operand.add('-');
            if !self.next() {
                return Err(UNCLOSED_CLASS.into());
            }
        }
        if operand.items == 0 && self.is(']') {
            operand.add(']');
            if !self.next() {
                return Err(UNCLOSED_CLASS.into());
            }
        }
        Ok(())
    }

    /// Applies the operator that `right` ends.
    fn close_operator(&mut self, stack: &mut Vec<Nest>, right: Operand) -> Result<(Set, u32)> {
        let (right, depth) = right.finish();
        match stack.pop() {
            Some(Nest::Operator { kind, left, depth: left_depth }) => {
                let (right, left) = (self.fold(right)?, self.fold(left)?);
                let set = match kind {
                    '&' => left.intersection(&right),
                    '-' => left.difference(&right),
                    _ => left.symmetric_difference(&right),
                };
                self.charge(&set)?;
                Ok((set, 1 + depth.max(left_depth)))
            }
            other => {
                stack.extend(other);
                Ok((right, depth))
            }
        }
    }

    fn negated(&mut self, set: Set, negated: bool) -> Set {
        let set = if negated { set.negated() } else { set };
        if !self.flags.unicode && !set.is_ascii() {
            self.defer(NOT_UTF8);
        }
        set
    }

    fn class_range(&mut self, operand: &mut Operand) -> Result<()> {
        let first = self.class_item()?;
        self.bump_whitespace();
        if self.is_end() {
            return Err(UNCLOSED_CLASS.into());
        }
        if !self.is('-') || matches!(self.second_significant(), Some(']' | '-')) {
            match first {
                Primitive::Char(c, byte) => {
                    let c = self.class_char(c, byte);
                    operand.ranges.push((c, c));
                }
                Primitive::Set(class) => self.merge(operand, &class)?,
                Primitive::Look(_) => return Err("invalid escape sequence found in character class".into()),
            }
            return Ok(());
        }
        if !self.next() {
            return Err(UNCLOSED_CLASS.into());
        }
        let last = self.class_item()?;
        let (Primitive::Char(first, first_byte), Primitive::Char(last, last_byte)) = (first, last) else {
            return Err("invalid range boundary, must be a literal".into());
        };
        if first > last {
            return Err("invalid character class range, the start must be <= the end".into());
        }
        let (first, last) = (self.class_char(first, first_byte), self.class_char(last, last_byte));
        operand.ranges.push((first, last.max(first)));
        Ok(())
    }

    fn class_item(&mut self) -> Result<Primitive> {
        let c = self.peek().ok_or(UNCLOSED_CLASS)?;
        if c == '\\' {
            return self.escape(true);
        }
        self.bump();
        Ok(Primitive::Char(c, false))
    }

    fn class_char(&mut self, c: char, byte: bool) -> char {
        if !self.flags.unicode && !c.is_ascii() {
            self.defer(if byte { NOT_UTF8 } else { NO_UNICODE });
        }
        c
    }

    /// Reads a class like `[:alpha:]`; leaves anything else unread.
    fn posix_class(&mut self) -> Result<Option<Set>> {
        let Some((set, negated, length)) = posix_class(self.rest()) else { return Ok(None) };
        self.at += length;
        let folded = self.fold(set)?;
        Ok(Some(self.negated(folded, negated)))
    }
}

/// The class like `[:alpha:]` or `[:^alpha:]` that `rest` begins with, whether it is negated, and its length.
fn posix_class(rest: &str) -> Option<(Set, bool, usize)> {
    // The longest name has six letters.
    let inside = rest.strip_prefix("[:")?;
    let (negated, inside) = inside.strip_prefix('^').map_or((false, inside), |inside| (true, inside));
    let length = inside.bytes().take(8).position(|b| b == b':')?;
    let set = ascii_class(inside.get(..length)?)?;
    inside.get(length..)?.starts_with(":]").then_some((set, negated, 4 + usize::from(negated) + length))
}

fn ascii_class(name: &str) -> Option<Set> {
    Some(Set::ascii(match name {
        "alnum" => b"09AZaz",
        "alpha" => b"AZaz",
        "ascii" => b"\x00\x7f",
        "blank" => b"\t\t  ",
        "cntrl" => b"\x00\x1f\x7f\x7f",
        "digit" => b"09",
        "graph" => b"!~",
        "lower" => b"az",
        "print" => b" ~",
        "punct" => b"!/:@[`{~",
        "space" => b"\t\r  ",
        "upper" => b"AZ",
        "word" => b"09AZ__az",
        "xdigit" => b"09AFaf",
        _ => return None,
    }))
}
