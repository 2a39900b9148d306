//! Regular expressions in the syntax of the crate `regex`, for places where its size hurts.
//!
//! Patterns, their mistakes, and what they match are those of that crate, which the tests compare
//! one by one; time is linear in the text. What is left out is speed: there is one way to run a
//! program, and it is the one that needs least code.
//!
//! ```
//! let regex = itl_regex::Regex::new(r"(?<y>\d+)-(\d+)", 1 << 20).unwrap();
//! let captures = regex.captures("in 2023-01").unwrap();
//! assert_eq!(captures.get(2).unwrap().as_str(), "01");
//! assert_eq!(itl_regex::Regex::new("(", 1 << 20).unwrap_err().to_string(), "unclosed group");
//! ```
#![deny(missing_docs)]

mod cost;
mod node;
mod numbers;
mod parse;
mod program;
mod search;
mod set;
mod unicode;

pub use cost::Cost;
#[doc(hidden)]
pub use numbers::Numbers;
use program::Program;
use search::{Cache, NONE, Search};
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// Why a pattern is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Error {
    /// It is not well formed, or asks for what there is not.
    Syntax(&'static str),
    /// Compiled it is larger than wanted.
    TooBig,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Syntax(mistake) => mistake,
            Self::TooBig => "compiled regex exceeds size limit",
        })
    }
}

impl std::error::Error for Error {}

/// No pattern is longer than that many bytes.
const LONGEST: usize = 1 << 16;

/// A compiled pattern.
#[derive(Clone)]
pub struct Regex {
    pattern: Arc<str>,
    program: Arc<Program>,
}

impl fmt::Debug for Regex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Regex").field(&self.pattern).finish()
    }
}

/// A piece of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Match<'t> {
    text: &'t str,
    start: usize,
    end: usize,
}

impl<'t> Match<'t> {
    /// The piece.
    pub fn as_str(&self) -> &'t str {
        self.text.get(self.range()).unwrap_or_default()
    }

    /// Where it begins.
    pub fn start(&self) -> usize {
        self.start
    }

    /// Where it ends.
    pub fn end(&self) -> usize {
        self.end
    }

    /// Where it stands.
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }

    /// Whether it is the empty text.
    pub fn is_empty(&self) -> bool {
        self.start == self.end
    }
}

/// The groups of a match, the whole match in front.
#[derive(Clone, Debug)]
pub struct Captures<'t> {
    text: &'t str,
    slots: Box<[usize]>,
}

impl<'t> Captures<'t> {
    /// The group of that number; `None` where it took no part.
    pub fn get(&self, number: usize) -> Option<Match<'t>> {
        match *self.slots.get(number * 2..number * 2 + 2)? {
            [start, end] if start != NONE && end != NONE => Some(Match { text: self.text, start, end }),
            _ => None,
        }
    }

    /// All groups.
    #[expect(clippy::iter_without_into_iter, reason = "the crate regex has no other way either")]
    pub fn iter(&self) -> Groups<'_, 't> {
        Groups { captures: self, next: 0 }
    }
}

/// The groups of a match, one by one.
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

impl Regex {
    /// Compiles `pattern` into a program of at most `most` bytes; what is counted is what the
    /// program would take as an automaton over bytes, about.
    pub fn new(pattern: &str, most: usize) -> Result<Self, Error> {
        // Each of its characters takes more than that; parsing takes quadratic time for some.
        if pattern.len() > LONGEST.min(most / 16) {
            return Err(Error::TooBig);
        }
        let parsed = parse::parse(pattern).map_err(Error::Syntax)?;
        let program = program::compile(parsed, most)?;
        Ok(Self { pattern: pattern.into(), program: Arc::new(program) })
    }

    /// The pattern.
    pub fn as_str(&self) -> &str {
        &self.pattern
    }

    /// What it counts for, in bytes.
    pub fn size(&self) -> usize {
        self.program.size
    }

    /// What its searches may cost.
    pub fn cost(&self) -> Cost {
        Cost::of(&self.program)
    }

    /// How many groups there are, the whole match counted.
    pub fn captures_len(&self) -> usize {
        self.program.names.len()
    }

    /// The names of the groups, the whole match in front.
    pub fn capture_names(&self) -> impl Iterator<Item = Option<&str>> {
        self.program.names.iter().map(Option::as_deref)
    }

    /// The characters of the first class, for tests.
    #[doc(hidden)]
    pub fn ranges_of_first_class(&self) -> Vec<(char, char)> {
        self.program.first_class()
    }

    /// Whether it matches anywhere in `text`.
    pub fn is_match(&self, text: &str) -> bool {
        Search { program: &self.program, text }.run(0, &mut Cache::default(), &mut [])
    }

    /// The first match.
    pub fn find<'t>(&self, text: &'t str) -> Option<Match<'t>> {
        let mut found = [NONE; 2];
        let matched = Search { program: &self.program, text }.run(0, &mut Cache::default(), &mut found);
        matched.then_some(Match { text, start: found[0], end: found[1] })
    }

    /// The groups of the first match.
    pub fn captures<'t>(&self, text: &'t str) -> Option<Captures<'t>> {
        self.captures_iter(text).next()
    }

    /// The groups of each match; matches do not overlap.
    pub fn captures_iter<'r, 't: 'r>(&'r self, text: &'t str) -> impl Iterator<Item = Captures<'t>> + 'r {
        let search = Search { program: &self.program, text };
        let mut cache = Cache::default();
        let mut slots = vec![NONE; self.captures_len() * 2];
        let mut at = 0;
        let mut last_end = NONE;
        std::iter::from_fn(move || {
            loop {
                if !search.run(at, &mut cache, &mut slots) {
                    return None;
                }
                let captures = Captures { text, slots: slots.as_slice().into() };
                let whole = captures.get(0)?;
                // An empty match where the last one ended is none; search on behind it.
                if whole.is_empty() && whole.end == last_end {
                    at = whole.end
                        + text.get(whole.end..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
                    continue;
                }
                at = whole.end;
                last_end = whole.end;
                return Some(captures);
            }
        })
    }
}
