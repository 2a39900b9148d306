//! Whether partials are called with values of the types that their contracts state.

use super::{Contract, ContractParam, Step, fits, kind_of, steps};
use crate::analysis::Analysis;
use crate::knowledge::Knowledge;
use crate::path::Part;
use crate::shape::{self, ShapeId, Type, UNKNOWN};
use crate::walk::Role;
use itl_eval::{Code, Diagnostic};
use std::ops::ControlFlow;
use std::rc::Rc;
use std::sync::Arc;

impl Analysis<'_> {
    /// Where partials are called with values whose types are not those that their contracts state; the places are those
    /// of the contracts, each once.
    ///
    /// The partials hold tags in place of their contracts ([`Contract::as_tags`]); `contract` returns that of a partial.
    pub fn contract_kinds(&self, contract: &mut dyn FnMut(&Arc<str>) -> Rc<Contract>) -> Vec<Diagnostic> {
        let mut found: Vec<Diagnostic> = Vec::new();
        self.walk(&mut |visit, known| {
            let Some(name) = visit.partial.filter(|_| visit.role == Role::Print && !visit.resolved.broken) else {
                return ControlFlow::Continue(());
            };
            let contract = contract(name);
            let span = visit.expr.span;
            let is_stated = |param: &&ContractParam| span.start >= param.span.start && span.end <= param.span.end;
            let Some(param) = contract.params.iter().find(is_stated) else { return ControlFlow::Continue(()) };
            if found.iter().any(|one| one.span == param.span && one.partial.as_ref() == Some(name)) {
                return ControlFlow::Continue(());
            }
            let shapes = visit.resolved.found.iter().map(|found| found.shape).collect();
            if let Some(kind) = unfit(param, shapes, self.by_schema, known) {
                let wanted = param.kind.unwrap_or("any");
                let message = format!(
                    "the partial asks for `{}` of type {wanted}, and where it is called the type is {kind}",
                    param.path
                );
                let mut broken = Diagnostic::new(Code::ContractBroken, param.span, message);
                broken.partial = Some(name.clone());
                found.push(broken);
            }
            ControlFlow::Continue(())
        });
        found
    }
}

/// A type that the value has and the contract does not allow. Of a schema all types have to be wrong: it may allow more
/// than what comes.
fn unfit(
    param: &ContractParam,
    shapes: Vec<ShapeId>,
    by_schema: bool,
    known: &mut Knowledge<'_>,
) -> Option<&'static str> {
    let kinds = kinds(parts(param, shapes, known)?, known)?;
    let is_fit = |kind: &&'static str| {
        // A schema's shape does not tell whole numbers from others.
        let kind = if by_schema && *kind == "number" { "integer" } else { kind };
        fits(param, kind)
    };
    if by_schema && kinds.iter().any(is_fit) {
        return None;
    }
    kinds.into_iter().find(|kind| !is_fit(kind))
}

/// What is known of the value, from what is known of the part of its path before the first bracket.
fn parts(param: &ContractParam, mut shapes: Vec<ShapeId>, known: &mut Knowledge<'_>) -> Option<Vec<ShapeId>> {
    let before = param.path.split('[').next().unwrap_or_default();
    let read = steps(before).ok()?.len();
    for step in param.steps.get(read..).unwrap_or_default() {
        known.charge(1 + shapes.len());
        let mut next = Vec::new();
        for shape in shapes {
            match step {
                Step::Items => next.extend(known.shapes.contexts(shape).items),
                Step::Key(key) => match known.shapes.step(shape, &Part::key(key)) {
                    shape::Step::There { shape, .. } => next.push(shape),
                    shape::Step::Perhaps => next.push(UNKNOWN),
                    shape::Step::Absent => {}
                },
            }
        }
        shapes = next;
    }
    Some(shapes)
}

/// The types of values, by their names in JSON Schema; `None` where of one nothing is known.
fn kinds(shapes: Vec<ShapeId>, known: &mut Knowledge<'_>) -> Option<Vec<&'static str>> {
    let mut kinds = Vec::new();
    for shape in shapes {
        let values = known.shapes.values(shape);
        known.charge(1 + values.len());
        let of_values = values.iter().map(|value| kind_of(value));
        let types = known.shapes.types(shape);
        if types.is_empty() {
            return None;
        }
        let of_types = types.iter().map(|kind| match kind {
            Type::Text => "string",
            other => other.name(),
        });
        let all: Vec<&'static str> = if values.is_empty() { of_types.collect() } else { of_values.collect() };
        for kind in all {
            if !kinds.contains(&kind) {
                kinds.push(kind);
            }
        }
    }
    Some(kinds)
}
