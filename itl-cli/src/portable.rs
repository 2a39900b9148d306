//! Writes what only this engine reads in ilert's own terms.

use crate::check;
use itl_analysis::{Analysis, CheckOptions};
use itl_eval::{Code, Diagnostic, Engine};

/// The canonical text of a template without errors with the portable spellings that the check suggests, and what is
/// left that ilert reads otherwise.
pub(crate) fn rewrite(engine: &Engine, mut text: String) -> (String, Vec<Diagnostic>) {
    let mut left = check::MAX_ROUND_BYTES;
    for _ in 0..check::MAX_ROUNDS {
        let (next, changes) = check::apply(&text, differences(engine, &text).iter());
        let Some(less) = left.checked_sub(next.len()).filter(|_| changes > 0) else { break };
        left = less;
        text = next;
    }
    text = engine.format(&text).unwrap_or(text);
    let left = differences(engine, &text);
    (text, left)
}

fn differences(engine: &Engine, text: &str) -> Vec<Diagnostic> {
    let document = engine.parse(text);
    let (template, _) = engine.compile_document(&document);
    let found = Analysis::new(&template, &document, None).check(&CheckOptions::default().portable(true));
    found.into_iter().filter(|one| one.code == Code::NotPortable && one.partial.is_none()).collect()
}
