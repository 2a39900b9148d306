//! A reference to a value of a payload or a JSON document.
//!
//! It is copied freely and has nothing to drop, so the render loop follows a path and prints the text it
//! leads to without building a [`Value`] on the way.

use crate::key::{KeyTag, LookupKey};
use crate::path::Step;
use crate::payload::{Node, Payload};
use crate::value::{LENGTH, List, Map, Value};
#[cfg(feature = "documents")]
use crate::value::{json_at, json_get};
use itl_text::floats::write_float;
#[cfg(feature = "documents")]
use serde_json::Value as Json;

/// A reference to a value of a payload or a JSON document.
#[derive(Clone, Copy, Debug)]
pub enum ValueRef<'a> {
    /// To nothing.
    Missing,
    /// To a value of a JSON document.
    #[cfg(feature = "documents")]
    Json(&'a Json),
    /// To a node of a payload.
    Node(&'a Payload<'a>, &'a Node),
    /// To the number of an array's items, which is not a value of the payload.
    Length(usize),
}

impl<'a> ValueRef<'a> {
    /// The entry of an object or, if the key is an array position, the item of an array.
    #[inline]
    #[must_use]
    pub fn get(self, key: &LookupKey) -> Self {
        match self {
            Self::Node(payload, Node::Map { start, len, sorted }) => {
                payload.entries(*start, *len, *sorted).find(key).map_or(Self::Missing, |node| Self::Node(payload, node))
            }
            #[cfg(feature = "documents")]
            Self::Json(Json::Object(map)) => json_get(map, key).map_or(Self::Missing, Self::Json),
            _ => match key.index() {
                Some(index) => self.at(index as i64),
                None if key.text() == LENGTH => self.items().map_or(Self::Missing, Self::Length),
                None => Self::Missing,
            },
        }
    }

    /// How many items the array has; `None` if it is none.
    fn items(self) -> Option<usize> {
        match self {
            Self::Node(_, Node::List { len, .. }) => Some(*len as usize),
            #[cfg(feature = "documents")]
            Self::Json(Json::Array(items)) => Some(items.len()),
            _ => None,
        }
    }

    fn at(self, index: i64) -> Self {
        let position = |len: usize| {
            let index = if index < 0 { (len as i64).saturating_add(index) } else { index };
            usize::try_from(index).ok()
        };
        let found = match self {
            Self::Node(payload, Node::List { start, len }) => {
                let items = payload.items(*start, *len);
                position(items.len()).and_then(|at| items.node(at)).map(|node| Self::Node(payload, node))
            }
            #[cfg(feature = "documents")]
            Self::Json(Json::Array(items)) => position(items.len()).and_then(|at| items.get(at)).map(Self::Json),
            _ => None,
        };
        found.unwrap_or(Self::Missing)
    }

    /// The value.
    #[inline]
    pub fn value(self) -> Value<'a> {
        match self {
            Self::Missing => Value::Missing,
            Self::Length(items) => Value::length(items),
            #[cfg(feature = "documents")]
            Self::Json(json) => Value::from_json(json),
            Self::Node(payload, node) => Value::from_node(payload, *node),
        }
    }

    /// The text, if the value is one.
    #[expect(clippy::inline_always, reason = "runs for each tag, also in builds made for size")]
    #[inline(always)]
    pub fn text(self) -> Option<&'a str> {
        match self {
            Self::Node(payload, Node::Text(text)) => Some(payload.text_of(*text)),
            #[cfg(feature = "documents")]
            Self::Json(Json::String(text)) => Some(text),
            _ => None,
        }
    }

    /// Appends a number of a payload as text. Returns false if it is something else.
    #[inline]
    pub fn write_number(self, out: &mut String) -> bool {
        match self {
            Self::Node(_, Node::Int(i)) => out.push_str(itoa::Buffer::new().format(*i)),
            Self::Node(_, Node::Float(f)) => write_float(*f, out),
            _ => return false,
        }
        true
    }
}

impl<'a> List<'a> {
    /// A reference to the item at `index`; `None` if there is none, or a function or the host built the array.
    #[inline]
    pub fn value_ref(&self, index: usize) -> Option<ValueRef<'a>> {
        match self {
            #[cfg(feature = "documents")]
            Self::Json(items) => items.get(index).map(ValueRef::Json),
            Self::Node(items) => items.node(index).map(|node| ValueRef::Node(items.payload(), node)),
            _ => None,
        }
    }
}

impl<'a> Map<'a> {
    /// A reference to the value that `key` and `steps` lead to, objects all the way; `None` if there is none,
    /// or a function or the host built the object.
    #[expect(clippy::inline_always, reason = "the heart of the render loop")]
    #[inline(always)]
    pub fn follow(&self, key: &LookupKey, steps: &[Step]) -> Option<ValueRef<'a>> {
        match self {
            Self::Node(entries) => entries.follow(key, steps).map(|node| ValueRef::Node(entries.payload(), node)),
            #[cfg(feature = "documents")]
            Self::Json(map) => json_follow(map, key, steps).map(ValueRef::Json),
            _ => None,
        }
    }
}

impl<'a> Map<'a> {
    /// References to the values of some keys, found in one pass and without a memory of where; `None` where a function or
    /// the host built the object. Keys that most objects have are found faster where they come first.
    pub fn values_of<const N: usize>(&self, keys: &[LookupKey; N]) -> Option<[Option<ValueRef<'a>>; N]> {
        let mut found = [None; N];
        let mut note = |tag: KeyTag, text: &str, value: ValueRef<'a>| {
            let mut places = keys.iter().zip(&mut found);
            if let Some((_, place)) = places.find(|(key, _)| key.is_tagged(tag, || text)) {
                place.get_or_insert(value);
            }
        };
        match self {
            Self::Node(entries) => {
                let payload = entries.payload();
                entries.tagged().for_each(|(tag, text, node)| note(tag, text, ValueRef::Node(payload, node)));
            }
            #[cfg(feature = "documents")]
            Self::Json(map) => {
                map.iter().for_each(|(key, value)| note(KeyTag::of(key.as_bytes()), key, ValueRef::Json(value)));
            }
            _ => return None,
        }
        Some(found)
    }

    /// A reference to the value of `key` where it stands at the position where the key was found last; `None` says
    /// nothing about the object.
    #[inline]
    pub fn at_last_position(&self, key: &LookupKey) -> Option<ValueRef<'a>> {
        match self {
            Self::Node(entries) => entries.at_last_position(key).map(|node| ValueRef::Node(entries.payload(), node)),
            #[cfg(feature = "documents")]
            Self::Json(map) => {
                let (known, value) = json_at(map, key.last_position())?;
                key.is(known).then_some(ValueRef::Json(value))
            }
            _ => None,
        }
    }
}

/// The value that keys lead to in an object of a document.
#[cfg(feature = "documents")]
#[inline]
fn json_follow<'a>(map: &'a serde_json::Map<String, Json>, key: &LookupKey, steps: &[Step]) -> Option<&'a Json> {
    let mut found = json_get(map, key)?;
    for step in steps {
        found = match (step, found) {
            (Step::Key(key), Json::Object(map)) => json_get(map, key)?,
            _ => return None,
        };
    }
    Some(found)
}
