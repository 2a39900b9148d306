//! The tags that wait for their closing one, and which of them a closing tag belongs to.

use crate::ast::{Expr, ItemId};
use crate::span::Span;
use std::collections::HashMap;
use std::fmt::Write as _;

/// An opening tag that waits for its closing one.
pub(super) struct Open<'s> {
    pub(super) id: ItemId,
    /// A closing tag inside it that matched nothing.
    pub(super) stray: Option<Span>,
    /// The inside of an opening tag that is broken: it keeps its closing tag from being taken
    /// for another's, and was reported already.
    pub(super) broken: Option<&'s str>,
}

/// The open tags, innermost last.
///
/// Nearly every closing tag belongs to the innermost one, which is compared with it. For the
/// others there is an index of the names that may close each; it is built when the first of them
/// comes, so that well-formed templates do without.
#[derive(Default)]
pub(super) struct OpenTags<'s> {
    stack: Vec<Open<'s>>,
    index: Option<Index>,
}

/// Where in the stack each name stands, with the item that stood there. An entry whose item is gone is dropped when it is
/// met.
#[derive(Default)]
struct Index {
    /// The number of each name's list. A map of numbers is one that other code has too.
    numbers: HashMap<String, usize>,
    places: Vec<Vec<(usize, ItemId)>>,
}

impl Index {
    fn add(&mut self, name: String, place: (usize, ItemId)) {
        if let Some(places) = self.of(&name) {
            places.push(place);
        } else {
            self.numbers.insert(name, self.places.len());
            self.places.push(vec![place]);
        }
    }

    fn of(&mut self, name: &str) -> Option<&mut Vec<(usize, ItemId)>> {
        self.places.get_mut(*self.numbers.get(name)?)
    }
}

impl<'s> OpenTags<'s> {
    pub(super) fn len(&self) -> usize {
        self.stack.len()
    }

    /// Adds a tag; `names` are what may close it, asked for only where they are kept.
    pub(super) fn push(&mut self, open: Open<'s>, names: impl FnOnce() -> Vec<String>) {
        let place = (self.stack.len(), open.id);
        self.stack.push(open);
        if let Some(index) = &mut self.index {
            for name in names() {
                index.add(name, place);
            }
        }
    }

    pub(super) fn last(&self) -> Option<&Open<'s>> {
        self.stack.last()
    }

    pub(super) fn last_mut(&mut self) -> Option<&mut Open<'s>> {
        self.stack.last_mut()
    }

    pub(super) fn pop(&mut self) -> Option<Open<'s>> {
        self.stack.pop()
    }

    /// Takes away all that is open inside the tag at `depth`.
    pub(super) fn inside(&mut self, depth: usize) -> Vec<Open<'s>> {
        self.stack.split_off((depth + 1).min(self.stack.len()))
    }

    pub(super) fn take(&mut self) -> Vec<Open<'s>> {
        std::mem::take(&mut self.stack)
    }

    /// The innermost open tag that one of `names` closes. `names_of` gives what may close an open
    /// tag.
    pub(super) fn find(&mut self, names: &[String], names_of: impl Fn(&Open<'s>) -> Vec<String>) -> Option<usize> {
        let stack = &self.stack;
        let index = self.index.get_or_insert_with(|| {
            let mut index = Index::default();
            for (depth, open) in stack.iter().enumerate() {
                for name in names_of(open) {
                    index.add(name, (depth, open.id));
                }
            }
            index
        });
        let mut found = None;
        for name in names {
            let Some(places) = index.of(name) else { continue };
            let is_gone = |&(depth, id): &(usize, ItemId)| stack.get(depth).is_none_or(|open| open.id != id);
            while places.pop_if(|place| is_gone(place)).is_some() {}
            found = found.max(places.last().map(|&(depth, _)| depth));
        }
        found
    }
}

/// The names that may close the section of `expr`: its path with all calls, the path before the
/// first call, and the path without its calls.
pub(super) fn section_names(expr: &Expr<'_>) -> Vec<String> {
    let mut names = vec![section_name(expr, Calls::All)];
    if expr.has_calls() {
        names.extend([section_name(expr, Calls::UpToFirst), section_name(expr, Calls::LeftOut)]);
    }
    names
}

/// Which part of a path a name holds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Calls {
    All,
    UpToFirst,
    LeftOut,
}

/// A path as a name that only equal paths have, however they are spelled.
pub(super) fn section_name(expr: &Expr<'_>, calls: Calls) -> String {
    use crate::ast::{Head, Link};
    let mut name = String::from("#");
    match &expr.head {
        Head::Current => name.push('.'),
        Head::Key(key) => key_name(&mut name, &key.text),
        Head::Loop(var) => name.push_str(var.name()),
    }
    for link in &expr.links {
        match link {
            Link::Key(key) => key_name(&mut name, &key.text),
            Link::Index { index, .. } => _ = write!(name, "[{index}]"),
            Link::Reference { reference, .. } => _ = write!(name, "[{}]", reference.raw),
            Link::Call(_) if calls == Calls::UpToFirst => break,
            Link::Call(_) if calls == Calls::LeftOut => {}
            Link::Call(call) => {
                _ = write!(name, "({}", call.name);
                for arg in &call.args {
                    let sign = if arg.reference().is_some() { '$' } else { ',' };
                    let text = arg.text().unwrap_or(arg.raw().into());
                    _ = write!(name, "{sign}{}:{text}", text.len());
                }
            }
        }
    }
    name
}

/// A key with its length before it, so that no two paths have one name.
fn key_name(name: &mut String, key: &str) {
    _ = write!(name, "{}:{key}", key.len());
}

/// The names that may close a broken opening tag: its inside, and each part of it that ends
/// before a dot, a bracket, a call or whitespace. Of a long one only the first parts count.
pub(super) fn broken_names(inner: &str) -> Vec<String> {
    /// More parts than this no closing tag repeats.
    const MAX_PARTS: usize = 16;
    let ends = inner.match_indices(['.', '[', '(', '#', ' ', '\t', '\r', '\n']).map(|(at, _)| at);
    let parts = ends.take(MAX_PARTS).filter_map(|end| inner.get(..end)).filter(|part| !part.is_empty());
    parts.chain([inner]).map(broken_name).collect()
}

/// The name under which a broken opening tag is found.
pub(super) fn broken_name(inner: &str) -> String {
    format!("!{inner}")
}

/// The name under which a block or parent is found.
pub(super) fn plain_name(inner: &str) -> String {
    format!("={inner}")
}
