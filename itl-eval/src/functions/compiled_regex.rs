//! The engine behind regular expressions.
//!
//! What a pattern means, what is wrong with it, whether it is too large and what its searches are
//! charged for is decided by `itl-regex` wherever the engine runs. It is run by the crate
//! `regex`, which is fast, or by `itl-regex`, which is small; both give the same matches.

#[cfg(feature = "regex-perf")]
pub(super) use ::regex::Captures;
#[cfg(feature = "regex-perf")]
use ::regex::Regex as Runner;
#[cfg(not(feature = "regex-perf"))]
pub(super) use itl_regex::Captures;
#[cfg(not(feature = "regex-perf"))]
use itl_regex::Regex as Runner;

use itl_regex::Cost;
pub(crate) use itl_regex::Error;
use std::ops::Deref;

/// A compiled regular expression, and what its searches cost.
#[derive(Clone, Debug)]
pub struct Regex {
    runner: Runner,
    cost: Cost,
}

impl Deref for Regex {
    type Target = Runner;

    fn deref(&self) -> &Runner {
        &self.runner
    }
}

/// Compiles `pattern` into at most `most` bytes; tells how many it counts for.
pub(crate) fn compile(pattern: &str, most: usize) -> Result<(Regex, usize), Error> {
    let regex = itl_regex::Regex::new(pattern, most)?;
    let (size, cost) = (regex.size(), regex.cost());
    #[cfg(feature = "regex-perf")]
    let regex = {
        // Far more than it takes: what is too large has been refused.
        let most = size.saturating_mul(16).max(1 << 20);
        ::regex::RegexBuilder::new(regex.as_str()).size_limit(most).build().map_err(|_| Error::TooBig)?
    };
    Ok((Regex { runner: regex, cost }, size))
}

/// With more choices than that, a pattern may have more states than an automaton is built of.
const CHOICES: usize = 12;

impl Regex {
    /// What a search in `text` costs for each of its bytes, in bytes made.
    ///
    /// An automaton takes a step for each byte. Where there may be none, each place of the
    /// pattern that the search may be in is looked at.
    pub(crate) fn rate(&self, text: &str) -> usize {
        let Cost { places, choices, words, .. } = self.cost;
        if choices > CHOICES || (words && !text.is_ascii()) { self.slow_rate() } else { 1 + places / 64 }
    }

    /// The same for what finds the groups inside of a match.
    pub(crate) fn groups_rate(&self) -> usize {
        self.slow_rate().saturating_mul(1 + self.captures_len() / 8)
    }

    fn slow_rate(&self) -> usize {
        4 + self.cost.places * 5 / 8
    }

    /// How many bytes behind a match a search for it may have looked at, of those `left`.
    pub(crate) fn beyond(&self, left: usize) -> usize {
        if self.cost.far { left } else { left.min(self.cost.places) }
    }
}
