//! Names in order.

/// Sorts names; of equal ones the order stays. A sort is most of a kilobyte of code for each type and each comparison, so
/// this one is shared.
pub(crate) fn sort_names(names: &mut [(Box<str>, u32)]) {
    names.sort_by(|(a, _), (b, _)| a.cmp(b));
}
