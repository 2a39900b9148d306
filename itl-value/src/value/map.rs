//! Objects, wherever they are kept.

#[cfg(feature = "documents")]
use super::HostValue;
use super::list::depth_over;
use super::{List, Text, Value};
use crate::key::LookupKey;
use crate::order::{Names, in_order};
use crate::payload;
#[cfg(feature = "documents")]
use serde_json::Value as Json;
use std::cell::OnceCell;
use std::rc::Rc;

/// An object, wherever it is kept. Places may be added; the methods work with all of them.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Map<'a> {
    /// In a JSON document.
    #[cfg(feature = "documents")]
    Json(&'a serde_json::Map<String, Json>),
    /// In a payload.
    Node(payload::Entries<'a>),
    /// In a value of the host program.
    #[cfg(feature = "documents")]
    Host(&'a [(String, HostValue)]),
    /// Built by a function.
    Made(Rc<Made<'a>>),
}

/// An object that a function builds.
#[derive(Debug)]
pub struct Made<'a> {
    entries: Box<[(Text<'a>, Value<'a>)]>,
    /// The positions of the entries, sorted by key; made at the first look-up in a large object.
    sorted: OnceCell<Box<[u32]>>,
    depth: usize,
}

impl<'a> Made<'a> {
    pub(super) fn depth(&self) -> usize {
        self.depth
    }

    /// Of entries with the same key the last one counts.
    fn find(&self, key: &LookupKey) -> Option<&Value<'a>> {
        if self.entries.len() <= LINEAR_SEARCH_MAX {
            return self.entries.iter().rev().find(|(known, _)| key.is(known)).map(|(_, value)| value);
        }
        let name = |at: u32| self.entries.get(at as usize).map_or("", |(name, _)| &**name);
        let sorted = self.sorted.get_or_init(|| {
            let count = self.entries.len() as u32;
            let sorted =
                if cfg!(feature = "documents") { in_order(count, &name) } else { in_order(count, &name as Names<'_>) };
            sorted.into()
        });
        let end = sorted.partition_point(|at| name(*at) <= key.text());
        let at = *sorted.get(end.checked_sub(1)?)?;
        self.entries.get(at as usize).filter(|(known, _)| key.is(known)).map(|(_, value)| value)
    }
}

impl<'a, K: Into<Text<'a>>> FromIterator<(K, Value<'a>)> for Map<'a> {
    fn from_iter<I: IntoIterator<Item = (K, Value<'a>)>>(entries: I) -> Self {
        let shared = |(key, mut value): (K, Value<'a>)| {
            let mut key = key.into();
            key.share();
            value.share();
            (key, value)
        };
        let entries: Box<[_]> = entries.into_iter().map(shared).collect();
        let depth = depth_over(entries.iter().map(|(_, value)| value));
        Self::Made(Rc::new(Made { entries, sorted: OnceCell::new(), depth }))
    }
}

impl<'a> Map<'a> {
    /// Replaces this object by the one at `index` of `list`. Returns false, and changes nothing, if the item
    /// is not an object or the two are kept in different places.
    #[inline]
    pub fn replace_by_item(&mut self, list: &List<'a>, index: usize) -> bool {
        match (self, list) {
            (Self::Node(entries), List::Node(items)) => items.object(index).map(|object| *entries = object).is_some(),
            #[cfg(feature = "documents")]
            (Self::Json(map), List::Json(items)) => {
                items.get(index).and_then(Json::as_object).map(|object| *map = object).is_some()
            }
            _ => false,
        }
    }

    /// The number of entries.
    #[inline]
    pub fn len(&self) -> usize {
        match self {
            #[cfg(feature = "documents")]
            Self::Json(map) => map.len(),
            Self::Node(entries) => entries.len(),
            #[cfg(feature = "documents")]
            Self::Host(entries) => entries.len(),
            Self::Made(made) => made.entries.len(),
        }
    }

    /// Whether it has no entries.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many entries a look-up goes through, beyond what an indexed object takes.
    #[inline]
    pub fn search_length(&self) -> usize {
        match self {
            #[cfg(feature = "documents")]
            Self::Host(entries) => entries.len(),
            _ => 0,
        }
    }

    /// The value of `key`, missing if there is none.
    #[inline]
    pub fn get(&self, key: &LookupKey) -> Value<'a> {
        match self {
            #[cfg(feature = "documents")]
            Self::Json(map) => json_get(map, key).map_or(Value::Missing, Value::from_json),
            Self::Node(entries) => {
                entries.find(key).map_or(Value::Missing, |node| Value::from_node(entries.payload(), *node))
            }
            #[cfg(feature = "documents")]
            Self::Host(entries) => {
                entries.iter().find(|(k, _)| key.is(k)).map_or(Value::Missing, |(_, v)| Value::from_host(v))
            }
            Self::Made(made) => made.find(key).cloned().unwrap_or_default(),
        }
    }

    /// The entry at `index`, in the payload's order.
    pub fn entry(&self, index: usize) -> Option<(Text<'a>, Value<'a>)> {
        match self {
            #[cfg(feature = "documents")]
            Self::Json(map) => json_at(map, index).map(|(k, v)| (k.as_str().into(), Value::from_json(v))),
            Self::Node(entries) => {
                entries.entry(index).map(|(k, v)| (k.into(), Value::from_node(entries.payload(), *v)))
            }
            #[cfg(feature = "documents")]
            Self::Host(entries) => entries.get(index).map(|(k, v)| (k.as_str().into(), Value::from_host(v))),
            Self::Made(made) => made.entries.get(index).cloned(),
        }
    }

    /// The entries in the payload's order.
    pub fn iter(&self) -> impl Iterator<Item = (Text<'a>, Value<'a>)> + '_ {
        #[cfg(feature = "documents")]
        let mut json = match self {
            Self::Json(map) => Some(map.iter()),
            _ => None,
        };
        let mut next = 0;
        std::iter::from_fn(move || {
            // An entry of a document is found by its position only by going through those before it.
            #[cfg(feature = "documents")]
            if let Some(json) = &mut json {
                return json.next().map(|(k, v)| (k.as_str().into(), Value::from_json(v)));
            }
            next += 1;
            self.entry(next - 1)
        })
    }
}

/// The largest object in which a linear search is faster than hashing the key.
const LINEAR_SEARCH_MAX: usize = 16;

/// The largest object in which finding a key's position saves more than it costs.
#[cfg(feature = "documents")]
const REMEMBER_MAX: usize = 512;

#[cfg(feature = "documents")]
#[inline]
pub(crate) fn json_get<'a>(map: &'a serde_json::Map<String, Json>, key: &LookupKey) -> Option<&'a Json> {
    match json_at(map, key.last_position()) {
        Some((known, value)) if key.is(known) => Some(value),
        _ => json_search(map, key),
    }
}

/// The entry at a position. The iterator's own `nth` is the default one, which takes a step for each entry before it; this
/// loop is compiled to one multiplication.
#[cfg(feature = "documents")]
#[inline]
pub(crate) fn json_at(map: &serde_json::Map<String, Json>, position: usize) -> Option<(&String, &Json)> {
    let mut entries = map.iter();
    if position >= entries.len() {
        return None;
    }
    for _ in 0..position {
        entries.next()?;
    }
    entries.next()
}

#[cfg(feature = "documents")]
#[inline(never)]
fn json_search<'a>(map: &'a serde_json::Map<String, Json>, key: &LookupKey) -> Option<&'a Json> {
    if map.len() > LINEAR_SEARCH_MAX {
        let found = map.get(key.text());
        if found.is_none() || map.len() > REMEMBER_MAX {
            return found;
        }
    }
    let (at, (_, value)) = map.iter().enumerate().find(|(_, (known, _))| key.is(known))?;
    key.remember(at);
    Some(value)
}
