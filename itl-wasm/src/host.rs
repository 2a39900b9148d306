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
            // Removing an entry would be a kilobyte of code.
            Ok(Value::Object(mut map)) => match map.get_mut("error").map(Value::take) {
                Some(Value::String(error)) => Err(error),
                _ => Ok(map.get_mut("ok").map(Value::take).unwrap_or_default()),
            },
            _ => Err("the function gave no answer".into()),
        }
    }

    #[cfg(not(feature = "extensions"))]
    fn call(&self, _: u32, _: &Value) -> Result<Value, String> {
        Ok(Value::Null)
    }
}
