//! Where a conversation is cut so that it fits.
//!
//! The cut falls on the beginning of a round, at or after a multiple of the chunk, so that it stands
//! still until the next chunk is full, and the beginning of the prompt stays the same bytes meanwhile.

use super::size::Sizes;
use super::units::{Round, kept, rounds, units};
use crate::role::Role;
use crate::turn::Turn;
use std::ops::Range;

/// The part of the budget that the cut moves by.
const CHUNKS: u64 = 8;

/// What a prompt has to fit into.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limit {
    pub(crate) tokens: u64,
    /// What a summary in the place of what fell takes.
    pub(crate) summary: u64,
}

/// What stays and what falls.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fit {
    /// For each turn whether it stays; empty where all do.
    pub(crate) stays: Vec<bool>,
    /// What fell, round by round.
    pub(crate) dropped: Vec<(Vec<usize>, u64)>,
    pub(crate) used: u64,
    /// Before which turn a summary stands.
    pub(crate) cut: Option<usize>,
}

struct Cutter<'t> {
    turns: &'t [Turn],
    sizes: &'t [u64],
    kept: Vec<bool>,
    /// Tokens of the turns before each one.
    before: Vec<u64>,
    /// Tokens of those before each one that never fall.
    kept_before: Vec<u64>,
    tools: u64,
}

impl Cutter<'_> {
    /// The tokens where everything before `from` falls that can; `held` stays all the same.
    fn used(&self, from: usize) -> u64 {
        let total = self.before.last().copied().unwrap_or(0);
        let sum = |sums: &[u64]| sums.get(from).copied().unwrap_or(0);
        self.tools + total - sum(&self.before) + sum(&self.kept_before)
    }
}

/// Finds what stays; an error where nothing fits, with the tokens of what never falls.
pub(crate) fn fit(turns: &[Turn], sizes: &Sizes, limit: Option<Limit>, keep_all: bool) -> Result<Fit, Fit> {
    let sum = |flags: Option<&[bool]>| {
        let mut sums = Vec::with_capacity(turns.len() + 1);
        let mut sum = 0_u64;
        sums.push(0);
        for (at, size) in sizes.turns.iter().enumerate() {
            if flags.is_none_or(|flags| flags.get(at).copied().unwrap_or(true)) {
                sum = sum.saturating_add(*size);
            }
            sums.push(sum);
        }
        sums
    };
    let all = Fit::default();
    let before = sum(None);
    let total = sizes.tools.saturating_add(before.last().copied().unwrap_or(0));
    let Some(limit) = limit.filter(|limit| total > limit.tokens) else {
        return Ok(Fit { used: total, ..all });
    };
    if keep_all {
        return Err(Fit { used: total, ..all });
    }
    let rounds = rounds(turns, &sizes.turns);
    let mut kept = kept(turns, &rounds);
    // The last turn of the user's stays, and the last unit after it.
    let last = rounds.len().saturating_sub(1);
    let tail = rounds.last().map_or(turns.len()..turns.len(), |round| round.turns.clone());
    if turns.get(tail.start).is_some_and(|turn| turn.role == Role::User)
        && let Some(kept) = kept.get_mut(tail.start)
    {
        *kept = true;
    }
    let last_units = units(turns, tail);
    if let Some(unit) = last_units.last() {
        kept.iter_mut().take(unit.end).skip(unit.start).for_each(|kept| *kept = true);
    }
    let kept_before = sum(Some(&kept));
    let cutter = Cutter { turns, sizes: &sizes.turns, kept, before, kept_before, tools: sizes.tools };
    let chunk = (limit.tokens / CHUNKS).max(1);
    let starts: Vec<(usize, u64)> = rounds.iter().map(|round| (round.turns.start, round.at)).collect();
    let fits = |from: usize| cutter.used(from).saturating_add(limit.summary) <= limit.tokens;
    if starts.last().is_some_and(|(from, _)| fits(*from)) {
        let from = cut(&starts, chunk, &fits);
        return Ok(cutter.fit(from, &rounds));
    }
    // Older units of the last round fall too.
    let start = rounds.get(last).map_or(0, |round| round.at);
    let first = rounds.get(last).map_or(0, |round| round.turns.start);
    let at = |unit: &Range<usize>| {
        let tokens = |index: usize| cutter.before.get(index).copied().unwrap_or(0);
        (unit.start, start + tokens(unit.start) - tokens(first))
    };
    let inner: Vec<(usize, u64)> = last_units.iter().skip(1).map(at).collect();
    if inner.last().is_some_and(|(from, _)| fits(*from)) {
        let from = cut(&inner, chunk, &fits);
        return Ok(cutter.fit(from, &rounds));
    }
    let end = turns.len();
    Err(cutter.fit(end, &rounds))
}

/// The first place at or after the least multiple of the chunk with which the rest fits.
fn cut(places: &[(usize, u64)], chunk: u64, fits: &dyn Fn(usize) -> bool) -> usize {
    let first = places.partition_point(|(from, _)| !fits(*from));
    let last = places.last().map_or(0, |(from, _)| *from);
    let Some(before) = first.checked_sub(1).and_then(|before| places.get(before)) else {
        return places.first().map_or(0, |(from, _)| *from);
    };
    let multiple = (before.1 / chunk + 1) * chunk;
    places.iter().find(|(_, at)| *at >= multiple).map_or(last, |(from, _)| *from)
}

impl Cutter<'_> {
    fn fit(&self, from: usize, rounds: &[Round]) -> Fit {
        let stays: Vec<bool> =
            self.turns.iter().enumerate().map(|(at, _)| at >= from || self.kept.get(at) == Some(&true)).collect();
        let mut dropped = Vec::new();
        for round in rounds {
            let fell: Vec<usize> = round.turns.clone().filter(|at| stays.get(*at) == Some(&false)).collect();
            if !fell.is_empty() {
                let tokens = fell.iter().filter_map(|at| self.sizes.get(*at)).sum();
                dropped.push((fell, tokens));
            }
        }
        let used = self.used(from);
        let cut = (!dropped.is_empty()).then_some(from);
        Fit { stays, dropped, used, cut }
    }
}
