//! Why a prompt may not go out.

use itl_syntax::Diagnostics;
use std::fmt;

/// Why a conversation or a request may not go out: every error, and what a strict render fails on.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PromptError {
    /// The reasons, all of them.
    pub diagnostics: Diagnostics,
}

impl fmt::Display for PromptError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.diagnostics.fmt(f)
    }
}

impl std::error::Error for PromptError {}
