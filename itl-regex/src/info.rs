//! What is known about a pattern, whatever runs it.

use crate::cost::Cost;

#[derive(Debug)]
pub(crate) struct Info {
    pub(crate) pattern: Box<str>,
    /// The names of the groups, the whole match first.
    pub(crate) names: Vec<Option<String>>,
    /// The groups inside look-arounds, as the number before the first and the last number.
    pub(crate) in_look_around: Vec<(u32, u32)>,
    pub(crate) size: usize,
    pub(crate) cost: Cost,
}
