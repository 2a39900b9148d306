//! Alert sources: `itl check`, `itl render` and `itl elements` of a YAML file, and the schemas that ship.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs, reason = "tests")]

mod common;

use common::{Folder, run, run_in, run_with};
use serde_json::{Value, json};

const SOURCE: &str = r#"# Disks
name: Disks
summaryTemplate: "{{ title }} on {{ host }}"
detailsTemplate: |
  Host: {{ host }}
  {{ #labels.entries() }}{{ key }}={{ value }}
  {{ /labels }}
alertKeyTemplate: '{{ host.lowerCase() }}'
routingTemplate: "{{ team }}"
linkTemplates:
  - linkTextTemplate: Graph of {{ host }}
    hrefTemplate: https://graphs.example.com/{{ host.urlEncode() }}
  - text: Runbook
    hrefTemplate: "{{ runbook }}"
priorityTemplate:
  valueTemplate: "{{ level }}"
  mappings:
    - { value: crit, priority: HIGH }
    - { value: warn, priority: LOW }
severityTemplate:
  valueTemplate: "{{ level }}"
  mappings:
    - value: crit
      severity: 1
servicesTemplate:
  - '{{ services.join(",") }}'
  - "{{ service }}"
alertPriorityRule: LOW
severity: 4
"#;

const EVENT: &str = r#"{"title": "Disk full", "host": "DB-7", "team": "db", "labels": {"env": "prod"},
  "runbook": "https://r", "level": "crit", "services": ["db", "Shop"], "service": "shop, web"}"#;

fn folder(name: &str) -> (Folder, String, String) {
    let folder = Folder::new(name);
    let (source, event) = (folder.file("disk.itl-source.yaml", SOURCE), folder.file("event.json", EVENT));
    (folder, source, event)
}

#[test]
fn a_source_makes_an_alert() {
    let (_folder, source, event) = folder("source-render");
    let ran = run(&["render", &source, "--data", &event]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert_eq!(
        serde_json::from_str::<Value>(&ran.out).unwrap(),
        json!({
            "summary": "Disk full on DB-7", "details": "Host: DB-7\nenv=prod", "alertKey": "db-7", "routingKey": "db",
            "priority": "HIGH", "severity": 1,
            "links": [
                {"href": "https://graphs.example.com/DB-7", "text": "Graph of DB-7"},
                {"href": "https://r", "text": "Runbook"},
            ],
            "services": ["db", "Shop", "web"],
        })
    );
    let ran = run(&["render", &source, "--data", &event, "--set", "level=info", "--format", "json"]);
    let shown: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((&shown["alert"]["priority"], &shown["alert"]["severity"]), (&json!("LOW"), &json!(4)));
    assert_eq!(shown["diagnostics"], json!([]));
}

#[test]
fn a_source_is_checked_as_a_whole() {
    let (_folder, source, event) = folder("source-check");
    let ran = run(&["check", &source, "--data", &event]);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "", ""));
}

#[test]
fn findings_stand_at_their_places_in_the_file() {
    let folder = Folder::new("source-places");
    let event = folder.file("event.json", EVENT);
    let text = SOURCE
        .replace("{{ host.lowerCase() }}", "{{ host.lowrCase() }}")
        .replace("{{ value }}\n", "{{ vaule }}\n")
        .replace("severity: 1", "severity: 9")
        .replace("routingTemplate:", "routing_template:")
        .replace("value: crit, priority: HIGH", "value: critical, priority: HIGH")
        .replace("alertPriorityRule: LOW\n", "");
    let source = folder.file("bad.yaml", &text);
    let ran = run(&["check", &source, "--data", &event, "--format", "json"]);
    assert_eq!(ran.code, 1);
    let shown: Value = serde_json::from_str(&ran.out).unwrap();
    let found: Vec<(String, u64, String)> = shown["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            let place = one["start"].as_u64().unwrap() as usize..one["end"].as_u64().unwrap() as usize;
            (one["code"].as_str().unwrap().to_owned(), one["line"].as_u64().unwrap(), text[place].to_owned())
        })
        .collect();
    let expected = [
        ("W0507", 6, "vaule"),
        ("E0201", 8, "lowrCase"),
        ("E0621", 9, "routing_template"),
        ("W0622", 16, "\"{{ level }}\""),
        ("E0621", 24, "9"),
    ];
    let expected: Vec<_> = expected.map(|(code, line, at)| (code.to_owned(), line, at.to_owned())).into();
    assert_eq!(found, expected, "{}", ran.out);
    let messages: Vec<&str> =
        shown["diagnostics"].as_array().unwrap().iter().map(|one| one["message"].as_str().unwrap()).collect();
    assert!(messages[1].starts_with("alertKeyTemplate: unknown function"), "{messages:?}");
    assert!(messages[3].contains("`crit` has no mapping"), "{messages:?}");

    let ran = run(&["check", &source, "--fix"]);
    assert_eq!(ran.code, 1);
    assert!(folder.read("bad.yaml").contains("alertKeyTemplate: '{{ host.lowerCase() }}'"), "{}", ran.err);
}

#[test]
fn a_broken_key_is_empty_and_a_broken_message_shows() {
    let folder = Folder::new("source-keys");
    let source = folder.file(
        "s.yaml",
        "summaryTemplate: 'a {{ x.nope() }}'\nalertKeyTemplate: 'a {{ x.nope() }}'\nservicesTemplate: ['{{ x.nope() }}', db]\n",
    );
    let ran = run(&["render", &source]);
    assert_eq!(ran.code, 0);
    assert_eq!(
        serde_json::from_str::<Value>(&ran.out).unwrap(),
        json!({"summary": "a {{ x.nope() }}", "services": ["db"]})
    );
    assert!(ran.err.contains("alertKeyTemplate: the key is empty"), "{}", ran.err);
    let ran = run(&["render", &source, "--strict"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
}

#[test]
fn limits_are_kept() {
    let folder = Folder::new("source-limits");
    let links: Vec<_> = (0..12).map(|at| format!("  - {{ text: t, hrefTemplate: 'https://x/{at}' }}\n")).collect();
    let services: Vec<_> = (0..12).map(|at| format!("  - s{at}\n")).collect();
    let source =
        folder.file("s.yaml", format!("linkTemplates:\n{}servicesTemplate:\n{}", links.concat(), services.concat()));
    let ran = run(&["render", &source]);
    let shown: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((shown["links"].as_array().unwrap().len(), shown["services"].as_array().unwrap().len()), (10, 10));
    let ran = run(&["check", &source]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("at most 10 links, and there are 12") && ran.err.contains("s.yaml:12:"), "{}", ran.err);
}

#[test]
fn what_is_no_source_is_said() {
    let folder = Folder::new("source-none");
    for (text, said) in [
        ("a: [", "not valid YAML"),
        ("summaryTemplate: {{ title }}\n", "put the template into quotes"),
        ("name: x\n", "none of the templates"),
        ("- a\n", "an object of fields"),
        ("summaryTemplate: 5\n", "a template is a text"),
        ("", "an object of fields"),
    ] {
        let source = folder.file("s.yaml", text);
        for command in ["check", "render"] {
            let ran = run(&[command, &source]);
            assert!(ran.err.contains(said) && ran.err.contains("E0621"), "{command} {text}: {}", ran.err);
            assert_eq!(ran.code, i32::from(command == "check" || ran.out.is_empty()), "{command} {text}");
        }
    }
    let source = folder.file("s.yaml", SOURCE);
    assert_eq!(run(&["fmt", &source]).code, 2);
    assert_eq!(folder.read("s.yaml"), SOURCE);
    assert_eq!(run(&["render", &source, "--max-chars", "5"]).code, 2);
    let payload = folder.file("p.json", "{");
    let ran = run(&["render", &source, "--data", &payload]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("E0601"), "{}", ran.err);
}

#[test]
fn a_stream_of_events_makes_an_alert_a_line() {
    let (_folder, source, _) = folder("source-stream");
    let event = serde_json::from_str::<Value>(EVENT).unwrap();
    let whole = run_with(&["render", &source, "--data", "-"], event.to_string().as_bytes());
    let alert: Value = serde_json::from_str(&whole.out).unwrap();
    let events = format!("{event}\n\n{{\"title\": \"T\", \"host\": \"H\"}}\n{{no\n{event}\n");
    for jobs in ["1", "3"] {
        let ran = run_with(&["render", &source, "--ndjson", "--jobs", jobs], events.as_bytes());
        let alerts: Vec<Value> = ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!((ran.code, alerts.len()), (1, 4), "{}", ran.err);
        assert_eq!((&alerts[0], &alerts[3]), (&alert, &alert));
        assert_eq!((&alerts[1]["summary"], &alerts[1]["priority"]), (&json!("T on H"), &json!("LOW")));
        // A line that is no event has its alert all the same.
        assert_eq!((&alerts[2]["summary"], &alerts[2]["severity"]), (&json!("on"), &json!(4)));
        assert!(ran.err.contains("<stdin>:4:2: the line is not an event"), "{}", ran.err);
        // A warning is said once, at its place in the file, with its field.
        assert_eq!(ran.err.matches("routingTemplate: `team` is missing").count(), 1, "{}", ran.err);
        assert!(ran.err.contains("in one event, first in line 3") && ran.err.contains(".yaml:9:"), "{}", ran.err);
    }
}

#[test]
fn a_strict_stream_and_one_of_objects() {
    let folder = Folder::new("source-stream-strict");
    let source = folder.file("s.yaml", "summaryTemplate: '{{ host }}'\nalertKeyTemplate: '{{ key }}'\n");
    let events = b"{\"host\": \"db-7\", \"key\": 1}\n{\"host\": \"db-8\"}\n";
    let ran = run_with(&["render", &source, "--ndjson", "--strict"], events);
    assert_eq!((ran.code, ran.out.as_str()), (1, "{\"summary\":\"db-7\",\"alertKey\":\"1\"}\nnull\n"));
    let ran = run_with(&["render", &source, "--ndjson", "--format", "json"], events);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let lines: Vec<Value> = ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines[0], json!({"line": 1, "alert": {"summary": "db-7", "alertKey": "1"}, "diagnostics": []}));
    let found = lines[1]["diagnostics"].as_array().unwrap();
    let codes: Vec<&str> = found.iter().filter_map(|one| one["code"].as_str()).collect();
    assert_eq!((&lines[1]["alert"]["summary"], codes), (&json!("db-8"), vec!["W0301", "W0622"]), "{found:?}");
    let broken = folder.file("b.yaml", "summaryTemplate: '{{ host'\n");
    let ran = run_with(&["render", &broken, "--ndjson", "--strict"], events);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
}

#[test]
fn a_folder_is_searched_for_sources() {
    let folder = Folder::new("source-folder");
    folder.file("a.itl-source.yaml", "summaryTemplate: '{{ a.nope() }}'\n");
    folder.file("other.yaml", "summaryTemplate: '{{ a.nope() }}'\n");
    let ran = run_in(&folder, &["check"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("a.itl-source.yaml:1:") && !ran.err.contains("other.yaml"), "{}", ran.err);
}

#[test]
fn json_with_templates_is_a_source_and_other_json_a_template() {
    let folder = Folder::new("source-json");
    let source = folder.file("s.json", r#"{"summaryTemplate": {"textTemplate": "{{ a.f(\"x\") }}"}}"#);
    let ran = run(&["check", &source]);
    assert!(ran.err.contains("summaryTemplate: unknown function") && ran.err.contains("s.json:1:44"), "{}", ran.err);
    let template = folder.file("t.json", r#"{"text": "{{ a }}"}"#);
    let ran = run(&["render", &template, "--set", "a=b"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, r#"{"text": "b"}"#));
}

#[test]
fn a_source_goes_to_elements_and_back() {
    let (folder, source, event) = folder("source-elements");
    let ran = run(&["elements", "--verbatim", &source]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let stored = folder.file("stored.json", &ran.out);
    let shown: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(shown["priorityTemplate"]["valueTemplate"]["elements"], json!([{"type": "VAR", "val": "level"}]));
    assert_eq!(run(&["check", &stored]).code, 0);
    let by_elements = run(&["render", &stored, "--data", &event]);
    assert_eq!(by_elements.out, run(&["render", &source, "--data", &event]).out);
    let back = run(&["elements", "--to-text", &stored]);
    let back = folder.file("back.json", &back.out);
    assert_eq!(run(&["render", &back, "--data", &event]).out, by_elements.out);
}

#[test]
fn the_schemas_of_ilert_ship() {
    let folder = Folder::new("named-schemas");
    let file = folder.file("t.itl", "{{ alertSummary }} {{ alertSumary }} {{ serviceName }}");
    let ran = run(&["check", &file, "--schema", "ilert:alert-action"]);
    assert_eq!(ran.code, 0);
    assert!(ran.err.contains("did you mean `alertSummary`?") && ran.err.contains("serviceName"), "{}", ran.err);
    let ran = run(&["check", &file, "--schema", "ilert:incident"]);
    assert!(!ran.err.contains("`serviceName`"), "{}", ran.err);
    let ran = run(&["check", &file, "--schema", "ilert:alert"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("alert-action"), "{}", ran.err);
    folder.file("itl.toml", "schema = \"ilert:incident\"\n");
    let ran = run_in(&folder, &["check", "t.itl"]);
    assert!(ran.err.contains("alertSumary") && !ran.err.contains("`serviceName`"), "{}", ran.err);
}

/// The code blocks of the guide, with their languages.
fn blocks() -> Vec<(&'static str, &'static str)> {
    let page = include_str!("../../docs/alert-sources.md");
    page.split("\n```").skip(1).step_by(2).filter_map(|block| block.split_once('\n')).collect()
}

#[test]
fn the_guide_prints_what_it_says() {
    let folder = Folder::new("source-guide");
    let blocks = blocks();
    let of = |language: &str| -> Vec<&str> {
        blocks.iter().filter(|(own, _)| *own == language).map(|(_, text)| *text).collect()
    };
    let source = folder.file("disk.itl-source.yaml", of("yaml")[0]);
    let event = folder.file("event.json", of("json")[0]);
    let ran = run(&["check", &source, "--data", &event]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let ran = run(&["render", &source, "--data", &event]);
    let shown: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(shown, serde_json::from_str::<Value>(of("json")[1]).unwrap());
}

#[test]
fn every_example_meets_the_schema_of_sources() {
    let schema: Value = serde_json::from_str(include_str!("../../itl-alert/schemas/alert-source.schema.json")).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    let (_folder, source, _) = folder("source-schema");
    let ran = run(&["elements", "--verbatim", &source]);
    let stored: Value = serde_json::from_str(&ran.out).unwrap();
    assert!(schema.is_valid(&stored), "{:?}", schema.iter_errors(&stored).map(|e| e.to_string()).collect::<Vec<_>>());
    for bad in [
        json!({"summaryTemplate": 5}),
        json!({"linkTemplates": [{"hrefTemplate": "x"}]}),
        json!({"priorityTemplate": {"valueTemplate": "x", "mappings": [{"value": "a", "priority": "high"}]}}),
    ] {
        assert!(!schema.is_valid(&bad), "{bad}");
    }
}
