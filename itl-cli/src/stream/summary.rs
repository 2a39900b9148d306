//! What is reported about a stream: bad lines one by one, warnings once with their number.

use itl_eval::{Code, Diagnostic, Diagnostics, Span};
use std::collections::BTreeMap;
use std::sync::Arc;

/// At most as many bad lines are reported one by one.
const MAX_SHOWN: u64 = 100;

/// A line that is no event.
#[derive(Debug)]
pub(super) struct Bad {
    pub(super) line: u64,
    /// In characters, from 1.
    pub(super) column: u32,
    pub(super) message: String,
}

/// A warning that events had.
#[derive(Debug)]
struct Seen {
    warning: Diagnostic,
    first: u64,
    events: u64,
}

/// Which tag of which source in which field, and what about it.
type Place = (String, Option<Arc<str>>, Span, Code);

/// What a block of lines, or all of them so far, had.
#[derive(Debug, Default)]
pub(super) struct Summary {
    /// A block's bad lines.
    bad: Vec<Bad>,
    /// How many the blocks added so far had.
    bad_lines: u64,
    /// Events that a strict render refused.
    pub(super) refused: u64,
    seen: BTreeMap<Place, Seen>,
}

impl Summary {
    /// Notes a line that is no event.
    pub(super) fn bad(&mut self, bad: Bad) {
        self.bad.push(bad);
    }

    /// Notes what an event's render warned of in a field, which is empty for a template.
    pub(super) fn warned(&mut self, line: u64, field: &str, warnings: Diagnostics) {
        for warning in warnings {
            let place = (field.to_owned(), warning.partial.clone(), warning.span, warning.code);
            self.seen.entry(place).or_insert(Seen { warning, first: line, events: 0 }).events += 1;
        }
    }

    /// Adds what a later block had; returns the bad lines that are reported one by one.
    pub(super) fn add(&mut self, block: Self) -> Vec<Bad> {
        let left = MAX_SHOWN.saturating_sub(self.bad_lines);
        self.bad_lines += block.bad.len() as u64;
        self.refused += block.refused;
        for (place, seen) in block.seen {
            let known = self.seen.entry(place).or_insert(Seen { events: 0, ..seen });
            known.events += seen.events;
        }
        block.bad.into_iter().take(left as usize).collect()
    }

    /// The warnings of each field, each with the number of its events.
    pub(super) fn warnings(&self) -> BTreeMap<String, Diagnostics> {
        let mut all = BTreeMap::<String, Diagnostics>::new();
        for ((field, ..), Seen { warning, first, events }) in &self.seen {
            let mut warning = warning.clone();
            let events = match events {
                1 => "one event".to_owned(),
                events => format!("{events} events"),
            };
            warning.message = format!("{}: in {events}, first in line {first}", warning.message);
            all.entry(field.clone()).or_default().push(warning);
        }
        all
    }

    /// What remains to be said about bad lines.
    pub(super) fn rest(&self) -> Option<String> {
        let more = self.bad_lines.checked_sub(MAX_SHOWN).filter(|&more| more > 0)?;
        Some(format!("{more} more lines are not JSON ({} in all)", self.bad_lines))
    }

    /// Whether every line was an event and, in a strict render, went through. A lenient message that
    /// is not JSON under `--escape json` goes out, as it does without a stream.
    pub(super) fn is_fine(&self) -> bool {
        self.bad_lines == 0 && self.refused == 0
    }
}
