//! Whether a text is what a case expects.

use super::diff;
use super::suite::Expect;
use crate::report::plural;
use crate::terminal;
use itl_eval::{Code, Diagnostic, Diagnostics, Severity};
use serde_json::Value;

/// What the searches of a case may cost together: as much as the steps of a render.
const MAX_SEARCH: usize = 160_000_000;

/// The most bytes that are shown of the text of a case and its payload.
const MAX_DETAILS: usize = 1 << 20;

/// One expectation that is not met.
#[derive(Clone, Debug)]
pub(crate) struct Failure {
    /// The expectation's key, such as `contains`.
    pub(crate) kind: &'static str,
    /// One sentence.
    pub(crate) message: String,
    /// A difference, or a drawn diagnostic, of several lines.
    pub(crate) detail: String,
    pub(crate) expected: Option<String>,
}

impl Failure {
    pub(crate) fn new(kind: &'static str, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), detail: String::new(), expected: None }
    }

    /// Shows no more than so many bytes of a text.
    pub(super) fn cut(&mut self, max_bytes: usize) {
        if self.detail.len() > max_bytes {
            let end = (0..=max_bytes).rev().find(|end| self.detail.is_char_boundary(*end)).unwrap_or(0);
            self.detail.truncate(end);
            self.detail.push('…');
            // The text of each of many failures would be held whole.
            self.detail.shrink_to_fit();
        }
    }

    /// Two texts that differ.
    pub(super) fn differs(kind: &'static str, message: impl Into<String>, expected: &str, text: &str) -> Self {
        let detail = diff::words(expected, text, terminal::stderr_colour());
        Self { kind, message: message.into(), detail, expected: Some(expected.to_owned()) }
    }
}

/// What is said of a text that is not the expected one.
fn difference(expected: &str, text: &str) -> &'static str {
    if text.strip_suffix('\n') == Some(expected) {
        "the text ends with a line break that is not expected; the last one of a template's file is printed too"
    } else if expected.strip_suffix('\n') == Some(text) {
        "the text does not end with the line break that is expected"
    } else {
        "the text is another one"
    }
}

/// All that does not hold of a text and what was found while it was made. Files are the runner's
/// matter.
pub(super) fn check(expect: &Expect, text: &str, found: &Diagnostics) -> Vec<Failure> {
    let mut failures = Vec::new();
    // The text is shown with the first of many expectations that it does not meet.
    let mut room = MAX_DETAILS;
    let mut fail = |mut failure: Failure| {
        failure.cut(room);
        room -= failure.detail.len().min(room);
        failures.push(failure);
    };
    if let Some(expected) = expect.text.as_deref().filter(|expected| *expected != text) {
        fail(Failure::differs("expect", difference(expected, text), expected, text));
    }
    for part in expect.contains.iter().filter(|part| !text.contains(&***part)) {
        fail(with_text("contains", format!("the text does not contain {part:?}"), text));
    }
    for part in expect.lacks.iter().filter(|part| text.contains(&***part)) {
        fail(with_text("lacks", format!("the text contains {part:?}"), text));
    }
    let mut left = MAX_SEARCH;
    for pattern in &expect.matches {
        let cost = pattern.regex.cost().search(text);
        let Some(rest) = left.checked_sub(cost) else {
            fail(with_text("matches", format!("{} takes too long on a text of this length", pattern.text), text));
            continue;
        };
        left = rest;
        if !pattern.regex.is_match(text) {
            fail(with_text("matches", format!("the text does not match {}", pattern.text), text));
        }
    }
    if let Some(expected) = &expect.json {
        failures_of_json(expected, text, &mut fail);
    }
    let lengths = [
        ("max_chars", expect.max_chars, text.chars().count(), "character"),
        ("max_bytes", expect.max_bytes, text.len(), "byte"),
    ];
    for (kind, limit, length, unit) in lengths {
        if let Some(limit) = limit.filter(|limit| length > *limit) {
            fail(with_text(kind, format!("the text has {}, more than {limit}", plural(length, unit)), text));
        }
    }
    if let Some(expected) = &expect.warnings {
        codes("warnings", expected, found.iter().filter(|one| one.severity == Severity::Warning), &mut fail);
    }
    // A template with mistakes is no success unless the case says so.
    let none = Vec::new();
    codes("errors", expect.errors.as_ref().unwrap_or(&none), found.errors(), &mut fail);
    failures
}

fn with_text(kind: &'static str, message: String, text: &str) -> Failure {
    Failure { detail: text.to_owned(), ..Failure::new(kind, message) }
}

fn failures_of_json(expected: &Value, text: &str, fail: &mut impl FnMut(Failure)) {
    match serde_json::from_str::<Value>(text) {
        Err(error) => fail(with_text("json", format!("the text is not JSON: {error}"), text)),
        Ok(value) if *expected != Value::Bool(true) && value != *expected => {
            let (expected, value) = (format!("{expected:#}"), format!("{value:#}"));
            fail(Failure::differs("json", "the text is other JSON", &expected, &value));
        }
        Ok(_) => {}
    }
}

/// Whether the codes found are the expected ones, each however often.
fn codes<'d>(
    kind: &'static str,
    expected: &[Code],
    found: impl Iterator<Item = &'d Diagnostic>,
    fail: &mut impl FnMut(Failure),
) {
    let found: Vec<&Diagnostic> = found.collect();
    for code in expected.iter().filter(|code| !found.iter().any(|one| one.code == **code)) {
        fail(Failure::new(kind, format!("{code} was expected and is not reported")));
    }
    let unexpected: Vec<&&Diagnostic> = found.iter().filter(|one| !expected.contains(&one.code)).collect();
    if let Some(first) = unexpected.first() {
        let list: Vec<String> = unexpected.iter().map(ToString::to_string).collect();
        let message = match unexpected.len() {
            1 => format!("{} is reported and not expected", first.code),
            count => format!("{count} diagnostics are reported and not expected"),
        };
        fail(Failure { detail: list.join("\n"), ..Failure::new(kind, message) });
    }
}
