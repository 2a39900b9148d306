//! Dates with the month's name first and the year before the time: the styles F, L and M, what
//! is written like them, and JavaScript's dates.

use super::cursor::{Cursor, small_number};
use super::fields::{Fields, Found};
use super::{day_first, offset, time};

/// `Sep 1, 2017 4:12:29 PM`, `Sunday, January 29, 2023 at 12:05:37 AM Coordinated Universal Time`,
/// `Sun Jan 29 2023 01:05:37 GMT+0100 (CET)`.
pub(super) fn read<'t>(cursor: &mut Cursor<'t>) -> Option<Found<'t>> {
    let (month, day) = month_and_day(cursor)?;
    let has_comma = cursor.eat(b',');
    if !cursor.spaces() && !has_comma {
        return None;
    }
    let digits = cursor.digits();
    // The styles write a year as it is, with as many digits as it has.
    if digits.len() != 4 && !(has_comma && (1..=5).contains(&digits.len())) {
        return None;
    }
    let mut fields = Fields::date(i64::from(small_number(digits)?), month, day);
    if !cursor.at_end() {
        let has_comma = cursor.eat(b',');
        if !cursor.spaces() && !has_comma {
            return None;
        }
        if cursor.eat_text("at ") {
            cursor.spaces();
        }
        fields.time = time::read(cursor, time::Form::Loose)?;
        fields.offset = offset::to_end(cursor)?;
    }
    Some(Found::Civil(fields))
}

/// `Sun Jan 29`, `January 29`, `Sunday, Jan. 29`.
pub(super) fn month_and_day(cursor: &mut Cursor) -> Option<(u8, u8)> {
    let start = *cursor;
    if day_first::weekday(cursor).is_none() || cursor.peek().is_none_or(|byte| !byte.is_ascii_alphabetic()) {
        *cursor = start;
    }
    let month = day_first::month(cursor)?;
    if !cursor.spaces() {
        return None;
    }
    Some((month, cursor.one_or_two_digits()?))
}
