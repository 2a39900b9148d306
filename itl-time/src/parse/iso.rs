//! ISO 8601 in its extended form, RFC 3339, and what is written for them.

use super::cursor::Cursor;
use super::fields::{Fields, Found};
#[cfg(feature = "perf")]
use super::fields::{TextOffset, Time};
use super::{offset, time};

/// `2023-01-29T00:05:37Z` and `2023-01-29T00:05:37.217Z`, as nearly all programs write instants: the same as [`read`]
/// finds, at fixed places. None for any other spelling.
#[cfg(feature = "perf")]
pub(super) fn read_usual<'t>(text: &[u8]) -> Option<Fields<'t>> {
    let [y1, y2, y3, y4, b'-', o1, o2, b'-', d1, d2, b'T', h1, h2, b':', m1, m2, b':', s1, s2, rest @ .., b'Z'] = text
    else {
        return None;
    };
    let century = two(*y1, *y2)?;
    let mut fields = Fields::date(i64::from(century) * 100 + i64::from(two(*y3, *y4)?), two(*o1, *o2)?, two(*d1, *d2)?);
    fields.time = Time { hour: two(*h1, *h2)?, minute: two(*m1, *m2)?, second: two(*s1, *s2)?, nanos: nanos(rest)? };
    fields.offset = TextOffset::Utc;
    Some(fields)
}

/// The number of two digits.
#[cfg(feature = "perf")]
#[inline]
fn two(tens: u8, ones: u8) -> Option<u8> {
    let (tens, ones) = (tens.wrapping_sub(b'0'), ones.wrapping_sub(b'0'));
    (tens < 10 && ones < 10).then(|| tens * 10 + ones)
}

/// The nanoseconds of nothing, or of a point and up to nine digits.
#[cfg(feature = "perf")]
#[inline]
fn nanos(fraction: &[u8]) -> Option<u32> {
    const PLACES: [u32; 10] = [0, 100_000_000, 10_000_000, 1_000_000, 100_000, 10_000, 1_000, 100, 10, 1];
    let digits = match fraction {
        [] => return Some(0),
        [b'.', digits @ ..] if !digits.is_empty() => digits,
        _ => return None,
    };
    let place = PLACES.get(digits.len())?;
    let mut number = 0;
    for digit in digits {
        let digit = digit.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        number = number * 10 + u32::from(digit);
    }
    Some(number * place)
}

/// `2023-01-29`, `2023-01-29T00:05`, `2023-01-29 00:05:37,123 +0100`.
pub(super) fn read<'t>(cursor: &mut Cursor<'t>) -> Option<Found<'t>> {
    let year = cursor.four_digits()?;
    if !cursor.eat(b'-') {
        return None;
    }
    let month = cursor.two_digits()?;
    if !cursor.eat(b'-') {
        return None;
    }
    let mut fields = Fields::date(year, month, cursor.two_digits()?);
    if !cursor.at_end() {
        cursor.eat_any(b"Tt ")?;
        fields.time = time::read(cursor, time::Form::Iso)?;
        fields.offset = offset::to_end(cursor)?;
    }
    Some(Found::Civil(fields))
}

#[cfg(all(test, feature = "perf"))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]

        #[test]
        fn the_usual_spelling_is_read_alike(
            text in "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.,]?[0-9]{0,11})?[Zz]?",
            at in 0_usize..30,
            byte in "[0-9TZ.: a-]",
        ) {
            let mut other = text.clone();
            if at < other.len() {
                other.replace_range(at..=at, &byte);
            }
            for text in [text, other] {
                if let Some(fields) = read_usual(text.as_bytes()) {
                    let general = read(&mut Cursor::new(&text));
                    prop_assert_eq!(format!("{:?}", general), format!("{:?}", Some(Found::Civil(fields))), "{}", text);
                } else {
                    let shape: String = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
                    let fraction = shape.strip_prefix("0000-00-00T00:00:00").and_then(|rest| rest.strip_suffix('Z'));
                    let is_usual = fraction.is_some_and(|rest| rest.is_empty() || ".000000000".starts_with(rest) && rest.len() > 1);
                    prop_assert!(!is_usual, "{}", text);
                }
            }
        }
    }
}
