//! Arguments without quotes that are text and look like the key of a value.

use super::Findings;
use crate::knowledge::Knowledge;
use crate::walk::Visit;
use itl_eval::{Code, Diagnostic, Engine, ParamKind};
use itl_syntax::ast::Spelling;
use itl_syntax::{is_letter, is_letter_or_digit, key, literal};

/// Warns of a bare argument that is a key in reach, where a value is taken. Where the text is none that the function
/// takes, that error names the key; nothing else is said `in_doubt`, where an error hides what is in reach.
pub(super) fn check(
    engine: &Engine,
    visit: &Visit<'_, '_>,
    in_doubt: bool,
    known: &mut Knowledge<'_>,
    found: &mut Findings,
) {
    for call in visit.expr.calls() {
        let Some(function) = engine.registry().get(call.name) else { continue };
        for (position, arg) in call.args.iter().enumerate() {
            let Spelling::Bare(raw) = arg.spelling else { continue };
            let takes_value = function.param(position).is_some_and(|param| takes_value(param.kind));
            if !takes_value || arg.is_integer() {
                continue;
            }
            let text = literal::unescape_key(raw.trim_matches(literal::is_blank));
            if !text.starts_with(|c: char| is_letter(c) || c == '_') {
                continue;
            }
            let (reference, what) = if visit.scope.reaches(&text, known) {
                (format!("${}", key::escaped(&text)), "a key with that name is in reach")
            } else if is_path(&text) && visit.scope.reaches_path(&text, known) {
                (format!("${text}"), "a value is at the end of that path")
            } else {
                continue;
            };
            let is_refused = |one: &Diagnostic| {
                one.code == Code::WrongType && one.span == arg.span && one.partial.as_ref() == visit.partial
            };
            if found.list.iter().any(is_refused) {
                for error in found.list.iter_mut().filter(|one| is_refused(one)) {
                    let help = format!("`{reference}` is the value of the key `{text}`");
                    *error = error.clone().help(help).suggest(arg.span, &reference);
                }
                continue;
            }
            if in_doubt {
                continue;
            }
            let message = format!("`{text}` is text here, and {what}");
            let help = format!("`{reference}` is the value; `\"{text}\"` says that text is meant");
            found.push(visit, Diagnostic::new(Code::BareKey, arg.span, message).help(help));
        }
    }
}

/// Whether a bare text is written as a path of several keys is.
fn is_path(text: &str) -> bool {
    let is_key = |key: &str| {
        key.starts_with(|c: char| is_letter(c) || c == '_')
            && key.chars().all(|c| is_letter_or_digit(c) || matches!(c, '_' | '-'))
    };
    text.contains('.') && text.split('.').all(is_key)
}

/// Whether a parameter of that kind takes a value of the payload as well.
fn takes_value(kind: ParamKind) -> bool {
    matches!(
        kind,
        ParamKind::Text
            | ParamKind::Any
            | ParamKind::Zone
            | ParamKind::Instant
            | ParamKind::Number
            | ParamKind::Integer
    )
}
