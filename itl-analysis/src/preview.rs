//! What a call returns on the values of a sample, found by running it.

use crate::shape::{ShapeId, Shapes, UNKNOWN};
use itl_eval::{Code, Engine, Escape, NameIndex, RenderOptions, Source, Template};
use itl_syntax::ast::Call;
use serde_json::{Map, Value as Json};
use std::borrow::Cow;
use std::fmt::Write as _;

/// How many values one call is tried on.
const MAX_VALUES: usize = 64;
/// What the renders of one analysis may cost together, in bytes. A render is charged what it is given, the call
/// included, and what it prints; one that reaches its limit is charged all of its steps.
const MAX_COST: usize = 4 << 20;
/// The charge of a render that is given nothing.
const RENDER_COST: usize = 256;
/// The steps of one render.
const MAX_STEPS: u64 = 50_000;

/// Runs calls on sample values.
pub(crate) struct Previews<'a> {
    engine: &'a Engine,
    options: RenderOptions,
    /// The calls that are compiled, and what they are.
    calls: NameIndex,
    templates: Vec<Option<Template>>,
    /// The results that are known, by call and shape.
    results: NameIndex,
    cost: usize,
}

impl<'a> Previews<'a> {
    pub(crate) fn new(engine: &'a Engine) -> Self {
        let limits = engine.limits().output_bytes(1 << 18).steps(MAX_STEPS);
        let options = RenderOptions::new().escape(Escape::None).limits(limits).check_output(false).now(0);
        Self {
            engine,
            options,
            calls: NameIndex::default(),
            templates: Vec::new(),
            results: NameIndex::default(),
            cost: 0,
        }
    }

    /// The results of `call`, written as in `source`, on the values of `shape`; `references`
    /// are the values of those of its arguments that are references.
    pub(crate) fn call(
        &mut self,
        call: &Call<'_>,
        source: &str,
        shape: ShapeId,
        receivers: &[Cow<'_, Json>],
        references: &[Json],
        shapes: &mut Shapes<'_>,
    ) -> ShapeId {
        let Some(text) = written(call, source) else { return UNKNOWN };
        let at = self.template(&text);
        let constant = references.is_empty();
        let name = format!("{at} {shape:?}");
        if constant && let Some(known) = self.results.get(&name) {
            return ShapeId::from_number(known);
        }
        let values = self.run(at, text.len(), receivers, references);
        let result = values.filter(|values| !values.is_empty()).map_or(UNKNOWN, |values| shapes.made(values));
        if constant {
            self.results.set(&name, result.number());
        }
        result
    }

    /// The number of the template that calls `text`.
    fn template(&mut self, text: &str) -> usize {
        if let Some(known) = self.calls.get(text) {
            return known;
        }
        self.cost += text.len();
        let source = format!("{{{{{{ {text}.toJson() }}}}}}");
        let compiled = if self.cost < MAX_COST { self.engine.compile(&source).ok() } else { None };
        self.templates.push(compiled);
        self.calls.set(text, self.templates.len() - 1);
        self.templates.len() - 1
    }

    /// Runs the template of that number, whose call has `call` bytes.
    fn run(&mut self, at: usize, call: usize, receivers: &[Cow<'_, Json>], references: &[Json]) -> Option<Vec<Json>> {
        let template = self.templates.get(at)?.as_ref()?;
        let mut results = Vec::new();
        for value in receivers.iter().take(MAX_VALUES) {
            if self.cost >= MAX_COST {
                return None;
            }
            let payload;
            let source = if references.is_empty() {
                Source::Json(value)
            } else {
                let mut given = Map::from_iter([("v".to_owned(), value.clone().into_owned())]);
                given.extend(references.iter().enumerate().map(|(at, value)| (format!("r{at}"), value.clone())));
                payload = Json::Object(given);
                Source::Json(&payload)
            };
            let rendered = template.render_with(source, &self.options);
            let limited = rendered.warnings.iter().any(|one| matches!(one.code, Code::StepLimit | Code::OutputLimit));
            let given = call + size(value) + references.iter().map(size).sum::<usize>();
            let steps = if limited { MAX_STEPS as usize } else { 0 };
            self.cost += RENDER_COST + given + rendered.text.len() + 16 * steps;
            if limited {
                return None;
            }
            results.push(itl_eval::read_json(&rendered.text).ok()?);
        }
        Some(results)
    }
}

/// The size of a value in bytes, roughly; of a large one at least [`MAX_SIZE`].
fn size(value: &Json) -> usize {
    let mut open = vec![value];
    let mut size = 0;
    while let Some(value) = open.pop() {
        size += 8;
        match value {
            Json::String(text) => size += text.len(),
            Json::Array(items) => open.extend(items),
            Json::Object(map) => open.extend(map.values()),
            Json::Null | Json::Bool(_) | Json::Number(_) => {}
        }
        if size > MAX_SIZE {
            break;
        }
    }
    size
}

/// Beyond that size values are not measured further.
const MAX_SIZE: usize = 1 << 16;

/// The call as a preview writes it: on the current value or, where it has references, on `v`,
/// with `$r0` and so on in their places.
fn written(call: &Call<'_>, source: &str) -> Option<String> {
    let mut references = call.args.iter().filter_map(|arg| arg.reference()).peekable();
    if references.peek().is_none() {
        return Some(format!(".{}", call.span.of(source)));
    }
    let mut text = String::from("v.");
    let mut copied = call.span.start as usize;
    for (at, reference) in references.enumerate() {
        text.push_str(source.get(copied..reference.span.start as usize)?);
        let _ = write!(text, "$r{at}");
        copied = reference.span.end as usize;
    }
    text.push_str(source.get(copied..call.span.end as usize)?);
    Some(text)
}
