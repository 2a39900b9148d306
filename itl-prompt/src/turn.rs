//! A conversation: turns of text, parts and calls, whose texts stand in two buffers.

use crate::role::Role;
use itl_syntax::Span;
use smallvec::SmallVec;
use std::ops::Range;
use std::sync::Arc;

/// A text of a conversation: of what the render wrote, or of what was kept of the data.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Str {
    start: u32,
    end: u32,
    kept: bool,
}

impl Str {
    /// A part of the render's text.
    pub(crate) fn rendered(range: Range<usize>) -> Self {
        Self { start: range.start as u32, end: range.end as u32, kept: false }
    }

    pub(crate) fn kept(range: Range<usize>) -> Self {
        Self { start: range.start as u32, end: range.end as u32, kept: true }
    }

    /// The same text in a render's text whose first `by` bytes were taken away.
    pub(crate) fn moved(self, by: usize) -> Self {
        let by = if self.kept { 0 } else { by as u32 };
        Self { start: self.start.saturating_sub(by), end: self.end.saturating_sub(by), kept: self.kept }
    }

    pub(crate) fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The piece of what was kept that it is.
    pub(crate) fn in_kept(self) -> Option<Range<usize>> {
        self.kept.then_some(self.start as usize..self.end as usize)
    }

    /// The piece of the render's text that it is.
    pub(crate) fn in_rendered(self) -> Option<Range<usize>> {
        (!self.kept).then_some(self.start as usize..self.end as usize)
    }

    /// Where it stands in the render's text.
    pub(crate) fn rendered_start(self) -> Option<usize> {
        (!self.kept).then_some(self.start as usize)
    }
}

/// The two buffers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Texts {
    pub(crate) rendered: String,
    pub(crate) kept: String,
}

impl Texts {
    pub(crate) fn get(&self, text: Str) -> &str {
        let of = if text.kept { &self.kept } else { &self.rendered };
        of.get(text.start as usize..text.end as usize).unwrap_or_default()
    }
}

/// About how long a text is in strings of JSON: a body that outgrew its memory would take twice as much.
pub(crate) fn json_length(text: &str) -> usize {
    // In sums of a byte, which the compiler adds up sixteen at a time.
    let special = |byte: u8| u8::from(byte < b' ') + u8::from(byte == b'"') + u8::from(byte == b'\\');
    let of_chunk = |chunk: &[u8]| usize::from(chunk.iter().fold(0_u8, |sum, byte| sum + special(*byte)));
    text.len() + text.as_bytes().chunks(u8::MAX.into()).map(of_chunk).sum::<usize>()
}

/// Where something was written: the tag of its block.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) tag: Span,
    pub(crate) partial: Option<Arc<str>>,
}

/// One turn. A conversation holds thousands, so what few have stands apart.
#[derive(Clone, Debug)]
pub(crate) struct Turn {
    pub(crate) parts: Parts,
    more: Option<Box<More>>,
    /// The place, in the conversation's list.
    pub(crate) place: u32,
    /// [`NO_ITEM`] where it was written for none.
    item: u32,
    pub(crate) role: Role,
    pub(crate) is_error: bool,
    pub(crate) keep: bool,
}

const NO_ITEM: u32 = u32::MAX;

/// The calls of a turn; most that have some have one.
pub(crate) type Calls = SmallVec<[Call; 1]>;

/// What few turns have.
#[derive(Clone, Debug, Default)]
struct More {
    name: Option<Str>,
    calls: Calls,
    result_of: Option<Str>,
}

impl Turn {
    pub(crate) fn new(role: Role, place: u32, item: Option<u32>) -> Self {
        let item = item.unwrap_or(NO_ITEM);
        Self { role, parts: Parts::None, more: None, is_error: false, place, item, keep: false }
    }

    fn more(&mut self) -> &mut More {
        self.more.get_or_insert_default()
    }

    /// The index of the list's item that it was written for.
    pub(crate) fn item(&self) -> Option<u32> {
        (self.item != NO_ITEM).then_some(self.item)
    }

    pub(crate) fn name(&self) -> Option<Str> {
        self.more.as_ref()?.name
    }

    pub(crate) fn set_name(&mut self, name: Option<Str>) {
        if name.is_some() {
            self.more().name = name;
        }
    }

    /// Of a result: the id that the data gives.
    pub(crate) fn result_of(&self) -> Option<Str> {
        self.more.as_ref()?.result_of
    }

    pub(crate) fn set_result_of(&mut self, id: Option<Str>) {
        if id.is_some() {
            self.more().result_of = id;
        }
    }

    pub(crate) fn calls(&self) -> &[Call] {
        self.more.as_ref().map_or(&[], |more| &more.calls)
    }

    pub(crate) fn calls_mut(&mut self) -> &mut [Call] {
        self.more.as_mut().map_or(&mut [], |more| &mut more.calls)
    }

    /// Its calls, taken from it.
    pub(crate) fn take_calls(&mut self) -> Calls {
        self.more.as_mut().map_or_else(Calls::new, |more| std::mem::take(&mut more.calls))
    }

    pub(crate) fn set_calls(&mut self, calls: Calls) {
        if !calls.is_empty() {
            self.more().calls = calls;
        }
    }

    /// Whether it is what a tool returned for a call.
    pub(crate) fn is_result(&self) -> bool {
        self.role == Role::Tool
    }

    /// Its text, where it is one of the user's or the assistant's and nothing else.
    #[inline]
    pub(crate) fn plain_text(&self) -> Option<Str> {
        match (&self.parts, &self.more) {
            (Parts::One(Part { kind: PartKind::Text(text), cache: None, opaque: None }), None)
                if matches!(self.role, Role::User | Role::Assistant) && !self.is_error =>
            {
                Some(*text)
            }
            _ => None,
        }
    }

    /// A turn of one text.
    pub(crate) fn of_text(role: Role, place: u32, text: Str) -> Self {
        Self { parts: Parts::One(Part::new(PartKind::Text(text))), ..Self::new(role, place, None) }
    }

    /// The place of the first cache mark in it.
    pub(crate) fn cache(&self) -> Option<u32> {
        self.parts.iter().find_map(|part| part.cache)
    }

    /// Its texts, in order.
    pub(crate) fn texts(&self) -> impl Iterator<Item = Str> + Clone + '_ {
        self.parts.iter().filter_map(|part| match part.kind {
            PartKind::Text(text) => Some(text),
            _ => None,
        })
    }
}

/// The parts of a turn; nearly all have one.
#[derive(Clone, Debug, Default)]
pub(crate) enum Parts {
    #[default]
    None,
    One(Part),
    Many(Vec<Part>),
}

impl Parts {
    pub(crate) fn push(&mut self, part: Part) {
        *self = match std::mem::take(self) {
            Self::None => Self::One(part),
            Self::One(first) => Self::Many(vec![first, part]),
            Self::Many(mut all) => {
                all.push(part);
                Self::Many(all)
            }
        };
    }

    /// Moves all of `other` to the end.
    pub(crate) fn append(&mut self, other: &mut Self) {
        match std::mem::take(other) {
            Self::None => {}
            Self::One(part) => self.push(part),
            Self::Many(parts) => parts.into_iter().for_each(|part| self.push(part)),
        }
    }

    /// Keeps those of which `keeps` is true.
    pub(crate) fn retain(&mut self, keeps: impl Fn(&Part) -> bool) {
        let mut all = std::mem::take(self);
        match &mut all {
            Self::Many(parts) => parts.retain(keeps),
            Self::One(part) if !keeps(part) => return,
            Self::None | Self::One(_) => {}
        }
        *self = all;
    }
}

impl std::ops::Deref for Parts {
    type Target = [Part];

    #[inline]
    fn deref(&self) -> &[Part] {
        match self {
            Self::None => &[],
            Self::One(part) => std::slice::from_ref(part),
            Self::Many(parts) => parts,
        }
    }
}

impl std::ops::DerefMut for Parts {
    fn deref_mut(&mut self) -> &mut [Part] {
        match self {
            Self::None => &mut [],
            Self::One(part) => std::slice::from_mut(part),
            Self::Many(parts) => parts,
        }
    }
}

impl<'p> IntoIterator for &'p Parts {
    type Item = &'p Part;
    type IntoIter = std::slice::Iter<'p, Part>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<'p> IntoIterator for &'p mut Parts {
    type Item = &'p mut Part;
    type IntoIter = std::slice::IterMut<'p, Part>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter_mut()
    }
}

/// A part of a turn.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub(crate) kind: PartKind,
    /// The place of a cache mark after it, in the conversation's list.
    pub(crate) cache: Option<u32>,
    /// What goes back unchanged to one target.
    pub(crate) opaque: Option<Box<Opaque>>,
}

impl Part {
    pub(crate) fn new(kind: PartKind) -> Self {
        Self { kind, cache: None, opaque: None }
    }

    /// Nothing but what goes back to its own target.
    pub(crate) fn of_opaque(opaque: Opaque) -> Self {
        Self { opaque: Some(Box::new(opaque)), ..Self::new(PartKind::Opaque) }
    }

    /// Whether it is more than what goes back to one target alone.
    pub(crate) fn is_sent(&self) -> bool {
        !matches!(self.kind, PartKind::Opaque)
    }

    /// The same without its cache mark.
    pub(crate) fn uncached(&self) -> Self {
        Self { cache: None, ..self.clone() }
    }
}

#[derive(Clone, Debug)]
pub(crate) enum PartKind {
    Text(Str),
    Image(Box<Media>),
    Document(Box<Media>),
    /// Nothing but what is opaque.
    Opaque,
}

/// An image or a document.
#[derive(Clone, Debug)]
pub(crate) struct Media {
    pub(crate) source: MediaSource,
    /// Such as `image/png`.
    pub(crate) kind: Option<Str>,
    pub(crate) name: Option<Str>,
    pub(crate) detail: Option<Str>,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum MediaSource {
    Base64(Str),
    Url(Str),
}

/// What only one target reads: a thought signature, a thinking block, a reasoning item.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Opaque {
    pub(crate) target: Str,
    /// As compact JSON.
    pub(crate) value: Str,
}

/// A call of a tool.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    /// The id that the data gives.
    pub(crate) given: Option<Str>,
    pub(crate) name: Str,
    /// A JSON object, compact.
    pub(crate) arguments: Str,
    pub(crate) opaque: Option<Opaque>,
    /// The id that call and result share, where the data gives none or one twice.
    pub(crate) key: u64,
}

#[cfg(all(test, target_pointer_width = "64"))]
mod tests {
    #[test]
    fn a_turn_is_small() {
        assert_eq!([size_of::<super::Parts>(), size_of::<super::Turn>()], [32, 56]);
    }
}
