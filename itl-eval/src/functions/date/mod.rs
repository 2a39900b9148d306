//! Functions on points in time.

mod elapsed;
mod format;
mod instant;
mod read;
mod style;
mod unread;
mod zoned;

use super::Row;

#[allow(unused_imports, reason = "for functions on arrays")]
pub(crate) use read::instant_of;
pub use style::{DatePattern, Style};

pub(super) const ROWS: &[&[Row]] = &[format::ROWS, instant::ROWS, elapsed::ROWS, zoned::ROWS];
