//! `itl elements`.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs, reason = "tests")]

mod common;

use common::{Folder, run, run_with};
use serde_json::{Value, json};

const TEXT: &str = "Alert {{subject.splitTakeAt( \" \" , 0)}}{{ #tags }}x{{ /tags }}";

#[test]
fn a_template_becomes_elements_and_text_again() {
    let folder = Folder::new("elements");
    let file = folder.file("t.itl", TEXT);
    let ran = run(&["elements", &file]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let shown: Value = serde_json::from_str(&ran.out).unwrap();
    let canonical = "Alert {{ subject.splitTakeAt(\" \",0) }}{{ #tags }}x{{ /tags }}";
    let elements = json!([
        {"type": "TEXT", "val": "Alert "},
        {"type": "VAR", "val": "subject", "func": "splitTakeAt", "args": [{"S": " "}, {"N": 0}]},
        {"type": "VAR", "val": "#tags"},
        {"type": "TEXT", "val": "x"},
        {"type": "VAR", "val": "/tags"},
    ]);
    assert_eq!(shown, json!({"textTemplate": canonical, "elements": elements}));
    for form in [shown, json!({ "elements": elements }), elements] {
        let ran = run_with(&["elements", "--to-text", "-"], form.to_string().as_bytes());
        assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, canonical, ""));
    }
}

#[test]
fn a_source_whose_templates_have_elements_alone() {
    let folder = Folder::new("elements-alone");
    let source = folder.file("source.json", r#"{"summaryTemplate":{"elements":[{"type":"VAR","val":"r"}]}}"#);
    let ran = run(&["elements", &source]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let made: Value = serde_json::from_str(&ran.out).unwrap();
    let elements = json!([{"type": "VAR", "val": "r"}]);
    assert_eq!(made, json!({"summaryTemplate": {"textTemplate": "{{ r }}", "elements": elements}}));
}

#[test]
fn null_and_missing_parts_of_an_element_are_read() {
    let list = r#"[{"type":"VAR","val":"a","func":null,"args":null},{"type":"RAW","val":"b","func":"","args":[]}]"#;
    let ran = run_with(&["elements", "--to-text", "-"], list.as_bytes());
    assert_eq!((ran.code, ran.out.as_str()), (0, "{{ a }}{{ b }}"));
}

#[test]
fn what_the_server_reads_otherwise_is_refused_or_kept_verbatim() {
    for text in ["{{ a.upperCase().lowerCase() }}", "{{{ a }}}", "{{ a-b.upperCase() }}", "{{ a\n}}", " "] {
        let ran = run_with(&["elements", "-"], text.as_bytes());
        assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{text}");
        assert!(ran.err.contains("W0502") && ran.err.contains("<stdin>:1:"), "{text}: {}", ran.err);
    }
    let ran = run_with(&["elements", "--verbatim", "-"], b"{{ a-b.upperCase() }}");
    assert_eq!(ran.code, 0);
    assert!(ran.err.contains("W0502"), "{}", ran.err);
    let shown: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(shown["elements"], json!([{"type": "VAR", "val": "a-b.upperCase()"}]));
    let ran = run_with(&["elements", "--verbatim", "-"], b"{{ }}");
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
}

#[test]
fn a_comment_is_kept_with_a_warning() {
    let ran = run_with(&["elements", "-"], b"a{{! note }}");
    assert_eq!(ran.code, 0);
    assert!(ran.err.contains("W0502"), "{}", ran.err);
    let shown: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(shown["elements"][1], json!({"type": "VAR", "val": "! note"}));
}

#[test]
fn an_alert_source_is_converted_as_a_whole() {
    let folder = Folder::new("elements-source");
    let source = json!({
        "id": 7, "name": "Disks",
        "summaryTemplate": {"textTemplate": "{{ title }}"},
        "detailsTemplate": null,
        "servicesTemplate": ["{{service}}"],
        "linkTemplates": [{"text": "x", "linkTextTemplate": "Open", "hrefTemplate": "{{ url }}"}],
        "priorityTemplate": {"valueTemplate": "{{p}}", "mappings": [{"value": "1", "priority": "HIGH"}]},
    });
    let file = folder.file("source.json", source.to_string());
    let ran = run(&["elements", &file]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let shown: Value = serde_json::from_str(&ran.out).unwrap();
    let variable = |name: &str| json!([{"type": "VAR", "val": name}]);
    assert_eq!(shown["summaryTemplate"], json!({"textTemplate": "{{ title }}", "elements": variable("title")}));
    assert_eq!(shown["servicesTemplate"][0]["elements"], variable("service"));
    assert_eq!(shown["linkTemplates"][0]["hrefTemplate"]["elements"], variable("url"));
    assert_eq!(shown["priorityTemplate"]["valueTemplate"]["textTemplate"], "{{ p }}");
    assert_eq!(shown["priorityTemplate"]["mappings"], source["priorityTemplate"]["mappings"]);
    assert_eq!((&shown["id"], &shown["detailsTemplate"]), (&json!(7), &Value::Null));

    let stored = folder.file("stored.json", &ran.out);
    let ran = run(&["elements", "--to-text", &stored]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let shown: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(shown["summaryTemplate"], "{{ title }}");
    assert_eq!(
        shown["linkTemplates"][0],
        json!({"text": "x", "linkTextTemplate": "Open", "hrefTemplate": "{{ url }}"})
    );

    let bad = folder.file("bad.yaml", "summaryTemplate: '{{ a.upperCase().lowerCase() }}'\n");
    let ran = run(&["elements", &bad]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("summaryTemplate") && ran.err.contains("W0502"), "{}", ran.err);
}

#[test]
fn what_has_no_elements_is_an_error() {
    for text in ["{}", "1", r#"{"elements": 1}"#, r#"[{"type": "X"}]"#, r#"{"summaryTemplate": {}}"#, "["] {
        let ran = run_with(&["elements", "--to-text", "-"], text.as_bytes());
        assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{text}");
        assert!(!ran.err.is_empty(), "{text}");
    }
    assert_eq!(run(&["elements"]).code, 2);
    assert_eq!(run(&["elements", "--to-text", "-", "t.itl"]).code, 2);
    assert_eq!(run(&["elements", "gone.itl"]).code, 2);
}

#[test]
fn digits_that_a_number_would_change_are_warned_of() {
    let folder = Folder::new("elements-digits");
    let file = folder.file("t.itl", "{{ a.replaceAll(007,\"x\") }}{{ a.splitTakeAt(\" \",0) }}");
    let ran = run(&["elements", &file]);
    assert_eq!(ran.code, 0);
    let answer: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(answer["elements"][0]["args"][0], json!({"N": 7}));
    assert!(ran.err.contains("W0502") && ran.err.contains("t.itl:1:17"), "{}", ran.err);
    assert!(ran.err.contains("put it into quotes where the text is meant"), "{}", ran.err);
}

#[test]
fn whole_numbers_beyond_64_bits_are_refused_wherever_they_stand() {
    let folder = Folder::new("elements-numbers");
    let template = "{{ a.f(18446744073709551616) }}";
    let text = folder.file("a.itl", template);
    let source = folder.file("a.json", json!({ "summaryTemplate": template }).to_string());
    for path in [&text, &source] {
        let ran = run(&["elements", path]);
        assert_eq!((ran.code, ran.out.as_str()), (1, ""));
        assert!(ran.err.contains("number out of range"), "{}", ran.err);
    }
    let largest = folder.file("b.itl", "{{ a.f(18446744073709551615,-9223372036854775808) }}");
    let made = folder.file("b.json", run(&["elements", &largest]).out);
    assert_eq!(run(&["elements", "--to-text", &made]).out, "{{ a.f(18446744073709551615,-9223372036854775808) }}");
}
