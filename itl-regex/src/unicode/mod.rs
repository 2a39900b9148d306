//! What Unicode says about characters: words, digits, whitespace, case; the rest is in `properties`.
//!
//! The tables are written by `data/make.py`, as differences, and decoded once per process.

#[cfg(feature = "unicode")]
mod properties;

#[cfg(not(feature = "unicode"))]
use crate::error::Result;
use crate::set::Set;
use crate::varint::VarintReader;
#[cfg(feature = "unicode")]
pub(crate) use properties::{perl, property, value};
use std::sync::OnceLock;

/// Characters that are equal if case is ignored: runs of pairs.
static FOLDING: &[u8] = include_bytes!("../../data/folding.bin");

impl VarintReader<'_> {
    /// A set as the distances between its borders, after their count.
    fn borders(&mut self) -> Set {
        let mut border = 0;
        let count = self.number();
        let borders = (0..count).map(|_| {
            border += self.number();
            border
        });
        Set::from_borders(borders.collect())
    }
}

/// `\w`, `\d` or `\s`.
#[cfg(not(feature = "unicode"))]
pub(crate) fn perl(class: char) -> &'static Set {
    static PERL: &[u8] = include_bytes!("../../data/perl.bin");
    static SETS: OnceLock<[Set; 3]> = OnceLock::new();
    let [space, digit, word] = SETS.get_or_init(|| {
        let mut numbers = VarintReader::new(PERL);
        std::array::from_fn(|_| numbers.borders())
    });
    match class {
        'w' => word,
        'd' => digit,
        _ => space,
    }
}

#[cfg(not(feature = "unicode"))]
pub(crate) fn property(_: &str) -> Result<&'static Set> {
    Err("the properties of Unicode are not part of this build".into())
}

#[cfg(not(feature = "unicode"))]
pub(crate) fn value(_: &str, _: &str) -> Result<&'static Set> {
    property("")
}

/// Pairs of a character and another that is equal if case is ignored, in order.
fn case_variants() -> &'static [(u32, u32)] {
    static VARIANTS: OnceLock<Vec<(u32, u32)>> = OnceLock::new();
    VARIANTS.get_or_init(|| {
        // The table links each character to the next of up to four that are equal.
        let mut next = std::collections::BTreeMap::new();
        let mut numbers = VarintReader::new(FOLDING);
        let mut first = 0;
        for _ in 0..numbers.number() {
            first += numbers.number();
            let shape = numbers.number();
            let (count, step, distance) = (shape / 2, shape % 2 + 1, numbers.number());
            next.extend((0..=count).map(|at| (first + at * step, first + at * step + distance)));
        }
        let mut variants = Vec::new();
        for first in next.keys() {
            let mut other = *first;
            for _ in 0..3 {
                let Some(linked) = next.get(&other) else { break };
                other = *linked;
                variants.extend([(*first, other), (other, *first)]);
            }
        }
        variants.sort_unstable();
        variants
    })
}

/// The set with all case variants of its characters.
pub(crate) fn folded(set: Set) -> Set {
    let all = case_variants();
    let mut variants = Vec::new();
    for (first, last) in set.ranges() {
        let from = all.partition_point(|(c, _)| *c < first);
        let here = all.get(from..).unwrap_or_default().iter().take_while(|(c, _)| *c <= last);
        variants.extend(here.filter_map(|(_, other)| char::from_u32(*other)).map(|c| (c, c)));
    }
    if variants.is_empty() { set } else { set.union(&Set::from_ranges(variants)) }
}

/// The same for the letters of ASCII alone.
pub(crate) fn folded_ascii(set: &Set) -> Set {
    let letters = ('a'..='z').chain('A'..='Z').filter(|c| set.contains(*c as u32));
    let other_case = |c: char| if c.is_ascii_lowercase() { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() };
    set.union(&Set::from_ranges(letters.map(other_case).map(|c| (c, c)).collect()))
}
