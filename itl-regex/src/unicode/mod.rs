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

#[cfg(not(feature = "unicode"))]
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
fn case_variants() -> &'static [(char, char)] {
    static VARIANTS: OnceLock<Vec<(char, char)>> = OnceLock::new();
    VARIANTS.get_or_init(|| {
        // The table links each character to the next of up to four that are equal.
        let mut links = Vec::new();
        let mut numbers = VarintReader::new(FOLDING);
        let mut first = 0;
        for _ in 0..numbers.number() {
            first += numbers.number();
            let shape = numbers.number();
            let (count, step, distance) = (shape / 2, shape % 2 + 1, numbers.number());
            let chars = (0..=count).map(|at| first + at * step);
            links.extend(chars.filter_map(|c| Some((char::from_u32(c)?, char::from_u32(c + distance)?))));
        }
        links.sort_unstable();
        let mut variants = Vec::new();
        for (first, _) in &links {
            let mut other = *first;
            while let Some((_, linked)) =
                links.get(links.partition_point(|(c, _)| *c < other)).filter(|(c, _)| *c == other)
            {
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
    let mut missing = Vec::new();
    for (first, last) in set.ranges() {
        let from = all.partition_point(|(c, _)| u32::from(*c) < first);
        let here = all.get(from..).unwrap_or_default().iter().take_while(|(c, _)| u32::from(*c) <= last);
        missing.extend(here.filter(|(_, other)| !set.contains(u32::from(*other))).map(|(_, other)| (*other, *other)));
    }
    if missing.is_empty() { set } else { set.union(&Set::from_ranges(missing)) }
}

/// The same for the letters of ASCII alone.
pub(crate) fn folded_ascii(set: &Set) -> Set {
    let letters = ('a'..='z').chain('A'..='Z').filter(|c| set.contains(*c as u32));
    let other_case = |c: char| if c.is_ascii_lowercase() { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() };
    set.union(&Set::from_ranges(letters.map(other_case).map(|c| (c, c)).collect()))
}
