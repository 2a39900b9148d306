//! Reads JSON text into a [`Payload`].

use crate::payload::{Node, Payload};
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// A JSON text that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonError {
    /// Line, from 1; 0 where the place is not known.
    pub line: usize,
    /// Column in bytes, from 1; 0 at a line's end.
    pub column: usize,
    /// What is wrong, in serde_json's words, without the place.
    pub message: String,
}

impl JsonError {
    fn new(error: &serde_json::Error) -> Self {
        let whole = error.to_string();
        let message = whole.rsplit_once(" at line ").map_or(whole.as_str(), |(message, _)| message).to_owned();
        Self { line: error.line(), column: error.column(), message }
    }
}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at line {} column {}", self.message, self.line, self.column)
    }
}

impl std::error::Error for JsonError {}

impl Payload<'_> {
    /// Reads a JSON text and keeps a copy of what it holds.
    pub fn from_json(text: &str) -> Result<Payload<'static>, JsonError> {
        Self::from_slice(text.as_bytes())
    }

    /// Reads JSON from bytes, which have to be UTF-8.
    pub fn from_slice(bytes: &[u8]) -> Result<Payload<'static>, JsonError> {
        let value: serde_json::Value = serde_json::from_slice(bytes).map_err(|error| JsonError::new(&error))?;
        Ok(Payload::from_value(&value))
    }
}

impl<'p> Payload<'p> {
    /// Reads a JSON text and borrows from it.
    pub fn borrowed(text: &'p str) -> Result<Payload<'p>, JsonError> {
        Payload::default().refill(text.as_bytes())
    }

    /// Reads `bytes` into the memory of this payload.
    pub(crate) fn refill<'q>(self, bytes: &'q [u8]) -> Result<Payload<'q>, JsonError> {
        let source = match std::str::from_utf8(bytes) {
            Ok(source) if source.len() <= Payload::MOST_BYTES => source,
            Ok(_) => return Err(JsonError { line: 0, column: 0, message: "the payload is larger than 2 GiB".into() }),
            Err(_) => {
                let error = serde_json::from_slice::<serde_json::Value>(bytes).err();
                return Err(error.map_or_else(
                    || JsonError { line: 0, column: 0, message: "the payload is not UTF-8".into() },
                    |error| JsonError::new(&error),
                ));
            }
        };
        let mut payload = self.reset(source);
        let mut reader = serde_json::Deserializer::from_str(source);
        let root = Builder(&mut payload).deserialize(&mut reader).and_then(|node| reader.end().map(|()| node));
        match root {
            Ok(node) => {
                payload.set_root(node);
                Ok(payload)
            }
            Err(error) => Err(JsonError::new(&error)),
        }
    }
}

struct Builder<'b, 'p>(&'b mut Payload<'p>);

impl<'de> DeserializeSeed<'de> for Builder<'_, '_> {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Builder<'_, '_> {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_bool<E>(self, b: bool) -> Result<Node, E> {
        Ok(Node::Bool(b))
    }

    fn visit_i64<E>(self, i: i64) -> Result<Node, E> {
        Ok(Node::Int(i))
    }

    fn visit_u64<E>(self, u: u64) -> Result<Node, E> {
        Ok(i64::try_from(u).map_or(Node::UInt(u), Node::Int))
    }

    fn visit_f64<E>(self, f: f64) -> Result<Node, E> {
        Ok(Node::Float(f))
    }

    fn visit_str<E>(self, s: &str) -> Result<Node, E> {
        Ok(Node::Text(self.0.own(s)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Node, A::Error> {
        let mark = self.0.open_list();
        while let Some(node) = seq.next_element_seed(Builder(self.0))? {
            self.0.push_item(node);
        }
        Ok(self.0.close_list(mark))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let mark = self.0.open_map();
        while let Some(key) = map.next_key::<std::borrow::Cow<'_, str>>()? {
            let key = self.0.own(&key);
            let node = map.next_value_seed(Builder(self.0))?;
            self.0.push_entry(key, node);
        }
        Ok(self.0.close_map(mark))
    }
}
