//! Dates of numbers with slashes or dots, where their order is beyond doubt.

use super::cursor::{Cursor, small_number};
use super::fields::{Fields, Found};
use super::{offset, time};

/// `2024/08/14 21:28:56 GMT`, `2023.01.29 00:05:37`, `29.1.2023, 00:05`.
pub(super) fn read<'t>(cursor: &mut Cursor<'t>) -> Option<Found<'t>> {
    let first = cursor.digits();
    let separator = cursor.eat_any(b"/.")?;
    let month = cursor.one_or_two_digits()?;
    if !cursor.eat(separator) {
        return None;
    }
    let last = cursor.digits();
    let (year, day) = match (first.len(), last.len()) {
        (4, 1 | 2) => (first, last),
        (1 | 2, 4) if separator == b'.' => (last, first),
        _ => return None,
    };
    let mut fields = Fields::date(i64::from(small_number(year)?), month, small_number(day)? as u8);
    if !cursor.at_end() {
        if cursor.eat_any(b"Tt").is_none() {
            cursor.eat(b',');
            if !cursor.spaces() {
                return None;
            }
        }
        fields.time = time::read(cursor, time::Form::Loose)?;
        fields.offset = offset::to_end(cursor)?;
    }
    Some(Found::Civil(fields))
}
