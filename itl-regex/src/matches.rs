//! Matches and their groups.

use crate::run::nfa::NONE;
use std::ops::Range;

/// A part of a text that an expression or one of its groups matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Match<'t> {
    text: &'t str,
    start: usize,
    end: usize,
}

impl<'t> Match<'t> {
    pub(crate) fn new(text: &'t str, start: usize, end: usize) -> Self {
        Self { text, start, end }
    }

    /// The text of the match.
    pub fn as_str(&self) -> &'t str {
        self.text.get(self.range()).unwrap_or_default()
    }

    /// Its start, in bytes.
    pub fn start(&self) -> usize {
        self.start
    }

    /// Its end, in bytes, exclusive.
    pub fn end(&self) -> usize {
        self.end
    }

    /// Its range, in bytes.
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }

    /// Whether it is the empty text.
    pub fn is_empty(&self) -> bool {
        self.start == self.end
    }
}

/// The groups of a match; group 0 is the whole match.
#[derive(Clone, Debug)]
pub struct Captures<'t> {
    text: &'t str,
    slots: Box<[usize]>,
}

impl<'t> Captures<'t> {
    pub(crate) fn new(text: &'t str, slots: Box<[usize]>) -> Self {
        Self { text, slots }
    }

    /// The group of that number; `None` if it took no part in the match, as all groups inside a look-around.
    pub fn get(&self, number: usize) -> Option<Match<'t>> {
        match *self.slots.get(number * 2..number * 2 + 2)? {
            [start, end] if start != NONE && end != NONE => Some(Match { text: self.text, start, end }),
            _ => None,
        }
    }

    /// All groups in order.
    #[expect(clippy::iter_without_into_iter, reason = "the crate regex has no other way either")]
    pub fn iter(&self) -> Groups<'_, 't> {
        Groups { captures: self, next: 0 }
    }
}

/// An iterator over the groups of a match.
#[derive(Clone, Debug)]
pub struct Groups<'c, 't> {
    captures: &'c Captures<'t>,
    next: usize,
}

impl<'t> Iterator for Groups<'_, 't> {
    type Item = Option<Match<'t>>;

    fn next(&mut self) -> Option<Self::Item> {
        let number = self.next;
        self.next += 1;
        (number * 2 < self.captures.slots.len()).then(|| self.captures.get(number))
    }
}
