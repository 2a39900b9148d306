//! Why a text is not read.

use super::cursor::Cursor;
use super::time;
use std::fmt;

/// Why a text is not read as an instant.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unread {
    /// It is none of the spellings.
    Unknown {
        /// An example of the spelling that the text begins like.
        nearest: &'static str,
    },
    /// Numbers with the year last, whose day and month cannot be told apart.
    DayOrMonthFirst {
        /// The two strftime patterns that the text fits, the day first in the one and the month
        /// first in the other.
        patterns: [String; 2],
    },
    /// Its zone abbreviation stands for several offsets.
    AmbiguousZone {
        /// The abbreviation as it is written.
        abbreviation: String,
        /// The zones that it could be.
        zones: &'static [&'static str],
    },
    /// Its zone is named in a way that is not read.
    UnknownZone {
        /// The name as it is written.
        name: String,
    },
    /// The calendar has no such day.
    NoSuchDate,
    /// No clock shows such a time.
    NoSuchTime,
    /// The end of a day as hour 24.
    EndOfDay,
    /// A week or a day of the year, such as `2023-W04-7` or `2023-029`.
    WeekOrDayOfYear,
    /// The instant is outside the years 1 to 9999 of UTC.
    OutOfRange,
    /// A number below 1e8, which may count anything.
    SmallNumber,
    /// A number with a plus sign.
    PlusSign,
}

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unknown { .. } => "the text is not a date",
            Self::DayOrMonthFirst { .. } => "day and month of the date cannot be told apart",
            Self::AmbiguousZone { .. } => "the zone abbreviation of the date stands for several offsets",
            Self::UnknownZone { .. } => "the zone of the date is not known",
            Self::NoSuchDate => "the calendar has no such day",
            Self::NoSuchTime => "no clock shows such a time",
            Self::EndOfDay => "the hours of a day are 0 to 23",
            Self::WeekOrDayOfYear => "dates by week or by day of the year are not read",
            Self::OutOfRange => "the instant is outside the years 1 to 9999",
            Self::SmallNumber => "a number below 100,000,000 is not read as a time",
            Self::PlusSign => "a number with a plus sign is not read as a time",
        })
    }
}

impl std::error::Error for Unread {}

/// Why a text that no reader takes is none; `nearest` is an example of what it begins like.
pub(super) fn reason(text: &str, nearest: &'static str) -> Unread {
    if let Some(patterns) = year_last(text) {
        return Unread::DayOrMonthFirst { patterns };
    }
    if is_week_or_day_of_year(text) {
        return Unread::WeekOrDayOfYear;
    }
    if text.strip_prefix('+').is_some_and(|rest| super::parse_unix_by_size(rest).is_some()) {
        return Unread::PlusSign;
    }
    Unread::Unknown { nearest }
}

/// The two patterns of `01/02/2023`, `1-2-23 4:05 PM` and the like.
fn year_last(text: &str) -> Option<[String; 2]> {
    let mut cursor = Cursor::new(text);
    cursor.one_or_two_digits()?;
    let separator = char::from(cursor.eat_any(b"/-.")?);
    cursor.one_or_two_digits()?;
    if !cursor.eat(separator as u8) {
        return None;
    }
    let year = match cursor.digits().len() {
        2 => "%y",
        4 => "%Y",
        _ => return None,
    };
    let rest = rest_of_pattern(&mut cursor)?;
    let pattern = |first: &str, second: &str| format!("{first}{separator}{second}{separator}{year}{rest}");
    Some([pattern("%d", "%m"), pattern("%m", "%d")])
}

/// The pattern of what follows a date: nothing, or a time.
fn rest_of_pattern(cursor: &mut Cursor) -> Option<String> {
    if cursor.at_end() {
        return Some(String::new());
    }
    let mut pattern = String::new();
    if cursor.eat(b',') {
        pattern.push(',');
    }
    if cursor.eat(b'T') {
        pattern.push('T');
    } else if cursor.spaces() {
        pattern.push(' ');
    }
    let start = *cursor;
    time::read(cursor, time::Form::Loose)?;
    let written = start.up_to(*cursor);
    let is_half = written.ends_with(|last: char| last.is_ascii_alphabetic());
    pattern.push_str(if is_half { "%I:%M" } else { "%H:%M" });
    if written.matches(':').count() > 1 {
        pattern.push_str(":%S");
    }
    if written.contains(['.', ',']) {
        pattern.push_str("%.f");
    }
    if is_half {
        pattern.push_str(if written.contains([' ', '\u{202f}', '\u{a0}']) { " %p" } else { "%p" });
    }
    let spaced = cursor.spaces();
    if matches!(cursor.peek(), Some(b'+' | b'-')) {
        pattern.push_str(if spaced { " %z" } else { "%z" });
    }
    Some(pattern)
}

/// `2023-W04-7`, `2023W04`, `2023-029`, also with a time.
fn is_week_or_day_of_year(text: &str) -> bool {
    let mut cursor = Cursor::new(text);
    if cursor.four_digits().is_none() {
        let Some((year, rest)) = text.split_at_checked(4) else { return false };
        return year.bytes().all(|byte| byte.is_ascii_digit()) && rest.starts_with(['W', 'w']);
    }
    let has_dash = cursor.eat(b'-');
    if cursor.eat_any(b"Ww").is_some() {
        return cursor.two_digits().is_some();
    }
    has_dash && cursor.digits().len() == 3 && cursor.peek().is_none_or(|byte| matches!(byte, b'T' | b't' | b' '))
}
