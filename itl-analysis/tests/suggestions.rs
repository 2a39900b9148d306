//! What the suggestions make of spellings of other languages: with each applied in turn, the template says what was
//! meant, or there is none.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests")]

use itl_analysis::{Analysis, CheckOptions, Shape};
use itl_eval::{Diagnostic, Dialect, Engine};
use serde_json::json;

fn found(engine: &Engine, source: &str, shape: Option<&Shape<'_>>) -> Vec<Diagnostic> {
    let document = engine.parse(source);
    let (template, _) = engine.compile_document(&document);
    Analysis::new(&template, &document, shape).check(&CheckOptions::default()).into_iter().collect()
}

/// The template with all suggestions applied, one after the other, and the codes of what is left.
fn mended_by(engine: &Engine, source: &str, shape: Option<&Shape<'_>>) -> (String, Vec<&'static str>) {
    let mut text = source.to_owned();
    for _ in 0..16 {
        let all = found(engine, &text, shape);
        let Some(change) = all.iter().find_map(|one| one.suggestion.as_ref()) else {
            return (text, all.iter().map(|one| one.code.id()).collect());
        };
        text.replace_range(change.span.range(), &change.replacement);
    }
    panic!("{source}: the suggestions do not end: {text}");
}

fn mended(source: &str) -> String {
    mended_by(&Engine::new(), source, None).0
}

fn all_mended(cases: &[(&str, &str)]) {
    for (source, expected) in cases {
        assert_eq!(mended(source), *expected, "{source}");
    }
}

/// Something is said, and no suggestion made.
fn not_mended(sources: &[&str]) {
    for source in sources {
        let all = found(&Engine::new(), source, None);
        assert!(!all.is_empty(), "{source}");
        assert!(all.iter().all(|one| one.suggestion.is_none()), "{source}: {all:#?}");
    }
}

#[test]
fn a_tag_without_escapes_stays_one() {
    all_mended(&[
        ("{{{ this.html }}}", "{{{ .html }}}"),
        ("{{{ a ?? b }}}", "{{{ a.default($b) }}}"),
        ("{{{ a || \"b\" }}}", "{{{ a.default(\"b\") }}}"),
        ("{{& a ?? b }}", "{{ &a.default($b) }}"),
        ("{{{ x | upper }}}", "{{{ x.upperCase() }}}"),
        ("{{{ s == \"x\" ? \"P1\" : \"P2\" }}}", "{{{ s.switch(\"x\", \"P1\", \"P2\") }}}"),
        ("{{#each xs as |x|}}{{{ x.html }}}{{& x.html }}{{/each}}", "{{ #xs }}{{{ .html }}}{{ &.html }}{{ /xs }}"),
    ]);
    not_mended(&["{{{ a ? b : c }}}"]);
}

#[test]
fn paths_of_mustache_begin_with_no_dot() {
    let engine = Engine::builder().dialect(Dialect::Mustache).build();
    for (source, expected) in [
        ("{{ this.x }}", "{{ x }}"),
        ("{{ this }}", "{{ . }}"),
        ("{{{ this.x }}}", "{{{ x }}}"),
        ("{{#each xs}}{{this.name}}{{/each}}", "{{ #xs }}{{ name }}{{ /xs }}"),
        ("{{ range .alerts }}{{ .name }}{{ end }}", "{{ #alerts }}{{ name }}{{ /alerts }}"),
        ("{{ range $i, $a := .alerts }}{{ $i }}{{ end }}", "{{ range $i, $a := .alerts }}{{ $i }}{{ end }}"),
        ("{{ if eq .a \"x\" }}y{{ end }}", "{{ if eq .a \"x\" }}y{{ end }}"),
        ("{{ a > 1 ? b : c }}", "{{ a > 1 ? b : c }}"),
    ] {
        assert_eq!(mended_by(&engine, source, None).0, expected, "{source}");
    }
}

#[test]
fn a_schema_knows_what_lists_have() {
    let schema = json!({"type": "object", "properties": {
        "list": {"type": "array", "items": {"type": "object", "properties": {"name": {"type": "string"}}}},
    }});
    let shape = Shape::schema(&schema);
    for source in [
        "{{ list.length }}",
        "{{ list.0 }}",
        "{{ list.0.name }}",
        "{{ list[\"length\"] }}",
        "{{ list.length.add(1) }}",
        "{{ x.default($list.length) }}",
    ] {
        let source = source.replace("x.", "list.first().");
        let all = found(&Engine::new(), &source, Some(&shape));
        assert!(all.iter().all(|one| one.code.id() != "W0507"), "{source}: {all:#?}");
    }
    for source in ["{{ list.frob }}", "{{ list.0.host }}"] {
        let all = found(&Engine::new(), source, Some(&shape));
        assert_eq!(all.iter().map(|one| one.code.id()).collect::<Vec<_>>(), ["W0507"], "{source}");
    }
}

#[test]
fn null_is_a_missing_value() {
    all_mended(&[
        ("{{#if a == null}}x{{/if}}", "{{ ^a }}x{{ /a }}"),
        ("{{#if a != null}}x{{else}}y{{/if}}", "{{ #a }}x{{ /a }}{{ ^a }}y{{ /a }}"),
        ("{{ if eq .a nil }}x{{ end }}", "{{ ^a }}x{{ /a }}"),
        ("{{ if ne .a nil }}x{{ end }}", "{{ #a }}x{{ /a }}"),
        ("{{ #a === undefined }}x{{ /a === undefined }}", "{{ ^a }}x{{ /a }}"),
        ("{{ a == null ? \"none\" : a }}", "{{ a.default(\"none\") }}"),
        ("{{ a ? a : b }}", "{{ a.default($b) }}"),
        ("{{ a == None ? \"none\" : b }}", "{{ ^a }}none{{ /a }}{{ #a }}{{ b }}{{ /a }}"),
        ("{{ a == true ? b : c }}", "{{ a.switch(\"true\", $b, $c) }}"),
    ]);
    not_mended(&["{{ a ?? null }}", "{{ a ? b : null }}", "{{#if a > null}}x{{/if}}", "{{ x | default(none) }}"]);
}

#[test]
fn comparisons_in_blocks_need_no_blanks() {
    all_mended(&[
        ("{{#if x>5}}a{{/if}}", "{{ #x.greaterThan(5) }}a{{ /x }}"),
        ("{{ if x<6 }}a{{ end }}", "{{ #x.lessThan(6) }}a{{ /x }}"),
        (
            "{{ if .x>5 }}a{{ else if .y<2 }}b{{ end }}",
            "{{ #x.greaterThan(5) }}a{{ /x }}{{ ^x.greaterThan(5) }}{{ #y.lessThan(2) }}b{{ /y }}{{ /x }}",
        ),
    ]);
    assert!(found(&Engine::new(), "{{ a->b }}{{ #a>b }}x{{ /a>b }}", None).is_empty());
}

#[test]
fn a_text_makes_a_sum_a_text() {
    all_mended(&[
        ("{{ name + \": \" + message }}", "{{ name.append(\": \").append($message) }}"),
        ("{{ a + b + \"!\" }}", "{{ a.append($b).append(\"!\") }}"),
        ("{{ a + b }}", "{{ a.add($b) }}"),
        ("{{ a + \" \" + 5 }}", "{{ a.append(\" \").append(5) }}"),
    ]);
    not_mended(&["{{ a - 1 + \"x\" }}", "{{ \"x\" + a }}", "{{ 5 + a + \"x\" }}"]);
}

#[test]
fn a_filter_after_an_operator() {
    all_mended(&[("{{ (x / b * 100) | round(1) }}", "{{ x.divide($b).multiply(100).round(1) }}")]);
    not_mended(&["{{ x / b * 100 | round(1) }}", "{{ a ?? b | upper }}", "{{ a + \"x\" | trim }}"]);
}

#[test]
fn every_word_for_another_branch() {
    for word in ["elseif", "elif", "elsif", "else if"] {
        let expected = "{{ #x }}a{{ /x }}{{ ^x }}{{ #y }}b{{ /y }}{{ /x }}";
        assert_eq!(mended(&format!("{{{{ if x }}}}a{{{{ {word} y }}}}b{{{{ end }}}}")), expected);
        assert_eq!(mended(&format!("{{{{#if x}}}}a{{{{{word} y}}}}b{{{{/if}}}}")), expected);
    }
}

#[test]
fn marks_around_a_section_are_not_taken_from_one_tag() {
    not_mended(&["{{~#if x~}}y{{~/if~}}", "{{~#x~}}y{{~/x~}}", "{{~^x~}}y{{~/x~}}"]);
}

#[test]
fn arguments_of_other_languages_mean_something_else() {
    all_mended(&[
        ("{{ x.substr(2, 3) }}", "{{ x.substring(2, 5) }}"),
        ("{{ x.substr(-3, 2) }}", "{{ x.substring(-3, -1) }}"),
        ("{{ x.substr(-3, 3) }}", "{{ x.substring(-3) }}"),
        ("{{ x.substr(2) }}", "{{ x.substring(2) }}"),
        ("{{ x | slice: 2, 3 }}", "{{ x.slice(2, 5) }}"),
        ("{{ x | slice: 2 }}", "{{ x.slice(2, 3) }}"),
        ("{{ x.zfill(3) }}", "{{ x.padStart(3, \"0\") }}"),
        ("{{ x | zfill(3) }}", "{{ x.padStart(3, \"0\") }}"),
        ("{{ xs | selectattr(\"k\", \"equalto\", \"v\") }}", "{{ xs.where(\"k\", \"v\") }}"),
        ("{{ xs.rejectattr(\"k\", \"==\", $v) }}", "{{ xs.whereNot(\"k\", $v) }}"),
        ("{{ xs | map: \"name\" }}", "{{ xs.pluck(\"name\") }}"),
        ("{{ xs.map(\"name\") }}", "{{ xs.pluck(\"name\") }}"),
        ("{{ xs.filter(\"k\", \"v\") }}", "{{ xs.where(\"k\", \"v\") }}"),
        ("{{ trunc 5 .x }}", "{{ x.substring(0, 5) }}"),
        ("{{ substr 2 5 .x }}", "{{ x.substring(2, 5) }}"),
        ("{{ sub .a .b }}", "{{ a.subtract($b) }}"),
        ("{{ x | default(\"y\", true) }}", "{{ x.default(\"y\") }}"),
        ("{{ at | date: \"%Y\" }}", "{{ at.formatDateString(\"%Y\") }}"),
        ("{{ xs.takeLast(2) }}", "{{ xs.slice(-2) }}"),
    ]);
    not_mended(&[
        "{{ x.substr($a, 3) }}",
        "{{ x.mid(2, 3) }}",
        "{{ x | slice(3) }}",
        "{{ xs.selectattr(\"k\", \"gt\", 3) }}",
        "{{ xs | selectattr(\"k\") }}",
        "{{ xs | select(\"equalto\", \"v\") }}",
        "{{ xs.select(\"equalto\", \"v\") }}",
        "{{ xs | map(\"upper\") }}",
        "{{ xs.map(\"upper\") }}",
        "{{ xs.map(x => x.name) }}",
        "{{ xs.filter(x => x) }}",
        "{{ x.and(\"y\") }}",
        "{{ x.equalsIgnoreCase(\"y\") }}",
        "{{ x | truncate(20, true) }}",
        "{{ x | round(1, \"floor\") }}",
        "{{ at | date(\"Y-m-d\") }}",
        "{{ at.date(\"yyyy-MM-dd\") }}",
        "{{ xs.takeLast($n) }}",
        "{{ sub 10 .x | trim }}",
    ]);
}

#[test]
fn arguments_with_names() {
    all_mended(&[
        ("{{ x | tojson(indent=2) }}", "{{ x.toJson(2) }}"),
        ("{{ x.tojson(indent=2) }}", "{{ x.toJson(2) }}"),
        ("{{ xs | map(attribute=\"name\") | join(\", \") }}", "{{ xs.pluck(\"name\").join(\", \") }}"),
        ("{{ xs.map(attribute=\"name\") }}", "{{ xs.pluck(\"name\") }}"),
        ("{{ xs | sort(attribute='n') }}", "{{ xs.sortBy('n') }}"),
        ("{{ xs | sum(attribute=\"n\") }}", "{{ xs.sum(\"n\") }}"),
        ("{{ x | default(\"a=b\") }}", "{{ x.default(\"a=b\") }}"),
    ]);
    not_mended(&[
        "{{ xs | sort(reverse=true) }}",
        "{{ xs | sort(attribute=\"n\", reverse=true) }}",
        "{{ x | truncate(length=20) }}",
        "{{ xs.groupby(default=1) }}",
    ]);
}

#[test]
fn a_function_that_needs_arguments_is_not_called_without() {
    not_mended(&["{{ name.replaceAll }}", "{{ name.padLeft }}"]);
    let all = found(&Engine::new(), "{{ name.truncate }}", Some(&Shape::sample(&json!({"name": "a"}))));
    assert!(all.iter().all(|one| one.suggestion.is_none()), "{all:#?}");
    assert_eq!(all.first().unwrap().help.as_deref(), Some("write `name.truncate(…)`"));
    assert_eq!(mended("{{ name.toUpper }}"), "{{ name.upperCase() }}");
}

#[test]
fn a_key_of_the_item_is_not_the_one_outside() {
    let sample = json!({"name": "outer", "host": "h", "x": 1, "alerts": [{"name": "a", "x": 1}]});
    let schema = json!({"properties": {"name": {}, "host": {}, "alerts": {"type": "array", "items": {
        "type": "object", "properties": {"name": {"type": "string"}, "x": {}},
    }}}});
    for shape in [Shape::sample(&sample), Shape::schema(&schema)] {
        for path in ["../name", "@root.name", "$.name"] {
            let source = format!("{{{{ #alerts }}}}{{{{ {path} }}}}{{{{ /alerts }}}}");
            let all = found(&Engine::new(), &source, Some(&shape));
            assert!(!all.is_empty(), "{source}");
            assert!(all.iter().all(|one| one.suggestion.is_none()), "{source}: {all:#?}");
            let source = source.replace(".name", ".host").replace("/name", "/host");
            assert_eq!(mended_by(&Engine::new(), &source, Some(&shape)).0, "{{ #alerts }}{{ host }}{{ /alerts }}");
        }
        let source = "{{#each alerts}}{{#if x}}{{../name}}{{/if}}{{/each}}";
        let kept = "{{ #alerts }}{{ #x }}{{../name}}{{ /x }}{{ /alerts }}";
        assert_eq!(mended_by(&Engine::new(), source, Some(&shape)).0, kept);
    }
    assert_eq!(mended("{{ #alerts }}{{ ../name }}{{ /alerts }}"), "{{ #alerts }}{{ name }}{{ /alerts }}");
}

#[test]
fn a_bare_argument_that_is_a_key() {
    let sample = json!({"startsAt": 1, "endsAt": 2, "value": 5, "threshold": 3, "limit": 2, "name": "abc"});
    let shape = Shape::sample(&sample);
    for (source, code, expected) in [
        ("{{ value.greaterThan(threshold) }}", "E0203", "{{ value.greaterThan($threshold) }}"),
        (
            "{{ #value.greaterThan(threshold) }}x{{ /value }}",
            "E0203",
            "{{ #value.greaterThan($threshold) }}x{{ /value }}",
        ),
        ("{{ name.truncate(limit) }}", "E0203", "{{ name.truncate($limit) }}"),
        ("{{ endsAt.secondsSince(startsAt) }}", "W0522", "{{ endsAt.secondsSince(startsAt) }}"),
    ] {
        let all = found(&Engine::new(), source, Some(&shape));
        assert!(
            all.iter().any(|one| one.code.id() == code && one.help.as_deref().unwrap_or("").starts_with("`$")),
            "{all:#?}"
        );
        assert_eq!(mended_by(&Engine::new(), source, Some(&shape)).0, expected, "{source}");
    }
    let all = found(&Engine::new(), "{{ value.greaterThan(other) }}", Some(&shape));
    assert!(all.iter().all(|one| one.suggestion.is_none()), "{all:#?}");
}

#[test]
fn the_length_of_a_list_is_not_portable() {
    let sample = json!({"list": [1], "o": {"length": 2}});
    let shape = Shape::sample(&sample);
    for (source, expected) in
        [("{{ list.length }}", 1), ("{{ #list.length }}x{{ /list.length }}", 1), ("{{ o.length }}", 0)]
    {
        let engine = Engine::new();
        let document = engine.parse(source);
        let (template, _) = engine.compile_document(&document);
        let options = CheckOptions::default().portable(true);
        let all = Analysis::new(&template, &document, Some(&shape)).check(&options);
        assert_eq!(all.iter().filter(|one| one.message.contains("`length`")).count(), expected, "{source}: {all:#?}");
    }
}
