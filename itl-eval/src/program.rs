//! The compiled form of a template: a flat list of instructions and the tables they point into.

use crate::functions::{Arg, Branches, Fallback, ParamKind, Run};
#[cfg(feature = "extensions")]
use crate::output::Escape;
use itl_syntax::Span;
use itl_syntax::ast::LoopVar;
use itl_value::{LookupKey, Step};
use std::sync::Arc;

/// A template and the partials it can reach, compiled.
#[derive(Debug, Default)]
pub(crate) struct ProgramSet {
    /// The template itself is the first.
    pub(crate) programs: Vec<Program>,
    /// The partials by name, sorted; their indexes into `programs`.
    pub(crate) partials: Vec<(Arc<str>, u32)>,
    /// Whether a source with an error prints nothing at all, also one that is compiled while rendering.
    pub(crate) is_emptied_by_errors: bool,
}

impl ProgramSet {
    pub(crate) fn partial(&self, name: &str) -> Option<&Program> {
        let at = self.partials.binary_search_by(|(known, _)| (**known).cmp(name)).ok()?;
        self.partials.get(at).and_then(|(_, program)| self.programs.get(*program as usize))
    }
}

/// One compiled source.
#[derive(Debug, Default)]
pub(crate) struct Program {
    /// The partial's name; `None` for the template itself.
    pub(crate) name: Option<Arc<str>>,
    pub(crate) source: Arc<str>,
    pub(crate) ops: Vec<Op>,
    pub(crate) exprs: Vec<Expr>,
    pub(crate) sections: Vec<Section>,
    pub(crate) partials: Vec<Partial>,
    pub(crate) parents: Vec<Parent>,
    pub(crate) blocks: Vec<Block>,
    /// Comments that hold settings.
    #[cfg(feature = "extensions")]
    pub(crate) comments: Vec<Span>,
    /// The escape that a comment outside all blocks asks for.
    #[cfg(feature = "extensions")]
    pub(crate) escape: Option<Escape>,
    /// Tags that print their own source.
    pub(crate) broken: Vec<Span>,
}

impl Program {
    /// The tag of the instruction before `at`, or of the nearest one before it that has a tag.
    pub(crate) fn tag_before(&self, at: usize) -> Option<Span> {
        let expr = |expr: u32| self.exprs.get(expr as usize).map(|expr| expr.tag);
        let section = |section: u32| expr(self.sections.get(section as usize)?.expr);
        self.ops.get(..at)?.iter().rev().find_map(|op| match *op {
            Op::Print { expr: of, .. } => expr(of),
            Op::Section { section: of, .. } | Op::Inverted { section: of, .. } => section(of),
            Op::Next { start } => match self.ops.get((start as usize).checked_sub(1)?)? {
                Op::Section { section: of, .. } => section(*of),
                _ => None,
            },
            Op::Partial { partial } => self.partials.get(partial as usize).map(|partial| partial.tag),
            Op::Parent { parent, .. } => self.parents.get(parent as usize).map(|parent| parent.tag),
            Op::Block { block, .. } => self.blocks.get(block as usize).map(|block| block.tag),
            Op::Broken { tag, .. } => self.broken.get(tag as usize).copied(),
            #[cfg(feature = "extensions")]
            Op::Comment { .. } => None,
            Op::Text(_) | Op::Line | Op::Return => None,
        })
    }
}

/// An instruction. Sections and blocks hold the instruction to continue at if they are not rendered, so the render
/// loop never searches.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Op {
    /// Prints text of the template.
    Text(Box<str>),
    /// Prints the source of a tag with an error. Unlike other text it appears in a trace.
    Broken { source: Box<str>, tag: u32 },
    /// A line of a partial or block begins: prints the indentation of the call.
    Line,
    /// Prints the text before a tag and its value, escaped unless `raw`.
    Print { before: Box<str>, expr: u32, raw: bool },
    /// Opens a section; continues at `end` if it is not rendered.
    Section { section: u32, end: u32 },
    /// Opens an inverted section; continues at `end` if it is not rendered.
    Inverted { section: u32, end: u32 },
    /// Ends a pass of a section; `start` is its first instruction.
    Next { start: u32 },
    /// Runs a partial.
    Partial { partial: u32 },
    /// Runs a parent with the blocks that follow; continues at `end`.
    Parent { parent: u32, end: u32 },
    /// Reports a comment that holds a setting to who watches the render.
    #[cfg(feature = "extensions")]
    Comment { tag: u32 },
    /// Runs the block's override or its own body, which follows; continues at `end`.
    Block { block: u32, end: u32 },
    /// Ends a program or a block's body.
    Return,
}

/// A path with calls, every name resolved.
#[derive(Debug)]
pub(crate) struct Expr {
    pub(crate) head: Head,
    /// The steps before the first call or reference.
    pub(crate) steps: Box<[Step]>,
    /// The first call or reference and all after it.
    pub(crate) links: Box<[Linked]>,
    /// The whole tag; of a reference the reference with its dollar sign.
    pub(crate) tag: Span,
    /// The path, without its calls.
    pub(crate) path: Span,
    /// Whether a missing value is expected: `default` is called on it.
    pub(crate) quiet: bool,
    /// The steps of following its keys, beyond that of its tag.
    pub(crate) cost: u32,
    /// Whether it is a path and nothing else, so short that following it is part of its tag's step.
    pub(crate) plain: bool,
}

/// Where a lookup starts.
#[derive(Debug)]
pub(crate) enum Head {
    Current,
    Key(LookupKey),
    Loop(LoopVar),
}

/// A step or a call, and where it ends in the source.
#[derive(Debug)]
pub(crate) struct Linked {
    pub(crate) link: Link,
    pub(crate) end: u32,
}

/// A step or a call.
#[derive(Debug)]
pub(crate) enum Link {
    Step(Step),
    Call(Call),
    /// A step to the key or position that another path leads to: `[$path]`.
    Reference(Box<Expr>),
}

/// A call with its function and ready arguments.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) name: Box<str>,
    pub(crate) run: Run,
    pub(crate) args: Box<[Arg]>,
    /// The references among the arguments, where there are any.
    pub(crate) references: Option<Box<References>>,
    /// The ways that its result can go, for coverage.
    #[cfg_attr(not(feature = "extensions"), expect(dead_code, reason = "that build has no coverage"))]
    pub(crate) branches: Branches,
    /// The steps that the call itself takes: one, and more for long arguments.
    pub(crate) cost: u64,
}

impl Call {
    /// The reference that is the argument at `position`.
    pub(crate) fn reference(&self, position: u32) -> Option<&Expr> {
        let Some(Arg::Reference(place)) = self.args.get(position as usize) else { return None };
        self.references.as_ref()?.paths.get(*place as usize).map(|(expr, _)| expr)
    }
}

/// The references among the arguments of a call.
#[derive(Debug)]
pub(crate) struct References {
    /// Each with the kind of value that its parameter takes.
    pub(crate) paths: Box<[(Expr, ParamKind)]>,
    /// The result of the call if one of them does not fit.
    pub(crate) fallback: Fallback,
}

/// The value of a section, and what a lambda gets.
#[derive(Debug)]
#[cfg_attr(not(feature = "documents"), expect(dead_code, reason = "there are no lambdas"))]
pub(crate) struct Section {
    pub(crate) expr: u32,
    /// The source between the tags.
    pub(crate) inside: Span,
    /// The delimiters after the opening tag, if they are not the default ones.
    pub(crate) delimiters: Option<(Box<str>, Box<str>)>,
}

/// Which partial a tag means.
#[derive(Debug)]
pub(crate) enum Target {
    /// It was compiled with the template.
    Known(u32),
    /// There is no partial of that name.
    Missing(Arc<str>),
    /// Its name is the value of an expression.
    Dynamic(u32),
}

#[derive(Debug)]
pub(crate) struct Partial {
    pub(crate) target: Target,
    pub(crate) indent: Box<str>,
    pub(crate) tag: Span,
}

#[derive(Debug)]
pub(crate) struct Parent {
    pub(crate) target: Target,
    pub(crate) indent: Box<str>,
    pub(crate) tag: Span,
    /// Names and bodies of the blocks inside it, sorted by name; of those with one name only the last.
    pub(crate) blocks: Vec<(Box<str>, u32)>,
}

#[derive(Debug)]
pub(crate) struct Block {
    pub(crate) name: Box<str>,
    /// Its indentation, if it is alone on its lines.
    pub(crate) indent: Option<Box<str>>,
    pub(crate) tag: Span,
    /// The escape that a comment inside it asks for.
    #[cfg(feature = "extensions")]
    pub(crate) escape: Option<Escape>,
}

impl std::fmt::Debug for Run {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Native(_) => "Native",
            #[cfg(feature = "extensions")]
            Self::Host(_) => "Host",
        })
    }
}
