//! Alert sources, from their form to the alerts that they make.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs, reason = "tests")]

use itl_alert::{Alert, AlertSource, Engines, Link, Mapped, Priority, each_template, schema};
use itl_eval::{Limits, RenderOptions, Severity};
use serde_json::{Value, json};

fn mapped<V>(value: &Value, read: impl Fn(&Value) -> V) -> Option<Mapped<String, V>> {
    let mappings = value["mappings"].as_array()?.iter();
    let mappings = mappings.map(|pair| (pair[0].as_str().unwrap().to_owned(), read(&pair[1]))).collect();
    Some(Mapped { value: value["value"].as_str()?.to_owned(), mappings })
}

/// A printed source as the shared cases have it.
fn printed(case: &Value) -> AlertSource<String> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let list = |name: &str| case[name].as_array().cloned().unwrap_or_default();
    let priority = |value: &Value| Priority::named(value.as_str().unwrap()).unwrap();
    AlertSource {
        summary: text(&case["summary"]),
        details: text(&case["details"]),
        alert_key: text(&case["key"]),
        routing_key: text(&case["routing"]),
        links: list("links")
            .iter()
            .map(|link| Link {
                text: text(&link["text"]),
                fixed_text: text(&link["fixedText"]),
                href: text(&link["href"]).unwrap(),
            })
            .collect(),
        priority: mapped(&case["priority"], priority),
        severity: mapped(&case["severity"], |value| u8::try_from(value.as_u64().unwrap()).unwrap()),
        services: list("services").iter().filter_map(text).collect(),
        default_priority: case["defaultPriority"].as_str().and_then(Priority::named),
        default_severity: case["defaultSeverity"].as_u64().map(|value| u8::try_from(value).unwrap()),
    }
}

fn cases() -> Value {
    serde_json::from_str(include_str!("../../spec-tests/alert-source.json")).unwrap()
}

#[test]
fn the_shared_cases_hold() {
    let cases = cases();
    for case in cases["cases"].as_array().unwrap() {
        let (alert, _) = Alert::of(&printed(&case["printed"]));
        assert_eq!(serde_json::to_value(alert).unwrap(), case["alert"], "{}", case["name"]);
    }
    assert!(cases["cases"].as_array().unwrap().len() >= 10);
}

#[test]
fn the_shared_names_are_those_of_the_api() {
    let mut source = json!({});
    for (_, name) in cases()["carriers"].as_object().unwrap() {
        let name = name.as_str().unwrap();
        source[name] = match name {
            "linkTemplates" => json!([{"linkTextTemplate": "x", "hrefTemplate": "y"}]),
            "servicesTemplate" => json!(["x"]),
            "priorityTemplate" | "severityTemplate" => json!({"valueTemplate": "x"}),
            _ => json!("x"),
        };
    }
    assert_eq!(each_template(&mut source, |_, _| ()), 9);
}

fn whole() -> Value {
    json!({
        "name": "Disks", "integrationType": "API",
        "summaryTemplate": "{{ title }}",
        "detailsTemplate": {"textTemplate": "{{ host }}\n"},
        "alertKeyTemplate": {"elements": [{"type": "VAR", "val": "host", "func": "lowerCase"}]},
        "routingTemplate": null,
        "linkTemplates": [{"text": "Graph", "linkTextTemplate": "{{ title }}", "hrefTemplate": "{{ url }}"}],
        "priorityTemplate": {"valueTemplate": "{{ level }}", "mappings": [{"value": "crit", "priority": "HIGH"}]},
        "severityTemplate": {"valueTemplate": "{{ level }}", "mappings": [{"value": "crit", "severity": 1}]},
        "servicesTemplate": ["{{ services.join(\",\") }}"],
        "alertPriorityRule": "LOW", "severity": 4,
    })
}

#[test]
fn a_source_is_rendered_as_a_whole() {
    let (source, problems) = AlertSource::read(&whole());
    assert_eq!(problems, []);
    assert_eq!(source.templates().len(), 8);
    let compiled = source.compile(&Engines::default());
    let event = json!({"title": "Full", "host": "DB-7", "url": "https://x", "level": "crit", "services": ["a", "b"]});
    let made = compiled.render(&event, &RenderOptions::default());
    assert_eq!(
        serde_json::to_value(&made.alert).unwrap(),
        json!({"summary": "Full", "details": "DB-7", "alertKey": "db-7", "priority": "HIGH", "severity": 1,
               "links": [{"href": "https://x", "text": "Full"}], "services": ["a", "b"]})
    );
    assert!(made.warnings.is_empty() && made.remarks.is_empty());
    let made = compiled.render(&json!({"level": "info"}), &RenderOptions::default());
    assert_eq!((made.alert.priority, made.alert.severity), (Some(Priority::Low), Some(4)));
    let remarks: Vec<&str> = made.remarks.iter().map(|remark| remark.path).collect();
    assert_eq!(remarks, ["summaryTemplate", "alertKeyTemplate"]);
}

#[test]
fn a_broken_key_prints_nothing_and_a_broken_message_its_source() {
    let broken = "{{ x.nope() }}";
    let (source, _) = AlertSource::read(&json!({
        "summaryTemplate": broken, "alertKeyTemplate": format!("a {broken}"), "routingTemplate": broken,
        "servicesTemplate": [broken, "db"],
        "priorityTemplate": {"valueTemplate": broken, "mappings": [{"value": broken, "priority": "HIGH"}]},
    }));
    let made = source.compile(&Engines::default()).render(&json!({}), &RenderOptions::default());
    assert_eq!(serde_json::to_value(&made.alert).unwrap(), json!({"summary": broken, "services": ["db"]}));
}

#[test]
fn mistakes_are_found_at_their_fields() {
    let found = |source: Value| -> Vec<(String, bool)> {
        let (_, problems) = AlertSource::read(&source);
        problems.into_iter().map(|one| (one.path, one.severity == Severity::Error)).collect()
    };
    let error = |path: &str| vec![(path.to_owned(), true)];
    let link = json!({"linkTextTemplate": "x", "hrefTemplate": "y"});
    for (source, expected) in [
        (json!([]), error("")),
        (json!({"name": "x"}), error("")),
        (json!({"summaryTemplate": 5}), error("summaryTemplate")),
        (json!({"summaryTemplate": ["x"]}), error("summaryTemplate")),
        (json!({"summaryTemplate": {}}), error("summaryTemplate")),
        (json!({"summaryTemplate": {"textTemplate": 5}}), error("summaryTemplate.textTemplate")),
        (json!({"summaryTemplate": {"elements": [{"type": "X"}]}}), error("summaryTemplate")),
        (json!({"summaryTemplate": "x", "summary_template": "x"}), error("summary_template")),
        (json!({"summaryTemplate": "x", "custom": 1}), vec![("custom".to_owned(), false)]),
        (json!({"linkTemplates": {"hrefTemplate": "x"}}), error("linkTemplates")),
        (json!({"linkTemplates": ["x"]}), error("linkTemplates[0]")),
        (json!({"linkTemplates": [{"hrefTemplate": "x"}]}), error("linkTemplates[0]")),
        (json!({"linkTemplates": [{"linkTextTemplate": "x"}]}), error("linkTemplates[0]")),
        (json!({"linkTemplates": [{"text": "x", "href": "x", "hrefTemplate": "y"}]}), error("linkTemplates[0].href")),
        (json!({"linkTemplates": vec![link; 11]}), error("linkTemplates[10]")),
        (json!({"servicesTemplate": vec!["x"; 12]}), error("servicesTemplate[10]")),
        (json!({"priorityTemplate": "x"}), error("priorityTemplate")),
        (json!({"priorityTemplate": {"valueTemplate": "x"}}), error("priorityTemplate.mappings")),
        (json!({"priorityTemplate": {"mappings": [{"value": "a", "priority": "HIGH"}]}}), error("priorityTemplate")),
        (
            json!({"priorityTemplate": {"valueTemplate": "x", "mappings": [{"value": "a", "priority": "high"}]}}),
            error("priorityTemplate.mappings[0].priority"),
        ),
        (
            json!({"severityTemplate": {"valueTemplate": "x", "mappings": [{"value": 1, "severity": 1}]}}),
            error("severityTemplate.mappings[0].value"),
        ),
        (
            json!({"severityTemplate": {"valueTemplate": "x", "mappings": [{"value": "a", "severity": 6}]}}),
            error("severityTemplate.mappings[0].severity"),
        ),
        (
            json!({"severityTemplate": {"valueTemplate": "x",
                   "mappings": [{"value": "a", "severity": 1}, {"value": "a", "severity": 2}]}}),
            vec![("severityTemplate.mappings[1]".to_owned(), false)],
        ),
        (json!({"summaryTemplate": "x", "alertPriorityRule": "MEDIUM"}), error("alertPriorityRule")),
        (json!({"summaryTemplate": "x", "severity": "2"}), error("severity")),
        (json!({"summaryTemplate": "x", "alertPriorityRule": "HIGH_DURING_SUPPORT_HOURS", "severity": 5}), vec![]),
    ] {
        assert_eq!(found(source.clone()), expected, "{source}");
    }
}

#[test]
fn only_ten_links_and_templates_of_services_are_kept() {
    let link = json!({"linkTextTemplate": "x", "hrefTemplate": "y"});
    let (source, _) = AlertSource::read(&json!({"linkTemplates": vec![link; 12], "servicesTemplate": vec!["x"; 12]}));
    assert_eq!((source.links.len(), source.services.len()), (10, 10));
}

#[test]
fn the_schemas_are_schemas() {
    for name in ["ilert:alert-action", "ilert:incident"] {
        let schema: Value = serde_json::from_str(schema(name).unwrap()).unwrap();
        assert!(schema["properties"]["alertSummary"].is_object(), "{name}");
        assert!(schema["$comment"].as_str().unwrap().contains("as of 20"), "{name}");
    }
    assert!(schema("ilert:x").is_none());
    serde_json::from_str::<Value>(itl_alert::SOURCE_SCHEMA).unwrap();
}

#[test]
fn the_templates_of_a_source_share_the_limits() {
    let template = "{{#l}}{{#l}}x{{/l}}{{/l}}";
    let source = json!({
        "summaryTemplate": template,
        "detailsTemplate": template,
        "alertKeyTemplate": template,
        "linkTemplates": vec![json!({"text": "a", "hrefTemplate": template}); 10],
        "servicesTemplate": vec![template; 10],
    });
    let (source, problems) = AlertSource::read(&source);
    assert!(problems.is_empty(), "{problems:?}");
    let compiled = source.compile(&Engines::default());
    let event = json!({ "l": vec![1; 1_000] });
    let sum = |limits: Limits| {
        let rendered = compiled.render(&event, &RenderOptions::new().limits(limits));
        assert_eq!(rendered.warnings.len(), 23, "each says which limit it met");
        let alert = rendered.alert;
        assert!(alert.alert_key.is_some() && alert.links.len() == 10, "each has its share");
        let links: usize = alert.links.iter().map(|link| link.href.len()).sum();
        alert.summary.unwrap().len() + alert.details.unwrap().len() + alert.alert_key.unwrap().len() + links
    };
    assert!(sum(Limits::default().steps(64_000)) < 2 * 64_000);
    assert!(sum(Limits::default().output_bytes(64_000)) < 2 * 64_000);
}

#[test]
fn many_services_are_told_apart_at_once() {
    let printed = AlertSource {
        services: vec![(0..100_000).flat_map(|at| [format!("s{at},"), format!("S{at},")]).collect()],
        ..AlertSource::<String>::default()
    };
    assert_eq!(Alert::of(&printed).0.services.len(), 100_000);
}

#[test]
fn an_error_is_told_beside_a_thousand_unknown_fields() {
    let mut source: serde_json::Map<String, Value> = (0..5_000).map(|at| (format!("{at:05x}"), json!(0))).collect();
    source.insert("summaryTemplate".to_owned(), json!(5));
    let (_, problems) = AlertSource::read(&Value::Object(source));
    assert_eq!(problems.len(), 1_000);
    assert_eq!(problems.iter().filter(|problem| problem.severity == Severity::Error).count(), 1);
}
