//! Finds matches by simulating all attempts at once, best first, so that the time is linear in the text.

use super::haystack::Haystack;
use super::sparse_set::SparseSet;
use crate::program::Inst;

/// No position.
pub(crate) const NONE: usize = usize::MAX;

/// The attempts that are open at a position, best first.
#[derive(Default)]
struct Threads {
    insts: SparseSet,
    /// The positions that the attempt at each instruction has saved.
    slots: Vec<usize>,
}

impl Threads {
    fn reset(&mut self, insts: usize, slots: usize) {
        self.insts.reset(insts);
        self.slots.resize(insts * slots, NONE);
    }

    fn saved(&self, pc: u32, slots: usize) -> &[usize] {
        let from = pc as usize * slots;
        self.slots.get(from..from + slots).unwrap_or_default()
    }

    fn save(&mut self, pc: u32, positions: &[usize]) {
        let from = pc as usize * positions.len();
        if let Some(slots) = self.slots.get_mut(from..from + positions.len()) {
            slots.copy_from_slice(positions);
        }
    }
}

enum Step {
    Go(u32),
    Restore(usize, usize),
}

/// The memory of a search, kept for the next one.
#[derive(Default)]
pub(crate) struct Cache {
    now: Threads,
    next: Threads,
    stack: Vec<Step>,
    /// The positions of the attempt that is followed.
    current: Vec<usize>,
    /// The instructions visited so far.
    pub(crate) work: u64,
}

/// With more positions to save, a search first looks for the match alone, and then for its groups inside it: to save
/// positions takes time for each attempt, of which most fail.
const MAX_DIRECT_SLOTS: usize = 8;

/// Searches from `start`; fills `found` with as many positions as it has room for. Without room it stops at the first
/// match that it sees.
pub(crate) fn search(haystack: Haystack<'_, '_>, start: usize, cache: &mut Cache, found: &mut [usize]) -> bool {
    if found.len() <= MAX_DIRECT_SLOTS {
        return run(haystack, Span { start, end: usize::MAX, anchored: false }, cache, found);
    }
    let mut whole = [NONE; 2];
    if !run(haystack, Span { start, end: usize::MAX, anchored: false }, cache, &mut whole) {
        return false;
    }
    run(haystack, Span { start: whole[0], end: whole[1], anchored: true }, cache, found)
}

/// Where attempts may begin and end.
#[derive(Clone, Copy)]
struct Span {
    start: usize,
    end: usize,
    /// Whether attempts begin at the start only.
    anchored: bool,
}

fn run(haystack: Haystack<'_, '_>, span: Span, cache: &mut Cache, found: &mut [usize]) -> bool {
    let program = haystack.program;
    let slots = found.len();
    cache.now.reset(program.insts.len(), slots);
    cache.next.reset(program.insts.len(), slots);
    cache.current.clear();
    cache.current.resize(slots, NONE);
    let mut matched = false;
    let mut at = span.start;
    while let Some(rest) = haystack.text.get(at..) {
        if cache.now.insts.is_empty() {
            if matched || span.anchored && at > span.start {
                break;
            }
            match program.first.find(rest) {
                Some(skipped) => at += skipped,
                None => break,
            }
        }
        if !matched && (!span.anchored || at == span.start) {
            cache.current.fill(NONE);
            let Cache { now, stack, current, work, .. } = cache;
            follow(haystack, 0, at, now, stack, current, work);
        }
        let c = haystack.after(at);
        let after = at + c.map_or(1, char::len_utf8);
        matched |= cache.step(haystack, c, after, found);
        if matched && slots == 0 || at >= span.end {
            break;
        }
        std::mem::swap(&mut cache.now, &mut cache.next);
        cache.next.insts.clear();
        at = after;
    }
    matched
}

impl Cache {
    /// Lets all attempts take the character `c`, after which the position is `after`, up to the first one that is
    /// complete; returns whether one is, with its positions in `found`.
    fn step(&mut self, haystack: Haystack<'_, '_>, c: Option<char>, after: usize, found: &mut [usize]) -> bool {
        let Self { now, next, stack, current, work } = self;
        for pc in now.insts.as_slice() {
            *work += 1;
            let Some(inst) = haystack.program.insts.get(*pc as usize) else { continue };
            if matches!(inst, Inst::Match) {
                found.copy_from_slice(now.saved(*pc, found.len()));
                return true;
            }
            if !c.is_some_and(|c| haystack.takes(*inst, c)) {
                continue;
            }
            let (target, saved) = (pc + 1, now.saved(*pc, found.len()));
            // Most characters are followed by another one.
            if let Some(Inst::Char(_) | Inst::Set(_)) = haystack.program.insts.get(target as usize) {
                if next.insts.insert(target) {
                    next.save(target, saved);
                }
            } else {
                current.copy_from_slice(saved);
                follow(haystack, target, after, next, stack, current, work);
            }
        }
        false
    }
}

/// Adds `start` and all that it reaches without taking a character.
fn follow(
    haystack: Haystack<'_, '_>,
    start: u32,
    at: usize,
    threads: &mut Threads,
    stack: &mut Vec<Step>,
    current: &mut [usize],
    work: &mut u64,
) {
    stack.push(Step::Go(start));
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
        while threads.insts.insert(pc) {
            *work += 1;
            match haystack.program.insts.get(pc as usize) {
                Some(Inst::Jump(to)) => pc = *to,
                Some(Inst::Split(preferred, other)) => {
                    stack.push(Step::Go(*other));
                    pc = *preferred;
                }
                Some(Inst::Look(look)) => {
                    if !haystack.holds(*look, at) {
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
                    threads.save(pc, current);
                    break;
                }
            }
        }
    }
}
