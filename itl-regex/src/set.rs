//! Sets of characters as sorted ranges.

use std::cmp::min;

/// Past the last character.
const END: u32 = 0x11_0000;

/// A set of characters: where it begins and ends, in turn, ends exclusive. Surrogates may be in
/// it or not; no text has them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Set(Vec<u32>);

impl Set {
    /// The characters from `first` to `last`.
    pub(crate) fn range(first: char, last: char) -> Self {
        Self(vec![first as u32, last as u32 + 1])
    }

    /// From borders in ascending order.
    pub(crate) fn from_borders(borders: Vec<u32>) -> Self {
        Self(borders)
    }

    pub(crate) fn ascii(ranges: &[u8]) -> Self {
        let pairs = ranges.chunks_exact(2).filter_map(|pair| Some((*pair.first()?, *pair.get(1)?)));
        Self(pairs.flat_map(|(first, last)| [u32::from(first), u32::from(last) + 1]).collect())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The first and last character of each range.
    pub(crate) fn ranges(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        self.0.chunks_exact(2).filter_map(|pair| Some((*pair.first()?, *pair.get(1)? - 1)))
    }

    /// Whether all of it is ASCII.
    pub(crate) fn is_ascii(&self) -> bool {
        self.0.last().is_none_or(|end| *end <= 128)
    }

    pub(crate) fn has(&self, c: u32) -> bool {
        self.0.partition_point(|border| *border <= c) % 2 == 1
    }

    /// Whether anything from `first` to `last` is in it.
    pub(crate) fn touches(&self, first: u32, last: u32) -> bool {
        let at = self.0.partition_point(|border| *border <= first);
        at % 2 == 1 || self.0.get(at).is_some_and(|border| *border <= last)
    }

    pub(crate) fn negated(self) -> Self {
        let mut borders = self.0;
        if borders.first() == Some(&0) {
            borders.remove(0);
        } else {
            borders.insert(0, 0);
        }
        if borders.last() == Some(&END) {
            borders.pop();
        } else {
            borders.push(END);
        }
        Self(borders)
    }

    /// What is in both as `keep` says: of a character in the left set only, in both, in the right only.
    fn merged(&self, other: &Self, keep: fn(bool, bool) -> bool) -> Self {
        let (mut left, mut right) = (self.0.iter().copied().peekable(), other.0.iter().copied().peekable());
        let (mut in_left, mut in_right) = (false, false);
        let mut borders = Vec::new();
        loop {
            let next = min(left.peek().copied().unwrap_or(END + 1), right.peek().copied().unwrap_or(END + 1));
            if next > END {
                return Self(borders);
            }
            in_left ^= left.next_if_eq(&next).is_some();
            in_right ^= right.next_if_eq(&next).is_some();
            if keep(in_left, in_right) != (borders.len() % 2 == 1) {
                borders.push(next);
            }
        }
    }

    pub(crate) fn union(&self, other: &Self) -> Self {
        self.merged(other, |a, b| a || b)
    }

    pub(crate) fn both(&self, other: &Self) -> Self {
        self.merged(other, |a, b| a && b)
    }

    pub(crate) fn without(&self, other: &Self) -> Self {
        self.merged(other, |a, b| a && !b)
    }

    pub(crate) fn either(&self, other: &Self) -> Self {
        self.merged(other, |a, b| a ^ b)
    }

    /// Adds the characters from `first` to `last`.
    pub(crate) fn add(&mut self, first: char, last: char) {
        let (first, end) = (first as u32, last as u32 + 1);
        // Written in ascending order, as most classes are: no merge.
        match self.0.last_mut() {
            Some(last) if *last > first => *self = self.union(&Self(vec![first, end])),
            Some(last) if *last == first => *last = end,
            _ => self.0.extend([first, end]),
        }
    }

    /// From ranges in any order.
    pub(crate) fn from_ranges(mut ranges: Vec<(char, char)>) -> Self {
        ranges.sort_unstable();
        let mut set = Self::default();
        for (first, last) in ranges {
            match set.0.last_mut() {
                Some(end) if *end >= first as u32 => *end = (*end).max(last as u32 + 1),
                _ => set.0.extend([first as u32, last as u32 + 1]),
            }
        }
        set
    }

    pub(crate) fn add_all(&mut self, other: &Self) {
        *self = if self.is_empty() { other.clone() } else { self.union(other) };
    }

    /// How many states of a byte automaton it takes, about.
    pub(crate) fn weight(&self) -> usize {
        let bytes = |c: u32| match c {
            0..0x80 => 1,
            0x80..0x800 => 2,
            0x800..0x1_0000 => 3,
            _ => 4,
        };
        // A range over several lengths is several sequences of bytes, the longer the more.
        let sum: usize = self.ranges().map(|(first, last)| (bytes(first)..=bytes(last)).sum::<usize>()).sum();
        sum + 1
    }
}
