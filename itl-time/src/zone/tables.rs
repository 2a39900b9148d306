//! The packed zones of `data/`, read in place. `tools/zones/README.md` describes the format.

use super::record::{Offset, Record, Span};
use crate::civil::{Civil, DAY, days_of_date};
use std::cmp::Ordering;

static ZONES: &str = include_str!("../../data/zones.txt");
static INDEX: &[u8] = include_bytes!("../../data/index.bin");
static RULES: &[u8] = include_bytes!("../../data/rules.bin");
static FOOTERS: &[u8] = include_bytes!("../../data/footers.bin");
static HISTORIES: &[u8] = include_bytes!("../../data/histories.bin");
static NAMES: &[u8] = include_bytes!("../../data/names.bin");
static ABBREVIATIONS: &str = include_str!("../../data/abbreviations.txt");

/// The names of Windows' zones and the database's, apart by a tab, one pair a line.
pub(super) static WINDOWS: &str = include_str!("../../data/windows.tsv");

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
    let column = |number: usize| INDEX.get(INDEX.len() / 4 * number + place).copied().unwrap_or_default();
    let number = |low| u16::from_le_bytes([column(low), column(low + 1)]);
    Record { name, rules: number(0), history: number(2) }
}

/// The offset at an instant, and until when it holds.
pub(super) fn span_at(rules: u16, at: i64) -> Span {
    let (kind, end) = kind_at(rules, at);
    Span {
        offset: Offset {
            seconds: kind.seconds,
            abbreviation: abbreviation(kind.abbreviation),
            daylight: kind.daylight,
        },
        end,
    }
}

/// What the clocks show, with the number of its abbreviation.
#[derive(Clone, Copy)]
struct Kind {
    seconds: i32,
    daylight: bool,
    abbreviation: u8,
}

fn kind_at(rules: u16, at: i64) -> (Kind, i64) {
    let mut reader = ByteReader { bytes: item(RULES, rules) };
    let footer = reader.byte();
    let count = reader.varint();
    if count == 0 {
        return after_last(footer, at);
    }
    let mut start = reader.zigzag();
    if at >= start {
        return after_last(footer, at);
    }
    let kinds = reader.byte();
    let first = reader;
    for _ in 0..kinds {
        reader.kind();
    }
    // The latest comes first, since most look-ups ask for it.
    let numbers = reader.take(count as usize);
    for number in numbers.iter().skip(1) {
        let end = start;
        start = start.saturating_sub(reader.interval());
        if at >= start {
            return (nth_kind(first, *number), end);
        }
    }
    (nth_kind(first, 0), start)
}

/// CLDR's long name in a zone's history.
pub(super) fn long_name(history: u16, at: i64, daylight: bool) -> Option<&'static str> {
    const NONE: u8 = 255;
    const FOR_GOOD: u32 = u32::MAX;
    let mut reader = ByteReader { bytes: item(HISTORIES, history) };
    for _ in 0..reader.byte() {
        let standard_name = reader.byte();
        let daylight_name = reader.byte();
        let until = reader.u32();
        if until == FOR_GOOD || at < i64::from(until) * 60 {
            let name = if daylight { daylight_name } else { standard_name };
            return (name != NONE).then(|| text(item(NAMES, u16::from(name))));
        }
    }
    None
}

/// The years in which clocks change by a rule. Outside of them no date is read or printed, and
/// near the ends of chrono's years there is no next change.
const YEARS: std::ops::Range<i64> = -100_000..100_000;

/// The rule that goes on after a zone's last transition.
fn after_last(footer: u8, at: i64) -> (Kind, i64) {
    let mut reader = ByteReader { bytes: item(FOOTERS, u16::from(footer / 2)) };
    let standard = reader.fixed_kind(footer & 1 != 0);
    if reader.bytes.is_empty() {
        return (standard, i64::MAX);
    }
    let daylight = reader.fixed_kind(true);
    let to_daylight = YearlyRule::read(&mut reader);
    let to_standard = YearlyRule::read(&mut reader);
    let starts = |year| to_daylight.in_year(year) - i64::from(standard.seconds);
    let ends = |year| to_standard.in_year(year) - i64::from(daylight.seconds);
    let year = Civil::from_local_seconds(at.saturating_add(i64::from(standard.seconds))).year;
    if !YEARS.contains(&year) {
        return (standard, i64::MAX);
    }
    let (start, end) = (starts(year), ends(year));
    // North of the equator daylight time lies within the year, south of it around its end.
    if start < end {
        match at {
            _ if at < start => (standard, start),
            _ if at < end => (daylight, end),
            _ => (standard, starts(year.saturating_add(1))),
        }
    } else {
        match at {
            _ if at < end => (daylight, end),
            _ if at < start => (standard, start),
            _ => (daylight, ends(year.saturating_add(1))),
        }
    }
}

/// "The last Sunday of March at one o'clock": month, week (5 is the last), weekday, seconds.
struct YearlyRule {
    month: u8,
    week: u8,
    weekday: u8,
    seconds: i32,
}

impl YearlyRule {
    fn read(reader: &mut ByteReader) -> Self {
        Self { month: reader.byte(), week: reader.byte(), weekday: reader.byte(), seconds: reader.u32().cast_signed() }
    }

    /// Local seconds since 1970 of the clock that is changed.
    fn in_year(&self, year: i64) -> i64 {
        let first = days_of_date(year, self.month, 1).unwrap_or_default();
        let december = i64::from(self.month == 12);
        let next_month = days_of_date(year + december, self.month % 12 + 1, 1).unwrap_or_default();
        let first_weekday = (first + 4).rem_euclid(7);
        let mut day = (i64::from(self.weekday) - first_weekday).rem_euclid(7) + (i64::from(self.week) - 1) * 7;
        if first + day >= next_month {
            day -= 7;
        }
        (first + day) * DAY + i64::from(self.seconds)
    }
}

fn nth_kind(mut kinds: ByteReader, number: u8) -> Kind {
    for _ in 0..number {
        kinds.kind();
    }
    kinds.kind()
}

fn abbreviation(number: u8) -> &'static str {
    let start = usize::from(number) * ABBREVIATION_WIDTH;
    ABBREVIATIONS.get(start..start + ABBREVIATION_WIDTH).unwrap_or_default().trim_ascii_end()
}

/// An item of a table: u16 count, count + 1 offsets in three columns of their bytes, the items.
fn item(table: &'static [u8], number: u16) -> &'static [u8] {
    let mut reader = ByteReader { bytes: table };
    let count = usize::from(reader.u16());
    let number = usize::from(number);
    if number >= count {
        return &[];
    }
    let columns = [reader.take(count + 1), reader.take(count + 1), reader.take(count + 1)];
    let offset = |at: usize| columns.iter().rev().fold(0, |offset, column| offset << 8 | byte_at(column, at));
    reader.bytes.get(offset(number)..offset(number + 1)).unwrap_or_default()
}

fn byte_at(column: &[u8], at: usize) -> usize {
    column.get(at).copied().unwrap_or_default().into()
}

fn text(bytes: &'static [u8]) -> &'static str {
    std::str::from_utf8(bytes).unwrap_or_default()
}

/// Reads from the front; what is not there reads as zero.
#[derive(Clone, Copy)]
struct ByteReader {
    bytes: &'static [u8],
}

impl ByteReader {
    fn byte(&mut self) -> u8 {
        match self.bytes {
            [first, rest @ ..] => {
                self.bytes = rest;
                *first
            }
            [] => 0,
        }
    }

    fn take(&mut self, length: usize) -> &'static [u8] {
        let (taken, rest) = self.bytes.split_at_checked(length).unwrap_or_default();
        self.bytes = rest;
        taken
    }

    fn array<const N: usize>(&mut self) -> [u8; N] {
        match self.bytes.split_first_chunk() {
            Some((taken, rest)) => {
                self.bytes = rest;
                *taken
            }
            None => [0; N],
        }
    }

    fn u16(&mut self) -> u16 {
        u16::from_le_bytes(self.array())
    }

    fn u32(&mut self) -> u32 {
        u32::from_le_bytes(self.array())
    }

    fn varint(&mut self) -> u64 {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte();
            number |= u64::from(byte & 127) << shift;
            if byte < 128 {
                break;
            }
        }
        number
    }

    fn zigzag(&mut self) -> i64 {
        unzigzag(self.varint())
    }

    /// The lowest bit says whether the rest counts hours or seconds.
    fn interval(&mut self) -> i64 {
        let number = self.varint();
        let unit = if number & 1 == 0 { 3600 } else { 1 };
        (number >> 1).cast_signed().saturating_mul(unit)
    }

    /// An offset with its daylight flag in the lowest bit, and an abbreviation.
    fn kind(&mut self) -> Kind {
        let number = self.varint();
        Kind { seconds: unzigzag(number >> 1) as i32, daylight: number & 1 != 0, abbreviation: self.byte() }
    }

    fn fixed_kind(&mut self, daylight: bool) -> Kind {
        Kind { seconds: self.u32().cast_signed(), daylight, abbreviation: self.byte() }
    }
}

fn unzigzag(number: u64) -> i64 {
    (number >> 1).cast_signed() ^ -(number & 1).cast_signed()
}
