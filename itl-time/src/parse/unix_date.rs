//! The dates of Unix: asctime, `date`, and git's and Ruby's, with the year after the time.

use super::cursor::Cursor;
use super::fields::{Fields, Found, TextOffset};
use super::{month_first, offset, time};

/// `Sat Oct 26 23:20:39 2024`, `Sat Oct 26 23:20:39 UTC 2024`, `Sat Oct 26 23:20:39 2024 +0200`.
pub(super) fn read<'t>(cursor: &mut Cursor<'t>) -> Option<Found<'t>> {
    let (month, day) = month_first::month_and_day(cursor)?;
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
