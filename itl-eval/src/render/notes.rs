//! What a render leaves besides its text.

use super::Machine;
use crate::program::{Block, Expr};
use crate::prompt;
use crate::template::Traced;
use crate::value::LookupKey;
use itl_syntax::{Code, Diagnostic, Diagnostics, Span};
use std::ops::Range;
use std::sync::Arc;

/// What a render leaves besides its text.
#[derive(Default)]
pub(crate) struct Notes {
    pub(crate) warnings: Diagnostics,
    /// Where each tag's output stands, where that was asked for.
    pub(crate) trace: Option<Vec<Traced>>,
    /// The blocks that make messages, where that was asked for.
    pub(crate) blocks: Option<Vec<BlockOutput>>,
    /// Blocks that make messages and whose body runs.
    open_blocks: usize,
}

impl Notes {
    pub(crate) fn tracing(trace: bool, blocks: bool) -> Self {
        Self { trace: trace.then(Vec::new), blocks: blocks.then(Vec::new), ..Self::default() }
    }
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

/// The place of what concerns the render as a whole.
pub(super) const WHOLE: Span = Span { start: 0, end: 0 };

impl Machine<'_, '_> {
    #[cold]
    pub(super) fn trace(&mut self, tag: Span, start: usize) {
        let (partial, output) = (self.program.name.clone(), start..self.out.len());
        self.notes.trace.get_or_insert_default().push(Traced { tag, partial, output });
    }

    /// Notes where the output of a block that makes a message begins. Blocks inside it make
    /// none, and blocks of other names are looked through.
    pub(super) fn record_block(&mut self, block: &Block) -> bool {
        if self.notes.blocks.is_none() || !prompt::makes_message(&block.name) {
            return false;
        }
        self.notes.open_blocks += 1;
        if self.notes.open_blocks == 1 {
            let role = self.contexts.current().get(&LookupKey::new("role"));
            let output = BlockOutput {
                name: block.name.clone(),
                role: (!role.is_absent()).then(|| role.to_text().into_owned()),
                tag: block.tag,
                partial: self.program.name.clone(),
                output: self.out.len()..usize::MAX,
            };
            self.notes.blocks.get_or_insert_default().push(output);
        }
        true
    }

    pub(super) fn end_block(&mut self) {
        self.notes.open_blocks -= 1;
        if self.notes.open_blocks == 0
            && let Some(block) = self.notes.blocks.as_mut().and_then(|blocks| blocks.last_mut())
        {
            block.output.end = self.out.len();
        }
    }

    /// Warns of a missing variable. Kept out of line: a template that finds all its keys never
    /// gets here.
    #[cold]
    pub(super) fn missing(&mut self, expr: &Expr) {
        let path = expr.path.of(&self.program.source);
        self.warn(Code::MissingVariable, expr.tag, || format!("`{path}` is missing"));
    }

    #[cold]
    pub(super) fn warn(&mut self, code: Code, span: Span, message: impl FnOnce() -> String) {
        let partial = &self.program.name;
        if !self
            .notes
            .warnings
            .iter()
            .any(|known| known.code == code && known.span == span && known.partial == *partial)
        {
            self.note(Diagnostic::new(code, span, message()));
        }
    }

    /// Adds a warning, one for each tag and code: a loop of a thousand items says it once.
    #[cold]
    pub(super) fn note(&mut self, mut diagnostic: Diagnostic) {
        diagnostic.partial.clone_from(&self.program.name);
        let same = |known: &Diagnostic| {
            known.code == diagnostic.code && known.span == diagnostic.span && known.partial == diagnostic.partial
        };
        if !self.notes.warnings.iter().any(same) {
            self.notes.warnings.push(diagnostic);
        }
    }

    #[cold]
    pub(super) fn overflow(&mut self, span: Span) {
        let mut end = self.budgets.output_end;
        while !self.out.is_char_boundary(end) {
            end -= 1;
        }
        self.out.truncate(end);
        let most = self.environment.limits.output_bytes;
        self.warn(Code::OutputLimit, span, || format!("the text is longer than {most} bytes and ends here"));
        self.budgets.fuel = 0;
    }

    #[cold]
    pub(super) fn stop(&mut self, code: Code, message: &'static str) {
        let limited = |known: &Diagnostic| matches!(known.code, Code::OutputLimit | Code::StepLimit);
        if !self.notes.warnings.iter().any(limited) {
            self.warn(code, WHOLE, || message.into());
        }
    }
}
