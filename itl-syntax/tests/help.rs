//! What diagnostics advise, and that their suggestions mend the template.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests")]

use itl_syntax::{Diagnostic, Dialect, ParseLimits, parse};

fn found(source: &str, dialect: Dialect) -> Vec<Diagnostic> {
    parse(source, dialect, ParseLimits::default()).diagnostics.into_iter().collect()
}

fn only(source: &str) -> Diagnostic {
    let mut all = found(source, Dialect::Itl);
    assert_eq!(all.len(), 1, "{source}: {all:?}");
    all.remove(0)
}

#[test]
fn a_blank_in_a_path_is_mended_as_a_whole() {
    for (source, mended) in [
        ("{{ a . b }}", "{{ a.b }}"),
        ("{{ a.b. [0] }}", "{{ a.b[0] }}"),
        ("{{ a . [0] . c }}", "{{ a[0].c }}"),
        ("{{ . [0] }}", "{{ .[0] }}"),
        ("{{ a b . c d }}", "{{ a b.c d }}"),
        ("{{ a .f ( x , \"y  z\" ) . g() }}", "{{ a.f( x , \"y  z\" ).g() }}"),
        ("{{ a . b##f((1|| 2)) }}", "{{ a.b##f((1|| 2)) }}"),
        ("{{ a [ \"k\" ] }}", "{{ a[\"k\"] }}"),
    ] {
        let one = only(source);
        assert_eq!(one.code.id(), "E0106", "{source}");
        let change = one.suggestion.unwrap();
        let mut text = source.to_owned();
        text.replace_range(change.span.range(), &change.replacement);
        assert_eq!(text, mended);
        assert!(found(&text, Dialect::Itl).is_empty(), "{text}");
        assert!(one.help.unwrap().contains(&format!("`{}`", change.replacement)), "{source}");
    }
}

#[test]
fn a_path_that_is_wrong_otherwise_too_is_not_offered() {
    for source in ["{{ . . }}", "{{ a . . b }}", "{{ a . b) }}", "{{ a . }}"] {
        let one = only(source);
        assert!(one.suggestion.is_none(), "{one:?}");
        assert!(one.help.is_none_or(|help| !help.contains("write `")), "{source}");
    }
}

#[test]
fn an_index_alone_asks_for_a_value() {
    for (source, path) in [("{{ [0] }}", ".[0]"), ("{{ [-1].a }}", ".[-1]")] {
        let one = only(source);
        assert_eq!((one.code.id(), one.message.as_str()), ("E0115", "an index needs a value before it"));
        assert!(one.help.unwrap().contains(path), "{source}");
        let change = one.suggestion.unwrap();
        assert_eq!((change.span.len(), change.replacement.as_str()), (0, "."));
    }
    assert!(only("{{ [x] }}").message.contains("cannot be an index"));
}

#[test]
fn a_parenthesis_that_opens_nothing_is_no_part_of_a_key() {
    let one = only("{{ a.(b) }}");
    assert_eq!((one.message.as_str(), one.help), ("unexpected `(`", None));
    assert!(only("{{ a] }}").help.unwrap().contains("takes a backslash"));
}

#[test]
fn an_unclosed_tag_asks_for_as_many_braces_as_it_has() {
    for (source, close) in [("{{ a", "`}}`"), ("text {{ a", "`}}`"), ("{{{ a", "`}}}`"), ("text {{{ a", "`}}}`")] {
        let one = only(source);
        assert_eq!((one.code.id(), one.help.unwrap()), ("E0101", format!("close it with {close}")), "{source}");
    }
}

#[test]
fn what_was_not_expected_has_no_article() {
    assert_eq!(only("{{ a.append(\"a\"\"b\") }}").message, "unexpected string");
    assert_eq!(only("{{ a \"b\" }}").message, "unexpected string");
}

#[test]
fn a_fourth_brace_is_refused_in_mustache() {
    let all = found("{{{{a}}}}", Dialect::Mustache);
    assert_eq!((all.len(), all.first().map(|one| one.span.range())), (1, Some(3..4)));
    for source in ["{{{ {a }}}", "{{&{a}}", "{{a{b}}", "{{=<% %>=}}<%{ {a }%>"] {
        assert!(found(source, Dialect::Mustache).is_empty(), "{source}");
    }
}
