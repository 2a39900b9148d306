//! Elements against the rules of ilert's server.
#![cfg(feature = "serde")]
#![allow(clippy::unwrap_used, reason = "tests")]

use itl_syntax::elements::{Arg, Element, ElementKind, to_elements, to_elements_verbatim, to_text, warnings};
use itl_syntax::{Code, Dialect, ParseLimits, parse};
use proptest::prelude::*;

fn read(source: &str) -> Result<Vec<Element>, Vec<String>> {
    let document = parse(source, Dialect::Itl, ParseLimits::default());
    to_elements(&document)
        .map_err(|refused| refused.iter().map(|found| format!("{} {}", found.code, found.span.of(source))).collect())
}

fn var(val: &str) -> Element {
    Element::variable(val)
}

fn text(val: &str) -> Element {
    Element::text(val)
}

fn s(text: &str) -> Arg {
    Arg::S(text.into())
}

/// What is refused in one tag was looked for by reading the tag again: minutes for these.
#[test]
fn long_tags_are_read_once() {
    for source in [
        format!("{{{{ a.switch({}) }}}}", "$b,".repeat(150_000).trim_end_matches(',')),
        format!("{{{{ a{} }}}}", "[$b]".repeat(150_000)),
    ] {
        let refused = read(&source).unwrap_err();
        assert!(refused.iter().all(|one| one.starts_with("W0502 ")), "{} are refused", refused.len());
    }
}

#[test]
fn as_the_server_reads_them() {
    for (source, elements) in [
        (
            "Alert {{ subject.splitTakeAt(\" \", 0) }}",
            vec![text("Alert "), Element::call("subject", "splitTakeAt", vec![s(" "), Arg::N(0)])],
        ),
        ("{{a}}{{ b }}", vec![var("a"), var("b")]),
        ("{{ #tags }}x{{ /tags }}", vec![var("#tags"), text("x"), var("/tags")]),
        (r"{{ var.compl:ex\ key }}", vec![var(r"var.compl:ex\ key")]),
        ("{{ x.lowerCase() }}", vec![Element::call("x", "lowerCase", vec![])]),
        ("{{ x.lowerCase( ) }}", vec![Element::call("x", "lowerCase", vec![])]),
        (
            "{{ #sev.equalsTakeOrDrop(\"critical\", \"1\") }}a{{ /sev }}",
            vec![Element::call("#sev", "equalsTakeOrDrop", vec![s("critical"), s("1")]), text("a"), var("/sev")],
        ),
        (
            r#"{{ x.replaceAll("a\ b", "\"q\"") }}"#,
            vec![Element::call("x", "replaceAll", vec![s(r"a\ b"), s(r#"\"q\""#)])],
        ),
        (r"{{ x.replaceAll(a\ b, -) }}", vec![Element::call("x", "replaceAll", vec![s(r"a\ b"), s("-")])]),
        ("{{ x.substring(-3) }}", vec![Element::call("x", "substring", vec![Arg::N(-3)])]),
        ("{{ x.splitTakeAt(\",\", \"0\") }}", vec![Element::call("x", "splitTakeAt", vec![s(","), s("0")])]),
        ("{{ x##splitTakeAt(( ||0)) }}", vec![Element::call("x", "splitTakeAt", vec![s(" "), Arg::N(0)])]),
        ("{{ a[0].b.upperCase() }}", vec![Element::call("a[0].b", "upperCase", vec![])]),
        ("no tag } }} here", vec![text("no tag } }} here")]),
        ("{{ @index }}", vec![var("@index")]),
    ] {
        assert_eq!(read(source), Ok(elements), "{source}");
    }
}

#[test]
fn what_only_this_engine_reads_is_refused_at_its_place() {
    for (source, places) in [
        ("{{ a.trim().upperCase() }}", vec!["W0502 upperCase()"]),
        ("x {{ a\n}}", vec!["W0502 {{ a\n}}"]),
        ("{{{ a }}}", vec!["W0502 {{{ a }}}"]),
        ("{{& a }}", vec!["W0502 {{& a }}"]),
        ("{{ a.default($b) }}", vec!["W0502 $b"]),
        ("{{ a[$b] }}", vec!["W0502 [$b]"]),
        ("{{ alert-name.upperCase() }}", vec!["W0502 alert-name.upperCase()"]),
        ("{{ größe.upperCase() }}", vec!["W0502 größe.upperCase()"]),
        ("{{ a.replaceAll('x', \"y\") }}", vec!["W0502 'x'"]),
        ("{{ a.replaceAll(\"}}\", \"\") }}", vec!["W0502 {{ a.replaceAll(\"}}\", \"\") }}"]),
        ("{{ # a }}{{ /a }}", vec!["W0502 {{ # a }}"]),
        ("{{ #a.trim() }}{{ /a.trim() }}", vec!["W0502 {{ /a.trim() }}"]),
        ("{{ a.replaceAll(\"x\",\t\"y\") }}", vec!["W0502 ,\t"]),
        ("{{=<% %>=}}<% a %>", vec!["W0502 <% a %>"]),
        ("{{=<% %>=}}x {{/a}} y", vec!["W0502 {{/a}}"]),
        ("a {{=<% {{#n}}%>=}}", vec!["W0502 {{=<% {{#n}}%>=}}"]),
        (" \n", vec!["W0502  \n"]),
        ("", vec!["W0502 "]),
        ("{{ a.uper( }}", vec!["E0105 ("]),
    ] {
        assert_eq!(read(source), Err(places.into_iter().map(str::to_owned).collect()), "{source}");
    }
}

#[test]
fn comments_partials_and_delimiters_are_kept_with_a_warning() {
    let source = "{{! note }}{{> part }}{{=<% %>=}}";
    let document = parse(source, Dialect::Itl, ParseLimits::default());
    assert_eq!(to_elements(&document).unwrap(), [var("! note"), var("> part"), var("=<% %>=")]);
    let codes: Vec<_> = warnings(&document).iter().map(|found| found.code).collect();
    assert_eq!(codes, [Code::NotPortable; 3]);
}

#[test]
fn a_legacy_tag_that_the_new_form_cannot_say_is_a_variable() {
    for inside in ["<a.b.trim()##first((1))", "alert-name##upperCase(())", "##f(())", "a.f(x)##f((y))"] {
        let source = format!("{{{{{inside}}}}}");
        let document = parse(&source, Dialect::Itl, ParseLimits::default());
        assert_eq!(to_elements_verbatim(&document).unwrap().0, [var(inside)]);
    }
}

#[test]
fn verbatim_is_what_the_server_would_make_of_it() {
    let source = "{{ a.trim().upperCase() }}{{{ b }}}{{ c\n}}";
    let document = parse(source, Dialect::Itl, ParseLimits::default());
    let refused = to_elements_verbatim(&document);
    assert!(refused.is_err(), "a second parenthesis");
    let document = parse("{{{ b }}}{{ c\n}}", Dialect::Itl, ParseLimits::default());
    let (elements, found) = to_elements_verbatim(&document).unwrap();
    assert_eq!(elements, [var("{ b"), text("}{{ c\n}}")]);
    assert_eq!(found.len(), 2);
}

#[test]
fn the_form_of_the_api() {
    let json = r#"[{"type":"TEXT","val":"Alert "},{"type":"VAR","val":"subject","func":"splitTakeAt","args":[{"S":" "},{"N":0}]},{"type":"VAR","val":"a","func":"trim"}]"#;
    let elements: Vec<Element> = serde_json::from_str(json).unwrap();
    assert_eq!(serde_json::to_string(&elements).unwrap(), json);
    assert_eq!(to_text(&elements), "Alert {{ subject.splitTakeAt(\" \",0) }}{{ a.trim() }}");
    let odd = r#"[{"type":"RAW","val":"x","func":null,"args":null},{"type":"VAR","val":"y","args":[]}]"#;
    let elements: Vec<Element> = serde_json::from_str(odd).unwrap();
    assert_eq!(elements[0].kind, ElementKind::Raw);
    assert_eq!(to_text(&elements), "{{ x }}{{ y }}");
}

/// Elements as the server could store them: no two texts side by side, no text that reads as a tag.
fn stored() -> impl Strategy<Value = Vec<Element>> {
    let arg = prop_oneof![
        any::<i64>().prop_map(|n| Arg::N(n.into())),
        "([ -!#-\\[\\]-~äöß]|\\\\[ -~]){0,6}".prop_filter("an end", |text| !text.contains("}}")).prop_map(Arg::S),
    ];
    let call = ("[#^]?[a-z][a-z0-9_.]{0,5}[a-z]", "[a-z][A-Za-z]{0,8}", proptest::collection::vec(arg, 0..3))
        .prop_map(|(val, func, args)| Element::call(val, func, args));
    let element = prop_oneof![
        "[a-z \n.:!]{1,8}".prop_map(Element::text),
        "[#/^]?[a-z][a-z0-9 _.:-]{0,6}[a-z0-9]".prop_map(Element::variable),
        call,
    ];
    proptest::collection::vec(element, 1..6).prop_map(|mut elements| {
        elements.dedup_by(|next, one| {
            let both = one.kind == ElementKind::Text && next.kind == ElementKind::Text;
            if both {
                one.val.push_str(&next.val);
            }
            both
        });
        elements
    })
}

proptest! {
    #[test]
    fn elements_come_back_from_their_text(elements in stored()) {
        prop_assume!(elements.iter().any(|element| element.kind != ElementKind::Text || !element.val.trim().is_empty()));
        let text = to_text(&elements);
        let document = parse(&text, Dialect::Itl, ParseLimits::default());
        let (read, _) = to_elements_verbatim(&document).unwrap();
        prop_assert_eq!(read, elements);
    }

    #[test]
    fn text_settles(source in "(\\{\\{|\\}\\}|[ a-z.#/()\",\\\\0-9\n!>]|##|\\|\\|){0,24}") {
        let document = parse(&source, Dialect::Itl, ParseLimits::default());
        if let Ok((elements, _)) = to_elements_verbatim(&document) {
            let text = to_text(&elements);
            let again = parse(&text, Dialect::Itl, ParseLimits::default());
            if let Ok((second, _)) = to_elements_verbatim(&again) {
                prop_assert_eq!(to_text(&second), text);
            }
        }
    }
}
