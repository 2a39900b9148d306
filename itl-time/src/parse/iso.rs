//! ISO 8601 in its extended form, RFC 3339, and what is written for them.

use super::cursor::Cursor;
use super::fields::{Fields, Found};
use super::{offset, time};

/// `2023-01-29`, `2023-01-29T00:05`, `2023-01-29 00:05:37,123 +0100`.
pub(super) fn read<'t>(cursor: &mut Cursor<'t>) -> Option<Found<'t>> {
    let year = cursor.four_digits()?;
    if !cursor.eat(b'-') {
        return None;
    }
    let month = cursor.two_digits()?;
    if !cursor.eat(b'-') {
        return None;
    }
    let mut fields = Fields::date(year, month, cursor.two_digits()?);
    if !cursor.at_end() {
        cursor.eat_any(b"Tt ")?;
        fields.time = time::read(cursor, time::Form::Iso)?;
        fields.offset = offset::to_end(cursor)?;
    }
    Some(Found::Civil(fields))
}
