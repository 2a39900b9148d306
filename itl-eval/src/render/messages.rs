//! Where the blocks that make messages write: noted while they run, so that no value can forge one.

use super::Machine;
use crate::program::Block;
use crate::prompt;
use itl_syntax::Span;
use itl_value::LookupKey;
use std::ops::Range;
use std::sync::Arc;

/// The blocks that made messages so far.
#[derive(Default)]
pub(crate) struct Blocks {
    pub(crate) outputs: Vec<BlockOutput>,
    /// How deep in the calls the bodies stand that run now.
    open: Vec<usize>,
}

/// The output of one message's block.
#[derive(Clone, Debug)]
pub(crate) struct BlockOutput {
    pub(crate) name: Box<str>,
    /// The key `role` of the context it ran in.
    pub(crate) role: Option<String>,
    pub(crate) tag: Span,
    pub(crate) partial: Option<Arc<str>>,
    pub(crate) output: Range<usize>,
}

impl Machine<'_, '_> {
    /// Notes where the output of a block that makes a message begins. Blocks inside it make
    /// none, and blocks of other names are looked through.
    pub(super) fn record_block(&mut self, block: &Block) {
        let Some(blocks) = self.notes.blocks.as_mut().filter(|_| prompt::makes_message(&block.name)) else { return };
        if blocks.open.is_empty() {
            let role = self.contexts.current().get(&LookupKey::new("role"));
            blocks.outputs.push(BlockOutput {
                name: block.name.clone(),
                role: (!role.is_absent()).then(|| role.to_text().into_owned()),
                tag: block.tag,
                partial: self.program.name.clone(),
                output: self.out.len()..usize::MAX,
            });
        }
        blocks.open.push(self.flow.callers.len());
    }

    /// Notes the end of a block, if it is one's body that has ended.
    pub(super) fn end_block(&mut self) {
        let Some(blocks) = &mut self.notes.blocks else { return };
        if blocks.open.pop_if(|depth| *depth > self.flow.callers.len()).is_some()
            && blocks.open.is_empty()
            && let Some(block) = blocks.outputs.last_mut()
        {
            block.output.end = self.out.len();
        }
    }
}
