//! The tags that blocks of other languages may have opened, while they are looked for.

use super::bodies::{Names, Scope};
use crate::span::Span;

/// A tag that a block may have opened.
pub(super) struct Opened<'s> {
    pub(super) item: usize,
    pub(super) span: Span,
    pub(super) kind: Kind<'s>,
    /// What its first branch does to the tags inside it.
    scope: Scope<'s>,
    pub(super) elses: Vec<(usize, Span, &'s str)>,
    /// The variables inside it that are its own.
    pub(super) variables: Vec<usize>,
    /// Whether it asks for a list that a loop inside it goes through.
    pub(super) asks_list: bool,
}

impl<'s> Opened<'s> {
    pub(super) fn new(item: usize, span: Span, kind: Kind<'s>) -> Self {
        let scope = match kind {
            Kind::Section { inverted: true, .. } => Scope::Outside,
            Kind::Section { .. } => Scope::Value(Names::default()),
            Kind::Go { word: "if", rest } | Kind::Handlebars { word: "if" | "unless", rest, .. } => {
                Scope::Question { asks: rest }
            }
            Kind::Go { word, rest } | Kind::Handlebars { word, rest, .. } => Scope::Value(Names::of(word, rest)),
        };
        Self { item, span, kind, scope, elses: Vec::new(), variables: Vec::new(), asks_list: false }
    }

    /// What it does to the tags that come next.
    pub(super) fn scope(&self) -> Scope<'s> {
        match self.elses.last() {
            Some((_, _, "")) => Scope::Outside,
            Some((_, _, asks)) => Scope::Question { asks },
            None => self.scope,
        }
    }
}

pub(super) enum Kind<'s> {
    Go { word: &'s str, rest: &'s str },
    Handlebars { word: &'s str, rest: &'s str, inner: &'s str },
    Section { inner: &'s str, inverted: bool },
}
