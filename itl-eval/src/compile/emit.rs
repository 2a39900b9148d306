//! Writes the program: text with its lines settled, tags as instructions.
//!
//! A tag that is alone on its line removes the line. Which tags do is only known once
//! calls are resolved, since a broken tag takes no line; so this pass decides first and then
//! writes.

use super::resolve::Resolved;
#[cfg(feature = "extensions")]
use crate::output::Escape;
use crate::program::{Block, Expr, Op, Parent, Partial, Program, Section, Target};
use itl_syntax::ast::{Delimiters, Item, Kind, Name};
#[cfg(feature = "extensions")]
use itl_syntax::comment;
use itl_syntax::{Document, Span};
use std::sync::Arc;

/// Writes the program of `document`. `known` returns the index of a partial's program.
pub(super) fn emit(
    document: &Document<'_>,
    mut resolved: Vec<Resolved>,
    known: &dyn Fn(&str) -> Option<u32>,
    name: Option<Arc<str>>,
) -> Program {
    break_partners(document, &mut resolved);
    let lines = Lines::settle(document, &resolved);
    let is_partial = name.is_some();
    let mut emitter = Emitter {
        document,
        lines,
        program: Program::new(name, document.source),
        known,
        open: Vec::new(),
        dedents: Vec::new(),
        indentable: usize::from(is_partial),
        parents: 0,
        force_line: false,
        pending: String::new(),
    };
    // Most items make an instruction, and every other one is a tag.
    emitter.program.ops.reserve(document.items.len() + 1);
    emitter.program.exprs.reserve(document.items.len() / 2 + 1);
    for (at, (item, resolved)) in document.items.iter().zip(resolved).enumerate() {
        emitter.item(at, item, resolved);
    }
    emitter.push(Op::Return);
    emitter.program
}

/// Breaks the closing tags of broken openings.
fn break_partners(document: &Document<'_>, resolved: &mut [Resolved]) {
    for (at, item) in document.items.iter().enumerate() {
        if !matches!(resolved.get(at), Some(Resolved::Broken)) {
            continue;
        }
        if let Kind::Section { close, .. } | Kind::Parent { close, .. } = item.kind
            && let Some(partner) = resolved.get_mut(close as usize)
        {
            *partner = Resolved::Broken;
        }
    }
}

/// What each tag takes away of the text beside it, and how blocks are indented.
struct Lines {
    /// For each item the offset where the text before it ends.
    left: Vec<u32>,
    /// For each item the offset at which the text after it begins.
    right: Vec<u32>,
    /// Indentation of each block, parent and partial that is alone on its line, up to the last one.
    indent: Vec<Option<Span>>,
    /// The indentation that a block's content loses, up to the last one.
    dedent: Vec<Option<Span>>,
}

impl Lines {
    fn settle(document: &Document<'_>, resolved: &[Resolved]) -> Self {
        let items = &document.items;
        let mut lines = Self {
            left: items.iter().map(|item| item.span.start).collect(),
            right: items.iter().map(|item| item.span.end).collect(),
            indent: Vec::new(),
            dedent: Vec::new(),
        };
        let mut parent_end = None;
        for (at, item) in items.iter().enumerate() {
            if matches!(resolved.get(at), Some(Resolved::Broken)) {
                continue;
            }
            if parent_end.is_some_and(|end| at >= end) {
                parent_end = None;
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
                    parent_end.get_or_insert(close as usize);
                }
                Kind::Block { close, .. } => {
                    let is_argument = directly_in_parent(document, at);
                    lines.block(document, at, close as usize, is_argument);
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

    /// Settles a block by the rules of the specification's inheritance module: opening and
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

/// Whether the innermost tag around an item is a parent.
fn directly_in_parent(document: &Document<'_>, at: usize) -> bool {
    let mut before = at;
    while let Some(item) = before.checked_sub(1).and_then(|at| document.items.get(at)) {
        before -= 1;
        match item.kind {
            Kind::Close { open } => before = open as usize,
            Kind::Parent { .. } => return true,
            Kind::Section { .. } | Kind::Block { .. } => return false,
            _ => {}
        }
    }
    false
}

struct Emitter<'d, 's> {
    document: &'d Document<'s>,
    lines: Lines,
    program: Program,
    known: &'d dyn Fn(&str) -> Option<u32>,
    open: Vec<Open>,
    /// Indentations that the content being written loses, outermost first.
    dedents: Vec<String>,
    /// Above zero where the code may run with an indentation.
    indentable: usize,
    /// Above zero inside a parent: text there is a comment.
    parents: usize,
    /// Whether the next instruction begins a line although no line end precedes it: the
    /// start of a block's body.
    force_line: bool,
    /// Text that no instruction prints yet.
    pending: String,
}

/// An opening tag whose closing one is still to come.
enum Open {
    Section { op: usize },
    Parent { op: usize },
    Block { op: usize, dedented: bool, parents: usize },
}

impl Emitter<'_, '_> {
    fn item(&mut self, at: usize, item: &Item<'_>, resolved: Resolved) {
        if matches!(resolved, Resolved::Broken) || matches!(item.kind, Kind::Broken) {
            self.broken(item.span);
            return;
        }
        let expr = match resolved {
            Resolved::Ready(expr) => Some(expr),
            Resolved::Nothing | Resolved::Broken => None,
        };
        let stands_alone = self.lines.left.get(at).is_some_and(|&left| left < item.span.start)
            || self.lines.right.get(at).is_some_and(|&right| right > item.span.end);
        if self.parents > 0 && !matches!(item.kind, Kind::Close { .. } | Kind::Parent { .. } | Kind::Block { .. }) {
            self.ignored(item);
            return;
        }
        match &item.kind {
            Kind::Text => self.between(at, item.span),
            Kind::Variable { raw, .. } => {
                self.line(item.span.start);
                if let Some(expr) = expr {
                    let expr = self.expr(expr);
                    let before = self.take_pending();
                    self.program.ops.push(Op::Print { before, expr, raw: *raw });
                }
            }
            Kind::Section { inverted, close, delimiters, .. } => {
                if !stands_alone {
                    self.line(item.span.start);
                }
                let expr = expr.map_or(0, |expr| self.expr(expr));
                let end = self.document.items.get(*close as usize).map_or(item.span.end, |close| close.span.start);
                let inside = Span { start: item.span.end, end };
                let usual = *delimiters == Delimiters::default();
                let delimiters = (!usual).then(|| (delimiters.open.into(), delimiters.close.into()));
                let section = self.program.sections.len() as u32;
                self.program.sections.push(Section { expr, inside, delimiters });
                self.flush();
                self.open.push(Open::Section { op: self.program.ops.len() });
                self.push(if *inverted { Op::Inverted { section, end: 0 } } else { Op::Section { section, end: 0 } });
            }
            Kind::Partial { name } => {
                let indent = self.lines.indent.get(at).copied().flatten();
                if indent.is_none() {
                    self.line(item.span.start);
                }
                let target = self.target_of(name, expr);
                let indent = self.indent(indent);
                let partial = self.program.partials.len() as u32;
                self.program.partials.push(Partial { target, indent, tag: item.span });
                self.push(Op::Partial { partial });
            }
            Kind::Parent { name, .. } => {
                let indent = self.lines.indent.get(at).copied().flatten();
                if indent.is_none() && self.parents == 0 {
                    self.line(item.span.start);
                }
                let target = self.target_of(name, expr);
                let indent = self.indent(indent);
                let parent = self.program.parents.len() as u32;
                self.program.parents.push(Parent { target, indent, tag: item.span, args: Vec::new() });
                self.flush();
                self.open.push(Open::Parent { op: self.program.ops.len() });
                self.parents += 1;
                self.push(Op::Parent { parent, end: 0 });
            }
            Kind::Block { name, .. } => self.block(at, item.span, name),
            Kind::Close { open } => {
                let opening = self.document.items.get(*open as usize).map(|item| &item.kind);
                if self.parents == 0 && matches!(opening, Some(Kind::Section { .. })) {
                    self.line_beside(item);
                }
                self.close();
            }
            Kind::Comment => {
                self.line_beside(item);
                #[cfg(feature = "extensions")]
                self.comment(item.span);
            }
            Kind::SetDelimiters(_) => self.line_beside(item),
            Kind::Broken => {}
        }
    }

    /// Inside a parent only blocks count; sections there keep the stack of open tags in step.
    fn ignored(&mut self, item: &Item<'_>) {
        if matches!(item.kind, Kind::Section { .. }) {
            self.open.push(Open::Section { op: usize::MAX });
        }
    }

    fn block(&mut self, at: usize, span: Span, name: &str) {
        let indent = self.lines.indent.get(at).copied().flatten();
        let dedent = self.lines.dedent.get(at).copied().flatten();
        if self.parents == 0 && indent.is_none() {
            self.line(span.start);
        }
        self.flush();
        let op = self.program.ops.len();
        let argument = match self.open.last() {
            Some(Open::Parent { op }) => match self.program.ops.get(*op) {
                Some(Op::Parent { parent, .. }) => Some(*parent),
                _ => None,
            },
            _ => None,
        };
        if let Some(parent) = argument.and_then(|parent| self.program.parents.get_mut(parent as usize)) {
            parent.args.push((name.into(), op as u32 + 1));
        }
        let indent = indent.map(|indent| self.indent(Some(indent)));
        let block = self.program.blocks.len() as u32;
        self.program.blocks.push(Block {
            name: name.into(),
            indent,
            tag: span,
            #[cfg(feature = "extensions")]
            escape: None,
        });
        self.push(Op::Block { block, end: 0 });
        let dedented = dedent.is_some_and(|dedent| !dedent.is_empty());
        if let Some(dedent) = dedent.filter(|_| dedented) {
            let stripped = self.strip(dedent.of(self.document.source)).to_owned();
            self.dedents.push(stripped);
        }
        self.open.push(Open::Block { op, dedented, parents: self.parents });
        self.parents = 0;
        self.indentable += 1;
        self.force_line = true;
    }

    /// A comment with a setting is reported where it stands; an escape holds for the whole block or
    /// file around it.
    #[cfg(feature = "extensions")]
    fn comment(&mut self, tag: Span) {
        let mut settings = comment::settings(comment::inside(tag.of(self.document.source), "")).peekable();
        if settings.peek().is_none() {
            return;
        }
        // The closing delimiter may stand right after the name.
        let escape = settings.find(|setting| setting.name == "escape").and_then(|setting| {
            let name = setting.value.split(|c: char| !c.is_ascii_alphanumeric() && c != '-').next().unwrap_or_default();
            name.parse::<Escape>().ok()
        });
        if escape.is_some() {
            let block = self.open.iter().rev().find_map(|open| match open {
                Open::Block { op, .. } => match self.program.ops.get(*op) {
                    Some(Op::Block { block, .. }) => Some(*block as usize),
                    _ => None,
                },
                _ => None,
            });
            match block.and_then(|block| self.program.blocks.get_mut(block)) {
                Some(block) => block.escape = escape,
                None => self.program.escape = escape,
            }
        }
        let comment = self.program.comments.len() as u32;
        self.program.comments.push(tag);
        self.push(Op::Comment { tag: comment });
    }

    fn close(&mut self) {
        match self.open.pop() {
            Some(Open::Section { op: usize::MAX }) | None => {}
            Some(Open::Section { op }) => {
                // An inverted section opens no context and so has none to end.
                if matches!(self.program.ops.get(op), Some(Op::Section { .. })) {
                    self.push(Op::Next { start: op as u32 + 1 });
                }
                self.patch(op);
            }
            Some(Open::Parent { op }) => {
                self.parents -= 1;
                self.patch(op);
            }
            Some(Open::Block { op, dedented, parents }) => {
                self.push(Op::Return);
                self.patch(op);
                self.parents = parents;
                self.indentable -= 1;
                self.force_line = false;
                if dedented {
                    self.dedents.pop();
                }
            }
        }
    }

    /// Makes the instruction at `op` continue after the last one if it is not rendered.
    fn patch(&mut self, op: usize) {
        self.flush();
        let here = self.program.ops.len() as u32;
        if let Some(
            Op::Section { end, .. } | Op::Inverted { end, .. } | Op::Parent { end, .. } | Op::Block { end, .. },
        ) = self.program.ops.get_mut(op)
        {
            *end = here;
        }
    }

    fn expr(&mut self, expr: Expr) -> u32 {
        self.program.exprs.push(expr);
        self.program.exprs.len() as u32 - 1
    }

    fn target_of(&mut self, name: &Name<'_>, expr: Option<Expr>) -> Target {
        match (name, expr) {
            (Name::Dynamic(_), Some(expr)) => Target::Dynamic(self.expr(expr)),
            (Name::Static(name), _) => {
                (self.known)(name).map_or_else(|| Target::Missing((*name).into()), Target::Known)
            }
            (Name::Dynamic(_), None) => Target::Missing("".into()),
        }
    }

    fn indent(&mut self, span: Option<Span>) -> Box<str> {
        self.strip(span.map_or("", |span| span.of(self.document.source))).into()
    }

    /// Takes the indentations of the blocks around it from the start of a line.
    fn strip<'t>(&self, line: &'t str) -> &'t str {
        self.dedents.iter().fold(line, |line, dedent| line.strip_prefix(dedent.as_str()).unwrap_or(line))
    }

    fn begins_line(&self, offset: u32) -> bool {
        let before = (offset as usize).checked_sub(1);
        before.is_none_or(|before| self.document.source.as_bytes().get(before) == Some(&b'\n'))
    }

    /// Marks the start of a line, where the code may run with an indentation.
    fn line(&mut self, offset: u32) {
        let forced = std::mem::take(&mut self.force_line);
        if self.indentable > 0 && (forced || self.begins_line(offset)) {
            self.push(Op::Line);
        }
    }

    /// The same for a tag that prints nothing but leaves its line standing: the indentation
    /// comes before it.
    fn line_beside(&mut self, item: &Item<'_>) {
        if !item.standalone.alone() {
            self.line(item.span.start);
        }
    }

    /// Text between two tags, less what the tags take away.
    fn between(&mut self, at: usize, span: Span) {
        let start = at
            .checked_sub(1)
            .and_then(|before| self.lines.right.get(before))
            .map_or(span.start, |&r| r.max(span.start));
        let end = self.lines.left.get(at + 1).map_or(span.end, |&left| left.min(span.end));
        if start < end {
            self.text(Span { start, end });
        }
    }

    fn text(&mut self, span: Span) {
        let text = span.of(self.document.source);
        if text.is_empty() {
            return;
        }
        if text.starts_with('\n') || text.starts_with("\r\n") {
            // Blank lines get no indentation.
            self.force_line = false;
        } else {
            self.line(span.start);
        }
        if self.dedents.is_empty() {
            self.pending.push_str(text);
            return;
        }
        let mut fresh = self.begins_line(span.start);
        for line in text.split_inclusive('\n') {
            let line = if fresh { self.strip(line) } else { line };
            self.pending.push_str(line);
            fresh = true;
        }
    }

    /// The source of a broken tag.
    fn broken(&mut self, span: Span) {
        self.flush();
        self.text(span);
        let (source, tag) = (self.take_pending(), self.program.broken.len() as u32);
        self.program.broken.push(span);
        self.program.ops.push(Op::Broken { source, tag });
    }

    /// Adds an instruction after the text before it.
    fn push(&mut self, op: Op) {
        self.flush();
        self.program.ops.push(op);
    }

    /// Lets an instruction of its own print the text before a place that others go on at.
    fn flush(&mut self) {
        if !self.pending.is_empty() {
            let text = self.take_pending();
            self.program.ops.push(Op::Text(text));
        }
    }

    fn take_pending(&mut self) -> Box<str> {
        let text = self.pending.as_str().into();
        self.pending.clear();
        text
    }
}
