//! Warnings that comments silence, in the template and in its partials.

use itl_analysis::Allowances;
use itl_eval::{Code, Diagnostic, Engine, Template};
use itl_syntax::Document;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What a check had to go by: codes that it could not find are no reason to call an allowance useless.
#[derive(Clone, Copy)]
pub(super) struct Known {
    /// A sample, a schema or a contract.
    pub(super) shape: bool,
    /// Samples that were rendered.
    pub(super) samples: bool,
    pub(super) portable: bool,
}

impl Known {
    pub(super) fn could_find(self, code: Code) -> bool {
        let number: u32 = code.id().get(1..).and_then(|number| number.parse().ok()).unwrap_or(0);
        match number {
            301..=499 => self.samples,
            502 => self.portable,
            505 | 507..=509 => self.shape,
            _ => true,
        }
    }
}

/// Takes out what the comments silence, and adds what silences nothing.
pub(super) fn apply(
    engine: &Engine,
    template: &Template,
    document: &Document<'_>,
    known: Known,
    found: &mut Vec<Diagnostic>,
) {
    let mut own = Allowances::of(document);
    own.silence(found, None);
    // What a partial's comments do not silence is said where the partial itself is checked.
    let partials: BTreeSet<Arc<str>> = found.iter().filter_map(|one| one.partial.clone()).collect();
    for name in partials {
        if let Some(source) = template.partial_source(&name) {
            Allowances::of(&engine.parse(source)).silence(found, Some(&name));
        }
    }
    found.extend(own.unused(|code| known.could_find(code)));
}
