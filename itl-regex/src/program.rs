//! The instructions that a pattern is compiled to.

use crate::node::Look;
use crate::set::Set;

#[derive(Clone, Copy, Debug)]
pub(crate) enum Inst {
    Char(char),
    Set(u32),
    Look(Look),
    Save(u32),
    /// Continues at both, preferring the first.
    Split(u32, u32),
    Jump(u32),
    Match,
}

/// A set with fast look-ups.
#[derive(Debug)]
pub(crate) struct Table {
    /// A bit for each ASCII character.
    ascii: [u32; 4],
    set: Set,
}

impl Table {
    pub(crate) fn new(set: Set) -> Self {
        let mut ascii = [0; 4];
        for (at, word) in (0_u32..).zip(&mut ascii) {
            *word = (0..32).fold(0, |word, bit| word | u32::from(set.contains(at * 32 + bit)) << bit);
        }
        Self { ascii, set }
    }

    pub(crate) fn contains(&self, c: char) -> bool {
        let c = c as u32;
        match self.ascii.get(c as usize / 32) {
            Some(word) => word >> (c % 32) & 1 == 1,
            None => self.set.contains(c),
        }
    }
}

/// The instructions for the inside of a look-around. Those of a look-ahead match the text backward.
#[derive(Debug)]
pub(crate) struct AroundProgram {
    pub(crate) behind: bool,
    pub(crate) insts: Vec<Inst>,
}

#[derive(Debug)]
pub(crate) struct Program {
    pub(crate) insts: Vec<Inst>,
    pub(crate) sets: Vec<Table>,
    /// What Unicode's `\b` takes for a part of a word; present if the pattern uses it.
    pub(crate) word: Option<Table>,
    /// Inner ones before those that they stand in.
    pub(crate) look_arounds: Vec<AroundProgram>,
    pub(crate) first: First,
}

/// What a match may begin with, so that a search can skip the rest.
#[derive(Debug)]
pub(crate) enum First {
    Any,
    Char(char),
    Set(Table),
}

impl First {
    /// The first place in `rest` where a match may begin, as a distance in bytes.
    pub(crate) fn find(&self, rest: &str) -> Option<usize> {
        match self {
            Self::Any => Some(0),
            Self::Char(c) => rest.find(*c),
            Self::Set(table) => rest.char_indices().find(|(_, c)| table.contains(*c)).map(|(at, _)| at),
        }
    }
}

impl Program {
    /// The characters of the first class, without surrogates.
    pub(crate) fn first_class(&self) -> Vec<(char, char)> {
        self.sets.first().map_or_else(Vec::new, |table| table.set.scalar_ranges())
    }
}
