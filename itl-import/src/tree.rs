//! What a template of another language says, in terms that both languages have.

use itl_syntax::Span;
use std::fmt::Write as _;

/// A part of a template.
#[derive(Clone, Debug)]
pub(crate) enum Node {
    /// Text as it is printed.
    Text(String, Span),
    /// A comment.
    Comment(String),
    /// A comment that takes its line away.
    Heading(String),
    /// A printed value.
    Print(Value),
    /// The first branch whose condition holds, else the last part.
    If { branches: Vec<(Condition, Vec<Node>)>, otherwise: Vec<Node>, span: Span },
    /// A part for each item of a list, else the other.
    Each { list: Value, body: Vec<Node>, otherwise: Vec<Node> },
    /// A part with a value as the current one, else the other.
    With { value: Value, body: Vec<Node>, otherwise: Vec<Node> },
    /// What has no counterpart.
    Unknown(Problem),
}

/// Why something has no counterpart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) span: Span,
    pub(crate) message: String,
    pub(crate) help: Option<String>,
}

impl Problem {
    pub(crate) fn new(span: Span, message: impl Into<String>) -> Self {
        Self { span, message: message.into(), help: None }
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// Where a path begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Base {
    /// At the payload.
    Root,
    /// At the value that the loop or `with` of that number makes the current one, counted from outside.
    Frame(usize),
    /// At a variable of the loop of that number: `@index`.
    Loop(usize, &'static str),
}

/// A step of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Key(String),
    Index(i64),
}

/// A path with calls.
#[derive(Clone, Debug)]
pub(crate) struct Value {
    pub(crate) base: Base,
    pub(crate) steps: Vec<Step>,
    /// Calls and what follows them, as they are written here: `.upperCase()`.
    pub(crate) calls: String,
    /// A last call whose argument is another value: `greaterThan` with the value that it is compared with.
    pub(crate) against: Option<(&'static str, Box<Value>)>,
    pub(crate) span: Span,
    /// For which values it is the same in both languages; empty where for all.
    pub(crate) only: Vec<String>,
}

impl Value {
    pub(crate) fn at(base: Base, span: Span) -> Self {
        Self { base, steps: Vec::new(), calls: String::new(), against: None, span, only: Vec::new() }
    }

    /// A step to a key or an item. After a call it is written as one.
    pub(crate) fn step(mut self, step: Step) -> Self {
        if self.calls.is_empty() {
            self.steps.push(step);
        } else {
            match step {
                Step::Key(key) => self.calls.push_str(&key_after(&key)),
                Step::Index(index) => {
                    let _ = write!(self.calls, "[{index}]");
                }
            }
        }
        self
    }

    /// A call, such as `upperCase()`.
    pub(crate) fn call(mut self, call: &str) -> Self {
        self.calls.push('.');
        self.calls.push_str(call);
        self
    }

    /// A call with another value as its argument; it is the last one.
    pub(crate) fn against(mut self, call: &'static str, other: Value) -> Self {
        self.against = Some((call, Box::new(other)));
        self
    }

    /// Notes for which values it is the same.
    pub(crate) fn only(mut self, values: impl Into<String>) -> Self {
        self.only.push(values.into());
        self
    }
}

/// What a section asks.
#[derive(Clone, Debug)]
pub(crate) enum Condition {
    /// A value that counts as true or not in both languages alike.
    Is(Value),
    Not(Box<Condition>),
    And(Box<Condition>, Box<Condition>),
    Or(Box<Condition>, Box<Condition>),
}

/// Words that begin a block elsewhere, which a plain key would be taken for.
const WORDS: &[&str] = &["if", "else", "elif", "end", "range", "with", "each", "unless", "this", "length"];

/// Whether a key is written without brackets.
fn is_plain(key: &str) -> bool {
    let mut chars = key.chars();
    chars.next().is_some_and(|c| c.is_ascii_alphabetic() || c == '_')
        && chars.all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
        && !WORDS.contains(&key)
}

/// A key at the beginning of a path.
pub(crate) fn key_first(key: &str) -> String {
    if is_plain(key) { key.to_owned() } else { format!("[{}]", quoted(key)) }
}

/// A key within a path.
pub(crate) fn key_after(key: &str) -> String {
    if is_plain(key) { format!(".{key}") } else { format!("[{}]", quoted(key)) }
}

/// A text as an argument.
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A regular expression as an argument, where backslashes belong to it.
pub(crate) fn quoted_regex(pattern: &str) -> String {
    format!("\"{}\"", pattern.replace('"', "\\x22"))
}

/// Whether a text is that of no other JSON value, so that comparing texts tells it from all of them.
pub(crate) fn is_text_alone(text: &str) -> bool {
    let first = text.chars().next();
    first.is_some_and(|c| !matches!(c, '[' | '{' | '-' | '0'..='9')) && !matches!(text, "true" | "false")
}
