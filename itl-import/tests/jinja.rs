//! Templates of Jinja against what minijinja prints.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs, reason = "tests")]

use itl_eval::Engine;
use itl_import::{Imported, Language, import};
use itl_syntax::Code;
use proptest::prelude::*;
use serde_json::{Value, json};

fn imported(source: &str) -> Imported {
    import(Language::GrafanaOncall, source)
}

fn printed(source: &str, payload: &Value) -> String {
    let (template, found) = Engine::new().compile_lenient(source);
    assert!(!found.has_errors(), "{source}: {found}");
    template.render(payload).text
}

fn by_jinja(source: &str, payload: &Value) -> Option<String> {
    let mut environment = minijinja::Environment::new();
    environment.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
    environment.render_str(source, json!({ "payload": payload })).ok()
}

/// Constructs that are the same for all payloads that the generator draws, with a payload's keys.
const EXACT: &[&str] = &[
    "a {{ payload.title }} b",
    "{{payload.title}}{{ payload['title'] }}{{ payload[\"no such\"] }}",
    "{{ payload.labels.host }} {{ payload.labels['app.kubernetes.io/name'] }}",
    "{{ payload.title | upper }} {{ payload.title|lower }} {{ payload.title | trim }}",
    "{{ payload.title | lower | capitalize }}",
    "{{ payload.tags | length }} {{ payload.tags | first }} {{ payload.tags | last }}",
    "{{ payload.title | replace('a', 'b') | replace(\"\\\"\", \"'\") }}",
    "{{ payload.title | string }}{{ payload.title | safe }}",
    "{{ payload.title | urlencode }}",
    "{{ payload.alerts[0].status }}{{ payload.alerts[9].status }}{{ payload.alerts[-1].status }}",
    "{{ payload.title ~ ' on ' ~ payload.labels.host }}",
    "{{ 'text' }}{{ \"it's\" }}{{ 42 }}",
    "{# a note #}x{#- trimmed -#} y",
    "a\n{# alone #}\nb",
    "{% if payload.state == 'ok' %}fine{% endif %}",
    "{% if payload.state == 'ok' %}fine{% else %}bad{% endif %}",
    "{% if payload.state != 'ok' %}bad{% elif payload.title == 'x y' %}x{% else %}fine{% endif %}",
    "{% if 'ok' == payload.state %}fine{% endif %}",
    "{% if not payload.state == 'ok' %}bad{% endif %}",
    "{% if payload.state == 'ok' and payload.title == 'x y' %}both{% else %}not both{% endif %}",
    "{% if payload.state == 'ok' or payload.title == 'x y' %}one{% else %}none{% endif %}",
    "{% if payload.state == 'ok' or (payload.title == 'x y' and payload.labels.host == 'db-7') %}1{% else %}2{% endif %}",
    "{% if payload.state in ['ok', 'resolved'] %}fine{% else %}bad{% endif %}",
    "{% if payload.state not in ['ok', 'resolved'] %}bad{% endif %}",
    "{% if payload.tags | length > 2 %}many{% else %}few{% endif %}",
    "{% if payload.tags | length == 0 %}none{% endif %}",
    "{{ 'up' if payload.state == 'ok' else 'down' }}",
    "a\n{% if payload.state == 'ok' %}\n  fine\n{% endif %}\nb\n",
    "a\n  {%- if payload.state == 'ok' %}\n fine\n {%- endif %}\nb",
    "{% for a in payload.alerts %}{{ a.status }},{{ a['labels'].host }};{% endfor %}",
    "{% for a in payload.alerts %}{{ a.status | upper }}{% else %}none{% endfor %}",
    "{% for a in payload.alerts -%}\n  {{ loop.index }}/{{ loop.length }} {{ a.status }}\n{%- endfor %}",
    "{% for t in payload.tags %}{{ t }}{% if not loop.last %}, {% endif %}{% endfor %}",
    "{% for t in payload.tags %}\n- {{ t }}\n{% endfor %}\nend",
    "{% for t in payload.tags %}{{ loop.index0 }}{{ t|upper }}{% if loop.first %}!{% endif %}{% endfor %}",
    "{% for k, v in payload.labels | items %}{{ k }}={{ v }};{% endfor %}",
    "{% for a in payload.alerts %}{% if a.status == 'ok' %}+{% else %}-{% endif %}{% endfor %}",
    "{% set host = payload.labels.host %}{{ host }} {{ host | upper }}",
    "{% set line = payload.title ~ '!' %}{% if payload.state == 'ok' %}{{ line }}{% endif %}",
    "{% raw %}{ {% not a tag %} }{% endraw %}",
    "trailing\n",
    "{{ payload.title.missing.deep }}",
];

/// Constructs that are the same wherever Jinja has a value to apply them to.
const OF_VALUES: &[&str] = &["{{ payload.title[:3] }}|{{ payload.title[2:5] }}|{{ payload.title[1:] }}"];

/// Constructs that are the same for the values that their warnings name; the generator's second payloads keep to them.
const LOOSE: &[&str] = &[
    "{% if payload.title %}T{% else %}F{% endif %}",
    "{% if payload.labels.host %}{{ payload.labels.host }}{% endif %}",
    "{% if not payload.labels.gone %}F{% endif %}",
    "{{ payload.labels.gone | default('none') }} {{ payload.title | d('none', true) }}",
    "{{ payload.tags | join(', ') }}{{ payload.tags | join }}",
    "{% if payload.value > 90 %}high{% elif payload.value >= 50 %}mid{% else %}low{% endif %}",
    "{% if 50 < payload.value %}high{% endif %}{% if payload.value == 7 %}seven{% endif %}",
    "{% if 'db' in payload.tags %}db{% endif %}{% if 'a' in payload.title %}a{% endif %}",
    "{% if payload.labels.gone is defined %}D{% else %}U{% endif %}{% if payload.title is defined %}D{% endif %}",
    "{% if payload.flag == true %}yes{% endif %}{% if payload.flag %}yes{% endif %}",
    "{% if payload.title == '' %}empty{% endif %}{% if payload.title == '5' %}five{% endif %}",
    "{{ payload.alerts | join('; ', attribute='status') }}",
    "{{ payload.title or 'untitled' }}",
    "{% if payload.value >= payload.value %}same{% endif %}{% if payload.title == payload.labels.host %}same{% endif %}",
    "{% for a in payload.alerts %}{% if a.labels.host != payload.title %}{{ loop.index }}{% endif %}{% endfor %}",
    "{% for a in payload.alerts %}{{ payload.state }} {{ a.status }}{% endfor %}",
    "{% for a in payload.alerts %}{% if a.status == 'ok' %}{{ a.status }}{{ payload.title }}{% endif %}{% endfor %}",
    "{% for a in payload.alerts %}{% for k, v in a.labels | items %}{{ a.status }}{{ k }}{% endfor %}{% endfor %}",
];

/// Constructs without a counterpart, with the source that the error is at.
const NONE: &[(&str, &str)] = &[
    ("{{ payload }}", "{{ payload }}"),
    ("{{ payload.value * 2 }}", "{{ payload.value * 2 }}"),
    ("a{{ payload | tojson }}b", "{{ payload | tojson }}"),
    ("{{ payload.title | wordwrap(3) }}", "{{ payload.title | wordwrap(3) }}"),
    ("{{ grafana_oncall_link }}", "{{ grafana_oncall_link }}"),
    ("{% macro m(x) %}{{ x }}{% endmacro %}x", "{% macro m(x) %}{{ x }}{% endmacro %}"),
    ("{% if payload.a is odd %}x{% else %}y{% endif %}z", "{% if payload.a is odd %}x{% else %}y{% endif %}"),
    ("{% for a in payload.alerts if a.x %}y{% endfor %}", "{% for a in payload.alerts if a.x %}y{% endfor %}"),
    ("{% if payload.a %}x", "{% if payload.a %}"),
    ("x{% endif %}", "{% endif %}"),
    ("{{ payload.a", "{{ payload.a"),
    ("{% set x = 1 %}{% set x = 2 %}", "{% set x = 1 %}"),
    ("{{ payload.title | round }}", "{{ payload.title | round }}"),
    ("{{ payload[payload.key] }}", "{{ payload[payload.key] }}"),
    ("{% raw %}{{ x }}{% endraw %}", "{{ x }}"),
    ("{% for a in payload.alerts %}{% if a %}{{ a }}{% endif %}{% endfor %}", "{{ a }}"),
];

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zA-Z ]{0,8}",
        Just("x y".to_owned()),
        Just("Größe 5 % & \"q\" / <b> {x}".to_owned()),
        "[a-z]\n[a-z]"
    ]
}

/// Payloads whose items and whose root have keys in common.
fn payload() -> impl Strategy<Value = Value> {
    let word = || prop_oneof![Just("ok"), Just("firing"), Just("resolved")];
    let labels = || {
        proptest::collection::btree_map(
            prop_oneof![Just("host"), Just("app.kubernetes.io/name"), Just("a b")],
            text(),
            0..3,
        )
    };
    let alert = (proptest::option::of(word()), labels()).prop_map(|(status, labels)| match status {
        Some(status) => json!({"status": status, "labels": labels}),
        None => json!({"labels": labels}),
    });
    (
        proptest::option::of(text()),
        proptest::option::of(word()),
        labels(),
        proptest::collection::vec(alert, 0..4),
        proptest::collection::vec(text(), 0..4),
    )
        .prop_map(|(title, state, labels, alerts, tags)| {
            let mut all = json!({"labels": labels, "alerts": alerts, "tags": tags, "status": "root"});
            let map = all.as_object_mut().unwrap();
            map.extend(title.map(|title| ("title".to_owned(), title.into())));
            map.extend(state.map(|state| ("state".to_owned(), state.into())));
            all
        })
}

/// Payloads that keep to what the warnings name: texts that are there, numbers, items with all their keys.
fn tame() -> impl Strategy<Value = Value> {
    let word = || "[a-zA-Z][a-zA-Z ]{0,6}";
    let alert = (prop_oneof![Just("ok"), Just("firing")], word())
        .prop_map(|(status, host)| json!({"status": status, "labels": {"host": host}}));
    (
        word(),
        word(),
        proptest::collection::vec(alert, 0..4),
        proptest::collection::vec(prop_oneof![Just("db".to_owned()), "[a-z ]{1,5}"], 0..4),
        -3..200_i64,
        any::<bool>(),
    )
        .prop_map(|(title, host, alerts, tags, value, flag)| {
            json!({"title": title, "state": "S", "labels": {"host": host}, "alerts": alerts, "tags": tags,
                   "value": value, "flag": flag})
        })
}

#[test]
fn exact_constructs_have_no_diagnostics() {
    for source in EXACT.iter().chain(OF_VALUES) {
        let imported = imported(source);
        assert!(imported.diagnostics.is_empty(), "{source}: {} {}", imported.text, imported.diagnostics);
    }
}

#[test]
fn loose_constructs_have_warnings_alone() {
    for source in LOOSE {
        let imported = imported(source);
        assert!(!imported.diagnostics.is_empty(), "{source}: {}", imported.text);
        assert!(!imported.diagnostics.has_errors(), "{source}: {}", imported.diagnostics);
        assert!(imported.diagnostics.iter().all(|one| one.code == Code::LooseCounterpart));
    }
}

#[test]
fn what_has_no_counterpart_is_marked() {
    for (source, at) in NONE {
        let imported = imported(source);
        let places: Vec<&str> = imported.diagnostics.errors().map(|one| one.span.of(source)).collect();
        assert_eq!(places.first(), Some(at), "{source}: {}", imported.text);
        assert!(imported.diagnostics.errors().all(|one| one.code == Code::NoCounterpart));
        assert!(imported.text.contains("{{! import: "), "{source}: {}", imported.text);
        let (_, found) = Engine::new().compile_lenient(&imported.text);
        assert!(!found.has_errors(), "{source}: {}: {found}", imported.text);
    }
}

#[test]
fn spellings() {
    for (source, text) in [
        ("{{ payload.labels['a b'].c }}", "{{ labels[\"a b\"].c }}"),
        ("{% for a in payload.alerts %}{{ a.x }}{% endfor %}", "{{ #alerts }}{{ .x }}{{ /alerts }}"),
        ("{% if payload.a != 'x' %}y{% endif %}", "{{ ^a.equals(\"x\") }}y{{ /a }}"),
        ("a\n{% if payload.a == 'x' %}\ny\n{% endif %}\nb", "a\n{{ #a.equals(\"x\") }}{{! }}\ny\n{{ /a }}{{! }}\nb"),
        ("{{ payload.get('a', 'b') }}", "{{ a.default(\"b\") }}"),
        ("{{ payload.title | regex_replace('(a)', '\\\\1b') }}", "{{ title.replaceRegex(\"(a)\", \"${1}b\") }}"),
        (
            "{{ payload.alerts | join('; ', attribute='status') }}",
            "{{ alerts.joinFromObjectArray(\"status\", \"; \") }}",
        ),
        (
            "{% for k, v in payload.labels.items() %}{{ k }}={{ v }};{% endfor %}",
            "{{ #labels.entries() }}{{ .key }}={{ .value }};{{ /labels }}",
        ),
        ("{{ payload.x | b64decode }}", "{{ x.base64Decode() }}"),
        ("{{ (payload.x | parse_json).a }}", "{{ x.parseJson().a }}"),
        ("{% if payload.x | regex_match('a+') %}y{% endif %}", "{{ #x.matches(\"\\A(?:a+)\") }}y{{ /x }}"),
        ("{{ payload.host.split('.')[0].upper() }}", "{{ host.split(\".\")[0].upperCase() }}"),
        ("{% if payload.x.startswith('db') %}y{% endif %}", "{{ #x.startsWith(\"db\") }}y{{ /x }}"),
    ] {
        assert_eq!(imported(source).text, text, "{source}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(128) })]

    #[test]
    fn exact_constructs_print_the_same(payload in payload()) {
        // What Jinja refuses of a payload prints nothing there.
        for source in EXACT {
            let Some(expected) = by_jinja(source, &payload) else { continue };
            let here = imported(source).text;
            prop_assert_eq!(printed(&here, &payload), expected, "{} as {}", source, here);
        }
    }

    #[test]
    fn loose_constructs_print_the_same_where_they_say_so(payload in tame()) {
        let mut ran = 0;
        for source in LOOSE.iter().chain(OF_VALUES) {
            let Some(expected) = by_jinja(source, &payload) else { continue };
            ran += 1;
            let here = imported(source).text;
            prop_assert_eq!(printed(&here, &payload), expected, "{} as {}", source, here);
        }
        // minijinja's `join` knows no attribute; the table of spellings has it.
        prop_assert_eq!(ran, LOOSE.len() + OF_VALUES.len() - 1);
    }

    /// Whatever comes, there is a text, and one without errors.
    #[test]
    fn anything_is_converted_or_marked(source in "(\\{\\{|\\}\\}|\\{%|%\\}|\\{#|#\\}|-|if|else|endif|for a in|endfor|set x =|payload|a|\\.|\\||\\(|\\)|\\[|\\]|'|~|==| |\n|x){0,40}") {
        let imported = imported(&source);
        let (_, found) = Engine::new().compile_lenient(&imported.text);
        prop_assert!(!found.has_errors(), "{}: {}", imported.text, found);
    }
}

#[test]
fn hostile_templates_end() {
    let deep = |part: &str, count: usize| part.repeat(count);
    for source in [
        deep("{% if payload.a %}", 50_000),
        deep("{% for a in payload.b %}", 50_000),
        format!("{{{{ {}payload.a }}}}", deep("(", 50_000)),
        format!("{{{{ payload{} }}}}", deep(".a", 50_000)),
        format!(
            "{{% if payload.a == 'x' %}}{}{{% endif %}}",
            deep("{% elif payload.a == 'x' and payload.b == 'y' %}z", 5_000)
        ),
        (0..40).map(|at| format!("{{% set s{} = s{at} ~ s{at} %}}", at + 1)).collect::<Vec<_>>().concat() + "{{ s40 }}",
        "{% set x = x %}{{ x }}".to_owned(),
        format!(
            "{{% if payload.a == 'x' and payload.b == 'x' %}}{}",
            "{% else %}{% if payload.a == 'x' and payload.b == 'x' %}y".repeat(60)
        ) + &deep("{% endif %}", 61),
    ] {
        assert!(imported(&source).text.len() < 64 << 20);
    }
}

/// Numbered parts, `@` being the number.
fn numbered(part: &str, count: usize) -> String {
    (0..count).map(|at| part.replace('@', &at.to_string())).collect()
}

#[test]
fn names_and_raw_blocks_cost_what_they_are() {
    for (source, is_whole) in [
        // Each name is looked up once, and counted once how often it is set.
        (numbered("{% set a@ = payload.b %}", 20_000) + &numbered("{{ a@ }}", 20_000), true),
        // What a name stands for is paid for wherever it is used.
        (format!("{{% set a = '{}' %}}{}", "x".repeat(60_000), "{{ a }}".repeat(50_000)), false),
        (format!("{{% set a = '{}' %}}{{{{ a }}}}", "x".repeat(100_000)), false),
        (format!("{{% set a = payload.b{} %}}{}", " ~ payload.b".repeat(150), "{{ a }}".repeat(20_000)), false),
        (format!("{{{{ payload.a{} }}}}", " or payload.b".repeat(200)), false),
        // Every tag in a raw block is looked at once.
        (format!("{{% raw %}}{} %}}", "{%".repeat(200_000)), false),
        (format!("{{% raw %}}{}{{% endraw %}}", "{% %} {%}".repeat(50_000)), true),
        (
            format!(
                "{{% if payload.a %}}x{}{{% endif %}}",
                "{% elif payload.a == 'x' and payload.b == 'y' %}y".repeat(24)
            )
            .repeat(500),
            false,
        ),
        ("{{ payload.a }}".repeat(650_000), false),
    ] {
        let imported = imported(&source);
        assert!(imported.text.len() <= 8 << 20);
        assert_eq!(imported.diagnostics.has_errors(), !is_whole, "{}", &source[..60]);
    }
    assert_eq!(imported("{% raw %}{%}{{ x }}{% endraw %}").diagnostics.iter().count(), 1, "`{{` is text");
}
