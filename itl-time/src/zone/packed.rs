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
    pub(super) histories: Vec<Vec<Period>>,
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
        Tables {
            index: read_index(Reader::new(INDEX)),
            rules,
            kinds,
            footers: read_footers(Reader::new(FOOTERS)),
            histories: read_histories(Reader::new(HISTORIES)),
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
    let footers = reader.take(zones);
    let counts: Vec<usize> = (0..zones).map(|_| reader.number() as usize).collect();
    let kind_counts = reader.take(zones);
    let all = kind_counts.iter().map(|count| usize::from(*count)).sum();
    let offsets: Vec<(i32, bool)> = (0..all).map(|_| reader.offset()).collect();
    let abbreviations = reader.take(all);
    let kind = |((seconds, daylight), abbreviation): ((i32, bool), &u8)| Kind {
        seconds,
        daylight,
        abbreviation: *abbreviation,
    };
    let kinds = offsets.into_iter().zip(abbreviations).map(kind).collect();
    let mut first_kind = 0;
    let mut rules: Vec<Rules> = Vec::with_capacity(zones);
    for ((footer, count), kind_count) in footers.iter().zip(counts).zip(kind_counts) {
        rules.push(Rules { footer: *footer, kinds: first_kind, numbers: reader.take(count), last: 0, pauses: reader });
        first_kind += u16::from(*kind_count);
    }
    let changing = |rules: &&mut Rules| !rules.numbers.is_empty();
    rules.iter_mut().filter(changing).for_each(|rules| rules.last = reader.signed());
    for rules in rules.iter_mut().filter(changing) {
        rules.pauses = reader;
        rules.numbers.iter().skip(1).for_each(|_| _ = reader.number());
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

fn read_histories(mut reader: Reader) -> Vec<Vec<Period>> {
    let zones = reader.number() as usize;
    let counts = reader.take(zones);
    let all = counts.iter().map(|count| usize::from(*count)).sum();
    let mut names = reader.take(all).iter().zip(reader.take(all));
    let mut history = |count: u8| {
        let period = |(at, (standard, daylight)): (u8, (&u8, &u8))| Period {
            standard: *standard,
            daylight: *daylight,
            // The last one is for good.
            until: if at + 1 == count { i64::MAX } else { reader.number().cast_signed() },
        };
        (0..count).zip(names.by_ref()).map(period).collect()
    };
    counts.iter().map(|count| history(*count)).collect()
}
