//! What the packed zones of `data/` hold.

use super::footer::Kind;
use super::packed::{Rules, Tables, ZONES, tables};
use super::reader::Reader;
use super::record::{Offset, Record, Span};
use std::cmp::Ordering;

static ABBREVIATIONS: &str = include_str!("../../data/abbreviations.txt");
static WINDOWS: &str = include_str!("../../data/windows.txt");
static WINDOWS_ZONES: &[u8] = include_bytes!("../../data/windows.bin");

const ABBREVIATION_WIDTH: usize = 5;

/// All zones in the order of their names.
pub(super) fn records() -> impl Iterator<Item = Record> {
    ZONES.lines().enumerate().map(|(place, name)| record(place, name))
}

/// The zone of a name.
pub(super) fn find(name: &str) -> Option<Record> {
    let zones = ZONES.as_bytes();
    // Both are where a line begins, or the end.
    let (mut low, mut high) = (0, zones.len());
    while low < high {
        let (before, after) = zones.split_at_checked(low.midpoint(high))?;
        let start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        let end = after.iter().position(|byte| *byte == b'\n').map_or(zones.len(), |length| before.len() + length);
        let line = ZONES.get(start..end)?;
        match name.cmp(line) {
            Ordering::Less => high = start,
            Ordering::Greater => low = end + 1,
            Ordering::Equal => {
                return Some(record(line_ends(zones.get(..start)?), line));
            }
        }
    }
    None
}

/// How many lines end in a text. Sums of bytes are what a processor makes many of at once; none is beyond a byte.
fn line_ends(text: &[u8]) -> usize {
    let sum = |chunk: &[u8]| chunk.iter().map(|byte| u8::from(*byte == b'\n')).sum::<u8>();
    text.chunks(u8::MAX.into()).map(|chunk| usize::from(sum(chunk))).sum()
}

/// The zone on that line of [`ZONES`].
fn record(place: usize, name: &'static str) -> Record {
    let (rules, history) = tables().index.get(place).copied().unwrap_or_default();
    Record { name, rules, history }
}

/// Windows' names with the zone of each.
pub(super) fn windows_zones() -> impl Iterator<Item = (&'static str, &'static str)> {
    let mut zones = Reader::new(WINDOWS_ZONES);
    WINDOWS.lines().map(move |name| (name, ZONES.lines().nth(zones.number() as usize).unwrap_or_default()))
}

/// The offset at an instant, and until when it holds.
pub(super) fn span_at(rules: u16, at: i64) -> Span {
    let tables = tables();
    let (kind, end) =
        tables.rules.get(usize::from(rules)).map_or_else(Default::default, |rules| tables.kind_at(rules, at));
    Span {
        offset: Offset {
            seconds: kind.seconds,
            abbreviation: abbreviation(kind.abbreviation),
            daylight: kind.daylight,
        },
        end,
    }
}

impl Tables {
    fn kind_at(&self, rules: &Rules, at: i64) -> (Kind, i64) {
        // The latest comes first, since most look-ups ask for it.
        let mut numbers = rules.numbers.iter();
        let Some(mut number) = numbers.next() else { return self.after_last(rules, at) };
        // A transition is stored as what the clock shows that it ends; before the first one that is of kind 0.
        let kind =
            |number: u8| self.kinds.get(usize::from(rules.kinds) + usize::from(number)).copied().unwrap_or_default();
        let mut pauses = rules.pauses;
        let mut local = rules.last;
        let mut end = None;
        loop {
            let before = numbers.next();
            let ended = kind(before.copied().unwrap_or_default());
            let start = local - i64::from(ended.seconds);
            if at >= start {
                return end.map_or_else(|| self.after_last(rules, at), |end| (kind(*number), end));
            }
            let Some(before) = before else { return (ended, start) };
            number = before;
            end = Some(start);
            local -= pauses.pause();
        }
    }

    fn after_last(&self, rules: &Rules, at: i64) -> (Kind, i64) {
        self.footers.get(usize::from(rules.footer)).map_or_else(Default::default, |footer| footer.kind_at(at))
    }
}

/// CLDR's long name in a zone's history.
pub(super) fn long_name(history: u16, at: i64, daylight: bool) -> Option<&'static str> {
    // Without a name a period has the number 255, which is beyond them.
    let tables = tables();
    let start = usize::from(*tables.histories.get(usize::from(history))?);
    let minute = at.div_euclid(60);
    // The last period of a history is for good.
    let period = tables.periods.get(start..)?.iter().find(|period| minute < period.until)?;
    tables.names.get(usize::from(if daylight { period.daylight } else { period.standard })).copied()
}

fn abbreviation(number: u8) -> &'static str {
    let start = usize::from(number) * ABBREVIATION_WIDTH;
    ABBREVIATIONS.get(start..start + ABBREVIATION_WIDTH).unwrap_or_default().trim_ascii_end()
}
