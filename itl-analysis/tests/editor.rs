//! Completion, hover and rename at every kind of place.
#![allow(clippy::indexing_slicing, clippy::needless_pass_by_value, reason = "tests")]

use itl_analysis::{Analysis, Completion, CompletionKind, Completions, Hover, Shape};
use itl_eval::{Dialect, Engine, MemoryPartials};
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

/// Asks `question` of an analysis of `source`.
fn analysed<T>(
    engine: &Engine,
    source: &str,
    shape: Option<Shape<'_>>,
    question: impl FnOnce(&Analysis<'_>) -> T,
) -> T {
    let document = engine.parse(source);
    let (template, _) = engine.compile_document(&document);
    question(&Analysis::new(&template, &document, shape.as_ref()))
}

fn complete(engine: &Engine, source: &str, offset: usize, sample: &Value) -> Option<Completions> {
    analysed(engine, source, Some(Shape::sample(sample)), |analysis| analysis.complete(offset))
}

fn hover(engine: &Engine, source: &str, offset: usize, sample: Option<&Value>) -> Option<Hover> {
    analysed(engine, source, sample.map(Shape::sample), |analysis| analysis.hover(offset))
}

/// Completes at the bar in `source`.
fn at(source: &str) -> Option<Completions> {
    let offset = source.find('|').unwrap_or(source.len());
    let source = source.replacen('|', "", 1);
    let engine = Engine::builder().partials(MemoryPartials::from([("sign", ""), ("mail/foot", "")])).build();
    complete(&engine, &source, offset, &sample())
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
    assert_eq!(labels("{{> |", CompletionKind::Partial), ["mail/foot", "sign"]);
    assert_eq!(labels("{{ |", CompletionKind::LoopVariable), ["@now"]);
    assert_eq!(labels("{{ #alerts }}{{ @|", CompletionKind::LoopVariable).len(), 6);
    assert_eq!(labels("{{ alerts.pluck(\"|", CompletionKind::Argument), ["host", "labels", "tags", "firing"]);
    assert!(labels("{{ title.formatUnixMs(|", CompletionKind::Argument).contains(&"L".to_owned()));
}

#[test]
fn the_span_is_the_word_under_the_cursor() {
    let source = "{{ alerts[0].host }}";
    let found = complete(&Engine::new(), source, 15, &sample());
    assert_eq!(found.map(|found| found.span.of(source).to_owned()).as_deref(), Some("host"));
}

#[test]
fn mustache_has_keys_and_no_functions() {
    let engine = Engine::builder().dialect(Dialect::Mustache).build();
    let source = "{{#alerts}}{{labels.";
    let sample = sample();
    let found = complete(&engine, source, source.len(), &sample);
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
        "{{ a.default($",
        "{{ a.default($b[\"ü\"].f(\"x, $c",
        "{{ a[$b.",
        "{{ a[$b.f($c[$d].e(",
    ];
    let sample = sample();
    for dialect in [Dialect::Itl, Dialect::Mustache] {
        let engine = Engine::builder().dialect(dialect).build();
        for source in sources {
            for offset in 0..source.len() + 2 {
                if let Some(found) = complete(&engine, source, offset, &sample) {
                    assert!(source.get(found.span.range()).is_some(), "{source} {offset}");
                }
                if let Some(found) = hover(&engine, source, offset, Some(&sample)) {
                    assert!(source.get(found.span.range()).is_some(), "{source} {offset}");
                }
            }
        }
    }
}

#[test]
fn references_are_completed_as_paths_are() {
    assert_eq!(labels("{{ title.default($|", CompletionKind::Key), ["title", "count", "alerts", "message"]);
    assert_eq!(labels("{{ title.default($alerts[0].|", CompletionKind::Key), ["host", "labels", "tags"]);
    assert!(labels("{{ title.default($title.|", CompletionKind::Function).contains(&"upperCase".to_owned()));
    assert_eq!(
        labels("{{ title.append($alerts.pluck(\"|", CompletionKind::Argument),
        ["host", "labels", "tags", "firing"]
    );
    assert_eq!(labels("{{ alerts[0].labels[$|", CompletionKind::Key).len(), 4);
    assert_eq!(labels("{{ #alerts }}{{ host.append($|", CompletionKind::Key)[0], "host");
    // An argument that is not begun may become one.
    assert!(labels("{{ title.append(|", CompletionKind::Key).contains(&"$title".to_owned()));
    // What is made ready with the template takes none.
    assert!(at("{{ title.matches($|").is_none());
    let source = "{{ title.append($cou| ";
    assert_eq!(at(source).map(|found| found.span.of(&source.replace('|', "")).to_owned()).as_deref(), Some("cou"));
}

#[test]
fn arguments_are_completed_with_values_of_the_sample() {
    assert_eq!(labels("{{ alerts.where(\"host\", \"|", CompletionKind::Argument), ["db-7", "web-1"]);
    assert_eq!(item("{{ alerts.where(\"host\", |", "db-7").insert, "\"db-7\"");
    assert_eq!(labels("{{ #title.equals(\"|", CompletionKind::Argument), ["Disk full"]);
    assert!(labels("{{ title.append(\"|", CompletionKind::Argument).is_empty());
}

#[test]
fn hover_and_rename_know_references() {
    let sample = json!({"value": 3, "limit": {"high": 5}, "alerts": [{"limit": 1}]});
    let source = "{{ value.add($limit.high) }}{{ #alerts }}{{ limit }}{{ /alerts }}{{ #limit }}{{ high }}{{ /limit }}";
    let high = source.find("high)").unwrap_or_default();
    let found = hover(&Engine::new(), source, high, Some(&sample)).map(|hover| hover.title);
    assert_eq!(found.as_deref(), Some("limit.high: number"));
    let rename = |at: usize| analysed(&Engine::new(), source, Some(Shape::sample(&sample)), |it| it.rename(at));
    let found = rename(high).unwrap_or_else(|| panic!("no key"));
    assert_eq!(found.path, "limit.high");
    let places: Vec<u32> = found.occurrences.iter().map(|place| place.span.start).collect();
    assert_eq!(places, [high as u32, source.rfind("high").unwrap_or_default() as u32]);
    let limit = rename(source.find("limit").unwrap_or_default()).unwrap_or_else(|| panic!("no key"));
    let texts: Vec<String> = limit.occurrences.iter().map(|place| place.replacement("new limit")).collect();
    assert_eq!(texts, ["new\\ limit"; 3]);
    assert!(rename(0).is_none() || rename(source.len()).is_none());
}

#[test]
fn rename_reaches_into_closing_tags() {
    for (source, key, renamed) in [
        ("{{ #o[$k] }}{{ /o[$k] }}", "k]", "{{ #o[$new] }}{{ /o[$new] }}"),
        ("{{ ^a[$k].sum() }}{{ /a[$k].sum() }}", "k]", "{{ ^a[$new].sum() }}{{ /a[$new].sum() }}"),
        ("{{< *kind }}{{/ *kind }}", "kind", "{{< *new }}{{/ *new }}"),
        ("{{<*kind.x}}{{$b}}{{/b}}{{/*kind.x}}", "x", "{{<*kind.new}}{{$b}}{{/b}}{{/*kind.new}}"),
        ("{{ #l.where(\"k\", \"v\") }}{{ /l }}", "l", "{{ #new.where(\"k\", \"v\") }}{{ /new }}"),
        ("{{= | | =}}|#o[$k]||/o[$k]|", "k]", "{{= | | =}}|#o[$new]||/o[$new]|"),
    ] {
        let at = source.find(key).unwrap_or_default();
        let rename = |it: &Analysis<'_>| it.rename(at).unwrap_or_else(|| panic!("no key in {source}"));
        let found = analysed(&Engine::new(), source, None, rename);
        let mut text = source.to_owned();
        for place in found.occurrences.iter().rev() {
            text.replace_range(place.span.range(), &place.replacement("new"));
        }
        assert_eq!(text, renamed);
    }
}

#[test]
fn nested_sections_are_bounded() {
    let engine = Engine::new();
    for sample in [json!({"a": {"a": [{"a": 1}, {}]}}), json!({})] {
        let source = format!("{}{{{{ a.|", "{{ #a }}".repeat(200));
        let offset = source.len() - 1;
        let source = source.replace('|', "");
        let work = analysed(&engine, &source, Some(Shape::sample(&sample)), |analysis| {
            analysis.complete(offset);
            analysis.hover(offset.saturating_sub(20));
            analysis.work()
        });
        assert!(work < 100_000, "{work}");
    }
}
