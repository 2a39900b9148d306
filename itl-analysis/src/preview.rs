//! What a call gives on the values of a sample, found by running it.

use crate::shape::Shape;
use itl_eval::{Engine, Escape, Names, RenderOptions, Source, Template};
use serde_json::Value as Json;
use std::borrow::Cow;

/// How many values one call is tried on, and how many renders one analysis may take.
const MOST_VALUES: usize = 64;
const MOST_RENDERS: usize = 5_000;

/// Runs calls on sample values.
pub(crate) struct Previews {
    engine: Engine,
    options: RenderOptions,
    /// The calls that are compiled, and what they are.
    calls: Names,
    templates: Vec<Option<Template>>,
    renders: usize,
}

impl Previews {
    pub(crate) fn new(engine: &Engine) -> Self {
        let limits = engine.limits().output_bytes(1 << 20).steps(200_000);
        let options = RenderOptions::new().escape(Escape::None).limits(limits).check_output(false).now(0);
        Self { engine: engine.clone(), options, calls: Names::default(), templates: Vec::new(), renders: 0 }
    }

    /// The results of `call`, written as in the template, on the values of `shape`.
    pub(crate) fn call<'v>(&mut self, call: &str, shape: &Shape<'v>) -> Shape<'v> {
        let Shape::Sample(values) = shape else { return Shape::Unknown };
        let engine = &self.engine;
        let at = self.calls.get(call).unwrap_or_else(|| {
            let source = format!("{{{{{{ .{call}.toJson() }}}}}}");
            self.templates.push(engine.compile(&source).ok());
            self.calls.set(call, self.templates.len() - 1);
            self.templates.len() - 1
        });
        let Some(Some(template)) = self.templates.get(at) else { return Shape::Unknown };
        let mut results: Vec<Cow<'v, Json>> = Vec::new();
        for value in values.iter().take(MOST_VALUES) {
            if self.renders >= MOST_RENDERS {
                return Shape::Unknown;
            }
            self.renders += 1;
            let text = template.render_with(Source::Json(value), &self.options).text;
            match itl_eval::read_json(&text) {
                Ok(result) => results.push(Cow::Owned(result)),
                Err(_) => return Shape::Unknown,
            }
        }
        if results.is_empty() { Shape::Unknown } else { Shape::Sample(results) }
    }
}
