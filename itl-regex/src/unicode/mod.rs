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

/// The characters that have case variants.
struct CaseVariants {
    chars: Vec<u32>,
    /// Each of them with each of its variants, as places in `chars`, in order.
    pairs: Vec<(usize, usize)>,
}

fn case_variants() -> &'static CaseVariants {
    static VARIANTS: OnceLock<CaseVariants> = OnceLock::new();
    VARIANTS.get_or_init(|| {
        // The table links each character to the next of up to four that are equal.
        let mut next = Vec::new();
        let mut numbers = VarintReader::new(FOLDING);
        let mut first = 0;
        for _ in 0..numbers.number() {
            first += numbers.number();
            let shape = numbers.number();
            let (count, step, distance) = (shape / 2, shape % 2 + 1, numbers.number());
            next.extend((0..=count).map(|at| (first + at * step, first + at * step + distance)));
        }
        next.sort_unstable();
        let mut chars: Vec<u32> = next.iter().flat_map(|(c, other)| [*c, *other]).collect();
        chars.sort_unstable();
        chars.dedup();
        let place = |c: u32| chars.partition_point(|known| *known < c);
        let mut pairs = Vec::new();
        for (first, _) in &next {
            let mut other = *first;
            while let Some((_, linked)) =
                next.binary_search_by_key(&other, |(c, _)| *c).ok().and_then(|at| next.get(at))
            {
                other = *linked;
                pairs.extend([(place(*first), place(other)), (place(other), place(*first))]);
            }
        }
        pairs.sort_unstable();
        CaseVariants { chars, pairs }
    })
}

/// The set with all case variants of its characters.
pub(crate) fn folded(set: Set) -> Set {
    let CaseVariants { chars, pairs } = case_variants();
    let variant = |pair: &(usize, usize)| chars.get(pair.1).and_then(|c| char::from_u32(*c));
    let missing: Vec<char> = if set.bytes() < SMALL_SET {
        // Only the pairs of its characters are looked at.
        let from = |c: u32| pairs.partition_point(|(here, _)| chars.get(*here).is_some_and(|known| *known < c));
        let pairs = set.ranges().flat_map(|(first, last)| pairs.get(from(first)..from(last + 1)).unwrap_or_default());
        pairs.filter_map(variant).filter(|c| !set.contains(*c as u32)).collect()
    } else {
        let present = set.members(chars);
        let is_present = |at: usize| present.get(at) == Some(&true);
        pairs.iter().filter(|(here, there)| is_present(*here) && !is_present(*there)).filter_map(variant).collect()
    };
    if missing.is_empty() { set } else { set.union(&Set::from_ranges(missing.into_iter().map(|c| (c, c)).collect())) }
}

/// Up to this many bytes, looking characters up takes less time than walking all that have variants.
const SMALL_SET: usize = 256;

/// The same for the letters of ASCII alone.
pub(crate) fn folded_ascii(set: &Set) -> Set {
    let letters = ('a'..='z').chain('A'..='Z').filter(|c| set.contains(*c as u32));
    let other_case = |c: char| if c.is_ascii_lowercase() { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() };
    set.union(&Set::from_ranges(letters.map(other_case).map(|c| (c, c)).collect()))
}
