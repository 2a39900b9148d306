//! How often a render asks for memory: once for its text, never where the text's memory is used
//! again. The templates are small ones of the shapes that `benches/` measures.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests")]

use allocation_counter::measure;
use itl_eval::{Dialect, Engine, Payload, RenderOptions, Source, Template};
use serde_json::{Value, json};

fn cases() -> Vec<(Template, Value)> {
    let itl = Engine::new();
    let mustache = Engine::builder().dialect(Dialect::Mustache).build();
    let alerts: Vec<Value> = (0..20)
        .map(|number| json!({"labels": {"instance": format!("db-{number}"), "severity": "critical"}, "value": number}))
        .collect();
    let turns: Vec<Value> =
        (0..30).map(|_| json!({"role": "user", "content": "what fills the disk of db-7?"})).collect();
    vec![
        (
            itl.compile("[{{ status }}] {{ labels.alertname }} in {{ labels.cluster }} ({{ receiver }})").unwrap(),
            json!({"status": "firing", "labels": {"alertname": "DiskFull", "cluster": "eu1"}, "receiver": "storage"}),
        ),
        (
            itl.compile(
                "{{ name }}\n{{ #alerts }}\n- {{ labels.instance }} {{ labels.severity }} {{ value }}\n{{ /alerts }}\n",
            )
            .unwrap(),
            json!({"name": "DiskFull", "alerts": alerts}),
        ),
        (
            mustache.compile("{{ #turns }}\n<{{{ role }}}>\n{{{ content }}}\n</{{{ role }}}>\n{{ /turns }}\n").unwrap(),
            json!({ "turns": turns }),
        ),
        (
            itl.compile("{{ a.upperCase() }} {{ b.join(\"-\") }} {{ a.replaceAll(\"i\", \"o\") }}").unwrap(),
            json!({"a": "disk full", "b": ["x", "y", "z"]}),
        ),
    ]
}

#[test]
fn a_new_text_is_one_allocation() {
    for (template, value) in cases() {
        let payload = Payload::from_value(&value);
        let expected = template.render(&value).text;
        // The first render has shown how long the text is.
        let mut text = String::new();
        let from_payload = measure(|| text = template.render(&payload).text);
        assert_eq!((from_payload.count_total, text.as_str()), (1, expected.as_str()));
        let from_value = measure(|| text = template.render(&value).text);
        assert_eq!((from_value.count_total, text.as_str()), (1, expected.as_str()));
    }
}

#[test]
fn a_text_that_is_used_again_costs_none() {
    for (template, value) in cases() {
        let payload = Payload::from_value(&value);
        let options = RenderOptions::default();
        let mut text = String::new();
        template.render_into(Source::Payload(&payload), &options, &mut text);
        let expected = text.clone();
        for source in [Source::Payload(&payload), Source::Json(&value)] {
            let again = measure(|| {
                template.render_into(source, &options, &mut text);
            });
            assert_eq!((again.count_total, text.as_str()), (0, expected.as_str()));
        }
    }
}

#[test]
fn bytes_cost_no_more_than_the_text_once_a_thread_has_read_some() {
    let (template, value) = cases().swap_remove(0);
    let small = serde_json::to_vec(&value).unwrap();
    let mut large = value;
    // A thousand entries that the template does not name.
    if let Some(labels) = large.get_mut("labels").and_then(Value::as_object_mut) {
        labels.extend((0..1_000).map(|number| (format!("label-{number}"), json!({"a": ["b", "c"]}))));
    }
    let large = serde_json::to_vec(&large).unwrap();
    let count = |bytes: &[u8]| {
        template.render(bytes);
        measure(|| {
            template.render(bytes);
        })
        .count_total
    };
    assert_eq!((count(&small), count(&large)), (1, 1));
}

/// Texts that functions made are no part of the payload that could be borrowed, so they are shared.
#[test]
fn copies_of_texts_that_functions_made_copy_no_text() {
    const LONG: usize = 1_000_000;
    const ROUNDS: usize = 200;
    let data = json!({"v": "a".repeat(LONG), "l": vec![1; ROUNDS], "k": "x"});
    let groups = r#"v.upperCase().split("!").groupBy(".")"#;
    for inside in [
        "{{ ^items[0].key.x }}{{ /items[0].key.x }}",
        "{{ #key }}{{ /key }}",
        "{{ items.slice(0).length() }}",
        r#"{{ items.pluck("key").flatten().length() }}"#,
        "{{ items.sort().length() }}",
        r#"{{ items.sortNatural("key").length() }}"#,
        "{{ items.unique().length() }}",
        r#"{{ items.first().entries().length() }}{{ items.first().omit("items").keys().length() }}"#,
        "{{ k.default($key).length() }}",
    ] {
        let source = format!("{{{{ #{groups} }}}}{{{{ #l }}}}{inside}{{{{ /l }}}}{{{{ /{groups} }}}}");
        let template = Template::compile(&source).unwrap();
        let used = measure(|| drop(template.render(&data)));
        assert!(used.bytes_total < 20 * LONG as u64, "{inside}: {} bytes", used.bytes_total);
    }
}
