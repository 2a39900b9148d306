//! Goes through a template and its partials with the contexts in force at each tag.

mod blocks;

use crate::documents::Documents;
use crate::knowledge::Knowledge;
use crate::meaning::Resolved;
use crate::resolve::Resolver;
use crate::scope::Scope;
use crate::shape::ShapeId;
use blocks::{Blocks, Piece};
use itl_eval::{Engine, Registry, Span};
use itl_syntax::Document;
use itl_syntax::ast::{Expr, Kind, Link, Name};
use std::ops::ControlFlow;
use std::sync::Arc;

/// How a tag uses its path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Print,
    Raw,
    Section,
    Inverted,
    /// It names a partial or parent.
    Name,
    /// It is an argument or stands in brackets.
    Argument,
}

/// A path, met on the way.
pub(crate) struct Visit<'w, 'd> {
    pub(crate) tag: Span,
    pub(crate) expr: &'d Expr<'d>,
    pub(crate) role: Role,
    /// Whether it is expected that there may be no value.
    pub(crate) quiet: bool,
    /// The partial it stands in.
    pub(crate) partial: Option<&'w Arc<str>>,
    /// The text that spans count in.
    pub(crate) source: &'d str,
    pub(crate) resolved: &'w Resolved,
    pub(crate) scope: &'w Scope<'d>,
}

/// What is called at each path; it may end the walk.
pub(crate) type Visitor<'c, 'a> = &'c mut dyn for<'w, 'd> FnMut(&Visit<'w, 'd>, &mut Knowledge<'a>) -> ControlFlow<()>;

/// How many blocks may stand inside each other.
const MAX_BLOCK_DEPTH: usize = 64;

/// As many steps may a path have: each is kept while the analysis lasts, and no payload is as deep.
const MAX_PATH: usize = 100_000;

/// How deep partials are followed.
const MAX_PARTIAL_DEPTH: usize = 32;

/// What is walked.
pub(crate) struct Walk<'w, 'a> {
    pub(crate) engine: &'a Engine,
    pub(crate) document: &'w Document<'w>,
    pub(crate) documents: &'w Documents<'a>,
}

impl<'w, 'a> Walk<'w, 'a> {
    /// Walks the template and, where they are called, its partials. Returns whether all of it
    /// was visited.
    pub(crate) fn run(&self, root: ShapeId, known: &mut Knowledge<'a>, visitor: Visitor<'_, 'a>) -> bool {
        let scope = Scope::new(root, known);
        let limit = known.work() + known.steps_of_walk;
        let mut state = State { scope, known, limit, calls: Vec::new(), depth: 0, visitor };
        let piece = Piece { document: self.document, partial: None, start: 0, end: self.document.items.len() };
        self.piece(piece, &Blocks::None, &mut state).is_continue()
    }

    fn piece(&self, piece: Piece<'w>, blocks: &Blocks<'_, 'w>, state: &mut State<'_, 'w, 'a>) -> ControlFlow<()> {
        let frames = state.scope.frames.len();
        let done = self.items(piece, blocks, state);
        state.scope.frames.truncate(frames);
        done
    }

    fn items(&self, piece: Piece<'w>, blocks: &Blocks<'_, 'w>, state: &mut State<'_, 'w, 'a>) -> ControlFlow<()> {
        // Whether each open tag is a section that made a context.
        let mut open: Vec<bool> = Vec::new();
        let mut at = piece.start;
        while at < piece.end
            && let Some(item) = piece.document.items.get(at)
        {
            at += 1;
            state.charge(1)?;
            match &item.kind {
                Kind::Variable { expr, raw } => {
                    self.visit(piece, item.span, expr, if *raw { Role::Raw } else { Role::Print }, state)?;
                }
                Kind::Section { expr, inverted, .. } => {
                    let role = if *inverted { Role::Inverted } else { Role::Section };
                    let resolved = self.visit(piece, item.span, expr, role, state)?;
                    // A broken section prints its block once, in the context around it.
                    let opens = !*inverted && !resolved.broken;
                    if opens {
                        state.scope.push(&resolved, expr, state.known);
                    }
                    open.push(opens);
                }
                Kind::Close { .. } => {
                    if open.pop() == Some(true) {
                        state.scope.pop();
                    }
                }
                Kind::Partial { name } => self.partial(piece, item.span, name, blocks, state)?,
                Kind::Parent { name, close } => {
                    let end = (*close as usize).min(piece.end);
                    // A block is remembered by its name, which takes longer than to pass an item.
                    state.charge(end.saturating_sub(at))?;
                    let passed = blocks::passed(Piece { start: at, end, ..piece });
                    self.partial(piece, item.span, name, &Blocks::Passed { own: &passed, around: blocks }, state)?;
                    at = end + 1;
                }
                Kind::Block { name, close } => {
                    let (block, looked) = blocks.get(name);
                    state.charge(looked / 4)?;
                    match block {
                        Some(block) => {
                            if state.depth < MAX_BLOCK_DEPTH {
                                state.depth += 1;
                                // Its own name may stand in it; the block that was passed is used up.
                                self.piece(block, &Blocks::Used { name, around: blocks }, state)?;
                                state.depth -= 1;
                            }
                            at = (*close as usize).saturating_add(1);
                        }
                        None => open.push(false),
                    }
                }
                Kind::Text | Kind::Comment | Kind::SetDelimiters(_) | Kind::Broken => {}
            }
        }
        ControlFlow::Continue(())
    }

    fn visit(
        &self,
        piece: Piece<'w>,
        tag: Span,
        expr: &'w Expr<'w>,
        role: Role,
        state: &mut State<'_, 'w, 'a>,
    ) -> ControlFlow<(), Resolved> {
        if expr.links.len() > MAX_PATH {
            return ControlFlow::Break(());
        }
        let source = piece.document.source;
        let resolve = |expr: &Expr<'_>, state: &mut State<'_, 'w, 'a>| {
            let mut resolver = Resolver { engine: self.engine, source, known: state.known };
            resolver.resolve(expr, expr.links.len(), &state.scope)
        };
        let resolved = resolve(expr, state);
        state.charge(resolved.found.len() + resolved.reads.len())?;
        let visit = |expr: &'w Expr<'w>, role, quiet, resolved: &Resolved, state: &mut State<'_, 'w, 'a>| {
            let partial = piece.partial;
            let scope = &state.scope;
            (state.visitor)(&Visit { tag, expr, role, quiet, partial, source, resolved, scope }, state.known)
        };
        let quiet =
            matches!(role, Role::Section | Role::Inverted) || resolved.calls.iter().any(|call| call.accepts_missing);
        visit(expr, role, quiet, &resolved, state)?;
        if !resolved.broken {
            let mut inner = references(expr, self.engine.registry());
            let mut next = 0;
            while let Some((expr, quiet)) = inner.get(next).copied() {
                next += 1;
                let resolved = resolve(expr, state);
                state.charge(1 + resolved.found.len() + resolved.reads.len())?;
                let quiet = quiet || resolved.calls.iter().any(|call| call.accepts_missing);
                visit(expr, Role::Argument, quiet, &resolved, state)?;
                inner.extend(references(expr, self.engine.registry()));
            }
        }
        ControlFlow::Continue(resolved)
    }

    fn partial(
        &self,
        piece: Piece<'w>,
        tag: Span,
        name: &'w Name<'w>,
        blocks: &Blocks<'_, 'w>,
        state: &mut State<'_, 'w, 'a>,
    ) -> ControlFlow<()> {
        let expr = match name {
            Name::Static(name) => return self.called(name, blocks, state),
            Name::Dynamic(expr) => expr,
        };
        let resolved = self.visit(piece, tag, expr, Role::Name, state)?;
        let mut names: Vec<String> = Vec::new();
        for found in &resolved.found {
            let values = state.known.shapes.values(found.shape);
            names.extend(values.iter().filter_map(|value| value.as_str().map(str::to_owned)));
        }
        names.sort();
        names.dedup();
        state.charge(names.len())?;
        names.iter().try_for_each(|name| self.called(name, blocks, state))
    }

    fn called(&self, name: &str, blocks: &Blocks<'_, 'w>, state: &mut State<'_, 'w, 'a>) -> ControlFlow<()> {
        if state.calls.len() >= MAX_PARTIAL_DEPTH.min(self.engine.limits().partial_depth) {
            return ControlFlow::Continue(());
        }
        state.charge(1)?;
        let Some((name, document)) = self.documents.get(name) else { return ControlFlow::Continue(()) };
        // Names are compared by their addresses: each is held once, and in partials that all call each other each call
        // is compared with all that are open.
        if state.calls.iter().any(|call| std::ptr::eq(*call, name)) {
            return ControlFlow::Continue(());
        }
        state.calls.push(name);
        let piece = Piece { document, partial: Some(name), start: 0, end: document.items.len() };
        self.piece(piece, blocks, state)?;
        state.calls.pop();
        ControlFlow::Continue(())
    }
}

/// The paths of the references among the arguments and in the brackets of `expr`, each with
/// whether it may be missing.
fn references<'d>(expr: &'d Expr<'d>, registry: &Registry) -> Vec<(&'d Expr<'d>, bool)> {
    let mut found = Vec::new();
    for link in &expr.links {
        match link {
            Link::Call(call) => {
                let quiet = registry.get(call.name).is_some_and(|function| function.accepts_missing);
                found.extend(call.args.iter().filter_map(|arg| arg.reference()).map(|it| (&it.expr, quiet)));
            }
            Link::Reference { reference, .. } => found.push((&reference.expr, false)),
            Link::Key(_) | Link::Index { .. } => {}
        }
    }
    found
}

struct State<'c, 'd, 'a> {
    scope: Scope<'d>,
    known: &'c mut Knowledge<'a>,
    /// The work after which the walk ends.
    limit: u64,
    /// The partials being walked, so that one that calls itself is walked once.
    calls: Vec<&'d Arc<str>>,
    /// How many blocks stand around.
    depth: usize,
    visitor: Visitor<'c, 'a>,
}

impl State<'_, '_, '_> {
    fn charge(&mut self, steps: usize) -> ControlFlow<()> {
        self.known.charge(steps);
        if self.known.work() < self.limit { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    }
}
