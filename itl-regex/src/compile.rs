//! Turns the tree of a pattern into instructions.

use crate::cost::Cost;
use crate::error::Error;
use crate::info::Info;
use crate::node::{Look, Node};
use crate::parse::Parsed;
use crate::program::{AroundProgram, First, Inst, Program, Table};
use crate::set::Set;

/// What an instruction counts for, in bytes, so that limits mean what they mean in the crate `regex`.
const INST_BYTES: usize = 32;
/// What each state of a set counts for.
const SET_STATE_BYTES: usize = 10;
/// What a look-around counts for beside its instructions: a search makes a table for each.
const LOOK_AROUND_BYTES: usize = 1024;
/// A search keeps the positions of all groups for each instruction; no more than that many positions.
const MAX_POSITIONS: usize = 1 << 22;

struct Compiler<'p> {
    insts: Vec<Inst>,
    parsed: &'p Parsed,
    /// Of each set.
    weights: Vec<usize>,
    /// Whether the group of that number is part of the program.
    groups: Vec<bool>,
    unicode_words: bool,
    /// Whether the text is matched from right to left.
    backward: bool,
    in_look_around: bool,
    budget: usize,
}

/// Compiles into a program of at most `max_bytes`, as counted by [`INST_BYTES`].
pub(crate) fn compile(pattern: &str, parsed: &Parsed, max_bytes: usize) -> Result<(Info, Program), Error> {
    let mut compiler = Compiler {
        insts: Vec::new(),
        parsed,
        weights: parsed.sets.iter().map(Set::weight).collect(),
        groups: vec![true],
        unicode_words: false,
        backward: false,
        in_look_around: false,
        budget: max_bytes,
    };
    compiler.push(Inst::Save(0))?;
    compiler.node(&parsed.node)?;
    compiler.push(Inst::Save(1))?;
    compiler.push(Inst::Match)?;
    let insts = std::mem::take(&mut compiler.insts);
    let look_arounds = if cfg!(feature = "look-around") { compiler.look_arounds()? } else { Vec::new() };
    if insts.len().saturating_mul(compiler.groups.len() * 2) > MAX_POSITIONS {
        return Err(Error::TooBig);
    }
    let program = Program {
        first: first(&insts, &parsed.sets),
        sets: parsed.sets.iter().cloned().map(Table::new).collect(),
        word: compiler.unicode_words.then(|| Table::new(crate::unicode::perl('w').clone())),
        insts,
        look_arounds,
    };
    let info = Info {
        pattern: pattern.into(),
        names: compiler.names(),
        in_look_around: parsed.in_look_around.clone(),
        size: max_bytes - compiler.budget,
        cost: Cost::of(&program),
    };
    Ok((info, program))
}

/// What a match begins with; assertions are taken to hold.
fn first(insts: &[Inst], sets: &[Set]) -> First {
    let mut seen = vec![false; insts.len()];
    let mut open = vec![0];
    let mut chars = Vec::new();
    let mut set = Set::default();
    while let Some(pc) = open.pop() {
        if seen.get_mut(pc as usize).is_none_or(|seen| std::mem::replace(seen, true)) {
            continue;
        }
        match insts.get(pc as usize) {
            Some(Inst::Char(c)) => chars.push((*c, *c)),
            Some(Inst::Set(number)) => set.add_all(sets.get(*number as usize).unwrap_or(&Set::default())),
            Some(Inst::Save(_) | Inst::Look(_)) => open.push(pc + 1),
            Some(Inst::Jump(to)) => open.push(*to),
            Some(Inst::Split(one, other)) => open.extend([*one, *other]),
            // A match may be empty.
            Some(Inst::Match) | None => return First::Any,
        }
        if chars.len() + set.bytes() > MAX_FIRST {
            return First::Any;
        }
    }
    match *chars.as_slice() {
        [(c, _)] if set.is_empty() => First::Char(c),
        _ => {
            set.add_all(&Set::from_ranges(chars));
            First::Set(Table::new(set))
        }
    }
}

/// How large the set of a match's first characters may become before it is not worth its making.
const MAX_FIRST: usize = 1 << 14;

impl Compiler<'_> {
    /// The programs of all look-arounds. Their groups are numbered, but save nothing.
    fn look_arounds(&mut self) -> Result<Vec<AroundProgram>, Error> {
        self.in_look_around = true;
        let mut programs = Vec::new();
        for look_around in &self.parsed.look_arounds {
            self.charge(LOOK_AROUND_BYTES)?;
            self.backward = !look_around.behind;
            self.node(&look_around.node)?;
            self.push(Inst::Match)?;
            programs.push(AroundProgram { behind: look_around.behind, insts: std::mem::take(&mut self.insts) });
        }
        Ok(programs)
    }

    /// The names by number. A group inside an expression that is repeated zero times does not exist.
    fn names(&self) -> Vec<Option<String>> {
        let mut names = vec![None; self.groups.len()];
        for (number, name) in &self.parsed.names {
            if self.groups.get(*number as usize) == Some(&true)
                && let Some(slot) = names.get_mut(*number as usize)
            {
                *slot = Some(name.clone());
            }
        }
        names
    }

    fn charge(&mut self, bytes: usize) -> Result<(), Error> {
        self.budget = self.budget.checked_sub(bytes).ok_or(Error::TooBig)?;
        Ok(())
    }

    fn push(&mut self, inst: Inst) -> Result<usize, Error> {
        self.charge(INST_BYTES)?;
        self.insts.push(inst);
        Ok(self.insts.len() - 1)
    }

    fn here(&self) -> u32 {
        self.insts.len() as u32
    }

    /// Sets the split at `at` to continue with what follows it, or at `other`.
    fn split(&mut self, at: usize, into: u32, other: u32, greedy: bool) {
        if let Some(inst) = self.insts.get_mut(at) {
            *inst = if greedy { Inst::Split(into, other) } else { Inst::Split(other, into) };
        }
    }

    fn node(&mut self, node: &Node) -> Result<(), Error> {
        match node {
            Node::Empty => Ok(()),
            Node::Char(c) => {
                self.charge(INST_BYTES * (c.len_utf8() - 1))?;
                self.push(Inst::Char(*c)).map(drop)
            }
            Node::Set(set) => {
                self.charge(self.weights.get(*set).map_or(0, |weight| weight * SET_STATE_BYTES))?;
                self.push(Inst::Set(*set as u32)).map(drop)
            }
            Node::Look(look) => {
                self.unicode_words |= matches!(look, Look::Word { unicode: true, .. });
                self.push(Inst::Look(*look)).map(drop)
            }
            Node::Group(number, node) => self.group(*number, node),
            Node::Concat(nodes) if self.backward => nodes.iter().rev().try_for_each(|node| self.node(node)),
            Node::Concat(nodes) => nodes.iter().try_for_each(|node| self.node(node)),
            Node::Alternation(nodes) => self.alternation(nodes),
            Node::Repeat { node, min, max: Some(max), greedy } => self.counted(node, *min, *max, *greedy),
            Node::Repeat { node, min, max: None, greedy } => self.unbounded(node, *min, *greedy),
        }
    }

    fn group(&mut self, number: u32, node: &Node) -> Result<(), Error> {
        let at = number as usize;
        if self.groups.len() <= at {
            self.groups.resize(at + 1, false);
        }
        if let Some(present) = self.groups.get_mut(at) {
            *present = true;
        }
        if self.in_look_around {
            return self.node(node);
        }
        self.push(Inst::Save(number * 2))?;
        self.node(node)?;
        self.push(Inst::Save(number * 2 + 1)).map(drop)
    }

    fn alternation(&mut self, nodes: &[Node]) -> Result<(), Error> {
        let Some((last, branches)) = nodes.split_last() else { return Ok(()) };
        let mut jumps = Vec::new();
        for branch in branches {
            let split = self.push(Inst::Match)?;
            self.node(branch)?;
            jumps.push(self.push(Inst::Match)?);
            self.split(split, split as u32 + 1, self.here(), true);
        }
        self.node(last)?;
        let end = self.here();
        for jump in jumps {
            if let Some(inst) = self.insts.get_mut(jump) {
                *inst = Inst::Jump(end);
            }
        }
        Ok(())
    }

    fn counted(&mut self, node: &Node, min: u32, max: u32, greedy: bool) -> Result<(), Error> {
        for _ in 0..min {
            self.node(node)?;
        }
        // Each optional round continues with its inside, or after the last one.
        let mut splits = Vec::new();
        for _ in min..max {
            splits.push(self.push(Inst::Match)?);
            self.node(node)?;
        }
        let end = self.here();
        for split in splits {
            self.split(split, split as u32 + 1, end, greedy);
        }
        Ok(())
    }

    fn unbounded(&mut self, node: &Node, min: u32, greedy: bool) -> Result<(), Error> {
        // `x*` is compiled as `(x+)?` if x can match nothing: otherwise preferences would be in the wrong order.
        let optional = min == 0;
        let returns_to_split = optional && node.takes_some();
        let first = if optional { Some(self.push(Inst::Match)?) } else { None };
        for _ in 1..min {
            self.node(node)?;
        }
        let start = self.here();
        self.node(node)?;
        match first {
            Some(first) if returns_to_split => {
                self.push(Inst::Jump(first as u32))?;
            }
            _ => {
                let split = self.push(Inst::Match)?;
                self.split(split, start, split as u32 + 1, greedy);
            }
        }
        if let Some(first) = first {
            self.split(first, first as u32 + 1, self.here(), greedy);
        }
        Ok(())
    }
}
