//! Numbers that count from 1970.

use super::cursor::Cursor;
use crate::instant::{Instant, UnixUnit};

/// Reads a number of seconds or milliseconds since 1970-01-01T00:00:00Z.
///
/// The number is written as in JSON but without an exponent: `-?`, digits without leading zeros,
/// and perhaps a point and more digits. White space at the ends is ignored. The value is taken
/// exactly as the decimal it is, and what is finer than a nanosecond is cut toward the past.
/// None where the text is no such number, or the instant is outside the years 1 to 9999.
///
/// ```
/// use itl_time::{parse_unix, UnixUnit};
///
/// let instant = parse_unix("-0.5", UnixUnit::Seconds).ok_or("no number")?;
/// assert_eq!((instant.unix_secs(), instant.unix_ms()), (-1, -500));
/// assert_eq!(parse_unix("1e9", UnixUnit::Seconds), None);
/// # Ok::<(), &str>(())
/// ```
pub fn parse_unix(text: &str, unit: UnixUnit) -> Option<Instant> {
    let mut cursor = Cursor::new(text.trim().as_bytes());
    let negative = cursor.eat(b'-');
    let whole = cursor.digits();
    let fraction = if cursor.eat(b'.') { Some(cursor.digits()) } else { None };
    if !cursor.at_end()
        || whole.is_empty()
        || whole.len() > 1 && whole.starts_with(b"0")
        || whole.len() > 19
        || fraction.is_some_and(<[u8]>::is_empty)
    {
        return None;
    }
    let places = match unit {
        UnixUnit::Seconds => 9,
        UnixUnit::Millis => 6,
    };
    let fraction = fraction.unwrap_or_default();
    let (kept, rest) = fraction.split_at(fraction.len().min(places));
    let padding = std::iter::repeat_n(&b'0', places - kept.len());
    let size =
        whole.iter().chain(kept).chain(padding).fold(0_i128, |number, digit| number * 10 + i128::from(digit - b'0'));
    let cut = i128::from(rest.iter().any(|digit| *digit != b'0'));
    Instant::from_unix_nanos(if negative { -size - cut } else { size })
}
