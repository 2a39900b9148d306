//! Decides look-arounds for all positions of a text, each in one pass, before the match that asks for them.
//!
//! A look-behind holds where a match of its inside ends. One simulation of its automaton from the start of the text
//! to the end, with a new attempt at each position, finds all of these ends. A look-ahead holds where a match of its
//! inside begins: the same with the reversed automaton, from the end of the text to the start. Inner look-arounds
//! are decided first, and are then assertions like `\b`. So the time is the size of the pattern times the length of
//! the text, however look-arounds are nested (Mamouras and Chattopadhyay, POPL 2024; Barrière and Pit-Claudel, PLDI
//! 2024).

use super::bit_table::BitTable;
use super::haystack::Haystack;
use super::sparse_set::SparseSet;
use crate::program::{Inst, Program};

/// The tables of all look-arounds of `program`; adds the instructions visited to `work`.
pub(crate) fn decide(program: &Program, text: &str, work: &mut u64) -> Vec<BitTable> {
    let mut tables = Vec::with_capacity(program.look_arounds.len());
    let mut simulation = Simulation::default();
    for around in &program.look_arounds {
        let haystack = Haystack { program, text, tables: &tables };
        let table = simulation.run(haystack, &around.insts, around.behind);
        tables.push(table);
    }
    *work += simulation.work;
    tables
}

/// All places of an automaton that can be reached at a position. Which attempt reached them does not matter.
#[derive(Default)]
struct Simulation {
    now: SparseSet,
    next: SparseSet,
    stack: Vec<u32>,
    work: u64,
}

impl Simulation {
    fn run(&mut self, haystack: Haystack<'_, '_>, insts: &[Inst], forward: bool) -> BitTable {
        let length = haystack.text.len();
        let mut table = BitTable::new(length + 1);
        self.now.reset(insts.len());
        self.next.reset(insts.len());
        let mut at = if forward { 0 } else { length };
        loop {
            // An attempt begins at each position.
            if self.follow(haystack, insts, 0, at) {
                table.set(at);
            }
            let c = if forward { haystack.after(at) } else { haystack.before(at) };
            let Some(c) = c else { return table };
            at = if forward { at + c.len_utf8() } else { at - c.len_utf8() };
            self.step(haystack, insts, c, at, &mut table);
        }
    }

    /// Takes the character `c`, after which the position is `at`.
    fn step(&mut self, haystack: Haystack<'_, '_>, insts: &[Inst], c: char, at: usize, table: &mut BitTable) {
        let before = std::mem::take(&mut self.now);
        std::mem::swap(&mut self.now, &mut self.next);
        for pc in before.as_slice() {
            self.work += 1;
            let takes = insts.get(*pc as usize).is_some_and(|inst| haystack.takes(*inst, c));
            if takes && self.follow(haystack, insts, pc + 1, at) {
                table.set(at);
            }
        }
        self.next = before;
        self.next.clear();
    }

    /// Adds `start` and all that it reaches without taking a character; returns whether a match is among it.
    fn follow(&mut self, haystack: Haystack<'_, '_>, insts: &[Inst], start: u32, at: usize) -> bool {
        let mut matched = false;
        self.stack.push(start);
        while let Some(mut pc) = self.stack.pop() {
            while self.now.insert(pc) {
                self.work += 1;
                match insts.get(pc as usize) {
                    Some(Inst::Jump(to)) => pc = *to,
                    Some(Inst::Split(one, other)) => {
                        self.stack.push(*other);
                        pc = *one;
                    }
                    Some(Inst::Look(look)) if haystack.holds(*look, at) => pc += 1,
                    Some(Inst::Save(_)) => pc += 1,
                    Some(Inst::Match) => {
                        matched = true;
                        break;
                    }
                    _ => break,
                }
            }
        }
        matched
    }
}
