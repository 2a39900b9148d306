//! Counts what the tags of a template do in its renders.

use super::Goal;
use itl_eval::{Point, PointKind, RenderObserver, Span, TagAction, TagRun};
use std::collections::HashMap;
use std::sync::Arc;

/// Which place of which text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Key {
    partial: Option<Arc<str>>,
    tag: Span,
    what: What,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum What {
    Print,
    Section,
    Partial,
    Call(usize),
}

impl Key {
    pub(super) fn of(point: &Point) -> Self {
        let what = match point.kind {
            PointKind::Section | PointKind::Inverted => What::Section,
            PointKind::Partial => What::Partial,
            PointKind::Branches { link, .. } => What::Call(link),
            _ => What::Print,
        };
        Self { partial: point.partial.clone(), tag: point.tag, what }
    }
}

/// What a place did how often, by the numbers of [`Counts::goals`].
#[derive(Clone, Debug, Default)]
pub(super) struct Counts(Vec<u64>);

/// Places in the counts of a section: of a value that is not a list, then of a list by its length.
const SKIPPED: usize = 0;
const TAKEN: usize = 1;
const NO_ITEM: usize = 2;
const ONE_ITEM: usize = 3;
const MANY_ITEMS: usize = 4;

impl Counts {
    fn add(&mut self, at: usize, count: u64) {
        if self.0.len() <= at {
            self.0.resize(at + 1, 0);
        }
        if let Some(known) = self.0.get_mut(at) {
            *known += count;
        }
    }

    fn at(&self, at: usize) -> u64 {
        self.0.get(at).copied().unwrap_or(0)
    }

    pub(super) fn runs(&self) -> u64 {
        self.0.iter().sum()
    }

    /// What is to be reached at a place of that kind, and how often it was.
    pub(super) fn goals(&self, kind: &PointKind) -> Vec<Goal> {
        let goal = |name: &str, hits: u64| Goal { name: name.to_owned(), hits };
        match kind {
            PointKind::Print => vec![goal("printed", self.at(1))],
            PointKind::Partial => vec![goal("called", self.at(0))],
            PointKind::Branches { branches, .. } => {
                branches.iter().enumerate().map(|(at, name)| goal(name, self.at(at))).collect()
            }
            PointKind::Inverted => vec![
                goal("taken", self.at(SKIPPED) + self.at(NO_ITEM)),
                goal("skipped", self.at(TAKEN) + self.at(ONE_ITEM) + self.at(MANY_ITEMS)),
            ],
            // A value that was a list once is a list; a missing one stands for an empty list.
            _ if self.at(NO_ITEM) + self.at(ONE_ITEM) + self.at(MANY_ITEMS) > 0 => {
                let mut goals = vec![
                    goal("no item", self.at(NO_ITEM) + self.at(SKIPPED)),
                    goal("one item", self.at(ONE_ITEM)),
                    goal("many items", self.at(MANY_ITEMS)),
                ];
                if self.at(TAKEN) > 0 {
                    goals.push(goal("taken", self.at(TAKEN)));
                }
                goals
            }
            _ => vec![goal("taken", self.at(TAKEN)), goal("skipped", self.at(SKIPPED))],
        }
    }
}

/// What the renders of one template did.
#[derive(Clone, Debug, Default)]
pub(crate) struct Record(HashMap<Key, Counts>);

impl Record {
    pub(super) fn counts(&self, key: &Key) -> Counts {
        self.0.get(key).cloned().unwrap_or_default()
    }

    /// Adds what was heard of a render.
    pub(crate) fn add(&mut self, heard: Recorder) {
        for ((_, tag, what), (partial, counts)) in heard.0 {
            let known = self.0.entry(Key { partial, tag, what }).or_default();
            counts.0.into_iter().enumerate().for_each(|(at, count)| known.add(at, count));
        }
    }
}

/// Listens to one render.
///
/// Places are known by the address of their partial's name, of which the template holds one: to hash a name for each run
/// of each tag takes longer than most of them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Recorder(HashMap<(usize, Span, What), Heard>);

/// What was heard of a place, with the partial that it is in.
type Heard = (Option<Arc<str>>, Counts);

impl RenderObserver for Recorder {
    fn watches_tags(&self) -> bool {
        true
    }

    fn tag(&mut self, run: &TagRun<'_>) {
        let (what, at) = match run.action {
            TagAction::Print { bytes } => (What::Print, usize::from(bytes > 0)),
            TagAction::Section { rounds: 0, list } => (What::Section, if list { NO_ITEM } else { SKIPPED }),
            TagAction::Section { list: false, .. } => (What::Section, TAKEN),
            TagAction::Section { rounds: 1, .. } => (What::Section, ONE_ITEM),
            TagAction::Section { .. } => (What::Section, MANY_ITEMS),
            TagAction::Partial => (What::Partial, 0),
            TagAction::Branch { link, branch } => (What::Call(link), branch as usize),
            _ => return,
        };
        let partial = run.partial.map_or(0, |name| Arc::as_ptr(name).addr());
        let known = self.0.entry((partial, run.tag, what));
        known.or_insert_with(|| (run.partial.cloned(), Counts::default())).1.add(at, 1);
    }
}
