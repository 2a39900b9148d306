//! upon, with functions registered for the calls.

use crate::functions;
use crate::measure::Suite;
use crate::payloads::{Input, Inputs};
use crate::workload::Workload;
use std::fmt::Write as _;
use upon::{Engine, Template, Value, to_value};

const NAME: &str = "upon";

use crate::engines::minijinja::{W1, W2, W3D, W4, W5};

const W3: &str = "\
{{ severity | upper }} {{ subject | replace: \"_\", \" \" }}
{{ host | split_take: \":\", 0 }} {{ groupKey | substring: 4, 24 }} {% if status | eq: \"firing\" %}needs attention{% endif %}
tags: {{ tags | join: \", \" }}
owners: {{ owners | join_key: \"name\", \"; \" }}";

pub(crate) fn add(suite: &mut Suite, inputs: &'static Inputs) {
    let jobs: [(Workload, &str, &'static Input); 6] = [
        (Workload::W1, W1, &inputs.alerts),
        (Workload::W2, W2, &inputs.alerts),
        (Workload::W3, W3, &inputs.event),
        (Workload::W3d, W3D, &inputs.event),
        (Workload::W4, W4, &inputs.prompt),
        (Workload::W5, W5, &inputs.report),
    ];
    for (workload, source, input) in jobs {
        let engine = engine(workload);
        let template = compile(engine, source);
        let context = to_value(&input.value).expect("JSON");
        suite.render(workload, NAME, move || template.render_from(engine, &context).to_string().expect("renders"));
    }
    for (workload, input) in [(Workload::W6a, &inputs.alerts), (Workload::W6b, &inputs.many_alerts)] {
        let engine = engine(workload);
        let template = compile(engine, W1);
        suite.render(workload, NAME, move || {
            let value: serde_json::Value = serde_json::from_slice(input.text.as_bytes()).expect("valid JSON");
            let context = to_value(&value).expect("JSON");
            template.render_from(engine, &context).to_string().expect("renders")
        });
    }
    let engine = engine(Workload::W7);
    suite.work(Workload::W7, NAME, move || compile(engine, W2));
}

fn compile(engine: &Engine<'static>, source: &'static str) -> Template<'static> {
    engine.compile(source).expect("a template of the benches")
}

fn engine(workload: Workload) -> &'static Engine<'static> {
    let mut engine = Engine::new();
    if workload == Workload::W5 {
        engine.set_default_formatter(&html);
    }
    engine.add_function("upper", str::to_uppercase);
    engine.add_function("replace", |text: &str, from: &str, to: String| text.replace(from, &to));
    engine.add_function("split_take", |text: &str, delimiter: &str, index: usize| {
        functions::split_take(text, delimiter, index).to_owned()
    });
    engine.add_function("substring", |text: &str, from: usize, to: usize| functions::substring(text, from, to));
    engine.add_function("eq", |text: &str, other: &str| text == other);
    engine.add_function("join", |items: &[Value], separator: &str| {
        functions::join(items.iter().filter_map(text), separator)
    });
    engine.add_function("join_key", |items: &[Value], key: &str, separator: String| {
        let texts =
            items.iter().filter_map(|item| if let Value::Map(map) = item { map.get(key).and_then(text) } else { None });
        functions::join(texts, &separator)
    });
    engine.add_function("date_ms", functions::date_ms);
    engine.add_function("date_text", functions::date_text);
    Box::leak(Box::new(engine))
}

fn text(value: &Value) -> Option<&str> {
    if let Value::String(text) = value { Some(text) } else { None }
}

/// Escapes texts; upon leaves that to its user.
fn html(out: &mut upon::fmt::Formatter<'_>, value: &Value) -> upon::fmt::Result {
    let Value::String(text) = value else { return upon::fmt::default(out, value) };
    let mut done = 0;
    for (at, byte) in text.bytes().enumerate() {
        let escaped = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => continue,
        };
        out.write_str(&text[done..at])?;
        out.write_str(escaped)?;
        done = at + 1;
    }
    out.write_str(&text[done..])?;
    Ok(())
}
