//! The order of entries by their names.

/// The name of each entry.
pub(crate) type Names<'n> = &'n dyn Fn(u32) -> &'n str;

/// The numbers of entries in the order of their names; of equal names in their own. The small build has one copy of it,
/// for any names.
pub(crate) fn in_order<'n>(count: u32, name: &(impl Fn(u32) -> &'n str + ?Sized)) -> Vec<u32> {
    let mut order: Vec<u32> = (0..count).collect();
    order.sort_by(|a, b| name(*a).cmp(name(*b)));
    order
}
