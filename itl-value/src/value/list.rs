//! Arrays, wherever they are kept.

#[cfg(feature = "documents")]
use super::HostValue;
use super::Value;
use crate::payload;
#[cfg(feature = "documents")]
use serde_json::Value as Json;
use std::rc::Rc;

/// An array, wherever it is kept. Places may be added; [`List::get`] and [`List::iter`] work with all of them.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum List<'a> {
    /// In a JSON document.
    #[cfg(feature = "documents")]
    Json(&'a [Json]),
    /// In a payload.
    Node(payload::Items<'a>),
    /// In a value of the host program.
    #[cfg(feature = "documents")]
    Host(&'a [HostValue]),
    /// Built by a function.
    Made(Rc<MadeList<'a>>),
}

/// An array that a function builds.
#[derive(Debug)]
pub struct MadeList<'a> {
    items: Box<[Value<'a>]>,
    depth: usize,
}

impl<'a> MadeList<'a> {
    pub(crate) fn new(items: Vec<Value<'a>>) -> Self {
        Self { depth: depth_over(items.iter()), items: items.into() }
    }

    /// The items in order.
    pub fn items(&self) -> &[Value<'a>] {
        &self.items
    }

    pub(super) fn depth(&self) -> usize {
        self.depth
    }
}

/// The levels of a built value that holds these. Without documents there are none of the functions that nest values.
pub(super) fn depth_over<'v, 'a: 'v>(values: impl Iterator<Item = &'v Value<'a>>) -> usize {
    if !cfg!(feature = "documents") {
        return 0;
    }
    1 + values.map(Value::built_depth).max().unwrap_or(0)
}

impl<'a> List<'a> {
    /// The number of items.
    #[inline]
    pub fn len(&self) -> usize {
        match self {
            #[cfg(feature = "documents")]
            Self::Json(items) => items.len(),
            Self::Node(items) => items.len(),
            #[cfg(feature = "documents")]
            Self::Host(items) => items.len(),
            Self::Made(made) => made.items.len(),
        }
    }

    /// Whether it has no items.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The item at `index`, missing if there is none.
    #[inline]
    pub fn get(&self, index: usize) -> Value<'a> {
        match self {
            #[cfg(feature = "documents")]
            Self::Json(items) => items.get(index).map_or(Value::Missing, Value::from_json),
            Self::Node(items) => {
                items.node(index).map_or(Value::Missing, |node| Value::from_node(items.payload(), *node))
            }
            #[cfg(feature = "documents")]
            Self::Host(items) => items.get(index).map_or(Value::Missing, Value::from_host),
            Self::Made(made) => made.items.get(index).cloned().unwrap_or_default(),
        }
    }

    /// The items in order.
    pub fn iter(&self) -> impl Iterator<Item = Value<'a>> + '_ {
        (0..self.len()).map(|i| self.get(i))
    }
}
