//! Which tag wrote which part of the text.

use itl_eval::{Dialect, Engine, MemoryPartials, RenderOptions, Source, Template};
use serde_json::{Value, json};

/// Each traced tag's source with what it wrote.
fn traced(template: &Template, data: &Value) -> Vec<(String, String)> {
    let options = RenderOptions::new().trace(true);
    let found = template.render_with(Source::Json(data), &options);
    let source = |name: Option<&str>| match name {
        Some(name) => template.partial_source(name).unwrap_or_default().to_owned(),
        None => template.source().to_owned(),
    };
    let pair = |one: &itl_eval::Traced| {
        let tag = one.tag.of(&source(one.partial.as_deref())).to_owned();
        (tag, found.text[one.output.clone()].to_owned())
    };
    found.trace.iter().map(pair).collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|&(tag, text)| (tag.to_owned(), text.to_owned())).collect()
}

#[test]
fn a_broken_tag_is_traced_to_the_source_it_prints() {
    let engine = Engine::new();
    let (template, errors) = engine.compile_lenient("a {{ host }} b {{ host.nope() }} c {{ }}\n{{# host }}{{ x");
    assert_eq!(errors.len(), 4, "{errors}");
    assert_eq!(
        traced(&template, &json!({"host": "db-7"})),
        pairs(&[
            ("{{ host }}", "db-7"),
            ("{{ host.nope() }}", "{{ host.nope() }}"),
            ("{{ }}", "{{ }}"),
            ("{{# host }}", "{{# host }}"),
            ("{{ ", "{{ "),
        ])
    );
}

#[test]
fn both_tags_of_a_broken_section_are_traced_in_every_round() {
    let (template, _) = Engine::new().compile_lenient("{{# list }}{{# nope() }}{{ a }}{{/ nope() }};{{/ list }}");
    let round = [("{{# nope() }}", "{{# nope() }}"), ("{{ a }}", "1"), ("{{/ nope() }}", "{{/ nope() }}")];
    assert_eq!(traced(&template, &json!({"list": [{"a": 1}, {"a": 1}]})), pairs(&[round, round].concat()));
}

#[test]
fn a_broken_tag_of_an_indented_partial_is_traced_without_its_indentation() {
    let partials = MemoryPartials::from([("part", "one\n{{ }}\n")]);
    let engine = Engine::builder().dialect(Dialect::Mustache).partials(partials).build();
    let (template, _) = engine.compile_lenient("  {{> part }}\n");
    let text = template.render(&json!({})).text;
    assert_eq!(text, "  one\n  {{ }}\n");
    assert_eq!(traced(&template, &json!({})), pairs(&[("{{ }}", "{{ }}")]));
}
