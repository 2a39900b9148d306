//! A conversation: turns of text, parts and calls, whose texts stand in two buffers.

use crate::role::Role;
use itl_syntax::Span;
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
    pub(crate) parts: Vec<Part>,
    pub(crate) calls: Vec<Call>,
    /// Of a result: the id that the data gives.
    pub(crate) result_of: Option<Str>,
    pub(crate) is_error: bool,
    /// The place, in the conversation's list.
    pub(crate) place: u32,
    /// Whether it was written for an item of a list.
    pub(crate) in_list: bool,
    pub(crate) keep: bool,
}

impl Turn {
    pub(crate) fn new(role: Role, place: u32) -> Self {
        Self {
            role,
            name: None,
            parts: Vec::new(),
            calls: Vec::new(),
            result_of: None,
            is_error: false,
            place,
            in_list: false,
            keep: false,
        }
    }

    /// Whether it is what a tool returned for a call.
    pub(crate) fn is_result(&self) -> bool {
        self.role == Role::Tool
    }

    /// Its texts, in order.
    pub(crate) fn texts(&self) -> impl Iterator<Item = Str> + Clone + '_ {
        self.parts.iter().filter_map(|part| match part.kind {
            PartKind::Text(text) => Some(text),
            _ => None,
        })
    }
}

/// A part of a turn.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub(crate) kind: PartKind,
    /// Whether a cache mark stands after it.
    pub(crate) cache: bool,
    /// What goes back unchanged to one target.
    pub(crate) opaque: Option<Opaque>,
}

impl Part {
    pub(crate) fn new(kind: PartKind) -> Self {
        Self { kind, cache: false, opaque: None }
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
