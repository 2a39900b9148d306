//! A compiled regular expression, and what its searches are charged.
//!
//! What a pattern means, what is wrong with it, whether it is too large and what its searches may cost is decided by
//! `itl-regex`, on every target alike, whatever runs the search.

pub(super) use itl_regex::Captures;
pub(crate) use itl_regex::Error;

use itl_regex::Cost;
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

/// With more choices, a pattern may have more states than an automaton is built of.
const MAX_CHOICES: usize = 12;

/// What it costs to make a table of a look-around, in bytes made.
const TABLE_BYTES: usize = 16;

/// The rates are in bytes made for each byte of the text, of which a step has sixteen.
impl Regex {
    /// What finding one match in `text` costs, in bytes made. A search looks at the end of the text too, and makes a
    /// table for each look-around, however short the text is.
    pub(crate) fn search_cost(&self, text: &str) -> usize {
        let tables = self.cost().look_arounds.saturating_mul(TABLE_BYTES);
        (text.len() + 1).saturating_mul(self.rate(text)).saturating_add(tables)
    }

    /// The rate of finding one match in `text`.
    ///
    /// An automaton takes a step for each byte. Where there may be none, each place of the pattern that the search may
    /// be in is looked at.
    fn rate(&self, text: &str) -> usize {
        let Cost { places, choices, words, look_arounds, .. } = self.cost();
        if look_arounds > 0 {
            return self.slow_rate().saturating_add(self.look_around_rate());
        }
        if choices > MAX_CHOICES || (words && !text.is_ascii()) { self.slow_rate() } else { 1 + places / 64 }
    }

    /// The rate of each further match, for which look-arounds are decided already.
    pub(crate) fn next_rate(&self, text: &str) -> usize {
        self.rate(text) - self.look_around_rate()
    }

    /// The rate of finding the groups inside a match.
    pub(crate) fn groups_rate(&self) -> usize {
        self.slow_rate().saturating_mul(1 + self.captures_len() / 8)
    }

    fn slow_rate(&self) -> usize {
        4 + self.cost().places * 5 / 8
    }

    /// The rate of the tables that look-arounds are decided by.
    fn look_around_rate(&self) -> usize {
        match self.cost() {
            Cost { look_arounds: 0, .. } => 0,
            Cost { look_around_places, .. } => 2 + look_around_places / 2,
        }
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
