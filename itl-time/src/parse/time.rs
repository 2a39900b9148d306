//! The time of day, which all spellings share.

use super::cursor::{Cursor, small_number};
use super::fields::Time;

/// How freely a time of day is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Two digits for each part.
    Iso,
    /// The hour may have one digit.
    Loose,
    /// The same, and white space or a comment may stand around the colons (RFC 2822).
    Mail,
}

/// `00:05`, `00:05:37`, `00:05:37.123`, each also with AM or PM.
pub(super) fn read(cursor: &mut Cursor, form: Form) -> Option<Time> {
    let hour = if form == Form::Iso { cursor.two_digits()? } else { cursor.one_or_two_digits()? };
    if !colon(cursor, form)? {
        return None;
    }
    let mut time = Time { hour, minute: cursor.two_digits()?, ..Time::default() };
    if colon(cursor, form)? {
        time.second = cursor.two_digits()?;
        if cursor.eat_any(b".,").is_some() {
            time.nanos = fraction(cursor.digits())?;
        }
    }
    if let Some(afternoon) = meridiem(cursor) {
        time.hour = hour_of_half(time.hour, afternoon);
    }
    Some(time)
}

/// Takes a colon, if there is one.
fn colon(cursor: &mut Cursor, form: Form) -> Option<bool> {
    let before = *cursor;
    if form == Form::Mail {
        cursor.spaces_and_comments()?;
    }
    if !cursor.eat(b':') {
        *cursor = before;
        return Some(false);
    }
    if form == Form::Mail {
        cursor.spaces_and_comments()?;
    }
    Some(true)
}

/// Nanoseconds of a fraction's digits; what is finer is cut off.
pub(super) fn fraction(digits: &str) -> Option<u32> {
    let kept = digits.get(..9).unwrap_or(digits);
    Some(small_number(kept)? * 10_u32.pow(9 - kept.len() as u32))
}

/// Takes AM or PM; says whether it is PM.
fn meridiem(cursor: &mut Cursor) -> Option<bool> {
    let before = *cursor;
    cursor.narrow_spaces();
    let word = cursor.letters();
    let afternoon = word.eq_ignore_ascii_case("pm");
    if afternoon || word.eq_ignore_ascii_case("am") {
        return Some(afternoon);
    }
    *cursor = before;
    None
}

/// The hour of the day of an hour from 1 to 12; an hour that no clock has of any other.
pub(crate) fn hour_of_half(hour: u8, afternoon: bool) -> u8 {
    match hour {
        1..=12 => hour % 12 + if afternoon { 12 } else { 0 },
        _ => u8::MAX,
    }
}
