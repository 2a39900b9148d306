//! A payload prepared for many renders: one flat arena instead of a tree of allocations.
//!
//! Strings without escape sequences are borrowed from the JSON text; a payload that owns its strings keeps
//! them in one buffer. Objects keep the order of their keys.
#![expect(clippy::inline_always, reason = "a tag goes through these, also in builds made for size")]

use crate::key::{KeyTag, LookupKey};
use crate::order::{Names, in_order};
use crate::path::Step;
use serde_json::Value as Json;
use std::fmt;

/// A parsed payload. Parse it once and render it with any number of templates.
///
/// ```
/// use itl_value::Payload;
/// let payload = Payload::from_json(r#"{"host": "db-7", "up": false}"#)?;
/// assert_eq!(payload.root().get_str("host").to_text(), "db-7");
/// # Ok::<(), itl_value::JsonError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Payload<'p> {
    /// The JSON text that borrowed strings point into.
    source: &'p str,
    /// Strings that had escape sequences, or all strings of a payload that owns them.
    text: String,
    /// Items of arrays, those of each array in one run.
    nodes: Vec<Node>,
    /// Entries of objects, those of each object in one run.
    entries: Vec<Entry>,
    /// For objects too large for a linear search: the positions of their entries, sorted by key.
    sorted: Vec<u32>,
    root: Node,
    /// The parts of serialized data that could not be read.
    unreadable: Vec<Unreadable>,
    /// Line and column of the first lone surrogate of the JSON text.
    lone_surrogate: Option<(u32, u32)>,
    /// Items and entries of containers that are not closed yet while the payload is built.
    pending_nodes: Vec<Node>,
    pending_entries: Vec<Entry>,
}

/// A part of some data that cannot be a payload: a map with keys that are not strings, a value whose `Serialize`
/// fails, or nesting deeper than 127 levels. It is null in the payload.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unreadable {
    /// The path to it, such as `host.disks[2]`; empty for the whole payload.
    pub path: String,
    /// Why it cannot be read.
    pub message: String,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() { f.write_str(&self.message) } else { write!(f, "{}: {}", self.path, self.message) }
    }
}

/// A node of the arena. Containers point at a run of items or entries.
#[derive(Clone, Copy, Debug, Default)]
pub enum Node {
    /// No value: the payload could not be read.
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

/// A string of the arena.
#[derive(Clone, Copy, Debug)]
pub struct TextRef {
    start: u32,
    /// Length in bytes; the highest bit is set if the string is in the payload's own buffer.
    len: u32,
}

/// The bit of a length that marks a string of the payload's own buffer.
const OWNED: u32 = 1 << 31;

#[derive(Clone, Copy, Debug)]
struct Entry {
    tag: KeyTag,
    value: Node,
    key: TextRef,
}

/// The deepest nesting of arrays and objects, which is that of JSON text.
pub(crate) const MAX_DEPTH: u32 = 127;

/// Objects with more entries are searched by bisection.
const LINEAR_SEARCH_MAX: u32 = 24;

impl<'p> Payload<'p> {
    /// The largest JSON text that can be read, in bytes: 2 GiB less one, so that offsets fit 31 bits.
    pub const MAX_BYTES: usize = OWNED as usize - 1;

    /// Copies a JSON value.
    pub fn from_value(value: &Json) -> Payload<'static> {
        let mut payload = Payload::default();
        payload.root = payload.add_json(value, 0);
        payload
    }

    /// The parts of the data that [`Payload::from_serialize`] could not read.
    #[inline]
    pub fn unreadable(&self) -> &[Unreadable] {
        &self.unreadable
    }

    /// Line and column, from one, of the first lone surrogate in the JSON text, such as the `\ud83d` of `"cut \ud83d"`.
    /// Every lone surrogate is read as U+FFFD.
    #[inline]
    pub fn lone_surrogate(&self) -> Option<(u32, u32)> {
        self.lone_surrogate
    }

    /// Records a lone surrogate at `at` of the JSON text, if it is the first.
    #[cold]
    pub(crate) fn note_lone_surrogate(&mut self, json: &[u8], at: usize) {
        if self.lone_surrogate.is_none() {
            let before = json.get(..at).unwrap_or_default();
            let line = memchr::memchr_iter(b'\n', before).count();
            let column = before.iter().rev().take_while(|b| **b != b'\n').filter(|b| **b & 0xC0 != 0x80).count();
            self.lone_surrogate = Some((line as u32 + 1, column as u32 + 1));
        }
    }

    /// The node of the whole payload.
    #[inline]
    pub(crate) fn root_node(&self) -> Node {
        self.root
    }

    /// Empties it and keeps its memory, so that it can be filled again.
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
            unreadable: Vec::new(),
            lone_surrogate: None,
            pending_nodes: self.pending_nodes,
            pending_entries: self.pending_entries,
        }
    }

    /// The approximate size of the memory it holds, in bytes.
    #[doc(hidden)]
    #[inline]
    pub fn held_bytes(&self) -> usize {
        self.text.capacity()
            + (self.nodes.capacity() + self.pending_nodes.capacity()) * size_of::<Node>()
            + (self.entries.capacity() + self.pending_entries.capacity()) * size_of::<Entry>()
            + self.sorted.capacity() * size_of::<u32>()
    }

    /// What is nested deeper than JSON text may be is null, and recorded as unreadable.
    fn add_json(&mut self, value: &Json, depth: u32) -> Node {
        match value {
            Json::Array(_) | Json::Object(_) if depth == MAX_DEPTH => {
                if self.unreadable.is_empty() {
                    let message = format!("it is nested deeper than {MAX_DEPTH} levels");
                    self.unreadable.push(Unreadable { path: String::new(), message });
                }
                Node::Null
            }
            Json::Null => Node::Null,
            Json::Bool(b) => Node::Bool(*b),
            Json::Number(n) => Self::number(n),
            Json::String(s) => Node::Text(self.own(s)),
            Json::Array(items) => {
                let mark = self.open_list();
                for item in items {
                    let node = self.add_json(item, depth + 1);
                    self.push_item(node);
                }
                self.close_list(mark)
            }
            Json::Object(map) => {
                let mark = self.open_map();
                for (key, value) in map {
                    let tag = KeyTag::of(key.as_bytes());
                    let key = self.own(key);
                    let node = self.add_json(value, depth + 1);
                    self.push_entry(key, tag, node);
                }
                self.close_map(mark)
            }
        }
    }

    fn number(n: &serde_json::Number) -> Node {
        if let Some(i) = n.as_i64() {
            Node::Int(i)
        } else if let Some(u) = n.as_u64() {
            Node::UInt(u)
        } else {
            Node::Float(n.as_f64().unwrap_or(0.0))
        }
    }

    // Building.

    pub(crate) fn finish(&mut self, root: Node, unreadable: Vec<Unreadable>) {
        self.root = root;
        self.unreadable = unreadable;
    }

    /// The containers that are open, for [`Payload::discard_since`].
    pub(crate) fn open_containers(&self) -> (usize, usize) {
        (self.pending_nodes.len(), self.pending_entries.len())
    }

    /// Discards the containers that were opened since and are not closed.
    pub(crate) fn discard_since(&mut self, (nodes, entries): (usize, usize)) {
        self.pending_nodes.truncate(nodes);
        self.pending_entries.truncate(entries);
    }

    /// [`Payload::push_entry`] for a key in the payload's own buffer.
    pub(crate) fn push_pair(&mut self, key: TextRef, value: Node) {
        let tag = KeyTag::of(self.text_of(key).as_bytes());
        self.push_entry(key, tag, value);
    }

    pub(crate) fn set_root(&mut self, node: Node) {
        self.root = node;
    }

    /// A string of the source, by its place.
    pub(crate) fn borrowed_text(start: usize, len: usize) -> TextRef {
        TextRef { start: start as u32, len: len as u32 }
    }

    /// Copies a string into the payload's own buffer.
    pub(crate) fn own(&mut self, text: &str) -> TextRef {
        let start = self.text.len();
        self.text.push_str(text);
        self.owned_since(start)
    }

    /// Where a string that is copied piece by piece begins.
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

    /// Ends an object. A key that occurs twice keeps its first position and its last value, as in
    /// `serde_json`.
    pub(crate) fn close_map(&mut self, mark: usize) -> Node {
        let len = self.pending_entries.len() - mark;
        let start = self.entries.len() as u32;
        if len <= LINEAR_SEARCH_MAX as usize {
            for at in mark..self.pending_entries.len() {
                let Some(&entry) = self.pending_entries.get(at) else { break };
                let duplicate = self.entries.iter().skip(start as usize).position(|known| {
                    known.tag == entry.tag
                        && (entry.tag.is_whole() || self.text_of(known.key) == self.text_of(entry.key))
                });
                match duplicate.and_then(|at| self.entries.get_mut(start as usize + at)) {
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
        let key = |at: u32| pending.get(at as usize).map_or("", |entry| self.text_of(entry.key));
        let count = pending.len() as u32;
        let order =
            if cfg!(feature = "documents") { in_order(count, &key) } else { in_order(count, &key as Names<'_>) };
        // In each run of equal keys the first keeps its position and takes the value of the last.
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
}

/// The items of an array of a payload.
#[derive(Clone, Copy, Debug)]
pub struct Items<'a> {
    payload: &'a Payload<'a>,
    nodes: &'a [Node],
}

impl Payload<'_> {
    #[inline]
    pub(crate) fn items(&self, start: u32, len: u32) -> Items<'_> {
        Items { payload: self, nodes: self.nodes.get(start as usize..(start + len) as usize).unwrap_or(&[]) }
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
}

/// The entries of an object of a payload.
#[derive(Clone, Copy, Debug)]
pub struct Entries<'a> {
    payload: &'a Payload<'a>,
    run: &'a [Entry],
    /// Where the object's sorted positions begin; `u32::MAX` for a linear search.
    sorted: u32,
}

impl<'a> Entries<'a> {
    #[inline]
    pub(crate) fn len(&self) -> usize {
        self.run.len()
    }

    /// The value of `key`.
    #[inline(always)]
    pub(crate) fn find(&self, key: &LookupKey) -> Option<&'a Node> {
        match self.at_last_position(key) {
            None => self.search(key),
            found => found,
        }
    }

    /// The value of `key` where it stands at the position where it was found last.
    #[inline(always)]
    pub(crate) fn at_last_position(&self, key: &LookupKey) -> Option<&'a Node> {
        let payload = self.payload;
        let entry = self.run.get(key.last_position())?;
        key.is_tagged(entry.tag, || payload.text_of(entry.key)).then_some(&entry.value)
    }

    /// The value that `key` and `steps` lead to, objects all the way.
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

    /// [`Entries::find`] without a hint; remembers the position.
    #[inline(never)]
    fn search(&self, key: &LookupKey) -> Option<&'a Node> {
        let payload = self.payload;
        if self.sorted == u32::MAX {
            let is_key = |entry: &Entry| key.is_tagged(entry.tag, || payload.text_of(entry.key));
            let at = self.run.iter().position(is_key)?;
            key.remember(at);
            return self.run.get(at).map(|entry| &entry.value);
        }
        let at = self.bisect(key)?;
        key.remember(at);
        self.run.get(at).map(|entry| &entry.value)
    }

    /// The entries, their keys by their tags and as text.
    #[inline]
    pub(crate) fn tagged(&self) -> impl Iterator<Item = (KeyTag, &'a str, &'a Node)> {
        let payload = self.payload;
        self.run.iter().map(move |entry| (entry.tag, payload.text_of(entry.key), &entry.value))
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

    pub(crate) fn entry(&self, index: usize) -> Option<(&'a str, &'a Node)> {
        self.run.get(index).map(|entry| (self.payload.text_of(entry.key), &entry.value))
    }
}
