//! Dates with the day before the month's name: RFC 2822 with its obsolete years, RFC 850, cookies.

use super::cursor::{Cursor, small_number};
use super::fields::{Fields, Found};
use super::{offset, time};
use crate::names::{MONTHS, WEEKDAYS};

/// `Sun, 29 Jan 2023 00:05:37 +0000 (comment)`, `Sunday, 29-Jan-23 00:05:37 GMT`.
///
/// The weekday, the seconds, the offset and the whole time may be left out.
pub(super) fn read<'t>(cursor: &mut Cursor<'t>) -> Option<Found<'t>> {
    cursor.spaces_and_comments()?;
    if cursor.peek()?.is_ascii_alphabetic() {
        weekday(cursor)?;
    }
    let day = cursor.one_or_two_digits()?;
    let is_dashed = cursor.eat(b'-');
    cursor.spaces_and_comments()?;
    let month = month(cursor)?;
    if is_dashed && !cursor.eat(b'-') {
        return None;
    }
    cursor.spaces_and_comments()?;
    let mut fields = Fields::date(year(cursor.digits())?, month, day);
    if !cursor.at_end() {
        cursor.eat(b',');
        if !cursor.spaces_and_comments()? {
            return None;
        }
        if !cursor.at_end() {
            fields.time = time::read(cursor, time::Form::Mail)?;
            cursor.spaces_and_comments()?;
            fields.offset = offset::to_end(cursor)?;
        }
    }
    Some(Found::Civil(fields))
}

/// Takes the name of a day and what follows it. The date counts: a weekday that does not fit it
/// is ignored.
pub(super) fn weekday(cursor: &mut Cursor) -> Option<()> {
    cursor.name(&WEEKDAYS)?;
    cursor.spaces_and_comments()?;
    cursor.eat(b',');
    cursor.spaces_and_comments()?;
    Some(())
}

/// Takes the name of a month, perhaps with the point of an abbreviation; returns its number.
pub(super) fn month(cursor: &mut Cursor) -> Option<u8> {
    let place = cursor.name(&MONTHS);
    // The one month that is also cut to four letters.
    let place = place.or_else(|| cursor.eat_text("sept").then_some(8))?;
    cursor.eat(b'.');
    Some(place + 1)
}

/// Two and three digits are the obsolete years of RFC 2822, section 4.3.
fn year(digits: &str) -> Option<i64> {
    let number = i64::from(small_number(digits)?);
    match digits.len() {
        2 if number < 50 => Some(number + 2000),
        2 | 3 => Some(number + 1900),
        4 => Some(number),
        _ => None,
    }
}
