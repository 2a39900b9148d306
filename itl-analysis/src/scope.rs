//! The contexts around a tag, and what a path in it may mean.
//!
//! A context is a set of possibilities: the items of a sample's array all at once, or a value of
//! which nothing is known. A path then has one meaning or several, the innermost first.

use crate::path::{Part, Path};
use crate::preview::Previews;
use crate::shape::{Shape, Step};
use itl_eval::{Engine, Kind, Span};
use itl_syntax::ast::{Call, Expr, Head, Link};

/// A value that may be the context.
#[derive(Clone, Debug)]
pub(crate) struct Origin<'v> {
    /// Where it stands in the payload; `None` for a value that a function made.
    pub(crate) path: Option<Path>,
    pub(crate) shape: Shape<'v>,
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
pub(crate) struct Frame<'v> {
    pub(crate) origins: Vec<Origin<'v>>,
    pub(crate) looped: Looped,
}

/// The contexts, innermost last.
#[derive(Clone, Debug)]
pub(crate) struct Scope<'v> {
    pub(crate) frames: Vec<Frame<'v>>,
}

/// One meaning of a path.
#[derive(Clone, Debug)]
pub(crate) struct Found<'v> {
    /// Where the value stands in the payload; `None` for one that a function made.
    pub(crate) path: Option<Path>,
    /// Whether the path already names the items of the value, which is a list.
    spread: bool,
    pub(crate) shape: Shape<'v>,
    pub(crate) sure: bool,
    /// The context that has the path's first key.
    pub(crate) frame: usize,
}

/// A place of the payload that a path reads.
#[derive(Clone, Debug)]
pub(crate) struct Read {
    pub(crate) path: Path,
    pub(crate) sure: bool,
    pub(crate) missing: bool,
}

/// The key at which a path leaves the sample.
#[derive(Clone, Debug)]
pub(crate) struct Missing {
    pub(crate) span: Span,
    /// The key; `None` for an index.
    pub(crate) key: Option<String>,
    /// The keys that are there instead.
    pub(crate) known: Vec<String>,
    /// The value that lacks it; `None` where no context has the first key.
    pub(crate) owner: Option<Path>,
}

/// A value on its way through a call.
#[derive(Clone, Debug)]
pub(crate) struct CallStep<'v> {
    pub(crate) name_span: Span,
    /// The meanings before the call.
    pub(crate) before: Vec<Shape<'v>>,
    pub(crate) function: String,
    pub(crate) receiver: Kind,
}

/// What a path means in its scope.
#[derive(Clone, Debug)]
pub(crate) struct Resolved<'v> {
    pub(crate) found: Vec<Found<'v>>,
    pub(crate) reads: Vec<Read>,
    pub(crate) missing: Option<Missing>,
    pub(crate) calls: Vec<CallStep<'v>>,
    /// The kind of value that the last call gives.
    pub(crate) kind: Kind,
    /// Whether it calls a function that does not exist, so that its tag prints itself.
    pub(crate) broken: bool,
    /// Whether its first key is held by some values of a context and looked up outside by others.
    pub(crate) partly: bool,
}

impl<'v> Scope<'v> {
    pub(crate) fn new(root: Shape<'v>) -> Self {
        let origin = Origin { path: Some(Path::default()), shape: root, sure: true };
        let frame = Frame { origins: vec![origin], looped: Looped::No };
        Self { frames: vec![frame] }
    }

    /// What `expr` means here.
    pub(crate) fn resolve(
        &self,
        expr: &Expr<'_>,
        source: &str,
        engine: &Engine,
        previews: &mut Previews,
    ) -> Resolved<'v> {
        let mut resolved = Resolved {
            found: Vec::new(),
            reads: Vec::new(),
            missing: None,
            calls: Vec::new(),
            kind: Kind::Any,
            broken: false,
            partly: false,
        };
        self.head(&expr.head, &mut resolved);
        for link in &expr.links {
            match link {
                Link::Key(key) => {
                    resolved.kind = Kind::Any;
                    resolved.step(key.span, Part::Key(key.text.to_string()), |shape| shape.key(&key.text));
                }
                Link::Index { span, index } => {
                    resolved.kind = Kind::Any;
                    resolved.step(*span, Part::Index(*index), |shape| shape.index(*index));
                }
                Link::Call(call) => resolved.call(call, expr.legacy, source, engine, previews),
                // Which key is read is known only in a render.
                Link::Reference { .. } => {
                    resolved.kind = Kind::Any;
                    resolved.unknown();
                }
            }
            if resolved.broken {
                break;
            }
        }
        for found in std::mem::take(&mut resolved.found) {
            if let Some(path) = &found.path {
                resolved.reads.push(Read { path: path.clone(), sure: found.sure, missing: false });
            }
            resolved.found.push(found);
        }
        resolved
    }

    /// The meanings of a path's first segment.
    fn head(&self, head: &Head<'_>, resolved: &mut Resolved<'v>) {
        let key = match head {
            Head::Key(key) => key,
            Head::Current => {
                let frame = self.frames.len().saturating_sub(1);
                let origins = self.frames.last().into_iter().flat_map(|frame| &frame.origins);
                resolved.found.extend(origins.map(|origin| Found {
                    path: origin.path.clone(),
                    spread: false,
                    shape: origin.shape.clone(),
                    sure: origin.sure,
                    frame,
                }));
                return;
            }
            Head::Loop(_) => return,
        };
        // Whether an inner context of which too little is known may hide what follows.
        let mut open = false;
        for (at, frame) in self.frames.iter().enumerate().rev() {
            let mut everywhere = !frame.origins.is_empty();
            for origin in &frame.origins {
                let path = origin.path.as_ref().map(|path| path.join(Part::Key(key.text.to_string())));
                let (shape, sure) = match origin.shape.key(&key.text) {
                    Step::There { shape, always } => {
                        everywhere &= always;
                        (shape, origin.sure && !open)
                    }
                    Step::Perhaps => {
                        everywhere = false;
                        (Shape::Unknown, at == 0 && !open)
                    }
                    Step::Absent => {
                        everywhere = false;
                        continue;
                    }
                };
                if shape.is_unknown() && at > 0 {
                    open = true;
                }
                resolved.found.push(Found { path, spread: false, shape, sure, frame: at });
            }
            if everywhere {
                break;
            }
        }
        resolved.partly = resolved
            .found
            .first()
            .is_some_and(|first| first.frame > 0 && resolved.found.iter().any(|found| found.frame < first.frame));
        if resolved.found.is_empty() {
            let known = self.known_keys();
            let owner =
                self.frames.iter().rev().find_map(|frame| frame.origins.first().and_then(|origin| origin.path.clone()));
            let path = owner.unwrap_or_default().join(Part::Key(key.text.to_string()));
            resolved.reads.push(Read { path, sure: true, missing: true });
            resolved.missing = Some(Missing { span: key.span, key: Some(key.text.to_string()), known, owner: None });
        }
    }

    /// Every key that a path may begin with here, innermost first.
    fn known_keys(&self) -> Vec<String> {
        let mut keys: Vec<String> = Vec::new();
        for frame in self.frames.iter().rev() {
            for origin in &frame.origins {
                keys.extend(origin.shape.keys().into_iter().map(|(key, _)| key));
            }
        }
        keys
    }

    /// Opens a section over what `resolved` means.
    pub(crate) fn push(&mut self, resolved: &Resolved<'v>) {
        let mut frame = Frame { origins: Vec::new(), looped: Looped::No };
        let plain = !matches!(resolved.kind, Kind::Any | Kind::Array | Kind::Object);
        let (mut items, mut other) = (false, false);
        for found in resolved.found.iter().filter(|_| !plain) {
            let each = || {
                let path = found.path.as_ref();
                path.map(|path| if found.spread { path.clone() } else { path.join(Part::Each) })
            };
            let contexts = found.shape.contexts();
            if found.shape.is_unknown() {
                frame.looped = Looped::Perhaps;
                frame.origins.push(Origin { path: each(), shape: Shape::Unknown, sure: false });
                continue;
            }
            if let Some(shape) = contexts.items {
                items = true;
                frame.origins.push(Origin { path: each(), shape, sure: found.sure });
            }
            if let Some(shape) = contexts.itself {
                other = true;
                frame.origins.push(Origin { path: found.path.clone(), shape, sure: found.sure });
            }
        }
        frame.looped = match (frame.looped, items, other) {
            (Looped::Perhaps, ..) | (_, true, true) => Looped::Perhaps,
            (_, true, false) => Looped::Yes,
            _ => Looped::No,
        };
        if frame.origins.is_empty() && !plain {
            // The section does not run in the sample: nothing is known inside it.
            frame.looped = Looped::Perhaps;
            let paths = resolved.reads.iter().map(|read| Some(read.path.join(Part::Each))).take(1);
            let path = paths.chain([None]).next().flatten();
            frame.origins.push(Origin { path, shape: Shape::Unknown, sure: false });
        }
        self.frames.push(frame);
    }

    pub(crate) fn pop(&mut self) {
        if self.frames.len() > 1 {
            self.frames.pop();
        }
    }
}

impl<'v> Resolved<'v> {
    fn step(&mut self, span: Span, part: Part, next: impl Fn(&Shape<'v>) -> Step<'v>) {
        let before = std::mem::take(&mut self.found);
        let mut absent: Vec<&Found<'v>> = Vec::new();
        for found in &before {
            // A list whose path names its items already has no path for one of them.
            let path = found.path.as_ref().filter(|_| !found.spread).map(|path| path.join(part.clone()));
            let shape = match next(&found.shape) {
                Step::There { shape, .. } => shape,
                Step::Perhaps => Shape::Unknown,
                Step::Absent => {
                    absent.push(found);
                    continue;
                }
            };
            self.found.push(Found { path, spread: false, shape, sure: found.sure, frame: found.frame });
        }
        if !self.found.is_empty() || self.missing.is_some() {
            return;
        }
        if let Some(first) = absent.first() {
            let known = first.shape.keys().into_iter().map(|(key, _)| key).collect();
            if let Some(path) = &first.path {
                self.reads.push(Read { path: path.join(part.clone()), sure: first.sure, missing: true });
            }
            let key = match part {
                Part::Key(key) => Some(key),
                Part::Index(_) | Part::Each => None,
            };
            self.missing = Some(Missing { span, key, known, owner: first.path.clone() });
        }
    }

    /// A step to a key that only a render knows: all of the value counts as read.
    fn unknown(&mut self) {
        for found in &mut self.found {
            if let Some(path) = found.path.take() {
                self.reads.push(Read { path, sure: found.sure, missing: false });
            }
            (found.spread, found.shape) = (false, Shape::Unknown);
        }
    }

    fn call(&mut self, call: &Call<'_>, legacy: bool, source: &str, engine: &Engine, previews: &mut Previews) {
        let Some(function) = engine.registry().get(call.name) else {
            self.broken = true;
            return;
        };
        self.calls.push(CallStep {
            name_span: call.name_span,
            before: self.found.iter().map(|found| found.shape.clone()).collect(),
            function: function.name.to_string(),
            receiver: function.receiver,
        });
        let key_argument = function
            .params
            .iter()
            .zip(&call.args)
            .find(|(param, _)| param.kind == itl_eval::ParamKind::Key)
            .and_then(|(_, arg)| arg.text().ok());
        for found in std::mem::take(&mut self.found) {
            let shape = if legacy { Shape::Unknown } else { previews.call(call.span.of(source), &found.shape) };
            let items = match (&found.path, found.spread) {
                (Some(path), false) => Some(path.join(Part::Each)),
                (path, _) => path.clone(),
            };
            let keyed = match (&items, &key_argument) {
                (Some(items), Some(key)) => Some(key_path(items, &found.shape, key)),
                _ => None,
            };
            if let Some(path) = &keyed {
                self.reads.push(Read { path: path.clone(), sure: found.sure, missing: false });
            }
            let keeps_path = matches!(function.receiver, Kind::Any | Kind::Array)
                && matches!(function.returns, Kind::Any | Kind::Array);
            let (path, spread) = match &*function.name {
                "pluck" => (keyed, true),
                "first" | "last" => (items, false),
                _ if keeps_path => (found.path.clone(), found.spread),
                _ => (None, false),
            };
            if path.is_none()
                && let Some(path) = &found.path
            {
                self.reads.push(Read { path: path.clone(), sure: found.sure, missing: false });
            }
            self.found.push(Found { path, spread, shape, sure: found.sure, frame: found.frame });
        }
        self.kind = function.returns;
    }
}

/// Where a function's key argument leads: a literal key first, a path otherwise.
fn key_path(items: &Path, list: &Shape<'_>, key: &str) -> Path {
    let literal = list.contexts().items.is_some_and(|items| matches!(items.key(key), Step::There { .. }));
    if literal { items.join(Part::Key(key.to_owned())) } else { items.join_keys(key) }
}
