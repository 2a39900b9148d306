//! Values as instants.

use super::unread::Why;
use crate::functions::Call;
use itl_time::{
    Instant, ParsedDate, ParsedUnix, UnixUnit, Unread, Zone, is_zero_time, parse_date, parse_unix, parse_unix_by_size,
};
use itl_value::Value;

/// The longest text that is read as an instant.
pub(super) const MAX_TEXT: usize = 10_000;

/// Charges for reading an instant and for what is then made of it; a text may be long.
pub(super) fn charge(value: &Value<'_>, call: &mut Call<'_, '_>) {
    let length = match value {
        Value::Text(text) => text.len().min(MAX_TEXT),
        _ => 0,
    };
    call.charge_fuel(length.saturating_add(64));
}

/// The instant of a value in any form that the date functions read, charged; or why there is none.
pub(super) fn charged(value: &Value<'_>, call: &mut Call<'_, '_>) -> Result<ParsedDate, Why> {
    charge(value, call);
    read(value, call.zone)
}

/// The instant of a value in any form that the date functions read. A text without an offset is
/// local to `zone`.
pub(crate) fn instant_of(value: &Value<'_>, zone: Zone) -> Option<Instant> {
    read(value, zone).ok().map(|read| read.instant)
}

/// Whether a value is the zero time of Go and .NET, which counts as missing.
pub(super) fn is_zero(value: &Value<'_>) -> bool {
    matches!(value, Value::Text(text) if text.len() <= MAX_TEXT && is_zero_time(text))
}

/// [`instant_of`] with the offset that the text had, or the reason why there is no instant.
pub(super) fn read(value: &Value<'_>, zone: Zone) -> Result<ParsedDate, Why> {
    match value {
        _ if is_zero(value) => Err(Why::ZeroTime),
        Value::Text(text) if text.len() <= MAX_TEXT => parse_date(text, zone).map_err(Why::Text),
        _ => of_number(value),
    }
}

/// [`read`], where a text of digits always counts from 1970, however small its number is.
pub(super) fn read_unix_or_date(value: &Value<'_>, zone: Zone) -> Result<ParsedDate, Why> {
    match value {
        Value::Text(text) if text.len() <= MAX_TEXT => match parse_unix_by_size(text) {
            Some(unix) => in_utc(unix),
            None => read(value, zone),
        },
        _ => read(value, zone),
    }
}

/// A number that counts from 1970, in the unit that its size speaks of.
fn of_number(value: &Value<'_>) -> Result<ParsedDate, Why> {
    in_utc(unix(value, None)?)
}

fn in_utc(unix: ParsedUnix) -> Result<ParsedDate, Why> {
    let instant = unix.instant.ok_or(Why::Text(Unread::OutOfRange))?;
    Ok(ParsedDate { instant, offset: None })
}

/// The number of `unit` that a value is, charged: a number or a text that holds one.
pub(super) fn charged_unix(value: &Value<'_>, unit: UnixUnit, call: &mut Call<'_, '_>) -> Result<ParsedUnix, Why> {
    charge(value, call);
    match value {
        _ if is_zero(value) => Err(Why::ZeroTime),
        Value::Text(text) if text.len() <= MAX_TEXT => parse_unix(text, unit).ok_or(Why::NotANumber),
        _ => unix(value, Some(unit)),
    }
}

/// A number that counts from 1970 in `unit`, or in the unit that its size speaks of.
fn unix(value: &Value<'_>, unit: Option<UnixUnit>) -> Result<ParsedUnix, Why> {
    let read = match value {
        Value::Int(number) => return Ok(ParsedUnix::of_integer(*number, unit)),
        Value::UInt(_) | Value::Float(_) | Value::Decimal(_) => {
            let text = value.to_text();
            unit.map_or_else(|| parse_unix_by_size(&text), |unit| parse_unix(&text, unit))
        }
        _ => None,
    };
    read.ok_or(Why::Kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_count_by_their_size() {
        let millis = |value| instant_of(&value, Zone::UTC).map(Instant::unix_ms);
        assert_eq!(millis(Value::Int(99_999_999_999)), Some(99_999_999_999_000));
        assert_eq!(millis(Value::Int(100_000_000_000)), Some(100_000_000_000));
        assert_eq!(millis(Value::text(" 100000000000.5 ")), Some(100_000_000_000));
        assert_eq!(millis(Value::Float(1_674_950_737.25)), Some(1_674_950_737_250));
        assert_eq!(millis(Value::Int(-1)), Some(-1000));
        assert_eq!(millis(Value::Int(-100_000_000_000)), Some(-100_000_000_000));
        assert_eq!(millis(Value::Int(1_674_950_737_000_000)), Some(1_674_950_737_000));
        assert_eq!(millis(Value::Int(i64::MAX)), Some(9_223_372_036_854));
        assert_eq!(millis(Value::UInt(u64::MAX)), Some(18_446_744_073_709));
        assert_eq!(millis(Value::Float(1e300)), None);
        assert_eq!(millis(Value::Bool(true)), None);
        assert_eq!(millis(Value::text("2023-01-29")), Some(1_674_950_400_000));
        assert_eq!(millis(Value::text("5")), None);
    }
}
