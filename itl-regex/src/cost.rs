//! What searches for a pattern may cost, from the pattern alone: the same whatever runs them.

use crate::node::Look;
use crate::program::{Inst, Program};

/// What makes searches for a pattern expensive, for callers that charge for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Cost {
    /// How many places of the pattern a search may be in at once.
    pub places: usize,
    /// How many of them accept more than one character or continue in more than one way. From a few on, an automaton
    /// may have too many states to be built.
    pub choices: usize,
    /// Whether the pattern asks for a word boundary by Unicode, which an automaton over bytes cannot decide in text
    /// beyond ASCII.
    pub words: bool,
    /// Whether a search may read far past a match before it is certain of it, as for `(?:a.*b)?`: finding all matches
    /// may then take quadratic time.
    pub far: bool,
    /// How many look-arounds there are. Each takes a table of a bit for each byte of the text.
    pub look_arounds: usize,
    /// How many places the look-arounds have. Each is looked at once for each character of a text, whatever the
    /// number of matches.
    pub look_around_places: usize,
}

/// With more choices, a pattern may have more states than an automaton is built of.
const MAX_CHOICES: usize = 12;

/// What it costs to make a table of a look-around, in bytes made.
const TABLE_BYTES: usize = 16;

/// What searches cost, in the time that it takes to make a byte of text. Rates are for each byte of the text.
impl Cost {
    /// Finding one match in `text`. A search looks at the end of the text too, and makes a table for each look-around,
    /// however short the text is.
    pub fn search(self, text: &str) -> usize {
        let tables = self.look_arounds.saturating_mul(TABLE_BYTES);
        (text.len() + 1).saturating_mul(self.rate(text)).saturating_add(tables)
    }

    /// The rate of finding one match in `text`.
    ///
    /// An automaton takes a step for each byte. Where there may be none, each place of the pattern that the search may
    /// be in is looked at.
    pub fn rate(self, text: &str) -> usize {
        if self.look_arounds > 0 {
            return self.slow_rate().saturating_add(self.look_around_rate());
        }
        let is_slow = self.choices > MAX_CHOICES || (self.words && !text.is_ascii());
        if is_slow { self.slow_rate() } else { 1 + self.places / 64 }
    }

    /// The rate of a search that looks at each place of the pattern.
    pub fn slow_rate(self) -> usize {
        4 + self.places * 5 / 8
    }

    /// The rate of the tables that look-arounds are decided by.
    pub fn look_around_rate(self) -> usize {
        if self.look_arounds == 0 { 0 } else { 2 + self.look_around_places / 2 }
    }

    pub(crate) fn of(program: &Program) -> Self {
        let insts = &program.insts;
        let mut cost = Self {
            places: 0,
            choices: 0,
            words: program.word.is_some(),
            far: false,
            look_arounds: program.look_arounds.len(),
            look_around_places: program.look_arounds.iter().map(|around| around.insts.len()).sum(),
        };
        let ends = ends(insts);
        let can_end = |at: u32| ends.get(at as usize).copied().unwrap_or(false);
        // Loops, those among them that a match does not end with, and the start of the last one.
        let (mut loops, mut open, mut nested, mut last) = (0_usize, false, false, None);
        let mut splits = 0_usize;
        for (at, inst) in (0_u32..).zip(insts) {
            let mut back = None;
            match inst {
                Inst::Char(_) | Inst::Look(Look::Word { .. } | Look::Around { .. }) => cost.places += 1,
                Inst::Set(_) => {
                    cost.places += 1;
                    cost.choices += 1;
                }
                Inst::Split(one, other) => {
                    cost.places += 1;
                    cost.choices += 1;
                    splits += 1;
                    back = Some((*one).min(*other)).filter(|to| *to <= at).map(|to| (to, at));
                }
                Inst::Jump(to) if *to <= at => back = Some((*to, *to)),
                _ => {}
            }
            if let Some((start, way_out)) = back {
                loops += 1;
                open |= !can_end(way_out);
                nested |= last.is_some_and(|last| last >= start);
                last = Some(start);
            }
        }
        cost.far = open && (nested || splits > loops);
        cost
    }
}

/// Whether the end of the match is reached from each instruction without another character. Backward jumps are not
/// followed: what they lead to is also reached without them.
fn ends(insts: &[Inst]) -> Vec<bool> {
    let mut ends = vec![false; insts.len()];
    for (at, inst) in insts.iter().enumerate().rev() {
        let there = |to: u32| to as usize > at && ends.get(to as usize).copied().unwrap_or(false);
        let reached = match inst {
            Inst::Match => true,
            Inst::Save(_) => there(at as u32 + 1),
            Inst::Jump(to) => there(*to),
            Inst::Split(one, other) => there(*one) || there(*other),
            Inst::Char(_) | Inst::Set(_) | Inst::Look(_) => false,
        };
        if let Some(end) = ends.get_mut(at) {
            *end = reached;
        }
    }
    ends
}

#[cfg(test)]
mod tests {
    use crate::{Error, Regex};

    #[test]
    fn places_and_choices() -> Result<(), Error> {
        let cost = |pattern| Regex::new(pattern, 1 << 20).map(|regex| regex.cost());
        assert_eq!((cost("abc")?.places, cost("abc")?.choices), (3, 0));
        assert_eq!((cost(r"\d+ ms")?.places, cost(r"\d+ ms")?.choices), (5, 2));
        assert_eq!((cost("[ab]{20}")?.places, cost("[ab]{20}")?.choices), (20, 20));
        assert_eq!((cost("(?:a|b){20}")?.places, cost("(?:a|b){20}")?.choices), (60, 20));
        assert!(cost(r"\bfoo\b")?.words && !cost("foo")?.words);
        Ok(())
    }

    #[test]
    fn patterns_that_read_far_past_a_match() -> Result<(), Error> {
        for pattern in ["(?:a.*b)?", "a.*b|a", "(?:a.*b)*", "(?:a+b)+?c?", r"^\s+|\s+$", "x?(?:a.*b)?"] {
            assert!(Regex::new(pattern, 1 << 20)?.cost().far, "{pattern}");
        }
        for pattern in [r"\d+", r"\d+\.\d+", r"\w+@\w+", r"(\w+)=(\w+)", "a|b", "(?:ab)*", r"\d+|x", "a{2,5}"] {
            assert!(!Regex::new(pattern, 1 << 20)?.cost().far, "{pattern}");
        }
        Ok(())
    }
}
