//! A template against a sample payload or a schema of it.

use super::Findings;
use crate::path::{is_plain_key, quoted_key};
use crate::scope::{Looped, Missing};
use crate::shape::{Shape, Type};
use crate::similar;
use crate::walk::{Role, Visit};
use itl_eval::{Code, Diagnostic, Kind};
use itl_syntax::ast::{Head, LoopVar};

/// What the template is held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Against {
    Sample,
    Schema,
}

impl Against {
    fn noun(self) -> &'static str {
        match self {
            Self::Sample => "the sample",
            Self::Schema => "the schema",
        }
    }
}

pub(super) fn check(visit: &Visit<'_, '_>, against: Against, source: &str, found: &mut Findings) {
    if let Some(missing) = &visit.resolved.missing {
        unknown_path(visit, missing, against, source, found);
    }
    loop_variable(visit, against, found);
    list_functions(visit, against, found);
    from_parent(visit, against, found);
}

fn unknown_path(visit: &Visit<'_, '_>, missing: &Missing, against: Against, source: &str, found: &mut Findings) {
    let close = missing.key.as_deref().and_then(|key| similar::closest(key, missing.known.iter().map(String::as_str)));
    // A section asks whether there is a value, and `default` expects that there may be none;
    // only what looks like a slip is worth a word there.
    let asks = matches!(visit.role, Role::Section | Role::Inverted)
        || visit.resolved.calls.iter().any(|call| call.function == "default");
    if asks && close.is_none() {
        return;
    }
    let what = match (&missing.key, &missing.owner) {
        (Some(key), None) => format!("{} has no key `{key}`", against.noun()),
        (Some(key), Some(owner)) => format!("{} has no key `{key}` in `{owner}`", against.noun()),
        (None, owner) => {
            let owner = owner.as_ref().map_or_else(|| ".".to_owned(), ToString::to_string);
            format!("{} has no item at that place of `{owner}`", against.noun())
        }
    };
    let mut diagnostic = Diagnostic::new(Code::UnknownPath, missing.span, what);
    if let Some(close) = close {
        diagnostic = diagnostic.help(format!("did you mean `{close}`?"));
        // The span counts in a partial's source where the tag stands in one.
        let in_brackets = visit.partial.is_none() && missing.span.of(source).starts_with('[');
        if in_brackets {
            diagnostic = diagnostic.suggest(missing.span, quoted_key(close));
        } else if is_plain_key(close) {
            diagnostic = diagnostic.suggest(missing.span, close);
        }
    } else if !missing.known.is_empty() {
        let names: Vec<_> = missing.known.iter().take(5).map(|key| format!("`{key}`")).collect();
        let more = if missing.known.len() > names.len() { ", …" } else { "" };
        diagnostic = diagnostic.help(format!("known here: {}{more}", names.join(", ")));
    }
    found.push(Some(visit), diagnostic);
}

/// `@index` and its like where no context is a loop.
fn loop_variable(visit: &Visit<'_, '_>, against: Against, found: &mut Findings) {
    let Head::Loop(var) = visit.expr.head else { return };
    let sections = visit.scope.frames.get(1..).unwrap_or(&[]);
    if var == LoopVar::Now || sections.iter().any(|frame| frame.looped != Looped::No) {
        return;
    }
    let message = match sections.last() {
        None => format!("`{}` stands outside of any loop", var.name()),
        Some(_) => format!(
            "no section around `{}` is over a list in {}",
            var.name(),
            against.noun().trim_start_matches("the ")
        ),
    };
    found.push(
        Some(visit),
        Diagnostic::new(Code::NotAList, visit.expr.span, message)
            .help("it has a value only inside a section over an array"),
    );
}

/// A function on arrays whose value is none.
fn list_functions(visit: &Visit<'_, '_>, against: Against, found: &mut Findings) {
    for call in visit.resolved.calls.iter().filter(|call| call.receiver == Kind::Array) {
        let mut types: Vec<Type> = call.before.iter().flat_map(Shape::types).collect();
        types.retain(|kind| *kind != Type::Null);
        let unsure = call.before.iter().any(|shape| shape.types().is_empty());
        if unsure || types.contains(&Type::Array) {
            continue;
        }
        let Some(kind) = types.first() else { continue };
        let message = format!(
            "`{}` works on an array, and in {} the value is of kind {}",
            call.function,
            against.noun(),
            kind.name()
        );
        found.push(
            Some(visit),
            Diagnostic::new(Code::NotAList, call.name_span, message).help("the value is printed unchanged"),
        );
    }
}

/// A key that a loop's items lack and something around the loop has.
fn from_parent(visit: &Visit<'_, '_>, against: Against, found: &mut Findings) {
    let Head::Key(key) = &visit.expr.head else { return };
    let Some(first) = visit.resolved.found.first() else { return };
    let outermost = visit.resolved.found.iter().map(|found| found.frame).min().unwrap_or(first.frame);
    // The innermost loop that the look-up left, if any.
    let mut inside = visit.scope.frames.iter().enumerate().skip(outermost + 1);
    let Some((at, frame)) = inside.rfind(|(_, frame)| frame.looped == Looped::Yes) else { return };
    let objects = frame.origins.iter().any(|origin| origin.shape.types().contains(&Type::Object));
    if !objects || (visit.resolved.partly && first.frame > at) {
        return;
    }
    let list = frame
        .origins
        .iter()
        .find_map(|origin| origin.path.as_ref())
        .map_or_else(String::new, |path| format!(" of `{path}`"));
    let message = if visit.resolved.partly && first.frame == at {
        format!(
            "some items{list} have no key `{}` in {}; for them the key around the loop answers",
            key.text,
            against.noun()
        )
    } else if first.frame < at {
        format!("the items{list} have no key `{}` in {}; the key around the loop answers", key.text, against.noun())
    } else {
        return;
    };
    found.push(Some(visit), Diagnostic::new(Code::FromParent, key.span, message));
}
