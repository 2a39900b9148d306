//! Functions on points in time.

mod elapsed;
mod format;
mod instant;
mod order;
mod read;
mod style;
mod unread;
mod zoned;

use super::Row;

pub(crate) use read::instant_of;
pub use style::{DatePattern, Style};
#[cfg(feature = "extensions")]
pub(crate) use unread::help_on_zone;

pub(super) const ROWS: &[&[Row]] = &[format::ROWS, instant::ROWS, elapsed::ROWS, zoned::ROWS, order::ROWS];
