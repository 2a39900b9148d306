//! ISO 8601 in its extended form, RFC 3339, and what people write for them.

use super::cursor::{Cursor, small_number};
use super::{Fields, TextOffset};

/// `2023-01-29`, `2023-01-29T00:05`, `2023-01-29 00:05:37,123 +0100`.
pub(super) fn parse(text: &[u8]) -> Option<Fields> {
    let mut cursor = Cursor::new(text);
    let year = cursor.digits();
    if year.len() != 4 || !cursor.eat(b'-') {
        return None;
    }
    let year = i64::from(small_number(year)?);
    let month = cursor.two_digits()?;
    if !cursor.eat(b'-') {
        return None;
    }
    let day = cursor.two_digits()?;
    let mut fields = Fields { year, month, day, hour: 0, minute: 0, second: 0, nanos: 0, offset: TextOffset::Absent };
    if !cursor.at_end() {
        time_of_day(&mut cursor, &mut fields)?;
        fields.offset = offset(&mut cursor)?;
    }
    cursor.at_end().then_some(fields)
}

fn time_of_day(cursor: &mut Cursor, fields: &mut Fields) -> Option<()> {
    if !(cursor.eat(b'T') || cursor.eat(b't') || cursor.eat(b' ')) {
        return None;
    }
    fields.hour = cursor.two_digits()?;
    if !cursor.eat(b':') {
        return None;
    }
    fields.minute = cursor.two_digits()?;
    if cursor.eat(b':') {
        fields.second = cursor.two_digits()?;
        if cursor.eat(b'.') || cursor.eat(b',') {
            fields.nanos = fraction(cursor.digits())?;
        }
    }
    Some(())
}

/// Nanoseconds of a fraction's digits; what is finer is cut off.
fn fraction(digits: &[u8]) -> Option<u32> {
    let kept = digits.get(..9).unwrap_or(digits);
    let number = small_number(kept)?;
    Some(number * 10_u32.pow(9 - kept.len() as u32))
}

fn offset(cursor: &mut Cursor) -> Option<TextOffset> {
    if cursor.at_end() {
        return Some(TextOffset::Absent);
    }
    cursor.eat(b' ');
    if cursor.eat(b'Z') || cursor.eat(b'z') || cursor.eat_word("UTC") || cursor.eat_word("GMT") {
        return Some(TextOffset::Utc);
    }
    cursor.numeric_offset().map(TextOffset::Numeric)
}
