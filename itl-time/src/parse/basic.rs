//! ISO 8601 in its basic form, and the generalized time of directories.

use super::cursor::{Cursor, small_number};
use super::fields::{Fields, Found, TextOffset, Time};
use super::{offset, time};

/// `20230129T000537Z`, `20230129T0005+0100`, `20230129000537.0Z`.
///
/// Without the `T` there must be an offset: digits alone are another spelling.
pub(super) fn read<'t>(cursor: &mut Cursor<'t>) -> Option<Found<'t>> {
    let digits = cursor.digits();
    let (date, of_day) = match digits.len() {
        8 => {
            cursor.eat_any(b"Tt")?;
            (digits, cursor.digits())
        }
        14 => digits.split_at(8),
        _ => return None,
    };
    let mut fields = date_of(date)?;
    fields.time = time_of(of_day)?;
    if of_day.len() == 6 && cursor.eat_any(b".,").is_some() {
        fields.time.nanos = time::fraction(cursor.digits())?;
    }
    fields.offset = offset::to_end(cursor)?;
    let is_distinct = digits.len() == 8 || fields.offset != TextOffset::Absent;
    is_distinct.then_some(Found::Civil(fields))
}

/// The date of `20230129`.
pub(super) fn date_of<'t>(digits: &str) -> Option<Fields<'t>> {
    let number = small_number(digits)?;
    Some(Fields::date(i64::from(number / 10_000), (number / 100 % 100) as u8, (number % 100) as u8))
}

/// The time of `000537` or `0005`.
pub(super) fn time_of(digits: &str) -> Option<Time> {
    let number = small_number(digits)?;
    let number = match digits.len() {
        4 => number * 100,
        6 => number,
        _ => return None,
    };
    let part = |divisor: u32| (number / divisor % 100) as u8;
    Some(Time { hour: part(10_000), minute: part(100), second: part(1), nanos: 0 })
}
