//! What is a reference, what is text, and where a reference ends.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests")]

use itl_syntax::ast::{Expr, Head, Item, Link};
use itl_syntax::format::{Signatures, canonical};
use itl_syntax::{Dialect, Document, Kind, ParseLimits, parse};

fn itl(source: &str) -> Document<'_> {
    parse(source, Dialect::Itl, ParseLimits::default())
}

fn expr<'d, 's>(item: &'d Item<'s>) -> &'d Expr<'s> {
    match &item.kind {
        Kind::Variable { expr, .. } | Kind::Section { expr, .. } => expr,
        other => panic!("{other:?}"),
    }
}

/// The references of a tag as written, those inside references after those they stand in.
fn references(source: &str) -> Vec<String> {
    let document = itl(source);
    assert!(document.diagnostics.is_empty(), "{source}: {:?}", document.diagnostics);
    expr(document.items.first().unwrap()).all_references().iter().map(|found| found.raw.to_owned()).collect()
}

fn codes(source: &str) -> Vec<&'static str> {
    itl(source).diagnostics.iter().map(|found| found.code.id()).collect()
}

#[test]
fn a_dollar_sign_and_a_path_is_a_reference() {
    for written in [
        "$a",
        "$a.b",
        "$a.b[0]",
        "$a[-1].c",
        "$.",
        "$.key",
        "$.[0]",
        "$@now",
        "$@index1",
        "$_x",
        "$\\#1",
        "$[\"5xx\"]",
        "$a[\"b, c)\"]",
        "$größe",
        "$a$b",
        "$sub ject",
        "$a.f()",
        "$a.f(\"x)\", 1).g()",
        "$a.f($b)",
        "$a[$b.c]",
        "$a[\"x$\"]",
        "$[\"$\"]",
    ] {
        for source in [format!("{{{{ x.f({written}) }}}}"), format!("{{{{ x.f( 1 , {written} , \"y\") }}}}")] {
            let found = references(&source);
            assert_eq!(found.first().map(String::as_str), Some(written), "{source}");
        }
    }
}

#[test]
fn any_other_argument_is_text() {
    for written in [
        "$",
        "$$",
        "$1",
        "$1a",
        "$.5",
        "${k}",
        "$/",
        "$HOSTNAME$",
        "$a.b$",
        "$[0]",
        "$['x']",
        "$-a",
        "a$b",
        "$#x",
        "$€",
        "\"$a\"",
        "'$a'",
        "$[\"a\"]$",
    ] {
        let source = format!("{{{{ x.f({written}) }}}}");
        assert!(references(&source).is_empty(), "{source}");
    }
    assert!(references("{{ x##f(($a||$b)) }}").is_empty());
}

#[test]
fn a_path_goes_on_at_the_key_that_a_reference_names() {
    assert_eq!(references("{{ labels[$sev].x[$n.f($m)] }}"), ["$sev", "$n.f($m)", "$m"]);
    let document = itl("{{ labels[$sev].x }}");
    let path = expr(document.items.first().unwrap());
    assert!(matches!(path.head, Head::Key(_)));
    assert!(matches!(path.links.as_slice(), [Link::Reference { span, .. }, Link::Key(_)] if span.len() == 6));
    for source in ["{{ a[$1] }}", "{{ a[$] }}", "{{ a[x] }}"] {
        assert_eq!(codes(source), ["E0115"], "{source}");
    }
    assert_eq!(codes("{{ a[$b }}"), ["E0105"]);
    assert_eq!(codes("{{ a[ $b ] }}"), ["E0106"]);
}

#[test]
fn eight_references_may_stand_inside_each_other() {
    let nested = |depth: usize| format!("{{{{ x.f({}$a{}) }}}}", "$a[".repeat(depth - 1), "]".repeat(depth - 1));
    assert_eq!(references(&nested(8)).len(), 8);
    assert_eq!(codes(&nested(9)), ["E0116"]);
    assert_eq!(codes(&nested(2_000)), ["E0116"]);
    let calls = |depth: usize| format!("{{{{ x{}{} }}}}", ".f($a".repeat(depth), ")".repeat(depth));
    assert_eq!(references(&calls(8)).len(), 8);
    assert_eq!(codes(&calls(9)), ["E0116"]);
}

#[test]
fn what_is_wrong_in_a_reference_is_found_there() {
    for (source, code, at) in [
        ("{{ a.f($b c .d) }}", "E0106", "blank"),
        ("{{ a.f($b..c) }}", "E0103", "."),
        ("{{ a.f($b.) }}", "E0103", ")"),
        ("{{ a.f($b, ) }}", "E0109", ")"),
        ("{{ a.f($b.g() }}", "E0105", "("),
        ("{{ a.f($b[x]) }}", "E0115", "x"),
        ("{{ a.f($b \"x\") }}", "E0103", "\"x\""),
        ("{{ a.f($b.g(c(d))) }}", "E0107", "("),
    ] {
        let document = itl(source);
        let all = &document.diagnostics;
        assert_eq!(all.len(), 1, "{source}: {all:?}");
        let one = all.first().unwrap();
        assert_eq!(one.code.id(), code, "{source}: {one:?}");
        if at != "blank" {
            assert_eq!(one.span.of(source), at, "{source}: {one:?}");
        }
    }
}

#[test]
fn a_call_among_the_arguments_is_offered_as_a_reference() {
    let source = "{{ a.append(b.trim()) }}";
    let document = itl(source);
    let one = document.diagnostics.first().unwrap();
    assert_eq!(one.code.id(), "E0107");
    let change = one.suggestion.as_ref().unwrap();
    let mut text = source.to_owned();
    text.replace_range(change.span.range(), &change.replacement);
    assert_eq!(text, "{{ a.append($b.trim()) }}");
    assert!(itl(&text).diagnostics.is_empty());
}

#[test]
fn closing_tags_compare_references_as_written() {
    assert!(codes("{{ #a.f($b) }}{{ /a.f($b) }}").is_empty());
    assert!(codes("{{ #a.f($b) }}{{ /a }}").is_empty());
    assert!(codes("{{ #a[$b] }}{{ /a[$b] }}").is_empty());
    assert_eq!(codes("{{ #a.f($b) }}{{ /a.f($c) }}"), ["E0111"]);
    assert_eq!(codes("{{ #a.f($b) }}{{ /a.f(\"$b\") }}"), ["E0111"]);
    assert_eq!(codes("{{ #a[$b] }}{{ /a[$c] }}"), ["E0111"]);
}

struct All;

impl Signatures for All {
    fn canonical_name<'a>(&'a self, name: &'a str) -> Option<&'a str> {
        (name != "nope").then_some(name)
    }

    fn is_regex(&self, _: &str, _: usize) -> bool {
        false
    }

    fn is_integer(&self, _: &str, _: usize) -> bool {
        false
    }
}

#[test]
fn canonical_text_keeps_the_path_and_prints_its_calls() {
    for (source, expected) in [
        ("{{a.f( $b , x )}}", "{{ a.f($b,\"x\") }}"),
        ("{{a.f($b.c['d'][0].g( x, 'y' ))}}", "{{ a.f($b.c['d'][0].g(\"x\",\"y\")) }}"),
        ("{{ a['k'][$b.g( 1 )].c }}", "{{ a[\"k\"][$b.g(1)].c }}"),
        ("{{#a.f( $b )}}{{/a.f( $b )}}", "{{ #a.f($b) }}{{ /a.f($b) }}"),
        ("{{a.f($b.nope( x ))}}", "{{a.f($b.nope( x ))}}"),
    ] {
        let document = itl(source);
        assert!(document.diagnostics.is_empty(), "{source}: {:?}", document.diagnostics);
        let printed = canonical(&document, &All);
        assert_eq!(printed, expected);
        assert_eq!(canonical(&itl(&printed), &All), printed);
    }
}

#[test]
fn the_mustache_dialect_has_none() {
    let document = parse("{{ a.f($b) }}{{ a[$b] }}", Dialect::Mustache, ParseLimits::default());
    assert!(document.items.iter().all(|item| expr(item).all_references().is_empty()));
}
