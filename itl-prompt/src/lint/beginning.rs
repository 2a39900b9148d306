//! Clocks in the system block, which change the beginning of each request.

use super::{PromptFiles, at, called};
use itl_eval::NameIndex;
use itl_syntax::ast::{Expr, Head, Kind, Link, LoopVar};
use itl_syntax::{Code, Diagnostic, Diagnostics, Document, Span};
use std::sync::Arc;

/// Names clocks in the blocks of the system and the developer, and in the partials that they call.
pub(super) fn check(files: PromptFiles<'_, '_>, found: &mut Diagnostics) {
    // Each partial is looked at once as it stands and once as if a system block were around it.
    let mut known = NameIndex::default();
    let mut waiting: Vec<(Option<&Arc<str>>, &Document<'_>, bool)> = vec![(None, files.file, false)];
    while let Some((partial, document, instructs)) = waiting.pop() {
        let mut open: Vec<usize> = Vec::new();
        for (index, item) in document.items.iter().enumerate() {
            let inside = instructs || !open.is_empty();
            match &item.kind {
                Kind::Block { name: "system" | "developer", .. } => open.push(index),
                Kind::Close { open: closed } if open.last() == Some(&(*closed as usize)) => {
                    open.pop();
                }
                Kind::Variable { expr, .. } if inside && reads_clock(expr) => found.push(at(partial, clock(item.span))),
                kind => {
                    if let Some(name) = called(kind)
                        && known.note(&format!("{}{name}", if inside { '<' } else { '-' }))
                        && let Some((name, document)) = (files.partial)(name)
                    {
                        waiting.push((Some(name), document, inside));
                    }
                }
            }
        }
    }
}

fn reads_clock(expr: &Expr<'_>) -> bool {
    let relative = |link: &Link<'_>| matches!(link, Link::Call(call) if matches!(call.name, "relativeTime" | "age"));
    matches!(expr.head, Head::Loop(LoopVar::Now)) || expr.links.iter().any(relative)
}

fn clock(tag: Span) -> Diagnostic {
    let message = "a clock in the system block changes the beginning of each request, so that no cache finds it";
    Diagnostic::new(Code::VolatileBeginning, tag, message).help("say the time in the last turn of the user")
}
