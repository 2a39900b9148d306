//! Nothing panics, and every place lies inside its source, on any template and any payload.

use itl_analysis::{Analysis, CheckOptions, Shape};
use itl_eval::{Dialect, Engine, Escape, MemoryPartials, Span};
use proptest::prelude::*;
use serde_json::{Value, json};

const PARTIALS: [(&str, &str); 3] = [
    ("p", "{{ a }}{{# b }}{{> q }}{{/ b }}"),
    ("q", "{{ b.c }}{{> p }}{{> *a }}"),
    ("r", "{{ a }}{{$ x }}{{ b }}{{/ x }}{{< r }}{{$ x }}{{ c }}{{/ x }}{{/ r }}"),
];

fn engine(dialect: Dialect, escape: Escape) -> Engine {
    Engine::builder().dialect(dialect).escape(escape).partials(MemoryPartials::from(PARTIALS)).build()
}

/// Templates of pieces that mean something, and of any text.
fn template() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => prop::sample::select(vec![
            "{{ a }}", "{{{ b.c }}}", "{{& a[0] }}", "{{ #a }}", "{{ /a }}", "{{ ^b }}", "{{ /b }}", "{{ . }}", "{{ .c }}",
            "{{ @index }}", "{{ a.first().b }}", "{{ #a.where(\"b\", \"x\") }}", "{{ a.pluck(\"b.c\").join() }}",
            "{{ a.parseJson().b[-1] }}", "{{> p }}", "{{> q }}", "{{< r }}", "{{$ x }}", "{{/ x }}", "{{/ r }}", "{{> *a }}",
            "{{! c }}", "{{= <% %> =}}", "<% a %>", "<%={{ }}=%>", "{{ a.nope() }}", "{{ a##trim(()) }}", "{{ ", "}}", "<t>",
            "</t>", "\n", "ä🔥", "{{ c.htmlEscape() }}", "{{ a.b.c.a.b.c }}", "{{ \\@index.a\\ b[\"c\"] }}", "{{ a.default($b.c) }}", "{{ a[$b] }}", "{{ a.append($a[$c].first($b)) }}",
            "{{ a.append(b) }}", "{{ #a.where(\"b\", $c) }}",
        ]).prop_map(str::to_owned),
        1 => "[ -~äß\n]{0,8}",
    ];
    prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

fn payload() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        prop::sample::select(vec!["", "x", "p", "q", "{\"b\": [1]}", "ß"]).prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[abc]", inner, 0..4).prop_map(|map| json!(map)),
        ]
    })
}

fn fits(span: Span, partial: Option<&str>, source: &str) -> bool {
    let source =
        partial.and_then(|name| PARTIALS.iter().find(|(known, _)| *known == name)).map_or(source, |(_, text)| text);
    source.get(span.range()).is_some()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_place_is_inside_its_source(source in template(), data in payload(), mustache: bool, portable: bool) {
        let dialect = if mustache { Dialect::Mustache } else { Dialect::Itl };
        let engine = engine(dialect, Escape::Html);
        for shape in [None, Some(Shape::sample(&data)), Some(Shape::schema(&data))] {
            let document = engine.parse(&source);
            let (template, _) = engine.compile_document(&document);
            let analysis = Analysis::new(&template, &document, shape.as_ref());
            for read in &analysis.references().reads {
                prop_assert!(fits(read.span, read.partial.as_deref(), &source));
                prop_assert!(fits(read.tag, read.partial.as_deref(), &source));
            }
            for one in analysis.check(&CheckOptions::default().portable(portable)) {
                let places = one.labels.iter().map(|label| label.span).chain(one.suggestion.iter().map(|fix| fix.span));
                for span in places.chain([one.span]) {
                    prop_assert!(fits(span, one.partial.as_deref(), &source), "{one:?}");
                }
            }
            for part in analysis.outline() {
                prop_assert!(fits(part.span, None, &source));
            }
        }
    }

    #[test]
    fn editors_may_ask_anywhere(source in template(), data in payload(), mustache: bool, at in 0_usize..120) {
        let engine = engine(if mustache { Dialect::Mustache } else { Dialect::Itl }, Escape::None);
        let document = engine.parse(&source);
        let (template, _) = engine.compile_document(&document);
        let analysis = Analysis::new(&template, &document, Some(&Shape::sample(&data)));
        if let Some(found) = analysis.complete(at) {
            prop_assert!(source.get(found.span.range()).is_some());
        }
        if let Some(found) = analysis.hover(at) {
            prop_assert!(source.get(found.span.range()).is_some());
        }
        for place in analysis.rename(at).map(|found| found.occurrences).unwrap_or_default() {
            prop_assert!(fits(place.span, place.partial.as_deref(), &source));
        }
    }

    #[test]
    fn a_sample_leaves_nothing_open_where_every_section_runs(source in template(), data in payload()) {
        // What a render reads for certain without a sample, it reads with one.
        let engine = engine(Dialect::Itl, Escape::None);
        let document = engine.parse(&source);
        let (template, _) = engine.compile_document(&document);
        let with = Analysis::new(&template, &document, Some(&Shape::sample(&data))).references();
        let without = Analysis::new(&template, &document, None).references();
        prop_assert!(with.reads.len() <= without.reads.len() * 8 + 8);
    }
}
