//! Steps into a value, and the keys that functions take as arguments: `pluck("host.name")`.

use crate::key::LookupKey;
use std::iter::Peekable;
use std::str::Chars;

/// A key that a function takes as an argument: first tried literally, then as a path.
#[derive(Clone, Debug)]
pub struct KeyPath {
    literal: LookupKey,
    steps: Vec<Step>,
    is_item: bool,
}

/// A step from a value to a part of it. JSON has two kinds of containers, so there will be no third kind of step: a match
/// may name both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// To the entry of a key.
    Key(LookupKey),
    /// To the item at a position, counted from the end where negative.
    Index(i64),
}

impl KeyPath {
    /// Reads `text` as a key and, if it is one, as a path: `a.b`, `tags[0]`, `a["b.c"]`, and `.` for the item itself.
    pub fn new(text: &str) -> Self {
        let literal = LookupKey::new(text);
        let steps = steps(text).filter(|steps| *steps != [Step::Key(literal.clone())]).unwrap_or_default();
        Self { literal, steps, is_item: text == "." }
    }

    /// The key as it is written, which is tried first.
    #[inline]
    pub fn literal(&self) -> &LookupKey {
        &self.literal
    }

    /// The steps to follow where no entry has the literal key; empty where the text is no path.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// Whether the path is `.`, the item itself.
    #[inline]
    pub fn is_item(&self) -> bool {
        self.is_item
    }

    /// The cost of following it in one item, in the bytes that functions charge. No payload is deeper than
    /// 128 levels; long keys take as much as those of tags.
    #[inline]
    pub fn cost(&self) -> usize {
        4 * self.steps.len().min(128) + self.literal.text().len() / 64 * 8
    }
}

/// The steps of a path; `None` if the text is not a path.
fn steps(text: &str) -> Option<Vec<Step>> {
    let mut chars = text.chars().peekable();
    let mut steps = Vec::new();
    if chars.peek() != Some(&'[') {
        steps.push(segment(&mut chars)?);
    }
    loop {
        match chars.next() {
            None => return Some(steps),
            Some('.') => steps.push(segment(&mut chars)?),
            Some('[') => steps.push(index(&mut chars)?),
            Some(_) => return None,
        }
    }
}

fn segment(chars: &mut Peekable<Chars<'_>>) -> Option<Step> {
    let mut key = String::new();
    while let Some(c) = chars.next_if(|c| !matches!(c, '.' | '[')) {
        key.push(if c == '\\' { chars.next()? } else { c });
    }
    (!key.is_empty()).then(|| Step::Key(LookupKey::new(&key)))
}

/// The rest of an index after its opening bracket, including the closing one.
fn index(chars: &mut Peekable<Chars<'_>>) -> Option<Step> {
    if let Some(quote) = chars.next_if(|c| matches!(c, '"' | '\'')) {
        let mut key = String::new();
        loop {
            match chars.next()? {
                '\\' => key.push(chars.next()?),
                c if c == quote => break,
                c => key.push(c),
            }
        }
        return (chars.next()? == ']').then(|| Step::Key(LookupKey::new(&key)));
    }
    let mut digits = String::new();
    loop {
        match chars.next()? {
            ']' => break,
            c => digits.push(c),
        }
    }
    let plain = digits.strip_prefix('-').unwrap_or(&digits).bytes().all(|b| b.is_ascii_digit());
    plain.then(|| whole_number(&digits).map(Step::Index)).flatten()
}

/// A whole number. Reading one is half a kilobyte in the browser build, so there is one place that does.
#[doc(hidden)]
#[inline(never)]
pub fn whole_number(text: &str) -> Option<i64> {
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> Step {
        Step::Key(LookupKey::new(text))
    }

    #[test]
    fn paths() {
        assert_eq!(steps("a.b"), Some(vec![key("a"), key("b")]));
        assert_eq!(steps("t[0]"), Some(vec![key("t"), Step::Index(0)]));
        assert_eq!(steps("[-1].x"), Some(vec![Step::Index(-1), key("x")]));
        assert_eq!(steps(r#"a["b.c"]['d']"#), Some(vec![key("a"), key("b.c"), key("d")]));
        assert_eq!(steps(r"app\.io.x"), Some(vec![key("app.io"), key("x")]));
    }

    #[test]
    fn other_texts_are_keys_only() {
        for text in ["", ".a", "a.", "a..b", "a[", "a[x]", "a[+1]", "a[]", "a[0]b", "a[\"x\"", "a\\"] {
            assert_eq!(steps(text), None, "{text}");
        }
    }
}
