//! The tags inside a block of another language: what they name there, and what stands for it here.
//!
//! A loop of Go or Handlebars gives names to its items, and an `if` there leaves the current value as it
//! is. A section here has no names, and makes its value the current one.

use super::expression;
use crate::literal::is_blank;

/// The names and the list of Go's `range $i, $a := .alerts`.
pub(super) fn range(rest: &str) -> Option<(&str, &str)> {
    let at = rest.rfind(":=")?;
    Some((rest.get(..at)?, rest.get(at + 2..)?))
}

/// What an open block does to the tags inside it.
#[derive(Clone, Copy, Debug)]
pub(super) enum Scope<'s> {
    /// An `if`: the current value stays there, and changes here.
    Question {
        /// What it asks for.
        asks: &'s str,
    },
    /// A loop, `with` or section: its value is the current one in both.
    Value(Names<'s>),
    /// A branch in which the value is as outside.
    Outside,
}

/// The names that a block gives to what it loops over.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Names<'s> {
    item: Option<&'s str>,
    position: Option<&'s str>,
    /// Whether the position may be the key of an object, over which a section does not loop.
    may_be_key: bool,
    /// Whether the items are Alertmanager's pairs of `Name` and `Value`, which are entries here.
    pairs: bool,
}

impl<'s> Names<'s> {
    /// The names of the block that `word` opens: `range $i, $a := .xs`, `for a in xs`, `each xs as |a i|`.
    pub(super) fn of(word: &str, rest: &'s str) -> Self {
        if !cfg!(feature = "foreign") {
            return Self::default();
        }
        let names = |text: &'s str| {
            let mut names = text.split([',', ' ', '|']).map(|name| name.trim_matches(is_blank).trim_start_matches('$'));
            let mut next = || names.by_ref().find(|name| !name.is_empty());
            (next(), next())
        };
        let (first, second) = match word {
            "range" => range(rest).map_or((None, None), |(left, _)| names(left)),
            "for" => rest.split_once(" in ").map_or((None, None), |(left, _)| names(left)),
            "each" | "with" => {
                let (item, position) = rest.split_once(" as ").map_or((None, None), |(_, right)| names(right));
                if position.is_some() { (position, item) } else { (item, None) }
            }
            _ => (None, None),
        };
        let (position, item) = if second.is_some() { (first, second) } else { (None, first) };
        let is_position = |name: &str| matches!(name, "_" | "i" | "idx" | "index" | "n" | "pos");
        Self {
            item,
            position,
            may_be_key: position.is_some_and(|name| !is_position(name)),
            pairs: rest.ends_with(".SortedPairs"),
        }
    }

    /// A path of an item, from its dot on, with the names that its keys have here.
    fn keys<'p>(&self, rest: &'p str) -> &'p str {
        match rest {
            ".Name" if self.pairs => ".key",
            ".Value" if self.pairs => ".value",
            _ => rest,
        }
    }
}

/// What stands for a tag inside open blocks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// The tag itself.
    Same,
    /// A tag with that inside.
    Path(String),
    /// No one path.
    Unknown,
}

/// What a tag means whose inside is `inner`, and how many of `scopes` lie inside the block whose name it
/// uses. `scopes` are those of the open blocks, innermost first.
pub(super) fn meaning<'s>(
    inner: &str,
    is_variable: bool,
    scopes: impl Iterator<Item = Scope<'s>> + Clone,
) -> (Meaning, Option<usize>) {
    let (mut questions, mut values) = (false, false);
    for (depth, scope) in scopes.clone().enumerate() {
        match scope {
            Scope::Question { .. } => questions = true,
            Scope::Outside => {}
            Scope::Value(names) => {
                if names.position == Some(inner) && inner != "_" {
                    let meaning =
                        if values || names.may_be_key { Meaning::Unknown } else { Meaning::Path("@index".to_owned()) };
                    return (meaning, Some(depth));
                }
                if let Some(rest) = names.item.and_then(|name| rest_of(inner, name)) {
                    let is_known = !values && !names.may_be_key;
                    return (
                        if is_known { of_item(names.keys(rest), questions) } else { Meaning::Unknown },
                        Some(depth),
                    );
                }
                values = true;
            }
        }
    }
    (if is_variable { Meaning::Same } else { of_current(inner, scopes) }, None)
}

/// What follows a name in a path, from its dot or bracket on.
fn rest_of<'p>(path: &'p str, name: &str) -> Option<&'p str> {
    path.strip_prefix(name).filter(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

/// A path of a loop's item; inside an `if` the item's keys are found from there outward.
fn of_item(rest: &str, questions: bool) -> Meaning {
    match rest.strip_prefix('.') {
        Some(keys) if questions => Meaning::Path(keys.to_owned()),
        Some(_) => Meaning::Path(rest.to_owned()),
        None if questions => Meaning::Unknown,
        None => Meaning::Path(format!(".{rest}")),
    }
}

/// A path of the current value, which the innermost `if` has not changed there.
fn of_current<'s>(inner: &str, mut scopes: impl Iterator<Item = Scope<'s>>) -> Meaning {
    let innermost = scopes.find(|scope| !matches!(scope, Scope::Outside));
    let asks = match innermost {
        Some(Scope::Question { asks }) => asks,
        Some(Scope::Value(names)) if names.keys(inner) != inner => return Meaning::Path(names.keys(inner).to_owned()),
        _ => return Meaning::Same,
    };
    if matches!(inner, "." | "this") {
        return if matches!(asks, "." | "this") { Meaning::Same } else { Meaning::Unknown };
    }
    // What leaves the loop as well may not be the item's key.
    if !inner.starts_with('.') && !inner.starts_with("this.") || inner.starts_with("../") {
        return Meaning::Same;
    }
    match expression::path(inner) {
        Some(path) if path != inner => Meaning::Path(path.to_owned()),
        _ => Meaning::Same,
    }
}
