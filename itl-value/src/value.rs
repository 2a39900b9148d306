//! A value during evaluation: a borrow of the payload, or something that a function built.

mod list;
mod map;
mod text;

pub use list::{List, MadeList};
pub use map::Map;
#[cfg(feature = "documents")]
pub(crate) use map::{json_at, json_get};
pub use text::Text;

#[cfg(feature = "documents")]
use crate::host::HostValue;
use crate::host::Lambda;
use crate::json::write_json_string;
use crate::key::LookupKey;
use crate::path::{KeyPath, Step};
use crate::payload::{Node, Payload};
use serde_json::Value as Json;
use std::rc::Rc;

/// The kind of a value, in the words of the language reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// Any value.
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
    /// The kind as one word.
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

/// The key of an array that is the number of its items.
pub(crate) const LENGTH: &str = "length";

/// A value while a tag is evaluated. Kinds may be added: a match needs an arm for the others, which best does what it does
/// for [`Value::Missing`].
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub enum Value<'a> {
    /// No such key, or no such item.
    #[default]
    Missing,
    /// JSON's null.
    Null,
    /// A boolean.
    Bool(bool),
    /// An integer.
    Int(i64),
    /// An integer above `i64::MAX`. Zero is the length of an empty array, the one number that is falsy
    /// ([`Value::length`]).
    UInt(u64),
    /// Any other number of a payload.
    Float(f64),
    /// An exact decimal, the result of arithmetic, in its printed form.
    Decimal(Rc<str>),
    /// A text.
    Text(Text<'a>),
    /// An array.
    List(List<'a>),
    /// An object.
    Map(Map<'a>),
    /// A callback of the host program.
    Lambda(&'a Lambda),
}

impl<'a> Value<'a> {
    /// A borrow of a JSON value.
    #[cfg(feature = "documents")]
    #[inline]
    pub fn from_json(value: &'a Json) -> Self {
        match value {
            Json::Null => Self::Null,
            Json::Bool(b) => Self::Bool(*b),
            Json::Number(n) => Self::from_number(n),
            Json::String(s) => Self::text(&**s),
            Json::Array(items) => Self::List(List::Json(items)),
            Json::Object(map) => Self::Map(Map::Json(map)),
        }
    }

    /// A value of the host program.
    #[cfg(feature = "documents")]
    #[inline]
    pub fn from_host(value: &'a HostValue) -> Self {
        match value {
            HostValue::Json(json) => Self::from_json(json),
            HostValue::List(items) => Self::List(List::Host(items)),
            HostValue::Map(entries) => Self::Map(Map::Host(entries)),
            HostValue::Lambda(lambda) => Self::Lambda(lambda),
        }
    }

    #[inline]
    pub(crate) fn from_node(payload: &'a Payload<'a>, node: Node) -> Self {
        match node {
            Node::Missing => Self::Missing,
            Node::Null => Self::Null,
            Node::Bool(b) => Self::Bool(b),
            Node::Int(i) => Self::Int(i),
            Node::UInt(u) => Self::UInt(u),
            Node::Float(f) => Self::Float(f),
            Node::Text(text) => Self::text(payload.text_of(text)),
            Node::List { start, len } => Self::List(List::Node(payload.items(start, len))),
            Node::Map { start, len, sorted } => Self::Map(Map::Node(payload.entries(start, len, sorted))),
        }
    }

    /// A JSON number.
    fn from_number(n: &serde_json::Number) -> Self {
        if let Some(i) = n.as_i64() {
            Self::Int(i)
        } else if let Some(u) = n.as_u64() {
            Self::UInt(u)
        } else {
            Self::Float(n.as_f64().unwrap_or(0.0))
        }
    }

    /// A JSON value, without borrowing from it.
    pub fn from_owned_json(value: Json) -> Self {
        match value {
            Json::String(s) => Self::text(s),
            Json::Array(items) => Self::list(items.into_iter().map(Self::from_owned_json).collect()),
            Json::Object(map) => {
                Self::Map(map.into_iter().map(|(key, value)| (key, Self::from_owned_json(value))).collect())
            }
            Json::Null => Self::Null,
            Json::Bool(b) => Self::Bool(b),
            Json::Number(n) => Self::from_number(&n),
        }
    }

    /// A text.
    #[inline]
    pub fn text(text: impl Into<Text<'a>>) -> Self {
        Self::Text(text.into())
    }

    /// Makes copies share the text that a function has made. Values that are kept, of which there may be many copies, are
    /// shared; the items and entries of built arrays and objects always are.
    #[inline]
    pub fn share(&mut self) {
        if let Self::Text(text) = self {
            text.share();
        }
    }

    /// An array of the given items.
    #[inline]
    pub fn list(items: Vec<Value<'a>>) -> Self {
        Self::List(List::Made(Rc::new(MadeList::new(items))))
    }

    /// How many arrays and objects that functions built are inside each other, itself among them; those of the payload do
    /// not count.
    #[inline]
    pub fn built_depth(&self) -> usize {
        match self {
            Self::List(List::Made(made)) => made.depth(),
            Self::Map(Map::Made(made)) => made.depth(),
            _ => 0,
        }
    }

    /// Whether it is missing or null.
    #[inline]
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Missing | Self::Null)
    }

    /// Whether a section over it is rendered: everything but missing, null, false, the empty text and the
    /// empty array.
    #[inline]
    pub fn is_truthy(&self) -> bool {
        match self {
            Self::Missing | Self::Null | Self::Bool(false) | Self::UInt(0) => false,
            Self::Text(text) => !text.is_empty(),
            Self::List(list) => !list.is_empty(),
            _ => true,
        }
    }

    /// Whether it is missing, null, or an empty text, array or object.
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

    /// What it is, as messages say it.
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

    /// The entry of an object or, if the key is an array position, the item of an array, whose key `length` is
    /// the number of its items; missing if there is none.
    #[must_use]
    #[inline]
    pub fn get(&self, key: &LookupKey) -> Value<'a> {
        match self {
            Self::Map(map) => map.get(key),
            Self::List(list) => match key.index() {
                Some(at) => list.get(at),
                None if key.text() == LENGTH => Self::length(list.len()),
                None => Self::Missing,
            },
            _ => Self::Missing,
        }
    }

    /// The value of `list.length`, a number of items. A section over the length of an empty array does not run.
    #[must_use]
    pub fn length(items: usize) -> Self {
        match i64::try_from(items) {
            Ok(0) | Err(_) => Self::UInt(items as u64),
            Ok(items) => Self::Int(items),
        }
    }

    /// [`Value::get`] for a key that is looked up once.
    #[must_use]
    pub fn get_str(&self, key: &str) -> Value<'a> {
        match self {
            Self::Map(_) | Self::List(_) => self.get(&LookupKey::new(key)),
            _ => Self::Missing,
        }
    }

    /// The item of an array at `index`, counted from the end if negative; missing if there is none.
    #[must_use]
    #[inline]
    pub fn at(&self, index: i64) -> Value<'a> {
        let Self::List(list) = self else { return Self::Missing };
        let index = if index < 0 { (list.len() as i64).saturating_add(index) } else { index };
        usize::try_from(index).map_or(Self::Missing, |at| list.get(at))
    }

    /// The value that one step leads to.
    #[inline]
    #[must_use]
    pub fn follow(&self, step: &Step) -> Value<'a> {
        match step {
            Step::Key(key) => self.get(key),
            Step::Index(index) => self.at(*index),
        }
    }

    /// The value that a function's key argument leads to: the entry of the literal key or, if there is none,
    /// the value at the end of the path.
    #[must_use]
    pub fn follow_key_path(&self, key: &KeyPath) -> Value<'a> {
        let found = self.get(key.literal());
        if matches!(found, Value::Missing) && key.is_item() {
            return self.clone();
        }
        if !matches!(found, Value::Missing) || key.steps().is_empty() {
            return found;
        }
        let mut value = self.clone();
        for step in key.steps() {
            value = value.follow(step);
            // No step leads on from a missing value, however long the path is.
            if matches!(value, Value::Missing) {
                break;
            }
        }
        value
    }

    /// The text that a tag prints for it.
    pub fn to_text(&self) -> Text<'a> {
        self.to_text_within(usize::MAX)
    }

    /// [`Value::to_text`], which ends once it is longer than so many bytes: what functions build may hold the same part
    /// many times, so that its text is any number of times as long as all that is in memory.
    pub fn to_text_within(&self, most: usize) -> Text<'a> {
        match self {
            Self::Text(text) => text.clone(),
            Self::Missing | Self::Null | Self::Lambda(_) => "".into(),
            Self::Bool(true) => "true".into(),
            Self::Bool(false) => "false".into(),
            other => {
                let mut text = String::new();
                other.write_json_within(most, &mut text);
                text.into()
            }
        }
    }

    /// [`Value::to_text`] without copying a text that the value owns.
    #[inline]
    pub fn into_text(self) -> Text<'a> {
        self.into_text_within(usize::MAX)
    }

    /// [`Value::to_text_within`] without copying a text that the value owns.
    #[inline]
    pub fn into_text_within(self, most: usize) -> Text<'a> {
        match self {
            Self::Text(text) => text,
            other => other.to_text_within(most),
        }
    }

    /// Appends the text that a tag prints for it.
    #[inline]
    pub fn write_text(&self, out: &mut String) {
        match self {
            Self::Text(text) => out.push_str(text),
            Self::Missing | Self::Null | Self::Lambda(_) => {}
            _ => self.write_json(out),
        }
    }

    /// Appends it as compact JSON with the keys in their own order. Missing values and callbacks are `null`.
    pub fn write_json(&self, out: &mut String) {
        self.write_json_within(usize::MAX, out);
    }

    /// [`Value::write_json`], which ends once all of `out` is longer than so many bytes.
    pub fn write_json_within(&self, most: usize, out: &mut String) {
        match self {
            Self::Missing | Self::Null | Self::Lambda(_) => out.push_str("null"),
            Self::Bool(b) => out.push_str(if *b { "true" } else { "false" }),
            Self::Int(i) => out.push_str(itoa::Buffer::new().format(*i)),
            Self::UInt(u) => out.push_str(itoa::Buffer::new().format(*u)),
            Self::Float(f) => itl_text::floats::write_float(*f, out),
            Self::Decimal(text) => out.push_str(text),
            Self::Text(text) => write_json_string(text, out),
            Self::List(_) | Self::Map(_) => self.write_container(most, out),
        }
    }

    /// Writes an array or object. The stack is a list: a document that a host program built may be nested deeper than
    /// any thread's stack.
    fn write_container(&self, most: usize, out: &mut String) {
        let mut open = vec![Open::new(self, out)];
        while let Some(innermost) = open.last_mut()
            && out.len() <= most
        {
            match innermost.next(out) {
                Some(value @ (Self::List(_) | Self::Map(_))) => open.push(Open::new(&value, out)),
                Some(value) => value.write_json(out),
                None => {
                    open.pop();
                }
            }
        }
    }
}

/// An array or object while it is written.
enum Open<'a> {
    List(List<'a>, usize),
    #[cfg(feature = "documents")]
    Json(serde_json::map::Iter<'a>, bool),
    Map(Map<'a>, usize),
}

impl<'a> Open<'a> {
    fn new(value: &Value<'a>, out: &mut String) -> Self {
        match value {
            Value::Map(map) => {
                out.push('{');
                match map {
                    #[cfg(feature = "documents")]
                    Map::Json(json) => Self::Json(json.iter(), true),
                    other => Self::Map(other.clone(), 0),
                }
            }
            Value::List(list) => {
                out.push('[');
                Self::List(list.clone(), 0)
            }
            _ => Self::List(List::Made(Rc::new(MadeList::new(Vec::new()))), 0),
        }
    }

    /// The next value to write, after its key; none after the closing bracket.
    fn next(&mut self, out: &mut String) -> Option<Value<'a>> {
        let (entry, is_first) = match self {
            Self::List(list, next) => {
                if *next == list.len() {
                    out.push(']');
                    return None;
                }
                if *next > 0 {
                    out.push(',');
                }
                *next += 1;
                return Some(list.get(*next - 1));
            }
            #[cfg(feature = "documents")]
            Self::Json(entries, is_first) => {
                let entry = entries.next().map(|(key, value)| (key.as_str().into(), Value::from_json(value)));
                (entry, std::mem::take(is_first))
            }
            Self::Map(map, next) => {
                *next += 1;
                (map.entry(*next - 1), *next == 1)
            }
        };
        let Some((key, value)) = entry else {
            out.push('}');
            return None;
        };
        if !is_first {
            out.push(',');
        }
        write_json_string(&key, out);
        out.push(':');
        Some(value)
    }
}

#[cfg(feature = "documents")]
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

impl Payload<'_> {
    /// The whole payload as a value.
    #[inline]
    pub fn root(&self) -> Value<'_> {
        Value::from_node(self, self.root_node())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_literal_key_comes_before_a_path() {
        let item = serde_json::json!({"a.b": 1, "a": {"b": 2}, "c": {"d": [3]}});
        let item = Value::from_json(&item);
        assert_eq!(item.follow_key_path(&KeyPath::new("a.b")).to_text(), "1");
        assert_eq!(item.follow_key_path(&KeyPath::new("c.d[0]")).to_text(), "3");
        assert!(matches!(item.follow_key_path(&KeyPath::new("a.c")), Value::Missing));
    }
}
