//! A value in flight: a borrow of the payload, or something a function made.

use crate::context_data::{Context, Lambda};
use crate::key_tag::KeyTag;
use crate::payload::{self, Payload};
use crate::project::write_json_string;
use serde_json::Value as Json;
use std::borrow::Cow;
use std::rc::Rc;
use std::sync::atomic::{AtomicU32, Ordering};

/// What a value is, in the words of the reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Anything at all.
    Any,
    /// A text.
    Text,
    /// A number, or a text that holds one.
    Number,
    /// `true` or `false`.
    Boolean,
    /// An array.
    Array,
    /// An object.
    Object,
    /// A point in time: a number, or a text that holds a date.
    Instant,
}

impl Kind {
    /// The kind in a word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Any => "any",
            Self::Text => "text",
            Self::Number => "number",
            Self::Boolean => "boolean",
            Self::Array => "array",
            Self::Object => "object",
            Self::Instant => "instant",
        }
    }
}

/// A value while a tag is evaluated.
#[derive(Clone, Debug, Default)]
pub enum Value<'a> {
    /// No such key, or no such item.
    #[default]
    Missing,
    /// JSON's null.
    Null,
    /// A boolean.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A whole number above `i64::MAX`.
    UInt(u64),
    /// Any other number of a payload.
    Float(f64),
    /// An exact decimal that arithmetic made, in its printed form.
    Decimal(Rc<str>),
    /// A text.
    Text(Cow<'a, str>),
    /// An array.
    List(List<'a>),
    /// An object.
    Map(Map<'a>),
    /// A callback of the host, in the mustache dialect.
    Lambda(&'a Lambda),
}

/// An array, wherever it lives.
#[derive(Clone, Debug)]
pub enum List<'a> {
    /// In a JSON document.
    Json(&'a [Json]),
    /// In a payload.
    Node(payload::Items<'a>),
    /// In a context built by the host.
    Context(&'a [Context]),
    /// Made by a function.
    Made(Rc<[Value<'a>]>),
}

/// An object, wherever it lives.
#[derive(Clone, Debug)]
pub enum Map<'a> {
    /// In a JSON document.
    Json(&'a serde_json::Map<String, Json>),
    /// In a payload.
    Node(payload::Entries<'a>),
    /// In a context built by the host.
    Context(&'a [(String, Context)]),
    /// Made by a function.
    Made(Rc<[(Box<str>, Value<'a>)]>),
}

/// A key that is looked up often, with what makes the look-up cheap.
#[derive(Debug)]
pub struct LookupKey {
    pub(crate) tag: KeyTag,
    /// The text, where the tag does not hold it whole.
    long: Option<Box<str>>,
    /// The key as an array position, where it is one: `list.0`.
    index: Option<usize>,
    /// Where the key stood in the last object it was found in. Payloads of one kind hold their
    /// keys in one order, so most look-ups are a single comparison. It never decides what is
    /// found.
    seen: AtomicU32,
}

impl PartialEq for LookupKey {
    fn eq(&self, other: &Self) -> bool {
        self.text() == other.text()
    }
}

impl Eq for LookupKey {}

impl Clone for LookupKey {
    fn clone(&self) -> Self {
        Self { tag: self.tag, long: self.long.clone(), index: self.index, seen: AtomicU32::new(self.seen() as u32) }
    }
}

impl LookupKey {
    /// Prepares `text` for look-ups.
    pub fn new(text: &str) -> Self {
        let digits = !text.is_empty() && text.len() < 10 && text.bytes().all(|b| b.is_ascii_digit());
        let canonical = digits && (text.len() == 1 || !text.starts_with('0'));
        let tag = KeyTag::of(text.as_bytes());
        Self {
            tag,
            long: (!tag.is_whole()).then(|| text.into()),
            index: canonical.then(|| text.parse().ok()).flatten(),
            seen: AtomicU32::new(0),
        }
    }

    /// The key.
    #[inline]
    pub fn text(&self) -> &str {
        self.long.as_deref().or_else(|| self.tag.text()).unwrap_or_default()
    }

    /// The array position that the key is, where it is one.
    #[inline]
    pub fn index(&self) -> Option<usize> {
        self.index
    }

    /// Whether `key` is this key.
    #[inline]
    pub(crate) fn is(&self, key: &str) -> bool {
        self.is_tagged(KeyTag::of(key.as_bytes()), || key)
    }

    /// Whether a key with that tag is this key; `text` gives it where the tag does not tell.
    #[expect(clippy::inline_always, reason = "each key that is met asks, also in builds made for size")]
    #[inline(always)]
    pub(crate) fn is_tagged<'t>(&self, tag: KeyTag, text: impl FnOnce() -> &'t str) -> bool {
        tag == self.tag && (tag.is_whole() || self.long.as_deref() == Some(text()))
    }

    #[inline]
    pub(crate) fn seen(&self) -> usize {
        self.seen.load(Ordering::Relaxed) as usize
    }

    #[inline]
    pub(crate) fn note(&self, at: usize) {
        self.seen.store(at as u32, Ordering::Relaxed);
    }
}

impl<'a> Value<'a> {
    /// A borrow of a JSON value.
    #[inline]
    pub fn from_json(value: &'a Json) -> Self {
        match value {
            Json::Null => Self::Null,
            Json::Bool(b) => Self::Bool(*b),
            Json::Number(n) => Self::from_number(n),
            Json::String(s) => Self::Text(Cow::Borrowed(s)),
            Json::Array(items) => Self::List(List::Json(items)),
            Json::Object(map) => Self::Map(Map::Json(map)),
        }
    }

    pub(crate) fn from_number(n: &serde_json::Number) -> Self {
        if let Some(i) = n.as_i64() {
            Self::Int(i)
        } else if let Some(u) = n.as_u64() {
            Self::UInt(u)
        } else {
            Self::Float(n.as_f64().unwrap_or(0.0))
        }
    }

    /// The value with nothing borrowed from `value`.
    pub fn from_owned_json(value: Json) -> Self {
        match value {
            Json::String(s) => Self::Text(Cow::Owned(s)),
            Json::Array(items) => Self::list(items.into_iter().map(Self::from_owned_json).collect()),
            Json::Object(map) => Self::Map(Map::Made(
                map.into_iter().map(|(key, value)| (key.into_boxed_str(), Self::from_owned_json(value))).collect(),
            )),
            Json::Null => Self::Null,
            Json::Bool(b) => Self::Bool(b),
            Json::Number(n) => Self::from_number(&n),
        }
    }

    /// A text.
    #[inline]
    pub fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self::Text(text.into())
    }

    /// An array made by a function.
    #[inline]
    pub fn list(items: Vec<Value<'a>>) -> Self {
        Self::List(List::Made(items.into()))
    }

    /// Whether it is missing or null.
    #[inline]
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Missing | Self::Null)
    }

    /// Whether a section over it runs: all but false, null, missing, the empty text and the
    /// empty array.
    #[inline]
    pub fn is_truthy(&self) -> bool {
        match self {
            Self::Missing | Self::Null | Self::Bool(false) => false,
            Self::Text(text) => !text.is_empty(),
            Self::List(list) => !list.is_empty(),
            _ => true,
        }
    }

    /// Whether it is missing, null, or empty: a text, array or object without content.
    #[inline]
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Missing | Self::Null => true,
            Self::Text(text) => text.is_empty(),
            Self::List(list) => list.is_empty(),
            Self::Map(map) => map.is_empty(),
            _ => false,
        }
    }

    /// What it is, in a word for messages.
    pub fn kind_name(&self) -> &'static str {
        match self {
            Self::Missing => "a missing value",
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Int(_) | Self::UInt(_) | Self::Float(_) | Self::Decimal(_) => "a number",
            Self::Text(_) => "a text",
            Self::List(_) => "an array",
            Self::Map(_) => "an object",
            Self::Lambda(_) => "a function",
        }
    }

    /// The value of `key`: of an object its entry, of an array the item at that position.
    #[must_use]
    #[inline]
    pub fn get(&self, key: &LookupKey) -> Value<'a> {
        match self {
            Self::Map(map) => map.get(key),
            Self::List(list) => key.index.map_or(Self::Missing, |at| list.get(at)),
            _ => Self::Missing,
        }
    }

    /// The value of `key`, for keys that are looked up once.
    #[must_use]
    pub fn get_str(&self, key: &str) -> Value<'a> {
        match self {
            Self::Map(_) | Self::List(_) => self.get(&LookupKey::new(key)),
            _ => Self::Missing,
        }
    }

    /// The item at `index`, counted from the end where negative; missing outside.
    #[must_use]
    #[inline]
    pub fn at(&self, index: i64) -> Value<'a> {
        let Self::List(list) = self else { return Self::Missing };
        let index = if index < 0 { (list.len() as i64).saturating_add(index) } else { index };
        usize::try_from(index).map_or(Self::Missing, |at| list.get(at))
    }

    /// The text a tag prints for it.
    pub fn to_text(&self) -> Cow<'a, str> {
        match self {
            Self::Text(text) => text.clone(),
            Self::Missing | Self::Null | Self::Lambda(_) => Cow::Borrowed(""),
            Self::Bool(true) => Cow::Borrowed("true"),
            Self::Bool(false) => Cow::Borrowed("false"),
            other => {
                let mut text = String::new();
                other.write_text(&mut text);
                Cow::Owned(text)
            }
        }
    }

    /// As [`Value::to_text`], without a copy of a text that the value owns.
    #[inline]
    pub fn into_text(self) -> Cow<'a, str> {
        match self {
            Self::Text(text) => text,
            other => other.to_text(),
        }
    }

    /// Appends the text a tag prints for it.
    #[inline]
    pub fn write_text(&self, out: &mut String) {
        match self {
            Self::Text(text) => out.push_str(text),
            Self::Missing | Self::Null | Self::Lambda(_) => {}
            _ => self.write_json(out),
        }
    }

    /// Appends it as compact JSON, keys in their own order; missing is `null`.
    pub fn write_json(&self, out: &mut String) {
        match self {
            Self::Missing | Self::Null | Self::Lambda(_) => out.push_str("null"),
            Self::Bool(b) => out.push_str(if *b { "true" } else { "false" }),
            Self::Int(i) => out.push_str(itoa::Buffer::new().format(*i)),
            Self::UInt(u) => out.push_str(itoa::Buffer::new().format(*u)),
            Self::Float(f) => itl_text::floats::write_float(*f, out),
            Self::Decimal(text) => out.push_str(text),
            Self::Text(text) => write_json_string(text, out),
            Self::List(list) => {
                out.push('[');
                for (i, item) in list.iter().enumerate() {
                    if i > 0 {
                        out.push(',');
                    }
                    item.write_json(out);
                }
                out.push(']');
            }
            Self::Map(map) => {
                out.push('{');
                for (i, (key, value)) in map.iter().enumerate() {
                    if i > 0 {
                        out.push(',');
                    }
                    write_json_string(&key, out);
                    out.push(':');
                    value.write_json(out);
                }
                out.push('}');
            }
        }
    }
}

impl<'a> List<'a> {
    /// How many items it has.
    #[inline]
    pub fn len(&self) -> usize {
        match self {
            Self::Json(items) => items.len(),
            Self::Node(items) => items.len(),
            Self::Context(items) => items.len(),
            Self::Made(items) => items.len(),
        }
    }

    /// Whether it has none.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The item at `index`; missing outside.
    #[inline]
    pub fn get(&self, index: usize) -> Value<'a> {
        match self {
            Self::Json(items) => items.get(index).map_or(Value::Missing, Value::from_json),
            Self::Node(items) => items.get(index),
            Self::Context(items) => items.get(index).map_or(Value::Missing, Context::as_value),
            Self::Made(items) => items.get(index).cloned().unwrap_or_default(),
        }
    }

    /// The items in order.
    pub fn iter(&self) -> impl Iterator<Item = Value<'a>> + '_ {
        (0..self.len()).map(|i| self.get(i))
    }
}

impl<'a> Map<'a> {
    /// Becomes the object at `index` of `list`; answers no where the two are not of one payload,
    /// or no object stands there.
    #[inline]
    pub fn become_item(&mut self, list: &List<'a>, index: usize) -> bool {
        match (self, list) {
            (Self::Node(entries), List::Node(items)) => items.object(index).map(|object| *entries = object).is_some(),
            (Self::Json(map), List::Json(items)) => {
                items.get(index).and_then(Json::as_object).map(|object| *map = object).is_some()
            }
            _ => false,
        }
    }

    /// How many entries it has.
    #[inline]
    pub fn len(&self) -> usize {
        match self {
            Self::Json(map) => map.len(),
            Self::Node(entries) => entries.len(),
            Self::Context(entries) => entries.len(),
            Self::Made(entries) => entries.len(),
        }
    }

    /// Whether it has none.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The value of `key`; missing where there is none.
    #[inline]
    pub fn get(&self, key: &LookupKey) -> Value<'a> {
        match self {
            Self::Json(map) => json_get(map, key).map_or(Value::Missing, Value::from_json),
            Self::Node(entries) => entries.get(key),
            Self::Context(entries) => {
                entries.iter().find(|(k, _)| key.is(k)).map_or(Value::Missing, |(_, v)| v.as_value())
            }
            Self::Made(entries) => {
                entries.iter().rev().find(|(k, _)| key.is(k)).map_or(Value::Missing, |(_, v)| v.clone())
            }
        }
    }

    /// The entry at `index`, in the payload's order.
    pub fn entry(&self, index: usize) -> Option<(Cow<'a, str>, Value<'a>)> {
        match self {
            Self::Json(map) => map.iter().nth(index).map(|(k, v)| (Cow::Borrowed(k.as_str()), Value::from_json(v))),
            Self::Node(entries) => entries.entry(index).map(|(k, v)| (Cow::Borrowed(k), v)),
            Self::Context(entries) => entries.get(index).map(|(k, v)| (Cow::Borrowed(k.as_str()), v.as_value())),
            Self::Made(entries) => entries.get(index).map(|(k, v)| (Cow::Owned(k.to_string()), v.clone())),
        }
    }

    /// The entries in the payload's order.
    pub fn iter(&self) -> impl Iterator<Item = (Cow<'a, str>, Value<'a>)> + '_ {
        let mut json = match self {
            Self::Json(map) => Some(map.iter()),
            _ => None,
        };
        let mut next = 0;
        std::iter::from_fn(move || match &mut json {
            Some(iter) => iter.next().map(|(k, v)| (Cow::Borrowed(k.as_str()), Value::from_json(v))),
            None => {
                next += 1;
                self.entry(next - 1)
            }
        })
    }
}

/// Below this size walking an object is faster than hashing the key.
const WALKED: usize = 16;

/// Above this size finding a key's place would cost more than it saves.
const NOTED: usize = 512;

#[inline]
pub(crate) fn json_get<'a>(map: &'a serde_json::Map<String, Json>, key: &LookupKey) -> Option<&'a Json> {
    match map.iter().nth(key.seen()) {
        Some((known, value)) if key.is(known) => Some(value),
        _ => json_search(map, key),
    }
}

#[inline(never)]
fn json_search<'a>(map: &'a serde_json::Map<String, Json>, key: &LookupKey) -> Option<&'a Json> {
    if map.len() > WALKED {
        let found = map.get(key.text());
        if found.is_none() || map.len() > NOTED {
            return found;
        }
    }
    let at = map.keys().position(|known| key.is(known))?;
    key.note(at);
    map.values().nth(at)
}

impl<'a> From<&'a Json> for Value<'a> {
    fn from(value: &'a Json) -> Self {
        Self::from_json(value)
    }
}

impl<'a> From<&'a Payload<'_>> for Value<'a> {
    fn from(payload: &'a Payload<'_>) -> Self {
        payload.root()
    }
}
