//! Spellings of other languages that are tags here: said without a sample, with one that lacks the
//! key, and not with one that has it.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests")]

use itl_analysis::{Analysis, CheckOptions, Shape};
use itl_eval::{Diagnostic, Dialect, Engine};
use serde_json::{Value, json};

fn found(engine: &Engine, source: &str, sample: Option<&Value>, portable: bool) -> Vec<Diagnostic> {
    let document = engine.parse(source);
    let (template, _) = engine.compile_document(&document);
    let shape = sample.map(Shape::sample);
    let options = CheckOptions::default().portable(portable);
    Analysis::new(&template, &document, shape.as_ref()).check(&options).into_iter().collect()
}

fn codes(source: &str, sample: Option<&Value>) -> Vec<&'static str> {
    found(&Engine::new(), source, sample, false).iter().map(|one| one.code.id()).collect()
}

fn mended(source: &str, sample: &Value) -> String {
    let all = found(&Engine::new(), source, Some(sample), false);
    let change = all.iter().find_map(|one| one.suggestion.as_ref()).unwrap();
    let mut text = source.to_owned();
    text.replace_range(change.span.range(), &change.replacement);
    text
}

#[test]
fn a_key_of_that_name_silences_the_lint() {
    for (source, code, sample) in [
        ("{{ value > 90 }}", "W0512", json!({"value > 90": 1})),
        ("{{ value * 100 }}", "W0512", json!({"value * 100": 1})),
        ("{{ if x }}", "W0511", json!({"if x": 1})),
        ("{{#if x}}a{{/if x}}", "W0511", json!({"if x": 1})),
        ("{{ else }}", "W0511", json!({"else": 1})),
        ("{{ this.name }}", "W0513", json!({"this": {"name": 1}})),
        ("{{ @root.x }}", "W0513", json!({"@root": {"x": 1}})),
        ("{{- x -}}", "W0514", json!({"- x -": 1})),
        ("{{ x.upperCase }}", "W0516", json!({"x": {"upperCase": 1}})),
    ] {
        assert_eq!(codes(source, None), [code], "{source}");
        assert_eq!(codes(source, Some(&json!({"x": "a", "value": 95}))), [code], "{source}");
        assert!(codes(source, Some(&sample)).is_empty(), "{source}: {:?}", codes(source, Some(&sample)));
    }
}

#[test]
fn names_that_payloads_have_need_a_sample() {
    for source in ["{{ o.values }}", "{{ o.max }}", "{{ o.upper }}"] {
        assert!(codes(source, None).is_empty(), "{source}");
        assert_eq!(codes(source, Some(&json!({"o": {"a": 1}}))), ["W0516"], "{source}");
    }
    assert!(codes("{{ o.values }}", Some(&json!({"o": {"values": 1}}))).is_empty());
    assert!(codes("{{ o.length }}", Some(&json!({"o": [1]}))).is_empty());
}

#[test]
fn variables_in_text_need_a_key_of_that_name() {
    let sample = json!({"host": "db", "labels": {"team": "ops"}});
    for source in ["${host}", "$(host)", "{host}", "%{host}", "#{labels.team}"] {
        assert_eq!(codes(source, Some(&sample)), ["W0517"], "{source}");
        assert!(codes(source, None).is_empty(), "{source}");
    }
    assert_eq!(mended("on {host}", &sample), "on {{ host }}");
    assert!(codes("{other} {\"a\": 1}", Some(&sample)).is_empty());
    assert_eq!(codes("{% if x %}a{% endif %}", None), ["W0517"]);
}

#[test]
fn the_spelling_of_go_and_keys_with_dots() {
    let sample = json!({"labels": {"host": "db", "app.kubernetes.io/name": "pay"}, "a.b": {"c": 1}});
    assert_eq!(codes("{{ .Labels.host }}", Some(&sample)), ["W0523"]);
    assert_eq!(mended("{{ .Labels.Host.trim() }}", &sample), "{{ labels.host.trim() }}");
    assert_eq!(mended("{{ Labels.host }}", &sample), "{{ labels.host }}");
    assert_eq!(
        mended("{{ labels.app.kubernetes.io/name.trim() }}", &sample),
        "{{ labels[\"app.kubernetes.io/name\"].trim() }}"
    );
    assert_eq!(mended("{{ a.b.c }}", &sample), "{{ [\"a.b\"].c }}");
}

#[test]
fn unusual_spaces_are_named_by_portable_too() {
    let source = "{{\u{a0}host }}";
    let engine = Engine::new();
    let all = found(&engine, source, Some(&json!({"host": 1})), true);
    let mut codes: Vec<_> = all.iter().map(|one| one.code.id()).collect();
    codes.sort_unstable();
    assert_eq!(codes, ["W0502", "W0518"]);
}

#[test]
fn in_mustache_they_are_lints() {
    let engine = Engine::builder().dialect(Dialect::Mustache).build();
    for (source, code) in [
        ("{{#x}}a{{else}}b{{/x}}", "W0511"),
        ("{{ x | upper }}", "W0515"),
        ("{{ value > 90 }}", "W0512"),
        ("{{ ../x }}", "W0513"),
        ("{{- x -}}", "W0514"),
    ] {
        let all = found(&engine, source, Some(&json!({"x": true})), false);
        assert_eq!(all.iter().map(|one| one.code.id()).collect::<Vec<_>>(), [code], "{source}");
    }
}
