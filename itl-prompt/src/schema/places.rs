//! Places in a schema, of which only those that are told are written out: a key may be as long as the schema, and
//! stand above as many parts as fit into it.

use std::fmt::Write as _;

/// A step from a part of a schema into another.
#[derive(Clone, Copy)]
pub(super) enum Step<'s> {
    Key(&'s str),
    Index(usize),
}

/// A place by its number.
#[derive(Clone, Copy)]
pub(super) struct Place(usize);

/// The places that were looked at; the first one is the whole schema.
pub(super) struct Places<'s> {
    /// Each with the place above it.
    steps: Vec<(Place, Step<'s>)>,
}

impl<'s> Places<'s> {
    pub(super) const WHOLE: Place = Place(0);

    pub(super) fn new() -> Self {
        Self { steps: vec![(Self::WHOLE, Step::Index(0))] }
    }

    pub(super) fn below(&mut self, above: Place, step: Step<'s>) -> Place {
        self.steps.push((above, step));
        Place(self.steps.len() - 1)
    }

    /// A place as a JSON pointer.
    pub(super) fn pointer(&self, place: Place) -> String {
        let mut steps = Vec::new();
        let mut at = place.0;
        while let Some((above, step)) = self.steps.get(at).filter(|_| at > 0) {
            steps.push(*step);
            at = above.0;
        }
        let mut out = String::from("#");
        for step in steps.into_iter().rev() {
            let _ = match step {
                Step::Key(key) => write!(out, "/{}", key.replace('~', "~0").replace('/', "~1")),
                Step::Index(index) => write!(out, "/{index}"),
            };
        }
        out
    }
}
