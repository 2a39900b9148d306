//! Reads a pattern: the syntax of the crate `regex`, its rules and its messages, and look-around.

mod classes;
mod escapes;
mod expression;
mod groups;
mod unsupported;

use crate::error::{Error, Mistake, Result};
use crate::node::{LookAround, Node};
use crate::set::Set;
use unsupported::Place;

/// The deepest nesting of groups, classes and repetitions.
const MAX_NESTING: u32 = 250;

/// How many times as much it takes to find the case variants of a set as to copy it.
const FOLD_COST: usize = 16;

#[derive(Clone, Copy)]
#[allow(clippy::struct_excessive_bools)]
struct Flags {
    fold: bool,
    lines: bool,
    dot_all: bool,
    lazy: bool,
    unicode: bool,
    crlf: bool,
    /// Whitespace and comments are not part of the pattern.
    verbose: bool,
}

/// A part of a concatenation, and how deep its own parts are nested.
struct Item {
    node: Node,
    depth: u32,
    /// A directive such as `(?i)`, which cannot be repeated.
    flags: bool,
}

impl Item {
    fn leaf(node: Node) -> Self {
        Self { node, depth: 0, flags: false }
    }

    fn directive() -> Self {
        Self { node: Node::Empty, depth: 0, flags: true }
    }
}

pub(crate) struct Parsed {
    pub(crate) node: Node,
    /// The groups with names.
    pub(crate) names: Vec<(u32, String)>,
    /// The groups inside look-arounds, as the number before the first and the last number.
    pub(crate) in_look_around: Vec<(u32, u32)>,
    /// The sets that [`Node::Set`] numbers.
    pub(crate) sets: Vec<Set>,
    /// Inner ones before those that they stand in.
    pub(crate) look_arounds: Vec<LookAround>,
}

struct Parser<'p> {
    pattern: &'p str,
    at: usize,
    flags: Flags,
    groups: u32,
    names: Vec<(u32, String)>,
    /// The same names, sorted.
    known_names: Vec<&'p str>,
    in_look_around: Vec<(u32, u32)>,
    /// The first mistake in what the pattern means; a mistake in how it is written takes precedence.
    deferred: Option<Mistake>,
    too_deep: bool,
    place: Place,
    sets: Vec<Set>,
    look_arounds: Vec<LookAround>,
    /// How many more bytes of sets may be made or read.
    budget: usize,
}

/// Reads `pattern`, which may make sets of up to `max_bytes` together.
pub(crate) fn parse(pattern: &str, max_bytes: usize) -> std::result::Result<Parsed, Error> {
    let flags =
        Flags { fold: false, lines: false, dot_all: false, lazy: false, unicode: true, crlf: false, verbose: false };
    let mut parser = Parser {
        pattern,
        at: 0,
        flags,
        groups: 0,
        names: Vec::new(),
        known_names: Vec::new(),
        in_look_around: Vec::new(),
        deferred: None,
        too_deep: false,
        place: Place::default(),
        sets: Vec::new(),
        look_arounds: Vec::new(),
        budget: max_bytes,
    };
    let node = match parser.expression() {
        Ok(_) if parser.too_deep => Err("exceed the maximum number of nested parentheses/brackets (250)".into()),
        Ok(node) => parser.deferred.map_or(Ok(node), Err),
        Err(mistake) => Err(mistake),
    };
    let node = node.map_err(|mistake| parser.describe(mistake))?;
    let Parser { names, in_look_around, sets, look_arounds, .. } = parser;
    Ok(Parsed { node, names, in_look_around, sets, look_arounds })
}

/// The position in the pattern.
impl Parser<'_> {
    fn rest(&self) -> &str {
        self.pattern.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn is(&self, c: char) -> bool {
        self.peek() == Some(c)
    }

    fn is_end(&self) -> bool {
        self.at >= self.pattern.len()
    }

    /// Moves past one character; returns whether another follows.
    fn bump(&mut self) -> bool {
        self.at += self.peek().map_or(0, char::len_utf8);
        !self.is_end()
    }

    fn bump_if(&mut self, prefix: &str) -> bool {
        let is = self.rest().starts_with(prefix);
        if is {
            self.at += prefix.len();
        }
        is
    }

    fn bump_whitespace(&mut self) {
        if !self.flags.verbose {
            return;
        }
        while let Some(c) = self.peek() {
            if c == '#' {
                self.at += self.rest().find('\n').map_or(self.rest().len(), |at| at + 1);
            } else if c.is_whitespace() {
                self.bump();
            } else {
                break;
            }
        }
    }

    /// Moves to the next significant character; returns whether there is one.
    fn next(&mut self) -> bool {
        if !self.bump() {
            return false;
        }
        self.bump_whitespace();
        !self.is_end()
    }

    /// The character after this one.
    fn second(&self) -> Option<char> {
        self.rest().chars().nth(1)
    }

    fn second_significant(&self) -> Option<char> {
        if !self.flags.verbose {
            return self.second();
        }
        let mut comment = false;
        let after = self.rest().get(self.peek()?.len_utf8()..)?;
        for c in after.chars() {
            match c {
                '\n' if comment => comment = false,
                c if c.is_whitespace() => {}
                '#' if !comment => comment = true,
                c => return Some(c),
            }
        }
        after.chars().next()
    }
}

/// What all parts share.
impl Parser<'_> {
    /// Notes a mistake that counts only if the rest of the pattern is well formed.
    fn defer(&mut self, error: impl Into<Mistake>) {
        self.deferred.get_or_insert_with(|| error.into());
    }

    /// Charges for a set that was made or read, or refuses it.
    fn charge(&mut self, set: &Set) -> Result<()> {
        self.charge_times(set, 1)
    }

    fn charge_times(&mut self, set: &Set, times: usize) -> Result<()> {
        self.budget = self.budget.checked_sub(set.bytes().saturating_mul(times)).ok_or(Mistake::TooBig)?;
        Ok(())
    }

    fn set(&mut self, set: Set) -> Result<Node> {
        self.charge(&set)?;
        self.sets.push(set);
        Ok(Node::Set(self.sets.len() - 1))
    }

    /// The set with all case variants, if case is ignored.
    fn fold(&mut self, set: Set) -> Result<Set> {
        if !self.flags.fold {
            return Ok(set);
        }
        if !self.flags.unicode {
            return Ok(crate::unicode::folded_ascii(&set));
        }
        self.charge_times(&set, FOLD_COST)?;
        Ok(crate::unicode::folded(set))
    }
}
