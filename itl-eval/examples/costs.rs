//! What a step takes, in nanoseconds, wherever it is spent: the figures of `src/costs.rs` come from here.
//!
//! `cargo run --release -p itl-eval --example costs`
#![allow(clippy::format_collect, reason = "templates are made once")]

use itl_eval::{Engine, HostValue, Lambda, PartialsFn, Registry, RenderOptions, Source, Template};
use serde_json::{Value, json};
use std::time::Instant;

/// Renders for a while and prints what a step takes.
fn measure<'s>(what: &str, template: &Template, source: impl Fn() -> Source<'s>) {
    let options = RenderOptions::new().now(1_700_000_000_000);
    let cost = template.explain_cost(source(), &options);
    let mut best = f64::INFINITY;
    let start = Instant::now();
    while start.elapsed().as_millis() < 150 {
        let one = Instant::now();
        let rendered = template.render_with(source(), &options);
        assert!(!rendered.text.is_empty() || cost.bytes == 0);
        best = best.min(one.elapsed().as_nanos() as f64);
    }
    println!("{:7.1} ns/step  {:>10} steps  {:>9.1} µs  {what}", best / cost.steps as f64, cost.steps, best / 1000.0);
}

fn json_case(what: &str, source: &str, data: &Value) {
    let (template, _) = Engine::new().compile_lenient(source);
    measure(what, &template, || Source::Json(data));
}

fn nested(levels: usize) -> Value {
    (0..levels).fold(json!(1), |inner, _| json!({ "a": inner }))
}

fn render_cases() {
    let list = vec![json!({"a": "x", "b": 1}); 1000];
    json_case("a tag in a loop", "{{#l}}{{ a }}{{/l}}", &json!({ "l": list }));
    json_case("an empty loop", "{{#l}}{{/l}}", &json!({ "l": list }));
    json_case("a section in a loop", "{{#l}}{{#a}}{{/a}}{{/l}}", &json!({ "l": list }));
    json_case("an inverted section in a loop", "{{#l}}{{^a}}{{/a}}{{/l}}", &json!({ "l": list }));
    json_case("text in a loop", "{{#l}}some text\n{{/l}}", &json!({ "l": list }));
    json_case("a missing key in a loop", "{{#l}}{{ nope }}{{/l}}", &json!({ "l": list }));
    json_case("a wrong value in a loop", "{{#l}}{{ a.round() }}{{/l}}", &json!({ "l": list }));
    json_case(
        "a reference to a wrong zone in a loop",
        "{{#l}}{{ b.formatUnixMs(\"S\", $a) }}{{/l}}",
        &json!({ "l": list }),
    );
    let deep = format!("{}{}{}", "{{#o}}".repeat(100), "{{ nope }}".repeat(100), "{{/o}}".repeat(100));
    json_case("a missing key inside 100 sections", &deep, &json!({ "o": {"z": 1} }));
    let path = vec!["a"; 96].join(".");
    json_case("a path of 96 keys", &format!("{{{{ {path} }}}}").repeat(100), &nested(96));
    json_case("a path of 96 keys, the last missing", &format!("{{{{ {path}.b }}}}").repeat(100), &nested(96));
    let text = json!({ "t": json!({ "big": "x".repeat(10_000) }).to_string(), "l": list });
    json_case("a text of 10 kB out of a parsed object", "{{#t.parseJson()}}{{#l}}{{#big}}{{/big}}{{/l}}{{/t}}", &text);
    let host = HostValue::map((0..10_000).map(|n| (format!("k{n}"), HostValue::from("v"))));
    let (template, _) = Engine::new().compile_lenient(&"{{ k9999 }}".repeat(100));
    measure("a key of 10,000 of the host", &template, || Source::Host(&host));
}

fn partial_cases() {
    let blocks = (0..1000).map(|n| format!("{{{{$b{n}}}}}x{{{{/b{n}}}}}")).collect::<Vec<_>>().concat();
    let body = (0..1000).map(|n| format!("{{{{$b{n}}}}}y{{{{/b{n}}}}}")).collect::<Vec<_>>().concat();
    let partials = move |name: &str| match name {
        "p" => Some("x".to_owned()),
        "blocks" => Some(body.clone()),
        // Names that no list has are compiled when they are met.
        name => name.starts_with('q').then(|| "{{ a }}".repeat(100)),
    };
    let engine = Engine::builder().partials(PartialsFn(partials)).build();
    let (template, _) = engine.compile_lenient("{{#l}}{{> p }}{{/l}}");
    let list = json!({ "l": vec![json!({"a": "x"}); 1000] });
    measure("a partial in a loop", &template, || Source::Json(&list));
    let (template, _) = engine.compile_lenient(&format!("{{{{<blocks}}}}{blocks}{{{{/blocks}}}}"));
    measure("1,000 blocks of a parent", &template, || Source::Json(&list));
    let (template, _) = engine.compile_lenient("{{#l}}{{>*n}}{{/l}}");
    let names = json!({ "l": (0..100).map(|n| json!({"n": format!("q{n}"), "a": 1})).collect::<Vec<_>>() });
    measure("100 dynamic partials of 700 bytes", &template, || Source::Json(&names));
    let missing = json!({ "l": (0..1000).map(|n| json!({"n": format!("z{n}")})).collect::<Vec<_>>() });
    measure("1,000 dynamic partials that are missing", &template, || Source::Json(&missing));
    let again = json!({ "l": vec![json!({"n": "q1", "a": 1}); 1000] });
    measure("a dynamic partial 1,000 times", &template, || Source::Json(&again));
    let data = HostValue::map([
        ("f", HostValue::from(Lambda::new(|_| "{{ a }} and {{ b.c }}".repeat(50)))),
        ("l", HostValue::List((0..100).map(|_| HostValue::from("x")).collect())),
    ]);
    let (template, _) = engine.compile_lenient("{{#l}}{{#f}}{{/f}}{{/l}}");
    measure("a callback's template of 1 kB", &template, || Source::Host(&data));
}

/// Regular expressions that are compiled while rendering, in partials whose names are values.
fn pattern_cases() {
    let alternatives = (0..50).map(|n| format!("word{n}")).collect::<Vec<_>>().join("|");
    let patterns = [
        ("a word", "error".to_owned()),
        ("a small pattern", r"error: (\d+) of [a-z]{2,5}".to_owned()),
        ("50 alternatives", alternatives),
        ("a class 10 times", r"\w{10}".to_owned()),
        ("a class 100 times", r"\w{100}".to_owned()),
        ("a class a thousand times, too large", r"(\w{100}){100}".to_owned()),
        ("100 classes of Unicode", r"\pL\p{Greek}".repeat(50)),
        ("classes without case", format!("(?i){}", r"[a-zäöü]\w".repeat(20))),
        ("a look-around", r"(?<=x)(?!y)z".to_owned()),
        ("100 look-arounds", "(?=a)".repeat(100)),
        ("a pattern with a mistake", r"error: (\d+".to_owned()),
    ];
    for (what, pattern) in patterns {
        let partials =
            move |name: &str| name.strip_prefix('q').map(|n| format!("{{{{ a.matches(\"{pattern}{n}\") }}}}"));
        let (template, _) =
            Engine::builder().partials(PartialsFn(partials)).build().compile_lenient("{{#l}}{{>*n}}{{/l}}");
        let names = json!({ "l": (0..20).map(|n| json!({"n": format!("q{n}"), "a": ""})).collect::<Vec<_>>() });
        measure(&format!("compiling {what}"), &template, || Source::Json(&names));
    }
}

/// Every function on the values of its examples, and on a text and an array that are large.
fn function_cases() {
    let text = "Disk full on db-7, é 12.5 % ".repeat(4_000);
    let numbers: Vec<Value> = (0..5_000).map(|n| json!({"k": n * 7919 % 5000})).collect();
    let object: serde_json::Map<String, Value> = (0..5_000).map(|n| (format!("k{n}"), n.into())).collect();
    for function in Registry::standard().iter() {
        let Some(example) = function.examples.first() else { continue };
        let value = serde_json::from_str(example.value).unwrap_or(Value::Null);
        let loops = format!("{{{{#l}}}}{{{{{{ v.{} }}}}}}{{{{/l}}}}", example.call);
        json_case(&format!("{}, its example", function.name), &loops, &json!({ "v": value, "l": vec![1; 1000] }));
        let once = format!("{{{{{{ v.{} }}}}}}", example.call);
        // What is printed unchanged takes a step, however long it is; the limit of the output pays for it.
        for (kind, large) in [("text", json!(text)), ("array", json!(numbers)), ("object", json!(object))] {
            json_case(&format!("{}, a large {kind}", function.name), &once, &json!({ "v": large }));
        }
    }
}

fn main() {
    render_cases();
    partial_cases();
    pattern_cases();
    function_cases();
}
