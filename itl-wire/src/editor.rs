//! What editors ask for: references, completion, hover, checks against a sample.

use crate::answers::{self, Sources};
use crate::json::Writer;
use itl_analysis::{Analysis, CheckOptions, Part, Shape};
use itl_eval::{Diagnostics, Engine, Span};
use itl_syntax::finding::{Location, Locations, byte_offset};
use serde_json::{Map, Value};

/// Asks `question` of one analysis of `source`.
fn analysed<T>(
    engine: &Engine,
    source: &str,
    shape: Option<&Shape<'_>>,
    question: impl FnOnce(&Analysis<'_>) -> T,
) -> T {
    let document = engine.parse(source);
    let (template, _) = engine.compile_document(&document);
    question(&Analysis::new(&template, &document, shape))
}

/// The payload's shape, as the options tell it.
fn shape(options: &Map<String, Value>) -> Option<Shape<'_>> {
    options.get("sample").map(Shape::sample).or_else(|| options.get("schema").map(Shape::schema))
}

pub(crate) fn check(engine: &Engine, source: &str, options: &Map<String, Value>) -> Diagnostics {
    let trusted = options.get("trusted").and_then(Value::as_array).into_iter().flatten();
    let trusted: Vec<String> = trusted.filter_map(|name| name.as_str().map(str::to_owned)).collect();
    let portable = options.get("portable") == Some(&Value::Bool(true));
    let check = CheckOptions::default().portable(portable).trusted(&trusted);
    analysed(engine, source, shape(options).as_ref(), |analysis| analysis.check(&check))
}

/// What a source reads, as a list. `sources` are the texts of its partials.
pub fn references<'s>(engine: &Engine, source: &'s str, options: &Map<String, Value>, sources: &Sources<'s>) -> String {
    #[expect(clippy::redundant_closure_for_method_calls, reason = "the method is not general enough for any lifetime")]
    let found = analysed(engine, source, shape(options).as_ref(), |analysis| analysis.references());
    let locations = Locations::new(found.reads.iter().map(|read| (read.partial.as_deref(), read.span)), |partial| {
        answers::text(source, sources, partial)
    });
    let mut w = Writer::new();
    w.list(&found.reads, |w, read| {
        w.object(|w| {
            w.key("path").text(&read.path.to_string());
            w.key("parts").list(read.path.parts(), |w, part| match part {
                Part::Key(key) => w.text(key),
                Part::Index(index) => w.raw(&index.to_string()),
                Part::Each => w.null(),
            });
            w.key("usage").text(read.usage.name());
            w.key("certainty").text(read.certainty.name());
            w.key("calls").list(&read.calls, |w, call| w.text(call));
            answers::span(w.key("span"), &locations.get(read.partial.as_deref(), read.span));
            w.key("partial").optional(read.partial.as_deref());
        });
    });
    w.finish()
}

/// What can be written at the `offset` of the arguments.
pub(crate) fn complete(engine: &Engine, source: &str, arguments: &Map<String, Value>) -> String {
    let offset = offset(source, arguments);
    let found = analysed(engine, source, shape(arguments).as_ref(), |analysis| analysis.complete(offset));
    let mut w = Writer::new();
    let Some(found) = found else {
        w.null();
        return w.finish();
    };
    w.object(|w| {
        answers::span(w.key("span"), &location(source, found.span));
        w.key("items").list(&found.items, |w, item| {
            w.object(|w| {
                w.key("label").text(&item.label);
                w.key("insert").text(&item.insert);
                w.key("kind").text(item.kind.name());
                w.key("detail").optional(item.detail.as_deref());
                w.key("doc").optional(item.doc.as_deref());
                w.key("sample").optional(item.sample.as_deref());
            });
        });
    });
    w.finish()
}

/// What stands at the `offset` of the arguments.
pub(crate) fn hover(engine: &Engine, source: &str, arguments: &Map<String, Value>) -> String {
    let offset = offset(source, arguments);
    let found = analysed(engine, source, shape(arguments).as_ref(), |analysis| analysis.hover(offset));
    let mut w = Writer::new();
    let Some(found) = found else {
        w.null();
        return w.finish();
    };
    w.object(|w| {
        answers::span(w.key("span"), &location(source, found.span));
        w.key("title").text(&found.title);
        w.key("text").optional(found.text.as_deref());
        w.key("value").optional(found.value.as_deref());
    });
    w.finish()
}

fn offset(source: &str, arguments: &Map<String, Value>) -> usize {
    let utf16 = arguments.get("offset").and_then(Value::as_u64).unwrap_or_default();
    byte_offset(source, u32::try_from(utf16).unwrap_or(u32::MAX))
}

fn location(source: &str, span: Span) -> Location {
    Locations::new([(None, span)], |_| source).get(None, span)
}
