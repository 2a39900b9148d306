//! Where the blocks of a template write: reported while they run, so that no value can forge one.

use super::Machine;
use crate::program::Block;
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
}

/// A block at the moment when its body begins to run.
#[derive(Clone, Debug)]
pub struct BlockStart<'r> {
    /// The block's name.
    pub name: &'r str,
    /// The tag that opens it.
    pub tag: Span,
    /// The partial it stands in; `None` for the template itself.
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
}
