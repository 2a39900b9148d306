//! Writes what a template says as a template of this language.

use crate::Imported;
use crate::pieces::{self, Piece};
use crate::tree::{Base, Condition, Node, Problem, Step, Value, key_after, key_first};
use itl_syntax::{Code, Diagnostic, Diagnostics, Span};
use std::collections::HashSet;
use std::fmt::Write as _;

/// What is looked up first: the innermost of what encloses a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Frame {
    /// The item of a loop.
    Item,
    /// The value of a `with`.
    Value,
    /// The answer of a condition, which has no keys.
    Answer,
}

/// A condition may ask that much; each question may double what it decides on.
const MAX_QUESTIONS: usize = 4;

/// A condition may have that many branches.
const MAX_BRANCHES: usize = 64;

/// All conditions together are written out to at most as many bytes, those that were refused for it counted in.
const MAX_WRITTEN: usize = 32 << 20;

/// A converted template grows no further.
const MAX_BYTES: usize = 4 << 20;

/// Writes the nodes of a template that was `source`.
pub(crate) fn emit(nodes: &[Node], source: &str) -> Imported {
    let mut emitter = Emitter {
        source,
        frames: Vec::new(),
        numbered: Vec::new(),
        found: Diagnostics::new(),
        said: HashSet::new(),
        bytes: 0,
        written: 0,
        is_cut: false,
    };
    let pieces = emitter.nodes(nodes);
    let (text, braces) = pieces::write(pieces);
    for span in braces {
        let message = "a brace directly before a tag would belong to the tag; a space was put between them";
        emitter.found.push(Diagnostic::new(Code::NoCounterpart, span, message));
    }
    if emitter.is_cut {
        let message =
            format!("the converted template would be larger than {} MiB; the rest is left out", MAX_BYTES >> 20);
        emitter.found.push(Diagnostic::new(Code::NoCounterpart, Span::new(0, source.len()), message));
    }
    emitter.found.sort();
    Imported { text, diagnostics: emitter.found }
}

struct Emitter<'s> {
    source: &'s str,
    frames: Vec<Frame>,
    /// The loops and `with`s among them, by their numbers.
    numbered: Vec<Frame>,
    found: Diagnostics,
    /// What was said of keys already: one warning for each is enough.
    said: HashSet<String>,
    bytes: usize,
    /// The bytes that conditions of several questions were written out to.
    written: usize,
    /// Whether parts are left out since there are too many.
    is_cut: bool,
}

impl Emitter<'_> {
    fn nodes(&mut self, nodes: &[Node]) -> Vec<Piece> {
        let mut pieces = Vec::new();
        for node in nodes {
            let made = self.node(node);
            self.bytes += made.iter().map(length).sum::<usize>();
            if self.bytes > MAX_BYTES {
                self.is_cut = true;
                break;
            }
            pieces.extend(made);
        }
        pieces
    }

    fn node(&mut self, node: &Node) -> Vec<Piece> {
        let made = match node {
            Node::Text(text, span) if text.contains("{{") => {
                Err(Problem::new(*span, "text with `{{` would be read as a tag here"))
            }
            Node::Text(text, span) => Ok(vec![Piece::Text(text.clone(), *span)]),
            Node::Comment(text) => Ok(vec![Piece::Block(comment(text))]),
            Node::Heading(text) => Ok(vec![Piece::Print(comment(text))]),
            Node::Print(value) if value.base == Base::Root && value.steps.is_empty() => {
                Err(Problem::new(value.span, "the payload as a whole is printed in the tool's own form"))
            }
            Node::Print(value) => self.path(value).map(|path| vec![Piece::Print(format!("{{{{ {path} }}}}"))]),
            Node::If { branches, otherwise, span } => self.branches(branches, otherwise, *span),
            Node::Each { list, body, otherwise } => self.section(list, Frame::Item, body, otherwise),
            Node::With { value, body, otherwise } => self.section(value, Frame::Value, body, otherwise),
            Node::Unknown(problem) => Err(problem.clone()),
        };
        made.unwrap_or_else(|problem| vec![self.refuse(problem)])
    }

    /// The comment that stands for what has no counterpart.
    fn refuse(&mut self, problem: Problem) -> Piece {
        let Problem { span, message, help } = problem;
        let mut diagnostic = Diagnostic::new(Code::NoCounterpart, span, message);
        diagnostic.help = help;
        self.found.push(diagnostic);
        Piece::Block(comment(&format!("import: {}", shortened(span.of(self.source)))))
    }

    fn warn(&mut self, span: Span, message: String) {
        self.found.push(Diagnostic::new(Code::LooseCounterpart, span, message));
    }

    fn section(
        &mut self,
        value: &Value,
        frame: Frame,
        body: &[Node],
        otherwise: &[Node],
    ) -> Result<Vec<Piece>, Problem> {
        let (path, close) = self.path_and_close(value)?;
        self.enter(frame);
        let body = self.nodes(body);
        self.leave();
        let otherwise = self.nodes(otherwise);
        Ok(sections(&path, &close, body, otherwise))
    }

    fn branches(
        &mut self,
        branches: &[(Condition, Vec<Node>)],
        otherwise: &[Node],
        span: Span,
    ) -> Result<Vec<Piece>, Problem> {
        let Some(((condition, body), rest)) = branches.split_first() else { return Ok(self.nodes(otherwise)) };
        let questions = questions(condition);
        if questions > MAX_QUESTIONS {
            return Err(Problem::new(span, format!("a condition that asks {questions} things is not converted"))
                .help("nest the sections: `{{ #a }}{{ #b }}…{{ /b }}{{ /a }}`"));
        }
        // Where the answer of a condition encloses a part, the item of a loop is no longer the current value.
        let (then_in, else_in) = match condition {
            Condition::Is(_) => (true, false),
            Condition::Not(inner) if matches!(**inner, Condition::Is(_)) => (false, true),
            _ => (true, true),
        };
        if rest.len() > MAX_BRANCHES {
            return Err(Problem::new(span, "the condition has too many branches"));
        }
        if questions > 1 && self.written > MAX_WRITTEN {
            return Err(Problem::new(span, "the conditions of the template would be written out too often"));
        }
        let made = self.condition_paths(condition)?;
        let then = self.within(then_in, |emitter| Ok(emitter.nodes(body)))?;
        let other = self.within(else_in, |emitter| emitter.branches(rest, otherwise, span))?;
        let made = decided(&made, then, other);
        let bytes = made.iter().map(length).sum::<usize>();
        self.written += if questions > 1 { bytes } else { 0 };
        if bytes > MAX_BYTES / MAX_QUESTIONS {
            return Err(Problem::new(span, "the condition would be written out too often"));
        }
        Ok(made)
    }

    /// Writes a part, inside the answer of a condition or not.
    fn within<T>(&mut self, inside: bool, write: impl FnOnce(&mut Self) -> Result<T, Problem>) -> Result<T, Problem> {
        if inside {
            self.enter(Frame::Answer);
        }
        let made = write(self);
        if inside {
            self.leave();
        }
        made
    }

    /// A condition with its paths written.
    fn condition_paths(&mut self, condition: &Condition) -> Result<Asked, Problem> {
        Ok(match condition {
            Condition::Is(value) => {
                let (path, close) = self.path_and_close(value)?;
                Asked::Is { path, close }
            }
            Condition::Not(inner) => Asked::Not(Box::new(self.condition_paths(inner)?)),
            Condition::And(a, b) => {
                let first = self.condition_paths(a)?;
                let second = self.within(true, |emitter| emitter.condition_paths(b))?;
                Asked::And(Box::new(first), Box::new(second))
            }
            Condition::Or(a, b) => {
                let first = self.condition_paths(a)?;
                // Of a plain question the other one stands in the inverted section, which encloses with nothing.
                let inside = !matches!(**a, Condition::Is(_));
                let second = self.within(inside, |emitter| emitter.condition_paths(b))?;
                Asked::Or(Box::new(first), Box::new(second))
            }
        })
    }

    /// A path with its calls.
    fn path(&mut self, value: &Value) -> Result<String, Problem> {
        self.path_and_close(value).map(|(path, _)| path)
    }

    /// A path with its calls, and without them, for the closing tag.
    fn path_and_close(&mut self, value: &Value) -> Result<(String, String), Problem> {
        for only in &value.only {
            self.warn(value.span, format!("the same only {only}"));
        }
        let close = self.spelled(value)?;
        let calls = if close == "." { value.calls.clone() } else { format!("{close}{}", value.calls) };
        let mut path = if calls.is_empty() { close.clone() } else { calls };
        if let Some((call, other)) = &value.against {
            let dot = if path.ends_with('.') { "" } else { "." };
            path = format!("{path}{dot}{call}(${})", self.path(other)?);
        }
        Ok((path, close))
    }

    /// The path without calls.
    fn spelled(&mut self, value: &Value) -> Result<String, Problem> {
        let number = match value.base {
            Base::Loop(number, name) => {
                let innermost = self.numbered.iter().rposition(|frame| *frame == Frame::Item);
                return if innermost == Some(number) && value.steps.is_empty() {
                    Ok(name.to_owned())
                } else {
                    Err(Problem::new(value.span, "a position of an outer loop cannot be read inside an inner one"))
                };
            }
            Base::Root => None,
            Base::Frame(number) => Some(number),
        };
        let inner = self.numbered.len() - number.map_or(0, |number| self.numbered.len().min(number + 1));
        let answers = self.frames.last() == Some(&Frame::Answer);
        let is_current = inner == 0 && !answers;
        let first = match (value.steps.first(), number) {
            (Some(first), Some(_)) if is_current => return Ok(written(&value.steps, &format!(".{}", first_of(first)))),
            (None, _) if is_current => return Ok(".".to_owned()),
            (Some(Step::Key(first)), _) => first,
            _ => {
                return Err(Problem::new(value.span, "an outer value as a whole cannot be read in here")
                    .help("a key of it can, by its name"));
            }
        };
        if inner > 0 {
            self.say(value.span, first, |key| {
                format!("the same only where no item in here has a key `{key}`, which would be read instead")
            });
        } else if number.is_some() {
            self.say(value.span, first, |key| {
                format!("the same only where each item has a key `{key}`, or nothing around it has; inside a condition it is looked up further out")
            });
        }
        Ok(written(&value.steps, &key_first(first)))
    }

    fn say(&mut self, span: Span, key: &str, message: impl FnOnce(&str) -> String) {
        let message = message(key);
        if self.said.insert(message.clone()) {
            self.warn(span, message);
        }
    }

    fn enter(&mut self, frame: Frame) {
        self.frames.push(frame);
        if frame != Frame::Answer {
            self.numbered.push(frame);
        }
    }

    fn leave(&mut self) {
        if self.frames.pop().is_some_and(|frame| frame != Frame::Answer) {
            self.numbered.pop();
        }
    }
}

/// A condition whose paths are written.
#[derive(Clone, Debug)]
enum Asked {
    Is { path: String, close: String },
    Not(Box<Asked>),
    And(Box<Asked>, Box<Asked>),
    Or(Box<Asked>, Box<Asked>),
}

/// Two parts of which a condition chooses one.
fn decided(asked: &Asked, then: Vec<Piece>, other: Vec<Piece>) -> Vec<Piece> {
    match asked {
        Asked::Is { path, close } => sections(path, close, then, other),
        Asked::Not(inner) => decided(inner, other, then),
        Asked::And(a, b) => {
            let inner = decided(b, then, other.clone());
            decided(a, inner, other)
        }
        Asked::Or(a, b) => {
            let inner = decided(b, then.clone(), other);
            decided(a, then, inner)
        }
    }
}

/// A section and its opposite, each where it holds something.
fn sections(path: &str, close: &str, body: Vec<Piece>, otherwise: Vec<Piece>) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for (sigil, part) in [('#', body), ('^', otherwise)] {
        if !part.is_empty() {
            pieces.push(Piece::Block(format!("{{{{ {sigil}{path} }}}}")));
            pieces.extend(part);
            pieces.push(Piece::Block(format!("{{{{ /{close} }}}}")));
        }
    }
    pieces
}

/// How many values a condition asks.
fn questions(condition: &Condition) -> usize {
    match condition {
        Condition::Is(_) => 1,
        Condition::Not(inner) => questions(inner),
        Condition::And(a, b) | Condition::Or(a, b) => questions(a) + questions(b),
    }
}

fn first_of(step: &Step) -> String {
    match step {
        Step::Key(key) => key_first(key),
        Step::Index(index) => format!("[{index}]"),
    }
}

/// The steps of a path, the first of them written as `first`.
fn written(steps: &[Step], first: &str) -> String {
    let mut out = first.to_owned();
    for step in steps.iter().skip(1) {
        match step {
            Step::Key(key) => out.push_str(&key_after(key)),
            Step::Index(index) => {
                let _ = write!(out, "[{index}]");
            }
        }
    }
    out
}

/// A comment, which ends at its first closing braces.
fn comment(text: &str) -> String {
    let mut inside = String::with_capacity(text.len());
    for c in text.trim().chars() {
        if matches!(c, '{' | '}') && inside.ends_with(c) {
            inside.push(' ');
        }
        inside.push(c);
    }
    format!("{{{{! {inside} }}}}")
}

fn shortened(text: &str) -> String {
    const MAX_CHARS: usize = 160;
    let mut chars = text.chars();
    let short: String = chars.by_ref().take(MAX_CHARS).collect();
    if chars.next().is_some() { format!("{short}…") } else { short }
}

fn length(piece: &Piece) -> usize {
    match piece {
        Piece::Text(text, _) | Piece::Block(text) | Piece::Print(text) => text.len(),
    }
}
