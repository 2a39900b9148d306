//! A place in a payload or a JSON document: what the hot path carries instead of a value.
//!
//! A spot is copied freely and has nothing to drop, so a path is followed and its text printed
//! without making a [`Value`] on the way.

use crate::floats::write_float;
use crate::output::Escape;
use crate::payload::{Node, Payload};
use crate::value::{LookupKey, Value, json_get};
use serde_json::Value as Json;

/// A place that a path leads to.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Spot<'a> {
    Missing,
    Json(&'a Json),
    Node(&'a Payload<'a>, &'a Node),
}

impl<'a> Spot<'a> {
    #[inline]
    pub(crate) fn get(self, key: &LookupKey) -> Self {
        match self {
            Self::Node(payload, Node::Map { start, len, sorted }) => {
                payload.entries(*start, *len, *sorted).find(key).map_or(Self::Missing, |node| Self::Node(payload, node))
            }
            Self::Json(Json::Object(map)) => json_get(map, key).map_or(Self::Missing, Self::Json),
            _ => match key.index {
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

    pub(crate) fn value(self) -> Value<'a> {
        match self {
            Self::Missing => Value::Missing,
            Self::Json(json) => Value::from_json(json),
            Self::Node(payload, node) => payload.value(*node),
        }
    }

    /// The text, where it is one.
    #[expect(clippy::inline_always, reason = "each tag asks, also in builds made for size")]
    #[inline(always)]
    pub(crate) fn text(self) -> Option<&'a str> {
        match self {
            Self::Node(payload, Node::Text(text)) => Some(payload.text_of(*text)),
            Self::Json(Json::String(text)) => Some(text),
            _ => None,
        }
    }

    /// Prints it, escaped; answers no where there is nothing to print.
    pub(crate) fn write(self, escape: Escape, out: &mut String) -> bool {
        match self {
            Self::Node(_, Node::Int(i)) if plain_numbers(escape) => out.push_str(itoa::Buffer::new().format(*i)),
            Self::Node(_, Node::Float(f)) if plain_numbers(escape) => write_float(*f, out),
            Self::Missing | Self::Node(_, Node::Missing) => return false,
            _ => match self.text() {
                Some(text) => escape.write(text, out),
                None => write_value(&self.value(), escape, out),
            },
        }
        true
    }
}

/// Whether a number prints the same in that format as anywhere.
fn plain_numbers(escape: Escape) -> bool {
    match escape {
        #[cfg(feature = "extensions")]
        Escape::Markdown | Escape::Telegram => false,
        _ => true,
    }
}

/// Prints a value, escaped.
pub(crate) fn write_value(value: &Value<'_>, escape: Escape, out: &mut String) {
    match value {
        Value::Text(text) => escape.write(text, out),
        Value::Missing | Value::Null | Value::Lambda(_) => {}
        Value::Bool(_) => value.write_text(out),
        Value::List(_) | Value::Map(_) if escape != Escape::None => escape.write(&value.to_text(), out),
        _ if plain_numbers(escape) => value.write_text(out),
        _ => escape.write(&value.to_text(), out),
    }
}
