//! The paths that a template may read.

use itl_analysis::{Analysis, Certainty, PathUse, References, Shape, Usage};
use itl_eval::{Dialect, Engine, MemoryPartials};
use serde_json::{Value as Json, json};

fn references(engine: &Engine, source: &str, sample: Option<&Json>) -> References {
    let document = engine.parse(source);
    let (template, _) = engine.compile_document(&document);
    Analysis::new(&template, &document, sample.map(Shape::sample).as_ref()).references()
}

fn texts(engine: &Engine, source: &str, sample: Option<&Json>) -> Vec<String> {
    let mark = |path: PathUse| match path.certainty {
        Certainty::Certain => path.text,
        Certainty::Possible => format!("{}?", path.text),
        Certainty::Missing => format!("{}!", path.text),
    };
    references(engine, source, sample).paths().into_iter().map(mark).collect()
}

fn itl(source: &str, sample: Option<&Json>) -> Vec<String> {
    texts(&Engine::new(), source, sample)
}

#[test]
fn without_a_sample_every_possibility_is_listed() {
    assert_eq!(itl("{{ a.b[0].c }} {{ a.b[0].c }}", None), ["a.b[0].c"]);
    assert_eq!(
        itl("{{ #a }}{{ #b }}{{ c }}{{ . }}{{ .d }}{{ /b }}{{ /a }}", None),
        ["a", "a[].b?", "b?", "a[].b[].c?", "b[].c?", "a[].c?", "c?", "a[].b[]?", "b[]?", "a[].b[].d?", "b[].d?"]
    );
    assert_eq!(itl("{{ ^a }}{{ b }}{{ /a }}", None), ["a", "b"]);
    assert_eq!(itl("{{ @index }}{{ @now }}", None), [""; 0]);
}

#[test]
fn with_a_sample_loops_objects_and_parents_are_told_apart() {
    let sample = json!({
        "alerts": [{"labels": {"host": "a"}}, {"labels": {}, "env": "prod"}],
        "team": {"name": "ops"}, "env": "test", "none": [], "text": "x"
    });
    let sample = Some(&sample);
    assert_eq!(
        itl("{{ #alerts }}{{ labels.host }}{{ env }}{{ team.name }}{{ nobody }}{{ /alerts }}", sample),
        ["alerts", "alerts[].labels.host", "alerts[].env", "env", "team.name", "alerts[].nobody!"]
    );
    assert_eq!(itl("{{ #team }}{{ name }}{{ env }}{{ /team }}", sample), ["team", "team.name", "env"]);
    assert_eq!(itl("{{ #text }}{{ . }}{{ env }}{{ /text }}", sample), ["text", "env"]);
    assert_eq!(itl("{{ alerts[1].env }}{{ alerts[7].env }}", sample), ["alerts[1].env", "alerts[7]!"]);
    assert_eq!(itl("{{ #none }}{{ id }}{{ /none }}", sample), ["none", "none[].id?", "id!"][..2]);
}

#[test]
fn functions_that_take_keys_read_them() {
    let source = r#"{{ alerts.where("status", "x").pluck("labels.host").join() }}"#;
    assert_eq!(itl(source, None), ["alerts[].status", "alerts[].labels.host"]);
    assert_eq!(itl("{{ alerts.first().host }}", None), ["alerts[].host"]);
    assert_eq!(itl("{{ #alerts.reverse() }}{{ .host }}{{ /alerts }}", None), ["alerts", "alerts[].host?"]);
    // What a text function gives has no keys.
    assert_eq!(itl("{{ #sev.upperCase() }}{{ host }}{{ /sev }}", None), ["sev", "host"]);
}

#[test]
fn partials_are_followed_once_each() {
    let partials = MemoryPartials::from([
        ("node", "{{ name }}{{ #children }}{{> node }}{{ /children }}"),
        ("line", "{{ host }}"),
        ("page", "{{ title }}{{$ body }}{{ empty }}{{/ body }}"),
    ]);
    let engine = Engine::builder().partials(partials).build();
    let sample = json!({"name": "a", "children": [{"name": "b"}], "alerts": [{"host": 1}], "title": "", "own": 1});
    let sample = Some(&sample);
    assert_eq!(texts(&engine, "{{> node }}", sample), ["name", "children"]);
    assert_eq!(texts(&engine, "{{ #alerts }}{{> line }}{{ /alerts }}", sample), ["alerts", "alerts[].host"]);
    assert_eq!(texts(&engine, "{{< page }}{{$ body }}{{ own }}{{/ body }}{{/ page }}", sample), ["title", "own"]);
    assert_eq!(texts(&engine, "{{< page }}{{/ page }}", sample), ["title", "empty!"]);
    let found = references(&engine, "{{> line }}", None);
    assert_eq!(found.reads.first().and_then(|read| read.partial.as_deref()), Some("line"));
}

#[test]
fn the_tree_of_a_recursive_partial_does_not_explode() {
    let twice = |name: &str| (format!("p{name}"), format!("{{{{> p{name}0 }}}}{{{{> p{name}1 }}}}{{{{ x }}}}"));
    let names = (0..14).flat_map(|depth| (0..1u32 << depth).map(move |n| format!("{n:0depth$b}")));
    let partials: MemoryPartials = names.take(9_000).map(|name| twice(&name)).collect();
    let engine = Engine::builder().partials(partials).build();
    let found = references(&engine, "{{> p0 }}", None);
    assert!(found.reads.len() <= 100_000);
}

#[test]
fn mustache_names_are_names() {
    let engine = Engine::builder().dialect(Dialect::Mustache).build();
    assert_eq!(texts(&engine, "{{a.b}}{{{c}}}{{&d[0]}}", None), ["a.b", "c", "[\"d[0]\"]"]);
    let usages: Vec<_> = references(&engine, "{{a}}{{{a}}}{{#a}}{{/a}}", None).paths().remove(0).usages;
    assert_eq!(usages, [Usage::Printed, Usage::Raw, Usage::Section]);
}
