//! Parses every tag of a template and pairs openings with closings.

mod changes;
mod doubt;
mod open;

use crate::ast::{Delimiters, Dialect, Document, Expr, Item, ItemId, Kind, Name, Standalone};
use crate::code::Code;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::foreign::{self, Blocks, Vocabulary};
use crate::parser;
use crate::scan::{self, PieceKind, Scanner, Sigil, Tag};
use crate::span::Span;
use changes::Pair;
pub use changes::complete_suggestions;
pub use doubt::Doubt;
use open::{Open, OpenTags};

/// What a reader may spend on a template.
#[derive(Clone, Copy, Debug)]
pub struct ParseLimits {
    /// Largest source, in bytes.
    pub bytes: usize,
    /// Maximum nesting depth of sections, parents and blocks.
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
    parse_knowing(source, dialect, limits, delimiters, &())
}

/// Parses a template; what its diagnostics suggest instead of another language's functions comes
/// from `vocabulary`.
pub fn parse_knowing<'s>(
    source: &'s str,
    dialect: Dialect,
    limits: ParseLimits,
    delimiters: Delimiters<'s>,
    vocabulary: &dyn Vocabulary,
) -> Document<'s> {
    #[cfg(feature = "count")]
    PARSES.set(PARSES.get() + 1);
    let max = limits.bytes.min(u32::MAX as usize - 1);
    if source.len() > max {
        return too_large(source, dialect, max);
    }
    let start = Pairing {
        source,
        dialect,
        depth: limits.depth,
        vocabulary,
        is_ascii: source.is_ascii(),
        items: Vec::new(),
        open: OpenTags::default(),
        broken_pairs: Vec::new(),
        too_deep: false,
        foreign: Blocks::default(),
        has_foreign_words: false,
        diagnostics: Diagnostics::new(),
    };
    let mut pairing = start.run(delimiters);
    // Blocks of other languages are rare. Only where a tag begins with a word of theirs are they
    // looked for, and read as such if there are any.
    if pairing.has_foreign_words {
        let foreign = foreign::blocks(source, dialect, delimiters);
        if !foreign.is_empty() {
            let items = Vec::with_capacity(pairing.items.len());
            let (open, diagnostics) = (OpenTags::default(), Diagnostics::new());
            let (too_deep, has_foreign_words, broken_pairs) = (false, false, Vec::new());
            pairing =
                Pairing { items, open, broken_pairs, too_deep, foreign, has_foreign_words, diagnostics, ..pairing }
                    .run(delimiters);
        }
    }
    pairing.document()
}

/// A template beyond its limit stays text.
fn too_large(source: &str, dialect: Dialect, max: usize) -> Document<'_> {
    let message = format!("the template has {} bytes, {max} are allowed", source.len());
    let mut diagnostics = Diagnostics::new();
    diagnostics.push(
        Diagnostic::new(Code::TemplateTooLarge, Span::new(0, 0), message).help("raise the limit, or use partials"),
    );
    let kept = if source.len() < u32::MAX as usize { source.len() } else { 0 };
    let text = Item { span: Span::new(0, kept), kind: Kind::Text, standalone: Standalone::default() };
    Document { source, dialect, items: vec![text], diagnostics, broken_sections: Vec::new() }
}

/// Room for the items of a typical template.
const TYPICAL_ITEMS: usize = 32;

struct Pairing<'s, 'v> {
    source: &'s str,
    dialect: Dialect,
    depth: usize,
    vocabulary: &'v dyn Vocabulary,
    /// Whether the source holds nothing but ASCII.
    is_ascii: bool,
    items: Vec<Item<'s>>,
    open: OpenTags<'s>,
    /// The broken opening tags with their closing ones, in the order of the latter.
    broken_pairs: Vec<Pair<'s>>,
    too_deep: bool,
    /// The blocks of other languages; their tags pair with nothing else.
    foreign: Blocks,
    has_foreign_words: bool,
    diagnostics: Diagnostics,
}

type Tagged<T> = Result<T, Box<Diagnostic>>;

impl<'s> Pairing<'s, '_> {
    fn run(mut self, delimiters: Delimiters<'s>) -> Self {
        if self.items.capacity() == 0 {
            self.items.reserve(TYPICAL_ITEMS);
        }
        for piece in Scanner::new(self.source, self.dialect, delimiters) {
            let (kind, sigil) = match piece.kind {
                PieceKind::Text => (Kind::Text, None),
                PieceKind::Broken(diagnostic) => {
                    self.diagnostics.push(diagnostic);
                    (Kind::Broken, None)
                }
                PieceKind::Tag(tag) => (self.piece(&tag, piece.span), tag.sigil),
            };
            let sigil = if matches!(kind, Kind::Text | Kind::Broken) { None } else { sigil };
            let standalone = scan::standalone(self.source, piece.span, sigil);
            self.items.push(Item { span: piece.span, kind, standalone });
        }
        for open in self.open.take() {
            self.unclosed(&open);
        }
        self
    }

    fn piece(&mut self, tag: &Tag<'s>, span: Span) -> Kind<'s> {
        if self.dialect == Dialect::Itl {
            if let Some(found) = self.foreign.tag(self.items.len(), self.source) {
                self.diagnostics.extend(found);
                return Kind::Broken;
            }
            self.has_foreign_words |= foreign::may_be_block(tag);
        }
        self.tag(tag, span).unwrap_or_else(|diagnostic| {
            let explained = foreign::explain(tag, span, self.dialect, &diagnostic, self.vocabulary);
            self.diagnostics.push(explained.unwrap_or(*diagnostic));
            self.push_broken(tag);
            Kind::Broken
        })
    }

    fn tag(&mut self, tag: &Tag<'s>, span: Span) -> Tagged<Kind<'s>> {
        match tag.sigil {
            Some(Sigil::Comment) => return Ok(Kind::Comment),
            Some(Sigil::Delimiters) => return Ok(Kind::SetDelimiters(tag.delimiters)),
            _ => {}
        }
        if let Some(quote) = tag.open_quote {
            return Err(Box::new(
                Diagnostic::new(Code::UnclosedString, quote, "this string is never closed")
                    .help("close it with the same quote; a quote inside a string takes a backslash"),
            ));
        }
        if tag.inner.is_empty() {
            return Err(Box::new(self.empty(tag, span)));
        }
        if !self.is_ascii
            && let Some(found) = foreign::invisible_character(tag, self.dialect)
        {
            return Err(Box::new(found));
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
                        .help("three braces are an unescaped tag; put a space between them and a brace that is text"),
                ))
            }
            Some(Sigil::Ampersand | Sigil::Brace) => Ok(Kind::Variable { expr: self.expr(tag)?, raw: true }),
            Some(Sigil::Section | Sigil::Inverted) => {
                let expr = self.expr(tag)?;
                if !self.push(tag, span, || open::section_names(&expr)) {
                    return Ok(Kind::Broken);
                }
                let inverted = tag.sigil == Some(Sigil::Inverted);
                Ok(Kind::Section { expr, inverted, close, delimiters: tag.delimiters })
            }
            Some(Sigil::Partial) => Ok(Kind::Partial { name: self.name(tag)? }),
            Some(Sigil::Parent) => {
                let name = self.name(tag)?;
                let source = self.source;
                let fits = self.push(tag, span, || parent_names(&name, source));
                Ok(if fits { Kind::Parent { name, close } } else { Kind::Broken })
            }
            Some(Sigil::Block) => {
                let fits = self.push(tag, span, || vec![open::plain_name(tag.inner)]);
                Ok(if fits { Kind::Block { name: tag.inner, close } } else { Kind::Broken })
            }
            Some(Sigil::Close) => self.close(tag, span),
            Some(Sigil::Comment | Sigil::Delimiters) => Ok(Kind::Comment),
        }
    }

    fn expr(&self, tag: &Tag<'s>) -> Tagged<Expr<'s>> {
        if tag.is_path {
            return Ok(parser::parse_mustache(tag.inner, tag.base));
        }
        let expr = parser::parse(self.source, tag.inner, tag.base, self.dialect)?;
        match foreign::quoted_argument(&expr) {
            Some(found) if self.dialect == Dialect::Itl => Err(Box::new(found)),
            _ => Ok(expr),
        }
    }

    fn name(&self, tag: &Tag<'s>) -> Tagged<Name<'s>> {
        if let Some(path) = tag.inner.strip_prefix('*') {
            let trimmed = path.trim_start_matches(crate::literal::is_blank);
            let base = tag.base + tag.inner.len() - trimmed.len();
            if trimmed.is_empty() {
                let span = Span::new(tag.base, base);
                return Err(Box::new(Diagnostic::new(Code::InvalidName, span, "a path is missing after the star")));
            }
            let expr = parser::parse(self.source, trimmed, base, self.dialect)?;
            return Ok(Name::Dynamic(expr));
        }
        if is_safe_name(tag.inner) {
            return Ok(Name::Static(tag.inner));
        }
        let span = Span::new(tag.base, tag.base + tag.inner.len());
        Err(Box::new(
            Diagnostic::new(Code::InvalidName, span, format_args!("`{}` cannot be the name of a partial", tag.inner))
                .help("names do not begin with `/` and do not hold `..`"),
        ))
    }

    /// Says what an empty tag should hold: of a closing tag the section that is open.
    fn empty(&mut self, tag: &Tag<'s>, span: Span) -> Diagnostic {
        let empty = Diagnostic::new(Code::EmptyTag, span, "this tag is empty");
        if self.dialect == Dialect::Mustache || !matches!(tag.sigil, Some(Sigil::Close | Sigil::Inverted)) {
            return empty.help("name the key that it prints");
        }
        if tag.sigil == Some(Sigil::Close) && self.open.last().is_some_and(|open| open.broken == Some("")) {
            // A bare else opens nothing.
            self.open.pop();
        }
        let open = self.open.last().filter(|open| open.broken.is_none());
        let name =
            open.and_then(|open| self.items.get(open.id as usize)).and_then(|item| closing_name(item, self.source));
        let Some(name) = name else { return empty.help("name the section") };
        let Delimiters { open, close } = tag.delimiters;
        if tag.sigil == Some(Sigil::Close) {
            // It was meant to close the section, of which nothing more is said.
            if let Some(opening) = self.open.pop() {
                self.break_item(opening.id);
            }
            return empty.help("a closing tag names its section").suggest(span, format_args!("{open} /{name} {close}"));
        }
        empty.help("there is no bare else: close the section and ask for the opposite").suggest(
            span,
            format_args!("{open} /{name} {close}{}{open} ^{name} {close}", foreign::line_around(self.source, span)),
        )
    }

    /// Opens a section, unless that would be one too deep. `names` are what may close it.
    fn push(&mut self, tag: &Tag<'s>, span: Span, names: impl FnOnce() -> Vec<String>) -> bool {
        let id = self.items.len() as ItemId;
        let fits = self.open.len() < self.depth;
        let open = Open { id, stray: None, broken: (!fits).then_some(tag.inner) };
        self.open.push(open, || if fits { names() } else { open::broken_names(tag.inner) });
        if !fits && !std::mem::replace(&mut self.too_deep, true) {
            let max = self.depth;
            let message = format!("sections are nested deeper than {max}");
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
            let open = Open { id, stray: None, broken: Some(tag.inner) };
            self.open.push(open, || open::broken_names(tag.inner));
        }
    }

    /// The open tag that a closing tag belongs to, the innermost of those that fit.
    fn opening(&mut self, inner: &str, expr: Option<&Expr<'s>>) -> Option<usize> {
        let (items, source) = (&self.items, self.source);
        let top = self.open.last()?;
        let fits = match top.broken {
            Some(broken) => closes_broken(broken, inner),
            None => items.get(top.id as usize).is_some_and(|item| closes(item, inner, expr, source)),
        };
        if fits {
            return self.open.len().checked_sub(1);
        }
        let mut names = vec![open::plain_name(inner), open::broken_name(inner), dynamic_name(inner)];
        names.extend(expr.map(|expr| open::section_name(expr, open::Calls::All)));
        self.open.find(&names, |open| match (open.broken, items.get(open.id as usize).map(|item| &item.kind)) {
            (Some(broken), _) => open::broken_names(broken),
            (None, Some(Kind::Section { expr, .. })) => open::section_names(expr),
            (None, Some(Kind::Block { name, .. })) => vec![open::plain_name(name)],
            (None, Some(Kind::Parent { name, .. })) => parent_names(name, source),
            _ => Vec::new(),
        })
    }

    fn close(&mut self, tag: &Tag<'s>, span: Span) -> Tagged<Kind<'s>> {
        // A name that cannot be parsed still closes a block or parent of that name.
        let expr = if tag.is_path {
            Ok(parser::parse_mustache(tag.inner, tag.base))
        } else {
            parser::parse(self.source, tag.inner, tag.base, self.dialect)
        };
        let Some(depth) = self.opening(tag.inner, expr.as_ref().ok()) else {
            if let Some(found) = foreign::comment(tag, span, self.dialect) {
                return Err(Box::new(found));
            }
            expr?;
            let Some(top) = self.open.last_mut() else {
                return Err(Box::new(
                    Diagnostic::new(Code::StrayClose, span, format_args!("no section `{}` is open here", tag.inner))
                        .help("remove this tag, or open the section before it"),
                ));
            };
            // Whether the open section lacks its own end is only known later.
            top.stray.get_or_insert(span);
            return Ok(Kind::Broken);
        };
        for open in self.open.inside(depth) {
            self.unclosed(&open);
        }
        let Some(open) = self.open.pop() else { return Ok(Kind::Broken) };
        if let Some(stray) = open.stray {
            let name = stray.of(self.source);
            self.diagnostics.push(
                Diagnostic::new(Code::StrayClose, stray, format_args!("`{name}` closes no open section"))
                    .help("remove this tag, or open the section before it"),
            );
        }
        if open.broken.is_some() {
            if let Some(opening) = self.items.get(open.id as usize) {
                self.broken_pairs.push(Pair { open: opening.span, close: span, delimiters: tag.delimiters });
            }
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
        let Some(item) = self.items.get(open.id as usize) else { return };
        let span = item.span;
        let found = if self.diagnostics.len() < Diagnostics::MAX {
            foreign::unclosed(item, open.stray, self.source, self.dialect, self.vocabulary)
        } else {
            None
        };
        self.break_item(open.id);
        self.diagnostics.push(found.unwrap_or_else(|| {
            match open.stray {
                Some(stray) => {
                    let message = format!("`{}` does not close the section that is open here", stray.of(self.source));
                    Diagnostic::new(Code::MismatchedClose, stray, message)
                        .label(span, "opened here")
                        .help("the closing tag repeats the path of the opening one")
                }
                None => Diagnostic::new(Code::UnclosedSection, span, "this section is never closed")
                    .help("close it with a tag that has a slash and the same path"),
            }
        }));
    }

    /// Makes a tag stand for its own source.
    fn break_item(&mut self, id: ItemId) {
        if let Some(item) = self.items.get_mut(id as usize) {
            (item.kind, item.standalone) = (Kind::Broken, Standalone::default());
        }
    }

    /// Completes the suggestions that change a broken opening tag.
    fn complete_suggestions(&mut self) {
        if !cfg!(feature = "help") || self.broken_pairs.is_empty() {
            return;
        }
        self.broken_pairs.sort_unstable_by_key(|pair| pair.open);
        for diagnostic in self.diagnostics.iter_mut() {
            let Some(suggestion) = &diagnostic.suggestion else { continue };
            let at = self.broken_pairs.partition_point(|pair| pair.open.end <= suggestion.span.start);
            if let Some(pair) = self.broken_pairs.get(at) {
                changes::complete(self.source, self.dialect, *pair, diagnostic);
            }
        }
    }

    fn document(mut self) -> Document<'s> {
        self.diagnostics.sort();
        self.complete_suggestions();
        let broken_sections = self.broken_pairs.iter().map(|pair| pair.open.to(pair.close)).collect();
        Document {
            source: self.source,
            dialect: self.dialect,
            items: self.items,
            diagnostics: self.diagnostics,
            broken_sections,
        }
    }
}

/// The names that close a parent.
fn parent_names(name: &Name<'_>, source: &str) -> Vec<String> {
    vec![match name {
        Name::Static(name) => open::plain_name(name),
        Name::Dynamic(path) => format!("*{}", path.span.of(source)),
    }]
}

/// The name under which a closing tag finds a parent with a dynamic name.
fn dynamic_name(inner: &str) -> String {
    let path = inner.strip_prefix('*').map_or(inner, |rest| rest.trim_start_matches(crate::literal::is_blank));
    format!("*{path}")
}

/// What the closing tag of an opening tag holds: the path without its calls, or the name.
fn closing_name<'s>(item: &Item<'s>, source: &'s str) -> Option<&'s str> {
    match &item.kind {
        Kind::Section { expr, .. } => Some(foreign::path_before_calls(expr).of(source)),
        Kind::Block { name, .. } | Kind::Parent { name: Name::Static(name), .. } => Some(name),
        _ => None,
    }
}

/// Whether a brace directly follows the brace of an unescaped tag: `{{{{x}}}}`.
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

/// Whether a partial may have that name: no absolute path, no `..`.
pub fn is_safe_name(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with(['/', '\\'])
        && !name.contains('\0')
        && !name.split(['/', '\\']).any(|part| part == "..")
        && name.as_bytes().get(1) != Some(&b':')
}
