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
    /// About how long all of it is in strings of JSON: a body that outgrew its memory would take twice as much.
    pub(crate) fn json_length(&self) -> usize {
        let escaped = |text: &String| text.bytes().filter(|byte| *byte < b' ' || matches!(byte, b'"' | b'\\')).count();
        [&self.rendered, &self.kept].into_iter().map(|text| text.len() + escaped(text)).sum()
    }

    pub(crate) fn get(&self, text: Str) -> &str {
        let of = if text.kept { &self.kept } else { &self.rendered };
        of.get(text.start as usize..text.end as usize).unwrap_or_default()
    }
}

/// Where something was written: the tag of its block.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) tag: Span,
    pub(crate) partial: Option<Arc<str>>,
}

/// One turn.
#[derive(Clone, Debug)]
pub(crate) struct Turn {
    pub(crate) role: Role,
    pub(crate) name: Option<Str>,
    pub(crate) parts: Parts,
    pub(crate) calls: Vec<Call>,
    /// Of a result: the id that the data gives.
    pub(crate) result_of: Option<Str>,
    pub(crate) is_error: bool,
    /// The place, in the conversation's list.
    pub(crate) place: u32,
    /// The index of the list's item that it was written for.
    pub(crate) item: Option<u32>,
    pub(crate) keep: bool,
}

impl Turn {
    pub(crate) fn new(role: Role, place: u32) -> Self {
        Self {
            role,
            name: None,
            parts: Parts::new(),
            calls: Vec::new(),
            result_of: None,
            is_error: false,
            place,
            item: None,
            keep: false,
        }
    }

    /// Whether it is what a tool returned for a call.
    pub(crate) fn is_result(&self) -> bool {
        self.role == Role::Tool
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
pub(crate) type Parts = SmallVec<[Part; 1]>;

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
