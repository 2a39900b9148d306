//! Callbacks into the host program: Mustache's lambdas, and functions of its own.

#[cfg(feature = "extensions")]
mod functions;

#[cfg(feature = "extensions")]
pub(crate) use functions::function;

use crate::json::written;
use itl_eval::{HostValue, Lambda};
use serde_json::{Map, Value};

/// The key of an object that stands for a callback; a binding writes it in place of a function.
/// No payload that came as JSON alone is read this way.
const MARK: &str = "\u{0}itl:callback";

/// What calls the functions of the host program.
pub trait Host: Clone + Send + Sync + 'static {
    /// Calls the function of that number with `[value, [arguments]]`.
    ///
    /// # Errors
    /// What the function says about its failure.
    fn call(&self, function: u32, request: &Value) -> Result<Value, String>;
}

/// A payload in which marked objects are callbacks.
pub fn context<H: Host>(value: Value, host: &H) -> HostValue {
    match value {
        Value::Array(items) => HostValue::List(items.into_iter().map(|item| context(item, host)).collect()),
        Value::Object(map) => match callback(&map) {
            Some(id) => lambda(id, host),
            None => HostValue::Map(map.into_iter().map(|(key, value)| (key, context(value, host))).collect()),
        },
        scalar => HostValue::Json(scalar),
    }
}

/// A payload whose root has these callbacks besides; they hide its own values of the same names. Only an object has names,
/// and null is an empty one.
pub fn with_lambdas<H: Host>(payload: Value, lambdas: &[(String, u32)], host: &H) -> HostValue {
    let map = match payload {
        Value::Object(map) => map,
        Value::Null => Map::new(),
        other => return HostValue::Json(other),
    };
    let own = map.into_iter().filter(|(key, _)| lambdas.iter().all(|(name, _)| name != key));
    let own = own.map(|(key, value)| (key, HostValue::Json(value)));
    HostValue::Map(own.chain(lambdas.iter().map(|(name, id)| (name.clone(), lambda(*id, host)))).collect())
}

/// The callback of that number. It is called with `[text, []]`, where the text of a variable is null.
fn lambda<H: Host>(id: u32, host: &H) -> HostValue {
    let host = host.clone();
    HostValue::from(Lambda::fallible(move |text| {
        let text = text.map_or(Value::Null, Value::from);
        Ok(match host.call(id, &Value::Array(vec![text, Value::Array(Vec::new())]))? {
            Value::String(answer) => answer,
            Value::Null => String::new(),
            other => written(&other),
        })
    }))
}

fn callback(map: &Map<String, Value>) -> Option<u32> {
    map.get(MARK).filter(|_| map.len() == 1).and_then(Value::as_u64).map(|id| id as u32)
}

/// The tokens that a function of the host counts in a text; as many as its bytes where it counts none, so that no
/// budget is exceeded unseen.
#[cfg(feature = "prompts")]
pub(crate) fn count(host: &impl Host, id: u32, text: &str) -> u64 {
    let counted = host.call(id, &Value::Array(vec![text.into(), Value::Array(Vec::new())]));
    counted.ok().and_then(|count| count.as_u64()).unwrap_or(text.len() as u64)
}
