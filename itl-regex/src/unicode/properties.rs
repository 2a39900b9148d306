//! General categories, scripts, ages, properties and breaks, each as the difference to others.

use crate::numbers::Numbers;
use crate::parse::Result;
use crate::set::Set;

/// The runs of the general categories: what each is, and how long.
static CATEGORIES: &[u8] = include_bytes!("../../data/categories.bin");
/// Sets, each as a set before it, categories, and borders that differ.
static SETS: &[u8] = include_bytes!("../../data/sets.bin");
/// The names of the sets, a property a line.
static NAMES: &str = include_str!("../../data/names.txt");

/// Where the sets of `\w`, `\d` and `\s` stand.
const WORD: usize = 440;
const DIGIT: usize = 11;
const SPACE: usize = 102;

/// The characters of the general categories of which `mask` has the bit.
fn categories(mask: u32) -> Set {
    let mut numbers = Numbers::new(CATEGORIES);
    let count = numbers.number() as usize;
    let kinds = numbers.0.clone().take(count);
    let mut lengths = Numbers::new(numbers.0.as_slice().get(count..).unwrap_or_default());
    let mut borders = Vec::new();
    let mut at = 0;
    for kind in kinds {
        if (mask >> kind & 1 == 1) != (borders.len() % 2 == 1) {
            borders.push(at);
        }
        at += lengths.number();
    }
    if borders.len() % 2 == 1 {
        borders.push(at);
    }
    Set::from_borders(borders)
}

/// The set of that number.
fn set(wanted: usize) -> Set {
    let mut numbers = Numbers::new(SETS);
    let count = numbers.number() as usize;
    let mut starts = Vec::with_capacity(count);
    for _ in 0..=wanted.min(count) {
        starts.push(numbers.clone());
        numbers.number();
        numbers.number();
        for _ in 0..numbers.number() {
            numbers.number();
        }
    }
    let mut found = Set::default();
    let mut mask = 0;
    let mut at = wanted;
    while let Some(start) = starts.get(at) {
        let mut numbers = start.clone();
        let base = numbers.number() as usize;
        mask ^= numbers.number();
        found = found.either(&numbers.borders());
        if base == 0 {
            break;
        }
        at -= base;
    }
    if mask == 0 { found } else { found.either(&categories(mask)) }
}

/// `\w`, `\d` or `\s`.
pub(crate) fn perl(class: char) -> Set {
    set(match class {
        'w' => WORD,
        'd' => DIGIT,
        _ => SPACE,
    })
}

const NO_PROPERTY: &str = "Unicode property not found";

/// The characters of `\p{name}`.
pub(crate) fn property(name: &str) -> Result<Set> {
    let name = plain(name);
    // Those three are short names of other properties too, and mean the general category.
    let lists = if matches!(name.as_str(), "cf" | "sc" | "lc") { &["gc"][..] } else { &["", "gc", "sc"] };
    let found = lists.iter().find_map(|list| lookup(list, &name));
    found.map(set).ok_or(NO_PROPERTY)
}

/// The characters of `\p{name=value}`.
pub(crate) fn value(name: &str, value: &str) -> Result<Set> {
    let list = match plain(name).as_str() {
        "gc" | "generalcategory" => "gc",
        "sc" | "script" => "sc",
        "scx" | "scriptextensions" => "scx",
        "age" => "age",
        "gcb" | "graphemeclusterbreak" => "gcb",
        "wb" | "wordbreak" => "wb",
        "sb" | "sentencebreak" => "sb",
        _ => return Err(NO_PROPERTY),
    };
    lookup(list, &plain(value)).map(set).ok_or("Unicode property value not found")
}

fn lookup(list: &str, name: &str) -> Option<usize> {
    let line = NAMES.lines().find_map(|line| line.strip_prefix(list)?.strip_prefix(' '))?;
    let mut at = 0;
    for group in line.split(' ') {
        let (step, names) = group.split_once(':')?;
        at += step.parse::<usize>().ok()?;
        if names.split(',').any(|known| known == name) {
            return Some(at);
        }
    }
    None
}

/// A name without what names are compared without: case, blanks, dashes, a leading `is`.
fn plain(name: &str) -> String {
    let is = name.get(..2).is_some_and(|is| is.eq_ignore_ascii_case("is"));
    let rest = if is { name.get(2..).unwrap_or_default() } else { name };
    let kept = rest.chars().filter(|c| c.is_ascii() && !matches!(c, ' ' | '_' | '-'));
    let plain: String = kept.map(|c| c.to_ascii_lowercase()).collect();
    // The short name of ISO_Comment, of which `is` is no prefix.
    if is && plain == "c" { "isc".into() } else { plain }
}
