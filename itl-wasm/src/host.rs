//! Functions of JavaScript.

use itl_wire::host::Host;
use serde_json::Value;

/// Calls functions of JavaScript through the import `host`; a build without extensions has none.
#[derive(Clone)]
pub(crate) struct JavaScript;

impl Host for JavaScript {
    /// JavaScript replies `{"ok": value}` or `{"error": "…"}`.
    #[cfg(feature = "extensions")]
    fn call(&self, function: u32, request: &Value) -> Result<Value, String> {
        let answer = crate::call_host(function, &itl_wire::json::written(request));
        match itl_eval::read_json(&answer) {
            Ok(Value::Object(mut map)) => match (map.remove("ok"), map.remove("error")) {
                (Some(value), _) => Ok(value),
                (None, Some(Value::String(error))) => Err(error),
                _ => Ok(Value::Null),
            },
            _ => Err("the function gave no answer".into()),
        }
    }

    #[cfg(not(feature = "extensions"))]
    fn call(&self, _: u32, _: &Value) -> Result<Value, String> {
        Ok(Value::Null)
    }
}
