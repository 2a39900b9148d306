//! What is said of a key that the sample has in another place.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests")]

use itl_analysis::{Analysis, CheckOptions, Shape};
use itl_eval::{Diagnostic, Engine};
use serde_json::{Value, json};

fn found(sample: &Value, source: &str) -> Vec<Diagnostic> {
    let engine = Engine::new();
    let document = engine.parse(source);
    let (template, _) = engine.compile_document(&document);
    let shape = Shape::sample(sample);
    Analysis::new(&template, &document, Some(&shape)).check(&CheckOptions::default()).into_iter().collect()
}

fn helps(sample: &Value, source: &str) -> Vec<String> {
    found(sample, source).into_iter().filter_map(|one| one.help).collect()
}

fn alert() -> Value {
    json!({
        "status": "firing",
        "common": {"alertname": "Disk", "a b": 1},
        "alerts": [{"labels": {"host": "db-1"}, "startsAt": "2026-03-14T01:52:13Z"}],
    })
}

#[test]
fn the_place_of_a_key_that_is_elsewhere() {
    for (source, expected) in [
        ("{{ startsAt }}", "the items of `alerts` have it: read it in `{{ #alerts }}…{{ /alerts }}`"),
        ("{{ host }}", "the items of `alerts` have it as `labels.host`: read it in `{{ #alerts }}…{{ /alerts }}`"),
        ("{{ labels.host }}", "the items of `alerts` have it: read it in `{{ #alerts }}…{{ /alerts }}`"),
        ("{{ alertname }}", "it is at `common.alertname`"),
        (r"{{ a\ b }}", r"it is at `common.a\ b`"),
        ("{{ nowhere }}", "known here: `status`, `common`, `alerts`"),
        (
            "{{ alerts.labels.host }}",
            "`alerts` is an array, whose items have that key: `alerts[0].labels`, or a section over `alerts`",
        ),
    ] {
        assert_eq!(helps(&alert(), source), [expected], "{source}");
    }
}

#[test]
fn a_section_over_a_key_of_an_array_is_never_rendered() {
    let ids = |source: &str| -> Vec<&str> { found(&alert(), source).iter().map(|one| one.code.id()).collect() };
    assert_eq!(ids("{{ #alerts.labels }}{{ host }}{{ /alerts.labels }}"), ["W0507"]);
    for quiet in [
        "{{ #runbook }}{{ . }}{{ /runbook }}",
        "{{ #common.runbook }}x{{ /common.runbook }}",
        "{{ #alerts.length }}x{{ /alerts.length }}",
    ] {
        assert_eq!(ids(quiet), [""; 0], "{quiet}");
    }
    // In another event it is an object.
    let samples = [json!({"a": [{"k": 1}]}), json!({"a": {}})];
    let engine = Engine::new();
    let document = engine.parse("{{ #a.k }}x{{ /a.k }}");
    let (template, _) = engine.compile_document(&document);
    let shape = Shape::samples(&samples);
    assert!(Analysis::new(&template, &document, Some(&shape)).check(&CheckOptions::default()).is_empty());
}

#[test]
fn the_name_of_an_item_is_left_out() {
    let source = "{{ #alerts }}{{ alert.labels.host }}{{ /alerts }}";
    let all = found(&alert(), source);
    let change = all[0].suggestion.as_ref().unwrap();
    let mut text = source.to_owned();
    text.replace_range(change.span.range(), &change.replacement);
    assert_eq!(text, "{{ #alerts }}{{ labels.host }}{{ /alerts }}");
    // What the item has under no such name has no change: `alerts.gone` would be nothing.
    let all = found(&alert(), "{{ #alerts }}{{ alert.gone }}{{ /alerts }}");
    assert!(all.len() == 1 && all[0].suggestion.is_none() && all[0].help.is_some(), "{all:?}");
    // Outside of the section the list itself may be meant.
    assert!(found(&alert(), "{{ alert.length() }}")[0].suggestion.is_some());
}
