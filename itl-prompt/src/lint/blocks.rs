//! Blocks of a prompt's own file that make no message, or one inside another.

use crate::blocks::{makes_message, makes_none, nearest_name, nested};
use itl_syntax::ast::{ItemId, Kind};
use itl_syntax::{Diagnostic, Diagnostics, Document, Span};

/// An open tag that matters here.
enum Open<'s> {
    Message,
    /// What stands in it overrides blocks of others.
    Parent,
    /// A block of another name, and whether it holds a message or a partial that may.
    Other {
        name: &'s str,
        tag: Span,
        holds_more: bool,
    },
}

/// Names them as far as the file itself shows: what is inside partials, the render says.
pub(super) fn check(document: &Document<'_>, found: &mut Diagnostics) {
    let mut open: Vec<(ItemId, Open<'_>)> = Vec::new();
    for (at, item) in document.items.iter().enumerate() {
        let at = at as ItemId;
        match item.kind {
            Kind::Block { name, .. } if makes_message(name) => {
                note_inside(&mut open);
                if open.iter().any(|(_, open)| matches!(open, Open::Message)) {
                    found.push(nested(name, item.span));
                }
                open.push((at, Open::Message));
            }
            Kind::Block { name, .. } => {
                open.push((at, Open::Other { name, tag: item.span, holds_more: false }));
            }
            Kind::Parent { .. } => {
                note_inside(&mut open);
                open.push((at, Open::Parent));
            }
            Kind::Partial { .. } => note_inside(&mut open),
            Kind::Close { open: closed } => {
                let Some(place) = open.iter().rposition(|(known, _)| *known == closed) else { continue };
                open.truncate(place + 1);
                let Some((_, Open::Other { name, tag, holds_more: false })) = open.pop() else { continue };
                if open.iter().all(|(_, open)| matches!(open, Open::Other { .. })) {
                    found.extend(unknown(name, tag));
                }
            }
            _ => {}
        }
    }
}

fn note_inside(open: &mut [(ItemId, Open<'_>)]) {
    for (_, open) in open {
        if let Open::Other { holds_more, .. } = open {
            *holds_more = true;
        }
    }
}

/// A block whose name is nearly that of one that makes messages.
fn unknown(name: &str, tag: Span) -> Option<Diagnostic> {
    nearest_name(name).map(|near| makes_none(name, tag, Some(near)))
}
