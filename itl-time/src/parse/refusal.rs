//! Which reason a text has not to be read by any of the readers.

use super::cursor::Cursor;
use super::unread::Unread;
use super::{time, unix};

/// Why a text that no reader takes is none; `nearest` is an example of what it begins like.
pub(super) fn reason(text: &str, nearest: &'static str) -> Unread {
    if year_last(&mut Cursor::new(text)).is_some() {
        return Unread::DayOrMonthFirst;
    }
    if is_week_or_day_of_year(text) {
        return Unread::WeekOrDayOfYear;
    }
    if text.strip_prefix('+').is_some_and(|rest| unix::parse_unix_by_size(rest).is_some()) {
        return Unread::PlusSign;
    }
    Unread::Unknown { nearest }
}

/// The strftime patterns that a text with the year last fits, such as `01/02/2023` and
/// `1-2-23 4:05 PM`: one with the day first and one with the month first.
///
/// ```
/// let patterns = itl_time::patterns_with_year_last("1/2/23 4:05 PM").ok_or("another text")?;
/// assert_eq!(patterns, ["%d/%m/%y %I:%M %p", "%m/%d/%y %I:%M %p"]);
/// # Ok::<(), &str>(())
/// ```
pub fn patterns_with_year_last(text: &str) -> Option<[String; 2]> {
    let mut cursor = Cursor::new(text.trim());
    let (separator, year) = year_last(&mut cursor)?;
    let rest = rest_of_pattern(&mut cursor)?;
    let pattern = |first: &str, second: &str| format!("{first}{separator}{second}{separator}{year}{rest}");
    Some([pattern("%d", "%m"), pattern("%m", "%d")])
}

/// Takes `01/02/2023`; returns its separator and the specifier of its year.
fn year_last(cursor: &mut Cursor) -> Option<(char, &'static str)> {
    cursor.one_or_two_digits()?;
    let separator = cursor.eat_any(b"/-.")?;
    cursor.one_or_two_digits()?;
    if !cursor.eat(separator) {
        return None;
    }
    let year = match cursor.digits().len() {
        2 => "%y",
        4 => "%Y",
        _ => return None,
    };
    let is_whole = cursor.peek().is_none_or(|next| matches!(next, b' ' | b',' | b'T'));
    is_whole.then_some((char::from(separator), year))
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
