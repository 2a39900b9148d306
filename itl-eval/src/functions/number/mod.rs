//! Functions on numbers.

mod arithmetic;
mod compare;
mod decimal;
mod exact;
mod humanize;

use super::Row;

pub(crate) use decimal::of_value;
pub(crate) use exact::Decimal;
pub use humanize::UNITS;
pub(crate) use humanize::{UNITS_HELP, is_unit};

pub(super) const ROWS: &[&[Row]] = &[arithmetic::ROWS, compare::ROWS, humanize::ROWS];

/// Whether a text is a number that an argument can be.
pub(crate) fn is_number(text: &str) -> bool {
    decimal::of_argument(text).is_some()
}
