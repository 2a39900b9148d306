//! Paths as Handlebars, Python, JavaScript and jq write them.

use super::characters::Quoted;
use super::spelling::{Family, Replacement, Spelling, quoted};
use crate::letters::{is_letter, is_letter_or_digit};
use crate::parser;

/// A path that has another form here.
pub(super) fn recognise(sigil: &'static str, inner: &str) -> Option<Spelling> {
    context(sigil, inner).or_else(|| every_item(sigil, inner)).or_else(|| brackets(sigil, inner))
}

/// `this.x`, `../x`, `@root.x`.
fn context(sigil: &'static str, inner: &str) -> Option<Spelling> {
    let found = |message: String, help: &str, path: String| {
        let spelling = Spelling::new(Family::Path, message, help);
        Some(if parser::parses(&path) { spelling.with(Replacement::Inside(sigil, path)) } else { spelling })
    };
    if inner == "this" || inner.starts_with("this.") || inner.starts_with("this[") {
        let rest = inner.strip_prefix("this").unwrap_or_default();
        let path = if rest.is_empty() { ".".to_owned() } else { format!(".{}", rest.trim_start_matches('.')) };
        return found("`this` is a key like any other here".to_owned(), "a dot is the current value", path);
    }
    if let Some(rest) = inner.strip_prefix("this/") {
        return found(
            "`this` is a key like any other here".to_owned(),
            "a dot is the current value",
            format!(".{rest}"),
        );
    }
    if inner.starts_with("../") {
        let mut path = inner;
        while let Some(rest) = path.strip_prefix("../") {
            path = rest;
        }
        let help = "a key that the item does not have is found outside by itself";
        return found("there is no `../` here".to_owned(), help, path.to_owned());
    }
    if let Some(path) = inner.strip_prefix("@root.") {
        let help = "a key that the item does not have is found outside by itself";
        return found("`@root` is a key like any other here".to_owned(), help, path.to_owned());
    }
    None
}

/// `xs[*].y`, `xs[].y`.
fn every_item(sigil: &'static str, inner: &str) -> Option<Spelling> {
    let (list, _, rest) = brackets_of(inner).into_iter().find(|(_, inside, _)| matches!(*inside, "*" | ""))?;
    let message = format!("{} names every item of a list, which a path does not", quoted(inner));
    let keys = rest.strip_prefix('.').unwrap_or(rest);
    // The keys up to the first call; what follows works on the list.
    let end = keys.find('(').map_or(keys.len(), |open| keys.get(..open).and_then(|k| k.rfind('.')).unwrap_or(0));
    let (keys, calls) = keys.split_at_checked(end)?;
    let path = if keys.is_empty() {
        format!("{list}{}{calls}", if calls.is_empty() || calls.starts_with('.') { "" } else { "." })
    } else {
        format!("{list}.pluck(\"{}\"){calls}", keys.replace('"', "\\\""))
    };
    if keys.contains("[*]") || keys.contains("[]") {
        return Some(Spelling::new(Family::Path, message, "write a section over the list, and another one inside it"));
    }
    let spelling = Spelling::new(Family::Path, message, format_args!("write `{path}`, or a section over the list"));
    Some(if parser::parses(&path) { spelling.with(Replacement::Inside(sigil, path)) } else { spelling })
}

/// `xs[0:2]`, `labels[severity]`.
fn brackets(sigil: &'static str, inner: &str) -> Option<Spelling> {
    brackets_of(inner).into_iter().find_map(|(before, inside, after)| {
        slice(sigil, before, inside, after)
            .or_else(|| quoted_key(sigil, before, inside, after))
            .or_else(|| word(before, inside))
    })
}

/// `labels[“x”]`, `labels[\"x\"]`.
fn quoted_key(sigil: &'static str, before: &str, inside: &str, after: &str) -> Option<Spelling> {
    let quoted = Quoted::read(inside)?;
    let path = format!("{before}[{}]{after}", quoted.plain());
    let spelling = Spelling::new(Family::Path, quoted.message(), quoted.help());
    Some(if parser::parses(&path) { spelling.with(Replacement::Inside(sigil, path)) } else { spelling })
}

/// `xs[0:2]`.
fn slice(sigil: &'static str, before: &str, inside: &str, after: &str) -> Option<Spelling> {
    let (from, to) = inside.split_once(':')?;
    let number = |text: &str| text.parse::<i64>().is_ok();
    if !(from.is_empty() || number(from)) || !(to.is_empty() || number(to)) {
        return None;
    }
    let from = if from.is_empty() { "0" } else { from };
    let arguments = if to.is_empty() { from.to_owned() } else { format!("{from}, {to}") };
    let path = format!("{before}.slice({arguments}){after}");
    let spelling = Spelling::new(Family::Path, "a part of a list is taken by a call", format_args!("write `{path}`"));
    Some(if parser::parses(&path) { spelling.with(Replacement::Inside(sigil, path)) } else { spelling })
}

/// `labels[severity]`.
fn word(before: &str, inside: &str) -> Option<Spelling> {
    let is_word = inside.starts_with(|c: char| is_letter(c) || c == '_')
        && inside.chars().all(|c| is_letter_or_digit(c) || matches!(c, '_' | '-' | '.'));
    (is_word && !before.is_empty()).then(|| {
        let message = format!("{} in brackets is neither a number, a key in quotes nor a reference", quoted(inside));
        let help =
            format!("write `{before}[\"{inside}\"]` for that key, or `{before}[${inside}]` for the key it holds");
        Spelling::new(Family::Path, message, help)
    })
}

/// The brackets of a path, with what stands before, in and after each; not those inside of quotes and
/// of the arguments of calls, where a bracket is text.
fn brackets_of(inner: &str) -> Vec<(&str, &str, &str)> {
    let mut found = Vec::new();
    let (mut open, mut depth, mut quote) = (None, 0_usize, None);
    let mut chars = inner.char_indices();
    while let Some((at, c)) = chars.next() {
        match (c, quote) {
            ('\\', _) => {
                chars.next();
            }
            (c, Some(mark)) if c == mark => quote = None,
            ('"' | '\'', None) => quote = Some(c),
            ('(', None) => depth += 1,
            (')', None) => depth = depth.saturating_sub(1),
            ('[', None) if depth == 0 => open = Some(at),
            (']', None) if depth == 0 => {
                let parts = open
                    .take()
                    .and_then(|open| Some((inner.get(..open)?, inner.get(open + 1..at)?, inner.get(at + 1..)?)));
                found.extend(parts);
            }
            _ => {}
        }
    }
    found
}
