//! What a function's argument may be.

use super::{Completion, CompletionKind, key_item};
use crate::shape::Shape;
use itl_eval::functions::number::UNITS;
use itl_eval::{Param, ParamKind, Zone};

/// How many zones are offered at once.
const MOST_ZONES: usize = 100;

/// Offers for `param`; `list` is the value before the dot, `word` what was typed.
pub(super) fn items(param: Param, list: &[Shape<'_>], word: &str, quoted: bool) -> Vec<Completion> {
    let item = |label: &str, doc: Option<&str>| Completion {
        label: label.to_owned(),
        insert: if quoted { label.to_owned() } else { format!("\"{label}\"") },
        kind: CompletionKind::Argument,
        detail: None,
        doc: doc.map(str::to_owned),
        sample: None,
    };
    match param.kind {
        ParamKind::Style => [
            ("F", "Sunday, January 29, 2023 at 12:05:37 AM Coordinated Universal Time"),
            ("L", "January 29, 2023 at 12:05:37 AM UTC"),
            ("M", "Jan 29, 2023, 12:05:37 AM"),
            ("S", "1/29/23, 12:05 AM"),
            ("%Y-%m-%d %H:%M", "2023-01-29 00:05"),
        ]
        .iter()
        .map(|(style, shown)| item(style, Some(shown)))
        .collect(),
        ParamKind::Zone => {
            let word = itl_eval::lower(word);
            Zone::all()
                .filter(|zone| itl_eval::lower(zone).contains(&word))
                .take(MOST_ZONES)
                .map(|zone| item(zone, None))
                .collect()
        }
        ParamKind::Key => {
            let keys = list.iter().filter_map(|shape| shape.contexts().items).flat_map(|items| items.keys());
            let mut seen = itl_eval::Names::default();
            keys.filter(|(key, _)| seen.note(key))
                .map(|(key, shape)| {
                    let text = item(&key, None).insert;
                    Completion { insert: text, kind: CompletionKind::Argument, ..key_item(&key, &shape) }
                })
                .collect()
        }
        ParamKind::Unit => UNITS.iter().map(|(unit, long, _)| item(unit, Some(long))).collect(),
        ParamKind::Text
        | ParamKind::Any
        | ParamKind::Array
        | ParamKind::Instant
        | ParamKind::Integer
        | ParamKind::Number
        | ParamKind::Regex
        | ParamKind::RegexWithGroups
        | ParamKind::Replacement
        | ParamKind::DatePattern
        | ParamKind::DurationPattern => Vec::new(),
    }
}
