//! What a render leaves besides its text.

use super::Machine;
use crate::program::Expr;
use crate::template::Traced;
use itl_syntax::{Code, Diagnostic, Diagnostics, Span};

/// What a render leaves besides its text.
#[derive(Default)]
pub(crate) struct Notes {
    pub(crate) warnings: Diagnostics,
    /// Where each tag's output stands, where that was asked for.
    pub(crate) trace: Option<Vec<Traced>>,
    /// The blocks that make messages, where that was asked for.
    #[cfg(feature = "extensions")]
    pub(crate) blocks: Option<super::messages::Blocks>,
}

impl Notes {
    pub(crate) fn tracing(trace: bool) -> Self {
        Self { trace: trace.then(Vec::new), ..Self::default() }
    }
}

/// The place of what concerns the render as a whole.
pub(super) const WHOLE: Span = Span { start: 0, end: 0 };

impl Machine<'_, '_> {
    #[cold]
    pub(super) fn trace(&mut self, tag: Span, start: usize) {
        let (partial, output) = (self.program.name.clone(), start..self.out.len());
        self.notes.trace.get_or_insert_default().push(Traced { tag, partial, output });
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
