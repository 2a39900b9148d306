//! Runs a program over a text: all ways at once, so that time is linear in the text.

use crate::node::Look;
use crate::program::{Inst, Program, Table};

/// No position.
pub(crate) const NONE: usize = usize::MAX;

/// The ways that are open at a position, best first.
#[derive(Default)]
struct Ways {
    order: Vec<u32>,
    /// Where each instruction stands in `order`, if it does.
    index: Vec<u32>,
    /// What each instruction's way has saved.
    slots: Vec<usize>,
}

impl Ways {
    fn resize(&mut self, insts: usize, slots: usize) {
        self.order.clear();
        self.index.resize(insts, 0);
        self.slots.resize(insts * slots, NONE);
    }

    /// Notes the instruction; whether it is new.
    fn insert(&mut self, pc: u32) -> bool {
        let Some(index) = self.index.get_mut(pc as usize) else { return false };
        if self.order.get(*index as usize) == Some(&pc) {
            return false;
        }
        *index = self.order.len() as u32;
        self.order.push(pc);
        true
    }
}

enum Step {
    Go(u32),
    Restore(usize, usize),
}

/// What a search needs, kept for the next one.
#[derive(Default)]
pub(crate) struct Cache {
    now: Ways,
    next: Ways,
    stack: Vec<Step>,
    current: Vec<usize>,
}

pub(crate) struct Search<'p, 't> {
    pub(crate) program: &'p Program,
    pub(crate) text: &'t str,
}

impl Search<'_, '_> {
    /// Searches from `start`; fills `found` with as many positions as it has room for. Without
    /// room it stops at the first match that it sees.
    pub(crate) fn run(&self, start: usize, cache: &mut Cache, found: &mut [usize]) -> bool {
        let Cache { now, next, stack, current } = cache;
        let (insts, slots) = (self.program.insts.len(), found.len());
        now.resize(insts, slots);
        next.resize(insts, slots);
        current.clear();
        current.resize(slots, NONE);
        let mut matched = false;
        let mut at = start;
        while let Some(rest) = self.text.get(at..) {
            if now.order.is_empty() {
                if matched {
                    break;
                }
                if let Some(first) = self.program.first {
                    match rest.find(first) {
                        Some(skipped) => at += skipped,
                        None => break,
                    }
                }
            }
            if !matched {
                current.fill(NONE);
                self.follow(0, at, now, stack, current);
            }
            let c = self.text.get(at..).and_then(|rest| rest.chars().next());
            let behind = at + c.map_or(1, char::len_utf8);
            for pc in &now.order {
                let takes = match self.program.insts.get(*pc as usize) {
                    Some(Inst::Char(wanted)) => c == Some(*wanted),
                    Some(Inst::Set(set)) => {
                        c.is_some_and(|c| self.program.sets.get(*set as usize).is_some_and(|set| set.has(c)))
                    }
                    Some(Inst::Match) => {
                        matched = true;
                        let from = *pc as usize * slots;
                        found.copy_from_slice(now.slots.get(from..from + slots).unwrap_or_default());
                        break;
                    }
                    _ => false,
                };
                if takes {
                    let from = *pc as usize * slots;
                    current.copy_from_slice(now.slots.get(from..from + slots).unwrap_or_default());
                    self.follow(pc + 1, behind, next, stack, current);
                }
            }
            if matched && slots == 0 {
                break;
            }
            std::mem::swap(now, next);
            next.order.clear();
            at = behind;
        }
        matched
    }

    /// Adds `pc` and all that is reached from it without taking a character.
    fn follow(&self, pc: u32, at: usize, ways: &mut Ways, stack: &mut Vec<Step>, current: &mut [usize]) {
        stack.push(Step::Go(pc));
        while let Some(step) = stack.pop() {
            let mut pc = match step {
                Step::Go(pc) => pc,
                Step::Restore(slot, position) => {
                    if let Some(slot) = current.get_mut(slot) {
                        *slot = position;
                    }
                    continue;
                }
            };
            while ways.insert(pc) {
                match self.program.insts.get(pc as usize) {
                    Some(Inst::Jump(to)) => pc = *to,
                    Some(Inst::Split(rather, other)) => {
                        stack.push(Step::Go(*other));
                        pc = *rather;
                    }
                    Some(Inst::Look(look)) => {
                        if !self.looks(*look, at) {
                            break;
                        }
                        pc += 1;
                    }
                    Some(Inst::Save(slot)) => {
                        if let Some(position) = current.get_mut(*slot as usize) {
                            stack.push(Step::Restore(*slot as usize, *position));
                            *position = at;
                        }
                        pc += 1;
                    }
                    _ => {
                        let from = pc as usize * current.len();
                        if let Some(slots) = ways.slots.get_mut(from..from + current.len()) {
                            slots.copy_from_slice(current);
                        }
                        break;
                    }
                }
            }
        }
    }

    fn looks(&self, look: Look, at: usize) -> bool {
        let before = self.text.get(..at).and_then(|text| text.chars().next_back());
        let behind = self.text.get(at..).and_then(|text| text.chars().next());
        match look {
            Look::Start => before.is_none(),
            Look::End => behind.is_none(),
            Look::LineStart => matches!(before, None | Some('\n')),
            Look::LineEnd => matches!(behind, None | Some('\n')),
            // Not between the two characters of one end of line.
            Look::LineStartCrlf => match before {
                None | Some('\n') => true,
                Some('\r') => behind != Some('\n'),
                _ => false,
            },
            Look::LineEndCrlf => match behind {
                None | Some('\r') => true,
                Some('\n') => before != Some('\r'),
                _ => false,
            },
            Look::Word { at, unicode } => {
                let word = if unicode { self.program.word.as_ref() } else { None };
                let is = |c: Option<char>| c.is_some_and(|c| is_word(c, word));
                at >> (u8::from(is(before)) + 2 * u8::from(is(behind))) & 1 == 1
            }
        }
    }
}

fn is_word(c: char, word: Option<&Table>) -> bool {
    word.map_or(c == '_' || c.is_ascii_alphanumeric(), |word| word.has(c))
}
