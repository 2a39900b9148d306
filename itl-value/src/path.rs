//! The key that `pluck`, `where`, `sortBy` and `joinFromObjectArray` take.

use crate::spot::Spot;
use crate::value::{LookupKey, Value};
use std::iter::Peekable;
use std::str::Chars;

/// A key argument: a literal key first, a path otherwise.
#[derive(Clone, Debug)]
pub struct KeyPath {
    literal: LookupKey,
    path: Vec<Step>,
}

/// A step from a value to a part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// To the entry of a key.
    Key(LookupKey),
    /// To the item at a position, counted from the end where negative.
    Index(i64),
}

impl Step {
    /// What it leads to from `value`.
    #[inline]
    pub fn of<'a>(&self, value: &Value<'a>) -> Value<'a> {
        match self {
            Self::Key(key) => value.get(key),
            Self::Index(index) => value.at(*index),
        }
    }
}

impl KeyPath {
    /// Reads `text` as a key and, where it is one, as a path: `a.b`, `tags[0]`, `a["b.c"]`.
    pub fn new(text: &str) -> Self {
        let literal = LookupKey::new(text);
        let path = steps(text).filter(|path| *path != [Step::Key(literal.clone())]).unwrap_or_default();
        Self { literal, path }
    }

    /// The steps of the path; none where the text is a key only.
    pub fn steps(&self) -> &[Step] {
        &self.path
    }

    /// The place of the literal key in an item of the payload.
    #[inline]
    pub fn spot<'a>(&self, item: Spot<'a>) -> Spot<'a> {
        item.get(&self.literal)
    }

    /// The key's value in `item`; missing where there is none.
    pub fn of<'a>(&self, item: &Value<'a>) -> Value<'a> {
        let found = item.get(&self.literal);
        if !matches!(found, Value::Missing) || self.path.is_empty() {
            return found;
        }
        let mut value = item.clone();
        for step in &self.path {
            value = step.of(&value);
            // No path goes on behind what is not there, however long it is.
            if matches!(value, Value::Missing) {
                break;
            }
        }
        value
    }

    /// What it costs to follow it in an item, in bytes made. No payload is deeper than that.
    #[inline]
    pub fn cost(&self) -> usize {
        4 * self.path.len().min(128)
    }
}

/// The steps of a path; none where the text is no path.
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

/// What stands behind an opening bracket, its closing one included.
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
    plain.then(|| digits.parse().ok().map(Step::Index)).flatten()
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
    fn what_is_no_path_is_a_key_only() {
        for text in ["", ".a", "a.", "a..b", "a[", "a[x]", "a[+1]", "a[]", "a[0]b", "a[\"x\"", "a\\"] {
            assert_eq!(steps(text), None, "{text}");
        }
    }

    #[test]
    fn a_literal_key_hides_the_path() {
        let item = serde_json::json!({"a.b": 1, "a": {"b": 2}, "c": {"d": [3]}});
        let item = Value::from_json(&item);
        assert_eq!(KeyPath::new("a.b").of(&item).to_text(), "1");
        assert_eq!(KeyPath::new("c.d[0]").of(&item).to_text(), "3");
        assert!(matches!(KeyPath::new("a.c").of(&item), Value::Missing));
    }
}
