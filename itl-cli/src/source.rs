//! Templates as read, and diagnostics with the text that they are about.

use itl_eval::Diagnostic;
use std::sync::Arc;

/// A template as read.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    /// What diagnostics call it.
    pub(crate) name: Arc<str>,
    /// Its text, without a byte order mark.
    pub(crate) text: Arc<str>,
    /// Whether the file begins with a byte order mark.
    pub(crate) marked: bool,
}

impl Source {
    /// A template that was given as text.
    pub(crate) fn given(text: &str) -> Self {
        Self { name: "<template>".into(), text: text.into(), marked: false }
    }

    /// A finding in this template.
    pub(crate) fn finding(&self, diagnostic: Diagnostic) -> Sourced {
        Sourced { diagnostic, file: self.name.clone(), text: self.text.clone(), shift: if self.marked { 3 } else { 0 } }
    }
}

/// A diagnostic together with the text that it is about, which drawing needs.
#[derive(Clone, Debug)]
pub(crate) struct Sourced {
    pub(crate) diagnostic: Diagnostic,
    /// The file, as people call it.
    pub(crate) file: Arc<str>,
    /// Its text, in which the spans count.
    pub(crate) text: Arc<str>,
    /// Bytes of the file before the text: those of a byte order mark.
    pub(crate) shift: u32,
}
