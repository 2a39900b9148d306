//! Operators as other languages write them, and the calls that stand for them here.

use crate::lexer::begins_reference;
use crate::literal::{is_blank, unescape};
use crate::parser;

/// What an operator takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operand<'s> {
    /// A text, with its quotes.
    Text(&'s str),
    /// A number.
    Number(&'s str),
    /// `true` and `false`.
    Word(&'s str),
    /// What stands for null. No argument does: here a value is missing or empty.
    Null,
    /// A path, as it is written here.
    Path(&'s str),
}

impl<'s> Operand<'s> {
    pub(super) fn read(written: &'s str) -> Option<Self> {
        let first = written.chars().next()?;
        if matches!(first, '"' | '\'') {
            return (written.len() > 1 && written.ends_with(first)).then_some(Self::Text(written));
        }
        if is_number(written) {
            return Some(Self::Number(written));
        }
        if matches!(written, "true" | "false" | "True" | "False") {
            return Some(Self::Word(written));
        }
        if matches!(written, "null" | "nil" | "None" | "none" | "undefined") {
            return Some(Self::Null);
        }
        path(written).map(Self::Path)
    }

    /// As the argument of a call.
    pub(super) fn argument(self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text.to_owned()),
            Self::Number(digits) => Some(digits.to_owned()),
            Self::Word(word) => Some(format!("\"{}\"", word.to_ascii_lowercase())),
            Self::Null => None,
            Self::Path(path) => {
                let reference = format!("${path}");
                (begins_reference(&reference) && !reference.ends_with('$')).then_some(reference)
            }
        }
    }

    pub(super) fn path(self) -> Option<&'s str> {
        match self {
            Self::Path(path) => Some(path),
            _ => None,
        }
    }

    /// What a tag or text prints for it, outside of a tag; `None` where the text would be read as a tag there.
    pub(super) fn printed(self, open: &str, close: &str) -> Option<String> {
        match self {
            Self::Text(text) => {
                let text = unescape(text.get(1..text.len() - 1)?).ok()?;
                (!text.contains(open)).then(|| text.into_owned())
            }
            Self::Number(text) | Self::Word(text) => Some(text.to_owned()),
            Self::Path(path) => Some(format!("{open} {path} {close}")),
            Self::Null => None,
        }
    }
}

/// A path of Go, Handlebars or JavaScript without what marks it as one there; `None` where it is no
/// path here.
pub(super) fn path(written: &str) -> Option<&str> {
    let mut path = written;
    for mark in ["$.", "$", "this.", "@root."] {
        if let Some(rest) = path.strip_prefix(mark).filter(|rest| !rest.is_empty()) {
            path = rest;
            break;
        }
    }
    while let Some(rest) = path.strip_prefix("../") {
        path = rest;
    }
    if let Some(rest) = path.strip_prefix('.')
        && !rest.is_empty()
        && !rest.starts_with(['[', '.'])
        && !is_call(rest)
    {
        path = rest;
    }
    (!path.starts_with('!') && parser::parses(path)).then_some(path)
}

/// Whether what comes first is a function: `.trim()`.
fn is_call(path: &str) -> bool {
    path.find(['(', '.', '[']).is_some_and(|at| path.get(at..).is_some_and(|rest| rest.starts_with('(')))
}

fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let all = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    all(whole) && all(fraction)
}

/// The operators that need no whitespace around them, longest first: no key of a payload holds
/// them by chance.
const TIGHT: [&str; 9] = ["===", "!==", "==", "!=", "<=", ">=", "&&", "||", "??"];

/// Those and what a key may hold: `a->b`.
const TIGHT_ASKED: [&str; 12] = ["===", "!==", "==", "!=", "<>", "<=", ">=", "&&", "||", "??", "<", ">"];

/// The longest expression that is read, in bytes. Nobody brings a longer one, and what stands for it is put together word by
/// word.
pub(super) const MAX_READ: usize = 1024;

/// The words of an expression: what whitespace separates, with quotes, parentheses and brackets
/// kept together, and [`TIGHT`] operators apart. One longer than [`MAX_READ`] has none.
pub(super) fn words(inner: &str) -> Vec<&str> {
    split(inner, &TIGHT)
}

/// The words of what a block of another language asks, where no key of a payload stands: `<` and `>` need no
/// whitespace either.
pub(super) fn words_asked(inner: &str) -> Vec<&str> {
    split(inner, &TIGHT_ASKED)
}

fn split<'s>(inner: &'s str, tight: &[&str]) -> Vec<&'s str> {
    let mut words = Vec::new();
    if inner.len() > MAX_READ {
        return words;
    }
    let (mut start, mut depth) = (0, 0_usize);
    let mut chars = inner.char_indices().peekable();
    let mut end = |from: usize, to: usize| {
        if let Some(word) = inner.get(from..to).filter(|word| !word.is_empty()) {
            words.push(word);
        }
    };
    while let Some((at, c)) = chars.next() {
        let rest = inner.get(at..).unwrap_or_default();
        match c {
            '\\' => {
                chars.next();
            }
            '"' | '\'' => {
                while let Some((_, next)) = chars.next() {
                    if next == '\\' {
                        chars.next();
                    } else if next == c {
                        break;
                    }
                }
            }
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            c if is_blank(c) => {
                end(start, at);
                start = at + 1;
            }
            _ => {
                let operator =
                    tight.iter().find(|operator| rest.starts_with(**operator)).map(|operator| operator.len());
                let Some(operator) = operator.or_else(|| rest.starts_with('|').then_some(1)) else { continue };
                end(start, at);
                start = at + operator;
                end(at, start);
                while chars.peek().is_some_and(|&(next, _)| next < start) {
                    chars.next();
                }
            }
        }
    }
    end(start, inner.len());
    words
}

/// A condition as a section asks it here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Condition {
    /// The path with its calls.
    pub(super) asks: String,
    /// Whether the inverted section asks it.
    pub(super) inverted: bool,
}

impl Condition {
    fn of(asks: impl Into<String>) -> Self {
        Self { asks: asks.into(), inverted: false }
    }

    /// What the closing tag repeats.
    pub(super) fn closing(&self) -> &str {
        closing(&self.asks)
    }

    fn not(mut self) -> Self {
        self.inverted = !self.inverted;
        self
    }
}

/// A path without its calls.
pub(super) fn closing(path: &str) -> &str {
    match parser::parse(path, path, 0, crate::ast::Dialect::Itl) {
        Ok(expr) => super::path_before_calls(&expr).of(path),
        Err(_) => path,
    }
}

/// The condition that `words` spell in another language; `None` where no one section asks it.
pub(super) fn condition(words: &[&str]) -> Option<Condition> {
    match words {
        ["not" | "!", rest @ ..] => Some(condition(rest)?.not()),
        [function @ ("eq" | "ne" | "gt" | "lt" | "ge" | "gte" | "le" | "lte"), left, right] => {
            comparison(left, function, right)
        }
        [one] => {
            if let Some(rest) = one.strip_prefix('!').filter(|rest| !rest.is_empty()) {
                return Some(condition(&[rest])?.not());
            }
            if let Some(inside) = one.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
                return condition(&self::words(inside));
            }
            Operand::read(one)?.path().map(Condition::of)
        }
        [left, operator, right] => comparison(left, operator, right),
        _ => None,
    }
}

/// A comparison as a call on one of its sides.
fn comparison(left: &str, operator: &str, right: &str) -> Option<Condition> {
    let (mut left, mut right) = (Operand::read(left)?, Operand::read(right)?);
    let function = match operator {
        "==" | "===" | "=" | "eq" | "is" => "equals",
        "!=" | "!==" | "<>" | "ne" => "!equals",
        ">" | "gt" => "greaterThan",
        "<" | "lt" => "lessThan",
        ">=" | "ge" | "gte" => "atLeast",
        "<=" | "le" | "lte" => "atMost",
        "contains" => "contains",
        "in" => {
            std::mem::swap(&mut left, &mut right);
            "contains"
        }
        _ => return None,
    };
    let function = if left.path().is_none() {
        std::mem::swap(&mut left, &mut right);
        match function {
            "greaterThan" => "lessThan",
            "lessThan" => "greaterThan",
            "atLeast" => "atMost",
            "atMost" => "atLeast",
            "contains" => return None,
            same => same,
        }
    } else {
        function
    };
    if right == Operand::Null {
        // What is missing or empty runs the inverted section.
        let inverted = match function {
            "equals" => true,
            "!equals" => false,
            _ => return None,
        };
        return Some(Condition { asks: left.path()?.to_owned(), inverted });
    }
    let (function, inverted) = function.strip_prefix('!').map_or((function, false), |function| (function, true));
    let asks = format!("{}.{function}({})", left.path()?, right.argument()?);
    Some(Condition { asks, inverted })
}

/// The call that stands for a sum, difference, product or quotient; `None` where there is none.
pub(super) fn arithmetic(words: &[&str]) -> Option<String> {
    let (first, mut rest) = words.split_first()?;
    let mut value = Operand::read(first)?;
    let mut text = String::new();
    // One text makes the whole sum a text.
    let joins = words.iter().any(|word| matches!(Operand::read(word), Some(Operand::Text(_))));
    // Without parentheses only operators of one rank can be chained from left to right.
    let rank = |operator: &str| u8::from(matches!(operator, "*" | "/" | "%"));
    let mut seen = None;
    while let [operator, operand, more @ ..] = rest {
        let mut operand = Operand::read(operand)?;
        if seen.replace(rank(operator)).is_some_and(|before| before != rank(operator)) {
            return None;
        }
        if text.is_empty() {
            if value.path().is_none() {
                if !matches!(*operator, "+" | "*") || joins {
                    return None;
                }
                std::mem::swap(&mut value, &mut operand);
            }
            value.path()?.clone_into(&mut text);
        }
        let function = match (*operator, operand) {
            ("+", _) if joins => "append",
            ("+", _) => "add",
            ("-", _) => "subtract",
            ("*", _) => "multiply",
            ("/", _) => "divide",
            _ => return None,
        };
        if joins && function != "append" || matches!(operand, Operand::Word(_)) {
            return None;
        }
        text = format!("{text}.{function}({})", operand.argument()?);
        rest = more;
    }
    (rest.is_empty() && !text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(inner: &str) -> String {
        condition(&words(inner))
            .map_or("-".to_owned(), |found| format!("{}{}", if found.inverted { "^" } else { "#" }, found.asks))
    }

    #[test]
    fn conditions() {
        for (written, here) in [
            ("value > 90", "#value.greaterThan(90)"),
            ("value>=90.5", "#value.atLeast(90.5)"),
            ("90 < value", "#value.greaterThan(90)"),
            ("a == \"x y\"", "#a.equals(\"x y\")"),
            ("a=='x'", "#a.equals('x')"),
            ("a != b.c", "^a.equals($b.c)"),
            ("not a", "^a"),
            ("!a", "^a"),
            ("! a != 1", "#a.equals(1)"),
            (".x", "#x"),
            ("eq .Labels.a \"b\"", "#Labels.a.equals(\"b\")"),
            ("(gt $.n 3)", "#n.greaterThan(3)"),
            ("\"a\" in tags", "#tags.contains(\"a\")"),
            ("a and b", "-"),
            ("a > 1 && b", "-"),
        ] {
            assert_eq!(asked(written), here, "{written}");
        }
    }

    #[test]
    fn sums() {
        let calls = |written: &str| arithmetic(&words(written)).unwrap_or("-".to_owned());
        for (written, here) in [
            ("value * 100", "value.multiply(100)"),
            ("100 * value", "value.multiply(100)"),
            ("used / total * 100", "used.divide($total).multiply(100)"),
            ("a + \" ms\"", "a.append(\" ms\")"),
            ("a - b", "a.subtract($b)"),
            ("a + b * 2", "-"),
            ("1 - a", "-"),
            ("a % 2", "-"),
        ] {
            assert_eq!(calls(written), here, "{written}");
        }
    }
}
