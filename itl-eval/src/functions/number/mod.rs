//! Functions on numbers.

mod arithmetic;
mod compare;
mod convert;
mod duration;
mod humanize;

use super::Row;

pub(crate) use convert::of_value;
pub(super) use convert::{charged, to_value};
pub use duration::{DurationPattern, UNITS};
pub(crate) use duration::{UNITS_HELP, is_unit};

pub(super) const ROWS: &[&[Row]] = &[arithmetic::ROWS, compare::ROWS, humanize::ROWS, duration::ROWS];

/// Whether a text is a number that an argument can be.
pub(crate) fn is_number(text: &str) -> bool {
    itl_text::number::decimal::of_argument(text).is_some()
}
