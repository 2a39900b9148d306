//! Spellings of other languages that are tags here, and probably mean something else.

use super::{Findings, outer_paths};
use crate::knowledge::Knowledge;
use crate::meaning::Missing;
use crate::path::Part;
use crate::shape::{ShapeId, Step, UNKNOWN};
use crate::walk::{Role, Visit};
use itl_eval::{Code, Diagnostic, Engine, Span};
use itl_syntax::ast::{Head, Link};
use itl_syntax::foreign::{Lint, lints};
use itl_syntax::{Document, key};
use std::rc::Rc;

/// The lints of a template, by the tag whose path they are about.
pub(super) struct Lints {
    /// In source order.
    by_tag: Vec<(Span, Lint)>,
    /// The last tags of blocks, which are part of what is said of the first.
    ends: Vec<Span>,
    others: Vec<Lint>,
}

impl Lints {
    pub(super) fn of(document: &Document<'_>, engine: &Engine) -> Self {
        let (mut by_tag, mut others, mut ends) = (Vec::new(), Vec::new(), Vec::new());
        for lint in lints(document, engine.registry()) {
            if lint.diagnostic.code == Code::BlockName {
                ends.extend(lint.diagnostic.labels.iter().map(|label| label.span));
            }
            match lint.unless_key_of {
                Some(tag) => by_tag.push((tag, lint)),
                None => others.push(lint),
            }
        }
        ends.sort_unstable();
        Self { by_tag, ends, others }
    }

    /// Says what is to be said of a tag, unless the payload has the key that it names. Returns whether
    /// something was: that the key is missing goes without saying then.
    pub(super) fn check(
        &mut self,
        visit: &Visit<'_, '_>,
        has_shape: bool,
        known: &mut Knowledge<'_>,
        found: &mut Findings,
    ) -> bool {
        if visit.partial.is_some() || visit.role == Role::Argument {
            return false;
        }
        if self.ends.binary_search(&visit.tag).is_ok() {
            return true;
        }
        let Some(lint) = self.of_tag(visit.tag) else { return false };
        let resolved = visit.resolved;
        let is_there = resolved.missing.is_none() && resolved.found.iter().any(|found| found.shape != UNKNOWN);
        if is_there || (lint.needs_sample && !(has_shape && resolved.missing.is_some())) {
            return false;
        }
        let mut diagnostic = lint.diagnostic.clone();
        if outer_paths::is_hidden(&diagnostic, visit, known) {
            diagnostic.suggestion = None;
        }
        found.push(visit, diagnostic);
        true
    }

    /// The last of a tag.
    fn of_tag(&self, tag: Span) -> Option<&Lint> {
        let end = self.by_tag.partition_point(|(known, _)| *known <= tag);
        self.by_tag.get(end.checked_sub(1)?).filter(|(known, _)| *known == tag).map(|(_, lint)| lint)
    }

    /// Says what is about no path.
    pub(super) fn others(self, root: ShapeId, known: &mut Knowledge<'_>, found: &mut Findings) {
        for lint in self.others {
            if lint.needs_key.as_deref().is_none_or(|path| has_path(root, path, known)) {
                found.push_in(None, lint.diagnostic);
            }
        }
    }
}

/// Whether the payload has a path of keys with dots between them.
fn has_path(root: ShapeId, path: &str, known: &mut Knowledge<'_>) -> bool {
    let mut shape = root;
    path.split('.').all(|key| match known.shapes.step(shape, &Part::key(key)) {
        Step::There { shape: next, .. } if shape != UNKNOWN => {
            shape = next;
            true
        }
        _ => false,
    })
}

/// A missing key that is there in another form: as Go spells it, or with dots that are part of it.
pub(super) fn other_form(
    visit: &Visit<'_, '_>,
    missing: &Missing,
    keys: &[Rc<[Rc<str>]>],
    known: &mut Knowledge<'_>,
) -> Option<Diagnostic> {
    with_dots(visit, missing, keys).or_else(|| of_go(visit, missing, keys, known))
}

/// The keys of a path from the missing one on, up to the first other step: their texts and the end
/// of each.
fn following<'v>(visit: &'v Visit<'_, '_>, missing: &Missing) -> Vec<(&'v str, u32)> {
    let head = match &visit.expr.head {
        Head::Key(key) => Some(key),
        _ => None,
    };
    let links = visit.expr.links.iter().map_while(|link| match link {
        Link::Key(key) => Some(key),
        _ => None,
    });
    let all = head.into_iter().chain(links).skip_while(|key| key.span != missing.span);
    all.map(|key| (&*key.text, key.span.end)).collect()
}

/// A key with more dots is none that somebody writes.
const MAX_PARTS: usize = 16;

/// `labels.app.kubernetes.io/name` where `labels` has a key `app.kubernetes.io/name`.
fn with_dots(visit: &Visit<'_, '_>, missing: &Missing, keys: &[Rc<[Rc<str>]>]) -> Option<Diagnostic> {
    let parts = following(visit, missing);
    let has = |text: &str| keys.iter().any(|keys| keys.iter().any(|key| &**key == text));
    (2..=parts.len().min(MAX_PARTS)).rev().find_map(|count| {
        let parts = parts.get(..count)?;
        let texts: Vec<&str> = parts.iter().map(|(text, _)| *text).collect();
        let joined = texts.join(".");
        if !has(&joined) {
            return None;
        }
        let quoted = key::quoted(&joined);
        // The dot before the key goes with it.
        let is_head = missing.span.start == visit.expr.span.start;
        let span = Span { start: missing.span.start - u32::from(!is_head), end: parts.last()?.1 };
        let found = Diagnostic::new(Code::UnknownPath, missing.span, format_args!("the key `{joined}` has dots"));
        Some(found.help(format_args!("write it in brackets and quotes: `{quoted}`")).suggest(span, quoted))
    })
}

/// `.Labels.x` where the payload has `labels`.
fn of_go(
    visit: &Visit<'_, '_>,
    missing: &Missing,
    keys: &[Rc<[Rc<str>]>],
    known: &mut Knowledge<'_>,
) -> Option<Diagnostic> {
    let parts = following(visit, missing);
    let (first, _) = parts.first()?;
    if !first.starts_with(|c: char| c.is_ascii_uppercase()) {
        return None;
    }
    let same = |keys: &[Rc<str>], text: &str| keys.iter().find(|key| key.eq_ignore_ascii_case(text)).cloned();
    let name = keys.iter().find_map(|keys| same(keys, first))?;
    let mut shape = match missing.owner {
        Some(owner) => known.shapes.of_key(owner.shape, &name),
        None => {
            let frames = visit.scope.frames.iter().rev();
            let origins: Vec<ShapeId> = frames.flat_map(|frame| &frame.origins).map(|origin| origin.shape).collect();
            origins.into_iter().map(|shape| known.shapes.of_key(shape, &name)).find(|shape| *shape != UNKNOWN)?
        }
    };
    let before = Span { start: visit.expr.span.start, end: missing.span.start }.of(visit.source);
    // At the root a path that begins with a dot is one without.
    let before = if before == "." && visit.scope.frames.len() == 1 { "" } else { before };
    let mut path = format!("{before}{}", key::escaped(&name));
    let mut end = missing.span.end;
    for (text, at) in parts.iter().skip(1) {
        let name = same(&known.shapes.keys(shape), text).unwrap_or_else(|| Rc::from(*text));
        shape = known.shapes.of_key(shape, &name);
        path.push('.');
        path.push_str(&key::escaped(&name));
        end = *at;
    }
    let span = Span { start: visit.expr.span.start, end };
    let message = format!("the payload has `{name}` and not `{first}`");
    let found = Diagnostic::new(Code::KeyCase, span, message);
    Some(
        found
            .help(format_args!("Go writes fields with a capital letter; here the key is read as it is: `{path}`"))
            .suggest(span, path),
    )
}
