//! `itl fmt` beyond the canonical form: `--portable`, `--migrate`, `--equal`.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs, reason = "tests")]

mod common;

use common::{Folder, run, run_with};
use serde_json::json;

fn portable(text: &str) -> (i32, String) {
    let ran = run_with(&["fmt", "--portable", "-"], text.as_bytes());
    assert_eq!(ran.code == 0, ran.err.is_empty(), "{text}: {}", ran.err);
    (ran.code, ran.out)
}

#[test]
fn portable_writes_what_ilert_has() {
    for (before, after) in [
        (r#"{{#s.equals("a")}}x{{/s.equals("a")}}"#, r#"{{ #s.equalsTakeOrDrop("a","1") }}x{{ /s }}"#),
        ("{{ ^s.startsWith('a b') }}x{{ /s }}", r#"{{ ^s.startsWithTakeOrDrop("a b","1") }}x{{ /s }}"#),
        (r#"{{ #s.endsWith("a") }}x{{ /s }}"#, r#"{{ #s.endsWithTakeOrDrop("a","1") }}x{{ /s }}"#),
        (r#"{{ a.host.substringBefore(".") }}"#, r#"{{ a.host.splitTakeAt(".",0) }}"#),
        ("{{ host.substringBefore('.'\n) }}", r#"{{ host.splitTakeAt(".",0) }}"#),
        ("{{ host##substringBefore((.)) }}", r#"{{ host.splitTakeAt(".",0) }}"#),
        ("{{{ a }}}{{& b }}", "{{ a }}{{ b }}"),
        ("{{ # a }}x{{ / a }}", "{{ #a }}x{{ /a }}"),
        (
            r#"{{ a.extractRegexGroups("(?P<n>[[:alpha:]]+)\d") }}"#,
            r#"{{ a.extractRegexGroups("(?<n>[A-Za-z]+)[0-9]") }}"#,
        ),
        ("{{a}}", "{{ a }}"),
    ] {
        assert_eq!(portable(before), (0, after.to_owned()), "{before}");
        assert_eq!(portable(after), (0, after.to_owned()), "{after}");
    }
}

#[test]
fn portable_names_what_is_left() {
    for text in [
        "{{ host.trim() }}",
        r#"{{ s.equals("a") }}"#,
        r#"{{ #s.lowerCase().equals("a") }}x{{ /s }}"#,
        "{{ #s.equals($t) }}x{{ /s }}",
        // Of a list, and of `5.0`, ilert answers otherwise.
        r#"{{ #s.contains("a") }}x{{ /s }}"#,
        r#"{{ ^s.contains("a") }}x{{ /s }}"#,
        "{{ #s.equals(5) }}x{{ /s }}",
        r#"{{ host.substringBefore("") }}"#,
        "{{ tags[-1] }}",
        r#"{{ a.extractRegex("\<a\>") }}"#,
    ] {
        assert_eq!(portable(text), (1, text.to_owned()), "{text}");
    }
    let ran = run_with(&["fmt", "--portable", "-"], br#"{{ a.default("none") }}{{ b.first() }}"#);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("write `{{ a }}{{ ^a }}none{{ /a }}`"), "{}", ran.err);
    assert!(ran.err.contains("`{{ b[0] }}` for an array"), "{}", ran.err);
}

#[test]
fn portable_writes_files_and_shows_differences() {
    let folder = Folder::new("fmt-portable");
    let before = "{{ host.substringBefore(\".\") }} {{ host.trim() }}\n";
    let file = folder.file("t.itl", before);
    let ran = run(&["fmt", "--portable", "--diff", &file]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("+{{ host.splitTakeAt(\".\",0) }} {{ host.trim() }}"), "{}", ran.out);
    assert_eq!(folder.read("t.itl"), before);
    assert_eq!(run(&["fmt", "--portable", &file]).code, 1);
    assert_eq!(folder.read("t.itl"), "{{ host.splitTakeAt(\".\",0) }} {{ host.trim() }}\n");
}

#[test]
fn migrate_touches_the_legacy_form_alone() {
    for (before, after) in [
        ("{{a}} {{b##splitTakeAt(( ||0))}}", "{{a}} {{ b.splitTakeAt(\" \",0) }}"),
        ("{{#a##equalsTakeOrDrop((x||1))}}{{c}}{{/a}}", "{{ #a.equalsTakeOrDrop(\"x\",1) }}{{c}}{{/a}}"),
        ("{{ a.splitTakeAt( ' ' , 0 ) }}", "{{ a.splitTakeAt( ' ' , 0 ) }}"),
    ] {
        let ran = run_with(&["fmt", "--migrate", "-"], before.as_bytes());
        assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, after, ""), "{before}");
    }
    let ran = run_with(&["fmt", "--migrate", "-"], b"{{ b##nope((1)) }}");
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("E0201"), "{}", ran.err);
}

#[test]
fn equal_compares_what_ilert_stores() {
    let folder = Folder::new("fmt-equal");
    let a = folder.file("a.itl", "{{subject.splitTakeAt( \" \" , 0)}}");
    let b = folder.file("b.itl", "{{ subject.splitTakeAt(\" \",0) }}");
    let c = folder.file("c.itl", "{{ subject.splitTakeAt(\" \",1) }}");
    let ran = run(&["fmt", "--equal", &a, &b]);
    assert_eq!((ran.code, ran.out, ran.err.as_str()), (0, format!("{a} and {b} are equivalent\n"), ""));
    let ran = run(&["fmt", "--equal", &b, &c]);
    assert_eq!((ran.code, ran.out, ran.err.as_str()), (1, format!("{b} and {c} differ\n"), ""));
    assert_eq!(run(&["fmt", "--equal", &a, &folder.path("gone.itl")]).code, 2);
    assert_eq!(run(&["fmt", "--equal", &a]).code, 2);
    assert_eq!(run(&["fmt", "--equal", &a, &b, "--check"]).code, 2);
}

#[test]
fn portable_spellings_print_the_same() {
    let engine = itl_eval::Engine::new();
    let payloads = [
        json!({}),
        json!({"s": null}),
        json!({"s": ""}),
        json!({"s": "a"}),
        json!({"s": "ab.a"}),
        json!({"s": ".b"}),
        json!({"s": "b.c.a"}),
        json!({"s": 5}),
        json!({"s": 5.0}),
        json!({"s": ["a", "ab"]}),
        json!({"s": [5]}),
        json!({"s": 97.25}),
        json!({"s": true}),
        json!({"s": "é1 b_2"}),
    ];
    for before in [
        r#"{{ #s.equals("a") }}x{{ /s }}{{ ^s.equals("a") }}y{{ /s }}"#,
        r#"{{ #s.startsWith("a") }}x{{ /s }}{{ ^s.startsWith("a") }}y{{ /s }}"#,
        r#"{{ #s.endsWith("a") }}x{{ /s }}{{ ^s.endsWith("a") }}y{{ /s }}"#,
        r#"{{ s.substringBefore(".") }}"#,
        r#"{{ s.extractRegexGroups("(?P<n>[[:alpha:]]+)[[:^alnum:]]") }}"#,
    ] {
        let (code, after) = portable(before);
        assert_eq!(code, 0, "{before}");
        let (before, after) = (engine.compile(before).unwrap(), engine.compile(&after).unwrap());
        for payload in &payloads {
            assert_eq!(before.render(payload).text, after.render(payload).text, "{payload}");
        }
    }
}
