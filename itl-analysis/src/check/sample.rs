//! A template against a sample payload or a schema of it.

use super::{Findings, foreign, whereabouts};
use crate::knowledge::Knowledge;
use crate::meaning::Missing;
use crate::scope::Looped;
use crate::shape::{Type, Types};
use crate::walk::Visit;
use itl_eval::{Code, Diagnostic, Kind};
use itl_syntax::ast::{Head, LoopVar};
use itl_syntax::key;

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

/// Checks a path; whether it is missing only where that was not said in other words.
pub(super) fn check(
    visit: &Visit<'_, '_>,
    against: Against,
    known: &mut Knowledge<'_>,
    is_foreign: bool,
    found: &mut Findings,
) {
    if let Some(missing) = visit.resolved.missing.as_ref().filter(|_| !is_foreign) {
        unknown_path(visit, missing, against, known, found);
    }
    loop_variable(visit, against, found);
    list_functions(visit, against, known, found);
    from_parent(visit, against, known, found);
}

fn unknown_path(
    visit: &Visit<'_, '_>,
    missing: &Missing,
    against: Against,
    known: &mut Knowledge<'_>,
    found: &mut Findings,
) {
    let keys = match &missing.owner {
        None => visit.scope.known_keys(known),
        Some(owner) => vec![known.shapes.keys(owner.shape)],
    };
    if let Some(other) = foreign::other_form(visit, missing, &keys, known) {
        found.push(visit, other);
        return;
    }
    let close = missing.key.as_deref().and_then(|key| known.closest(key, &keys));
    let in_items = missing.owner.zip(missing.key.as_deref()).and_then(|(owner, key)| {
        let path = known.paths.first(owner.path?).to_string();
        whereabouts::of_items(&path, owner.shape, key, known)
    });
    // A section asks whether there is a value, and `default` expects that there may be none;
    // only what looks like a slip is worth a word there. An array never has the key.
    if visit.quiet && close.is_none() && in_items.is_none() {
        return;
    }
    let owner = missing.owner.map(|owner| match owner.path {
        Some(path) => known.paths.first(path).to_string(),
        None => ".".to_owned(),
    });
    let named = missing.owner.and_then(|owner| owner.path).is_some();
    let what = match (&missing.key, owner) {
        (Some(key), Some(owner)) if named => format!("{} has no key `{key}` in `{owner}`", against.noun()),
        (Some(key), _) => format!("{} has no key `{key}`", against.noun()),
        (None, owner) => {
            let owner = owner.unwrap_or_else(|| ".".to_owned());
            format!("{} has no item at that place of `{owner}`", against.noun())
        }
    };
    let mut diagnostic = Diagnostic::new(Code::UnknownPath, missing.span, what);
    if missing.owner.is_none()
        && let Some(close) = &close
        && let Some(explained) = whereabouts::without_item(&diagnostic, visit, missing.span, close, known)
    {
        found.push(visit, explained);
        return;
    }
    let elsewhere = missing
        .key
        .as_deref()
        .filter(|_| missing.owner.is_none() && close.is_none() && found.list.len() < whereabouts::MAX_SOUGHT);
    let elsewhere = elsewhere.and_then(|key| whereabouts::elsewhere(visit, key, known));
    if let Some(help) = in_items.filter(|_| close.is_none()).or(elsewhere) {
        diagnostic = diagnostic.help(help);
    } else if let Some(close) = close {
        diagnostic = near(diagnostic, missing, &close, visit.source);
    } else {
        let mut all = keys.iter().flat_map(|keys| keys.iter());
        let names: Vec<_> = all.by_ref().take(5).map(|key| format!("`{key}`")).collect();
        if !names.is_empty() {
            let more = if all.next().is_some() { ", …" } else { "" };
            diagnostic = diagnostic.help(format_args!("known here: {}{more}", names.join(", ")));
        }
    }
    found.push(visit, diagnostic);
}

/// Names the key that is meant, as it is written in that place.
fn near(found: Diagnostic, missing: &Missing, close: &str, source: &str) -> Diagnostic {
    let found = found.help(format_args!("did you mean `{close}`?"));
    let written = missing.span.of(source);
    if written.starts_with('[') {
        return found.suggest(missing.span, key::quoted(close));
    }
    let Some(quote) = written.chars().next().filter(|first| matches!(first, '"' | '\'')) else {
        return found.suggest(missing.span, key::escaped(close));
    };
    // A key argument; of several keys with dots only one is wrong.
    let is_whole = missing.key.as_deref().is_some_and(|key| written == format!("{quote}{key}{quote}"));
    if is_whole && !close.contains([quote, '\\', '.']) {
        return found.suggest(missing.span, format_args!("{quote}{close}{quote}"));
    }
    found
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
            against.noun().strip_prefix("the ").unwrap_or(against.noun())
        ),
    };
    found.push(
        visit,
        Diagnostic::new(Code::NotAList, visit.expr.span, message)
            .help("it has a value only inside a section over an array"),
    );
}

/// A function on arrays whose value is none.
fn list_functions(visit: &Visit<'_, '_>, against: Against, known: &mut Knowledge<'_>, found: &mut Findings) {
    for call in visit.resolved.calls.iter().filter(|call| call.receiver == Kind::Array) {
        let each: Vec<Types> = call.before.iter().map(|shape| known.shapes.types(*shape)).collect();
        let unsure = each.iter().any(|types| types.is_empty());
        let types = each.into_iter().fold(Types::default(), Types::with).without(Type::Null);
        if unsure || types.contains(Type::Array) {
            continue;
        }
        let Some(kind) = types.iter().next() else { continue };
        let message = format!(
            "`{}` works on an array, and in {} the value is of kind {}",
            call.function,
            against.noun(),
            kind.name()
        );
        found.push(
            visit,
            Diagnostic::new(Code::NotAList, call.name_span, message).help("the value is printed unchanged"),
        );
    }
}

/// A key that a loop's items lack and something around the loop has.
fn from_parent(visit: &Visit<'_, '_>, against: Against, known: &mut Knowledge<'_>, found: &mut Findings) {
    let Head::Key(key) = &visit.expr.head else { return };
    let Some(first) = visit.resolved.found.first() else { return };
    // The innermost loop that the look-up left, if any.
    let mut inside = visit.scope.frames.iter().enumerate().skip(visit.resolved.outermost.saturating_add(1));
    let Some((at, frame)) = inside.rfind(|(_, frame)| frame.looped == Looped::Yes) else { return };
    let objects = frame.origins.iter().any(|origin| known.shapes.types(origin.shape).contains(Type::Object));
    if !objects || (visit.resolved.partly && first.frame > at) {
        return;
    }
    let some = visit.resolved.partly && first.frame == at;
    if !some && first.frame >= at {
        return;
    }
    let list = frame
        .origins
        .iter()
        .find_map(|origin| origin.path)
        .map_or_else(String::new, |path| format!(" of `{}`", known.paths.first(path)));
    let message = if some {
        format!(
            "some items{list} have no key `{}` in {}; for them the key outside the loop is read",
            key.text,
            against.noun()
        )
    } else {
        format!("the items{list} have no key `{}` in {}; the key outside the loop is read", key.text, against.noun())
    };
    found.push(visit, Diagnostic::new(Code::FromParent, key.span, message));
}
