//! Numbers that count from 1970, and digits alone.

use super::basic;
use super::cursor::Cursor;
use super::fields::Found;
use crate::instant::{Instant, UnixUnit};

/// An instant read from a bare number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParsedUnix {
    /// The instant; none outside the years 1 to 9999.
    pub instant: Option<Instant>,
    /// The unit that the number's size speaks of: seconds below 1e11, milliseconds below 1e14,
    /// microseconds below 1e17, else nanoseconds, all without the sign.
    pub usual_unit: UnixUnit,
    /// Whether the number is below 1e8, where nothing speaks of a unit.
    pub is_small: bool,
}

impl ParsedUnix {
    /// A whole number of `unit` since 1970, or of its usual unit where none is given.
    ///
    /// ```
    /// use itl_time::{ParsedUnix, UnixUnit};
    ///
    /// let parsed = ParsedUnix::of_integer(1_674_950_737, Some(UnixUnit::Millis));
    /// assert_eq!(parsed.instant.map(|instant| instant.unix_secs()), Some(1_674_950));
    /// assert_eq!(parsed.usual_unit, UnixUnit::Seconds);
    /// ```
    pub fn of_integer(number: i64, unit: Option<UnixUnit>) -> Self {
        let digits = number.unsigned_abs().checked_ilog10().map_or(0, |log| i64::from(log) + 1);
        let usual_unit = UnixUnit::of_digits(digits);
        let instant = Instant::from_unix(number, unit.unwrap_or(usual_unit));
        Self { instant, usual_unit, is_small: digits <= MAX_SMALL_DIGITS }
    }
}

/// Numbers of so many digits are below 1e8.
const MAX_SMALL_DIGITS: i64 = 8;

/// Reads a number of `unit` since 1970-01-01T00:00:00Z.
///
/// The number is written as in JSON, but may have leading zeros. White space at the ends is
/// ignored. The value is taken exactly as the decimal it is, and what is finer than a nanosecond
/// is cut toward the past. None where the text is no such number.
///
/// ```
/// use itl_time::{parse_unix, UnixUnit};
///
/// let parsed = parse_unix("-0.5", UnixUnit::Seconds).ok_or("no number")?;
/// assert_eq!(parsed.instant.map(|instant| instant.unix_ms()), Some(-500));
/// assert_eq!(parse_unix("soon", UnixUnit::Seconds), None);
/// # Ok::<(), &str>(())
/// ```
pub fn parse_unix(text: &str, unit: UnixUnit) -> Option<ParsedUnix> {
    parse(text, |_| unit)
}

/// As [`parse_unix`], in the unit that the number's size speaks of.
///
/// ```
/// use itl_time::{parse_unix_by_size, UnixUnit};
///
/// let parsed = parse_unix_by_size("1.674950737e15").ok_or("no number")?;
/// assert_eq!(parsed.usual_unit, UnixUnit::Micros);
/// assert_eq!(parsed.instant.map(|instant| instant.unix_ms()), Some(1_674_950_737_000));
/// # Ok::<(), &str>(())
/// ```
pub fn parse_unix_by_size(text: &str) -> Option<ParsedUnix> {
    parse(text, |usual| usual)
}

fn parse(text: &str, unit: impl Fn(UnixUnit) -> UnixUnit) -> Option<ParsedUnix> {
    let mut cursor = Cursor::new(text.trim());
    let number = Number::read(&mut cursor)?;
    let usual_unit = number.usual_unit();
    let parsed = ParsedUnix { instant: number.instant(unit(usual_unit)), usual_unit, is_small: number.is_small() };
    cursor.at_end().then_some(parsed)
}

/// Digits alone, as a text: a calendar date of 1900 to 2199, `YYYYMMDD` or `YYYYMMDDhhmmss`, else
/// a count from 1970 from 1e8 on, in the unit that its size speaks of.
pub(super) fn read<'t>(cursor: &mut Cursor<'t>) -> Option<Found<'t>> {
    let start = *cursor;
    let digits = cursor.digits();
    if cursor.at_end()
        && let Some(date) = calendar_date(digits)
    {
        return Some(date);
    }
    *cursor = start;
    let number = Number::read(cursor)?;
    if !cursor.at_end() {
        return None;
    }
    Some(if number.is_small() { Found::SmallNumber } else { Found::Unix(number.instant(number.usual_unit()), None) })
}

fn calendar_date<'t>(digits: &str) -> Option<Found<'t>> {
    let (date, time) = match digits.len() {
        8 => (digits, "000000"),
        14 => digits.split_at(8),
        _ => return None,
    };
    let mut fields = basic::date_of(date)?;
    fields.time = basic::time_of(time)?;
    let is_likely = (1900..2200).contains(&fields.year) && fields.local_seconds().is_ok();
    is_likely.then_some(Found::Civil(fields))
}

/// A number as it is written: `-?`, digits, perhaps a point and digits, perhaps an exponent.
#[derive(Clone, Copy)]
pub(super) struct Number<'t> {
    is_negative: bool,
    whole: &'t str,
    fraction: &'t str,
    exponent: i64,
}

impl<'t> Number<'t> {
    pub(super) fn read(cursor: &mut Cursor<'t>) -> Option<Self> {
        let is_negative = cursor.eat(b'-');
        let whole = cursor.digits();
        let fraction = if cursor.eat(b'.') { Some(cursor.digits()) } else { None };
        if whole.is_empty() || fraction.is_some_and(str::is_empty) {
            return None;
        }
        let exponent = if cursor.eat_any(b"eE").is_some() { exponent(cursor)? } else { 0 };
        Some(Self { is_negative, whole, fraction: fraction.unwrap_or_default(), exponent })
    }

    fn digits(&self) -> impl Iterator<Item = u8> {
        self.whole.bytes().chain(self.fraction.bytes())
    }

    /// How many digits stand before the point where none is a leading zero; negative for small
    /// fractions, and for zero.
    fn whole_digits(&self) -> i64 {
        let zeros = self.digits().take_while(|digit| *digit == b'0').count();
        if zeros == self.whole.len() + self.fraction.len() {
            return i64::MIN;
        }
        self.whole.len() as i64 + self.exponent - zeros as i64
    }

    fn usual_unit(&self) -> UnixUnit {
        UnixUnit::of_digits(self.whole_digits())
    }

    /// Whether it is below 1e8.
    fn is_small(&self) -> bool {
        self.whole_digits() <= MAX_SMALL_DIGITS
    }

    /// The instant that many of `unit` after 1970, if it is in range.
    pub(super) fn instant(&self, unit: UnixUnit) -> Option<Instant> {
        /// No instant in range is more nanoseconds away than a number of so many digits.
        const MAX_DIGITS: i64 = 21;
        let whole_digits = self.whole_digits();
        if whole_digits == i64::MIN {
            return Instant::from_unix_nanos(0);
        }
        let kept = whole_digits.saturating_add(i64::from(unit.places()));
        if kept > MAX_DIGITS {
            return None;
        }
        let mut nanos = 0_i128;
        let mut digits = self.digits().skip_while(|digit| *digit == b'0');
        for _ in 0..kept {
            nanos = nanos * 10 + digits.next().map_or(0, |digit| i128::from(digit - b'0'));
        }
        let cut = i128::from(digits.any(|digit| digit != b'0'));
        Instant::from_unix_nanos(if self.is_negative { -nanos - cut } else { nanos })
    }
}

/// An exponent, clamped to what no instant can have.
fn exponent(cursor: &mut Cursor) -> Option<i64> {
    let sign = if cursor.eat_any(b"+-") == Some(b'-') { -1 } else { 1 };
    let digits = cursor.digits();
    if digits.is_empty() {
        return None;
    }
    let size = digits.bytes().fold(0_i64, |size, digit| (size * 10 + i64::from(digit - b'0')).min(1_000_000_000));
    Some(sign * size)
}
