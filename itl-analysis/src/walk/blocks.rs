//! The blocks that parents pass to what they call.

use itl_eval::NameIndex;
use itl_syntax::Document;
use itl_syntax::ast::{ItemId, Kind};
use std::sync::Arc;

/// Some items of a document.
#[derive(Clone, Copy)]
pub(super) struct Piece<'d> {
    pub(super) document: &'d Document<'d>,
    pub(super) partial: Option<&'d Arc<str>>,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// The blocks that are in force; of two with one name the outermost wins.
pub(super) enum Blocks<'b, 'd> {
    None,
    /// Those of a parent tag, and those around it.
    Passed {
        own: &'b Passed<'d>,
        around: &'b Blocks<'b, 'd>,
    },
    /// Those around, without one that stands in itself.
    Used {
        name: &'b str,
        around: &'b Blocks<'b, 'd>,
    },
}

impl<'d> Blocks<'_, 'd> {
    /// The block of that name, and how many places were looked at for it.
    pub(super) fn get(&self, name: &str) -> (Option<Piece<'d>>, usize) {
        let mut found = None;
        let mut at = self;
        let mut looked = 0;
        loop {
            at = match at {
                Self::None => return (found, looked),
                Self::Passed { own, around } => {
                    found = own.get(name).or(found);
                    around
                }
                // What is used up is used up for all that is further in.
                Self::Used { name: used, .. } if *used == name => return (found, looked),
                Self::Used { around, .. } => around,
            };
            looked += 1;
        }
    }
}

/// The blocks of one parent tag.
#[derive(Default)]
pub(super) struct Passed<'d> {
    names: NameIndex,
    pieces: Vec<Piece<'d>>,
}

impl<'d> Passed<'d> {
    fn get(&self, name: &str) -> Option<Piece<'d>> {
        self.pieces.get(self.names.get(name)?).copied()
    }
}

/// The blocks directly inside a parent tag, whose inside is `piece`.
pub(super) fn passed(piece: Piece<'_>) -> Passed<'_> {
    let mut passed = Passed::default();
    let mut at = piece.start;
    while at < piece.end
        && let Some(item) = piece.document.items.get(at)
    {
        let skip_to = |close: ItemId| (close as usize).saturating_add(1);
        at += 1;
        match item.kind {
            Kind::Block { name, close } => {
                passed.names.set(name, passed.pieces.len());
                passed.pieces.push(Piece { start: at, end: (close as usize).min(piece.end), ..piece });
                at = skip_to(close);
            }
            Kind::Section { close, .. } | Kind::Parent { close, .. } => at = skip_to(close),
            _ => {}
        }
    }
    passed
}
