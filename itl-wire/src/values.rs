//! The JSON values of options: those of `serde_json` or, in the small build, which has no other use for them, lists.

#[cfg(feature = "full")]
pub use itl_eval::read_json as read;
#[cfg(feature = "full")]
pub use serde_json::Value;
#[cfg(not(feature = "full"))]
pub use small::{Object, Value, read};

/// An object.
#[cfg(feature = "full")]
pub type Object = serde_json::Map<String, Value>;

#[cfg(not(feature = "full"))]
mod small {
    use itl_eval::{JsonError, Payload, Value as Read};

    /// A value, with those methods of `serde_json`'s that options need.
    #[derive(Clone, Debug)]
    pub enum Value {
        /// What no option of this build looks at: null, and numbers that are not whole.
        Other,
        /// A boolean.
        Bool(bool),
        /// A whole number.
        Number(i64),
        /// A text.
        String(String),
        /// An array.
        Array(Vec<Value>),
        /// An object.
        Object(Object),
    }

    impl Value {
        /// The text.
        pub fn as_str(&self) -> Option<&str> {
            if let Self::String(text) = self { Some(text) } else { None }
        }

        /// The number.
        pub fn as_i64(&self) -> Option<i64> {
            if let Self::Number(number) = self { Some(*number) } else { None }
        }

        /// The number, if it is not negative.
        pub fn as_u64(&self) -> Option<u64> {
            self.as_i64().and_then(|number| number.try_into().ok())
        }

        /// The boolean.
        pub fn as_bool(&self) -> Option<bool> {
            if let Self::Bool(value) = self { Some(*value) } else { None }
        }

        /// The items.
        pub fn as_array(&self) -> Option<&Vec<Self>> {
            if let Self::Array(items) = self { Some(items) } else { None }
        }

        /// The entries.
        pub fn as_object(&self) -> Option<&Object> {
            if let Self::Object(entries) = self { Some(entries) } else { None }
        }

        /// Recurses as deep as the value of a payload, which the reader limits.
        fn of(value: &Read<'_>) -> Self {
            match value {
                Read::Bool(value) => Self::Bool(*value),
                Read::Int(number) => Self::Number(*number),
                // Limits that large are none.
                Read::UInt(_) => Self::Number(i64::MAX),
                Read::Text(text) => Self::String(text.to_string()),
                Read::List(list) => Self::Array(list.iter().map(|item| Self::of(&item)).collect()),
                Read::Map(map) => {
                    Self::Object(Object(map.iter().map(|(key, value)| (key.into_owned(), Self::of(&value))).collect()))
                }
                _ => Self::Other,
            }
        }
    }

    /// An object. Few are looked into, and seldom.
    #[derive(Clone, Debug, Default)]
    pub struct Object(Vec<(String, Value)>);

    impl Object {
        /// One without entries.
        pub fn new() -> Self {
            Self::default()
        }

        /// The value of `key`; of several the last one counts.
        pub fn get(&self, key: &str) -> Option<&Value> {
            self.0.iter().rev().find(|(known, _)| known == key).map(|(_, value)| value)
        }

        /// Whether it has the key.
        pub fn contains_key(&self, key: &str) -> bool {
            self.get(key).is_some()
        }

        /// The entries in their order.
        pub fn iter(&self) -> impl Iterator<Item = (&String, &Value)> {
            self.0.iter().map(|(key, value)| (key, value))
        }
    }

    /// Reads a JSON text, by the same reader as payloads.
    pub fn read(json: &str) -> Result<Value, JsonError> {
        Payload::borrowed(json).map(|payload| Value::of(&payload.root()))
    }
}
