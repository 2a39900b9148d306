//! The packed tables, with the place of all that is of variable size, which is found once. `tools/zones/README.md`
//! describes the format.

use super::footer::{Footer, Kind};
use super::reader::Reader;
use std::sync::OnceLock;

pub(super) static ZONES: &str = include_str!("../../data/zones.txt");
static INDEX: &[u8] = include_bytes!("../../data/index.bin");
static RULES: &[u8] = include_bytes!("../../data/rules.bin");
static FOOTERS: &[u8] = include_bytes!("../../data/footers.bin");
static HISTORIES: &[u8] = include_bytes!("../../data/histories.bin");
static NAMES: &str = include_str!("../../data/names.txt");

pub(super) struct Tables {
    /// For each zone its number in `rules` and in `histories`.
    pub(super) index: Vec<(u16, u16)>,
    pub(super) rules: Vec<Rules>,
    pub(super) kinds: Vec<Kind>,
    pub(super) footers: Vec<Footer>,
    /// Where the periods of each history begin.
    pub(super) histories: Vec<u16>,
    pub(super) periods: Vec<Period>,
    pub(super) names: Vec<&'static str>,
}

/// The transitions of a zone, which are read in place.
pub(super) struct Rules {
    pub(super) footer: u8,
    /// Where its kinds begin among all.
    pub(super) kinds: u16,
    /// The kind that each transition begins, the latest first.
    pub(super) numbers: &'static [u8],
    /// The last transition, in seconds of the clock that it ends.
    pub(super) last: i64,
    /// From each transition to the one before it, in such seconds.
    pub(super) pauses: Reader,
}

/// The long names of a zone for some time.
#[derive(Clone, Copy)]
pub(super) struct Period {
    pub(super) standard: u8,
    pub(super) daylight: u8,
    /// Minutes since 1970.
    pub(super) until: i64,
}

pub(super) fn tables() -> &'static Tables {
    static TABLES: OnceLock<Tables> = OnceLock::new();
    TABLES.get_or_init(|| {
        let (rules, kinds) = read_rules(Reader::new(RULES));
        let (histories, periods) = read_histories(Reader::new(HISTORIES));
        Tables {
            index: read_index(Reader::new(INDEX)),
            rules,
            kinds,
            footers: read_footers(Reader::new(FOOTERS)),
            histories,
            periods,
            names: NAMES.lines().collect(),
        }
    })
}

fn read_index(mut reader: Reader) -> Vec<(u16, u16)> {
    let zones = ZONES.lines().count();
    let (rules, histories) = (read_numbers(&mut reader, zones), read_numbers(&mut reader, zones));
    rules.into_iter().zip(histories).collect()
}

/// For each zone its number in a table. Zero is the next one, which no zone before has; else it is told how far back.
fn read_numbers(reader: &mut Reader, zones: usize) -> Vec<u16> {
    // UTC and GMT have the first two.
    let mut next: u16 = 2;
    let number = |_| {
        let back = reader.number() as u16;
        let number = next.saturating_sub(back);
        next += u16::from(back == 0);
        number
    };
    (0..zones).map(number).collect()
}

fn read_rules(mut reader: Reader) -> (Vec<Rules>, Vec<Kind>) {
    let zones = reader.number() as usize;
    let mut rules = Vec::with_capacity(zones);
    for footer in reader.take(zones) {
        rules.push(Rules { footer: *footer, kinds: 0, numbers: &[], last: 0, pauses: reader });
    }
    let mut counts = reader;
    for _ in 0..zones {
        reader.number();
    }
    let mut all_kinds: u16 = 0;
    for (rules, kinds) in rules.iter_mut().zip(reader.take(zones)) {
        rules.kinds = all_kinds;
        all_kinds += u16::from(*kinds);
    }
    let mut kinds = Vec::with_capacity(all_kinds.into());
    for _ in 0..all_kinds {
        kinds.push(Kind::read(&mut reader));
    }
    for kind in &mut kinds {
        kind.abbreviation = reader.byte();
    }
    for rules in &mut rules {
        rules.numbers = reader.take(counts.number() as usize);
    }
    for rules in rules.iter_mut().filter(|rules| !rules.numbers.is_empty()) {
        rules.last = reader.signed();
    }
    for rules in &mut rules {
        rules.pauses = reader;
        for _ in 1..rules.numbers.len() {
            reader.number();
        }
    }
    (rules, kinds)
}

fn read_footers(mut reader: Reader) -> Vec<Footer> {
    let mut footers = Vec::new();
    while !reader.is_at_end() {
        footers.push(Footer::read(&mut reader));
    }
    footers
}

/// Where the periods of each history begin, and all periods.
fn read_histories(mut reader: Reader) -> (Vec<u16>, Vec<Period>) {
    let count = reader.number() as usize;
    let lengths = reader.take(count);
    let mut starts = Vec::with_capacity(count);
    let mut all: u16 = 0;
    for length in lengths {
        starts.push(all);
        all += u16::from(*length);
    }
    let (standard, daylight) = (reader.take(all.into()), reader.take(all.into()));
    let mut periods = Vec::with_capacity(all.into());
    for (standard, daylight) in standard.iter().zip(daylight) {
        periods.push(Period { standard: *standard, daylight: *daylight, until: i64::MAX });
    }
    let mut at = 0;
    for length in lengths {
        // The last one of each is for good.
        for _ in 1..*length {
            if let Some(period) = periods.get_mut(at) {
                period.until = reader.number().cast_signed();
            }
            at += 1;
        }
        at += 1;
    }
    (starts, periods)
}
