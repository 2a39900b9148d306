//! Callbacks into JavaScript: Mustache's lambdas, and functions of the host.

#[cfg(feature = "extensions")]
mod functions;

#[cfg(feature = "extensions")]
pub(crate) use functions::function;

use crate::json::written;
use itl_eval::{HostValue, Lambda};
use serde_json::{Map, Value};

/// The key of an object that stands for a callback; JavaScript writes it in place of a function.
/// No payload that came through `JSON.stringify` alone is read this way.
const MARK: &str = "\u{0}itl:callback";

/// A payload in which marked objects are callbacks.
pub(crate) fn context(value: Value) -> HostValue {
    match value {
        Value::Array(items) => HostValue::List(items.into_iter().map(context).collect()),
        Value::Object(map) => match callback(&map) {
            Some(id) => HostValue::from(Lambda::fallible(move |text| {
                let text = text.map_or(Value::Null, Value::from);
                Ok(match call(id, &Value::Array(vec![text, Value::Array(Vec::new())]))? {
                    Value::String(answer) => answer,
                    Value::Null => String::new(),
                    other => written(&other),
                })
            })),
            None => HostValue::Map(map.into_iter().map(|(key, value)| (key, context(value))).collect()),
        },
        scalar => HostValue::Json(scalar),
    }
}

fn callback(map: &Map<String, Value>) -> Option<u32> {
    map.get(MARK).filter(|_| map.len() == 1).and_then(Value::as_u64).map(|id| id as u32)
}

/// The tokens that a JavaScript function counts in a text; as many as its bytes where it counts none, so that no
/// budget is exceeded unseen.
#[cfg(feature = "prompts")]
pub(crate) fn count(id: u32, text: &str) -> u64 {
    let counted = call(id, &Value::Array(vec![text.into(), Value::Array(Vec::new())]));
    counted.ok().and_then(|count| count.as_u64()).unwrap_or(text.len() as u64)
}

/// Calls the JavaScript function `id` with `[value, [arguments]]`. It answers `{"ok": value}` or
/// `{"error": "…"}`.
fn call(id: u32, request: &Value) -> Result<Value, String> {
    let answer = crate::call_host(id, &written(request));
    match itl_eval::read_json(&answer) {
        Ok(Value::Object(mut map)) => match (map.remove("ok"), map.remove("error")) {
            (Some(value), _) => Ok(value),
            (None, Some(Value::String(error))) => Err(error),
            _ => Ok(Value::Null),
        },
        _ => Err("the function gave no answer".into()),
    }
}
