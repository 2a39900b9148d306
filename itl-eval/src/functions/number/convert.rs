//! Values as exact decimals, and back.

use crate::functions::Call;
use itl_text::floats::write_float;
use itl_text::number::Decimal;
use itl_text::number::decimal::{MAX_LENGTH, digits_of, of_number, of_text, settled};
use itl_value::Value;

/// The number that a value is: a number, or a text that is a JSON number after trimming, with
/// leading zeros or without.
pub(crate) fn of_value(value: &Value<'_>) -> Option<Decimal> {
    match value {
        Value::Int(number) => Some(Decimal::whole(*number < 0, number.unsigned_abs())),
        Value::UInt(number) => Some(Decimal::whole(false, *number)),
        Value::Float(number) => {
            let mut text = String::new();
            write_float(*number, &mut text);
            of_number(&text)
        }
        Value::Decimal(text) => of_number(text),
        Value::Text(text) => of_text(text),
        _ => None,
    }
}

/// [`of_value`], charged for the length of the text and the number.
pub(in crate::functions) fn charged(value: &Value<'_>, call: &mut Call<'_, '_>) -> Option<Decimal> {
    let length = match value {
        Value::Text(text) => text.len().min(MAX_LENGTH),
        _ => 0,
    };
    call.charge_fuel(length.saturating_add(32));
    let number = of_value(value)?;
    call.charge_fuel(digits_of(&number).saturating_mul(4));
    Some(number)
}

/// The value of a result: without trailing zeros, a whole number where it fits. None where it
/// has more digits than a result may have.
pub(in crate::functions) fn to_value<'a>(number: &Decimal) -> Option<Value<'a>> {
    let number = settled(number)?;
    let text = number.to_text();
    let whole = if number.scale() <= 0 { text.parse().ok() } else { None };
    Some(whole.map_or_else(|| Value::Decimal(text.into()), Value::Int))
}
