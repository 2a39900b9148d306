//! What falls together: a call with its results, a turn of the user's with all up to the next.

use crate::role::Role;
use crate::turn::Turn;
use std::ops::Range;

/// A turn of the user's, with all up to the next.
#[derive(Clone, Debug)]
pub(super) struct Round {
    pub(super) turns: Range<usize>,
    /// The tokens of the conversation before it.
    pub(super) at: u64,
}

/// The rounds of a conversation; what stands before the first turn of the user's is one too.
pub(super) fn rounds(turns: &[Turn], sizes: &[u64]) -> Vec<Round> {
    let mut rounds: Vec<Round> = Vec::new();
    let mut at = 0;
    let mut begun = false;
    for (index, turn) in turns.iter().enumerate() {
        let size = sizes.get(index).copied().unwrap_or(0);
        begun |= !turn.role.instructs();
        if !begun {
            continue;
        }
        match rounds.last_mut() {
            Some(round) if turn.role != Role::User => round.turns.end = index + 1,
            _ => rounds.push(Round { turns: index..index + 1, at }),
        }
        at += size;
    }
    rounds
}

/// The units of a range of turns: a turn without calls, or one with calls and its results.
pub(super) fn units(turns: &[Turn], range: Range<usize>) -> Vec<Range<usize>> {
    let mut units: Vec<Range<usize>> = Vec::new();
    for index in range {
        let is_result = turns.get(index).is_some_and(Turn::is_result);
        match units.last_mut() {
            Some(unit) if is_result => unit.end = index + 1,
            _ => units.push(index..index + 1),
        }
    }
    units
}

/// Which turns never fall: instructions, what is written outside of lists, and what is marked, with its
/// unit and the turn of the user's that begins its round.
pub(super) fn kept(turns: &[Turn], rounds: &[Round]) -> Vec<bool> {
    let mut kept: Vec<bool> = turns.iter().map(|turn| turn.role.instructs()).collect();
    for round in rounds {
        for unit in units(turns, round.turns.clone()) {
            let stays = turns
                .get(unit.clone())
                .unwrap_or_default()
                .iter()
                .any(|turn| !turn.role.instructs() && (turn.keep || turn.item().is_none()));
            if !stays {
                continue;
            }
            kept.iter_mut().take(unit.end).skip(unit.start).for_each(|kept| *kept = true);
            let first = turns.get(round.turns.start);
            if first.is_some_and(|turn| turn.role == Role::User)
                && let Some(kept) = kept.get_mut(round.turns.start)
            {
                *kept = true;
            }
        }
    }
    kept
}
