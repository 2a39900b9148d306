//! Cuts inside values and by rounds, which keep the template's own text whole.

use super::Escape;
use super::budget::{Budget, floor};
use super::fit::Fit;
use itl_text::graphemes::Clusters;
use std::cell::RefCell;
use std::ops::Range;

/// What of a text a cut may take away. Ranges are bytes of the text.
#[derive(Debug, Default)]
pub(crate) struct Layout {
    /// What each escaped tag printed, each round apart.
    values: Vec<Range<usize>>,
    /// The rounds of the last outermost loop.
    rounds: Vec<Range<usize>>,
    /// Whether there were more than are kept: such a text is cut at its end.
    is_too_long: bool,
    /// How many loops are open.
    open: usize,
    /// Where the round at hand began.
    round: usize,
}

/// The most values or rounds that are kept.
const MAX_RANGES: usize = 1 << 20;

impl Layout {
    /// An escaped tag has printed `range`.
    pub(crate) fn value(&mut self, range: Range<usize>) {
        if self.values.len() < MAX_RANGES {
            self.values.push(range);
        } else {
            self.is_too_long = true;
        }
    }

    /// A loop opens at `at`.
    pub(crate) fn open_loop(&mut self, at: usize) {
        if self.open == 0 {
            self.rounds.clear();
            self.round = at;
        }
        self.open += 1;
    }

    /// A round ends at `at`.
    pub(crate) fn end_round(&mut self, at: usize) {
        if self.open == 1 {
            if self.rounds.len() < MAX_RANGES {
                self.rounds.push(self.round..at);
            } else {
                self.is_too_long = true;
            }
            self.round = at;
        }
    }

    /// The loop ends.
    pub(crate) fn close_loop(&mut self) {
        self.open = self.open.saturating_sub(1);
    }
}

/// A part of a text that is replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Edit {
    /// The bytes that go.
    pub(crate) dropped: Range<usize>,
    /// What stands there instead.
    pub(crate) marker: String,
}

/// The edits that make `text` fit, in order. `None` if no cut of this kind is enough.
pub(crate) fn edits(fit: Fit, text: &str, layout: &Layout, budget: &Budget, escape: Escape) -> Option<Vec<Edit>> {
    let mut marker = String::new();
    escape.write(budget.marker_text(), &mut marker);
    let cutter = Cutter { text, marker_units: budget.unit().of(&marker), marker, budget, escape };
    match fit {
        _ if layout.is_too_long => None,
        Fit::End => None,
        Fit::Values => cutter.values(&layout.values),
        Fit::Rounds => cutter.rounds(&layout.rounds),
    }
}

/// Makes the edits; returns the characters and bytes that are gone.
pub(crate) fn apply(text: &mut String, edits: &[Edit]) -> (usize, usize) {
    let mut out = String::with_capacity(text.len());
    let (mut copied, mut chars, mut bytes) = (0, 0, 0);
    for edit in edits {
        let dropped = text.get(edit.dropped.clone()).unwrap_or_default();
        chars += dropped.chars().count();
        bytes += dropped.len();
        out.push_str(text.get(copied..edit.dropped.start).unwrap_or_default());
        out.push_str(&edit.marker);
        copied = edit.dropped.end;
    }
    out.push_str(text.get(copied..).unwrap_or_default());
    *text = out;
    (chars, bytes)
}

/// Where places of a text stand after its edits.
pub(crate) struct Moves<'e> {
    edits: &'e [Edit],
    /// How many bytes each edit and those before it add and take away.
    sums: Vec<(usize, usize)>,
}

impl<'e> Moves<'e> {
    pub(crate) fn new(edits: &'e [Edit]) -> Self {
        let sum = |(added, dropped): &mut (usize, usize), edit: &Edit| {
            *added += edit.marker.len();
            *dropped += edit.dropped.len();
            Some((*added, *dropped))
        };
        Self { edits, sums: edits.iter().scan((0, 0), sum).collect() }
    }

    /// Where the byte at `at` of the text stands; inside a dropped part, where that part began.
    pub(crate) fn moved(&self, at: usize) -> usize {
        let before = self.edits.partition_point(|edit| edit.dropped.end <= at);
        let at = self.edits.get(before).map_or(at, |next| at.min(next.dropped.start));
        let (added, dropped) = before.checked_sub(1).and_then(|last| self.sums.get(last)).copied().unwrap_or_default();
        at + added - dropped
    }
}

/// A value that may be cut.
struct Candidate<'t> {
    range: Range<usize>,
    units: usize,
    /// Each size that is tried asks for another place in it; a short one is gone through again.
    clusters: RefCell<Option<Box<Clusters<'t>>>>,
}

struct Cutter<'t> {
    text: &'t str,
    marker: String,
    marker_units: usize,
    budget: &'t Budget,
    escape: Escape,
}

impl<'t> Cutter<'t> {
    fn units(&self, range: Range<usize>) -> usize {
        self.budget.unit().of(self.text.get(range).unwrap_or_default())
    }

    fn values(&self, values: &[Range<usize>]) -> Option<Vec<Edit>> {
        let candidate = |range: &Range<usize>| Candidate {
            range: range.clone(),
            units: self.units(range.clone()),
            clusters: RefCell::default(),
        };
        let is_url = |range: &Range<usize>| is_url(self.text.get(range.clone()).unwrap_or_default(), self.escape);
        let (urls, others): (Vec<_>, Vec<_>) = values.iter().partition(|range| is_url(range));
        let (urls, others): (Vec<_>, Vec<_>) =
            (urls.into_iter().map(candidate).collect(), others.into_iter().map(candidate).collect());
        let size = |all: &[Candidate<'_>]| all.iter().map(|value| value.units).sum::<usize>();
        let fixed = self.units(0..self.text.len()) - size(&urls) - size(&others);
        let room = self.budget.limit().checked_sub(fixed)?;
        let mut edits = match room.checked_sub(size(&urls)) {
            Some(room) => self.cut(&others, room),
            None => {
                let mut edits = self.cut(&others, 0);
                edits.extend(self.cut(&urls, room));
                edits
            }
        };
        edits.sort_by_key(|edit| edit.dropped.start);
        Some(edits)
    }

    /// Cuts what is longer than n to n, n being the greatest with which all fit into `room`.
    fn cut(&self, values: &[Candidate<'t>], room: usize) -> Vec<Edit> {
        let total = |n: usize| values.iter().map(|value| self.kept_units(value, n)).sum::<usize>();
        let (mut low, mut high) = (0, values.iter().map(|value| value.units).max().unwrap_or(0));
        while low < high {
            let middle = high - (high - low) / 2;
            if total(middle) <= room { low = middle } else { high = middle - 1 }
        }
        let mut spare = room.saturating_sub(total(low));
        let mut edits = Vec::new();
        for value in values.iter().filter(|value| value.units > low) {
            let kept = self.kept_units(value, low);
            // A value is often cut before n, where a character ends.
            let n = low.max(kept.saturating_add(spare));
            spare -= self.kept_units(value, n) - kept;
            edits.extend(self.edit(value, n));
        }
        edits
    }

    fn kept_units(&self, value: &Candidate<'t>, n: usize) -> usize {
        if value.units <= n {
            return value.units;
        }
        let end = self.end(value, n);
        let marker = if n >= self.marker_units { self.marker_units } else { 0 };
        self.units(value.range.start..value.range.start + end) + marker
    }

    /// Where in the value the text ends that is kept of it. What has no room for the marker goes without one.
    fn end(&self, value: &Candidate<'t>, n: usize) -> usize {
        /// The longest value whose clusters are not kept, in bytes.
        const SHORT: usize = 32;
        let whole = self.text.get(value.range.clone()).unwrap_or_default();
        let room = n.checked_sub(self.marker_units).unwrap_or(n);
        let over = self.budget.unit().overflow(whole, room).unwrap_or(whole.len());
        if whole.len() <= SHORT {
            return floor(&mut Clusters::new(whole), over, self.escape);
        }
        let mut clusters = value.clusters.borrow_mut();
        floor(clusters.get_or_insert_with(|| Box::new(Clusters::new(whole))), over, self.escape)
    }

    fn edit(&self, value: &Candidate<'t>, n: usize) -> Option<Edit> {
        if value.units <= n {
            return None;
        }
        let start = value.range.start + self.end(value, n);
        let marker = if n >= self.marker_units { self.marker.clone() } else { String::new() };
        Some(Edit { dropped: start..value.range.end, marker })
    }

    fn rounds(&self, rounds: &[Range<usize>]) -> Option<Vec<Edit>> {
        let end = rounds.last()?.end;
        let after = self.text.get(end..).unwrap_or_default();
        // The marker takes a line if rounds do and text follows.
        let line_end = match self.text.get(..end).unwrap_or_default() {
            _ if after.is_empty() => "",
            text if text.ends_with("\r\n") => "\r\n",
            text if text.ends_with('\n') => "\n",
            _ => "",
        };
        let marker = self.marker.clone() + line_end;
        let tail = self.budget.unit().of(after) + self.budget.unit().of(&marker);
        let room = self.budget.limit().checked_sub(tail)?;
        let over = self.budget.unit().overflow(self.text, room)?;
        let start = rounds.iter().rev().map(|round| round.start).find(|start| *start <= over)?;
        Some(vec![Edit { dropped: start..end, marker }])
    }
}

/// Whether a printed value is one address and nothing else.
fn is_url(printed: &str, escape: Escape) -> bool {
    let plain: String;
    let text = match escape {
        Escape::Markdown | Escape::MarkdownCell | Escape::Telegram | Escape::TelegramLegacy => {
            plain = printed.replace('\\', "");
            &plain
        }
        Escape::Url => {
            plain = printed.replacen("%3A%2F%2F", "://", 1);
            &plain
        }
        _ => printed,
    };
    let Some((scheme, rest)) = text.split_once("://") else { return false };
    let is_scheme = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(is_scheme)
        && !rest.is_empty()
        && !rest.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        assert!(is_url("https://a.example/x?y=1&amp;z", Escape::Html));
        assert!(is_url(r"https\:\/\/a\.example", Escape::Markdown));
        assert!(is_url("https%3A%2F%2Fa.example%2Fx", Escape::Url));
        for text in ["", "https://", "see https://a.example", "https://a.example now", "a/b", "://x", "1a://x"] {
            assert!(!is_url(text, Escape::None), "{text}");
        }
    }

    #[test]
    fn places_after_edits() {
        let edits = [Edit { dropped: 2..5, marker: "…".into() }, Edit { dropped: 8..10, marker: String::new() }];
        let mut text = "abcdefghij".to_owned();
        assert_eq!(apply(&mut text, &edits), (5, 5));
        assert_eq!(text, "ab…fgh");
        assert_eq!([0, 2, 3, 5, 6, 8, 9, 10].map(|at| Moves::new(&edits).moved(at)), [0, 2, 2, 5, 6, 8, 8, 8]);
    }
}
