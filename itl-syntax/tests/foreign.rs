//! What people bring from other languages: which spelling is recognised, and that the suggestion
//! mends the template.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests")]

use itl_syntax::foreign::{Vocabulary, lints};
use itl_syntax::{Delimiters, Diagnostic, Dialect, ParseLimits, parse, parse_knowing};

struct Words;

impl Vocabulary for Words {
    fn function(&self, name: &str) -> Option<&str> {
        Some(match name {
            "upper" | "toUpper" | "upperCase" => "upperCase",
            "default" => "default",
            "join" => "join",
            "replace" => "replaceAll",
            "values" => "values",
            _ => return None,
        })
    }
}

fn found(source: &str, dialect: Dialect) -> Vec<Diagnostic> {
    let document = parse_knowing(source, dialect, ParseLimits::default(), Delimiters::default(), &Words);
    document.diagnostics.into_iter().collect()
}

fn linted(source: &str, dialect: Dialect) -> Vec<Diagnostic> {
    let document = parse_knowing(source, dialect, ParseLimits::default(), Delimiters::default(), &Words);
    assert!(document.diagnostics.is_empty(), "{source}: {:?}", document.diagnostics);
    lints(&document, &Words).into_iter().map(|lint| lint.diagnostic).collect()
}

fn mended(source: &str, found: &Diagnostic) -> String {
    let mut text = source.to_owned();
    match &found.suggestion {
        Some(change) => text.replace_range(change.span.range(), &change.replacement),
        None => return "-".to_owned(),
    }
    text
}

/// Each template has one error of that code, and the suggestion makes it the other one.
fn errors(cases: &[(&str, &str, &str)]) {
    for (source, code, expected) in cases {
        let all = found(source, Dialect::Itl);
        assert_eq!(all.len(), 1, "{source}: {all:#?}");
        let one = all.first().unwrap();
        assert_eq!(one.code.id(), *code, "{source}: {one:?}");
        let text = mended(source, one);
        assert_eq!(text, *expected, "{source}: {one:?}");
        if text != "-" {
            assert!(found(&text, Dialect::Itl).is_empty(), "{text}: {:?}", found(&text, Dialect::Itl));
        }
    }
}

/// Each template is right, and has one lint of that code.
fn warnings(cases: &[(&str, &str, &str)]) {
    for (source, code, expected) in cases {
        let all = linted(source, Dialect::Itl);
        assert_eq!(all.len(), 1, "{source}: {all:#?}");
        let one = all.first().unwrap();
        assert_eq!(one.code.id(), *code, "{source}: {one:?}");
        assert_eq!(mended(source, one), *expected, "{source}: {one:?}");
    }
}

#[test]
fn filters() {
    errors(&[
        ("{{ x | upper }}", "E0117", "{{ x.upperCase() }}"),
        ("{{x|upper}}", "E0117", "{{ x.upperCase() }}"),
        ("{{ .x | toUpper }}", "E0117", "{{ x.upperCase() }}"),
        ("{{ x | default(\"y\") }}", "E0117", "{{ x.default(\"y\") }}"),
        ("{{ x | default: 'y' }}", "E0117", "{{ x.default('y') }}"),
        ("{{ x | replace: \"a\", \"|\" | upper }}", "E0117", "{{ x.replaceAll(\"a\", \"|\").upperCase() }}"),
        ("{{ x.y | default(z) }}", "E0117", "{{ x.y.default($z) }}"),
        ("{{ #tags | join(\", \") }}{{ . }}{{ /tags }}", "E0117", "{{ #tags.join(\", \") }}{{ . }}{{ /tags }}"),
        ("{{ x | nope }}", "E0117", "-"),
        ("{{ $value | upper }}", "E0117", "{{ value.upperCase() }}"),
        ("{{ $labels.x | default \"y\" }}", "E0117", "{{ labels.x.default(\"y\") }}"),
        ("{{ toUpper .x }}", "E0117", "{{ x.upperCase() }}"),
        ("{{ printf \"%s\" .x.y }}", "E0117", "{{ x.y }}"),
        ("{{ upper(x.y) }}", "E0117", "{{ x.y.upperCase() }}"),
        ("{{ default(x.y, \"n\") }}", "E0117", "{{ x.y.default(\"n\") }}"),
        ("{{ nope(x.y) }}", "E0103", "-"),
        ("{{ printf \"%s-%s\" .x .y }}", "E0103", "-"),
        ("{{ (index .xs 0).y | toUpper }}", "E0117", "{{ xs[0].y.upperCase() }}"),
    ]);
}

#[test]
fn words_before_a_path() {
    errors(&[
        ("{{ index .labels \"a\" }}", "E0120", "{{ labels.a }}"),
        ("{{ index .labels \"a-b\" }}", "E0120", "{{ labels[\"a-b\"] }}"),
        ("{{ index .xs 0 }}", "E0120", "{{ xs[0] }}"),
        ("{{ index .xs 0 \"y\" .z }}", "E0120", "{{ xs[0].y[$z] }}"),
        ("{{ (index .xs 0).labels.a }}", "E0120", "{{ xs[0].labels.a }}"),
        ("{{ index (index .xs 0).labels \"a)\" }}", "E0120", "{{ xs[0].labels[\"a)\"] }}"),
        ("{{ lookup labels \"a\" }}", "E0120", "{{ labels.a }}"),
        ("{{ eq .labels.a \"x\" }}", "E0119", "{{ labels.a.equals(\"x\") }}"),
        ("{{ gt 3 .n }}", "E0119", "{{ n.lessThan(3) }}"),
        ("{{ ne .labels.a \"x\" }}", "E0106", "-"),
    ]);
    let deep = |levels: usize| format!("{{{{ {}.x{} }}}}", "(index ".repeat(levels), " 0)".repeat(levels));
    errors(&[(&deep(90), "E0120", &format!("{{{{ x{} }}}}", "[0]".repeat(90))), (&deep(300), "E0103", "-")]);
}

/// A closing tag repeats the path of its section: a change of the one is a change of the other.
#[test]
fn closing_tags_go_with_their_opening() {
    errors(&[
        ("{{ #../x }}y{{ /../x }}", "E0120", "{{ #x }}y{{ /x }}"),
        ("{{ #xs[*] }}y{{/ xs[*] }}", "E0115", "{{ #xs }}y{{/ xs }}"),
        ("{{ #x | upper }}y{{ /x | upper }}", "E0117", "{{ #x.upperCase() }}y{{ /x }}"),
        ("{{ #x | upper }}y{{ /x }}", "E0117", "{{ #x.upperCase() }}y{{ /x }}"),
        ("{{ #x.equals(“a”) }}y{{ /x.equals(“a”) }}", "E0123", "{{ #x.equals(\"a\") }}y{{ /x }}"),
        ("{{ #x.equals(“a”) }}y{{ /x }}", "E0123", "{{ #x.equals(\"a\") }}y{{ /x }}"),
        ("{{ #value>90 }}y{{ /value }}", "E0119", "{{ #value.greaterThan(90) }}y{{ /value }}"),
    ]);
    let long = format!("{{{{ #../x }}}}{}{{{{ /../x }}}}", "y".repeat(5_000));
    errors(&[(&long, "E0120", "-")]);
}

#[test]
fn quotes_of_another_kind_in_brackets() {
    errors(&[
        ("{{ labels[“x”] }}", "E0115", "{{ labels[\"x\"] }}"),
        (r#"{{ labels[\"a.b\"].upperCase() }}"#, "E0115", r#"{{ labels["a.b"].upperCase() }}"#),
        ("{{ x.default(&#39;n&#39;) }}", "E0123", "{{ x.default(\"n\") }}"),
    ]);
}

#[test]
fn blocks_of_go() {
    errors(&[
        ("{{ range .alerts }}{{ name }}{{ end }}", "E0118", "{{ #alerts }}{{ name }}{{ /alerts }}"),
        ("{{ range $i, $a := .alerts }}x{{ end }}", "E0118", "{{ #alerts }}x{{ /alerts }}"),
        ("{{ if x }}a{{ end }}", "E0118", "{{ #x }}a{{ /x }}"),
        ("{{- if .x -}}a{{- else -}}b{{- end }}", "E0118", "{{ #x }}a{{ /x }}{{ ^x }}b{{ /x }}"),
        ("{{ if not .x }}a{{ else }}b{{ end }}", "E0118", "{{ ^x }}a{{ /x }}{{ #x }}b{{ /x }}"),
        (
            "{{ if eq .sev \"critical\" }}a{{ else if gt .n 3 }}b{{ else }}c{{ end }}",
            "E0118",
            "{{ #sev.equals(\"critical\") }}a{{ /sev }}{{ ^sev.equals(\"critical\") }}{{ #n.greaterThan(3) }}b{{ /n }}{{ ^n.greaterThan(3) }}c{{ /n }}{{ /sev }}",
        ),
        ("{{ with x }}a{{ end }}", "E0118", "{{ #x }}a{{ /x }}"),
        // An `if` leaves the dot as it is, a section does not.
        ("{{ if .a }}{{ .a.b }}{{ end }}", "E0118", "{{ #a }}{{ a.b }}{{ /a }}"),
        ("{{ with .a }}{{ .b }}{{ end }}", "E0118", "{{ #a }}{{ .b }}{{ /a }}"),
        ("{{ if .a }}{{ . }}{{ end }}", "E0118", "-"),
        // A loop names its items.
        (
            "{{ range $i, $a := .alerts }}{{ $i }}:{{ $a.name }}{{ end }}",
            "E0118",
            "{{ #alerts }}{{ @index }}:{{ .name }}{{ /alerts }}",
        ),
        ("{{ range $k, $v := .labels }}{{ $k }}={{ $v }}{{ end }}", "E0118", "-"),
        (
            "{{ range .Labels.SortedPairs }}{{ .Name }}={{ .Value }}{{ end }}",
            "E0118",
            "{{ #Labels.SortedPairs }}{{ .key }}={{ .value }}{{ /Labels.SortedPairs }}",
        ),
        ("{{ if x }}a{{ else }}b", "E0118", "-"),
        ("{{ if and .a .b }}a{{ end }}", "E0118", "-"),
        ("{{ if .x }}a", "E0118", "-"),
    ]);
    // Nested blocks are one message each.
    let all = found("{{ range .a }}{{ if .b }}x{{ end }}{{ end }}", Dialect::Itl);
    assert_eq!(all.len(), 2);
    assert_eq!(
        mended("{{ range .a }}{{ if .b }}x{{ end }}{{ end }}", all.first().unwrap()),
        "{{ #a }}{{ #b }}x{{ /b }}{{ /a }}"
    );
}

#[test]
fn blocks_of_handlebars() {
    errors(&[
        ("{{#if x}}a{{/if}}", "E0118", "{{ #x }}a{{ /x }}"),
        ("{{#if x}}a{{else}}b{{/if}}", "E0118", "{{ #x }}a{{ /x }}{{ ^x }}b{{ /x }}"),
        ("{{#if x}}a{{else}}b{{/if x}}", "E0118", "{{ #x }}a{{ /x }}{{ ^x }}b{{ /x }}"),
        ("{{#each xs}}{{ n }}{{/each}}", "E0118", "{{ #xs }}{{ n }}{{ /xs }}"),
        ("{{#each xs as |x|}}a{{/each}}", "E0118", "{{ #xs }}a{{ /xs }}"),
        ("{{#unless x}}a{{/unless}}", "E0118", "{{ ^x }}a{{ /x }}"),
        // Alone on its line, an else is two tags that are.
        (
            "{{#if x}}\n  a\n  {{else}}\r\n  b\n{{/if}}",
            "E0118",
            "{{ #x }}\n  a\n  {{ /x }}\r\n  {{ ^x }}\r\n  b\n{{ /x }}",
        ),
        ("{{ #x }}\na\n{{ else }}\nb\n{{ /x }}", "E0118", "{{ #x }}\na\n{{ /x }}\n{{ ^x }}\nb\n{{ /x }}"),
        ("{{ #x }}\na\n{{ ^ }}\nb\n{{ /x }}", "E0102", "{{ #x }}\na\n{{ /x }}\n{{ ^x }}\nb\n{{ /x }}"),
        // Zero is false there.
        ("{{#if @index}}, {{/if}}", "E0118", "{{ ^@first }}, {{ /@first }}"),
        ("{{#with x.y}}a{{/with}}", "E0118", "{{ #x.y }}a{{ /x.y }}"),
        ("{{ #x }}a{{ else }}b{{ /x }}", "E0118", "{{ #x }}a{{ /x }}{{ ^x }}b{{ /x }}"),
        ("{{ ^x }}a{{else}}b{{ /x }}", "E0118", "{{ ^x }}a{{ /x }}{{ #x }}b{{ /x }}"),
        (
            "{{ #x.equals(\"a\") }}a{{ else }}b{{ /x }}",
            "E0118",
            "{{ #x.equals(\"a\") }}a{{ /x }}{{ ^x.equals(\"a\") }}b{{ /x }}",
        ),
    ]);
    warnings(&[
        ("{{#if x}}a{{/if x}}", "W0511", "{{ #x }}a{{ /x }}"),
        ("{{ if x }}", "W0511", "-"),
        ("{{ else }}", "W0511", "-"),
        ("{{ end }}", "W0511", "-"),
    ]);
}

#[test]
fn operators() {
    errors(
        &[
            ("{{ #sev == \"critical\" }}a{{ /sev }}", "E0119", "{{ #sev.equals(\"critical\") }}a{{ /sev }}"),
            ("{{ #value > 90 }}a{{ /value }}", "E0119", "{{ #value.greaterThan(90) }}a{{ /value }}"),
            ("{{ #!x }}a{{ /x }}", "E0119", "{{ ^x }}a{{ /x }}"),
            ("{{ a || \"b\" }}", "E0119", "{{ a.default(\"b\") }}"),
            ("{{ a ?? \"b\" }}", "E0119", "{{ a.default(\"b\") }}"),
            ("{{ a || b || \"c\" }}", "E0119", "{{ a.default($b).default(\"c\") }}"),
            ("{{ a ? \"b\" : \"c\" }}", "E0119", "{{ #a }}b{{ /a }}{{ ^a }}c{{ /a }}"),
            ("{{ s == \"x\" ? \"P1\" : \"P2\" }}", "E0119", "{{ s.switch(\"x\", \"P1\", \"P2\") }}"),
            ("{{ s.equals(\"x\") ? \"P1\" : \"P2\" }}", "E0119", "{{ s.switch(\"x\", \"P1\", \"P2\") }}"),
            (
                "{{ n > 3 ? \"P1\" : x }}",
                "W",
                "{{ #n.greaterThan(3) }}P1{{ /n }}{{ ^n.greaterThan(3) }}{{ x }}{{ /n }}",
            ),
            ("{{ a + \" ms\" }}", "E0119", "{{ a.append(\" ms\") }}"),
        ]
        .map(|(source, code, expected)| (source, if code == "W" { "E0119" } else { code }, expected)),
    );
    warnings(&[
        ("{{ value > 90 }}", "W0512", "{{ value.greaterThan(90) }}"),
        ("{{ #value >= 90.5 }}a{{ /value >= 90.5 }}", "W0512", "{{ #value.atLeast(90.5) }}a{{ /value }}"),
        ("{{ value * 100 }}", "W0512", "{{ value.multiply(100) }}"),
        ("{{ a.b * c.d }}", "W0512", "{{ a.b.multiply($c.d) }}"),
        ("{{ a ?? b }}", "W0512", "{{ a.default($b) }}"),
        ("{{ #not x }}a{{ /not x }}", "W0512", "{{ ^x }}a{{ /x }}"),
        ("{{ #a and b }}a{{ /a and b }}", "W0512", "-"),
        ("{{ a ? b : c }}", "W0512", "{{ #a }}{{ b }}{{ /a }}{{ ^a }}{{ c }}{{ /a }}"),
    ]);
    for source in ["{{ a-b }}", "{{ sub ject }}", "{{ a/b }}", "{{ 100% }}", "{{ - }}", "{{ x + }}", "{{ a -b }}"] {
        assert!(linted(source, Dialect::Itl).is_empty(), "{source}: {:?}", linted(source, Dialect::Itl));
    }
}

#[test]
fn paths() {
    errors(&[
        ("{{ ../host }}", "E0120", "{{ host }}"),
        ("{{ ../../host.name }}", "E0120", "{{ host.name }}"),
        ("{{ alerts[*].name }}", "E0115", "{{ alerts.pluck(\"name\") }}"),
        ("{{ alerts[].labels.host.join() }}", "E0115", "{{ alerts.pluck(\"labels.host\").join() }}"),
        ("{{ alerts[0:2] }}", "E0115", "{{ alerts.slice(0, 2) }}"),
        ("{{ alerts[1:].x }}", "E0115", "{{ alerts.slice(1).x }}"),
        ("{{ labels[severity] }}", "E0115", "-"),
    ]);
    warnings(&[
        ("{{ this.name }}", "W0513", "{{ .name }}"),
        ("{{ this }}", "W0513", "{{ . }}"),
        ("{{ @root.x }}", "W0513", "{{ x }}"),
        ("{{ #this.items }}a{{ /this.items }}", "W0513", "{{ #.items }}a{{ /.items }}"),
    ]);
}

#[test]
fn what_stands_in_quotes_is_text() {
    for source in [
        "{{ a.f(\"([a-z])?$\") }}",
        "{{ a.f(\"[x]\").g(\"a ? b : c\", \"x | y\", \"a > b\") }}",
        "{{ a.f(\"[]\", '[*]', \"[0:1]\", \"/* x */\", \"this.x\", \"a == b\") }}",
        "{{ a[\"[x]\"].f(x[y]) }}",
        "{{ a[0][-1][\"k\"][$b] }}",
        "{{ #a.f(\"- x -\") }}b{{ /a }}",
        "{{ a.f(x - y, a / b, c * d) }}",
    ] {
        assert!(linted(source, Dialect::Itl).is_empty(), "{source}: {:?}", linted(source, Dialect::Itl));
    }
}

#[test]
fn marks_and_comments() {
    errors(&[
        ("{{/* note: x */}}", "E0121", "{{! note: x }}"),
        ("{{ /* note */ }}", "E0121", "{{! note }}"),
        ("{{- .x -}}", "E0121", "{{ x }}"),
        ("{{# note #}}", "E0121", "{{ ! note }}"),
    ]);
    warnings(&[
        ("{{- x -}}", "W0514", "{{ x }}"),
        ("{{~ x ~}}", "W0514", "{{ x }}"),
        ("{{~x~}}", "W0514", "{{ x }}"),
        ("{{- x}}", "W0514", "{{ x }}"),
    ]);
}

#[test]
fn empty_tags_and_dollars() {
    errors(&[
        ("{{ #host }}a{{ / }}", "E0102", "{{ #host }}a{{ /host }}"),
        ("{{ #a.b.trim() }}a{{ ^ }}b{{ /a.b }}", "E0102", "{{ #a.b.trim() }}a{{ /a.b }}{{ ^a.b }}b{{ /a.b }}"),
        ("{{ $labels.x }}", "E0122", "{{ labels.x }}"),
        ("{{ $.a }}", "E0122", "{{ a }}"),
        ("{{ $x }}", "E0122", "{{ x }}"),
    ]);
}

#[test]
fn characters() {
    errors(&[
        ("{{ x.f(“a”) }}", "E0123", "{{ x.f(\"a\") }}"),
        ("{{ x.f(„a“, 1) }}", "E0123", "{{ x.f(\"a\", 1) }}"),
        ("{{ x.f(&quot;a&quot;) }}", "E0123", "{{ x.f(\"a\") }}"),
        ("{{ x.f(\\\"a\\\") }}", "E0123", "{{ x.f(\"a\") }}"),
        ("{{ x.f(\\\\\"a\\\\\") }}", "E0123", "{{ x.f(\"a\") }}"),
        (r#"{{ x.f(\"a\\s+b\") }}"#, "E0123", r#"{{ x.f("a\s+b") }}"#),
        (r#"{{ x.f(\"a:\\s*([^\\r\\n]+)\") }}"#, "E0123", r#"{{ x.f("a:\s*([^\r\n]+)") }}"#),
        (r#"{{ x.f(\"(a)\", \"b\") }}"#, "E0123", r#"{{ x.f("(a)", "b") }}"#),
        ("{{ ho\u{200b}st }}", "E0124", "{{ host }}"),
        ("{{ x.f('it's') }}", "E0103", "{{ x.f(\"it's\") }}"),
    ]);
    assert!(linted("{{ x.f(“, -) }}{{ x.f(\"\u{200b}\") }}{{! \u{200b} }}", Dialect::Itl).is_empty());
    warnings(&[
        ("{{\u{a0}host }}", "W0518", "{{ host }}"),
        ("{{ host\u{3000}}}", "W0518", "{{ host }}"),
        ("{{ #\u{202f}host }}a{{ /host }}", "W0518", "{{ # host }}a{{ /host }}"),
        ("{{ x.f(1,\u{a0}\"}}\") }}", "W0518", "{{ x.f(1, \"}}\") }}"),
        ("{{ x.f(1\u{a0}) }}", "W0518", "{{ x.f(1 ) }}"),
        ("{{ x.f($a\u{a0}, 1) }}", "W0518", "{{ x.f($a , 1) }}"),
    ]);
    assert!(linted("{{ a\u{a0}b }}{{ x.f(a\u{a0}b) }}", Dialect::Itl).is_empty());
}

#[test]
fn functions_without_parentheses() {
    warnings(&[
        ("{{ x.upperCase }}", "W0516", "{{ x.upperCase() }}"),
        ("{{ x.toUpper }}", "W0516", "{{ x.upperCase() }}"),
    ]);
    assert!(linted("{{ x.length }}", Dialect::Itl).is_empty());
    let document = parse_knowing("{{ x.values }}", Dialect::Itl, ParseLimits::default(), Delimiters::default(), &Words);
    assert!(lints(&document, &Words).iter().all(|lint| lint.needs_sample));
}

#[test]
fn text_is_named_once_a_kind() {
    warnings(&[("{% if x %}a{% endif %}", "W0517", "-"), ("<% x %>", "W0517", "-"), ("{# x #}", "W0517", "{{! x }}")]);
    let source = "${x} $(y) {z} {\"a\": 1}";
    let document = parse_knowing(source, Dialect::Itl, ParseLimits::default(), Delimiters::default(), &Words);
    let all = lints(&document, &Words);
    let keys: Vec<_> = all.iter().map(|lint| lint.needs_key.as_deref().unwrap()).collect();
    assert_eq!(keys, ["x", "y", "z"]);
}

#[test]
fn in_mustache_blocks_have_a_suggestion_too() {
    for (source, expected) in [
        ("{{#x}}a{{else}}b{{/x}}", "{{#x}}a{{ /x }}{{ ^x }}b{{/x}}"),
        ("{{if x}}a{{else}}b{{end}}", "{{ #x }}a{{ /x }}{{ ^x }}b{{ /x }}"),
    ] {
        assert_eq!(mended(source, linted(source, Dialect::Mustache).first().unwrap()), expected);
    }
    let source = "{{#if x}}a{{/if}}";
    let all = found(source, Dialect::Mustache);
    assert_eq!(all.len(), 1, "{all:?}");
    assert_eq!(all.first().unwrap().code.id(), "E0111");
    assert_eq!(mended(source, all.first().unwrap()), "{{ #x }}a{{ /x }}");
}

#[test]
fn in_mustache_all_of_it_is_a_lint() {
    for (source, code) in [
        ("{{#x}}a{{else}}b{{/x}}", "W0511"),
        ("{{if x}}a{{end}}", "W0511"),
        ("{{ x | upper }}", "W0515"),
        ("{{ value > 90 }}", "W0512"),
        ("{{ this.name }}", "W0513"),
        ("{{ ../host }}", "W0513"),
        ("{{- x -}}", "W0514"),
        ("{{ ho\u{200b}st }}", "W0519"),
        ("{{\u{a0}x }}", "W0518"),
        ("{% if x %}", "W0517"),
    ] {
        let all = linted(source, Dialect::Mustache);
        assert_eq!(all.iter().map(|one| one.code.id()).collect::<Vec<_>>(), [code], "{source}: {all:?}");
    }
}

#[test]
fn names_of_a_loop_are_replaced_where_they_stand_as_words() {
    let source = "{{ range $i, $x := .xs }}{{ if eq $x.i $x.j }}y{{ end }}{{ end }}";
    let found = &found(source, Dialect::Itl)[0];
    assert_eq!(mended(source, found), "{{ #xs }}{{ #i.equals($j) }}y{{ /i }}{{ /xs }}");
    // The name is no part of the word before it.
    let source = "{{ range $i, $x := .xs }}{{ if eq .kind i }}y{{ end }}{{ end }}";
    let found = &self::found(source, Dialect::Itl)[0];
    assert_eq!(mended(source, found), "{{ #xs }}{{ #kind.equals($@index) }}y{{ /kind }}{{ /xs }}");
    let questions = format!("{{{{ if {}}}}}y{{{{ end }}}}", "i ".repeat(200)).repeat(2_000);
    let long = format!("{{{{ range $i, $x := .xs }}}}{questions}{{{{ end }}}}");
    assert!(!parse(&long, Dialect::Itl, ParseLimits::default()).diagnostics.is_empty());
    let elses = format!("{{{{ if {}c }}}}{}{{{{ end }}}}", "a.b.".repeat(200), "{{ else }}".repeat(90_000));
    assert!(!parse(&elses, Dialect::Itl, ParseLimits::default()).diagnostics.is_empty());
}
