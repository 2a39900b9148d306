//! What editors ask for: references, completion, hover, checks against a sample.

use crate::answers::{self, Sources};
use crate::json::Writer;
use itl_analysis::{CheckOptions, Part};
use itl_eval::{Diagnostics, Engine, Span};
use itl_syntax::finding::{Location, Locations, byte_offset};
use serde_json::{Map, Value};

pub(crate) fn check(engine: &Engine, source: &str, options: &Map<String, Value>) -> Diagnostics {
    let trusted = options.get("trusted").and_then(Value::as_array).into_iter().flatten();
    let trusted: Vec<String> = trusted.filter_map(|name| name.as_str().map(str::to_owned)).collect();
    let options = CheckOptions {
        sample: options.get("sample"),
        schema: options.get("schema"),
        portable: options.get("portable") == Some(&Value::Bool(true)),
        trusted: &trusted,
    };
    itl_analysis::check(engine, source, &options)
}

pub(crate) fn references<'s>(
    engine: &Engine,
    source: &'s str,
    sample: Option<&Value>,
    sources: &Sources<'s>,
) -> String {
    let found = itl_analysis::references(engine, source, sample);
    let locations = Locations::new(found.reads.iter().map(|read| (read.partial.as_deref(), read.span)), |partial| {
        answers::text(source, sources, partial)
    });
    let mut w = Writer::new();
    w.list(&found.reads, |w, read| {
        w.object(|w| {
            w.key("path").text(&read.path.to_string());
            w.key("parts").list(&read.path.0, |w, part| match part {
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
pub(crate) fn complete(engine: &Engine, source: &str, arguments: &Map<String, Value>, partials: &[String]) -> String {
    let offset = offset(source, arguments);
    let found = itl_analysis::complete(engine, source, offset, arguments.get("sample"), partials);
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
    let found = itl_analysis::hover(engine, source, offset(source, arguments), arguments.get("sample"));
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
