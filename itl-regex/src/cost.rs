//! What a search may cost, told from the pattern alone: the same wherever it runs.

use crate::node::Look;
use crate::program::{Inst, Program};

/// What makes searches for a pattern dear, for those who bill them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// In how many places of the pattern a search may be at once.
    pub places: usize,
    /// At how many of them more than one character goes on, or more than one way leads on. From
    /// a few on, an automaton may have too many states to be built.
    pub choices: usize,
    /// Whether it asks for a word's border by Unicode, which an automaton over bytes cannot tell
    /// where the text is more than ASCII.
    pub words: bool,
    /// Whether a search may look far behind a match before it is sure of it, as `(?:a.*b)?`: to
    /// find all matches may then take quadratic time.
    pub far: bool,
}

impl Cost {
    pub(crate) fn of(program: &Program) -> Self {
        let insts = &program.insts;
        let mut cost = Self { places: 0, choices: 0, words: program.word.is_some(), far: false };
        let ends = ends(insts);
        let can_end = |at: u32| ends.get(at as usize).copied().unwrap_or(false);
        // Loops, those among them that a match does not end with, and the start of the last one.
        let (mut loops, mut open, mut nested, mut last) = (0_usize, false, false, None);
        let mut splits = 0_usize;
        for (at, inst) in (0_u32..).zip(insts) {
            let mut back = None;
            match inst {
                Inst::Char(_) | Inst::Look(Look::Word { .. }) => cost.places += 1,
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

/// From which instructions the match's end is reached without another character. Ways back are
/// not followed: what they lead to can be reached without them too.
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
    fn what_looks_far_behind_a_match() -> Result<(), Error> {
        for pattern in ["(?:a.*b)?", "a.*b|a", "(?:a.*b)*", "(?:a+b)+?c?", r"^\s+|\s+$", "x?(?:a.*b)?"] {
            assert!(Regex::new(pattern, 1 << 20)?.cost().far, "{pattern}");
        }
        for pattern in [r"\d+", r"\d+\.\d+", r"\w+@\w+", r"(\w+)=(\w+)", "a|b", "(?:ab)*", r"\d+|x", "a{2,5}"] {
            assert!(!Regex::new(pattern, 1 << 20)?.cost().far, "{pattern}");
        }
        Ok(())
    }
}
