//! What this engine reads and ilert itself does not.

use super::Findings;
use crate::path::Part;
use crate::walk::{Role, Visit};
use itl_eval::{Code, Diagnostic, Engine, ParamKind, Span};
use itl_syntax::Document;
use itl_syntax::ast::{Call, Expr, Head, Kind, Link};

fn note(found: &mut Findings, visit: Option<&Visit<'_, '_>>, span: Span, message: impl Into<String>) {
    found.push(visit, Diagnostic::new(Code::NotPortable, span, message));
}

/// Tags that have no counterpart.
pub(super) fn check_tags(document: &Document<'_>, found: &mut Findings) {
    for item in &document.items {
        let what = match item.kind {
            Kind::Partial { .. } => "partials are",
            Kind::Parent { .. } => "parents are",
            Kind::Block { .. } => "blocks are",
            Kind::Comment => "comments are",
            Kind::SetDelimiters(_) => "delimiters of one's own are",
            Kind::Text | Kind::Variable { .. } | Kind::Section { .. } | Kind::Close { .. } | Kind::Broken => continue,
        };
        note(found, None, item.span, format!("{what} not kept by ilert"));
    }
}

/// Paths and calls that go beyond ilert's.
pub(super) fn check_expr(engine: &Engine, source: &str, visit: &Visit<'_, '_>, known: bool, found: &mut Findings) {
    let expr = visit.expr;
    let visit_of = Some(visit);
    match &expr.head {
        Head::Loop(var) => {
            note(found, visit_of, expr.span, format!("ilert has no `{}`", var.name()));
        }
        Head::Current if !expr.links.is_empty() => {
            note(found, visit_of, expr.span, "ilert does not read a path that begins with a dot");
        }
        Head::Current => {}
        Head::Key(key) => check_key(found, visit, source, key.span, &key.text),
    }
    let mut calls = 0;
    for link in &expr.links {
        match link {
            Link::Key(key) => check_key(found, visit, source, key.span, &key.text),
            Link::Index { span, index } if *index < 0 => {
                note(found, visit_of, *span, "ilert has no negative indexes");
            }
            Link::Index { .. } => {}
            Link::Reference { span, .. } => note(found, visit_of, *span, "ilert has no references in brackets"),
            Link::Call(call) => {
                calls += 1;
                check_call(engine, visit, call, calls, found);
                continue;
            }
        }
        if calls > 0 {
            note(found, visit_of, expr.span, "in ilert a path ends with its call");
        }
    }
    if expr.span.of(source).contains("}}") {
        note(found, visit_of, expr.span, "ilert ends the tag at the first `}}`, also inside quotes");
    }
    if calls > 0 && reads_the_item(visit, known) {
        let message = "ilert looks the path of a call up from the payload's root, also inside a section";
        note(found, visit_of, path_span(expr), message);
    }
}

fn check_key(found: &mut Findings, visit: &Visit<'_, '_>, source: &str, span: Span, key: &str) {
    if span.of(source).starts_with('[') {
        note(found, Some(visit), span, "ilert has no keys in brackets and quotes");
    } else if key.contains('.') {
        note(found, Some(visit), span, "ilert has no keys with dots");
    }
}

fn check_call(engine: &Engine, visit: &Visit<'_, '_>, call: &Call<'_>, position: usize, found: &mut Findings) {
    let Some(function) = engine.registry().get(call.name) else { return };
    if position > 1 {
        note(found, Some(visit), call.span, "ilert takes one call in a tag");
    }
    if !function.portable {
        note(found, Some(visit), call.name_span, format!("ilert has no function `{}`", function.name));
        return;
    }
    for (at, arg) in call.args.iter().enumerate() {
        let Some(param) = function.param(at) else { continue };
        if arg.reference().is_some() {
            note(found, Some(visit), arg.span, "ilert reads a reference as text");
            continue;
        }
        let text = arg.text().unwrap_or_default();
        let message = match param.kind {
            ParamKind::Integer if text.trim_start().starts_with('-') => "ilert does not count from the end",
            ParamKind::Zone => "ilert has no time zone for one call",
            ParamKind::Style if text.contains('%') => "ilert has the styles F, L, M and S only",
            ParamKind::Key if text.contains('.') => "ilert takes a key here, no path",
            _ => continue,
        };
        note(found, Some(visit), arg.span, message);
    }
}

/// Whether a call inside a section reads the section's own value, as far as is known.
fn reads_the_item(visit: &Visit<'_, '_>, known: bool) -> bool {
    if visit.scope.frames.len() < 2 || !matches!(visit.expr.head, Head::Key(_)) {
        return false;
    }
    // The section's own condition is looked up before it opens.
    if matches!(visit.role, Role::Name) {
        return false;
    }
    if known {
        return visit.resolved.found.first().is_some_and(|first| first.frame > 0);
    }
    // `{{ #host }}{{ host.upperCase() }}{{ /host }}` asks for the key and prints it.
    let sections = || visit.scope.frames.iter().skip(1).flat_map(|frame| &frame.origins);
    !visit.resolved.reads.iter().any(|read| {
        let inside = Some(read.path.join(Part::Each));
        sections().any(|origin| origin.path == inside)
    })
}

/// The path before the first call.
fn path_span(expr: &Expr<'_>) -> Span {
    let mut end = match &expr.head {
        Head::Key(key) => key.span.end,
        Head::Current | Head::Loop(_) => expr.span.start,
    };
    for link in &expr.links {
        match link {
            Link::Key(key) => end = key.span.end,
            Link::Index { span, .. } | Link::Reference { span, .. } => end = span.end,
            Link::Call(_) => break,
        }
    }
    Span { start: expr.span.start, end }
}
