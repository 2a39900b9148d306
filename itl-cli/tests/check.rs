//! `itl check`
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs, reason = "tests")]

mod common;

use common::{Folder, run, run_in, run_with};
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
    let half = folder.file("half.json", r#"{"alerts": [{"hots": "cut \ud83d"}]}"#);
    assert_eq!(run(&["check", &template, "--data", &half]).err.matches("W0507").count(), 0);
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

#[test]
fn folders_and_globs_are_searched() {
    let folder = Folder::new("check-search");
    folder.file("alerts/deep/a.itl", "{{ a.nope() }}");
    folder.file("alerts/b.mustache", "{{");
    folder.file("alerts/c.txt", "{{ }}");
    folder.file("alerts/.hidden/d.itl", "{{ }}");
    let files = |args: &[&str]| -> Vec<String> {
        let ran = run_in(&folder, args);
        let shown: Value = serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}: {}", ran.err));
        let list = shown["diagnostics"].as_array().unwrap();
        list.iter().map(|one| one["file"].as_str().unwrap().to_owned()).collect()
    };
    let both = ["alerts/b.mustache", "alerts/deep/a.itl"];
    assert_eq!(files(&["check", "alerts", "--format", "json"]), both);
    assert_eq!(files(&["check", "--format", "json"]), both, "the current folder");
    assert_eq!(files(&["check", "./alerts/", "alerts/b.mustache", "--format", "json"]).len(), 2);
    assert_eq!(files(&["check", "**/*.itl", "--format", "json"]), ["alerts/deep/a.itl"]);
    assert_eq!(files(&["check", "alerts/*", "--format", "json"]), ["alerts/b.mustache", "alerts/c.txt"]);
    assert_eq!(files(&["check", "alerts/{b,c}.*", "--format", "json"]), ["alerts/b.mustache", "alerts/c.txt"]);
    let none = run_in(&folder, &["check", "none/*.itl"]);
    assert!(none.code == 2 && none.err.contains("no file matches none/*.itl"), "{}", none.err);
    let empty = Folder::new("check-empty");
    let ran = run_in(&empty, &["check"]);
    assert!(ran.code == 2 && ran.err.contains("there is no file that ends in .itl or .mustache"), "{}", ran.err);
}

#[test]
fn a_missing_file_is_one_finding_and_the_others_are_checked() {
    let folder = Folder::new("check-missing");
    let bad = folder.file("bad.itl", "{{ a.nope() }}");
    let gone = folder.path("gone.itl");
    for format in ["json", "sarif", "human"] {
        let ran = run(&["check", &gone, &bad, "--format", format]);
        assert_eq!(ran.code, 2, "{format}");
        let all = format!("{}{}", ran.out, ran.err);
        assert!(all.contains("E0607") && all.contains("E0201"), "{format}: {all}");
    }
    let ran = run(&["check", &gone, "--format", "json"]);
    let shown: Value = serde_json::from_str(&ran.out).unwrap();
    let one = &shown["diagnostics"][0];
    assert_eq!((&one["file"], &one["code"], &one["severity"]), (&json!(gone), &json!("E0607"), &json!("error")));
    assert!(one["message"].as_str().unwrap().ends_with("there is no such file"));
}

#[test]
fn warnings_can_be_denied_and_allowed() {
    let old = b"{{ a##trim(()) }}";
    assert_eq!(run_with(&["check", "-"], old).code, 0);
    for deny in ["warnings", "W0501", "w0501", "W0502,W0501"] {
        let ran = run_with(&["check", "-", "--deny", deny], old);
        assert_eq!((ran.code, ran.err.contains("error[W0501]")), (1, true), "{deny}: {}", ran.err);
    }
    assert_eq!(run_with(&["check", "-", "--deny", "W0502"], old).code, 0);
    let ran = run_with(&["check", "-", "--deny", "warnings", "--allow", "W0501"], old);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    for (flag, code, says) in [
        ("--allow", "E0201", "E0201 is an error; only warnings can be allowed"),
        ("--allow", "W9", "there is no code W9"),
        ("--deny", "errors", "there is no code errors"),
    ] {
        let ran = run_with(&["check", "-", flag, code], old);
        assert!(ran.code == 2 && ran.err.contains(says), "{}", ran.err);
    }
}

#[test]
fn several_samples_together() {
    let folder = Folder::new("check-samples");
    let template = folder.file("t.itl", "{{ host }} {{ resolvedBy }} {{ hots }}");
    let firing = folder.file("samples/firing.json", r#"{"host": "db-7"}"#);
    let resolved = folder.file("samples/resolved.yaml", "host: db-7\nresolvedBy: ops\n");
    let ran = run(&["check", &template, "--data", &firing, "--data", &resolved]);
    assert_eq!(ran.err.matches("W0507").count(), 1, "{}", ran.err);
    assert!(ran.err.contains("`hots`"), "{}", ran.err);
    let missing = format!("resolvedBy` is missing (rendered with {firing})");
    assert!(ran.err.contains(&missing), "{}", ran.err);
    let folder_of = run(&["check", &template, "--data", &folder.path("samples")]);
    assert_eq!(folder_of.err.matches("W0507").count(), 1);
}

#[test]
fn a_sample_is_rendered_and_its_warnings_reported() {
    let folder = Folder::new("check-render");
    let template = folder.file("t.itl", "{{ at.formatUnixMs() }}");
    let sample = folder.file("d.json", r#"{"at": "soon"}"#);
    let ran = run(&["check", &template, "--data", &sample]);
    assert!(ran.code == 0 && ran.err.contains("W0302") && ran.err.contains("rendered with"), "{}", ran.err);
    // What the check has said of a tag, its render does not say again.
    let ran = run(&["check", "-e", "{{ At }} {{ at.upperCase }} {{ this.at }} {{ gone }}", "--data", &sample]);
    assert!(!ran.err.contains("W0301") && ran.err.ends_with("4 warnings\n"), "{}", ran.err);
}

/// Alertmanager sends the zero time for an alert that has not ended.
#[test]
fn a_zero_time_says_why_it_is_missing() {
    let folder = Folder::new("check-zero-time");
    let sample = folder.file("d.json", r#"{"at": "0001-01-01T00:00:00Z", "o": {"k": 1}, "k": "gone"}"#);
    let ran = run(&["check", "-e", "{{ at.formatDateString() }}", "--data", &sample]);
    assert!(ran.err.contains("W0301") && ran.err.contains("stands for \"never\""), "{}", ran.err);
    let quiet = "{{ at.formatDateString().default(\"open\") }}{{ #at.age() }}x{{ /at }}";
    assert_eq!(run(&["check", "-e", quiet, "--data", &sample]).err, "");
    let other = run(&["render", "-e", &format!("{quiet}{{{{ o[$k].x }}}}{{{{ gone }}}}"), "--data", &sample]);
    assert!(other.err.contains("W0301") && !other.err.contains("never"), "{}", other.err);
}

#[test]
fn fix_applies_the_suggestions() {
    let folder = Folder::new("check-fix");
    let file =
        folder.file("t.itl", b"\xef\xbb\xbf{{ a.uperCase().trm() }} {{ subject##splitTakeAt(( ||0)) }} {{ b.nope() }}");
    let ran = run(&["check", &file, "--fix"]);
    assert_eq!(ran.code, 1, "`nope` is like nothing");
    assert!(ran.err.contains("applied 3 changes") && ran.err.contains("1 error\n"), "{}", ran.err);
    let fixed = "\u{feff}{{ a.upperCase().trim() }} {{ subject.splitTakeAt(\" \",0) }} {{ b.nope() }}";
    assert_eq!(folder.read("t.itl"), fixed);
    assert_eq!(run_with(&["check", "-", "--fix"], b"x").code, 2);
    assert_eq!(run(&["check", "-e", "x", "--fix"]).code, 2);
}

#[test]
fn fixes_that_do_not_fit_into_one_run_are_said() {
    let folder = Folder::new("check-fix-rest");
    let text = format!("{}{}", "{{ a.upperCas() }}".repeat(4_000), "x".repeat(900_000));
    let file = folder.file("many.itl", text.as_bytes());
    let ran = run(&["check", &file, "--fix"]);
    assert!(ran.err.contains("applied ") && ran.err.contains("more can be applied; run it again"), "{}", ran.err);
    let file = folder.file("few.itl", b"{{ a.upperCas() }}");
    assert!(!run(&["check", &file, "--fix"]).err.contains("run it again"));
}

#[test]
fn a_template_given_as_text() {
    let ran = run(&["check", "-e", "{{ host.uperCase() }}"]);
    assert!(ran.code == 1 && ran.err.contains("<template>:1:9"), "{}", ran.err);
    assert_eq!(run(&["check", "-e", "x", "file.itl"]).code, 2);
}

#[test]
fn sarif_meets_its_schema() {
    // One pattern of the schema has a bracket too many, which regular expressions of today refuse.
    let schema = include_str!("data/sarif-2.1.0.schema.json").replace("-[a-zA-Z]{2}]?$", "-[a-zA-Z]{2}$");
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let folder = Folder::new("check-sarif");
    folder.file("itl.toml", "timezon = 1\n");
    folder.file("a b/ü.itl", "{{ a.uperCase() }}{{ #x }}\n{{ /y }}{{ old##trim(()) }}");
    folder.file("none.itl", b"\xff");
    folder.file("good.itl", "x");
    for args in [vec!["."], vec!["good.itl"], vec!["gone.itl", "a b"], vec!["none.itl"]] {
        let ran = run_in(&folder, &[&["check", "--format", "sarif"], &args[..]].concat());
        let log: Value = serde_json::from_str(&ran.out).unwrap();
        let errors: Vec<String> =
            validator.iter_errors(&log).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(errors.is_empty(), "{args:?}: {errors:#?}");
        assert!(log["runs"][0]["results"].is_array());
    }
}

#[test]
fn prompts_are_checked_as_prompts() {
    let folder = Folder::new("check-prompt");
    let source = "{{! @escape xml }}\n{{! @fenc q }}\n{{! @author Ada }}\n{{! @sample one.json }}\n{{$system}}Request {{id}} of {{team}}{{/system}}\n{{$sytem}}x{{/sytem}}\n{{#turns}}{{$message}}{{text}}{{/message}}{{/turns}}\n";
    let prompt = folder.file("p.mustache", source);
    let one = folder.file("one.json", r#"{"id": 1, "team": "db", "turns": [{"role": "user", "text": "a"}]}"#);
    let two = folder.file("two.json", r#"{"id": 2, "team": "db", "turns": [{"role": "root", "text": "b"}]}"#);
    let ran = run(&["check", &prompt, "--data", &one, "--data", &two, "--format", "json"]);
    assert_eq!(ran.code, 1);
    let found: Value = serde_json::from_str(&ran.out).unwrap();
    let found: Vec<(&str, u64)> = found["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["code"].as_str().unwrap(), one["line"].as_u64().unwrap()))
        .collect();
    assert_eq!(found, [("E0702", 2), ("W0703", 3), ("W0735", 5), ("E0706", 6), ("E0603", 7)]);
    // A template that is no prompt may say in its comments what it wants.
    let plain = folder.file("plain.mustache", "{{! @author Ada }}{{! @tool x }}{{a}}");
    assert_eq!(run(&["check", &plain]).err, "");
}
