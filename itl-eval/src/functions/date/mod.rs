//! Functions on points in time.

mod clock;
mod format;
mod order;
mod style;

use super::{Call, Row};
use itl_time::{Instant, ParsedDate, UnixUnit, Zone, parse_date, parse_unix};
use itl_value::Value;

pub use style::Style;

pub(super) const ROWS: &[&[Row]] = &[format::ROWS, clock::ROWS, order::ROWS];

/// Pays for reading an instant and for what is then made of it; a text may be long.
fn charge(value: &Value<'_>, call: &mut Call<'_, '_>) {
    let length = match value {
        Value::Text(text) => text.len().min(LONGEST),
        _ => 0,
    };
    call.charge_fuel(length.saturating_add(64));
}

/// The longest text that is looked at as an instant.
const LONGEST: usize = 10_000;

/// What is said of an instant that no date function takes.
const OUTSIDE: &str = "is outside the years 1 to 9999";

/// Leaves the warning that the value is no instant, and gives it back. A number would be one, were
/// it not so far away.
fn unreadable<'a>(value: Value<'a>, call: &mut Call<'_, 'a>, wanted: &str) -> Value<'a> {
    let is_number = matches!(value, Value::Int(_) | Value::UInt(_) | Value::Float(_) | Value::Decimal(_));
    if is_number && wanted != DATE {
        return call.failed(value, format!("the instant {OUTSIDE}"));
    }
    call.unusable(value, wanted)
}

/// What is read from text only.
const DATE: &str = "a date";

/// The instant that a number or a text of digits counts to, in the years 1 to 9999.
fn unix(value: &Value<'_>, unit: UnixUnit) -> Option<Instant> {
    match value {
        Value::Int(number) => Some(Instant::from_unix(*number, unit)).filter(|instant| instant.in_range()),
        Value::Text(text) if text.len() <= LONGEST => parse_unix(text, unit),
        Value::UInt(_) | Value::Float(_) | Value::Decimal(_) => parse_unix(&value.to_text(), unit),
        _ => None,
    }
}

/// The instant that a text names.
fn date(value: &Value<'_>, zone: Zone) -> Option<ParsedDate> {
    match value {
        Value::Text(text) if text.len() <= LONGEST => parse_date(text, zone),
        _ => None,
    }
}

/// Whether a date function would read the value, which is no bare number.
pub(super) fn is_instant(value: &Value<'_>, zone: Zone) -> bool {
    date(value, zone).is_some()
}

/// The instant of a value in any form that the date functions read: of a number, milliseconds
/// where it is at least 1e11, else seconds.
fn any(value: &Value<'_>, zone: Zone) -> Option<ParsedDate> {
    let unit = |is_large: bool| if is_large { UnixUnit::Millis } else { UnixUnit::Seconds };
    let instant = match value {
        Value::Int(number) => unix(value, unit(*number >= 100_000_000_000)),
        other => {
            let text = match other {
                Value::Text(text) if text.len() <= LONGEST => text.trim(),
                Value::UInt(_) | Value::Float(_) | Value::Decimal(_) => &*other.to_text(),
                _ => return None,
            };
            // No leading zeros: twelve digits before the point are 1e11 or more.
            let large = text.bytes().take_while(u8::is_ascii_digit).count() >= 12;
            parse_unix(text, unit(large))
        }
    };
    instant.map(|instant| ParsedDate { instant, offset: None }).or_else(|| date(value, zone))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_count_seconds_or_milliseconds() {
        let millis = |value| any(&value, Zone::UTC).map(|parsed| parsed.instant.unix_ms());
        assert_eq!(millis(Value::Int(99_999_999_999)), Some(99_999_999_999_000));
        assert_eq!(millis(Value::Int(100_000_000_000)), Some(100_000_000_000));
        assert_eq!(millis(Value::text(" 100000000000.5 ")), Some(100_000_000_000));
        assert_eq!(millis(Value::Float(1_674_950_737.25)), Some(1_674_950_737_250));
        assert_eq!(millis(Value::Int(-1)), Some(-1000));
        // Below 1e11 are seconds, and these are before the year 1.
        assert_eq!(millis(Value::Int(-100_000_000_000)), None);
        assert_eq!(millis(Value::Int(i64::MAX)), None);
        assert_eq!(millis(Value::UInt(u64::MAX)), None);
        assert_eq!(millis(Value::Float(1e300)), None);
        assert_eq!(millis(Value::Bool(true)), None);
        assert_eq!(millis(Value::text("2023-01-29")), Some(1_674_950_400_000));
    }
}
