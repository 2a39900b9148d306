//! Templates of Go with the data of Alertmanager, whose webhook sends the same data as JSON.

mod convert;
mod expr;
mod scan;
mod types;

use crate::tree::{Base, Node, Problem, Value};
use convert::{Bound, Names};
use itl_syntax::Span;
use scan::{Part, parts};
use std::collections::HashMap;
use types::Type;

/// Blocks and templates may stand that deep inside each other.
const MAX_DEPTH: usize = 32;

/// As many parts of templates that are called are read, counted at each call.
const MAX_CALLED_PARTS: usize = 20_000;

/// Texts of templates that are called may be as long together, counted at each call.
const MAX_CALLED_BYTES: usize = 4 << 20;

/// Reads a template. A file of definitions alone gives each of them, under a comment with its name.
pub(crate) fn read(source: &str) -> Vec<Node> {
    let parts = parts(source);
    let ends = ends(&parts);
    let definitions = definitions(&parts, &ends);
    let mut reader = Reader {
        parts: &parts,
        ends: &ends,
        definitions: &definitions,
        at: 0,
        names: Names::default(),
        depth: 0,
        calls: 0,
        called_parts: 0,
        called_bytes: 0,
    };
    reader.names.dot = Bound { value: Value::at(Base::Root, Span::default()), kind: Type::Data };
    let nodes = reader.all(parts.len());
    let says_something = |node: &Node| {
        !matches!(node, Node::Text(text, _) if text.trim().is_empty()) && !matches!(node, Node::Comment(_))
    };
    if definitions.is_empty() || nodes.iter().any(says_something) {
        return nodes;
    }
    let mut order: Vec<(&String, &Definition)> = definitions.iter().collect();
    order.sort_by_key(|(_, definition)| definition.from);
    let mut nodes = Vec::new();
    for (name, definition) in order {
        nodes.push(Node::Heading(format!("define {name}")));
        nodes.push(Node::Text("\n".to_owned(), Span::default()));
        reader.at = definition.from;
        nodes.extend(reader.all(definition.to));
        nodes.push(Node::Text("\n".to_owned(), Span::default()));
    }
    nodes
}

/// The parts of a definition.
struct Definition {
    from: usize,
    to: usize,
}

/// The definitions of a file by name.
fn definitions(parts: &[Part<'_>], ends: &[Option<usize>]) -> HashMap<String, Definition> {
    let mut all = HashMap::new();
    for (at, part) in parts.iter().enumerate() {
        let Part::Action(inside, _) = part else { continue };
        let (word, rest) = split(inside);
        if !matches!(word, "define" | "block") {
            continue;
        }
        if let (Some((name, _)), Some(end)) = (name_and_rest(rest), ends.get(at).copied().flatten()) {
            all.insert(name, Definition { from: at + 1, to: end });
        }
    }
    all
}

/// For each part that begins a block, the part that ends it.
fn ends(parts: &[Part<'_>]) -> Vec<Option<usize>> {
    let mut ends = vec![None; parts.len()];
    let mut open = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        let Part::Action(inside, _) = part else { continue };
        match split(inside).0 {
            "if" | "range" | "with" | "define" | "block" => open.push(at),
            "end" => {
                if let Some(end) = open.pop().and_then(|begin: usize| ends.get_mut(begin)) {
                    *end = Some(at);
                }
            }
            _ => {}
        }
    }
    ends
}

/// `"name"` and what follows it.
fn name_and_rest(rest: &str) -> Option<(String, &str)> {
    let rest = rest.trim();
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '`'))?;
    let (name, after) = rest.get(1..)?.split_once(quote)?;
    Some((name.to_owned(), after.trim()))
}

struct Reader<'p, 's> {
    parts: &'p [Part<'s>],
    ends: &'p [Option<usize>],
    definitions: &'p HashMap<String, Definition>,
    at: usize,
    names: Names,
    depth: usize,
    /// Calls of templates that are open.
    calls: usize,
    /// Parts that were read in calls, and the bytes of their texts.
    called_parts: usize,
    called_bytes: usize,
}

/// What ended a part of a block: the word, what follows it, and its place.
type End<'s> = Option<(&'s str, &'s str, Span)>;

impl<'s> Reader<'_, 's> {
    /// Reads up to the part `to`; ends that close nothing are named.
    fn all(&mut self, to: usize) -> Vec<Node> {
        let mut nodes = Vec::new();
        while self.at < to {
            let (more, end) = self.block(to);
            nodes.extend(more);
            if let Some((word, _, span)) = end {
                nodes.push(Node::Unknown(Problem::new(span, format!("`{word}` closes nothing"))));
            }
        }
        nodes
    }

    fn block(&mut self, to: usize) -> (Vec<Node>, End<'s>) {
        let mut nodes = Vec::new();
        while self.at < to {
            let Some(part) = self.parts.get(self.at) else { break };
            self.at += 1;
            if self.calls > 0 {
                self.called_parts += 1;
                self.called_bytes += if let Part::Text(text, _) = part { text.len() } else { 0 };
                if self.is_full() {
                    self.at = to;
                    return (nodes, None);
                }
            }
            match part {
                Part::Text(text, span) => nodes.push(Node::Text(text.clone(), *span)),
                Part::Comment(text) => nodes.push(Node::Comment(text.clone())),
                Part::Unclosed(span) => nodes.push(Node::Unknown(Problem::new(*span, "the action is never closed"))),
                Part::Action(inside, span) => {
                    let (word, rest) = split(inside);
                    if matches!(word, "else" | "end") {
                        return (nodes, Some((word, rest, *span)));
                    }
                    nodes.extend(self.action(word, rest, inside, *span, to));
                }
            }
        }
        (nodes, None)
    }

    /// Whether what calls of templates stand for is more than is written.
    fn is_full(&self) -> bool {
        self.called_parts > MAX_CALLED_PARTS || self.called_bytes > MAX_CALLED_BYTES
    }

    /// Goes on after the block that the last part begins; false where it is never closed.
    fn skip(&mut self, to: usize) -> bool {
        let end = self.ends.get(self.at - 1).copied().flatten();
        self.at = end.map_or(to, |end| end + 1);
        end.is_some()
    }

    fn action(&mut self, word: &str, rest: &'s str, inside: &'s str, span: Span, to: usize) -> Vec<Node> {
        self.depth += 1;
        let nodes = if self.depth > MAX_DEPTH {
            vec![Node::Unknown(Problem::new(span, "the blocks stand too deep inside each other"))]
        } else {
            match word {
                "if" => vec![self.condition(rest, span, to)],
                "range" => vec![self.each(rest, span, to)],
                "with" => vec![self.with(rest, span, to)],
                "define" | "block" if !self.skip(to) => vec![unclosed(word, span)],
                "define" => Vec::new(),
                "block" | "template" => self.template(rest, span),
                "break" | "continue" => vec![Node::Unknown(Problem::new(span, format!("`{word}` has no counterpart")))],
                _ => self.names.print(inside, span),
            }
        };
        self.depth -= 1;
        nodes
    }

    fn condition(&mut self, rest: &'s str, span: Span, to: usize) -> Node {
        let mut branches = Vec::new();
        let mut otherwise = Vec::new();
        let mut problem = None;
        let mut test = Some((rest, span));
        loop {
            let asked = test.map(|(rest, span)| self.names.condition_of(rest, span));
            let known = self.names.known();
            let (body, end) = self.block(to);
            self.names.forget(known);
            match asked {
                Some(Ok(condition)) => branches.push((condition, body)),
                Some(Err(found)) => problem = problem.or(Some(found)),
                None => otherwise = body,
            }
            let Some((word, rest, at)) = end else { return unclosed("if", span) };
            let whole = Span { start: span.start, end: at.end };
            match (word, rest.strip_prefix("if").filter(|after| after.starts_with(char::is_whitespace))) {
                ("end", _) => {
                    return match problem {
                        Some(found) => Node::Unknown(Problem { span: whole, ..found }),
                        None => Node::If { branches, otherwise, span: whole },
                    };
                }
                (_, Some(condition)) => test = Some((condition, at)),
                (_, None) => test = None,
            }
        }
    }

    fn each(&mut self, rest: &str, span: Span, to: usize) -> Node {
        let outer = self.names.bounds();
        let list = self.names.begin_range(rest, span);
        let (body, otherwise, end) = self.body_and_else(to, outer);
        match (list, end) {
            (Ok(list), Some(_)) => Node::Each { list, body, otherwise },
            (Err(problem), Some(end)) => {
                Node::Unknown(Problem { span: Span { start: span.start, end: end.end }, ..problem })
            }
            (_, None) => unclosed("range", span),
        }
    }

    fn with(&mut self, rest: &str, span: Span, to: usize) -> Node {
        let outer = self.names.bounds();
        let value = self.names.begin_with(rest, span);
        let (body, otherwise, end) = self.body_and_else(to, outer);
        match (value, end) {
            (Ok(value), Some(_)) => Node::With { value, body, otherwise },
            (Err(problem), Some(end)) => {
                Node::Unknown(Problem { span: Span { start: span.start, end: end.end }, ..problem })
            }
            (_, None) => unclosed("with", span),
        }
    }

    /// The two parts of a block, and where it ends. The second sees the names that are known outside.
    fn body_and_else(&mut self, to: usize, outer: convert::Bounds) -> (Vec<Node>, Vec<Node>, Option<Span>) {
        let (body, mut end) = self.block(to);
        self.names.restore(outer);
        let mut otherwise = Vec::new();
        if let Some(("else", rest, span)) = end {
            let (more, last) = self.block(to);
            otherwise = more;
            if !rest.is_empty() {
                otherwise = vec![Node::Unknown(Problem::new(span, "an `else with` has no counterpart"))];
            }
            end = last;
        }
        (body, otherwise, end.filter(|(word, ..)| *word == "end").map(|(.., span)| span))
    }

    /// The template of that name, in place.
    fn template(&mut self, rest: &str, span: Span) -> Vec<Node> {
        let Some((name, argument)) = name_and_rest(rest) else {
            return vec![Node::Unknown(Problem::new(span, "a template without a name"))];
        };
        let Some(definition) = self.definitions.get(&name) else {
            let problem = Problem::new(span, format!("the template `{name}` is not defined in this file"));
            return vec![Node::Unknown(problem.help("import it together with the file that defines it"))];
        };
        if self.is_full() {
            return vec![Node::Unknown(Problem::new(span, "the templates that are called stand for too much"))];
        }
        let outer = self.names.bounds();
        let dot = match self.names.bound_of(argument, span) {
            Ok(dot) => dot,
            Err(problem) => return vec![Node::Unknown(problem)],
        };
        self.names.enter_template(dot);
        let back = std::mem::replace(&mut self.at, definition.from);
        self.calls += 1;
        let mut nodes = self.all(definition.to);
        self.calls -= 1;
        self.at = back;
        if self.is_full() {
            nodes.push(Node::Unknown(Problem::new(span, "the templates that are called stand for too much")));
        }
        self.names.restore(outer);
        nodes
    }
}

fn unclosed(word: &str, span: Span) -> Node {
    Node::Unknown(Problem::new(span, format!("`{word}` is never closed")))
}

fn split(inside: &str) -> (&str, &str) {
    let inside = inside.trim();
    let end = inside.find(|c: char| c.is_whitespace() || matches!(c, '(' | '"' | '`')).unwrap_or(inside.len());
    let (word, rest) = inside.split_at(end);
    (word, rest.trim())
}
