//! What the hand-written code reads: the tree that `serde_json` makes by default, and
//! `serde_json::Value` as this process has it.
//!
//! The engine keeps the order of a payload's keys. That feature of `serde_json` holds for the whole
//! program and makes every `serde_json::Value` slower, to build and to search: hashed maps in
//! insertion order. `SortedDom` is what programs without that wish have, a `BTreeMap` an object,
//! so it is the harder baseline.

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Number, Value};
use std::collections::BTreeMap;
use std::fmt;

/// A JSON tree that code looks things up in; what is not there is null.
pub trait Dom: fmt::Display {
    /// The value of a key.
    fn at(&self, key: &str) -> &Self;
    /// The text, empty for what is none.
    fn text(&self) -> &str;
    /// The items, none for what is no array.
    fn items(&self) -> &[Self]
    where
        Self: Sized;
    /// The number, where it is a whole one.
    fn integer(&self) -> Option<i64>;
}

impl Dom for Value {
    fn at(&self, key: &str) -> &Self {
        &self[key]
    }

    fn text(&self) -> &str {
        self.as_str().unwrap_or_default()
    }

    fn items(&self) -> &[Self] {
        self.as_array().map_or(&[], Vec::as_slice)
    }

    fn integer(&self) -> Option<i64> {
        self.as_i64()
    }
}

/// The tree that `serde_json` builds by default.
pub enum SortedDom {
    /// Null, and what is not there.
    Null,
    /// A boolean.
    Bool(bool),
    /// A number.
    Number(Number),
    /// A text.
    String(String),
    /// An array.
    Array(Vec<SortedDom>),
    /// An object.
    Object(BTreeMap<String, SortedDom>),
}

impl Dom for SortedDom {
    fn at(&self, key: &str) -> &Self {
        static NULL: SortedDom = SortedDom::Null;
        match self {
            Self::Object(map) => map.get(key).unwrap_or(&NULL),
            _ => &NULL,
        }
    }

    fn text(&self) -> &str {
        if let Self::String(text) = self { text } else { "" }
    }

    fn items(&self) -> &[Self] {
        if let Self::Array(items) = self { items } else { &[] }
    }

    fn integer(&self) -> Option<i64> {
        if let Self::Number(number) = self { number.as_i64() } else { None }
    }
}

impl fmt::Display for SortedDom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => Ok(()),
            Self::Bool(is) => is.fmt(f),
            Self::Number(number) => number.fmt(f),
            Self::String(text) => f.write_str(text),
            Self::Array(_) | Self::Object(_) => Err(fmt::Error),
        }
    }
}

impl<'de> Deserialize<'de> for SortedDom {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Build)
    }
}

struct Build;

impl<'de> Visitor<'de> for Build {
    type Value = SortedDom;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<SortedDom, E> {
        Ok(SortedDom::Null)
    }

    fn visit_bool<E>(self, is: bool) -> Result<SortedDom, E> {
        Ok(SortedDom::Bool(is))
    }

    fn visit_i64<E>(self, number: i64) -> Result<SortedDom, E> {
        Ok(SortedDom::Number(number.into()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<SortedDom, E> {
        Ok(SortedDom::Number(number.into()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<SortedDom, E> {
        Ok(Number::from_f64(number).map_or(SortedDom::Null, SortedDom::Number))
    }

    fn visit_str<E>(self, text: &str) -> Result<SortedDom, E> {
        Ok(SortedDom::String(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<SortedDom, E> {
        Ok(SortedDom::String(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<SortedDom, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(SortedDom::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<SortedDom, A::Error> {
        let mut entries = BTreeMap::new();
        while let Some((key, value)) = map.next_entry()? {
            entries.insert(key, value);
        }
        Ok(SortedDom::Object(entries))
    }
}
