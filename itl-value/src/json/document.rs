//! Reads JSON into owned values.

use super::JsonError;
use crate::payload::Payload;
use crate::value::Value;
use serde_json::{Number, Value as Json};

/// Reads a JSON text into a [`serde_json::Value`], by the same reader as payloads.
pub fn read_json(text: &str) -> Result<Json, JsonError> {
    Payload::borrowed(text).map(|payload| to_json(&payload.root()))
}

/// Reads a JSON text into a value that borrows nothing, with the place of the text's first
/// [lone surrogate](Payload::lone_surrogate).
pub fn read_value(text: &str) -> Result<(Value<'static>, Option<(u32, u32)>), JsonError> {
    Payload::borrowed(text).map(|payload| (to_owned(&payload.root()), payload.lone_surrogate()))
}

/// Recurses as deep as the value of a payload, which the reader limits.
pub(super) fn to_json(value: &Value<'_>) -> Json {
    match value {
        Value::Bool(b) => Json::Bool(*b),
        Value::Int(i) => Json::from(*i),
        Value::UInt(u) => Json::from(*u),
        Value::Float(f) => Number::from_f64(*f).map_or(Json::Null, Json::Number),
        Value::Text(text) => Json::String(text.to_string()),
        Value::List(list) => Json::Array(list.iter().map(|item| to_json(&item)).collect()),
        Value::Map(map) => Json::Object(map.iter().map(|(key, value)| (key.into_owned(), to_json(&value))).collect()),
        // A payload has no others.
        Value::Missing | Value::Null | Value::Decimal(_) | Value::Lambda(_) => Json::Null,
    }
}

/// Recurses as deep as the value of a payload, which the reader limits.
fn to_owned(value: &Value<'_>) -> Value<'static> {
    match value {
        Value::Bool(b) => Value::Bool(*b),
        Value::Int(i) => Value::Int(*i),
        Value::UInt(u) => Value::UInt(*u),
        Value::Float(f) => Value::Float(*f),
        Value::Text(text) => Value::text(text.to_string()),
        Value::List(list) => Value::list(list.iter().map(|item| to_owned(&item)).collect()),
        Value::Map(map) => Value::Map(map.iter().map(|(key, value)| (key.into_owned(), to_owned(&value))).collect()),
        // A payload has no others.
        Value::Missing | Value::Null | Value::Decimal(_) | Value::Lambda(_) => Value::Null,
    }
}
