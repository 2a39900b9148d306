//! Goes through a template and its partials with the contexts in force at each tag.

use crate::preview::Previews;
use crate::scope::{Resolved, Scope};
use crate::shape::Shape;
use itl_eval::{Engine, Names, Span, Template};
use itl_syntax::ast::{Expr, ItemId, Kind, Name};
use itl_syntax::{Document, ParseLimits};
use serde_json::Value as Json;
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
}

/// A tag with a path, met on the way.
pub(crate) struct Visit<'w, 'v> {
    pub(crate) tag: Span,
    pub(crate) expr: &'w Expr<'w>,
    pub(crate) role: Role,
    /// The partial it stands in.
    pub(crate) partial: Option<&'w Arc<str>>,
    pub(crate) resolved: &'w Resolved<'v>,
    pub(crate) scope: &'w Scope<'v>,
}

/// How many tags one walk visits, partials counted as often as they are called, and how many
/// possible meanings it looks at.
const MOST_VISITS: usize = 200_000;
const MOST_WORK: usize = 4_000_000;

/// Walks the template and, where they are called, its partials. Answers whether all of it could
/// be visited.
pub(crate) fn walk<'v>(engine: &Engine, source: &str, root: Shape<'v>, visit: &mut dyn FnMut(&Visit<'_, 'v>)) -> bool {
    let (template, _) = engine.compile_lenient(source);
    let limits = engine.limits();
    let walker = Walker {
        engine,
        template: &template,
        limits: ParseLimits { bytes: limits.template_bytes, depth: limits.depth },
        depth: limits.partial_depth.min(32),
    };
    let document = itl_syntax::parse(source, engine.dialect(), walker.limits);
    let mut state = State {
        scope: Scope::new(root),
        previews: Previews::new(engine),
        visits: 0,
        work: 0,
        calls: Vec::new(),
        visit,
    };
    let piece = Piece { document: &document, partial: None, start: 0, end: document.items.len() };
    walker.piece(piece, &Blocks::default(), &mut state);
    state.fits()
}

struct Walker<'w> {
    engine: &'w Engine,
    template: &'w Template,
    limits: ParseLimits,
    depth: usize,
}

struct State<'c, 'v> {
    scope: Scope<'v>,
    previews: Previews,
    visits: usize,
    work: usize,
    /// The partials being walked, so that one that calls itself is walked once.
    calls: Vec<Arc<str>>,
    visit: &'c mut dyn FnMut(&Visit<'_, 'v>),
}

impl State<'_, '_> {
    fn fits(&self) -> bool {
        self.visits < MOST_VISITS && self.work < MOST_WORK
    }
}

/// Some items of a document.
#[derive(Clone, Copy)]
struct Piece<'d> {
    document: &'d Document<'d>,
    partial: Option<&'d Arc<str>>,
    start: usize,
    end: usize,
}

/// The blocks that parents pass to what they call; the outermost wins.
#[derive(Clone, Default)]
struct Blocks<'d> {
    names: Names,
    pieces: Vec<Piece<'d>>,
}

impl<'d> Blocks<'d> {
    fn get(&self, name: &str) -> Option<&Piece<'d>> {
        self.pieces.get(self.names.get(name)?)
    }

    fn set(&mut self, name: &str, piece: Piece<'d>) {
        self.names.set(name, self.pieces.len());
        self.pieces.push(piece);
    }
}

/// An open tag of the piece being walked.
enum Open {
    Section,
    Plain,
}

impl Walker<'_> {
    fn piece(&self, piece: Piece<'_>, blocks: &Blocks<'_>, state: &mut State<'_, '_>) {
        let mut open: Vec<Open> = Vec::new();
        let mut at = piece.start;
        while at < piece.end
            && let Some(item) = piece.document.items.get(at)
        {
            at += 1;
            state.visits += 1;
            if !state.fits() {
                break;
            }
            match &item.kind {
                Kind::Variable { expr, raw } => {
                    self.resolve(piece, item.span, expr, if *raw { Role::Raw } else { Role::Print }, state);
                }
                Kind::Section { expr, inverted, .. } => {
                    let role = if *inverted { Role::Inverted } else { Role::Section };
                    let resolved = self.resolve(piece, item.span, expr, role, state);
                    // A broken section prints its block once, in the context around it.
                    if *inverted || resolved.broken {
                        open.push(Open::Plain);
                    } else {
                        state.scope.push(&resolved);
                        open.push(Open::Section);
                    }
                }
                Kind::Close { .. } => {
                    if let Some(Open::Section) = open.pop() {
                        state.scope.pop();
                    }
                }
                Kind::Partial { name } => self.partial(piece, item.span, name, blocks, state),
                Kind::Parent { name, close } => {
                    let end = (*close as usize).min(piece.end);
                    let inner = arguments(Piece { start: at, end, ..piece });
                    let mut passed = inner;
                    for (name, at) in blocks.names.iter() {
                        if let Some(block) = blocks.pieces.get(at) {
                            passed.set(name, *block);
                        }
                    }
                    self.partial(piece, item.span, name, &passed, state);
                    at = end + 1;
                }
                Kind::Block { name, close } => {
                    if let Some(block) = blocks.get(name) {
                        if state.calls.len() < self.depth {
                            // Its own name may stand in it; the block that was passed is used up.
                            let mut rest = blocks.clone();
                            rest.names.forget(name);
                            self.piece(*block, &rest, state);
                        }
                        at = (*close as usize).saturating_add(1);
                    } else {
                        open.push(Open::Plain);
                    }
                }
                Kind::Text | Kind::Comment | Kind::SetDelimiters(_) | Kind::Broken => {}
            }
        }
        for open in open.into_iter().rev() {
            if matches!(open, Open::Section) {
                state.scope.pop();
            }
        }
    }

    fn resolve<'v>(
        &self,
        piece: Piece<'_>,
        tag: Span,
        expr: &Expr<'_>,
        role: Role,
        state: &mut State<'_, 'v>,
    ) -> Resolved<'v> {
        let resolved = state.scope.resolve(expr, piece.document.source, self.engine, &mut state.previews);
        state.work += state.scope.frames.len() + resolved.found.len() + resolved.reads.len();
        (state.visit)(&Visit { tag, expr, role, partial: piece.partial, resolved: &resolved, scope: &state.scope });
        resolved
    }

    fn partial(&self, piece: Piece<'_>, tag: Span, name: &Name<'_>, blocks: &Blocks<'_>, state: &mut State<'_, '_>) {
        match name {
            Name::Static(name) => self.called(name, blocks, state),
            Name::Dynamic(expr) => {
                let resolved = self.resolve(piece, tag, expr, Role::Name, state);
                let mut names: Vec<String> = Vec::new();
                for found in &resolved.found {
                    if let Shape::Sample(values) = &found.shape {
                        names.extend(values.iter().filter_map(|value| value.as_str().map(str::to_owned)));
                    }
                }
                names.sort();
                names.dedup();
                for name in &names {
                    self.called(name, blocks, state);
                }
            }
        }
    }

    fn called(&self, name: &str, blocks: &Blocks<'_>, state: &mut State<'_, '_>) {
        let recursive = state.calls.iter().any(|call| **call == *name);
        if recursive || state.calls.len() >= self.depth {
            return;
        }
        let Some(source) = self.template.partial_source(name) else { return };
        // Parsing is paid for too, or a large partial called from each line would never end.
        state.visits += source.len() / 64;
        let document = itl_syntax::parse(source, self.engine.dialect(), self.limits);
        let name: Arc<str> = name.into();
        state.calls.push(name.clone());
        let end = document.items.len();
        self.piece(Piece { document: &document, partial: Some(&name), start: 0, end }, blocks, state);
        state.calls.pop();
    }
}

/// The blocks that a parent tag passes.
fn arguments(piece: Piece<'_>) -> Blocks<'_> {
    let mut blocks = Blocks::default();
    let mut at = piece.start;
    while at < piece.end
        && let Some(item) = piece.document.items.get(at)
    {
        let skip_to = |close: ItemId| (close as usize).saturating_add(1);
        at += 1;
        match item.kind {
            Kind::Block { name, close } => {
                blocks.set(name, Piece { start: at, end: (close as usize).min(piece.end), ..piece });
                at = skip_to(close);
            }
            Kind::Section { close, .. } | Kind::Parent { close, .. } => at = skip_to(close),
            _ => {}
        }
    }
    blocks
}

/// The root of a walk over a sample, or over nothing.
pub(crate) fn root(sample: Option<&Json>) -> Shape<'_> {
    sample.map_or(Shape::Unknown, Shape::sample)
}
