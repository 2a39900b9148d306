//! Blocks inside a parent that override nothing: what they hold is in no message.

use crate::blocks;
use itl_syntax::ast::{Item, Kind, Name};
use itl_syntax::{Diagnostics, Document, Span};
use std::collections::HashSet;
use std::sync::Arc;

/// The blocks of a template and its partials.
#[derive(Default)]
pub(super) struct Overrides {
    /// The names of those that something can override.
    offered: HashSet<String>,
    /// Those directly inside a parent.
    given: Vec<Override>,
    /// Whether a name is a value, so that what a parent offers is not known.
    is_open: bool,
}

/// A block directly inside a parent.
struct Override {
    name: String,
    parent: String,
    tag: Span,
    partial: Option<Arc<str>>,
}

impl Overrides {
    /// Adds the blocks of a file.
    pub(super) fn add(&mut self, document: &Document<'_>, partial: Option<&str>) {
        // The tags that are open, by the item that closes them.
        let mut open: Vec<(&Item<'_>, usize)> = Vec::new();
        for (at, item) in document.items.iter().enumerate() {
            while open.last().is_some_and(|(_, close)| *close <= at) {
                open.pop();
            }
            match &item.kind {
                Kind::Partial { name: Name::Dynamic(_) } | Kind::Parent { name: Name::Dynamic(_), .. } => {
                    self.is_open = true;
                }
                Kind::Block { name, .. } => match open.last().map(|(around, _)| &around.kind) {
                    Some(Kind::Parent { name: Name::Static(parent), .. }) => self.given.push(Override {
                        name: (*name).to_owned(),
                        parent: (*parent).to_owned(),
                        tag: item.span,
                        partial: partial.map(Into::into),
                    }),
                    _ => drop(self.offered.insert((*name).to_owned())),
                },
                _ => {}
            }
            if let Kind::Section { close, .. } | Kind::Parent { close, .. } | Kind::Block { close, .. } = &item.kind {
                open.push((item, *close as usize));
            }
        }
    }

    /// Says which blocks override nothing that any file offers. `is_known` says whether a parent was found: of one that
    /// was not, nothing is known.
    pub(super) fn report(self, is_known: impl Fn(&str) -> bool, found: &mut Diagnostics) {
        if self.is_open || !self.given.iter().all(|one| is_known(&one.parent)) {
            return;
        }
        for one in self.given.iter().filter(|one| !self.offered.contains(&one.name)).take(100) {
            let near = itl_eval::closest(&one.name, self.offered.iter().map(String::as_str));
            let mut fault = blocks::overrides_nothing(&one.name, &one.parent, one.tag, near);
            fault.partial.clone_from(&one.partial);
            found.push(fault);
        }
    }
}
