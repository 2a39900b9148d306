//! Where the blocks of a template write: reported while they run, so that no value can forge one.

use super::Machine;
use crate::program::{Block, Section};
use itl_syntax::Span;
use itl_value::Value;
use std::sync::Arc;

/// Watches a render from the outside; see [`Template::render_observed`].
///
/// The evaluator knows blocks and where they write. What a block means is the observer's own.
///
/// [`Template::render_observed`]: crate::Template::render_observed
pub trait RenderObserver {
    /// A block begins to write. Returns whether [`RenderObserver::block_end`] is called for it.
    fn block(&mut self, block: &BlockStart<'_>) -> bool;

    /// The innermost block that is watched has written everything before `output`, in bytes of the text.
    fn block_end(&mut self, output: usize);

    /// Whether [`RenderObserver::tag`] is to be called. Asked once, before the render.
    fn watches_tags(&self) -> bool {
        false
    }

    /// A tag of the template, or of a partial that was compiled with it, has run.
    fn tag(&mut self, run: &TagRun<'_>) {
        let _ = run;
    }
}

/// One run of one tag.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TagRun<'r> {
    /// The tag; of a reference in it the reference.
    pub tag: Span,
    /// The name of the partial that contains it; `None` for the template itself.
    pub partial: Option<&'r Arc<str>>,
    /// What it did.
    pub action: TagAction,
}

/// What a tag did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TagAction {
    /// It printed a value of that many bytes.
    Print {
        /// Zero where nothing was printed.
        bytes: usize,
    },
    /// A section evaluated its value.
    Section {
        /// How often its content is rendered: never for a false value, once for each item of a list. An
        /// inverted section runs where this is zero.
        rounds: usize,
        /// Whether the value is a list.
        list: bool,
    },
    /// A partial was called.
    Partial,
    /// A function chose one of its branches.
    Branch {
        /// The position of the call among the steps and calls after the path's plain steps.
        link: usize,
        /// The number of the branch, as in [`Point`](crate::Point).
        branch: u32,
    },
}

/// A block at the moment when its body begins to run.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct BlockStart<'r> {
    /// The block's name.
    pub name: &'r str,
    /// The tag that opens it.
    pub tag: Span,
    /// The name of the partial that contains it; `None` for the template itself.
    pub partial: Option<&'r Arc<str>>,
    /// Where it begins to write, in bytes of the text.
    pub output: usize,
    /// The nearest context that is an object; missing where there is none.
    pub object: Value<'r>,
}

impl Machine<'_, '_> {
    /// Reports a block that begins. Returns whether its end is to be reported.
    pub(super) fn observe_block(&mut self, block: &Block) -> bool {
        let Some(observer) = &mut self.observer else { return false };
        observer.block(&BlockStart {
            name: &block.name,
            tag: block.tag,
            partial: self.program.name.as_ref(),
            output: self.out.len(),
            object: self.contexts.nearest_object(),
        })
    }

    #[cold]
    pub(super) fn observe_block_end(&mut self) {
        if let Some(observer) = &mut self.observer {
            observer.block_end(self.out.len());
        }
    }

    /// Reports what a tag did. A template that is made during the render has no places to report.
    #[cold]
    pub(super) fn observe_tag(&mut self, tag: Span, action: TagAction) {
        if let Some(observer) = self.observer.as_mut().filter(|_| self.budgets.depth == 0) {
            observer.tag(&TagRun { tag, partial: self.program.name.as_ref(), action });
        }
    }

    /// Reports the value of a section.
    #[cold]
    pub(super) fn observe_section(&mut self, section: &Section, value: &Value<'_>) {
        let (rounds, list) = match value {
            Value::List(list) => (list.len(), true),
            value => (value.is_truthy().into(), false),
        };
        if let Some(expr) = self.program.exprs.get(section.expr as usize) {
            self.observe_tag(expr.tag, TagAction::Section { rounds, list });
        }
    }
}
