//! Large integers as limbs: the lowest first, without zeros at the end.

use std::cmp::Ordering;

/// Removes the zeros at the end.
pub(crate) fn trim(limbs: &mut Vec<u32>) {
    while limbs.last() == Some(&0) {
        limbs.pop();
    }
}

/// Compares two numbers whose limbs are trimmed.
pub(crate) fn compare(a: &[u32], b: &[u32]) -> Ordering {
    a.len().cmp(&b.len()).then_with(|| a.iter().rev().cmp(b.iter().rev()))
}
