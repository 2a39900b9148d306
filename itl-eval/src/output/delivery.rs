//! The last steps before a text is delivered: the check that JSON is JSON, and the budget of the destination.

use crate::output::cut::{self, Layout, Moves};
use crate::output::{Budget, Escape, Fit, json_check};
use crate::render::{RenderLog, Traced};
use itl_syntax::{Code, Diagnostic, Span};

/// What a render has to keep to before it is delivered.
pub(crate) struct Delivery<'d> {
    pub(crate) escape: Escape,
    /// Whether the text has to be one JSON document.
    pub(crate) is_checked: bool,
    pub(crate) budget: Option<&'d Budget>,
}

/// Renders a text once more and records its trace and layout.
type Again<'d> = &'d dyn Fn() -> (String, Vec<Traced>, Layout);

impl Delivery<'_> {
    /// Checks `text`, then cuts it to the budget. `again` is called, once, only for a text that is not JSON, to find the
    /// tag that wrote the mistake, and for one that is too long.
    pub(crate) fn deliver(&self, text: &mut String, log: &mut RenderLog, again: Again<'_>) {
        let mut seen = None;
        if self.is_checked
            && let Err(fault) = json_check::check(text)
        {
            let (traced, trace, _) = &*seen.insert(again());
            // Where the steps did not suffice for a second render, its trace ends before the mistake.
            let trace = if traced == text { &**trace } else { &[] };
            log.warnings.push(invalid_output(text, trace, fault.offset, &fault.message));
        }
        if let Some(budget) = self.budget
            && budget.is_exceeded_by(text)
        {
            self.cut(budget, text, log, || seen.unwrap_or_else(again));
        }
    }

    #[cold]
    fn cut(
        &self,
        budget: &Budget,
        text: &mut String,
        log: &mut RenderLog,
        again: impl FnOnce() -> (String, Vec<Traced>, Layout),
    ) {
        let fit = budget.fit_for(self.escape);
        let mut is_known = true;
        let edits = match fit {
            Fit::End => None,
            Fit::Values | Fit::Rounds => {
                let (again, _, layout) = again();
                // A function of the host may return something else the second time, and the steps may not suffice.
                is_known = again == *text;
                let edits = if is_known { cut::edits(fit, text, &layout, budget, self.escape) } else { None };
                edits.filter(|edits| !edits.is_empty())
            }
        };
        let (chars, bytes) = match &edits {
            Some(edits) => {
                let moves = Moves::new(edits);
                move_trace(log, |at| moves.moved(at));
                cut::apply(text, edits)
            }
            None => {
                let Some(cut) = budget.apply(text, self.escape) else { return };
                move_trace(log, |at| at.min(cut.kept_bytes));
                (cut.dropped_chars, cut.dropped_bytes)
            }
        };
        let message = format!("the text was cut by {chars} characters ({bytes} bytes)");
        let found = Diagnostic::new(Code::BudgetCut, Span::new(0, 0), message);
        log.warnings.push(if fit == Fit::End && self.escape != Escape::None {
            found.help("the fit `values` cuts inside the values, so that what stands around them stays whole")
        } else {
            found
        });
        if edits.is_none() && fit != Fit::End {
            log.warnings.push(last_resort(fit, is_known));
        }
    }
}

fn move_trace(log: &mut RenderLog, moved: impl Fn(usize) -> usize) {
    for traced in log.trace.iter_mut().flatten() {
        traced.output = moved(traced.output.start)..moved(traced.output.end);
    }
}

fn last_resort(fit: Fit, is_known: bool) -> Diagnostic {
    if !is_known {
        let message = "the end of the text was cut: to find its values and rounds took more steps than were left";
        return Diagnostic::new(Code::BudgetLastResort, Span::new(0, 0), message)
            .help("make the template cheaper, or raise the budget");
    }
    let message = match fit {
        Fit::Rounds => "no number of rounds of the last loop fits the budget, so the end of the text was cut",
        Fit::End | Fit::Values => "the text is longer than its budget without any value, so its end was cut",
    };
    Diagnostic::new(Code::BudgetLastResort, Span::new(0, 0), message)
        .help("shorten the template's own text, or raise the budget")
}

/// Where a text that should be JSON is not, and which tag wrote that place.
#[cold]
fn invalid_output(text: &str, trace: &[Traced], offset: usize, message: &str) -> Diagnostic {
    // The mistake is at the end of what a tag wrote or right after it, or where a tag wrote nothing.
    let is_near = |from: usize| text.get(from..offset).is_some_and(|between| between.trim().is_empty());
    let tag = trace
        .iter()
        .rev()
        .filter(|traced| traced.output.start <= offset)
        .find(|traced| !traced.output.is_empty() || is_near(traced.output.end));
    let line = text.get(..offset).unwrap_or("").matches('\n').count() + 1;
    let message = format!("the output is not valid JSON: {message} at byte {offset} of the output (line {line})");
    let mut diagnostic = Diagnostic::new(Code::InvalidOutput, tag.map_or(Span::new(0, 0), |tag| tag.tag), message);
    if let Some(tag) = tag {
        diagnostic.partial.clone_from(&tag.partial);
        diagnostic = diagnostic.help(if tag.output.is_empty() {
            "this tag wrote nothing there; put it into quotes, or write `{{{ x.toJson() }}}`, which is `null` without a value"
        } else {
            "this tag wrote the text before that place; put a text into quotes, and an array or object through `{{{ x.toJson() }}}`"
        });
    }
    diagnostic
}

#[cfg(test)]
mod tests {
    use crate::{Code, Engine, Escape};
    use serde_json::json;

    #[test]
    fn a_fault_of_the_output_is_shown_at_the_tag_that_made_it() {
        let data = json!({"null": null, "text": "a b", "number": 1});
        for (source, at) in [
            (r#"{"a":{{text}}}"#, "{{text}}"),
            (r#"{"a":{{null}}}"#, "{{null}}"),
            (r#"{"a": {{null}} , "b":{{number}}}"#, "{{null}}"),
            (r#"{"a":{{number}},"b":{{gone}}}"#, "{{gone}}"),
            (r#"{"a":{{number}},"b":}"#, "{{number}}"),
            (r#"{"a"}{{null}}"#, ""),
        ] {
            let template = Engine::builder().escape(Escape::Json).build().compile(source).unwrap();
            let warnings = template.render(&data).warnings;
            let fault = warnings.iter().find(|warning| warning.code == Code::InvalidOutput).unwrap();
            assert_eq!(fault.span.of(source), at, "{source}");
        }
    }
}
