//! The patterns of a schema whose searches may go back, and whether these end.

use jsonschema::error::ValidationErrorKind;
use serde_json::Value;
use std::collections::HashMap;

/// How a pattern is searched. One that looks around, or back at its groups, may go through the rest of the text at each
/// of its places.
pub(super) struct Pattern<'v> {
    pub(super) text: &'v str,
    pub(super) backtracks: bool,
}

impl<'v> Pattern<'v> {
    pub(super) fn new(text: &'v str) -> Self {
        let is_back_reference = |pair: &[u8]| matches!(pair, [b'\\', b'1'..=b'9']);
        let backtracks =
            BACKTRACKS.iter().any(|sign| text.contains(sign)) || text.as_bytes().windows(2).any(is_back_reference);
        Self { text, backtracks }
    }
}

/// What patterns hold that are not searched in linear time: look-around, possessive quantifiers, references to groups.
/// Some others hold it too.
const BACKTRACKS: &[&str] =
    &["(?=", "(?!", "(?<=", "(?<!", "(?>", "(?(", "++", "*+", "?+", "}+", "\\k", "\\g", "\\G", "\\K"];

/// A text in which a pattern is searched that may go back.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Search<'v> {
    pub(crate) pattern: &'v str,
    pub(crate) text: &'v str,
}

/// The first search that goes back more often than `most` times.
pub(crate) fn first_endless<'s, 'v>(searched: &'s [Search<'v>], most: usize) -> Option<&'s Search<'v>> {
    let limited = || jsonschema::PatternOptions::fancy_regex().backtrack_limit(most);
    let mut searches: HashMap<&str, Option<jsonschema::Validator>> = HashMap::new();
    for search in searched {
        let search_of = searches.entry(search.pattern).or_insert_with(|| {
            let schema = serde_json::json!({ "pattern": search.pattern });
            jsonschema::options().with_pattern_options(limited()).build(&schema).ok()
        });
        let text = Value::from(search.text);
        if let Some(Err(error)) = search_of.as_ref().map(|pattern| pattern.validate(&text))
            && matches!(error.kind(), ValidationErrorKind::BacktrackLimitExceeded { .. })
        {
            return Some(search);
        }
    }
    None
}
