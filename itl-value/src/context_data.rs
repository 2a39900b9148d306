//! Contexts that a host builds by hand, with callbacks in them: Mustache's lambdas.

use crate::value::{List, Map, Value};
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

/// A payload value that may also be a callback.
///
/// ```
/// use itl_value::Context;
/// let data = Context::map([
///     ("name", Context::from("Ada")),
///     ("bold", Context::section(|text| format!("<b>{text}</b>"))),
/// ]);
/// assert_eq!(serde_json::json!(data), serde_json::json!({"name": "Ada", "bold": null}));
/// ```
#[derive(Clone, Debug)]
pub enum Context {
    /// A JSON scalar.
    Json(serde_json::Value),
    /// An array.
    List(Vec<Context>),
    /// An object, in the order of its entries.
    Map(Vec<(String, Context)>),
    /// A callback.
    Lambda(Lambda),
}

/// A callback of the host. It is called with the raw text of the section it stands for, or with
/// `None` where a variable stands for it; the text it answers is read as a template, of which
/// no section text is escaped.
#[derive(Clone)]
pub struct Lambda(Arc<LambdaFn>);

type LambdaFn = dyn Fn(Option<&str>) -> String + Send + Sync;

impl Lambda {
    /// A callback over a function.
    pub fn new(call: impl Fn(Option<&str>) -> String + Send + Sync + 'static) -> Self {
        Self(Arc::new(call))
    }

    /// Calls it; a panic of the host gives `None` and is not passed on.
    pub fn call(&self, text: Option<&str>) -> Option<String> {
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| (self.0)(text))).ok()
    }
}

impl fmt::Debug for Lambda {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Lambda")
    }
}

impl Context {
    /// An object.
    pub fn map<K: Into<String>>(entries: impl IntoIterator<Item = (K, Context)>) -> Self {
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

    /// It as a value.
    #[inline]
    pub fn as_value(&self) -> Value<'_> {
        match self {
            Self::Json(json) => Value::from_json(json),
            Self::List(items) => Value::List(List::Context(items)),
            Self::Map(entries) => Value::Map(Map::Context(entries)),
            Self::Lambda(lambda) => Value::Lambda(lambda),
        }
    }
}

impl From<serde_json::Value> for Context {
    fn from(value: serde_json::Value) -> Self {
        Self::Json(value)
    }
}

impl From<&str> for Context {
    fn from(text: &str) -> Self {
        Self::Json(text.into())
    }
}

impl From<Cow<'_, str>> for Context {
    fn from(text: Cow<'_, str>) -> Self {
        Self::Json(text.into_owned().into())
    }
}

impl From<bool> for Context {
    fn from(value: bool) -> Self {
        Self::Json(value.into())
    }
}

impl From<Lambda> for Context {
    fn from(lambda: Lambda) -> Self {
        Self::Lambda(lambda)
    }
}

impl Serialize for Context {
    /// Callbacks are written as null.
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
