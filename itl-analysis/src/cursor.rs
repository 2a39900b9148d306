//! What is open at a place of a template that may be half written.

use crate::analysis::Analysis;
use crate::knowledge::Knowledge;
use crate::resolve::Resolver;
use crate::scope::Scope;
use itl_eval::{Code, Dialect};
use itl_syntax::ast::{Delimiters, Expr};
use itl_syntax::parser;
use itl_syntax::scan::{PieceKind, Scanner, Sigil};

/// A section, parent or block that is open.
#[derive(Clone, Debug)]
pub(crate) struct OpenTag<'s> {
    pub(crate) sigil: Sigil,
    /// The tag's inside, without sigil and the whitespace around it.
    pub(crate) inner: &'s str,
    /// Its path, where it is one.
    pub(crate) expr: Option<Expr<'s>>,
}

/// A tag that is begun and not ended before the place.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Begun {
    pub(crate) sigil: Option<Sigil>,
    /// Where its inside begins, after the sigil and whitespace.
    pub(crate) inner: usize,
}

/// What is open at a place.
#[derive(Clone, Debug)]
pub(crate) struct Cursor<'s> {
    pub(crate) open: Vec<OpenTag<'s>>,
    pub(crate) begun: Option<Begun>,
}

/// How deep sections are followed.
const MAX_DEPTH: usize = 256;

/// Reads `source` up to `offset`.
pub(crate) fn find(source: &str, offset: usize, dialect: Dialect) -> Cursor<'_> {
    let before = source.get(..offset).unwrap_or("");
    let mut open: Vec<OpenTag<'_>> = Vec::new();
    let mut delimiters = Delimiters::default();
    let mut begun = None;
    for piece in Scanner::new(before, dialect, delimiters) {
        match piece.kind {
            PieceKind::Text => {}
            PieceKind::Broken(diagnostic) => {
                let unclosed = matches!(diagnostic.code, Code::UnclosedTag | Code::UnclosedString);
                begun = unclosed.then_some(piece.span.start as usize);
            }
            PieceKind::Tag(tag) => {
                let ends =
                    piece.span.of(before).ends_with(tag.delimiters.close) || tag.sigil == Some(Sigil::Delimiters);
                if !ends && piece.span.end as usize == before.len() {
                    // An open quote runs to the place.
                    begun = Some(piece.span.start as usize);
                    break;
                }
                begun = None;
                delimiters = tag.delimiters;
                let expr = || parser::parse(before, tag.inner, tag.base, dialect).ok();
                match tag.sigil {
                    Some(sigil @ (Sigil::Section | Sigil::Inverted)) if open.len() < MAX_DEPTH => {
                        open.push(OpenTag { sigil, inner: tag.inner, expr: expr() });
                    }
                    Some(sigil @ (Sigil::Parent | Sigil::Block)) if open.len() < MAX_DEPTH => {
                        open.push(OpenTag { sigil, inner: tag.inner, expr: None });
                    }
                    Some(Sigil::Close) => close(&mut open, tag.inner, expr().as_ref()),
                    _ => {}
                }
            }
        }
    }
    let begun = begun.and_then(|start| begin(before, start, delimiters));
    Cursor { open, begun }
}

fn close(open: &mut Vec<OpenTag<'_>>, inner: &str, expr: Option<&Expr<'_>>) {
    let matches = |tag: &OpenTag<'_>| match (&tag.expr, expr) {
        (Some(opened), Some(closed)) => opened.closed_by(closed),
        _ => tag.inner == inner,
    };
    if let Some(at) = open.iter().rposition(matches) {
        open.truncate(at);
    }
}

fn begin(before: &str, start: usize, delimiters: Delimiters<'_>) -> Option<Begun> {
    let from = start + delimiters.open.len();
    let inside = before.get(from..)?;
    if inside.contains(delimiters.close) {
        return None;
    }
    let trimmed = inside.trim_start_matches(itl_syntax::literal::is_blank);
    let sigil = trimmed.bytes().next().and_then(Sigil::from_byte);
    let rest = trimmed.get(usize::from(sigil.is_some())..)?;
    let inner = rest.trim_start_matches(itl_syntax::literal::is_blank);
    Some(Begun { sigil, inner: before.len() - inner.len() })
}

/// The contexts inside the open sections.
pub(crate) fn scope<'c>(cursor: &'c Cursor<'c>, analysis: &Analysis<'_>, known: &mut Knowledge<'_>) -> Scope<'c> {
    let mut scope = Scope::new(analysis.root, known);
    for tag in &cursor.open {
        if let (Sigil::Section, Some(expr)) = (tag.sigil, &tag.expr) {
            let mut resolver = Resolver { engine: analysis.engine(), source: analysis.document.source, known };
            let resolved = resolver.resolve(expr, expr.links.len(), &scope);
            if !resolved.broken {
                scope.push(&resolved, expr, known);
            }
        }
    }
    scope
}
