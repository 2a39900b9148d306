//! A compiled regular expression, and what its searches are charged.
//!
//! What a pattern means, what is wrong with it, whether it is too large and what its searches may cost is decided by
//! `itl-regex`, on every target alike, whatever runs the search.

pub(super) use itl_regex::Captures;
pub(crate) use itl_regex::Error;

use std::ops::Deref;

/// A compiled regular expression.
#[derive(Clone, Debug)]
pub struct Regex(itl_regex::Regex);

impl Deref for Regex {
    type Target = itl_regex::Regex;

    fn deref(&self) -> &itl_regex::Regex {
        &self.0
    }
}

/// Compiles `pattern` into at most `max_bytes`.
pub(crate) fn compile(pattern: &str, max_bytes: usize) -> Result<Regex, Error> {
    itl_regex::Regex::new(pattern, max_bytes).map(Regex)
}

/// The rates are in bytes made for each byte of the text, of which a step has sixteen.
impl Regex {
    /// What finding one match in `text` costs, in bytes made.
    pub(crate) fn search_cost(&self, text: &str) -> usize {
        self.cost().search(text)
    }

    /// The rate of each further match, for which look-arounds are decided already.
    pub(crate) fn next_rate(&self, text: &str) -> usize {
        self.cost().rate(text) - self.cost().look_around_rate()
    }

    /// The rate of finding the groups inside a match.
    pub(crate) fn groups_rate(&self) -> usize {
        self.cost().slow_rate().saturating_mul(1 + self.captures_len() / 8)
    }

    /// How many bytes after a match a search for it may have read, of those `left`.
    pub(crate) fn beyond(&self, left: usize) -> usize {
        if self.cost().far { left } else { left.min(self.cost().places) }
    }

    /// The first group inside a look-around. Such groups capture nothing.
    pub(crate) fn group_in_look_around(&self) -> Option<usize> {
        (1..self.captures_len()).find(|group| self.is_in_look_around(*group))
    }
}
