//! What is said of a spelling of another language.

use super::expression::closing;
use crate::ast::Delimiters;
use crate::code::Code;
use crate::diagnostic::{Diagnostic, Suggestion};
use crate::span::Span;
use std::fmt;

/// What kind of spelling it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    /// `x | upper`.
    Filter,
    /// `if x … end`, `#each xs … /each`, `else`.
    Block,
    /// `a > 1`, `a * 2`, `a ? b : c`.
    Operator,
    /// `../x`, `this.x`, `xs[*].y`.
    Path,
    /// `/* x */`, `- x -`.
    Mark,
}

impl Family {
    /// The code where the tag is no tag of this language.
    fn error(self) -> Code {
        match self {
            Self::Filter => Code::ForeignFilter,
            Self::Block => Code::ForeignBlock,
            Self::Operator => Code::ForeignOperator,
            Self::Path => Code::ForeignPath,
            Self::Mark => Code::ForeignMark,
        }
    }

    /// The code where the tag is one, and probably means something else.
    fn lint(self) -> Code {
        match self {
            // A filter is never a path of this language; in Mustache it is a name.
            Self::Filter => Code::FilterName,
            Self::Block => Code::BlockName,
            Self::Operator => Code::OperatorName,
            Self::Path => Code::PathName,
            Self::Mark => Code::MarkName,
        }
    }
}

/// What to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Replacement {
    /// No one text is right.
    None,
    /// A tag with that sigil and inside.
    Inside(&'static str, String),
    /// Tags and text instead of the tag.
    Tags(String),
}

impl Replacement {
    /// The text that stands instead of the tag.
    pub(super) fn text(&self, delimiters: Delimiters<'_>) -> Option<String> {
        let Delimiters { open, close } = delimiters;
        match self {
            Self::None => None,
            Self::Inside("{", inside) => Some(format!("{open}{{ {inside} }}{close}")),
            Self::Inside(sigil, inside) => Some(format!("{open} {sigil}{inside} {close}")),
            Self::Tags(tags) => Some(tags.clone()),
        }
    }

    /// The change of a whole section whose opening tag is replaced: where its closing tag names
    /// something else then, that is changed too.
    pub(super) fn section(
        &self,
        open: Span,
        close: Span,
        source: &str,
        delimiters: Delimiters<'_>,
    ) -> Option<Suggestion> {
        const MAX_CHANGE: usize = 4_096;
        let Self::Inside("#" | "^", inside) = self else { return None };
        let span = open.to(close);
        if span.len() > MAX_CHANGE {
            return None;
        }
        let body = Span { start: open.end, end: close.start }.of(source);
        let name = closing(inside);
        let end = format!("{} /{name} {}", delimiters.open, delimiters.close);
        Some(Suggestion { span, replacement: format!("{}{body}{end}", self.text(delimiters)?) })
    }
}

/// A spelling of another language, and what stands for it here.
#[derive(Clone, Debug)]
pub(super) struct Spelling {
    pub(super) family: Family,
    pub(super) message: String,
    pub(super) help: String,
    pub(super) replacement: Replacement,
}

impl Spelling {
    pub(super) fn new(family: Family, message: impl fmt::Display, help: impl fmt::Display) -> Self {
        Self { family, message: message.to_string(), help: help.to_string(), replacement: Replacement::None }
    }

    pub(super) fn with(mut self, replacement: Replacement) -> Self {
        self.replacement = replacement;
        self
    }

    /// As an error of the tag at `tag`.
    pub(super) fn error(self, tag: Span, delimiters: Delimiters<'_>) -> Diagnostic {
        let code = self.family.error();
        self.diagnostic(code, tag, delimiters)
    }

    /// As a lint of the tag at `tag`.
    pub(super) fn lint(self, tag: Span, delimiters: Delimiters<'_>) -> Diagnostic {
        let code = self.family.lint();
        self.diagnostic(code, tag, delimiters)
    }

    fn diagnostic(self, code: Code, tag: Span, delimiters: Delimiters<'_>) -> Diagnostic {
        let text = self.replacement.text(delimiters);
        let found = Diagnostic::new(code, tag, self.message).help(self.help);
        match text {
            Some(text) => found.suggest(tag, text),
            None => found,
        }
    }
}

/// What was written, in backticks, cut where it is long.
pub(super) fn quoted(written: &str) -> String {
    const MAX_SHOWN: usize = 40;
    match written.char_indices().nth(MAX_SHOWN) {
        Some((end, _)) => format!("`{}…`", written.get(..end).unwrap_or_default()),
        None => format!("`{written}`"),
    }
}
