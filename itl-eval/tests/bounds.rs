//! What grows is charged: the steps that a render takes, counted at a size and at twice that size.
#![allow(clippy::unwrap_used, reason = "tests")]

use itl_eval::{Code, Engine, HostValue, Limits, PartialsFn, RenderOptions, Source, Template};
use serde_json::{Value, json};

/// The steps of a render: the least limit that it does not meet.
fn steps<'s>(template: &Template, source: impl Into<Source<'s>>) -> u64 {
    let source = source.into();
    let fits = |steps: u64| {
        let options = RenderOptions::new().limits(Some(Limits::default().steps(steps)));
        !template.render_with(source, &options).warnings.iter().any(|warning| warning.code == Code::StepLimit)
    };
    let (mut low, mut high) = (0, 1 << 24);
    assert!(fits(high));
    while low + 1 < high {
        let middle = low + (high - low) / 2;
        if fits(middle) { high = middle } else { low = middle }
    }
    high
}

fn grows(what: &str, steps: impl Fn(usize) -> u64) {
    let (one, two) = (steps(100), steps(200));
    assert!(two as f64 <= 2.2 * one as f64, "{what}: {one} steps, then {two}");
    assert!(one >= 100 / 16, "{what}: {one} steps are nothing");
}

#[test]
fn missing_keys_under_many_sections() {
    grows("contexts", |n| {
        let source = format!("{}{}{}", "{{#a}}".repeat(100), "{{ nope }}".repeat(n), "{{/a}}".repeat(100));
        let mut data = json!({});
        for _ in 0..101 {
            data = json!({ "a": data });
        }
        steps(&Template::compile(&source).unwrap(), &data)
    });
}

#[test]
fn long_paths_are_charged_by_their_keys() {
    let path = |n: usize| vec!["a"; n].join(".");
    let mut data = json!(1);
    for _ in 0..99 {
        data = json!({ "a": data });
    }
    let cost = |n| steps(&Template::compile(&format!("{{{{ {} }}}}", path(n)).repeat(50)).unwrap(), &data);
    assert!(cost(96) > 8 * cost(2), "{} and {}", cost(96), cost(2));
}

#[test]
fn objects_of_the_host_are_charged_by_their_size() {
    let data = |n: usize| HostValue::map((0..n).map(|at| (format!("k{at}"), HostValue::from("v"))));
    let template = Template::compile(&"{{ nope }}".repeat(100)).unwrap();
    let cost = |n| steps(&template, &data(n));
    assert!(cost(2_400) > 5_000);
    assert!(cost(4_800) as f64 <= 2.2 * cost(2_400) as f64);
}

#[test]
fn objects_that_functions_make_are_indexed() {
    let text =
        serde_json::to_string(&(0..5_000).map(|n| (format!("k{n}"), n.into())).collect::<serde_json::Map<_, Value>>())
            .unwrap();
    let source = format!("{{{{ #t.parseJson() }}}}{}{{{{ /t }}}}", "{{ k4999 }}{{ k1 }}{{ k2500 }}".repeat(500));
    let rendered = Template::compile(&source).unwrap().render(&json!({ "t": text }));
    assert_eq!(rendered.text, "499912500".repeat(500));
}

#[test]
fn a_partial_whose_name_is_a_value_is_compiled_once() {
    let partials = PartialsFn(|name: &str| (name == "p").then(|| "{{ x.matches(\"\\w{40}\") }}".to_owned()));
    let engine = Engine::builder().partials(partials).build();
    let template = engine.compile("{{#l}}{{>*n}}{{/l}}").unwrap();
    let data = |n: usize| json!({ "l": vec![json!({"n": "p", "x": "a"}); n] });
    let (one, many) = (steps(&template, &data(1)), steps(&template, &data(1000)));
    assert!(many < one + 40 * 1000, "{one} steps for one, {many} for a thousand");
    let missing = |n: usize| json!({ "l": vec![json!({"n": "q"}); n] });
    assert_eq!(template.render(&missing(1000)).warnings.len(), 1);
}

#[test]
fn blocks_of_parents() {
    grows("blocks", |n| {
        let blocks: Vec<_> = (0..n).map(|at| format!("{{{{$b{at}}}}}x{{{{/b{at}}}}}")).collect();
        let blocks = blocks.concat();
        let engine = Engine::builder().partials(PartialsFn(move |_: &str| Some("{{$b1}}y{{/b1}}".to_owned()))).build();
        let template = engine.compile(&format!("{{{{#l}}}}{{{{<p}}}}{blocks}{{{{/p}}}}{{{{/l}}}}")).unwrap();
        steps(&template, &json!({ "l": [1, 2, 3, 4] }))
    });
}

#[test]
fn documents_deeper_than_any_stack_are_printed() {
    let mut deep = json!("x");
    for _ in 0..100_000 {
        deep = Value::Array(vec![deep]);
    }
    let data = Value::Object([("d".to_owned(), deep)].into_iter().collect());
    let text = Template::compile("{{ d }}").unwrap().render(&data).text;
    assert_eq!(text.len(), 200_003);
    let payload = itl_eval::Payload::from_value(&data);
    assert_eq!(payload.unreadable().len(), 1);
    // Dropping it by the usual way would recurse.
    let mut rest = vec![data];
    while let Some(value) = rest.pop() {
        match value {
            Value::Array(items) => rest.extend(items),
            Value::Object(map) => rest.extend(map.into_iter().map(|(_, value)| value)),
            _ => {}
        }
    }
}

#[test]
fn a_source_of_partials_that_panics_is_missing() {
    let engine = Engine::builder().partials(PartialsFn(|_: &str| -> Option<String> { panic!("no disk") })).build();
    let (template, _) = engine.compile_lenient("a{{> p }}b");
    let rendered = template.render(&json!({}));
    assert_eq!((rendered.text.as_str(), rendered.warnings[0].code), ("ab", Code::MissingPartial));
}

#[test]
fn a_trace_ends_with_the_text() {
    let template = Template::compile("{{ t }}{{ t }}").unwrap();
    let options = RenderOptions::new().trace(true).limits(Some(Limits::default().output_bytes(7)));
    let rendered = template.render_with(&json!({"t": "abcdef"}), &options);
    assert_eq!(rendered.text.len(), 7);
    assert!(rendered.trace.iter().all(|traced| traced.output.end <= 7), "{:?}", rendered.trace);
}
