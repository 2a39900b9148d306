//! What an analysis has found out so far, and what that has cost.

use crate::path::PathArena;
use crate::preview::Previews;
use crate::shape::Shapes;
use std::rc::Rc;

/// Steps that one question may take: looks at a context, a value, a path, a key. A step is worth
/// some hundred nanoseconds, so that the largest template and sample end in a second.
pub(crate) const MAX_STEPS: u64 = 4_000_000;

/// Steps that a path is worth: it is kept, in some 150 bytes, for as long as the analysis lasts.
const KEPT: u64 = 7;

/// Keys that one question may compare for did-you-mean; a comparison is worth some steps.
const MAX_COMPARED: usize = 200_000;

/// Paths, shapes and previews, each found out once.
pub(crate) struct Knowledge<'a> {
    pub(crate) paths: PathArena,
    pub(crate) shapes: Shapes<'a>,
    pub(crate) previews: Previews<'a>,
    /// The steps that a walk may take.
    pub(crate) steps_of_walk: u64,
    steps: u64,
    compared: usize,
}

impl<'a> Knowledge<'a> {
    pub(crate) fn new(previews: Previews<'a>) -> Self {
        Self {
            paths: PathArena::default(),
            shapes: Shapes::default(),
            previews,
            steps_of_walk: MAX_STEPS,
            steps: 0,
            compared: 0,
        }
    }

    /// Counts steps of a walk.
    pub(crate) fn charge(&mut self, steps: usize) {
        self.steps += steps as u64;
    }

    /// All steps so far.
    pub(crate) fn work(&self) -> u64 {
        self.steps + self.shapes.work() + self.paths.len() as u64 * KEPT + self.compared as u64
    }

    /// The key of `lists` closest to `word`, and the first few keys of all. Where too much was
    /// compared already, no key is the closest.
    pub(crate) fn closest(&mut self, word: &str, lists: &[Rc<[Rc<str>]>]) -> Option<String> {
        let count: usize = lists.iter().map(|keys| keys.len()).sum();
        if self.compared + count > MAX_COMPARED {
            return None;
        }
        self.compared += count;
        let keys = lists.iter().flat_map(|keys| keys.iter()).map(|key| &**key).filter(|key| *key != word);
        itl_text::closest(word, keys).map(str::to_owned)
    }
}
