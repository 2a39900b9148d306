//! Reads JSON into the value type that hosts know.

use super::JsonError;
use serde_json::Value as Json;

/// Reads any JSON text, as `serde_json` reads it and with its errors.
#[cfg(feature = "perf")]
pub fn read_json(text: &str) -> Result<Json, JsonError> {
    serde_json::from_slice(text.as_bytes()).map_err(|error| JsonError::new(&error))
}

/// Reads any JSON text, as `serde_json` reads it and with its errors.
///
/// By the reader of payloads: that of `serde_json` would be a second one in the file.
#[cfg(not(feature = "perf"))]
pub fn read_json(text: &str) -> Result<Json, JsonError> {
    crate::Payload::borrowed(text).map(|payload| small::json(&payload.root()))
}

#[cfg(any(test, not(feature = "perf")))]
pub(super) mod small {
    use crate::value::Value;
    use serde_json::{Number, Value as Json};

    /// The value of a payload, which is no deeper than JSON is read.
    pub(in crate::project) fn json(value: &Value<'_>) -> Json {
        match value {
            Value::Bool(b) => Json::Bool(*b),
            Value::Int(i) => Json::from(*i),
            Value::UInt(u) => Json::from(*u),
            Value::Float(f) => Number::from_f64(*f).map_or(Json::Null, Json::Number),
            Value::Text(text) => Json::String(text.to_string()),
            Value::List(list) => Json::Array(list.iter().map(|item| json(&item)).collect()),
            Value::Map(map) => Json::Object(map.iter().map(|(key, value)| (key.into(), json(&value))).collect()),
            // A payload has no others.
            Value::Missing | Value::Null | Value::Decimal(_) | Value::Lambda(_) => Json::Null,
        }
    }
}
