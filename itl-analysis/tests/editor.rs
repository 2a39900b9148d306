//! Completion and hover at every kind of place.

use itl_analysis::{Completion, CompletionKind, Completions, complete, hover};
use itl_eval::{Dialect, Engine};
use serde_json::{Value, json};

fn sample() -> Value {
    json!({
        "title": "Disk full",
        "count": 3,
        "alerts": [
            {"host": "db-7", "labels": {"app.kubernetes.io/name": "db"}, "tags": ["a", "b"]},
            {"host": "web-1", "firing": true}
        ],
        "message": "{\"detail\": {\"code\": 7}}"
    })
}

/// Completes at the bar in `source`.
fn at(source: &str) -> Option<Completions> {
    let offset = source.find('|').unwrap_or(source.len());
    let source = source.replacen('|', "", 1);
    complete(&Engine::new(), &source, offset, Some(&sample()), &["sign".to_owned(), "mail/foot".to_owned()])
}

fn labels(source: &str, kind: CompletionKind) -> Vec<String> {
    let items = at(source).map(|found| found.items).unwrap_or_default();
    items.into_iter().filter(|item| item.kind == kind).map(|item| item.label).collect()
}

fn item(source: &str, label: &str) -> Completion {
    let items = at(source).map(|found| found.items).unwrap_or_default();
    items.into_iter().find(|item| item.label == label).unwrap_or_else(|| panic!("no {label} at {source}"))
}

#[test]
fn keys_of_the_payload_with_type_and_value() {
    assert_eq!(labels("{{ |", CompletionKind::Key), ["title", "count", "alerts", "message"]);
    assert_eq!(labels("{{ #|", CompletionKind::Key).len(), 4);
    assert_eq!(labels("{{{ ti| }}}", CompletionKind::Key).len(), 4);
    let title = item("{{ |", "title");
    assert_eq!((title.detail.as_deref(), title.sample.as_deref()), (Some("text"), Some("\"Disk full\"")));
    assert_eq!(labels("{{ alerts[0].|", CompletionKind::Key), ["host", "labels", "tags"]);
    assert_eq!(labels("{{ message.parseJson().detail.|", CompletionKind::Key), ["code"]);
    assert!(at("text |").is_none());
    assert!(at("{{ a }} |").is_none());
    assert!(at("{{! |").is_none());
}

#[test]
fn keys_inside_sections_are_those_of_the_item_first() {
    let keys = labels("{{ #alerts }}\n{{ | }}{{ /alerts }}", CompletionKind::Key);
    assert_eq!(keys, ["host", "labels", "tags", "firing", "title", "count", "alerts", "message"]);
    assert_eq!(item("{{ #alerts }}{{ |", "host").doc.as_deref(), Some("in alerts[]"));
    // A section that is closed again is none.
    assert_eq!(labels("{{ #alerts }}{{ /alerts }}{{ |", CompletionKind::Key).len(), 4);
    assert_eq!(labels("{{ ^alerts }}{{ |", CompletionKind::Key).len(), 4);
}

#[test]
fn odd_keys_are_escaped() {
    let name = item("{{ alerts[0].labels.|", "app.kubernetes.io/name");
    assert_eq!(name.insert, "app\\.kubernetes\\.io/name");
    let name = item("{{ alerts[0].labels[|", "app.kubernetes.io/name");
    assert_eq!(name.insert, "\"app.kubernetes.io/name\"");
    let name = item("{{ alerts[0].labels[\"|", "app.kubernetes.io/name");
    assert_eq!(name.insert, "app.kubernetes.io/name");
    assert_eq!(labels("{{ alerts[|", CompletionKind::Index), ["0", "-1"]);
}

#[test]
fn functions_that_fit_the_value() {
    let on_text = labels("{{ title.|", CompletionKind::Function);
    let on_list = labels("{{ alerts.|", CompletionKind::Function);
    assert!(on_text.contains(&"upperCase".to_owned()) && !on_text.contains(&"join".to_owned()));
    assert!(on_list.contains(&"join".to_owned()) && !on_list.contains(&"upperCase".to_owned()));
    let after = labels("{{ title.split(\" \").|", CompletionKind::Function);
    assert!(after.contains(&"join".to_owned()) && !after.contains(&"trim".to_owned()));
    let replace = item("{{ title.rep|", "replaceAll");
    assert_eq!(
        (replace.insert.as_str(), replace.detail.as_deref()),
        ("replaceAll(\"\", \"\")", Some("replaceAll(find, with)"))
    );
    assert_eq!(item("{{ title.|", "substring").insert, "substring()");
    assert_eq!(item("{{ title.|", "trim").insert, "trim()");
    assert!(labels("{{ |", CompletionKind::Function).is_empty());
}

#[test]
fn closings_partials_variables_and_arguments() {
    assert_eq!(labels("{{ #alerts }}{{ #tags.first() }}{{ /|", CompletionKind::Close), ["tags", "alerts"]);
    assert_eq!(labels("{{ #alerts }}{{ |", CompletionKind::Close), ["/alerts"]);
    assert_eq!(labels("{{> |", CompletionKind::Partial), ["sign", "mail/foot"]);
    assert_eq!(labels("{{ |", CompletionKind::LoopVariable), ["@now"]);
    assert_eq!(labels("{{ #alerts }}{{ @|", CompletionKind::LoopVariable).len(), 6);
    assert_eq!(labels("{{ alerts.pluck(\"|", CompletionKind::Argument), ["host", "labels", "tags", "firing"]);
    assert!(labels("{{ title.formatUnixMs(|", CompletionKind::Argument).contains(&"L".to_owned()));
}

#[test]
fn the_span_is_the_word_under_the_cursor() {
    let source = "{{ alerts[0].host }}";
    let found = complete(&Engine::new(), source, 15, Some(&sample()), &[]);
    assert_eq!(found.map(|found| found.span.of(source).to_owned()).as_deref(), Some("host"));
}

#[test]
fn mustache_has_keys_and_no_functions() {
    let engine = Engine::builder().dialect(Dialect::Mustache).build();
    let source = "{{#alerts}}{{labels.";
    let sample = sample();
    let found = complete(&engine, source, source.len(), Some(&sample), &[]);
    let kinds: Vec<_> = found.into_iter().flat_map(|found| found.items).map(|item| item.kind).collect();
    assert_eq!(kinds, [CompletionKind::Key]);
}

#[test]
fn hover_tells_path_type_value_and_function() {
    let source = "{{ #alerts }}{{ labels.x }}{{ host.upperCase().trim() }}{{ @index }}{{ /alerts }}";
    let sample = sample();
    let at = |word: &str| {
        let offset = source.find(word).unwrap_or_else(|| panic!("no {word}"));
        hover(&Engine::new(), source, offset, Some(&sample)).unwrap_or_else(|| panic!("nothing at {word}"))
    };
    assert_eq!(at("alerts").title, "alerts: array");
    assert_eq!(at("labels").title, "alerts[].labels: object");
    assert_eq!(at("x }}").text.as_deref(), Some("Not in the sample."));
    let host = at("host");
    assert_eq!((host.title.as_str(), host.value.as_deref()), ("alerts[].host: text", Some("\"db-7\"")));
    assert_eq!(host.span.of(source), "host");
    let function = at("upperCase");
    assert_eq!((function.title.as_str(), function.value.as_deref()), ("upperCase()", Some("\"DB-7\"")));
    assert!(at("@index").text.is_some_and(|text| text.contains("from zero")));
    assert_eq!(at("/alerts").title, "alerts: array");
    assert!(hover(&Engine::new(), "text", 2, None).is_none());
}

#[test]
fn nothing_panics_at_any_place() {
    let sources = [
        "{{ #a }}{{ b[\"c\"].d(\"e\", 1).f }}{{> g }}{{^h}}{{/h}}{{ /a }}{{{ i }}}{{& j }}{{! k }}{{= <% %> =}}<% l. %><%# m",
        "{{",
        "{{{",
        "{{ a.",
        "{{ a[",
        "{{ a[\"",
        "{{ a.b(",
        "{{ a.b(\"",
        "{{ ä.ö(\"ü",
        "}}{{",
        "{{ #a.b(\"}}\") }}{{ . }}",
        "{{ a##b((",
    ];
    let sample = sample();
    for dialect in [Dialect::Itl, Dialect::Mustache] {
        let engine = Engine::builder().dialect(dialect).build();
        for source in sources {
            for offset in 0..source.len() + 2 {
                if let Some(found) = complete(&engine, source, offset, Some(&sample), &[]) {
                    assert!(source.get(found.span.range()).is_some(), "{source} {offset}");
                }
                if let Some(found) = hover(&engine, source, offset, Some(&sample)) {
                    assert!(source.get(found.span.range()).is_some(), "{source} {offset}");
                }
            }
        }
    }
}
