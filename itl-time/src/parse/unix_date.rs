//! The dates of Unix: asctime, `date`, and git's and Ruby's, with the year after the time.

use super::cursor::Cursor;
use super::fields::{Fields, Found, TextOffset};
use super::{day_first, month_first, offset, time};

/// `Sat Oct 26 23:20:39 2024`, `Sat Oct 26 23:20:39 UTC 2024`, `Sat Oct 26 23:20:39 2024 +0200`,
/// `Sat 26 Oct 23:20:39 UTC 2024`.
pub(super) fn read<'t>(cursor: &mut Cursor<'t>) -> Option<Found<'t>> {
    let start = *cursor;
    let (month, day) = month_first::month_and_day(cursor).or_else(|| {
        *cursor = start;
        weekday_day_and_month(cursor)
    })?;
    if !cursor.spaces() {
        return None;
    }
    let time = time::read(cursor, time::Form::Loose)?;
    if !cursor.spaces() {
        return None;
    }
    let mut offset = TextOffset::Absent;
    if cursor.peek().is_some_and(|byte| !byte.is_ascii_digit()) {
        offset = offset::read(cursor)?;
        if !cursor.spaces() {
            return None;
        }
    }
    let year = cursor.four_digits()?;
    if offset == TextOffset::Absent {
        offset = offset::to_end(cursor)?;
    }
    let fields = Fields { time, offset, ..Fields::date(year, month, day) };
    cursor.at_end().then_some(Found::Civil(fields))
}

/// `Sat 26 Oct`, as `date` writes it where the day comes first.
fn weekday_day_and_month(cursor: &mut Cursor) -> Option<(u8, u8)> {
    day_first::weekday(cursor)?;
    let day = cursor.one_or_two_digits()?;
    if !cursor.spaces() {
        return None;
    }
    day_first::month(cursor).map(|month| (month, day))
}
