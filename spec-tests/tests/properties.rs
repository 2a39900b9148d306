//! What holds for every template and payload.

use itl_eval::{Dialect, Engine, Payload, RenderOptions, Source, Template};
use proptest::prelude::*;
use serde_json::{Value, json};
use spec_tests::PIECES;

/// Pieces that templates are made of, good and broken.
fn piece() -> impl Strategy<Value = String> {
    let own = [
        "{{ host }}",
        "{{host}}",
        "{{{ labels }}}",
        "{{& n }}",
        "{{ labels.app }}",
        "{{ list[0] }}",
        "{{ list[-1].k }}",
        "{{ list.0 }}",
        "{{ . }}",
        "{{ .k }}",
        "{{ @index }}",
        "{{ @last }}",
        "{{ @now }}",
        "{{ labels[\"a.b\"] }}",
        "{{ a\\.b }}",
        "{{ nobody }}",
        "  {{> p }}\n",
        "{{ host.upperCase() }}",
        "{{ host.replaceAll(\"a\", \"}}\") }}",
        "{{ list.join(\", \") }}",
        "{{ n.formatUnixMs(\"S\") }}",
        "{{ host.splitTakeAt( ,0) }}",
        "{{ host.extractRegex(\"(\\d+)\") }}",
        "{{ a b }}",
        "{{ host.append(\"\\u{1F600}\") }}",
        "{{ s.parseJson().k[0] }}",
    ];
    let fixed = prop::sample::select([&own[..], PIECES].concat()).prop_map(str::to_owned);
    prop_oneof![8 => fixed, 1 => ".{0,6}"]
}

fn template() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..14).prop_map(|pieces| pieces.concat())
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(|f| serde_json::Number::from_f64(f).map_or(Value::Null, Value::Number)),
        "[a-z, {}\"\\\\\n<&ü😀]{0,8}".prop_map(Value::from),
        Just(json!("{\"k\":[1,\"x\"]}")),
        Just(json!(1_674_950_737_000_i64)),
    ];
    leaf.prop_recursive(4, 32, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::vec((key(), inner), 0..5)
                .prop_map(|entries| Value::Object(entries.into_iter().collect())),
        ]
    })
}

fn key() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => prop::sample::select(vec!["host", "labels", "list", "n", "s", "a", "k", "app", "a.b", "0", "@index", "a b"]).prop_map(str::to_owned),
        1 => "\\PC{0,4}".prop_map(|key| key),
    ]
}

fn payload() -> impl Strategy<Value = Value> {
    prop_oneof![
        4 => prop::collection::vec((key(), value()), 0..8).prop_map(|entries| Value::Object(entries.into_iter().collect())),
        1 => value(),
    ]
}

/// Names of which many are calls in ITL and plain keys in Mustache.
const NAMES: &[&str] = &[
    "host",
    "a b",
    "o['k']",
    "o[\"k\"]",
    "['o'].k",
    "host.append( y )",
    "host.append('y', )",
    "host.append('y')",
    "host##trim()",
    "host##append((y))",
    "s.substring(+01,007)",
    "s.append(007)",
    "list[0]",
    "list.0",
    "{a",
    "a}",
    ".",
    "#a",
    "a\\ ",
];

/// Templates in which each tag that wants a closing tag has one.
fn pairs() -> impl Strategy<Value = String> {
    let name =
        || prop_oneof![8 => prop::sample::select(NAMES).prop_map(str::to_owned), 1 => "[a-c.{}'\"\\[\\]() \\\\#]{1,8}"];
    let tag = (prop::sample::select(vec!["", "&", "{", "!", "#", "^", "$"]), name(), " ?", "[x\n]?").prop_map(
        |(sigil, name, blank, text)| match sigil {
            "{" => format!("{{{{{{{blank}{name}{blank}}}}}}}{text}"),
            "#" | "^" | "$" => {
                format!("{{{{{sigil}{blank}{name}{blank}}}}}{text}-{{{{/{blank}{name}{blank}}}}}{text}")
            }
            _ => format!("{{{{{sigil}{blank}{name}{blank}}}}}{text}"),
        },
    );
    prop::collection::vec(tag, 1..4).prop_map(|tags| tags.concat())
}

/// A payload that has each name as a path of plain keys, and what the calls work on.
fn names_as_keys() -> Value {
    let mut data: serde_json::Map<String, Value> = NAMES
        .iter()
        .filter(|name| !name.contains('.'))
        .map(|name| ((*name).to_owned(), json!(format!("<{name}>"))))
        .collect();
    let known = [("host", json!("db")), ("o", json!({"k": 1})), ("s", json!("0123456789")), ("list", json!(["x"]))];
    data.extend(known.map(|(key, value)| (key.to_owned(), value)));
    Value::Object(data)
}

fn engine(dialect: Dialect) -> Engine {
    let partials = itl_eval::MemoryPartials::from([
        ("p", "<{{ host }}{{$b}}default{{/b}}\n{{#list}}\n{{ . }}\n{{/list}}\n>"),
        ("db", "db:{{>p}}"),
    ]);
    Engine::builder().dialect(dialect).partials(partials).build()
}

fn dialects() -> impl Strategy<Value = Dialect> {
    prop_oneof![3 => Just(Dialect::Itl), 1 => Just(Dialect::Mustache)]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_lenient_compile_always_gives_a_template_and_spans_lie_on_characters(source in template(), data in payload(), dialect in dialects()) {
        let (template, diagnostics) = engine(dialect).compile_lenient(&source);
        let rendered = template.render(&data);
        for diagnostic in diagnostics.iter().chain(&rendered.warnings) {
            let source = match &diagnostic.partial {
                Some(name) => template.partial_source(name).unwrap_or(""),
                None => &source,
            };
            let spans = std::iter::once(diagnostic.span).chain(diagnostic.labels.iter().map(|label| label.span));
            for span in spans.chain(diagnostic.suggestion.iter().map(|suggestion| suggestion.span)) {
                prop_assert!(span.start <= span.end && source.get(span.range()).is_some(), "{diagnostic:?} of {source:?}");
            }
            itl_syntax::report::draw(diagnostic, "t", source, itl_syntax::report::Colour::Never);
        }
    }

    #[test]
    fn strict_success_means_the_lenient_text(source in template(), data in payload(), dialect in dialects()) {
        let engine = engine(dialect);
        if let Ok(template) = engine.compile(&source)
            && let Ok(strict) = template.render(&data).strict()
        {
            prop_assert_eq!(strict.text, engine.compile_lenient(&source).0.render(&data).text);
        }
    }

    #[test]
    fn every_road_to_a_payload_gives_the_same_render(source in template(), data in payload(), dialect in dialects()) {
        let template = engine(dialect).compile_lenient(&source).0;
        let options = RenderOptions::new().now(1_700_000_000_000);
        let json = serde_json::to_string(&data).unwrap();
        let pretty = serde_json::to_string_pretty(&data).unwrap();
        let document = template.render_with(&data, &options);
        prop_assert_eq!(&template.render_with(json.as_bytes(), &options), &document);
        prop_assert_eq!(&template.render_with(pretty.as_bytes(), &options), &document);
        prop_assert_eq!(&template.render_with(&Payload::from_json(&json).unwrap(), &options), &document);
        prop_assert_eq!(&template.render_with(&Payload::from_value(&data), &options), &document);
        let mut buffer = String::from("left over");
        let warnings = template.render_into(Source::Bytes(json.as_bytes()), &options, &mut buffer);
        prop_assert_eq!(&buffer, &document.text);
        prop_assert_eq!(&warnings, &document.warnings);
    }

    #[test]
    fn canonical_text_is_a_fixed_point_and_renders_the_same(source in template(), data in payload(), dialect in dialects()) {
        let engine = engine(dialect);
        if let Ok(canonical) = engine.format(&source) {
            prop_assert_eq!(engine.format(&canonical).ok(), Some(canonical.clone()), "of {:?}", source);
            let (before, after) = (engine.compile_lenient(&source).0.render(&data), engine.compile_lenient(&canonical).0.render(&data));
            prop_assert_eq!(before.text, after.text, "{:?} became {:?}", source, canonical);
        }
    }

    #[test]
    fn canonical_text_of_any_name_renders_the_same(source in pairs(), dialect in prop::sample::select(vec![Dialect::Itl, Dialect::Mustache])) {
        let engine = engine(dialect);
        if let Ok(canonical) = engine.format(&source) {
            prop_assert_eq!(engine.format(&canonical).ok(), Some(canonical.clone()), "of {:?}", source);
            let data = names_as_keys();
            let (before, after) = (engine.compile_lenient(&source).0.render(&data), engine.compile_lenient(&canonical).0.render(&data));
            prop_assert_eq!(before.text, after.text, "{:?} became {:?}", source, canonical);
        }
    }

    #[test]
    fn broken_json_is_refused_at_the_same_place(data in payload(), at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<bool>()) {
        let mut json = serde_json::to_vec(&data).unwrap();
        let at = at.index(json.len());
        if cut { json.truncate(at) } else { json[at] = byte }
        let template = Template::compile("{{ host }} {{ labels.app }} {{ #list }}{{ k }}{{ /list }}").unwrap();
        let rendered = template.render(&json);
        match serde_json::from_slice::<Value>(&json) {
            Ok(value) => prop_assert_eq!(rendered, template.render(&value)),
            Err(error) => {
                prop_assert_eq!(rendered.warnings.len(), 1);
                prop_assert_eq!(rendered.warnings[0].code.id(), "E0601");
                // The words are ours, the place is theirs.
                let place = format!(" at line {} column {}", error.line(), error.column());
                prop_assert!(rendered.warnings[0].message.ends_with(&place), "{} {}", rendered.warnings[0].message, error);
            }
        }
        prop_assert_eq!(Payload::from_slice(&json).is_ok(), serde_json::from_slice::<Value>(&json).is_ok());
    }

    #[test]
    fn numbers_are_read_as_serde_json_reads_them(text in "-?(0|[1-9][0-9]{0,25})(\\.[0-9]{1,20})?([eE][+-]?[0-9]{1,4})?") {
        let json = format!("{{\"n\":{text},\"skipped\":{text}}}");
        let template = Template::compile("{{ n }}").unwrap();
        match serde_json::from_str::<Value>(&json) {
            Ok(value) => prop_assert_eq!(template.render(json.as_bytes()), template.render(&value)),
            Err(_) => prop_assert_eq!(template.render(json.as_bytes()).warnings[0].code.id(), "E0601"),
        }
    }
}
