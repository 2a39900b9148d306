//! What Unicode says of characters: words, digits, blanks, case; the rest is in `properties`.
//!
//! The tables are written by `data/make.py`, as differences.

#[cfg(feature = "unicode")]
mod properties;

use crate::numbers::Numbers;
#[cfg(not(feature = "unicode"))]
use crate::parse::Result;
use crate::set::Set;
#[cfg(feature = "unicode")]
pub(crate) use properties::{perl, property, value};

/// Characters that are the same but for case: runs of pairs.
static FOLDING: &[u8] = include_bytes!("../data/folding.bin");

impl Numbers<'_> {
    /// A set as the distances between its borders, their count in front.
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
pub(crate) fn perl(class: char) -> Set {
    static PERL: &[u8] = include_bytes!("../data/perl.bin");
    let mut numbers = Numbers::new(PERL);
    let before = match class {
        'w' => 2,
        'd' => 1,
        _ => 0,
    };
    for _ in 0..before {
        numbers.borders();
    }
    numbers.borders()
}

#[cfg(not(feature = "unicode"))]
pub(crate) fn property(_: &str) -> Result<Set> {
    Err("the properties of Unicode are not part of this build")
}

#[cfg(not(feature = "unicode"))]
pub(crate) fn value(_: &str, _: &str) -> Result<Set> {
    property("")
}

/// The set with every character that is the same as one of it but for case.
pub(crate) fn folded(mut set: Set) -> Set {
    // A character has up to three others, and a pair leads to the next.
    for _ in 0..3 {
        let mut more = Set::default();
        let mut numbers = Numbers::new(FOLDING);
        let mut first = 0;
        for _ in 0..numbers.number() {
            first += numbers.number();
            let shape = numbers.number();
            let (count, step, distance) = (shape / 2, shape % 2 + 1, numbers.number());
            let last = first + count * step;
            if !set.touches(first, last) && !set.touches(first + distance, last + distance) {
                continue;
            }
            for lower in (first..=last).step_by(step as usize) {
                let higher = lower + distance;
                for (here, there) in [(lower, higher), (higher, lower)] {
                    if set.has(here)
                        && !set.has(there)
                        && let Some(c) = char::from_u32(there)
                    {
                        more.add(c, c);
                    }
                }
            }
        }
        if more.is_empty() {
            break;
        }
        set = set.union(&more);
    }
    set
}

/// The same for the letters of ASCII alone.
pub(crate) fn folded_ascii(set: &Set) -> Set {
    let mut all = set.clone();
    for lower in 'a'..='z' {
        let upper = lower.to_ascii_uppercase();
        for (here, there) in [(lower, upper), (upper, lower)] {
            if set.has(here as u32) {
                all.add(there, there);
            }
        }
    }
    all
}
