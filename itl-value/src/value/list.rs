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
    pub(crate) fn new(mut items: Vec<Value<'a>>) -> Self {
        items.iter_mut().for_each(Value::share);
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

#[cfg(test)]
mod tests {
    use super::*;

    fn pointer(value: &Value<'_>) -> *const u8 {
        match value {
            Value::Text(text) => text.as_ptr(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn copies_out_of_what_functions_build_share_their_texts() {
        let made = || Value::text("x".repeat(100));
        let Value::List(list) = Value::list(vec![made()]) else { panic!("no list") };
        assert_eq!(pointer(&list.get(0)), pointer(&list.get(0)));
        assert_eq!(pointer(&list.iter().next().unwrap()), pointer(&list.get(0)));
        let map: crate::Map<'_> = [("x".repeat(100), made())].into_iter().collect();
        let (key, value) = map.entry(0).unwrap();
        let (again, found) = map.iter().next().unwrap();
        assert_eq!((key.as_ptr(), pointer(&value)), (again.as_ptr(), pointer(&found)));
        let list = Value::list(vec![map.get(&crate::LookupKey::new(&key))]);
        assert_eq!(pointer(&list.at(0)), pointer(&value));
    }
}
