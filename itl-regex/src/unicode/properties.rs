//! General categories, scripts, ages, properties and breaks, each as the difference to others.

use crate::error::Result;
use crate::set::Set;
use crate::varint::VarintReader;
use std::sync::OnceLock;

/// The runs of the general categories: the kind and the length of each.
static CATEGORIES: &[u8] = include_bytes!("../../data/categories.bin");
/// Where other sets begin and end than where a category does.
static BORDERS: &[u8] = include_bytes!("../../data/borders.bin");
/// Sets, each as an earlier set, categories, and the borders that differ, by their numbers among all borders.
static SETS: &[u8] = include_bytes!("../../data/sets.bin");
/// The names of the sets, one property on each line.
static NAMES: &str = include_str!("../../data/names.txt");

/// The numbers of `\w`, `\d` and `\s`.
const WORD: usize = 446;
const DIGIT: usize = 11;
const SPACE: usize = 102;

/// The characters of the general categories whose bit is in `mask`.
fn categories(mask: u32) -> Set {
    let mut borders = Vec::new();
    let mut at = 0;
    for (kind, length) in runs() {
        if (mask >> kind & 1 == 1) != (borders.len() % 2 == 1) {
            borders.push(at);
        }
        at += length;
    }
    if borders.len() % 2 == 1 {
        borders.push(at);
    }
    Set::from_borders(borders)
}

/// The category and the length of each run of characters.
fn runs() -> impl Iterator<Item = (u8, u32)> {
    let mut numbers = VarintReader::new(CATEGORIES);
    let count = numbers.number() as usize;
    let kinds = numbers.0.clone().take(count);
    let mut lengths = VarintReader::new(numbers.0.as_slice().get(count..).unwrap_or_default());
    kinds.map(move |kind| (*kind, lengths.number()))
}

/// A set of the table, as it is stored, and decoded once it has been used.
struct Entry {
    /// How far back the set is that it differs from; zero is none.
    back: u32,
    /// The categories that it differs from.
    mask: u32,
    /// How many borders differ, and their numbers.
    count: u32,
    numbers: VarintReader<'static>,
    set: OnceLock<Set>,
}

fn entries() -> &'static [Entry] {
    static ENTRIES: OnceLock<Vec<Entry>> = OnceLock::new();
    ENTRIES.get_or_init(|| {
        let mut numbers = VarintReader::new(SETS);
        let count = numbers.number();
        let mut column = || (0..count).map(|_| numbers.number()).collect::<Vec<u32>>();
        let (backs, masks, counts) = (column(), column(), column());
        let entry = |((back, mask), count)| {
            let stored = numbers.clone();
            (0..count).for_each(|_| _ = numbers.number());
            Entry { back, mask, count, numbers: stored, set: OnceLock::new() }
        };
        backs.into_iter().zip(masks).zip(counts).map(entry).collect()
    })
}

/// All borders of sets that are stored, in order.
fn borders() -> &'static [u32] {
    static ALL: OnceLock<Vec<u32>> = OnceLock::new();
    ALL.get_or_init(|| {
        let mut all = Vec::new();
        let mut at = 0;
        for (_, length) in runs() {
            all.push(at);
            at += length;
        }
        let mut numbers = VarintReader::new(BORDERS);
        let mut border = 0;
        for _ in 0..numbers.number() {
            border += numbers.number();
            all.push(border);
        }
        all.sort_unstable();
        all
    })
}

/// The set of that number.
fn set(number: usize) -> &'static Set {
    static NOTHING: OnceLock<Set> = OnceLock::new();
    match entries().get(number) {
        Some(entry) => entry.set.get_or_init(|| decode(number)),
        None => NOTHING.get_or_init(Set::default),
    }
}

/// A set is stored as the difference to categories and to a set before it, which is stored likewise.
fn decode(mut number: usize) -> Set {
    let mut found = Set::default();
    let mut mask = 0;
    while let Some(entry) = entries().get(number) {
        mask ^= entry.mask;
        found = found.symmetric_difference(&entry.difference());
        if entry.back == 0 {
            break;
        }
        number -= entry.back as usize;
    }
    if mask == 0 { found } else { found.symmetric_difference(&categories(mask)) }
}

impl Entry {
    /// The characters in which the set differs from the categories and the earlier set.
    fn difference(&self) -> Set {
        let all = borders();
        let mut numbers = self.numbers.clone();
        let mut at = 0;
        let border = |_| {
            at += numbers.number() as usize;
            all.get(at).copied().unwrap_or_default()
        };
        Set::from_borders((0..self.count).map(border).collect())
    }
}

/// `\w`, `\d` or `\s`.
pub(crate) fn perl(class: char) -> &'static Set {
    set(match class {
        'w' => WORD,
        'd' => DIGIT,
        _ => SPACE,
    })
}

const NO_PROPERTY: &str = "Unicode property not found";
const NO_VALUE: &str = "Unicode property value not found";

/// The characters of `\p{name}`.
pub(crate) fn property(name: &str) -> Result<&'static Set> {
    let name = plain(name);
    // These three are also short names of other properties; they mean the general category.
    let lists = if matches!(name.as_str(), "cf" | "sc" | "lc") { &["gc"][..] } else { &["", "gc", "sc"] };
    let found = lists.iter().find_map(|list| lookup(list, &name));
    Ok(set(found.ok_or(NO_PROPERTY)?))
}

/// The characters of `\p{name=value}`.
pub(crate) fn value(name: &str, value: &str) -> Result<&'static Set> {
    let list = match plain(name).as_str() {
        "gc" | "generalcategory" => "gc",
        "sc" | "script" => "sc",
        "scx" | "scriptextensions" => "scx",
        "age" => "age",
        "gcb" | "graphemeclusterbreak" => "gcb",
        "wb" | "wordbreak" => "wb",
        "sb" | "sentencebreak" => "sb",
        // The others are true or false, and have no values.
        name => return Err(if lookup("", name).is_some() { NO_VALUE } else { NO_PROPERTY }.into()),
    };
    Ok(set(lookup(list, &plain(value)).ok_or(NO_VALUE)?))
}

fn lookup(list: &str, name: &str) -> Option<usize> {
    let line = NAMES.lines().find_map(|line| line.strip_prefix(list)?.strip_prefix(' '))?;
    let mut at = 0;
    for group in line.split(' ') {
        let (step, names) = group.split_once(':')?;
        at += step.parse::<i64>().ok()? as usize;
        if names.split(',').any(|known| known == name) {
            return Some(at);
        }
    }
    None
}

/// A name in the form that names are compared in: without case, spaces, dashes, underscores and a leading `is`.
fn plain(name: &str) -> String {
    let is = name.get(..2).is_some_and(|is| is.eq_ignore_ascii_case("is"));
    let rest = if is { name.get(2..).unwrap_or_default() } else { name };
    let kept = rest.chars().filter(|c| c.is_ascii() && !matches!(c, ' ' | '_' | '-'));
    let plain: String = kept.map(|c| c.to_ascii_lowercase()).collect();
    // The short name of ISO_Comment, which does not begin with the prefix `is`.
    if is && plain == "c" { "isc".into() } else { plain }
}
