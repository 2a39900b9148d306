//! Sets of characters as sorted ranges.

use std::cmp::min;

/// One more than the last character.
const END: u32 = 0x11_0000;

/// A set of characters: the borders of its ranges, start and exclusive end in turn. Whether it holds surrogates is
/// left open, since no text has any.
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

    /// The first and last character of each range, split and cut so that no surrogate is in them.
    pub(crate) fn scalar_ranges(&self) -> Vec<(char, char)> {
        let low = Self(vec![0, 0xD800]);
        let scalar = |set: Self| -> Vec<_> {
            set.ranges().filter_map(|(first, last)| Some((char::from_u32(first)?, char::from_u32(last)?))).collect()
        };
        let high = Self(vec![0xE000, END]);
        [scalar(self.intersection(&low)), scalar(self.intersection(&high))].concat()
    }

    /// Its memory.
    pub(crate) fn bytes(&self) -> usize {
        self.0.len() * size_of::<u32>()
    }

    /// Whether all of it is ASCII.
    pub(crate) fn is_ascii(&self) -> bool {
        self.0.last().is_none_or(|end| *end <= 128)
    }

    pub(crate) fn contains(&self, c: u32) -> bool {
        self.0.partition_point(|border| *border <= c) % 2 == 1
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

    /// The characters that `keep` accepts, by whether they are in `self` and in `other`.
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

    pub(crate) fn intersection(&self, other: &Self) -> Self {
        self.merged(other, |a, b| a && b)
    }

    pub(crate) fn difference(&self, other: &Self) -> Self {
        self.merged(other, |a, b| a && !b)
    }

    pub(crate) fn symmetric_difference(&self, other: &Self) -> Self {
        self.merged(other, |a, b| a ^ b)
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
        if other.is_empty() {
            return;
        }
        *self = if self.is_empty() { other.clone() } else { self.union(other) };
    }

    /// An estimate of the states that it takes in an automaton over bytes.
    pub(crate) fn weight(&self) -> usize {
        let bytes = |c: u32| match c {
            0..0x80 => 1,
            0x80..0x800 => 2,
            0x800..0x1_0000 => 3,
            _ => 4,
        };
        // A range over several encoded lengths takes a sequence of states for each.
        let sum: usize = self.ranges().map(|(first, last)| (bytes(first)..=bytes(last)).sum::<usize>()).sum();
        sum + 1
    }
}
