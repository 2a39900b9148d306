//! Turns what a pattern means into instructions.

use crate::Error;
use crate::node::{Look, Node};
use crate::parse::Parsed;
use crate::set::Set;

#[derive(Clone, Copy, Debug)]
pub(crate) enum Inst {
    Char(char),
    Set(u32),
    Look(Look),
    Save(u32),
    /// Both ways, the first one rather.
    Split(u32, u32),
    Jump(u32),
    Match,
}

/// A set made quick to ask.
#[derive(Debug)]
pub(crate) struct Table {
    /// Of ASCII, a bit each.
    ascii: [u32; 4],
    set: Set,
}

impl Table {
    fn new(set: Set) -> Self {
        let mut ascii = [0; 4];
        for (at, word) in (0_u32..).zip(&mut ascii) {
            *word = (0..32).fold(0, |word, bit| word | u32::from(set.has(at * 32 + bit)) << bit);
        }
        Self { ascii, set }
    }

    pub(crate) fn has(&self, c: char) -> bool {
        let c = c as u32;
        match self.ascii.get(c as usize / 32) {
            Some(word) => word >> (c % 32) & 1 == 1,
            None => self.set.has(c),
        }
    }
}

#[derive(Debug)]
pub(crate) struct Program {
    pub(crate) insts: Vec<Inst>,
    pub(crate) sets: Vec<Table>,
    /// What `\b` takes for a part of a word.
    pub(crate) word: Option<Table>,
    /// The names of the groups that there are, the whole match in front.
    pub(crate) names: Vec<Option<String>>,
    /// What every match begins with.
    pub(crate) first: Option<char>,
    /// What it counts for.
    pub(crate) size: usize,
}

impl Program {
    /// The characters of the first class, surrogates left out.
    pub(crate) fn first_class(&self) -> Vec<(char, char)> {
        let Some(set) = self.sets.first() else { return Vec::new() };
        let surrogates = Set::from_borders(vec![0xD800, 0xE000]);
        let scalar = |set: Set| -> Vec<_> {
            set.ranges().filter_map(|(first, last)| Some((char::from_u32(first)?, char::from_u32(last)?))).collect()
        };
        let low = Set::from_borders(vec![0, 0xD800]);
        let set = set.set.without(&surrogates);
        [scalar(set.both(&low)), scalar(set.without(&low))].concat()
    }
}

/// What an instruction counts for, so that limits mean what they mean in the regex crate.
const INST: usize = 32;

struct Compiler {
    insts: Vec<Inst>,
    /// Of each set.
    weights: Vec<usize>,
    /// Whether there is a group of that number.
    groups: Vec<bool>,
    words: bool,
    left: usize,
}

/// Compiles into at most `most` bytes, as counted by [`INST`].
pub(crate) fn compile(parsed: Parsed, most: usize) -> Result<Program, Error> {
    let Parsed { node, names, sets } = parsed;
    let weights = sets.iter().map(Set::weight).collect();
    let mut compiler = Compiler { insts: Vec::new(), weights, groups: Vec::new(), words: false, left: most };
    compiler.push(Inst::Save(0))?;
    compiler.node(&node)?;
    compiler.push(Inst::Save(1))?;
    compiler.push(Inst::Match)?;
    // A group inside of what is repeated zero times is none.
    let last = compiler.groups.len().saturating_sub(1);
    let mut known = vec![None; last + 1];
    for (number, name) in names {
        if compiler.groups.get(number as usize) == Some(&true)
            && let Some(slot) = known.get_mut(number as usize)
        {
            *slot = Some(name);
        }
    }
    let word = compiler.words.then(|| Table::new(crate::unicode::perl('w')));
    let mut insts = compiler.insts.iter().skip_while(|inst| matches!(inst, Inst::Save(_)));
    let first = match insts.next() {
        Some(Inst::Char(c)) => Some(*c),
        _ => None,
    };
    let size = most - compiler.left;
    Ok(Program {
        insts: compiler.insts,
        sets: sets.into_iter().map(Table::new).collect(),
        word,
        names: known,
        first,
        size,
    })
}

impl Compiler {
    fn pay(&mut self, bytes: usize) -> Result<(), Error> {
        self.left = self.left.checked_sub(bytes).ok_or(Error::TooBig)?;
        Ok(())
    }

    fn push(&mut self, inst: Inst) -> Result<usize, Error> {
        self.pay(INST)?;
        self.insts.push(inst);
        Ok(self.insts.len() - 1)
    }

    fn here(&self) -> u32 {
        self.insts.len() as u32
    }

    /// Lets the split at `at` go into what follows it, or over to `other`.
    fn split(&mut self, at: usize, into: u32, other: u32, greedy: bool) {
        if let Some(inst) = self.insts.get_mut(at) {
            *inst = if greedy { Inst::Split(into, other) } else { Inst::Split(other, into) };
        }
    }

    fn node(&mut self, node: &Node) -> Result<(), Error> {
        match node {
            Node::Empty => Ok(()),
            Node::Char(c) => {
                self.pay(INST * (c.len_utf8() - 1))?;
                self.push(Inst::Char(*c)).map(drop)
            }
            Node::Set(set) => {
                self.pay(self.weights.get(*set).map_or(0, |weight| weight * SET))?;
                self.push(Inst::Set(*set as u32)).map(drop)
            }
            Node::Look(look) => {
                self.words |= matches!(look, Look::Word { unicode: true, .. });
                self.push(Inst::Look(*look)).map(drop)
            }
            Node::Group(number, node) => {
                let at = *number as usize;
                if self.groups.len() <= at {
                    self.groups.resize(at + 1, false);
                }
                if let Some(there) = self.groups.get_mut(at) {
                    *there = true;
                }
                self.push(Inst::Save(number * 2))?;
                self.node(node)?;
                self.push(Inst::Save(number * 2 + 1)).map(drop)
            }
            Node::Concat(nodes) => nodes.iter().try_for_each(|node| self.node(node)),
            Node::Alternation(nodes) => {
                let mut jumps = Vec::new();
                let (last, branches) =
                    nodes.split_last().map_or((None, nodes.as_slice()), |(last, rest)| (Some(last), rest));
                for branch in branches {
                    let split = self.push(Inst::Match)?;
                    self.node(branch)?;
                    jumps.push(self.push(Inst::Match)?);
                    self.split(split, split as u32 + 1, self.here(), true);
                }
                last.map_or(Ok(()), |last| self.node(last))?;
                let end = self.here();
                for jump in jumps {
                    if let Some(inst) = self.insts.get_mut(jump) {
                        *inst = Inst::Jump(end);
                    }
                }
                Ok(())
            }
            Node::Repeat { node, least, most, greedy } => self.repeat(node, *least, *most, *greedy),
        }
    }

    fn repeat(&mut self, node: &Node, least: u32, most: Option<u32>, greedy: bool) -> Result<(), Error> {
        if let Some(most) = most {
            for _ in 0..least {
                self.node(node)?;
            }
            // Each further one is tried, or the end of all.
            let mut splits = Vec::new();
            for _ in least..most {
                splits.push(self.push(Inst::Match)?);
                self.node(node)?;
            }
            let end = self.here();
            for split in splits {
                self.split(split, split as u32 + 1, end, greedy);
            }
            return Ok(());
        }
        // What can match nothing is `(x+)?`, not `x*`: else the order of what is tried is wrong.
        let around = least == 0;
        let again = around && node.takes_some();
        let first = if around { Some(self.push(Inst::Match)?) } else { None };
        for _ in 1..least {
            self.node(node)?;
        }
        let start = self.here();
        self.node(node)?;
        match first {
            Some(first) if again => {
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

/// What each byte of a set's weight counts for.
const SET: usize = 10;
