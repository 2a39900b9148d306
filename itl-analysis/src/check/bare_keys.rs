//! Arguments without quotes that are text and look like the key of a value.

use super::Findings;
use crate::knowledge::Knowledge;
use crate::walk::Visit;
use itl_eval::{Code, Diagnostic, Engine, ParamKind};
use itl_syntax::ast::Spelling;
use itl_syntax::{is_letter, key, literal};

/// Warns of a bare argument that is a key in reach, where text is taken.
pub(super) fn check(engine: &Engine, visit: &Visit<'_, '_>, known: &mut Knowledge<'_>, found: &mut Findings) {
    for call in visit.expr.calls() {
        let Some(function) = engine.registry().get(call.name) else { continue };
        for (position, arg) in call.args.iter().enumerate() {
            let Spelling::Bare(raw) = arg.spelling else { continue };
            let takes_text = function
                .param(position)
                .is_some_and(|param| matches!(param.kind, ParamKind::Text | ParamKind::Any | ParamKind::Zone));
            if !takes_text || arg.is_integer() {
                continue;
            }
            let text = literal::unescape_key(raw.trim_matches(literal::is_blank));
            if !text.starts_with(|c: char| is_letter(c) || c == '_') || !visit.scope.reaches(&text, known) {
                continue;
            }
            let message = format!("`{text}` is text here, and a key with that name is in reach");
            let help = format!("`${}` is the value; `\"{text}\"` says that text is meant", key::escaped(&text));
            found.push(visit, Diagnostic::new(Code::BareKey, arg.span, message).help(help));
        }
    }
}
