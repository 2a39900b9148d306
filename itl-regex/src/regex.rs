//! A compiled pattern, and the choice of what runs it.

use crate::compile::compile;
use crate::cost::Cost;
use crate::error::Error;
use crate::info::Info;
use crate::matches::{Captures, Match};
use crate::parse::parse;
use crate::program::Program;
#[cfg(feature = "perf")]
use crate::run::automata::{Automata, Slots};
use crate::run::bit_table::BitTable;
use crate::run::haystack::Haystack;
use crate::run::look_around::decide;
use crate::run::nfa::{self, Cache, NONE};
use std::fmt;
use std::sync::Arc;

/// The longest pattern, in bytes.
const MAX_PATTERN_BYTES: usize = 1 << 16;

/// A compiled pattern. Clones share it.
#[derive(Clone)]
pub struct Regex(Arc<Compiled>);

struct Compiled {
    info: Info,
    program: Program,
    #[cfg(feature = "perf")]
    automata: Option<Automata>,
}

impl fmt::Debug for Regex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Regex").field(&self.as_str()).finish()
    }
}

impl Regex {
    /// Compiles `pattern` into a program of at most `max_bytes`. What is counted is about the size of an automaton
    /// over bytes, and the same on every target.
    ///
    /// # Errors
    /// If the pattern is not well formed, uses a construct of another dialect, or exceeds the limit.
    pub fn new(pattern: &str, max_bytes: usize) -> Result<Self, Error> {
        Self::compile(pattern, max_bytes, true)
    }

    /// The same, run by the simulation even if there is something faster, for tests.
    #[doc(hidden)]
    pub fn simulated(pattern: &str, max_bytes: usize) -> Result<Self, Error> {
        Self::compile(pattern, max_bytes, false)
    }

    #[cfg_attr(not(feature = "perf"), expect(unused_variables, reason = "there is only the simulation"))]
    fn compile(pattern: &str, max_bytes: usize, fast: bool) -> Result<Self, Error> {
        // Each character of a pattern takes more than that.
        if pattern.len() > MAX_PATTERN_BYTES.min(max_bytes / 16) {
            return Err(Error::TooBig);
        }
        let parsed = parse(pattern, max_bytes)?;
        let (info, program) = compile(pattern, &parsed, max_bytes)?;
        #[cfg(feature = "perf")]
        let automata = if fast { Automata::new(&parsed, &info) } else { None };
        Ok(Self(Arc::new(Compiled {
            info,
            program,
            #[cfg(feature = "perf")]
            automata,
        })))
    }

    /// The pattern.
    pub fn as_str(&self) -> &str {
        &self.0.info.pattern
    }

    /// The size that counts toward the limit of [`Regex::new`], in bytes.
    pub fn size(&self) -> usize {
        self.0.info.size
    }

    /// What its searches may cost.
    pub fn cost(&self) -> Cost {
        self.0.info.cost
    }

    /// The number of groups, including the whole match and groups inside look-arounds.
    pub fn captures_len(&self) -> usize {
        self.0.info.names.len()
    }

    /// The names of the groups, the whole match first.
    pub fn capture_names(&self) -> impl Iterator<Item = Option<&str>> {
        self.0.info.names.iter().map(Option::as_deref)
    }

    /// Whether the group of that number is inside a look-around. Such groups have numbers, as in Java, but no captures.
    pub fn is_in_look_around(&self, group: usize) -> bool {
        let mut ranges = self.0.info.in_look_around.iter();
        ranges.any(|(before, last)| group > *before as usize && group <= *last as usize)
    }

    /// The characters of the first class, for tests.
    #[doc(hidden)]
    pub fn ranges_of_first_class(&self) -> Vec<(char, char)> {
        self.0.program.first_class()
    }

    /// How many instructions the simulation visits to find all matches in `text`, for tests.
    #[doc(hidden)]
    pub fn work(&self, text: &str) -> u64 {
        let mut searcher = Searcher::new(&self.0, text);
        let mut slots = vec![NONE; self.captures_len() * 2];
        while searcher.next(&mut slots) {}
        searcher.cache.work
    }

    /// Whether it matches anywhere in `text`.
    pub fn is_match(&self, text: &str) -> bool {
        #[cfg(feature = "perf")]
        if let Some(automata) = self.0.automata(text) {
            return automata.is_match(text);
        }
        Searcher::new(&self.0, text).search(&mut [])
    }

    /// The first match.
    pub fn find<'t>(&self, text: &'t str) -> Option<Match<'t>> {
        let mut found = [NONE; 2];
        Searcher::new(&self.0, text).search(&mut found).then(|| Match::new(text, found[0], found[1]))
    }

    /// The groups of the first match.
    pub fn captures<'t>(&self, text: &'t str) -> Option<Captures<'t>> {
        self.captures_iter(text).next()
    }

    /// The groups of each match; matches do not overlap. The tables of look-arounds are made once for all of them.
    pub fn captures_iter<'r, 't: 'r>(&'r self, text: &'t str) -> impl Iterator<Item = Captures<'t>> + 'r {
        let mut searcher = Searcher::new(&self.0, text);
        let mut slots = vec![NONE; self.captures_len() * 2];
        std::iter::from_fn(move || searcher.next(&mut slots).then(|| Captures::new(text, slots.as_slice().into())))
    }
}

impl Compiled {
    /// What runs the pattern on `text` faster than the simulation, to the same result.
    #[cfg(feature = "perf")]
    fn automata(&self, text: &str) -> Option<&Automata> {
        let automata = self.automata.as_ref()?;
        (!self.info.cost.words || text.is_ascii()).then_some(automata)
    }
}

/// The search for one match after the other.
struct Searcher<'r, 't> {
    program: &'r Program,
    text: &'t str,
    #[cfg(feature = "perf")]
    automata: Option<&'r Automata>,
    #[cfg(feature = "perf")]
    slots: Slots,
    tables: Vec<BitTable>,
    cache: Cache,
    /// Where the next search begins.
    at: usize,
    /// Where the last match ended.
    last_end: usize,
}

impl<'r, 't> Searcher<'r, 't> {
    fn new(compiled: &'r Compiled, text: &'t str) -> Self {
        let mut cache = Cache::default();
        let tables =
            if cfg!(feature = "look-around") { decide(&compiled.program, text, &mut cache.work) } else { Vec::new() };
        Self {
            program: &compiled.program,
            text,
            #[cfg(feature = "perf")]
            automata: compiled.automata(text),
            #[cfg(feature = "perf")]
            slots: Slots::default(),
            tables,
            cache,
            at: 0,
            last_end: NONE,
        }
    }

    /// Finds the first match from the current position on; fills `found` with as many positions as it has room for.
    fn search(&mut self, found: &mut [usize]) -> bool {
        #[cfg(feature = "perf")]
        if let Some(automata) = self.automata {
            return automata.search(self.text, self.at, &mut self.slots, found);
        }
        let haystack = Haystack { program: self.program, text: self.text, tables: &self.tables };
        nfa::search(haystack, self.at, &mut self.cache, found)
    }

    /// Finds the next match.
    fn next(&mut self, found: &mut [usize]) -> bool {
        while self.at <= self.text.len() && self.search(found) {
            let [start, end, ..] = *found else { return false };
            // An empty match where the last one ended does not count.
            if start == end && end == self.last_end {
                let next = self.text.get(end..).and_then(|rest| rest.chars().next());
                self.at = end + next.map_or(1, char::len_utf8);
                continue;
            }
            (self.at, self.last_end) = (end, end);
            return true;
        }
        false
    }
}
