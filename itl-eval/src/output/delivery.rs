//! The last steps before a text is delivered: the check that JSON is JSON, and the budget of the destination.

use crate::output::{Budget, Escape, json_check};
use crate::render::{RenderLog, Traced};
use itl_syntax::{Code, Diagnostic, Span};

/// Checks `text` if `retrace` is given, then cuts it to `budget`.
///
/// `retrace` renders the text once more with a trace. It is called only if the text is not JSON, to find the
/// tag that wrote the mistake.
pub(crate) fn deliver(
    escape: Escape,
    budget: Option<&Budget>,
    retrace: Option<&dyn Fn() -> (String, Vec<Traced>)>,
    text: &mut String,
    log: &mut RenderLog,
) {
    if let Some(retrace) = retrace
        && let Err(fault) = json_check::check(text)
    {
        let (traced, trace) = retrace();
        log.warnings.push(invalid_output(&traced, &trace, fault.offset, &fault.message));
    }
    if let Some(budget) = budget
        && let Some(cut) = budget.apply(text, escape)
    {
        for traced in log.trace.iter_mut().flatten() {
            traced.output.start = traced.output.start.min(cut.kept_bytes);
            traced.output.end = traced.output.end.min(cut.kept_bytes);
        }
        let message = format!("the text was cut by {} characters ({} bytes)", cut.dropped_chars, cut.dropped_bytes);
        log.warnings.push(Diagnostic::new(Code::BudgetCut, Span::new(0, 0), message));
    }
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
