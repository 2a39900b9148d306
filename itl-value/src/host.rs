//! Values that a host program builds by hand, callbacks included: Mustache's lambdas.

use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

/// A value of the host program, which may hold callbacks. Kinds may be added, so a match needs an arm for the others.
///
/// ```
/// use itl_value::HostValue;
/// let data = HostValue::map([
///     ("name", HostValue::from("Ada")),
///     ("bold", HostValue::section(|text| format!("<b>{text}</b>"))),
/// ]);
/// assert_eq!(serde_json::json!(data), serde_json::json!({"name": "Ada", "bold": null}));
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum HostValue {
    /// A JSON value without callbacks.
    Json(serde_json::Value),
    /// An array.
    List(Vec<HostValue>),
    /// An object, in the order of its entries.
    Map(Vec<(String, HostValue)>),
    /// A callback.
    Lambda(Lambda),
}

/// A callback of the host program.
///
/// Called for a section it gets the source between the section's tags, called for a variable it gets
/// `None`. The text it returns is rendered as a template. Only what it returns for a variable is escaped.
/// One that fails prints nothing, and the render warns (`W0304`), on which a strict render fails.
#[derive(Clone)]
pub struct Lambda(Arc<LambdaFn>);

type LambdaFn = dyn Fn(Option<&str>) -> Result<String, String> + Send + Sync;

impl Lambda {
    /// A callback that runs a function.
    pub fn new(call: impl Fn(Option<&str>) -> String + Send + Sync + 'static) -> Self {
        Self::fallible(move |text| Ok(call(text)))
    }

    /// A callback that runs a function which may fail, with a message that says why.
    ///
    /// ```
    /// use itl_value::Lambda;
    /// let lookup = Lambda::fallible(|_| Err("no connection".to_owned()));
    /// assert_eq!(lookup.call(None), Err("the callback failed: no connection".to_owned()));
    /// ```
    pub fn fallible(call: impl Fn(Option<&str>) -> Result<String, String> + Send + Sync + 'static) -> Self {
        Self(Arc::new(call))
    }

    /// Calls it. The error says what has happened, in at most a kilobyte. A panic is caught; the panic hook still runs,
    /// which by default prints to stderr.
    pub fn call(&self, text: Option<&str>) -> Result<String, String> {
        match std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| (self.0)(text))) {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(message)) => Err(format!("the callback failed: {}", short_message(message))),
            Err(_) => Err("the callback panicked".to_owned()),
        }
    }
}

/// The longest message of the host program that is kept, in bytes.
const MAX_MESSAGE: usize = 1024;

/// A message of the host program, cut after a kilobyte.
#[doc(hidden)]
#[must_use]
pub fn short_message(mut message: String) -> String {
    if message.len() > MAX_MESSAGE {
        message.truncate(itl_text::graphemes::floor(&message, MAX_MESSAGE));
        message.push('…');
    }
    message
}

impl fmt::Debug for Lambda {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Lambda")
    }
}

impl HostValue {
    /// An object.
    pub fn map<K: Into<String>>(entries: impl IntoIterator<Item = (K, HostValue)>) -> Self {
        Self::Map(entries.into_iter().map(|(key, value)| (key.into(), value)).collect())
    }

    /// A callback for variables.
    pub fn variable(call: impl Fn() -> String + Send + Sync + 'static) -> Self {
        Self::Lambda(Lambda::new(move |_| call()))
    }

    /// A callback for sections.
    pub fn section(call: impl Fn(&str) -> String + Send + Sync + 'static) -> Self {
        Self::Lambda(Lambda::new(move |text| call(text.unwrap_or(""))))
    }
}

impl From<serde_json::Value> for HostValue {
    fn from(value: serde_json::Value) -> Self {
        Self::Json(value)
    }
}

impl From<&str> for HostValue {
    fn from(text: &str) -> Self {
        Self::Json(text.into())
    }
}

impl From<Cow<'_, str>> for HostValue {
    fn from(text: Cow<'_, str>) -> Self {
        Self::Json(text.into_owned().into())
    }
}

impl From<bool> for HostValue {
    fn from(value: bool) -> Self {
        Self::Json(value.into())
    }
}

impl From<Lambda> for HostValue {
    fn from(lambda: Lambda) -> Self {
        Self::Lambda(lambda)
    }
}

impl Serialize for HostValue {
    /// Serializes callbacks as null.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Json(json) => json.serialize(serializer),
            Self::List(items) => {
                let mut seq = serializer.serialize_seq(Some(items.len()))?;
                for item in items {
                    seq.serialize_element(item)?;
                }
                seq.end()
            }
            Self::Map(entries) => {
                let mut map = serializer.serialize_map(Some(entries.len()))?;
                for (key, value) in entries {
                    map.serialize_entry(key, value)?;
                }
                map.end()
            }
            Self::Lambda(_) => serializer.serialize_unit(),
        }
    }
}
