//! What editors ask for: references, completion, hover, checks against a sample.

use crate::answers::{Sources, Spans};
use crate::json::Writer;
use itl_analysis::{CheckOptions, Part};
use itl_eval::{Diagnostics, Engine};
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
    let spans = Spans::new(source, sources, found.reads.iter().map(|read| (read.partial.as_deref(), read.span)));
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
            spans.write(w.key("span"), read.partial.as_deref(), read.span);
            w.key("partial").optional(read.partial.as_deref());
        });
    });
    w.finish()
}

pub(crate) fn complete(_engine: &Engine, _source: &str, _arguments: &Map<String, Value>) -> String {
    "null".into()
}

pub(crate) fn hover(_engine: &Engine, _source: &str, _arguments: &Map<String, Value>) -> String {
    "null".into()
}
