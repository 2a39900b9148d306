//! What the instructions of a program ask about a text.

use super::bit_table::BitTable;
use crate::node::Look;
use crate::program::{Inst, Program, Table};

/// A program, the text that it is run on, and the look-arounds that are decided already.
#[derive(Clone, Copy)]
pub(crate) struct Haystack<'a, 't> {
    pub(crate) program: &'a Program,
    pub(crate) text: &'t str,
    pub(crate) tables: &'a [BitTable],
}

impl Haystack<'_, '_> {
    pub(super) fn after(&self, at: usize) -> Option<char> {
        self.text.get(at..).and_then(|text| text.chars().next())
    }

    pub(super) fn before(&self, at: usize) -> Option<char> {
        self.text.get(..at).and_then(|text| text.chars().next_back())
    }

    /// Whether the instruction takes the character `c`.
    pub(super) fn takes(&self, inst: Inst, c: char) -> bool {
        match inst {
            Inst::Char(wanted) => c == wanted,
            Inst::Set(set) => self.program.sets.get(set as usize).is_some_and(|set| set.contains(c)),
            _ => false,
        }
    }

    /// Whether the assertion holds at the position `at`.
    pub(super) fn holds(&self, look: Look, at: usize) -> bool {
        match look {
            Look::Start => at == 0,
            Look::End => at >= self.text.len(),
            Look::LineStart => matches!(self.before(at), None | Some('\n')),
            Look::LineEnd => matches!(self.after(at), None | Some('\n')),
            // Not between the two characters of one line end.
            Look::LineStartCrlf => match self.before(at) {
                None | Some('\n') => true,
                Some('\r') => self.after(at) != Some('\n'),
                _ => false,
            },
            Look::LineEndCrlf => match self.after(at) {
                None | Some('\r') => true,
                Some('\n') => self.before(at) != Some('\r'),
                _ => false,
            },
            Look::Word { at: cases, unicode } => {
                let word = if unicode { self.program.word.as_ref() } else { None };
                let is = |c: Option<char>| c.is_some_and(|c| is_word(c, word));
                cases >> (u8::from(is(self.before(at))) + 2 * u8::from(is(self.after(at)))) & 1 == 1
            }
            Look::Around { number, negative } => {
                self.tables.get(number as usize).is_some_and(|table| table.get(at)) != negative
            }
        }
    }
}

fn is_word(c: char, word: Option<&Table>) -> bool {
    word.map_or(c == '_' || c.is_ascii_alphanumeric(), |word| word.contains(c))
}
