//! A payload made ready for many renders: one flat arena instead of a tree of allocations.
//!
//! Texts without escapes are borrowed from the JSON they were read from; a payload that owns its
//! text keeps them in one string. Objects keep the order of their keys.
#![expect(clippy::inline_always, reason = "a tag goes through these, also in builds made for size")]

use crate::key_tag::KeyTag;
use crate::path::Step;
use crate::value::{List, LookupKey, Map, Value};
use serde_json::Value as Json;
use std::borrow::Cow;

/// A parsed payload: made once, rendered with as many templates as are needed.
///
/// ```
/// use itl_value::Payload;
/// let payload = Payload::from_json(r#"{"host": "db-7", "up": false}"#)?;
/// assert_eq!(payload.root().get_str("host").to_text(), "db-7");
/// # Ok::<(), itl_value::JsonError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Payload<'p> {
    /// The JSON text that borrowed texts point into.
    source: &'p str,
    /// Texts that had escapes, or all texts of a payload that owns them.
    text: String,
    /// Items of arrays, each array's in a row.
    nodes: Vec<Node>,
    /// Entries of objects, each object's in a row.
    entries: Vec<Entry>,
    /// For objects too large to walk: the places of their entries in the object, sorted by key.
    sorted: Vec<u32>,
    root: Node,
    /// Containers that are still open while the payload is built.
    pending_nodes: Vec<Node>,
    pending_entries: Vec<Entry>,
}

/// A node of the arena; containers point at a run of items or entries.
#[derive(Clone, Copy, Debug, Default)]
pub enum Node {
    /// Not there: a payload that could not be read.
    #[default]
    Missing,
    Null,
    Bool(bool),
    Int(i64),
    UInt(u64),
    Float(f64),
    Text(TextRef),
    List {
        start: u32,
        len: u32,
    },
    Map {
        start: u32,
        len: u32,
        sorted: u32,
    },
}

/// A text of the arena.
#[derive(Clone, Copy, Debug)]
pub struct TextRef {
    start: u32,
    /// Length in bytes; the highest bit tells that it stands in the payload's own text.
    len: u32,
}

const OWNED: u32 = 1 << 31;

#[derive(Clone, Copy, Debug)]
struct Entry {
    tag: KeyTag,
    value: Node,
    key: TextRef,
}

/// Objects with more entries are searched by bisection.
const WALKED: u32 = 24;

impl<'p> Payload<'p> {
    /// The largest JSON text that can be read, in bytes: 2 GiB, so that offsets fit 31 bits.
    pub const MOST_BYTES: usize = OWNED as usize - 1;

    /// Copies a JSON value.
    pub fn from_value(value: &Json) -> Payload<'static> {
        let mut payload = Payload::default();
        payload.root = payload.add_json(value);
        payload
    }

    /// The whole payload as a value.
    #[inline]
    pub fn root(&self) -> Value<'_> {
        self.value(self.root)
    }

    /// Empties it and keeps its memory, to be filled again.
    #[doc(hidden)]
    #[must_use]
    #[inline]
    pub fn reset<'q>(mut self, source: &'q str) -> Payload<'q> {
        self.text.clear();
        self.nodes.clear();
        self.entries.clear();
        self.sorted.clear();
        self.pending_nodes.clear();
        self.pending_entries.clear();
        Payload {
            source,
            text: self.text,
            nodes: self.nodes,
            entries: self.entries,
            sorted: self.sorted,
            root: Node::Missing,
            pending_nodes: self.pending_nodes,
            pending_entries: self.pending_entries,
        }
    }

    /// The memory that it holds on to, about.
    #[doc(hidden)]
    #[inline]
    pub fn held_bytes(&self) -> usize {
        self.text.capacity()
            + (self.nodes.capacity() + self.pending_nodes.capacity()) * size_of::<Node>()
            + (self.entries.capacity() + self.pending_entries.capacity()) * size_of::<Entry>()
            + self.sorted.capacity() * size_of::<u32>()
    }

    fn add_json(&mut self, value: &Json) -> Node {
        match value {
            Json::Null => Node::Null,
            Json::Bool(b) => Node::Bool(*b),
            Json::Number(n) => Self::number(n),
            Json::String(s) => Node::Text(self.own(s)),
            Json::Array(items) => {
                let mark = self.open_list();
                for item in items {
                    let node = self.add_json(item);
                    self.push_item(node);
                }
                self.close_list(mark)
            }
            Json::Object(map) => {
                let mark = self.open_map();
                for (key, value) in map {
                    let tag = KeyTag::of(key.as_bytes());
                    let key = self.own(key);
                    let node = self.add_json(value);
                    self.push_entry(key, tag, node);
                }
                self.close_map(mark)
            }
        }
    }

    pub(crate) fn number(n: &serde_json::Number) -> Node {
        match Value::from_number(n) {
            Value::Int(i) => Node::Int(i),
            Value::UInt(u) => Node::UInt(u),
            Value::Float(f) => Node::Float(f),
            _ => Node::Null,
        }
    }

    // Building, used by the readers.

    pub(crate) fn set_root(&mut self, node: Node) {
        self.root = node;
    }

    /// A text of the source, by its place.
    pub(crate) fn borrow(start: usize, len: usize) -> TextRef {
        TextRef { start: start as u32, len: len as u32 }
    }

    /// A text that is copied.
    pub(crate) fn own(&mut self, text: &str) -> TextRef {
        let start = self.text.len();
        self.text.push_str(text);
        self.owned_since(start)
    }

    /// Where a text that is copied piece by piece begins.
    pub(crate) fn own_mark(&self) -> usize {
        self.text.len()
    }

    pub(crate) fn own_text(&mut self) -> &mut String {
        &mut self.text
    }

    pub(crate) fn owned_since(&self, start: usize) -> TextRef {
        TextRef { start: start as u32, len: (self.text.len() - start) as u32 | OWNED }
    }

    pub(crate) fn open_list(&self) -> usize {
        self.pending_nodes.len()
    }

    pub(crate) fn push_item(&mut self, node: Node) {
        self.pending_nodes.push(node);
    }

    pub(crate) fn close_list(&mut self, mark: usize) -> Node {
        let start = self.nodes.len();
        self.nodes.extend(self.pending_nodes.drain(mark..));
        Node::List { start: start as u32, len: (self.nodes.len() - start) as u32 }
    }

    pub(crate) fn open_map(&self) -> usize {
        self.pending_entries.len()
    }

    pub(crate) fn push_entry(&mut self, key: TextRef, tag: KeyTag, value: Node) {
        self.pending_entries.push(Entry { tag, value, key });
    }

    /// Ends an object: of keys that stand twice the first place and the last value stay, as in
    /// every JSON object.
    pub(crate) fn close_map(&mut self, mark: usize) -> Node {
        let len = self.pending_entries.len() - mark;
        let start = self.entries.len() as u32;
        if len <= WALKED as usize {
            for at in mark..self.pending_entries.len() {
                let Some(&entry) = self.pending_entries.get(at) else { break };
                let twin = self.entries.iter().skip(start as usize).position(|known| {
                    known.tag == entry.tag
                        && (entry.tag.is_whole() || self.text_of(known.key) == self.text_of(entry.key))
                });
                match twin.and_then(|twin| self.entries.get_mut(start as usize + twin)) {
                    Some(known) => known.value = entry.value,
                    None => self.entries.push(entry),
                }
            }
            self.pending_entries.truncate(mark);
            return Node::Map { start, len: self.entries.len() as u32 - start, sorted: u32::MAX };
        }
        self.close_large_map(mark, start)
    }

    fn close_large_map(&mut self, mark: usize, start: u32) -> Node {
        let pending = self.pending_entries.split_off(mark);
        let mut order: Vec<u32> = (0..pending.len() as u32).collect();
        let key = |at: u32| pending.get(at as usize).map_or("", |entry| self.text_of(entry.key));
        order.sort_by(|&a, &b| key(a).cmp(key(b)).then(a.cmp(&b)));
        // Of each run of equal keys the first keeps its place and takes the last one's value.
        let mut value_of: Vec<Option<u32>> = vec![None; pending.len()];
        let mut at = 0;
        while let Some(&first) = order.get(at) {
            let mut last = at;
            while order.get(last + 1).is_some_and(|&next| key(next) == key(first)) {
                last += 1;
            }
            if let Some(slot) = value_of.get_mut(first as usize) {
                *slot = order.get(last).copied();
            }
            at = last + 1;
        }
        let mut place = vec![0; pending.len()];
        let mut kept = Vec::with_capacity(pending.len());
        for (i, entry) in pending.iter().enumerate() {
            let Some(value) = value_of.get(i).copied().flatten().and_then(|v| pending.get(v as usize)) else {
                continue;
            };
            if let Some(slot) = place.get_mut(i) {
                *slot = kept.len() as u32;
            }
            kept.push(Entry { value: value.value, ..*entry });
        }
        let sorted = self.sorted.len() as u32;
        self.sorted.extend(
            order.iter().filter_map(|&i| {
                value_of.get(i as usize).copied().flatten().and_then(|_| place.get(i as usize).copied())
            }),
        );
        let len = kept.len() as u32;
        self.entries.extend(kept);
        Node::Map { start, len, sorted }
    }

    // Reading.

    #[inline(always)]
    pub(crate) fn text_of(&self, text: TextRef) -> &str {
        let start = text.start as usize;
        let end = start + (text.len & !OWNED) as usize;
        let whole = if text.len & OWNED == 0 { self.source } else { &self.text };
        whole.get(start..end).unwrap_or("")
    }

    #[inline]
    pub(crate) fn value(&self, node: Node) -> Value<'_> {
        match node {
            Node::Missing => Value::Missing,
            Node::Null => Value::Null,
            Node::Bool(b) => Value::Bool(b),
            Node::Int(i) => Value::Int(i),
            Node::UInt(u) => Value::UInt(u),
            Node::Float(f) => Value::Float(f),
            Node::Text(text) => Value::Text(Cow::Borrowed(self.text_of(text))),
            Node::List { start, len } => {
                Value::List(List::Node(Items { payload: self, nodes: self.items(start, len) }))
            }
            Node::Map { start, len, sorted } => Value::Map(Map::Node(self.entries(start, len, sorted))),
        }
    }
}

/// The items of an array of a payload.
#[derive(Clone, Copy, Debug)]
pub struct Items<'a> {
    payload: &'a Payload<'a>,
    nodes: &'a [Node],
}

impl Payload<'_> {
    #[inline]
    pub(crate) fn items(&self, start: u32, len: u32) -> &[Node] {
        self.nodes.get(start as usize..(start + len) as usize).unwrap_or(&[])
    }

    #[inline]
    pub(crate) fn entries(&self, start: u32, len: u32, sorted: u32) -> Entries<'_> {
        Entries { payload: self, run: self.entries.get(start as usize..(start + len) as usize).unwrap_or(&[]), sorted }
    }
}

impl<'a> Items<'a> {
    #[inline]
    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    #[inline]
    pub(crate) fn node(&self, index: usize) -> Option<&'a Node> {
        self.nodes.get(index)
    }

    #[inline]
    pub(crate) fn payload(&self) -> &'a Payload<'a> {
        self.payload
    }

    /// The item at `index`, where it is an object.
    #[inline]
    pub(crate) fn object(&self, index: usize) -> Option<Entries<'a>> {
        match self.nodes.get(index) {
            Some(Node::Map { start, len, sorted }) => Some(self.payload.entries(*start, *len, *sorted)),
            _ => None,
        }
    }

    #[inline]
    pub(crate) fn get(&self, index: usize) -> Value<'a> {
        self.nodes.get(index).map_or(Value::Missing, |node| self.payload.value(*node))
    }
}

/// The entries of an object of a payload.
#[derive(Clone, Copy, Debug)]
pub struct Entries<'a> {
    payload: &'a Payload<'a>,
    run: &'a [Entry],
    /// Where the object's sorted offsets begin; `u32::MAX` for one that is walked.
    sorted: u32,
}

impl<'a> Entries<'a> {
    #[inline]
    pub(crate) fn len(&self) -> usize {
        self.run.len()
    }

    #[inline]
    pub(crate) fn get(&self, key: &LookupKey) -> Value<'a> {
        self.find(key).map_or(Value::Missing, |node| self.payload.value(*node))
    }

    /// The value of `key`, where it stands.
    #[inline(always)]
    pub(crate) fn find(&self, key: &LookupKey) -> Option<&'a Node> {
        let payload = self.payload;
        match self.run.get(key.seen()) {
            Some(entry) if key.is_tagged(entry.tag, || payload.text_of(entry.key)) => Some(&entry.value),
            _ => self.search(key),
        }
    }

    /// What keys lead to.
    #[inline(always)]
    pub(crate) fn follow(&self, key: &LookupKey, steps: &[Step]) -> Option<&'a Node> {
        let payload = self.payload;
        let mut found = self.find(key)?;
        for step in steps {
            found = match (step, found) {
                (Step::Key(key), Node::Map { start, len, sorted }) => {
                    payload.entries(*start, *len, *sorted).find(key)?
                }
                _ => return None,
            };
        }
        Some(found)
    }

    /// As [`Entries::find`], and remembers the place.
    #[inline(never)]
    fn search(&self, key: &LookupKey) -> Option<&'a Node> {
        let payload = self.payload;
        if self.sorted == u32::MAX {
            let is_key = |entry: &Entry| key.is_tagged(entry.tag, || payload.text_of(entry.key));
            let at = self.run.iter().position(is_key)?;
            key.note(at);
            return self.run.get(at).map(|entry| &entry.value);
        }
        let at = self.bisect(key)?;
        key.note(at);
        self.run.get(at).map(|entry| &entry.value)
    }

    pub(crate) fn payload(&self) -> &'a Payload<'a> {
        self.payload
    }

    fn bisect(&self, key: &LookupKey) -> Option<usize> {
        let payload = self.payload;
        let from = self.sorted as usize;
        let order = payload.sorted.get(from..from + self.run.len())?;
        let text = |at: &u32| self.run.get(*at as usize).map_or("", |entry| payload.text_of(entry.key));
        let key = key.text();
        let at = order.binary_search_by(|at| text(at).cmp(key)).ok()?;
        order.get(at).map(|at| *at as usize)
    }

    pub(crate) fn entry(&self, index: usize) -> Option<(&'a str, Value<'a>)> {
        self.run.get(index).map(|entry| (self.payload.text_of(entry.key), self.payload.value(entry.value)))
    }
}

impl serde::Serialize for Payload<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut text = String::new();
        self.root().write_json(&mut text);
        // One road for numbers and key order: what the payload prints is what it is.
        let value = crate::project::read_json(&text).map_err(serde::ser::Error::custom)?;
        value.serialize(serializer)
    }
}
