//! Arguments that are references: read from the payload when the tag runs, and converted to the kind of the
//! parameter before the function runs.

use super::call::Given;
use super::row::{Function, ParamKind};
use itl_time::Zone;
use itl_value::{KeyPath, Kind, Text, Value};

/// The result of a call when one of its references does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fallback {
    /// `false`: the function returns true or false.
    False,
    /// The empty array: the function filters.
    Empty,
    /// Its receiver, unchanged.
    Receiver,
}

impl Fallback {
    /// The fallback of a function.
    pub(crate) fn of(function: &Function) -> Self {
        match function.returns {
            Kind::Boolean => Self::False,
            _ if function.filters => Self::Empty,
            _ => Self::Receiver,
        }
    }

    /// The result for `receiver`.
    pub(crate) fn value(self, receiver: Value<'_>) -> Value<'_> {
        match self {
            Self::False => Value::Bool(false),
            Self::Empty => Value::list(Vec::new()),
            Self::Receiver => receiver,
        }
    }
}

impl ParamKind {
    /// Whether the argument is prepared when the template is compiled, so that it cannot be a reference.
    pub fn is_fixed(self) -> bool {
        matches!(
            self,
            Self::Regex
                | Self::RegexWithGroups
                | Self::Replacement
                | Self::Style
                | Self::Unit
                | Self::DatePattern
                | Self::DurationPattern
        )
    }

    /// Whether a missing value can be the argument: as the empty text, or as itself.
    pub(crate) fn takes_missing(self) -> bool {
        matches!(self, Self::Text | Self::Any | Self::Key)
    }

    /// `value` as an argument of this kind; `Err` holds one that does not fit.
    pub(crate) fn fit(self, mut value: Value<'_>) -> Result<Given<'_>, Value<'_>> {
        value.share();
        Ok(match self {
            Self::Text => Given::Value(Value::Text(value.into_text())),
            Self::Any | Self::Instant => Given::Value(value),
            Self::Array => match value {
                Value::List(_) => Given::Value(value),
                other => return Err(other),
            },
            Self::Integer => match whole(&value) {
                Some(number) => Given::Integer(number),
                None => return Err(value),
            },
            Self::Number => Given::Number(number(value)?),
            Self::Zone => match &value {
                Value::Text(name) => match Zone::named(name) {
                    Some(zone) => Given::Zone(zone),
                    None => return Err(value),
                },
                _ => return Err(value),
            },
            Self::Key => Given::Key(Box::new(KeyPath::new(&value.into_text()))),
            Self::Regex
            | Self::RegexWithGroups
            | Self::Replacement
            | Self::Style
            | Self::Unit
            | Self::DatePattern
            | Self::DurationPattern => return Err(value),
        })
    }
}

/// The decimal form of a number, or of a text that holds one.
fn number(value: Value<'_>) -> Result<Text<'_>, Value<'_>> {
    match value {
        Value::Int(_) | Value::UInt(_) | Value::Float(_) | Value::Decimal(_) => Ok(value.into_text()),
        Value::Text(_) if super::number::of_value(&value).is_some() => Ok(value.into_text()),
        other => Err(other),
    }
}

/// The whole number that a value is. One beyond the range of positions is beyond every text.
fn whole(value: &Value<'_>) -> Option<i64> {
    if let Value::Int(number) = value {
        return Some(*number);
    }
    let number = super::number::of_value(value)?.normalized();
    if number.scale() > 0 {
        return None;
    }
    let text = number.to_text();
    Some(itl_value::whole_number(&text).unwrap_or(if text.starts_with('-') { i64::MIN } else { i64::MAX }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn integer(value: Value<'_>) -> Option<i64> {
        match ParamKind::Integer.fit(value) {
            Ok(Given::Integer(number)) => Some(number),
            _ => None,
        }
    }

    #[test]
    fn whole_numbers_and_texts_that_hold_one() {
        assert_eq!(integer(Value::Int(3)), Some(3));
        assert_eq!(integer(Value::Float(5.0)), Some(5));
        assert_eq!(integer(Value::text(" 7 ")), Some(7));
        assert_eq!(integer(Value::text("1e2")), Some(100));
        assert_eq!(integer(Value::text("1e30")), Some(i64::MAX));
        assert_eq!(integer(Value::UInt(u64::MAX)), Some(i64::MAX));
        for unfit in [Value::Float(5.5), Value::text("x"), Value::text(""), Value::Null, Value::Bool(true)] {
            assert_eq!(integer(unfit), None);
        }
    }
}
