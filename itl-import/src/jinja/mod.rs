//! Templates of Jinja with the variables of Grafana OnCall, whose `payload` is the payload here.

mod convert;
mod expr;
mod filters;
mod names;
mod scan;

use crate::tree::{Node, Problem};
use itl_syntax::Span;
use names::Names;
use scan::{Part, parts};
use std::collections::HashMap;

/// Blocks may stand that deep inside each other.
const MAX_DEPTH: usize = 64;

/// Reads a template.
pub(crate) fn read(source: &str) -> Vec<Node> {
    let parts = parts(source);
    let mut reader = Reader { parts: &parts, at: 0, names: Names::default(), times_set: times_set(&parts), depth: 0 };
    let mut nodes = Vec::new();
    while reader.at < parts.len() {
        let (more, end) = reader.block(&[]);
        nodes.extend(more);
        if let Some((word, span)) = end {
            nodes.push(Node::Unknown(Problem::new(span, format!("`{word}` closes nothing"))));
        }
    }
    nodes
}

struct Reader<'p, 's> {
    parts: &'p [Part<'s>],
    at: usize,
    names: Names,
    /// How often each name is set.
    times_set: HashMap<String, usize>,
    depth: usize,
}

fn times_set(parts: &[Part<'_>]) -> HashMap<String, usize> {
    let mut times = HashMap::new();
    for part in parts {
        if let Part::Statement(inside, _) = part
            && let ("set", rest) = split(inside)
            && let Some((name, _)) = expr::parse_set(rest)
        {
            *times.entry(name).or_insert(0) += 1;
        }
    }
    times
}

/// The words that end a part of a block.
const ENDS: &[&str] = &[
    "elif",
    "else",
    "endif",
    "endfor",
    "endset",
    "endmacro",
    "endfilter",
    "endcall",
    "endblock",
    "endwith",
    "endautoescape",
    "endtrans",
];

impl Reader<'_, '_> {
    /// Reads up to one of the words `until`, or up to any that ends a block; the word that ended it and its place.
    fn block(&mut self, until: &[&str]) -> (Vec<Node>, Option<(String, Span)>) {
        let mut nodes = Vec::new();
        while let Some(part) = self.parts.get(self.at) {
            self.at += 1;
            match part {
                Part::Text(text, span) => nodes.push(Node::Text(text.clone(), *span)),
                Part::Comment(text) => nodes.push(Node::Comment((*text).to_owned())),
                Part::Unclosed(span) => nodes.push(Node::Unknown(Problem::new(*span, "the tag is never closed"))),
                Part::Print(inside, span) => nodes.extend(convert::print(inside, *span, &self.names)),
                Part::Statement(inside, span) => {
                    let (word, rest) = split(inside);
                    if until.contains(&word) || ENDS.contains(&word) {
                        return (nodes, Some((word.to_owned(), *span)));
                    }
                    nodes.extend(self.statement(word, rest, *span));
                }
            }
        }
        (nodes, None)
    }

    fn statement(&mut self, word: &str, rest: &str, span: Span) -> Option<Node> {
        self.depth += 1;
        let node = if self.depth > MAX_DEPTH {
            Some(self.unknown(word, span, "the blocks stand too deep inside each other"))
        } else {
            match word {
                "if" => Some(self.condition(rest, span)),
                "for" => Some(self.each(rest, span)),
                "set" => self.set(rest, span),
                _ => Some(self.unknown(word, span, "the statement has no counterpart")),
            }
        };
        self.depth -= 1;
        node
    }

    /// A statement without a counterpart, with all that its end closes.
    fn unknown(&mut self, word: &str, span: Span, message: &str) -> Node {
        let end = format!("end{word}");
        let is_block = ["if", "for", "macro", "filter", "call", "block", "with", "autoescape", "trans"].contains(&word);
        let end_span = if is_block { self.skip(word, &end) } else { None };
        let whole = Span { start: span.start, end: end_span.map_or(span.end, |end| end.end) };
        Node::Unknown(Problem::new(whole, format!("{message}: `{word}`")))
    }

    /// Goes on after the end of a block.
    fn skip(&mut self, word: &str, end: &str) -> Option<Span> {
        let mut depth = 0_usize;
        let mut last = None;
        while let Some(part) = self.parts.get(self.at) {
            self.at += 1;
            let Part::Statement(inside, span) = part else { continue };
            let (own, _) = split(inside);
            last = Some(*span);
            if own == word {
                depth += 1;
            } else if own == end {
                if depth == 0 {
                    return Some(*span);
                }
                depth -= 1;
            }
        }
        last
    }

    fn condition(&mut self, rest: &str, span: Span) -> Node {
        let mut branches = Vec::new();
        let mut otherwise = Vec::new();
        let mut problem = None;
        let mut test = Some((rest, span));
        let mut end = span;
        loop {
            let asked = test.map(|(rest, span)| convert::condition_of(rest, span, &self.names));
            let (body, closed) = self.block(&["elif", "else", "endif"]);
            match asked {
                Some(Ok(condition)) => branches.push((condition, body)),
                Some(Err(found)) => problem = problem.or(Some(found)),
                None => otherwise = body,
            }
            let Some((word, at)) = closed else {
                let message = "`if` is never closed";
                return Node::Unknown(Problem::new(Span { start: span.start, end: end.end.max(span.end) }, message));
            };
            end = at;
            match word.as_str() {
                "elif" => test = Some((self.last_rest(), at)),
                "else" => test = None,
                "endif" => break,
                word => {
                    let message = format!("`{word}` does not close `if`");
                    return Node::Unknown(Problem::new(Span { start: span.start, end: at.end }, message));
                }
            }
        }
        match problem {
            // Without its condition nothing of the block is known to be printed.
            Some(found) => Node::Unknown(Problem { span: Span { start: span.start, end: end.end }, ..found }),
            None => Node::If { branches, otherwise, span: Span { start: span.start, end: end.end } },
        }
    }

    /// What follows the word of the statement that was read last.
    fn last_rest(&self) -> &'_ str {
        match self.at.checked_sub(1).and_then(|at| self.parts.get(at)) {
            Some(Part::Statement(inside, _)) => split(inside).1,
            _ => "",
        }
    }

    fn each(&mut self, rest: &str, span: Span) -> Node {
        let list = expr::parse_loop(rest).ok_or_else(|| Problem::new(span, "this loop has no counterpart"));
        let list = list.and_then(|(names, list)| convert::list(&names, &list, span, &mut self.names));
        let is_known = list.is_ok();
        let (body, mut closed) = self.block(&["else", "endfor"]);
        if is_known {
            self.names.leave();
        }
        let mut otherwise = Vec::new();
        if closed.as_ref().is_some_and(|(word, _)| word == "else") {
            (otherwise, closed) = self.block(&["endfor"]);
        }
        match (list, closed) {
            (Ok(list), Some((word, _))) if word == "endfor" => Node::Each { list, body, otherwise },
            (Err(problem), Some((word, at))) if word == "endfor" => {
                Node::Unknown(Problem { span: Span { start: span.start, end: at.end }, ..problem })
            }
            (_, closed) => {
                let end = closed.map_or(span.end, |(_, at)| at.end);
                Node::Unknown(Problem::new(Span { start: span.start, end }, "`for` is never closed"))
            }
        }
    }

    /// A name for an expression. Where it may be given more than one value there is no counterpart.
    fn set(&mut self, rest: &str, span: Span) -> Option<Node> {
        let Some((name, value)) = expr::parse_set(rest) else {
            let is_block = !rest.contains('=');
            return Some(if is_block {
                self.unknown("set", span, "a block that is given a name has no counterpart")
            } else {
                Node::Unknown(Problem::new(span, "this assignment has no counterpart"))
            });
        };
        if self.depth > 1 || self.times_set.get(&name).is_some_and(|times| *times > 1) {
            let message = format!("`{name}` is set inside a block or more than once");
            return Some(Node::Unknown(Problem::new(span, message).help("write the value where it is used")));
        }
        let message = format!("`{name}` stands for too much");
        (!self.names.set(name, value, rest.len())).then(|| Node::Unknown(Problem::new(span, message)))
    }
}

fn split(inside: &str) -> (&str, &str) {
    let inside = inside.trim();
    inside
        .split_once(|c: char| c.is_whitespace() || c == '(')
        .map_or((inside, ""), |(word, _)| (word, inside.get(word.len()..).unwrap_or_default().trim()))
}
