//! Comments that silence warnings, and comments that state what a template needs.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs, reason = "tests")]

mod common;

use common::{Folder, run_in};
use serde_json::Value;

/// The findings of a check: code, line and column of each.
fn check(folder: &Folder, args: &[&str]) -> Vec<(String, u64, u64)> {
    let ran = run_in(folder, &[&["check", "--format", "json"], args].concat());
    let shown: Value = serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}: {}", ran.err));
    let place = |one: &Value| {
        (one["code"].as_str().unwrap().to_owned(), one["line"].as_u64().unwrap(), one["column"].as_u64().unwrap())
    };
    shown["diagnostics"].as_array().unwrap().iter().map(place).collect()
}

fn codes(folder: &Folder, args: &[&str]) -> Vec<String> {
    check(folder, args).into_iter().map(|(code, ..)| code).collect()
}

#[test]
fn a_comment_silences_the_next_tag_or_the_file() {
    let folder = Folder::new("allow");
    let old = "{{ a##trim(()) }}";
    for (source, expected) in [
        (format!("{{{{! itl-allow W0501 }}}}{old}"), vec![]),
        (format!("{{{{! itl-allow W0501 }}}}\ntext {{{{! more }}}}\n{old}"), vec![]),
        (format!("{{{{! itl-allow W0501 }}}}{old}{old}"), vec!["W0501"]),
        (format!("{old}{{{{! itl-allow-file W0501 }}}}{old}"), vec![]),
        (format!("{{{{! itl-allow W0503, W0501 }}}}{old}"), vec!["W0613"]),
        (format!("{old}{{{{! itl-allow W0501 }}}}"), vec!["W0501", "W0613"]),
        ("{{! itl-allow W0501 }}{{ a }}".to_owned(), vec!["W0613"]),
        ("{{! itl-allow E0201 }}{{ a.nope() }}".to_owned(), vec!["W0613", "E0201"]),
        ("{{! itl-allow W9999 }}".to_owned(), vec!["W0613"]),
        ("{{=<% %>=}}<%! itl-allow W0501 %><% a##trim(()) %>".to_owned(), vec![]),
    ] {
        folder.file("t.itl", &source);
        assert_eq!(codes(&folder, &["t.itl"]), expected, "{source}");
    }
    folder.file("t.itl", "{{! itl-allow W05O1 }}{{ a##trim(()) }}");
    let ran = run_in(&folder, &["check", "t.itl"]);
    assert!(ran.err.contains("there is no code `W05O1`") && ran.err.contains("t.itl:1:15"), "{}", ran.err);
}

#[test]
fn warnings_of_samples_and_of_partials_are_silenced_where_they_are() {
    let folder = Folder::new("allow-sample");
    folder.file("a.json", r#"{"host": "db-7"}"#);
    folder.file("t.itl", "{{! itl-allow W0507 }}{{ owner }}{{> p }}");
    folder.file("parts/p.itl", "{{! itl-allow W0507 }}{{ team }}{{ tem }}");
    let args = ["t.itl", "--data", "a.json", "--partials", "parts"];
    assert_eq!(check(&folder, &args), [("W0507".to_owned(), 1, 36)]);
    // Without a sample nothing could be found, and the comments are not called useless.
    assert_eq!(codes(&folder, &["t.itl", "--partials", "parts"]), Vec::<String>::new());
}

#[test]
fn a_contract_is_a_schema_without_samples() {
    let folder = Folder::new("contract");
    folder.file(
        "t.itl",
        "{{! @param labels.host string }}\n{{! @param alerts[].name string }}\n{{ labels.hots }}{{ #alerts }}{{ name }}{{ /alerts }}{{ labels.host }}",
    );
    assert_eq!(check(&folder, &["t.itl"]), [("W0507".to_owned(), 3, 11)]);
    let ran = run_in(&folder, &["check", "t.itl"]);
    assert!(ran.err.contains("did you mean `host`?"), "{}", ran.err);
}

#[test]
fn samples_have_to_meet_the_contract() {
    let folder = Folder::new("contract-samples");
    folder.file("good.json", r#"{"labels": {"host": "a"}, "n": 1, "alerts": [{"name": "x"}]}"#);
    folder.file("bad.json", r#"{"labels": {}, "n": "1", "alerts": [{"name": "x"}, {}]}"#);
    let source = "{{!\n  @param labels.host string\n  @param n number\n  @param alerts[].name\n  @param owner? string\n}}{{ labels.host }}{{ n }}{{ #alerts }}{{ name }}{{ /alerts }}{{ owner.default(\"\") }}";
    folder.file("t.itl", source);
    assert_eq!(codes(&folder, &["t.itl", "--data", "good.json"]), Vec::<String>::new());
    let found = check(&folder, &["t.itl", "--data", "bad.json", "--allow", "W0507,W0301"]);
    let broken: Vec<u64> = found.iter().filter(|(code, ..)| code == "W0614").map(|(_, line, _)| *line).collect();
    assert_eq!(broken, [2, 3, 4], "{found:?}");
    let ran = run_in(&folder, &["check", "t.itl", "--data", "bad.json"]);
    assert!(ran.err.contains("`n` is of type string in bad.json, and the template asks for number"), "{}", ran.err);
    assert!(ran.err.contains("bad.json has no `labels.host`, which the template asks for"), "{}", ran.err);
}

#[test]
fn samples_of_comments_are_read_and_rendered() {
    let folder = Folder::new("contract-sample");
    folder.file("templates/a.json", r#"{"at": "soon"}"#);
    folder.file("templates/t.itl", "{{! @sample a.json }}{{ at.formatUnixMs() }}{{ ta }}");
    assert_eq!(codes(&folder, &["templates/t.itl"]), ["W0302", "W0507"]);
    folder.file("templates/t.itl", "{{! @sample gone.json }}{{ at }}");
    let ran = run_in(&folder, &["check", "templates/t.itl"]);
    assert!(ran.err.contains("W0614") && ran.err.contains("cannot read the sample templates/gone.json"), "{}", ran.err);
    assert!(ran.err.contains("t.itl:1:13"), "{}", ran.err);
}

#[test]
fn what_is_stated_and_never_read_is_named() {
    let folder = Folder::new("contract-unread");
    folder.file(
        "t.itl",
        "{{! @param host string }}\n{{! @param labels object }}\n{{! @param old }}\n{{ host }}{{ labels.a }}",
    );
    assert_eq!(check(&folder, &["t.itl"]), [("W0614".to_owned(), 3, 12)]);
}

#[test]
fn mistakes_of_a_contract_are_errors() {
    let folder = Folder::new("contract-mistakes");
    folder.file("t.itl", "{{! @param host strng }}\n{{! @param }}\n{{! @param a.b() string }}\n{{! @param @index }}");
    let found = check(&folder, &["t.itl"]);
    assert_eq!(
        found.iter().map(|(code, line, _)| (code.as_str(), *line)).collect::<Vec<_>>(),
        [("E0615", 1), ("E0615", 2), ("E0615", 3), ("E0615", 4)]
    );
}

#[test]
fn contracts_of_partials_hold_where_they_are_called() {
    let folder = Folder::new("contract-partials");
    folder.file("parts/line.itl", "{{! @param name string }}{{! @param hint? string }}- {{ name }}");
    folder.file("a.json", r#"{"alerts": [{"name": "x"}], "hosts": [{"nam": "y"}]}"#);
    folder.file("good.itl", "{{ #alerts }}{{> line }}{{ /alerts }}");
    folder.file("bad.itl", "{{ #hosts }}{{> line }}{{ /hosts }}");
    let args = |file| [file, "--data", "a.json", "--partials", "parts", "--allow", "W0507,W0301"];
    assert_eq!(codes(&folder, &args("good.itl")), Vec::<String>::new());
    assert_eq!(check(&folder, &args("bad.itl")), [("W0614".to_owned(), 1, 12)]);
    let ran = run_in(&folder, &[&["check"], &args("bad.itl")[..]].concat());
    assert!(ran.err.contains("the partial asks for `name`, and where it is called"), "{}", ran.err);
    assert!(ran.err.contains("line.itl:1:12"), "{}", ran.err);
}

#[test]
fn types_of_contracts_hold_where_partials_are_called() {
    let folder = Folder::new("contract-types");
    let stated = "{{! @param name string }}{{! @param count? integer }}{{! @param tags[].key string }}";
    folder.file("parts/line.itl", format!("{stated}{{{{ name }}}}{{{{ count }}}}{{{{ tags.pluck(\"key\") }}}}"));
    folder.file("t.itl", "{{ #alerts }}{{> line }}{{ /alerts }}");
    let found = |data: &str| {
        folder.file("a.json", data);
        let args = ["check", "t.itl", "--data", "a.json", "--partials", "parts", "--allow", "W0507,W0301"];
        let ran = run_in(&folder, &args);
        let said = ran.err.lines().filter_map(|line| line.strip_prefix("warning[W0614]: the partial asks for "));
        said.map(|line| line.replace("and where it is called the type is", "not")).collect::<Vec<_>>()
    };
    let none = Vec::<String>::new();
    assert_eq!(found(r#"{"alerts": [{"name": "x", "count": 1, "tags": [{"key": "a"}]}]}"#), none);
    assert_eq!(found(r#"{"alerts": [{"name": "x", "count": null, "tags": []}]}"#), none);
    assert_eq!(found(r#"{"alerts": [{"name": "x", "tags": []}]}"#), none);
    let wrong =
        r#"{"alerts": [{"name": "x", "count": "1", "tags": [{"key": "a"}, {"key": 2}]}, {"name": 5, "tags": []}]}"#;
    assert_eq!(
        found(wrong),
        [
            "`name` of type string, not integer",
            "`count` of type integer, not string",
            "`tags[].key` of type string, not integer"
        ]
    );
    // By a schema, which tells what a payload may be.
    folder.file(
        "s.json",
        r#"{"type": "object", "properties": {"alerts": {"type": "array", "items": {"type": "object", "properties": {
            "name": {"type": ["string", "null"]}, "count": {"type": "boolean"},
            "tags": {"type": "array", "items": {"type": "object", "properties": {"key": {"type": "string"}}}}}}}}}"#,
    );
    let ran = run_in(&folder, &["check", "t.itl", "--schema", "s.json", "--partials", "parts", "--allow", "W0507"]);
    assert_eq!(ran.err.matches("W0614").count(), 1, "{}", ran.err);
    assert!(ran.err.contains("`count` of type integer, and where it is called the type is boolean"), "{}", ran.err);
    assert!(ran.err.contains("line.itl:1:37"), "{}", ran.err);
}
