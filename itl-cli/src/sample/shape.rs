//! The shape of payloads: which keys there are, how often, and of what kinds.

use serde_json::Value;
use std::collections::{BTreeSet, HashMap};

/// A kind of JSON value, by its name in JSON Schema.
pub(crate) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// What values at one place look like.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shape {
    pub(crate) kinds: BTreeSet<&'static str>,
    /// How many of the values are objects.
    pub(crate) objects: usize,
    /// The keys of objects in the order of their first appearance, and in how many objects each is.
    pub(crate) keys: Vec<(String, usize, Shape)>,
    /// Where each key stands in the list.
    places: HashMap<String, usize>,
    pub(crate) items: Option<Box<Shape>>,
    /// Whether all texts so far are instants of RFC 3339; none where there were no texts.
    pub(crate) instants: Option<bool>,
}

impl Shape {
    /// Adds a value, as deep as its reader lets payloads be.
    pub(crate) fn add(&mut self, value: &Value) {
        self.kinds.insert(kind(value));
        match value {
            Value::Object(map) => {
                self.objects += 1;
                for (key, value) in map {
                    let at = if let Some(at) = self.places.get(key) {
                        *at
                    } else {
                        self.places.insert(key.clone(), self.keys.len());
                        self.keys.push((key.clone(), 0, Self::default()));
                        self.keys.len() - 1
                    };
                    if let Some((_, count, shape)) = self.keys.get_mut(at) {
                        *count += 1;
                        shape.add(value);
                    }
                }
            }
            Value::Array(items) => {
                let shape = self.items.get_or_insert_default();
                for item in items {
                    shape.add(item);
                }
            }
            Value::String(text) => {
                let is_instant = text.len() >= 20 && chrono::DateTime::parse_from_rfc3339(text).is_ok();
                self.instants = Some(self.instants.unwrap_or(true) && is_instant);
            }
            _ => {}
        }
    }

    /// The shape under a key.
    pub(crate) fn key(&self, key: &str) -> Option<&Self> {
        self.keys.get(*self.places.get(key)?).map(|(_, _, shape)| shape)
    }
}
