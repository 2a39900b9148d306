//! Writes the program: text without the lines that tags remove, and tags as instructions.

use super::lines::Lines;
use super::resolve::Resolved;
#[cfg(feature = "extensions")]
use crate::output::Escape;
use crate::program::{Block, Expr, Op, Parent, Partial, Program, Section, Target};
use crate::sorted::sort_names;
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
    let lines = Lines::of(document, &resolved);
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
    // Most items become an instruction, and every other one is a tag.
    emitter.program.ops.reserve(document.items.len() + 1);
    emitter.program.exprs.reserve(document.items.len() / 2 + 1);
    for (at, (item, resolved)) in document.items.iter().zip(resolved).enumerate() {
        emitter.item(at, item, resolved);
    }
    emitter.push(Op::Return);
    for parent in &mut emitter.program.parents {
        sort_blocks(&mut parent.blocks);
    }
    emitter.program
}

/// Sorts blocks by their names. Of two with one name inside a parent the last one counts.
fn sort_blocks(blocks: &mut Vec<(Box<str>, u32)>) {
    blocks.reverse();
    sort_names(blocks);
    blocks.dedup_by(|(later, _), (kept, _)| later == kept);
}

/// Marks the closing tags of openings with errors as errors too.
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

struct Emitter<'d, 's> {
    document: &'d Document<'s>,
    lines: Lines,
    program: Program,
    known: &'d dyn Fn(&str) -> Option<u32>,
    open: Vec<Open>,
    /// Indentations that the content being written loses, outermost first.
    dedents: Vec<String>,
    /// Above zero if the code may run with an indentation.
    indentable: usize,
    /// Above zero inside a parent: text there is a comment.
    parents: usize,
    /// Whether the next instruction begins a line although no line end precedes it: the start of a block's body.
    force_line: bool,
    /// Text that no instruction prints yet.
    pending: String,
}

/// An opening tag whose closing tag has not come yet.
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
        let is_alone = self.lines.left.get(at).is_some_and(|&left| left < item.span.start)
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
                if !is_alone {
                    self.line(item.span.start);
                }
                self.section(item.span, *inverted, *close, *delimiters, expr);
            }
            Kind::Partial { name } => self.partial(at, item.span, name, expr),
            Kind::Parent { name, .. } => self.parent(at, item.span, name, expr),
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

    fn section(&mut self, tag: Span, inverted: bool, close: u32, delimiters: Delimiters<'_>, expr: Option<Expr>) {
        let expr = expr.map_or(0, |expr| self.expr(expr));
        let end = self.document.items.get(close as usize).map_or(tag.end, |close| close.span.start);
        let inside = Span { start: tag.end, end };
        let is_default = delimiters == Delimiters::default();
        let delimiters = (!is_default).then(|| (delimiters.open.into(), delimiters.close.into()));
        let section = self.program.sections.len() as u32;
        self.program.sections.push(Section { expr, inside, delimiters });
        self.flush();
        self.open.push(Open::Section { op: self.program.ops.len() });
        self.push(if inverted { Op::Inverted { section, end: 0 } } else { Op::Section { section, end: 0 } });
    }

    fn partial(&mut self, at: usize, tag: Span, name: &Name<'_>, expr: Option<Expr>) {
        let indent = self.lines.indent.get(at).copied().flatten();
        if indent.is_none() {
            self.line(tag.start);
        }
        let target = self.target_of(name, expr);
        let indent = self.indent(indent);
        let partial = self.program.partials.len() as u32;
        self.program.partials.push(Partial { target, indent, tag });
        self.push(Op::Partial { partial });
    }

    fn parent(&mut self, at: usize, tag: Span, name: &Name<'_>, expr: Option<Expr>) {
        let indent = self.lines.indent.get(at).copied().flatten();
        if indent.is_none() && self.parents == 0 {
            self.line(tag.start);
        }
        let target = self.target_of(name, expr);
        let indent = self.indent(indent);
        let parent = self.program.parents.len() as u32;
        self.program.parents.push(Parent { target, indent, tag, blocks: Vec::new() });
        self.flush();
        self.open.push(Open::Parent { op: self.program.ops.len() });
        self.parents += 1;
        self.push(Op::Parent { parent, end: 0 });
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
            parent.blocks.push((name.into(), op as u32 + 1));
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

    /// Removes the indentations of the blocks around it from the start of a line.
    fn strip<'t>(&self, line: &'t str) -> &'t str {
        self.dedents.iter().fold(line, |line, dedent| line.strip_prefix(dedent.as_str()).unwrap_or(line))
    }

    fn begins_line(&self, offset: u32) -> bool {
        let before = (offset as usize).checked_sub(1);
        before.is_none_or(|before| self.document.source.as_bytes().get(before) == Some(&b'\n'))
    }

    /// Marks the start of a line, if the code may run with an indentation.
    fn line(&mut self, offset: u32) {
        let forced = std::mem::take(&mut self.force_line);
        if self.indentable > 0 && (forced || self.begins_line(offset)) {
            self.push(Op::Line);
        }
    }

    /// Marks the start of a line whose first tag prints nothing but keeps the line.
    fn line_beside(&mut self, item: &Item<'_>) {
        if !item.standalone.alone() {
            self.line(item.span.start);
        }
    }

    /// Text between two tags, without what the tags remove.
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

    /// Adds an instruction for the pending text, before an instruction that others continue at.
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
