//! Decides which text beside a tag is removed: the line of a tag that is alone on it.
//!
//! This is done once calls are resolved, since a tag with an error prints its source and removes no line.

use super::resolve::Resolved;
use itl_syntax::ast::{Item, Kind};
use itl_syntax::{Document, Span};

/// What each tag removes of the text beside it, and how blocks are indented.
pub(super) struct Lines {
    /// For each item the offset where the text before it ends.
    pub(super) left: Vec<u32>,
    /// For each item the offset at which the text after it begins.
    pub(super) right: Vec<u32>,
    /// Indentation of each block, parent and partial that is alone on its line, up to the last one.
    pub(super) indent: Vec<Option<Span>>,
    /// The indentation that a block's content loses, up to the last one.
    pub(super) dedent: Vec<Option<Span>>,
}

impl Lines {
    /// Decides the lines of a document. A tag with an error removes none.
    pub(super) fn of(document: &Document<'_>, resolved: &[Resolved]) -> Self {
        let items = &document.items;
        let mut lines = Self {
            left: items.iter().map(|item| item.span.start).collect(),
            right: items.iter().map(|item| item.span.end).collect(),
            indent: Vec::new(),
            dedent: Vec::new(),
        };
        // The tags around an item, the innermost last, and whether each is a parent.
        let mut around: Vec<(usize, bool)> = Vec::new();
        for (at, item) in items.iter().enumerate() {
            let in_parent = around.last().is_some_and(|(_, is_parent)| *is_parent);
            match item.kind {
                Kind::Parent { .. } => around.push((at, true)),
                Kind::Section { .. } | Kind::Block { .. } => around.push((at, false)),
                Kind::Close { open } => while around.pop_if(|(at, _)| *at >= open as usize).is_some() {},
                _ => {}
            }
            if matches!(resolved.get(at), Some(Resolved::Broken)) {
                continue;
            }
            match item.kind {
                Kind::Parent { close, .. } => {
                    if let Some(closing) = items.get(close as usize)
                        && let (Some(left), Some(right)) = (item.standalone.left, closing.standalone.right)
                    {
                        lines.set_left(at, left);
                        lines.set_right(close as usize, right);
                        lines.set_indent(at, Span { start: left, end: item.span.start });
                    }
                }
                Kind::Block { close, .. } => {
                    lines.block(document, at, close as usize, in_parent);
                }
                Kind::Close { open } => {
                    let opening = items.get(open as usize).map(|item| &item.kind);
                    if matches!(opening, Some(Kind::Section { .. })) {
                        lines.alone(at, item);
                    }
                }
                Kind::Section { .. } | Kind::Comment | Kind::SetDelimiters(_) => {
                    lines.alone(at, item);
                }
                Kind::Partial { .. } => {
                    if lines.alone(at, item) {
                        let left = item.standalone.left.unwrap_or(item.span.start);
                        lines.set_indent(at, Span { start: left, end: item.span.start });
                    }
                }
                Kind::Text | Kind::Variable { .. } | Kind::Broken => {}
            }
        }
        lines
    }

    fn set_left(&mut self, at: usize, offset: u32) {
        if let Some(left) = self.left.get_mut(at) {
            *left = offset;
        }
    }

    fn set_right(&mut self, at: usize, offset: u32) {
        if let Some(right) = self.right.get_mut(at) {
            *right = offset;
        }
    }

    fn set_indent(&mut self, at: usize, span: Span) {
        note(&mut self.indent, at, span);
    }

    /// Removes the line of a tag that is alone on it.
    fn alone(&mut self, at: usize, item: &Item<'_>) -> bool {
        let (Some(left), Some(right)) = (item.standalone.left, item.standalone.right) else { return false };
        self.set_left(at, left);
        self.set_right(at, right);
        true
    }

    /// Decides the lines of a block by the rules of the Mustache specification's inheritance module: opening and
    /// closing tag are alone as a pair; indentation of the content is removed where the
    /// block is defined, and that of the place is added where it is expanded.
    fn block(&mut self, document: &Document<'_>, open: usize, close: usize, is_argument: bool) {
        let (Some(opening), Some(closing)) = (document.items.get(open), document.items.get(close)) else { return };
        let pair = opening.standalone.left.zip(closing.standalone.right);
        if pair.is_none() && !is_argument {
            return;
        }
        let content_end = closing.standalone.left.unwrap_or(closing.span.start);
        let content = opening.standalone.right.filter(|&start| start < content_end || open + 2 < close);
        if let Some(start) = content {
            let first = document.source.get(start as usize..content_end.max(start) as usize).unwrap_or("");
            let spaces = first.len() - first.trim_start_matches([' ', '\t']).len();
            let intrinsic = Span::new(start as usize, start as usize + spaces);
            self.set_right(open, start);
            self.set_left(close, content_end.max(start));
            note(&mut self.dedent, open, intrinsic);
            if pair.is_some() {
                self.set_indent(open, intrinsic);
            }
        } else if let Some((left, _)) = pair {
            self.set_indent(open, Span { start: left, end: opening.span.start });
            if opening.standalone.right.is_some() {
                // Nothing but whitespace between the tags: the block has no content of its own.
                self.set_right(open, closing.span.start);
            }
        }
        if let Some((left, right)) = pair.filter(|_| !is_argument) {
            self.set_left(open, left);
            if closing.standalone.left.is_some() {
                self.set_right(close, right);
            }
        }
    }
}

/// Notes a span at a place of a list that ends with the last one noted.
fn note(spans: &mut Vec<Option<Span>>, at: usize, span: Span) {
    if spans.len() <= at {
        spans.resize(at + 1, None);
    }
    if let Some(noted) = spans.get_mut(at) {
        *noted = Some(span);
    }
}
