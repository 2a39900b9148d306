//! Functions that write and read other formats.

mod base64;
mod escape;
mod json;
mod url;

use super::Row;

pub(super) const ROWS: &[&[Row]] = &[json::ROWS, escape::ROWS, url::ROWS, base64::ROWS];
