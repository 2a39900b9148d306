//! When two values are equal: numbers by value, everything else as text.
//!
//! `equals`, `contains` of an array, `where`, `switch` and `groupBy` share this one rule. ilert's own matchers
//! compare text.

use crate::functions::Call;
use crate::functions::number::of_value;
use crate::functions::text::view;
use itl_text::number::Decimal;
use itl_text::number::decimal::of_json_text;
use itl_value::{Text, Value};

/// What values are compared with: a text, and the number that it spells.
pub(in crate::functions) struct Wanted<'a> {
    text: Text<'a>,
    number: Option<Decimal>,
}

impl<'a> Wanted<'a> {
    pub(in crate::functions) fn new(text: Text<'a>) -> Self {
        Self { number: of_json_text(&text), text }
    }

    /// Whether `value` equals it. A missing value is the empty text.
    pub(in crate::functions) fn is(&self, value: &Value<'_>, call: &mut Call<'_, '_>) -> bool {
        if let (Some(wanted), true) = (&self.number, is_number(value)) {
            call.charge_fuel(32);
            return of_value(value).is_some_and(|found| found == *wanted);
        }
        view(value, call) == self.text
    }
}

/// A text that is the same for all values that are equal.
pub(in crate::functions) fn identity<'v>(value: &'v Value<'_>, call: &mut Call<'_, '_>) -> Text<'v> {
    if is_number(value)
        && let Some(number) = of_value(value)
    {
        call.charge_fuel(32);
        return number.normalized().to_text().into();
    }
    view(value, call)
}

fn is_number(value: &Value<'_>) -> bool {
    matches!(value, Value::Int(_) | Value::UInt(_) | Value::Float(_) | Value::Decimal(_))
}
