//! What follows the time of day: offsets, abbreviations of zones, and what is ignored beside them.

use super::cursor::{Cursor, small_number};
use super::fields::TextOffset;
use crate::zone::Zone;

/// The abbreviations that mean one thing in practice, and their offsets in minutes.
const ABBREVIATIONS: [(&str, i32); 13] = [
    ("WET", 0),
    ("WEST", 60),
    ("CET", 60),
    ("CEST", 120),
    ("EET", 120),
    ("EEST", 180),
    ("EST", -300),
    ("EDT", -240),
    ("MST", -420),
    ("MDT", -360),
    ("PST", -480),
    ("PDT", -420),
    ("JST", 540),
];

/// Longer words name no zone.
const MAX_NAME: usize = 48;

/// Reads all that may stand between the time and the end of the text:
/// `Z`, ` +0100 CET m=+0.1`, `+01:00[Europe/Berlin]`, ` GMT+0100 (CET)`, nothing.
pub(super) fn to_end<'t>(cursor: &mut Cursor<'t>) -> Option<TextOffset<'t>> {
    cursor.spaces();
    let mut offset = TextOffset::Absent;
    if cursor.peek().is_some_and(|byte| byte != b'[' && byte != b'(') {
        offset = read(cursor)?;
        if matches!(offset, TextOffset::Seconds(_)) {
            abbreviation_after_offset(cursor);
        }
        monotonic_clock(cursor)?;
    }
    while cursor.eat(b'[') {
        let name = cursor.take_while(|byte| byte != b']');
        if offset == TextOffset::Absent {
            offset = Zone::named(name).map_or(TextOffset::Unknown(name), TextOffset::Zone);
        }
        if !cursor.eat(b']') {
            return None;
        }
    }
    cursor.spaces_and_comments()?;
    cursor.at_end().then_some(offset)
}

/// Reads an offset or the name of one.
pub(super) fn read<'t>(cursor: &mut Cursor<'t>) -> Option<TextOffset<'t>> {
    if matches!(cursor.peek()?, b'+' | b'-') {
        return numeric(cursor).map(TextOffset::Seconds);
    }
    if ["Coordinated Universal Time", "Greenwich Mean Time"].iter().any(|name| cursor.eat_text(name)) {
        return Some(TextOffset::Utc);
    }
    let start = *cursor;
    let word = cursor.letters();
    let is = |name: &str| word.eq_ignore_ascii_case(name);
    if is("UTC") || is("GMT") {
        return match after_gmt(cursor) {
            Some(seconds) => Some(TextOffset::Seconds(seconds)),
            None => Some(TextOffset::Utc),
        };
    }
    if is("Z") || is("UT") {
        return Some(TextOffset::Utc);
    }
    if let Some((_, minutes)) = ABBREVIATIONS.iter().find(|(name, _)| is(name)) {
        return Some(TextOffset::Seconds(minutes * 60));
    }
    *cursor = start;
    // A longer name, such as `Central European Standard Time` or `Europe/Berlin`.
    let mut after = start;
    let name = after.take_while(|byte| byte.is_ascii_alphabetic() || matches!(byte, b' ' | b'/' | b'_'));
    let name = if name.len() > MAX_NAME || name.contains(' ') && !name.ends_with("Time") {
        cursor.letters()
    } else {
        *cursor = after;
        name
    };
    let right = name.len() > 1 && name.len() <= MAX_NAME && name.starts_with(|first: char| first.is_ascii_alphabetic());
    right.then_some(TextOffset::Unknown(name.trim_end()))
}

/// `+02:00`, `+0200`, `+02`, `+02.00`, in seconds.
pub(super) fn numeric(cursor: &mut Cursor) -> Option<i32> {
    let sign = if cursor.eat_any(b"+-")? == b'+' { 1 } else { -1 };
    let hours = cursor.two_digits()?;
    let has_minutes = cursor.eat_any(b":.").is_some() || cursor.peek().is_some_and(|byte| byte.is_ascii_digit());
    let minutes = if has_minutes { cursor.two_digits()? } else { 0 };
    total(sign, hours, minutes, 0)
}

/// `+0100`, `-3`, `+5:45`, `+00:53:28`, as they follow `GMT` and `UTC`.
fn after_gmt(cursor: &mut Cursor) -> Option<i32> {
    let before = *cursor;
    let offset = (|| {
        cursor.spaces();
        let sign = if cursor.eat_any(b"+-")? == b'+' { 1 } else { -1 };
        let digits = cursor.digits();
        if digits.len() == 4 {
            let (hours, minutes) = digits.split_at(2);
            return total(sign, small_number(hours)? as u8, small_number(minutes)? as u8, 0);
        }
        let hours = if digits.len() > 2 { None } else { small_number(digits) }? as u8;
        let minutes = if cursor.eat(b':') { cursor.two_digits()? } else { return total(sign, hours, 0, 0) };
        let seconds = if cursor.eat(b':') { cursor.two_digits()? } else { 0 };
        total(sign, hours, minutes, seconds)
    })();
    if offset.is_none() {
        *cursor = before;
    }
    offset
}

fn total(sign: i32, hours: u8, minutes: u8, seconds: u8) -> Option<i32> {
    let right = hours < 24 && minutes < 60 && seconds < 60;
    right.then_some(sign * (i32::from(hours) * 3600 + i32::from(minutes) * 60 + i32::from(seconds)))
}

/// The offset counts; what Go and others call it does not: ` +0100 CET`, ` +0300 +03`,
/// ` +0100 Europe/Berlin`.
fn abbreviation_after_offset(cursor: &mut Cursor) {
    let before = *cursor;
    let read = cursor.spaces()
        && match cursor.peek() {
            Some(b'+' | b'-') => numeric(cursor).is_some(),
            _ => {
                let name = cursor.take_while(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'/' | b'_'));
                let is_name = (1..=5).contains(&name.len()) || name.contains('/') && name.len() <= MAX_NAME;
                is_name && cursor.peek() != Some(b'=')
            }
        };
    if !read {
        *cursor = before;
    }
}

/// Go's monotonic clock: ` m=+0.000012`.
fn monotonic_clock(cursor: &mut Cursor) -> Option<()> {
    let before = *cursor;
    cursor.spaces();
    if !cursor.eat_text("m=") {
        *cursor = before;
        return Some(());
    }
    cursor.eat_any(b"+-")?;
    let whole = cursor.digits();
    let fraction = if cursor.eat(b'.') { cursor.digits() } else { "0" };
    (!whole.is_empty() && !fraction.is_empty()).then_some(())
}
