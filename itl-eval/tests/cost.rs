//! What a render costs, tag by tag.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs, reason = "tests")]

use itl_eval::{Engine, HostValue, Lambda, Limits, MemoryPartials, PartialsFn, RenderCost, RenderOptions, Template};
use serde_json::{Value, json};

fn explain(template: &Template, data: &Value) -> RenderCost {
    template.explain_cost(data, &RenderOptions::new())
}

/// The source of each tag with its runs, steps and bytes.
fn rows<'t>(template: &'t Template, cost: &RenderCost) -> Vec<(&'t str, u64, u64, usize)> {
    let source = |one: &itl_eval::TagCost| {
        let text = one.partial.as_deref().map_or(template.source(), |name| template.partial_source(name).unwrap());
        &text[one.tag.range()]
    };
    cost.tags.iter().map(|one| (source(one), one.runs, one.steps, one.bytes)).collect()
}

#[test]
fn each_tag_has_its_runs_steps_and_bytes() {
    let template = Template::compile("{{#l}}{{ a }}, {{/l}}{{^x}}none{{/x}} {{ t.upperCase() }}").unwrap();
    let cost = explain(&template, &json!({"l": [{"a": 12}, {"a": 345}], "t": "x".repeat(1_600)}));
    let rows = rows(&template, &cost);
    assert_eq!(rows[0].0, "{{ t.upperCase() }}");
    assert!(rows[0].2 > 100 && rows[0].3 == 1_600, "{rows:?}");
    assert_eq!(rows[1..], [("{{ a }}", 2, 2, 5), ("{{#l}}", 1, 1, 0), ("{{^x}}", 1, 1, 0)]);
    assert_eq!(cost.bytes, template.render(&json!({"l": [{"a": 12}, {"a": 345}], "t": "x".repeat(1_600)})).text.len());
}

#[test]
fn the_total_is_what_the_limit_counts() {
    let template = Template::compile("{{#l}}{{ t.replaceAll(\"x\", \"yy\") }}{{> nope }}{{/l}}").unwrap();
    let data = json!({"l": [1, 2, 3], "t": "x".repeat(500)});
    let cost = explain(&template, &data);
    let limited = |steps| {
        let options = RenderOptions::new().limits(Some(Limits::default().steps(steps)));
        template.render_with(&data, &options).warnings.iter().any(|one| one.code == itl_eval::Code::StepLimit)
    };
    assert!(limited(cost.steps - 1) && !limited(cost.steps), "{}", cost.steps);
    assert!(cost.tags.iter().map(|tag| tag.steps).sum::<u64>() <= cost.steps);
}

#[test]
fn what_is_compiled_while_rendering_belongs_to_its_tag() {
    let partials = PartialsFn(|name: &str| name.starts_with('p').then(|| "{{ a }}{{ a }}{{ a }}".to_owned()));
    let engine = Engine::builder().partials(partials).build();
    let template = engine.compile("{{>*n}}{{ a }}").unwrap();
    let cost = explain(&template, &json!({"n": "p1", "a": "xy"}));
    let rows = rows(&template, &cost);
    assert_eq!((rows[0].0, rows[0].1, rows[0].3), ("{{>*n}}", 1, 6));
    assert_eq!(rows[1], ("{{ a }}", 1, 1, 2));
}

#[test]
fn partials_callbacks_and_broken_tags_are_listed() {
    let partials = MemoryPartials::from([("row", "{{ a }};"), ("frame", "{{$b}}x{{/b}}")]);
    let engine = Engine::builder().partials(partials).build();
    let (template, _) =
        engine.compile_lenient("{{#l}}{{> row }}{{/l}}{{<frame}}{{$b}}{{ a }}{{/b}}{{/frame}}{{ a b( }}{{#f}}z{{/f}}");
    let data = HostValue::map([
        ("l", HostValue::from(json!([1, 2]))),
        ("a", HostValue::from("q")),
        ("f", HostValue::from(Lambda::new(|text| format!("{}{{{{ a }}}}", text.unwrap_or_default())))),
    ]);
    let cost = template.explain_cost(&data, &RenderOptions::new());
    let rows = rows(&template, &cost);
    let of = |tag: &str| rows.iter().filter(|row| row.0 == tag).map(|row| (row.1, row.3)).collect::<Vec<_>>();
    assert_eq!(of("{{> row }}"), [(2, 0)]);
    // In the partial, and in the override.
    assert_eq!(of("{{ a }}"), [(2, 2), (1, 1)]);
    assert_eq!(of("{{<frame}}"), [(1, 0)]);
    assert_eq!(of("{{ a b( }}"), [(1, 10)]);
    assert_eq!(of("{{#f}}"), [(1, 2)]);
}

#[test]
fn a_trace_holds_the_steps_of_each_run() {
    let template = Template::compile("{{ a }}{{ t.upperCase() }}").unwrap();
    let data = json!({"a": 1, "t": "x".repeat(1_600)});
    let rendered = template.render_with(&data, &RenderOptions::new().trace(true));
    let cost = explain(&template, &data);
    let steps: Vec<u64> = rendered.trace.iter().map(|one| one.steps).collect();
    assert_eq!(steps, [cost.tags[1].steps, cost.tags[0].steps]);
}
