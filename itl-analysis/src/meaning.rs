//! What a path means: one thing or several, the innermost first.

use crate::knowledge::Knowledge;
use crate::path::{Part, PathId};
use crate::shape::{ShapeId, Step, UNKNOWN};
use itl_eval::{Kind, Span};

/// How many possibilities of one context, and meanings of one path, are told apart.
pub(crate) const MAX_MEANINGS: usize = 64;

/// One meaning of a path.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Found {
    /// Where the value lies in the payload; `None` for one that a function made.
    pub(crate) path: Option<PathId>,
    /// Whether the path already names the items of the value, which is a list.
    pub(crate) spread: bool,
    pub(crate) shape: ShapeId,
    pub(crate) sure: bool,
    /// The context that has the path's first key.
    pub(crate) frame: usize,
}

/// A place of the payload that a path reads.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Read {
    pub(crate) path: PathId,
    pub(crate) sure: bool,
    pub(crate) missing: bool,
}

/// The step at which a path leaves what is known.
#[derive(Clone, Debug)]
pub(crate) struct Missing {
    pub(crate) span: Span,
    /// The key; `None` for an index.
    pub(crate) key: Option<String>,
    /// The value that lacks it; `None` where no context has the first key.
    pub(crate) owner: Option<Owner>,
}

/// A value that lacks a key.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Owner {
    pub(crate) path: Option<PathId>,
    pub(crate) shape: ShapeId,
}

/// A value on its way through a call.
#[derive(Clone, Debug)]
pub(crate) struct CallStep {
    pub(crate) name_span: Span,
    /// The meanings before the call.
    pub(crate) before: Vec<ShapeId>,
    pub(crate) function: String,
    pub(crate) receiver: Kind,
    pub(crate) accepts_missing: bool,
}

/// A key as it is written, and where it leads.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Segment {
    pub(crate) span: Span,
    pub(crate) path: PathId,
    /// Whether it is the argument of a function.
    pub(crate) is_argument: bool,
}

/// What a path means in its scope.
#[derive(Clone, Debug)]
pub(crate) struct Resolved {
    pub(crate) found: Vec<Found>,
    pub(crate) reads: Vec<Read>,
    pub(crate) missing: Option<Missing>,
    pub(crate) calls: Vec<CallStep>,
    /// The keys on the way, for whoever renames one.
    pub(crate) segments: Vec<Segment>,
    /// The kind of value that the last call returns.
    pub(crate) kind: Kind,
    /// Whether it calls a function that does not exist, so that its tag prints itself.
    pub(crate) broken: bool,
    /// Whether its first key is held by some values of a context and looked up outside by others.
    pub(crate) partly: bool,
    /// The outermost context that may have its first key.
    pub(crate) outermost: usize,
}

impl Resolved {
    /// A path of which nothing is found yet.
    pub(crate) fn new() -> Self {
        Self {
            found: Vec::new(),
            reads: Vec::new(),
            missing: None,
            calls: Vec::new(),
            segments: Vec::new(),
            kind: Kind::Any,
            broken: false,
            partly: false,
            outermost: usize::MAX,
        }
    }

    /// Remembers a key and where it leads.
    pub(crate) fn segment(&mut self, span: Span, known: &mut Knowledge<'_>) {
        let mut paths = self.found.iter().filter_map(|found| found.path);
        let Some(first) = paths.next() else { return };
        let path = paths.fold(first, |all, path| known.paths.either(all, path));
        self.segments.push(Segment { span, path, is_argument: false });
    }

    /// Goes a step further from every meaning.
    pub(crate) fn step(&mut self, span: Span, part: &Part, known: &mut Knowledge<'_>) {
        self.kind = Kind::Any;
        let before = std::mem::take(&mut self.found);
        let mut absent: Option<Found> = None;
        for found in before {
            let shape = match known.shapes.step(found.shape, part) {
                Step::There { shape, .. } => shape,
                Step::Perhaps => UNKNOWN,
                Step::Absent => {
                    absent = absent.or(Some(found));
                    continue;
                }
            };
            // A list whose path names its items already has no path for one of them.
            let path = found.path.filter(|_| !found.spread).map(|path| known.paths.step(path, part.clone()));
            self.found.push(Found { path, spread: false, shape, ..found });
        }
        if !self.found.is_empty() || self.missing.is_some() {
            return;
        }
        let Some(owner) = absent else { return };
        if let Some(path) = owner.path {
            let path = known.paths.step(path, part.clone());
            self.reads.push(Read { path, sure: owner.sure, missing: true });
        }
        let key = match part {
            Part::Key(key) => Some(key.to_string()),
            Part::Index(_) | Part::Each => None,
        };
        self.missing = Some(Missing { span, key, owner: Some(Owner { path: owner.path, shape: owner.shape }) });
    }

    /// Adds a meaning that is not there yet.
    pub(crate) fn mean(&mut self, found: Found) {
        let known = |other: &Found| other.shape == found.shape && other.path == found.path;
        if self.found.len() < MAX_MEANINGS && !self.found.iter().any(known) {
            self.found.push(found);
        }
    }
}
