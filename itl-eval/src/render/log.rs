//! What a render records besides its text: warnings, and the trace.

use super::Machine;
#[cfg(feature = "extensions")]
use super::TagAction;
#[cfg(feature = "extensions")]
use crate::output::cut::Layout;
use crate::program::Expr;
use itl_syntax::{Code, Diagnostic, Diagnostics, Span};
use itl_text::Quoted;
use std::ops::Range;
use std::sync::Arc;

/// A longer trace ends there; it takes 56 MiB.
const MAX_TRACE: usize = 1 << 20;

/// The output of one run of one tag.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Traced {
    /// The tag.
    pub tag: Span,
    /// The name of the partial that contains it; `None` for the template itself.
    pub partial: Option<Arc<str>>,
    /// What it wrote, as a range of bytes of the text.
    pub output: Range<usize>,
    /// The steps that it took, of those that [`Limits::steps`](crate::Limits) allows.
    pub steps: u64,
}

/// What a render records besides its text.
#[derive(Default)]
pub(crate) struct RenderLog {
    pub(crate) warnings: Diagnostics,
    /// Place, code and partial of each of them, sorted. Tags warn from first to last, so nearly all are added at the end.
    known: Vec<(Span, Code, Option<Arc<str>>)>,
    /// The output of each tag, if the options ask for it.
    pub(crate) trace: Option<Vec<Traced>>,
    /// What of the text a cut may take away, if it is too long for its budget.
    #[cfg(feature = "extensions")]
    pub(crate) layout: Option<Box<Layout>>,
    /// Whether a broken source that was compiled while rendering empties the text.
    pub(crate) is_emptied: bool,
    /// What the last call said of its result, where that is missing.
    pub(super) why_missing: Option<String>,
    /// The steps of the render.
    pub(crate) steps: u64,
}

impl RenderLog {
    pub(crate) fn tracing(trace: bool) -> Self {
        Self { trace: trace.then(Vec::new), ..Self::default() }
    }

    /// A log that also records what a cut may take away.
    #[cfg(feature = "extensions")]
    pub(crate) fn laying_out() -> Self {
        Self { layout: Some(Box::default()), ..Self::tracing(true) }
    }

    /// Adds a diagnostic, unless one with its code is at its place already.
    pub(crate) fn add(&mut self, diagnostic: Diagnostic) {
        if !self.warnings.takes(diagnostic.code) {
            return;
        }
        let key = (diagnostic.span, diagnostic.code, diagnostic.partial.clone());
        if let Err(at) = self.known.binary_search(&key) {
            self.known.insert(at, key);
            self.warnings.push(diagnostic);
        }
    }

    /// Forgets what the last call said of a missing result.
    #[inline]
    pub(super) fn forget_why(&mut self) {
        if self.why_missing.is_some() {
            self.why_missing = None;
        }
    }

    /// Whether what each tag and round wrote is recorded.
    pub(super) fn is_tracing(&self) -> bool {
        #[cfg(feature = "extensions")]
        if self.layout.is_some() {
            return true;
        }
        self.trace.is_some()
    }
}

impl Machine<'_, '_> {
    /// Records what a tag printed.
    #[cold]
    #[inline(never)]
    pub(super) fn trace_print(&mut self, expr: &Expr, raw: bool, start: usize, fuel: u64) {
        #[cfg(feature = "extensions")]
        self.observe_print(expr, raw, start);
        self.trace(expr.tag, start, fuel);
        #[cfg(feature = "extensions")]
        if !raw {
            self.lay_out_value(start);
        }
        #[cfg(not(feature = "extensions"))]
        let _ = raw;
    }

    #[cold]
    pub(super) fn trace(&mut self, tag: Span, start: usize, fuel: u64) {
        let (partial, output) = (self.program.name.clone(), start..self.out.len());
        let steps = 1 + fuel.saturating_sub(self.budgets.fuel);
        #[cfg(feature = "extensions")]
        {
            self.observe_tag(tag, TagAction::Print { bytes: output.len() });
            self.observe_cost(tag, 1, steps, output.len());
        }
        if let Some(trace) = self.log.trace.as_mut().filter(|trace| trace.len() < MAX_TRACE) {
            trace.push(Traced { tag, partial, output, steps });
        }
    }

    /// Records what an escaped tag printed from `start` on.
    #[cfg(feature = "extensions")]
    #[cold]
    pub(super) fn lay_out_value(&mut self, start: usize) {
        if let Some(layout) = &mut self.log.layout {
            layout.value(start..self.out.len());
        }
    }

    /// Records that a loop begins.
    #[cfg(feature = "extensions")]
    #[cold]
    pub(super) fn lay_out_loop(&mut self) {
        if let Some(layout) = &mut self.log.layout {
            layout.open_loop(self.out.len());
        }
    }

    /// Goes on to the next round of a section, and records the end of this one if it is a loop's.
    #[cfg(feature = "extensions")]
    #[cold]
    pub(super) fn advance_laid_out(&mut self) -> bool {
        let is_loop = self.contexts.is_loop();
        let goes_on = self.contexts.advance();
        if let (true, Some(layout)) = (is_loop, &mut self.log.layout) {
            layout.end_round(self.out.len());
            if !goes_on {
                layout.close_loop();
            }
        }
        goes_on
    }

    /// Warns of a missing variable. The message names it up to the call or key `lost` whose result is missing, else
    /// by the path before all calls.
    ///
    /// Not inlined: a template that finds all its keys never gets here.
    #[cold]
    #[inline(never)]
    pub(super) fn missing(&mut self, expr: &Expr, lost: Option<usize>) {
        let end = lost.and_then(|lost| expr.links.get(lost)).map_or(expr.path.end, |link| link.end);
        let path = Span { end, ..expr.path }.of(&self.program.source);
        #[cfg(feature = "extensions")]
        if self.observer.as_mut().is_some_and(|observer| observer.expects_missing(path)) {
            return;
        }
        let help = if lost.is_some() { self.log.why_missing.take() } else { None };
        if !self.is_noted(Code::MissingVariable, expr.tag) {
            let mut found =
                Diagnostic::new(Code::MissingVariable, expr.tag, format_args!("{} is missing", Quoted(path)));
            found.help = help;
            self.note(found);
        }
    }

    /// The tag before the instruction at `at`: the one that ran last, or the opening tag of the section whose pass
    /// has just begun or ended.
    ///
    /// If nothing ran yet in a partial, it is the partial's own tag, and the current program becomes the caller's, so
    /// that the warning is about the caller's source. Tags of a callback's template have no place.
    #[cold]
    pub(super) fn tag_before(&mut self, at: usize) -> Span {
        if self.budgets.depth > 0 {
            return Span::default();
        }
        if let Some(tag) = self.program.tag_before(at) {
            return tag;
        }
        for caller in self.flow.callers.iter().rev() {
            if let Some(tag) = caller.program.tag_before(caller.at) {
                self.program = caller.program;
                return tag;
            }
        }
        Span::default()
    }

    /// Warns that no steps are left. In a callback's template, which runs inside of a tag, the tag warns instead.
    #[cold]
    pub(super) fn out_of_steps(&mut self, at: usize) {
        let limited = |known: &Diagnostic| matches!(known.code, Code::OutputLimit | Code::StepLimit);
        if self.budgets.depth == 0 && !self.log.warnings.iter().any(limited) {
            let tag = self.tag_before(at);
            self.warn(Code::StepLimit, tag, || "the render took too many steps; the text ends here".into());
        }
    }

    #[cold]
    pub(super) fn warn(&mut self, code: Code, span: Span, message: impl FnOnce() -> String) {
        if !self.is_noted(code, span) {
            self.note(Diagnostic::new(code, span, message()));
        }
    }

    /// Whether the tag has warned so already, or there are so many warnings that this one would not be kept.
    #[cold]
    pub(super) fn is_noted(&self, code: Code, span: Span) -> bool {
        !self.log.warnings.takes(code) || self.log.known.binary_search(&(span, code, self.program.name.clone())).is_ok()
    }

    /// Adds a warning, one for each tag and code: a loop of a thousand items warns once.
    #[cold]
    pub(super) fn note(&mut self, mut diagnostic: Diagnostic) {
        diagnostic.partial.clone_from(&self.program.name);
        self.log.add(diagnostic);
    }

    /// Ends a text that a tag made too long, or the text before the tag at `at`.
    #[cold]
    #[inline(never)]
    pub(super) fn overflow_of_print(&mut self, expr: &Expr, start: usize, at: usize) {
        if start > self.budgets.output_end {
            return self.overflow_of_text(at);
        }
        self.overflow(expr.tag);
    }

    /// Ends a text that the template's own text before `at` made too long.
    #[cold]
    #[inline(never)]
    pub(super) fn overflow_of_text(&mut self, at: usize) {
        let tag = self.tag_before(at);
        self.overflow(tag);
    }

    #[cold]
    #[inline(never)]
    pub(super) fn overflow(&mut self, span: Span) {
        let mut end = self.budgets.output_end;
        while !self.out.is_char_boundary(end) {
            end -= 1;
        }
        self.out.truncate(end);
        for traced in self.log.trace.iter_mut().flatten() {
            traced.output = traced.output.start.min(end)..traced.output.end.min(end);
        }
        let max = self.environment.limits.output_bytes;
        self.warn(Code::OutputLimit, span, || format!("the text is longer than {max} bytes and ends here"));
        self.budgets.fuel = 0;
    }
}
