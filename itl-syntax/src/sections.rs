//! Parses every tag of a template and pairs openings with closings.

use crate::ast::{Delimiters, Dialect, Document, Expr, Item, ItemId, Kind, Name};
use crate::code::Code;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::parser;
use crate::scan::{self, PieceKind, Scanner, Sigil, Tag};
use crate::span::Span;

/// What a reader may spend on a template.
#[derive(Clone, Copy, Debug)]
pub struct ParseLimits {
    /// Largest source, in bytes.
    pub bytes: usize,
    /// Deepest nesting of sections, parents and blocks.
    pub depth: usize,
}

impl Default for ParseLimits {
    /// 1 MiB of source, 128 sections inside each other.
    fn default() -> Self {
        Self { bytes: 1 << 20, depth: 128 }
    }
}

/// Parses a template. There is always a document: what cannot be understood becomes
/// [`Kind::Broken`] and a diagnostic.
pub fn parse(source: &str, dialect: Dialect, limits: ParseLimits) -> Document<'_> {
    parse_with(source, dialect, limits, Delimiters::default())
}

#[cfg(feature = "count")]
thread_local! {
    static PARSES: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// How many templates and partials this thread has parsed, for tests of who parses what again.
#[cfg(feature = "count")]
#[doc(hidden)]
pub fn parses() -> usize {
    PARSES.get()
}

/// Parses a template that starts with delimiters of its own, as a lambda's section does.
pub fn parse_with<'s>(
    source: &'s str,
    dialect: Dialect,
    limits: ParseLimits,
    delimiters: Delimiters<'s>,
) -> Document<'s> {
    #[cfg(feature = "count")]
    PARSES.set(PARSES.get() + 1);
    let most = limits.bytes.min(u32::MAX as usize - 1);
    if source.len() > most {
        let span = Span::new(0, 0);
        let message = format!("the template has {} bytes, {most} are allowed", source.len());
        let mut diagnostics = Diagnostics::new();
        diagnostics
            .push(Diagnostic::new(Code::TemplateTooLarge, span, message).help("raise the limit, or use partials"));
        let kept = if source.len() < u32::MAX as usize { source.len() } else { 0 };
        let text = Item { span: Span::new(0, kept), kind: Kind::Text, clear: scan::clear("", span, None) };
        return Document { source, dialect, items: vec![text], diagnostics };
    }
    let mut nest = Nest {
        source,
        dialect,
        depth: limits.depth,
        items: Vec::with_capacity(USUAL),
        open: Vec::new(),
        too_deep: false,
        diagnostics: Diagnostics::new(),
    };
    for piece in Scanner::new(source, dialect, delimiters) {
        let (kind, sigil) = match piece.kind {
            PieceKind::Text => (Kind::Text, None),
            PieceKind::Broken(diagnostic) => {
                nest.diagnostics.push(diagnostic);
                (Kind::Broken, None)
            }
            PieceKind::Tag(tag) => {
                let sigil = tag.sigil;
                let kind = nest.tag(&tag, piece.span).unwrap_or_else(|diagnostic| {
                    nest.diagnostics.push(*diagnostic);
                    nest.push_broken(&tag);
                    Kind::Broken
                });
                (kind, sigil)
            }
        };
        let clear = if matches!(kind, Kind::Text | Kind::Broken) { None } else { sigil };
        let clear = scan::clear(source, piece.span, clear);
        nest.items.push(Item { span: piece.span, kind, clear });
    }
    nest.finish()
}

/// Room for the items of most templates.
const USUAL: usize = 32;

struct Nest<'s> {
    source: &'s str,
    dialect: Dialect,
    depth: usize,
    items: Vec<Item<'s>>,
    open: Vec<Open<'s>>,
    too_deep: bool,
    diagnostics: Diagnostics,
}

/// An opening tag that waits for its closing one.
struct Open<'s> {
    id: ItemId,
    /// A closing tag inside it that matched nothing.
    stray: Option<Span>,
    /// The inside of an opening tag that is broken: it keeps its closing tag from being taken
    /// for another's, and was reported already.
    broken: Option<&'s str>,
}

type Tagged<T> = Result<T, Box<Diagnostic>>;

impl<'s> Nest<'s> {
    fn tag(&mut self, tag: &Tag<'s>, span: Span) -> Tagged<Kind<'s>> {
        match tag.sigil {
            Some(Sigil::Comment) => return Ok(Kind::Comment),
            Some(Sigil::Delimiters) => return Ok(Kind::SetDelimiters(tag.delimiters)),
            _ => {}
        }
        if tag.inner.is_empty() {
            return Err(Box::new(
                Diagnostic::new(Code::EmptyTag, span, "this tag is empty").help("name the key that it prints"),
            ));
        }
        // A placeholder until the closing tag is found.
        let close = ItemId::MAX;
        match tag.sigil {
            None => Ok(Kind::Variable { expr: self.expr(tag)?, raw: false }),
            // ITL's grammar refuses the brace itself.
            Some(Sigil::Brace) if self.dialect == Dialect::Mustache && fourth_brace(tag, self.source) => {
                let brace = Span::new(tag.base, tag.base + 1);
                Err(Box::new(
                    Diagnostic::new(Code::UnexpectedToken, brace, "unexpected `{`")
                        .help("three braces are an unescaped tag; put a blank between them and a brace that is text"),
                ))
            }
            Some(Sigil::Ampersand | Sigil::Brace) => Ok(Kind::Variable { expr: self.expr(tag)?, raw: true }),
            Some(Sigil::Section | Sigil::Inverted) => {
                let expr = self.expr(tag)?;
                if !self.push(tag, span) {
                    return Ok(Kind::Broken);
                }
                let inverted = tag.sigil == Some(Sigil::Inverted);
                Ok(Kind::Section { expr, inverted, close, delimiters: tag.delimiters })
            }
            Some(Sigil::Partial) => Ok(Kind::Partial { name: self.name(tag)? }),
            Some(Sigil::Parent) => {
                let name = self.name(tag)?;
                Ok(if self.push(tag, span) { Kind::Parent { name, close } } else { Kind::Broken })
            }
            Some(Sigil::Block) => {
                Ok(if self.push(tag, span) { Kind::Block { name: tag.inner, close } } else { Kind::Broken })
            }
            Some(Sigil::Close) => self.close(tag, span),
            Some(Sigil::Comment | Sigil::Delimiters) => Ok(Kind::Comment),
        }
    }

    fn expr(&self, tag: &Tag<'s>) -> Tagged<Expr<'s>> {
        parser::parse(self.source, tag.inner, tag.base, self.dialect)
    }

    fn name(&self, tag: &Tag<'s>) -> Tagged<Name<'s>> {
        if let Some(path) = tag.inner.strip_prefix('*') {
            let trimmed = path.trim_start_matches(crate::literal::is_blank);
            let base = tag.base + tag.inner.len() - trimmed.len();
            if trimmed.is_empty() {
                let span = Span::new(tag.base, base);
                return Err(Box::new(Diagnostic::new(Code::InvalidName, span, "a path is missing behind the star")));
            }
            let expr = parser::parse(self.source, trimmed, base, self.dialect)?;
            return Ok(Name::Dynamic(expr));
        }
        if is_safe_name(tag.inner) {
            return Ok(Name::Static(tag.inner));
        }
        let span = Span::new(tag.base, tag.base + tag.inner.len());
        Err(Box::new(
            Diagnostic::new(Code::InvalidName, span, format!("`{}` cannot be the name of a partial", tag.inner))
                .help("names do not begin with `/` and do not hold `..`"),
        ))
    }

    /// Opens a section, unless that would be one too deep.
    fn push(&mut self, tag: &Tag<'s>, span: Span) -> bool {
        let id = self.items.len() as ItemId;
        let fits = self.open.len() < self.depth;
        self.open.push(Open { id, stray: None, broken: (!fits).then_some(tag.inner) });
        if !fits && !std::mem::replace(&mut self.too_deep, true) {
            let most = self.depth;
            let message = format!("sections are nested deeper than {most}");
            self.diagnostics.push(
                Diagnostic::new(Code::NestedTooDeep, span, message)
                    .help("tags beyond that depth are printed as they stand"),
            );
        }
        fits
    }

    /// Remembers a broken opening tag, so that its closing tag finds a partner.
    fn push_broken(&mut self, tag: &Tag<'s>) {
        if matches!(tag.sigil, Some(Sigil::Section | Sigil::Inverted | Sigil::Parent | Sigil::Block)) {
            let id = self.items.len() as ItemId;
            self.open.push(Open { id, stray: None, broken: Some(tag.inner) });
        }
    }

    fn close(&mut self, tag: &Tag<'s>, span: Span) -> Tagged<Kind<'s>> {
        // A name that cannot be parsed still closes a block or parent of that name.
        let expr = parser::parse(self.source, tag.inner, tag.base, self.dialect);
        let matching = self.open.iter().rposition(|open| match open.broken {
            Some(inner) => closes_broken(inner, tag.inner),
            None => self
                .items
                .get(open.id as usize)
                .is_some_and(|item| closes(item, tag.inner, expr.as_ref().ok(), self.source)),
        });
        let Some(depth) = matching else {
            expr?;
            let Some(top) = self.open.last_mut() else {
                return Err(Box::new(
                    Diagnostic::new(Code::StrayClose, span, format!("no section `{}` is open here", tag.inner))
                        .help("take this tag away, or open the section before it"),
                ));
            };
            // Whether the open section lacks its own end is only known later.
            top.stray.get_or_insert(span);
            return Ok(Kind::Broken);
        };
        for open in self.open.split_off(depth + 1) {
            self.unclosed(&open);
        }
        let Some(open) = self.open.pop() else { return Ok(Kind::Broken) };
        if let Some(stray) = open.stray {
            let name = stray.of(self.source);
            self.diagnostics.push(
                Diagnostic::new(Code::StrayClose, stray, format!("`{name}` closes no open section"))
                    .help("take this tag away, or open the section before it"),
            );
        }
        if open.broken.is_some() {
            return Ok(Kind::Broken);
        }
        let id = self.items.len() as ItemId;
        if let Some(item) = self.items.get_mut(open.id as usize) {
            match &mut item.kind {
                Kind::Section { close, .. } | Kind::Parent { close, .. } | Kind::Block { close, .. } => *close = id,
                _ => {}
            }
        }
        Ok(Kind::Close { open: open.id })
    }

    /// Reports a section that is still open where it must not be, and makes its tag broken.
    fn unclosed(&mut self, open: &Open<'_>) {
        if open.broken.is_some() {
            return;
        }
        let Some(item) = self.items.get_mut(open.id as usize) else { return };
        let span = item.span;
        item.kind = Kind::Broken;
        item.clear = scan::clear(self.source, span, None);
        self.diagnostics.push(match open.stray {
            Some(stray) => {
                let message = format!("`{}` does not close the section that is open here", stray.of(self.source));
                Diagnostic::new(Code::MismatchedClose, stray, message)
                    .label(span, "opened here")
                    .help("the closing tag repeats the path of the opening one")
            }
            None => Diagnostic::new(Code::UnclosedSection, span, "this section is never closed")
                .help("close it with a tag that has a slash and the same path"),
        });
    }

    fn finish(mut self) -> Document<'s> {
        for open in std::mem::take(&mut self.open) {
            self.unclosed(&open);
        }
        self.diagnostics.sort();
        Document { source: self.source, dialect: self.dialect, items: self.items, diagnostics: self.diagnostics }
    }
}

/// Whether a brace stands right behind the brace of an unescaped tag: `{{{{x}}}}`.
fn fourth_brace(tag: &Tag<'_>, source: &str) -> bool {
    tag.inner.starts_with('{') && source.get(..tag.base).is_some_and(|before| before.ends_with('{'))
}

/// Whether a closing tag with that inside may close `item`.
fn closes(item: &Item<'_>, inner: &str, expr: Option<&Expr<'_>>, source: &str) -> bool {
    match &item.kind {
        Kind::Section { expr: open, .. } => expr.is_some_and(|close| open.closed_by(close)),
        Kind::Block { name, .. } | Kind::Parent { name: Name::Static(name), .. } => *name == inner,
        Kind::Parent { name: Name::Dynamic(path), .. } => {
            let written =
                inner.strip_prefix('*').map_or(inner, |rest| rest.trim_start_matches(crate::literal::is_blank));
            path.span.of(source) == written
        }
        _ => false,
    }
}

/// Whether a closing tag belongs to a broken opening tag: it repeats its inside, or the path in
/// front of its calls.
fn closes_broken(open: &str, close: &str) -> bool {
    match open.strip_prefix(close) {
        Some(rest) => rest.is_empty() || rest.starts_with(['.', '[', '(', '#', ' ', '\t', '\r', '\n']),
        None => false,
    }
}

/// Whether a partial of that name may be asked for: no absolute path, no way upward.
pub fn is_safe_name(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with(['/', '\\'])
        && !name.contains('\0')
        && !name.split(['/', '\\']).any(|part| part == "..")
        && name.as_bytes().get(1) != Some(&b':')
}
