//! `itl check`
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs, reason = "tests")]

mod common;

use common::{Folder, run, run_with};
use serde_json::{Value, json};

#[test]
fn errors_fail_and_warnings_do_not() {
    let folder = Folder::new("check-codes");
    let good = folder.file("good.itl", "{{ a }}");
    let bad = folder.file("bad.itl", "{{ a.nope() }}\n{{ #x }}");
    let old = folder.file("old.itl", "{{ a##trim(()) }}");
    let ran = run(&["check", &good]);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "", ""));
    let ran = run(&["check", &good, &bad, &old]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("bad.itl:1:6") && ran.err.contains("E0110") && ran.err.contains("W0501"), "{}", ran.err);
    assert!(ran.err.ends_with("2 errors, 1 warning\n"), "{}", ran.err);
    assert_eq!(run(&["check", &old]).code, 0);
    assert_eq!(run_with(&["check", "-"], b"{{ }}").code, 1);
    assert_eq!(run(&["check", &folder.path("gone.itl")]).code, 2);
    assert_eq!(run(&["check"]).code, 2);
}

#[test]
fn against_a_sample_or_a_schema() {
    let folder = Folder::new("check-sample");
    let template = folder.file("t.itl", "{{ #alerts }}{{ hots }}{{ /alerts }}");
    let sample = folder.file("d.json", r#"{"alerts": [{"host": "a"}]}"#);
    let yaml = folder.file("d.yaml", "alerts: [{host: a}]");
    let schema = folder.file("s.json", r#"{"properties": {"alerts": {"items": {"properties": {"host": {}}}}}}"#);
    for args in [["--data", &sample], ["--data", &yaml], ["--schema", &schema]] {
        let ran = run(&["check", &template, args[0], args[1]]);
        assert_eq!(ran.code, 0);
        assert!(ran.err.contains("W0507") && ran.err.contains("did you mean `host`?"), "{}", ran.err);
    }
    let broken = folder.file("b.json", "{");
    let ran = run(&["check", &template, "--data", &broken]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("E0601") && ran.err.contains("b.json:1:"), "{}", ran.err);
    assert_eq!(run(&["check", &template, "--data", &sample, "--schema", &schema]).code, 2);
}

#[test]
fn portability_and_trust() {
    let ran = run_with(&["check", "-", "--portable"], b"{{ a.trim() }}");
    assert_eq!(ran.code, 0);
    assert!(ran.err.contains("W0502"), "{}", ran.err);
    let prompt = b"<rules>{{{ rules }}}</rules>";
    assert!(run_with(&["check", "-", "--dialect", "mustache"], prompt).err.contains("W0506"));
    assert_eq!(run_with(&["check", "-", "--dialect", "mustache", "--trust", "rules"], prompt).err, "");
    assert!(run_with(&["check", "-", "--escape", "html"], b"{{ a.htmlEscape() }}").err.contains("W0504"));
}

#[test]
fn json_lists_the_findings_of_all_files() {
    let folder = Folder::new("check-json");
    folder.file("parts/p.itl", "x\n{{ a.nope() }}");
    let one = folder.file("one.itl", "{{ a.uperCase() }}{{> p }}");
    let two = folder.file("two.itl", b"\xff");
    let ran = run(&["check", &one, &two, "--format", "json", "--partials", &folder.path("parts")]);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    let shown: Value = serde_json::from_str(&ran.out).unwrap();
    let list = shown["diagnostics"].as_array().unwrap();
    assert_eq!(list.len(), 3);
    assert_eq!(list[0]["file"], one.as_str());
    assert_eq!(list[0]["suggestion"], json!({"start": 5, "end": 13, "replacement": "upperCase"}));
    assert!(list[1]["file"].as_str().unwrap().ends_with("p.itl"));
    assert_eq!((&list[1]["line"], &list[1]["column"]), (&json!(2), &json!(6)));
    assert_eq!((&list[2]["file"], &list[2]["code"]), (&json!(two), &json!("E0606")));
    let none = run_with(&["check", "-", "--format", "json"], b"x");
    assert_eq!((none.code, none.out.as_str()), (0, "{\"diagnostics\":[]}\n"));
}

#[test]
fn sarif_has_rules_results_and_fixes() {
    let ran = run_with(&["check", "-", "--format", "sarif"], "ä {{ a.uperCase() }}{{ }}".as_bytes());
    assert_eq!(ran.code, 1);
    let log: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let results = run["results"].as_array().unwrap();
    assert_eq!((rules.len(), results.len()), (2, 2));
    for result in results {
        let rule = &rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
        assert_eq!(rule["id"], result["ruleId"]);
        assert!(["error", "warning"].contains(&result["level"].as_str().unwrap()));
        assert!(!result["message"]["text"].as_str().unwrap().is_empty());
    }
    let region = &results[0]["locations"][0]["physicalLocation"]["region"];
    assert_eq!(
        (&region["startLine"], &region["startColumn"], &region["byteOffset"]),
        (&json!(1), &json!(8), &json!(8))
    );
    let fix = &results[0]["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!(fix["insertedContent"]["text"], "upperCase");
}

#[test]
fn a_hundred_diagnostics_are_drawn_and_json_has_all() {
    let folder = Folder::new("check-many");
    let file = folder.file("t.itl", "{{/a}}".repeat(150_000));
    let ran = run(&["check", &file]);
    assert_eq!((ran.code, ran.err.matches("E0112").count()), (1, 100));
    assert!(ran.err.contains("t.itl:1:595\n"), "the column is that of the whole line");
    assert!(ran.err.contains("… and 900 more (use --format json for all)"), "{}", ran.err.len());
    assert!(ran.err.len() < 100_000);
    let ran = run(&["check", &file, "--format", "json"]);
    assert_eq!(ran.out.matches("E0112").count(), 1_000);
}

#[test]
fn a_template_that_is_no_text_has_a_code_and_a_place() {
    let folder = Folder::new("check-bytes");
    let file = folder.file("t.itl", b"\xc3\xbc\nb\xff");
    let ran = run(&["check", &file, "--format", "json"]);
    let shown: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let one = &shown["diagnostics"][0];
    assert_eq!((one["code"].as_str(), one["start"].as_u64()), (Some("E0606"), Some(4)));
    assert_eq!((one["line"].as_u64(), one["column"].as_u64()), (Some(2), Some(2)));
}
