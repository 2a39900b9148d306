//! Paths that leave the current section in other languages: `../name`, `@root.name`, `$.name`.
//!
//! Here a key is looked up from the innermost section outward. Where a section between has a key of that name, the
//! path without its beginning would print that one: there is no suggestion then.

use crate::knowledge::Knowledge;
use crate::meaning::Resolved;
use crate::path::Part;
use crate::shape::{ShapeId, Step};
use crate::walk::{Role, Visit};
use itl_eval::{Code, Diagnostic, Diagnostics, Dialect, Span};
use itl_syntax::ast::{Document, Expr, Head, Kind};
use itl_syntax::literal::is_blank;
use itl_syntax::{ParseLimits, parse};

/// The errors about such paths, until all sections around them are known.
pub(super) struct OuterPaths(Vec<Outer>);

struct Outer {
    span: Span,
    key: Part,
    /// Whether the value of a section around it has the key.
    is_hidden: bool,
}

impl OuterPaths {
    /// Those among the errors of `document` that have a suggestion.
    pub(super) fn of(document: &Document<'_>, found: &Diagnostics) -> Self {
        let errors = found.iter().filter(|one| one.partial.is_none() && is_about_path(one.code));
        let outer = errors.filter_map(|one| {
            leaves(one.span.of(document.source)).then_some(())?;
            Some(Outer { span: one.span, key: key_of(one)?, is_hidden: false })
        });
        Self(outer.collect())
    }

    /// Takes a section in.
    pub(super) fn section(&mut self, visit: &Visit<'_, '_>, document: &Document<'_>, known: &mut Knowledge<'_>) {
        if self.0.is_empty() || visit.role != Role::Section || visit.partial.is_some() {
            return;
        }
        let at = document.items.partition_point(|item| item.span.start < visit.tag.start);
        let Some(Kind::Section { close, .. }) = document.items.get(at).map(|item| &item.kind) else { return };
        let Some(end) = document.items.get(*close as usize).map(|item| item.span.start) else { return };
        for outer in self.0.iter_mut().filter(|one| visit.tag.end <= one.span.start && one.span.start < end) {
            outer.is_hidden |= contexts(visit.resolved, known).into_iter().any(|shape| has(shape, &outer.key, known));
        }
    }

    /// Withdraws the suggestions that would print the key of a section between.
    pub(super) fn withdraw(mut self, found: &mut Diagnostics) {
        self.0.retain(|outer| outer.is_hidden);
        if self.0.is_empty() {
            return;
        }
        let is_hidden = |one: &Diagnostic| {
            one.partial.is_none() && is_about_path(one.code) && self.0.iter().any(|outer| outer.span == one.span)
        };
        for diagnostic in found.iter_mut().filter(|one| is_hidden(one)) {
            diagnostic.suggestion = None;
        }
    }
}

/// Whether the suggestion of a lint would print the key of a section that its path leaves.
pub(super) fn is_hidden(lint: &Diagnostic, visit: &Visit<'_, '_>, known: &mut Knowledge<'_>) -> bool {
    if lint.code != Code::PathName || !leaves(lint.span.of(visit.source)) {
        return false;
    }
    let Some(key) = key_of(lint) else { return false };
    let around = visit.scope.frames.iter().skip(1);
    let shapes: Vec<ShapeId> = around.flat_map(|frame| &frame.origins).map(|origin| origin.shape).collect();
    shapes.into_iter().any(|shape| has(shape, &key, known))
}

fn is_about_path(code: Code) -> bool {
    matches!(code, Code::ForeignPath | Code::BlockVariable)
}

fn has(shape: ShapeId, key: &Part, known: &mut Knowledge<'_>) -> bool {
    known.charge(1);
    matches!(known.shapes.step(shape, key), Step::There { .. })
}

fn contexts(resolved: &Resolved, known: &mut Knowledge<'_>) -> Vec<ShapeId> {
    let all = resolved.found.iter().flat_map(|found| {
        let contexts = known.shapes.contexts(found.shape);
        [contexts.items, contexts.itself]
    });
    all.flatten().collect()
}

/// Whether the path of a tag leaves a section. How many of those here, its `../` do not tell: an `if` is one only here.
fn leaves(tag: &str) -> bool {
    let path = tag.trim_start_matches(|c: char| matches!(c, '{' | '#' | '^' | '&' | '~') || is_blank(c));
    ["../", "@root.", "$."].iter().any(|mark| path.starts_with(mark))
}

/// The key that the path of a suggestion begins with.
fn key_of(diagnostic: &Diagnostic) -> Option<Part> {
    let document = parse(&diagnostic.suggestion.as_ref()?.replacement, Dialect::Itl, ParseLimits::default());
    let expr: &Expr<'_> = match &document.items.first()?.kind {
        Kind::Variable { expr, .. } | Kind::Section { expr, .. } => expr,
        _ => return None,
    };
    match &expr.head {
        Head::Key(key) => Some(Part::key(&key.text)),
        _ => None,
    }
}
