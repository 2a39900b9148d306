//! A place in a payload or a JSON document: what the hot path carries instead of a value.
//!
//! A spot is copied freely and has nothing to drop, so a path is followed and its text printed
//! without making a [`Value`] on the way.

use crate::path::Step;
use crate::payload::{Node, Payload};
use crate::value::{List, LookupKey, Map, Value, json_get};
use itl_text::floats::write_float;
use serde_json::Value as Json;

/// A place that a path leads to.
#[derive(Clone, Copy, Debug)]
pub enum Spot<'a> {
    /// Nowhere.
    Missing,
    /// In a JSON document.
    Json(&'a Json),
    /// In a payload.
    Node(&'a Payload<'a>, &'a Node),
}

impl<'a> Spot<'a> {
    /// The place of an entry or item of it.
    #[inline]
    #[must_use]
    pub fn get(self, key: &LookupKey) -> Self {
        match self {
            Self::Node(payload, Node::Map { start, len, sorted }) => {
                payload.entries(*start, *len, *sorted).find(key).map_or(Self::Missing, |node| Self::Node(payload, node))
            }
            Self::Json(Json::Object(map)) => json_get(map, key).map_or(Self::Missing, Self::Json),
            _ => match key.index() {
                Some(index) => self.at(index as i64),
                None => Self::Missing,
            },
        }
    }

    fn at(self, index: i64) -> Self {
        let place = |len: usize| {
            let index = if index < 0 { (len as i64).saturating_add(index) } else { index };
            usize::try_from(index).ok()
        };
        let found = match self {
            Self::Node(payload, Node::List { start, len }) => {
                let items = payload.items(*start, *len);
                place(items.len()).and_then(|at| items.get(at)).map(|node| Self::Node(payload, node))
            }
            Self::Json(Json::Array(items)) => place(items.len()).and_then(|at| items.get(at)).map(Self::Json),
            _ => None,
        };
        found.unwrap_or(Self::Missing)
    }

    /// The value that stands there.
    #[inline]
    pub fn value(self) -> Value<'a> {
        match self {
            Self::Missing => Value::Missing,
            Self::Json(json) => Value::from_json(json),
            Self::Node(payload, node) => payload.value(*node),
        }
    }

    /// The text, where it is one.
    #[expect(clippy::inline_always, reason = "each tag asks, also in builds made for size")]
    #[inline(always)]
    pub fn text(self) -> Option<&'a str> {
        match self {
            Self::Node(payload, Node::Text(text)) => Some(payload.text_of(*text)),
            Self::Json(Json::String(text)) => Some(text),
            _ => None,
        }
    }

    /// Prints a number of a payload; answers no where it is none.
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
    /// The place of the item at `index`, where the array is of the payload.
    #[inline]
    pub fn spot(&self, index: usize) -> Option<Spot<'a>> {
        match self {
            Self::Json(items) => items.get(index).map(Spot::Json),
            Self::Node(items) => items.node(index).map(|node| Spot::Node(items.payload(), node)),
            Self::Context(_) | Self::Made(_) => None,
        }
    }
}

impl<'a> Map<'a> {
    /// The place that keys lead to; `None` where the object is not of the payload, or has no such place.
    #[expect(clippy::inline_always, reason = "the heart of the render loop")]
    #[inline(always)]
    pub fn follow(&self, key: &LookupKey, steps: &[Step]) -> Option<Spot<'a>> {
        match self {
            Self::Node(entries) => entries.follow(key, steps).map(|node| Spot::Node(entries.payload(), node)),
            Self::Json(map) => json_follow(map, key, steps).map(Spot::Json),
            _ => None,
        }
    }
}

/// What keys lead to in an object of a document.
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
