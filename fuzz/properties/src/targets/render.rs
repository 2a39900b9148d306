//! Any template on any payload: there is a text, the same one each time, within its limits.

use crate::input::Input;
use crate::setup::{budget_of, engine, limits, measure, options, places, source_of};
use itl_eval::{RenderOptions, Rendered, Template};

/// Compiling returns a template, rendering a text: the same with and without a trace, strictly and leniently, within
/// limits and budget. Places lie in their sources, and a trace covers the text.
pub(super) fn run(bytes: &[u8]) {
    let input = Input::read(bytes);
    let source = input.text();
    let engine = engine(&input);
    let (template, diagnostics) = engine.compile_lenient(&source);
    places(&template, &diagnostics);
    for point in template.coverage_points() {
        assert!(source_of(&template, point.partial.as_deref()).get(point.tag.range()).is_some(), "{point:?}");
    }
    let options = options(&input);
    let rendered = template.render_with(input.json(), &options);
    places(&template, &rendered.warnings);
    assert!(rendered.text.len() <= limits().output_bytes + 64, "{} bytes", rendered.text.len());
    if let Some(budget) = budget_of(&input) {
        assert!(measure(&budget, &rendered.text) <= budget.limit(), "{:?} is longer than {budget}", rendered.text);
    }
    assert_eq!(template.render_with(input.json(), &options), rendered, "twice the same");
    traced(&template, &input, &options, &rendered);
    match engine.compile(&source) {
        Ok(strict) => {
            assert!(!diagnostics.has_errors());
            assert_eq!(strict.render_with(input.json(), &options), rendered);
        }
        Err(error) => assert!(diagnostics.has_errors(), "{error}"),
    }
    let failures = template.failures(&rendered.warnings);
    match rendered.clone().strict() {
        Ok(strict) => {
            assert!(failures.is_empty(), "{failures}");
            assert_eq!(strict.text, rendered.text);
        }
        Err(error) => {
            assert_eq!(error.text, rendered.text);
            assert!(!failures.is_empty() && !format!("{error:#}").is_empty());
        }
    }
}

fn traced(template: &Template, input: &Input, options: &RenderOptions, plain: &Rendered) {
    let traced = template.render_with(input.json(), &options.clone().trace(true));
    assert_eq!((&traced.text, &traced.warnings), (&plain.text, &plain.warnings), "a trace changes nothing");
    for run in &traced.trace {
        assert!(traced.text.get(run.output.clone()).is_some(), "{run:?} is no part of {:?}", traced.text);
        assert!(source_of(template, run.partial.as_deref()).get(run.tag.range()).is_some(), "{run:?}");
    }
}
