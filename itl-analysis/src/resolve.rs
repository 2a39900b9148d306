//! Finds out what a path means in its scope.

use crate::knowledge::Knowledge;
use crate::meaning::{CallStep, Found, Missing, Owner, Read, Resolved, Segment};
use crate::path::{Part, PathId};
use crate::scope::Scope;
use crate::shape::{ShapeId, Step, UNKNOWN};
use itl_eval::{Engine, Function, Kind, ParamKind, Span, Yields};
use itl_syntax::ast::{Call, Expr, Head, Link, Reference};
use itl_value::{KeyPath, Value};
use serde_json::Value as Json;

/// What paths are resolved with.
pub(crate) struct Resolver<'r, 'a> {
    pub(crate) engine: &'r Engine,
    /// The text that spans count in.
    pub(crate) source: &'r str,
    pub(crate) known: &'r mut Knowledge<'a>,
}

/// How many keys a reference in brackets may be in the samples.
const MAX_DYNAMIC_KEYS: usize = 16;

impl Resolver<'_, '_> {
    /// What `expr` means in `scope`, with its first `links` steps and calls.
    pub(crate) fn resolve(&mut self, expr: &Expr<'_>, links: usize, scope: &Scope<'_>) -> Resolved {
        let mut resolved = Resolved::new();
        match &expr.head {
            Head::Key(key) => {
                scope.lookup(key, self.known, &mut resolved);
                if resolved.found.is_empty() {
                    let path = self.known.paths.step(scope.nearest(), Part::key(&key.text));
                    resolved.reads.push(Read { path, sure: true, missing: true });
                    resolved.missing = Some(Missing { span: key.span, key: Some(key.text.to_string()), owner: None });
                }
                resolved.segment(key.span, self.known);
            }
            Head::Current => scope.current(&mut resolved),
            Head::Loop(_) => {}
        }
        for link in expr.links.iter().take(links) {
            self.known.charge(1 + resolved.found.len());
            match link {
                Link::Key(key) => {
                    resolved.step(key.span, &Part::key(&key.text), self.known);
                    resolved.segment(key.span, self.known);
                }
                Link::Index { span, index } => resolved.step(*span, &Part::Index(*index), self.known),
                Link::Reference { span, reference } => self.dynamic(*span, reference, scope, &mut resolved),
                Link::Call(call) => self.call(call, expr.legacy, scope, &mut resolved),
            }
            if resolved.broken {
                break;
            }
        }
        for found in &resolved.found {
            if let Some(path) = found.path {
                resolved.reads.push(Read { path, sure: found.sure, missing: false });
            }
        }
        resolved
    }

    /// What a reference means.
    fn reference(&mut self, reference: &Reference<'_>, scope: &Scope<'_>) -> Resolved {
        self.resolve(&reference.expr, reference.expr.links.len(), scope)
    }

    /// A step to a key that another path holds: to all that it is in the samples.
    fn dynamic(&mut self, span: Span, reference: &Reference<'_>, scope: &Scope<'_>, resolved: &mut Resolved) {
        resolved.kind = Kind::Any;
        let keys = self.reference(reference, scope);
        let mut parts: Vec<Part> = Vec::new();
        for found in &keys.found {
            for value in self.known.shapes.values(found.shape).iter() {
                let [key, index] = dynamic_parts(value);
                for part in key.into_iter().chain(index) {
                    if parts.len() < MAX_DYNAMIC_KEYS && !parts.contains(&part) {
                        parts.push(part);
                    }
                }
            }
        }
        let before = std::mem::take(&mut resolved.found);
        let mut last = None;
        for part in &parts {
            let mut one = Resolved { found: before.clone(), ..Resolved::new() };
            one.step(span, part, self.known);
            resolved.found.append(&mut one.found);
            last = one.missing.map(|missing| (missing, one.reads));
        }
        match last {
            Some((missing, reads)) if resolved.found.is_empty() && resolved.missing.is_none() => {
                resolved.reads.extend(reads);
                resolved.missing = Some(missing);
            }
            _ if !resolved.found.is_empty() => {}
            // Which key is read is known only in a render: all of the value counts as read.
            _ => {
                for found in before {
                    resolved.reads.extend(found.path.map(|path| Read { path, sure: found.sure, missing: false }));
                    resolved.found.push(Found { path: None, spread: false, shape: UNKNOWN, ..found });
                }
            }
        }
    }

    fn call(&mut self, call: &Call<'_>, legacy: bool, scope: &Scope<'_>, resolved: &mut Resolved) {
        let engine = self.engine;
        let Some(function) = engine.registry().get(call.name) else {
            resolved.broken = true;
            return;
        };
        resolved.calls.push(CallStep {
            name_span: call.name_span,
            before: resolved.found.iter().map(|found| found.shape).collect(),
            function: function.name.to_string(),
            receiver: function.receiver,
            accepts_missing: function.accepts_missing,
        });
        let arguments = self.arguments(call, scope);
        for found in std::mem::take(&mut resolved.found) {
            let items = match found.path {
                Some(path) if !found.spread => Some(self.known.paths.step(path, Part::Each)),
                path => path,
            };
            let keyed = items.and_then(|items| self.key_argument(function, call, items, found.shape, resolved));
            resolved.reads.extend(keyed.map(|path| Read { path, sure: found.sure, missing: false }));
            let (path, spread) = match function.yields {
                Yields::Receiver => (found.path, found.spread),
                Yields::Item => (items, false),
                Yields::KeyOfItems => (keyed, true),
                _ => (None, false),
            };
            if path.is_none()
                && let Some(path) = found.path
            {
                resolved.reads.push(Read { path, sure: found.sure, missing: false });
            }
            let shape = if legacy { UNKNOWN } else { self.preview(call, function, found.shape, &arguments) };
            resolved.found.push(Found { path, spread, shape, ..found });
        }
        resolved.kind = function.returns;
    }

    /// The values of references among a call's arguments, in order.
    fn arguments(&mut self, call: &Call<'_>, scope: &Scope<'_>) -> Arguments {
        let mut values = Vec::new();
        for reference in call.args.iter().filter_map(|arg| arg.reference()) {
            let resolved = self.reference(reference, scope);
            let first = resolved.found.first().and_then(|found| self.known.shapes.first(found.shape));
            match first {
                Some(value) => values.push(value.clone()),
                None => return Arguments::Unknown,
            }
        }
        if values.is_empty() { Arguments::Constant } else { Arguments::References(values) }
    }

    /// What the call returns on the values of `shape`.
    fn preview(&mut self, call: &Call<'_>, function: &Function, shape: ShapeId, arguments: &Arguments) -> ShapeId {
        let values = match arguments {
            Arguments::Constant => &[][..],
            Arguments::References(values) => values,
            // What a filter leaves, and the item that is taken, have the receiver's shape.
            Arguments::Unknown => {
                return match function.yields {
                    Yields::Receiver => shape,
                    Yields::Item => self.known.shapes.contexts(shape).items.unwrap_or(UNKNOWN),
                    _ => UNKNOWN,
                };
            }
        };
        let receivers = self.known.shapes.values(shape);
        if receivers.is_empty() {
            return UNKNOWN;
        }
        let Knowledge { previews, shapes, .. } = &mut *self.known;
        previews.call(call, self.source, shape, &receivers, values, shapes)
    }

    /// Where the key argument of a call leads: a literal key first, a path otherwise.
    fn key_argument(
        &mut self,
        function: &Function,
        call: &Call<'_>,
        items: PathId,
        list: ShapeId,
        resolved: &mut Resolved,
    ) -> Option<PathId> {
        let at = |position: usize| function.param(position).is_some_and(|param| param.kind == ParamKind::Key);
        let (_, arg) =
            call.args.iter().enumerate().find(|(position, arg)| at(*position) && arg.reference().is_none())?;
        let key = arg.text().ok()?;
        let literal = Part::key(&key);
        let item = self.known.shapes.contexts(list).items;
        let known = item.is_some_and(|item| matches!(self.known.shapes.step(item, &literal), Step::There { .. }));
        let key = KeyPath::new(&key);
        if let Some(item) = item.filter(|_| !known && !key.is_item() && resolved.missing.is_none()) {
            resolved.missing = self.missing_key(items, item, &literal, &key, arg.span);
        }
        let path = match key.steps() {
            _ if !known && key.is_item() => items,
            steps if known || steps.is_empty() => self.known.paths.step(items, literal),
            steps => steps.iter().fold(items, |path, step| self.known.paths.step(path, part(step))),
        };
        if known || key.steps().len() < 2 {
            resolved.segments.push(Segment { span: arg.span, path, is_argument: true });
        }
        Some(path)
    }

    /// The step of a key argument that none of the items has.
    fn missing_key(
        &mut self,
        items: PathId,
        item: ShapeId,
        literal: &Part,
        key: &KeyPath,
        span: Span,
    ) -> Option<Missing> {
        let (mut path, mut shape) = (items, item);
        let parts = key.steps().iter().map(part);
        for part in parts.chain(key.steps().is_empty().then(|| literal.clone())) {
            match self.known.shapes.step(shape, &part) {
                Step::There { shape: inner, .. } => shape = inner,
                Step::Perhaps => return None,
                Step::Absent => {
                    let key = if let Part::Key(key) = &part { Some(key.to_string()) } else { None };
                    return Some(Missing { span, key, owner: Some(Owner { path: Some(path), shape }) });
                }
            }
            path = self.known.paths.step(path, part);
        }
        None
    }
}

/// What a value in brackets may be: the key of an object, the position in an array.
fn dynamic_parts(value: &Json) -> [Option<Part>; 2] {
    match value {
        Json::String(text) => [Some(Part::key(text)), text.parse().ok().map(Part::Index)],
        Json::Number(number) => [Some(Part::key(&Value::from_json(value).to_text())), number.as_i64().map(Part::Index)],
        Json::Null | Json::Bool(_) | Json::Array(_) | Json::Object(_) => [None, None],
    }
}

/// A step of a key argument.
fn part(step: &itl_value::Step) -> Part {
    match step {
        itl_value::Step::Key(key) => Part::key(key.text()),
        itl_value::Step::Index(index) => Part::Index(*index),
    }
}

/// What is known of a call's arguments.
enum Arguments {
    /// They are all written out.
    Constant,
    /// These are the values of those that are references.
    References(Vec<Json>),
    /// Of one that is a reference no value is known.
    Unknown,
}
