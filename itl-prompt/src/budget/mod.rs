//! A prompt that fits: how large it is, what falls where it is too large, and what that leaves.

mod counter;
mod cut;
mod report;
mod size;
mod units;

pub use counter::{Counter, UnknownCounter};
pub use report::{Dropped, PartSizes, Report};

pub(crate) use cut::{Fit, Limit, fit};
pub(crate) use size::{Sizes, summary as summary_size};
