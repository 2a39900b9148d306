//! The contexts around a tag.
//!
//! A context is a set of possibilities: the items of a sample's array all at once, or a value of
//! which nothing is known. Contexts of which nothing is known make a run, which is one possibility
//! however many there are, so that sections inside each other cost one step each.

use crate::knowledge::Knowledge;
use crate::meaning::{Found, MAX_MEANINGS, Resolved};
use crate::path::{Part, PathId, ROOT};
use crate::shape::{ShapeId, Step, UNKNOWN};
use itl_eval::{Kind, NameIndex};
use itl_syntax::ast::{Expr, Key};
use std::cell::RefCell;
use std::rc::Rc;

/// A value that may be the context.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Origin {
    /// Where it lies in the payload; `None` for a value that a function made.
    pub(crate) path: Option<PathId>,
    pub(crate) shape: ShapeId,
    /// Whether it is known to be the context whenever the section runs.
    pub(crate) sure: bool,
}

/// Whether a section repeats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Looped {
    Yes,
    No,
    Perhaps,
}

/// One context.
#[derive(Clone, Debug)]
pub(crate) struct Frame<'d> {
    pub(crate) origins: Vec<Origin>,
    pub(crate) looped: Looped,
    /// What the section asks for; `None` for the payload itself.
    pub(crate) opener: Option<&'d Expr<'d>>,
    /// Where nothing is known of the context: what it may be together with those around it of
    /// which nothing is known either.
    run: Option<Run>,
    /// The meanings of keys that were looked up from here.
    meanings: RefCell<(NameIndex, Vec<Meanings>)>,
}

/// The meanings of a key from a context outward.
#[derive(Clone, Debug)]
struct Meanings {
    found: Vec<Found>,
    outermost: usize,
}

/// Contexts next to each other of which nothing is known.
#[derive(Clone, Copy, Debug)]
struct Run {
    path: Option<PathId>,
    /// The outermost of them.
    bottom: usize,
}

/// The contexts, innermost last.
#[derive(Clone, Debug)]
pub(crate) struct Scope<'d> {
    pub(crate) frames: Vec<Frame<'d>>,
}

impl<'d> Scope<'d> {
    /// The scope outside of all sections.
    pub(crate) fn new(root: ShapeId, known: &mut Knowledge<'_>) -> Self {
        let mut scope = Self { frames: Vec::new() };
        let origin = Origin { path: Some(ROOT), shape: root, sure: true };
        scope.add(vec![origin], Looped::No, None, known);
        scope
    }

    fn add(&mut self, origins: Vec<Origin>, looped: Looped, opener: Option<&'d Expr<'d>>, known: &mut Knowledge<'_>) {
        let run = match origins.as_slice() {
            [Origin { path, shape: UNKNOWN, .. }] => Some(match self.frames.last().and_then(|frame| frame.run) {
                None => Run { path: *path, bottom: self.frames.len() },
                Some(around) => Run { path: either(known, *path, around.path), bottom: around.bottom },
            }),
            _ => None,
        };
        self.frames.push(Frame { origins, looped, opener, run, meanings: RefCell::default() });
    }

    /// The meanings of the current value.
    pub(crate) fn current(&self, resolved: &mut Resolved) {
        let frame = self.frames.len().saturating_sub(1);
        resolved.outermost = frame;
        let origins = self.frames.last().into_iter().flat_map(|frame| &frame.origins);
        resolved.found.extend(origins.map(|origin| Found {
            path: origin.path,
            spread: false,
            shape: origin.shape,
            sure: origin.sure,
            frame,
        }));
    }

    /// The meanings of a key that begins a path, the innermost first.
    pub(crate) fn lookup(&self, key: &Key<'_>, known: &mut Knowledge<'_>, resolved: &mut Resolved) {
        let part = Part::key(&key.text);
        let innermost = self.frames.len().saturating_sub(1);
        // Whether an inner context of which too little is known may hide what follows.
        let mut open = false;
        let mut next = self.frames.len().checked_sub(1);
        while let Some(at) = next {
            let Some(frame) = self.frames.get(at) else { break };
            next = at.checked_sub(1);
            let (names, all) = &*frame.meanings.borrow();
            if let Some(meanings) = names.get(&key.text).and_then(|at| all.get(at)) {
                known.charge(1 + meanings.found.len());
                resolved.outermost = resolved.outermost.min(meanings.outermost);
                meanings.found.iter().for_each(|found| resolved.mean(Found { sure: found.sure && !open, ..*found }));
                break;
            }
            known.charge(1 + frame.origins.len());
            if let Some(run) = frame.run {
                let path = run.path.map(|path| known.paths.step(path, part.clone()));
                resolved.outermost = resolved.outermost.min(run.bottom);
                resolved.mean(Found { path, spread: false, shape: UNKNOWN, sure: at == 0 && !open, frame: at });
                open = true;
                next = run.bottom.checked_sub(1);
                continue;
            }
            let mut everywhere = !frame.origins.is_empty();
            for origin in &frame.origins {
                let (shape, sure) = match known.shapes.step(origin.shape, &part) {
                    Step::There { shape, always } => {
                        everywhere &= always;
                        (shape, origin.sure && !open)
                    }
                    Step::Perhaps => {
                        everywhere = false;
                        (UNKNOWN, at == 0 && !open)
                    }
                    Step::Absent => {
                        everywhere = false;
                        continue;
                    }
                };
                let path = origin.path.map(|path| known.paths.step(path, part.clone()));
                open |= shape == UNKNOWN && at > 0;
                resolved.outermost = resolved.outermost.min(at);
                resolved.mean(Found { path, spread: false, shape, sure, frame: at });
            }
            if everywhere {
                break;
            }
        }
        resolved.partly = resolved.found.first().is_some_and(|first| resolved.outermost < first.frame);
        if let Some(frame) = self.frames.get(innermost) {
            let (names, all) = &mut *frame.meanings.borrow_mut();
            if names.get(&key.text).is_none() {
                names.set(&key.text, all.len());
                all.push(Meanings { found: resolved.found.clone(), outermost: resolved.outermost });
            }
        }
    }

    /// The path that a key would have in the innermost context that has one.
    pub(crate) fn nearest(&self) -> PathId {
        let mut origins = self.frames.iter().rev().filter_map(|frame| frame.origins.first());
        origins.find_map(|origin| origin.path).unwrap_or(ROOT)
    }

    /// The lists of keys that a path may begin with here, innermost first.
    pub(crate) fn known_keys(&self, known: &mut Knowledge<'_>) -> Vec<Rc<[Rc<str>]>> {
        let origins = self.frames.iter().rev().flat_map(|frame| &frame.origins);
        let mut shapes: Vec<ShapeId> = Vec::new();
        for origin in origins {
            known.charge(1);
            if origin.shape != UNKNOWN && !shapes.contains(&origin.shape) && shapes.len() < MAX_MEANINGS {
                shapes.push(origin.shape);
            }
        }
        shapes.into_iter().map(|shape| known.shapes.keys(shape)).collect()
    }

    /// Whether a key is known to be there in some context.
    pub(crate) fn reaches(&self, key: &str, known: &mut Knowledge<'_>) -> bool {
        let part = Part::key(key);
        known.charge(self.frames.len());
        let mut origins = self.frames.iter().flat_map(|frame| &frame.origins);
        origins.any(|origin| matches!(known.shapes.step(origin.shape, &part), Step::There { .. }))
    }

    /// Whether a value is known to be at the end of a path of keys, which begins in the innermost context that has its
    /// first key.
    pub(crate) fn reaches_path(&self, path: &str, known: &mut Knowledge<'_>) -> bool {
        known.charge(self.frames.len() + path.len());
        let mut step = |shape, part: &Part| match known.shapes.step(shape, part) {
            Step::There { shape, .. } => Some(shape),
            Step::Perhaps | Step::Absent => None,
        };
        let mut keys = path.split('.').map(Part::key);
        let Some(first) = keys.next() else { return false };
        let mut origins = self.frames.iter().rev().flat_map(|frame| &frame.origins);
        let Some(begins) = origins.find_map(|origin| step(origin.shape, &first)) else { return false };
        keys.try_fold(begins, |shape, key| step(shape, &key)).is_some()
    }

    /// Opens a section over what `resolved` means.
    pub(crate) fn push(&mut self, resolved: &Resolved, opener: &'d Expr<'d>, known: &mut Knowledge<'_>) {
        let mut origins: Vec<Origin> = Vec::new();
        let mut unknown = None;
        let plain = !matches!(resolved.kind, Kind::Any | Kind::Array | Kind::Object);
        let (mut items, mut other) = (false, false);
        for found in resolved.found.iter().filter(|_| !plain) {
            known.charge(1);
            let contexts = known.shapes.contexts(found.shape);
            let each = match found.path {
                Some(path) if !found.spread => Some(known.paths.step(path, Part::Each)),
                path => path,
            };
            if found.shape == UNKNOWN {
                unknown = Some(match unknown {
                    None => each,
                    Some(before) => either(known, before, each),
                });
                continue;
            }
            if let Some(shape) = contexts.items {
                items = true;
                possible(&mut origins, Origin { path: each, shape, sure: found.sure }, known);
            }
            if let Some(shape) = contexts.itself {
                other = true;
                possible(&mut origins, Origin { path: found.path, shape, sure: found.sure }, known);
            }
        }
        let looped = match (unknown.is_some(), items, other) {
            (true, ..) | (_, true, true) => Looped::Perhaps,
            (_, true, false) => Looped::Yes,
            _ => Looped::No,
        };
        if let Some(path) = unknown {
            origins.insert(0, Origin { path, shape: UNKNOWN, sure: false });
        }
        if origins.is_empty() && !plain {
            // The section does not run in the sample: nothing is known inside it.
            let path = resolved.reads.first().map(|read| known.paths.step(read.path, Part::Each));
            self.add(vec![Origin { path, shape: UNKNOWN, sure: false }], Looped::Perhaps, Some(opener), known);
            return;
        }
        self.add(origins, looped, Some(opener), known);
    }

    pub(crate) fn pop(&mut self) {
        if self.frames.len() > 1 {
            self.frames.pop();
        }
    }
}

/// Adds a possibility; values of one shape are one, wherever they lie.
fn possible(origins: &mut Vec<Origin>, origin: Origin, known: &mut Knowledge<'_>) {
    if let Some(same) = origins.iter_mut().find(|other| other.shape == origin.shape) {
        same.path = either(known, same.path, origin.path);
        same.sure &= origin.sure;
    } else if origins.len() < MAX_MEANINGS {
        origins.push(origin);
    }
}

fn either(known: &mut Knowledge<'_>, first: Option<PathId>, rest: Option<PathId>) -> Option<PathId> {
    match (first, rest) {
        (Some(first), Some(rest)) => Some(known.paths.either(first, rest)),
        (first, rest) => first.or(rest),
    }
}
