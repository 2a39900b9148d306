//! What is done to a text before it is handed over: the check that JSON is JSON, and the budget of
//! the place it goes to.

use crate::output::{Escape, json_check};
use crate::render::Notes;
use crate::template::{RenderOptions, Source, Template};
use itl_syntax::{Code, Diagnostic, Span};

impl Template {
    pub(crate) fn deliver(
        &self,
        source: Source<'_>,
        options: &RenderOptions,
        escape: Escape,
        text: &mut String,
        notes: &mut Notes,
    ) {
        if escape == Escape::Json
            && options.check_output
            && let Err(fault) = json_check::check(text)
        {
            let found = self.invalid_output(source, options, fault.offset, &fault.message);
            notes.warnings.push(found);
        }
        if let Some(budget) = &options.budget
            && let Some(cut) = budget.apply(text, escape)
        {
            for traced in notes.trace.iter_mut().flatten() {
                traced.output.start = traced.output.start.min(cut.kept_bytes);
                traced.output.end = traced.output.end.min(cut.kept_bytes);
            }
            let message = format!("the text was cut by {} characters ({} bytes)", cut.dropped_chars, cut.dropped_bytes);
            notes.warnings.push(Diagnostic::new(Code::BudgetCut, Span::new(0, 0), message));
        }
    }

    /// Says where a text that should be JSON is none, and which tag wrote that place.
    #[cold]
    fn invalid_output(&self, source: Source<'_>, options: &RenderOptions, offset: usize, message: &str) -> Diagnostic {
        let again = RenderOptions { trace: true, check_output: false, budget: None, ..options.clone() };
        let traced = self.render_source(source, &again);
        // The fault shows at the end of what a tag wrote or right behind it, or where one wrote nothing.
        let is_near = |from: usize| traced.text.get(from..offset).is_some_and(|between| between.trim().is_empty());
        let tag = traced
            .trace
            .iter()
            .rev()
            .filter(|traced| traced.output.start <= offset)
            .find(|traced| !traced.output.is_empty() || is_near(traced.output.end));
        let line = traced.text.get(..offset).unwrap_or("").matches('\n').count() + 1;
        let text = format!("the output is not valid JSON: {message} at byte {offset} of the output (line {line})");
        let mut diagnostic = Diagnostic::new(Code::InvalidOutput, tag.map_or(Span::new(0, 0), |tag| tag.tag), text);
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
