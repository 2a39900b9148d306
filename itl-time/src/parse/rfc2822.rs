//! The dates of e-mail headers, RFC 2822 with its obsolete years.

use super::cursor::{Cursor, small_number};
use super::{Fields, TextOffset};

const WEEKDAYS: [&str; 7] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// `Sun, 29 Jan 2023 00:05:37 +0000 (comment)`; weekday and seconds may be left out.
pub(super) fn parse(text: &[u8]) -> Option<Fields> {
    let mut cursor = Cursor::new(text);
    skip_blanks(&mut cursor)?;
    if cursor.peek()?.is_ascii_alphabetic() {
        // The date counts; a weekday that does not fit it is ignored.
        name(&mut cursor, &WEEKDAYS)?;
        skip_blanks(&mut cursor)?;
        if !cursor.eat(b',') {
            return None;
        }
        skip_blanks(&mut cursor)?;
    }
    let day = two_digits_at_most(&mut cursor)?;
    skip_blanks(&mut cursor)?;
    let month = name(&mut cursor, &MONTHS)?;
    skip_blanks(&mut cursor)?;
    let year = year(cursor.digits())?;
    if !skip_blanks(&mut cursor)? {
        return None;
    }
    let hour = cursor.two_digits()?;
    separator(&mut cursor)?;
    let minute = cursor.two_digits()?;
    let blank = skip_blanks(&mut cursor)?;
    let (second, blank) = if cursor.eat(b':') {
        skip_blanks(&mut cursor)?;
        (cursor.two_digits()?, skip_blanks(&mut cursor)?)
    } else {
        (0, blank)
    };
    if !blank {
        return None;
    }
    let offset = offset(&mut cursor)?;
    skip_blanks(&mut cursor)?;
    cursor.at_end().then_some(Fields { year, month: month + 1, day, hour, minute, second, nanos: 0, offset })
}

fn two_digits_at_most(cursor: &mut Cursor) -> Option<u8> {
    let digits = cursor.digits();
    if digits.len() > 2 { None } else { u8::try_from(small_number(digits)?).ok() }
}

/// Two and three digits are the obsolete years of RFC 2822, section 4.3.
fn year(digits: &[u8]) -> Option<i64> {
    let number = i64::from(small_number(digits)?);
    match digits.len() {
        2 if number < 50 => Some(number + 2000),
        2 | 3 => Some(number + 1900),
        4 => Some(number),
        _ => None,
    }
}

fn separator(cursor: &mut Cursor) -> Option<()> {
    skip_blanks(cursor)?;
    if !cursor.eat(b':') {
        return None;
    }
    skip_blanks(cursor)?;
    Some(())
}

fn offset(cursor: &mut Cursor) -> Option<TextOffset> {
    if cursor.peek()?.is_ascii_alphabetic() {
        let word = cursor.take_while(u8::is_ascii_alphabetic);
        let known = ["Z", "UTC", "GMT"].iter().any(|name| word.eq_ignore_ascii_case(name.as_bytes()));
        return known.then_some(TextOffset::Utc);
    }
    cursor.numeric_offset().map(TextOffset::Numeric)
}

/// Takes a word and gives its place in the list.
fn name(cursor: &mut Cursor, names: &[&str]) -> Option<u8> {
    let word = cursor.take_while(u8::is_ascii_alphabetic);
    let place = names.iter().position(|name| word.eq_ignore_ascii_case(name.as_bytes()))?;
    u8::try_from(place).ok()
}

/// Skips white space and comments; says whether there was any. None if a comment does not end.
fn skip_blanks(cursor: &mut Cursor) -> Option<bool> {
    let mut found = false;
    let mut depth = 0_usize;
    while let Some(byte) = cursor.peek() {
        match byte {
            b'(' => depth += 1,
            b')' if depth > 0 => depth -= 1,
            b'\\' if depth > 0 => cursor.advance(),
            b' ' | b'\t' | b'\r' | b'\n' => {}
            _ if depth > 0 => {}
            _ => break,
        }
        cursor.advance();
        found = true;
    }
    (depth == 0).then_some(found)
}
