//! Values that are escaped twice.

use super::Findings;
use crate::walk::{Role, Visit};
use itl_eval::{Code, Diagnostic, Engine, Span};

/// A call that escapes what the output format escapes again.
pub(super) fn check_twice(engine: &Engine, visit: &Visit<'_, '_>, found: &mut Findings) {
    if visit.role != Role::Print {
        return;
    }
    let format = engine.escape().name();
    for call in visit.expr.calls() {
        let escapes = engine.registry().get(call.name).map_or(&[][..], |function| function.escapes);
        if !escapes.contains(&format) {
            continue;
        }
        let message = format!("the output format `{format}` escapes this value already");
        let mut diagnostic =
            Diagnostic::new(Code::EscapedTwice, call.span, message).help("remove the call, or print with `{{{ }}}`");
        // The call goes with its dot, unless the dot is the path: `.htmlEscape()`.
        let dot = call.span.start.saturating_sub(1);
        let is_path = dot == visit.expr.span.start;
        let with_dot = Span { start: dot, end: call.span.end };
        if !is_path && with_dot.of(visit.source).starts_with('.') {
            diagnostic = diagnostic.suggest(with_dot, "");
        }
        found.push(visit, diagnostic);
    }
}
