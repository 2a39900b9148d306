//! The parts of a template, for an editor's outline and folding.

use crate::analysis::Analysis;
use itl_eval::Span;
use itl_syntax::ast::{Document, ItemId, Kind, Name};

/// What a part of a template is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PartKind {
    /// A section.
    Section,
    /// An inverted section.
    Inverted,
    /// A call of a partial.
    Partial,
    /// A parent, with the blocks that it passes.
    Parent,
    /// A block.
    Block,
}

impl PartKind {
    /// The word for it in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Section => "section",
            Self::Inverted => "inverted",
            Self::Partial => "partial",
            Self::Parent => "parent",
            Self::Block => "block",
        }
    }
}

/// A part of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct OutlinePart {
    /// What it is.
    pub kind: PartKind,
    /// What the tag says: a path with its calls, or a name.
    pub name: String,
    /// The opening tag.
    pub tag: Span,
    /// From the opening tag to the end of the closing one.
    pub span: Span,
    /// How many parts are around it.
    pub depth: usize,
}

impl Analysis<'_> {
    /// The sections, blocks, parents and partials of the template itself, in source order.
    ///
    /// ```
    /// use itl_analysis::{Analysis, PartKind};
    /// use itl_eval::Engine;
    /// let engine = Engine::new();
    /// let document = engine.parse("{{ #alerts }}{{ ^muted }}{{> line }}{{ /muted }}{{ /alerts }}");
    /// let (template, _) = engine.compile_document(&document);
    /// let parts = Analysis::new(&template, &document, None).outline();
    /// let parts: Vec<_> = parts.iter().map(|part| (part.kind, part.name.as_str(), part.depth)).collect();
    /// assert_eq!(parts, [
    ///     (PartKind::Section, "alerts", 0),
    ///     (PartKind::Inverted, "muted", 1),
    ///     (PartKind::Partial, "line", 2),
    /// ]);
    /// ```
    pub fn outline(&self) -> Vec<OutlinePart> {
        let document = self.document;
        let name_of = |name: &Name<'_>| match name {
            Name::Static(name) => (*name).to_owned(),
            Name::Dynamic(expr) => format!("*{}", expr.span.of(document.source)),
        };
        let mut parts = Vec::new();
        let mut depth = 0_usize;
        for item in &document.items {
            let (kind, name, close) = match &item.kind {
                Kind::Section { expr, inverted, close, .. } => {
                    let kind = if *inverted { PartKind::Inverted } else { PartKind::Section };
                    (kind, expr.span.of(document.source).to_owned(), Some(*close))
                }
                Kind::Partial { name } => (PartKind::Partial, name_of(name), None),
                Kind::Parent { name, close } => (PartKind::Parent, name_of(name), Some(*close)),
                Kind::Block { name, close } => (PartKind::Block, (*name).to_owned(), Some(*close)),
                Kind::Close { .. } => {
                    depth = depth.saturating_sub(1);
                    continue;
                }
                Kind::Text | Kind::Variable { .. } | Kind::Comment | Kind::SetDelimiters(_) | Kind::Broken => continue,
            };
            let end = close.and_then(|close| closing(document, close)).unwrap_or(item.span);
            parts.push(OutlinePart { kind, name, tag: item.span, span: item.span.to(end), depth });
            depth += usize::from(close.is_some());
        }
        parts
    }
}

/// The closing tag of that number.
pub(crate) fn closing(document: &Document<'_>, close: ItemId) -> Option<Span> {
    document.items.get(close as usize).map(|item| item.span)
}
