//! `itl sample`
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs, reason = "tests")]

mod common;

use common::{Folder, ran, run_in};
use serde_json::{Value, json};

#[test]
fn add_masks_and_stores() {
    let folder = Folder::new("sample-add");
    folder.file("alert.json", r#"{"host": "db-7", "user": {"email": "ann@corp.test"}, "apiKey": "s3cret"}"#);
    let ran_once = run_in(&folder, &["sample", "add", "alert.json"]);
    assert_eq!(ran_once.code, 0, "{}", ran_once.err);
    let stored: Value = serde_json::from_str(&folder.read("samples/alert.json")).unwrap();
    assert_eq!(stored, json!({"host": "db-7", "user": {"email": "user1@example.com"}, "apiKey": "masked-secret-1"}));
    for part in ["wrote samples/alert.json\n", "masked user.email: e-mail address\n", "masked apiKey: secret\n"] {
        assert!(ran_once.err.contains(part), "{}", ran_once.err);
    }
    assert_eq!(run_in(&folder, &["sample", "add", "alert.json", "--keep", "user", "--to", "kept"]).code, 0);
    assert!(folder.read("kept/alert.json").contains("ann@corp.test"));
    assert!(run_in(&folder, &["sample", "add", "alert.json"]).err.contains("wrote samples/alert-2.json"));
    let again = run_in(&folder, &["sample", "add", "alert.json", "--to", "samples/alert.json"]);
    assert!(again.code == 2 && again.err.contains("is there already"), "{}", again.err);
    folder.file("itl.toml", "[[templates]]\nfiles = \"*\"\nsamples = \"data/*.json\"\n");
    assert!(run_in(&folder, &["sample", "add", "alert.json"]).err.contains("wrote data/alert.json"));
    let mut command = common::itl();
    command.current_dir(folder.path("")).args(["sample", "add", "-", "--to", "-"]);
    let piped = ran(&mut command, br#"{"password": "x"}"#);
    assert_eq!(piped.out, "{\n  \"password\": \"masked-secret-1\"\n}\n");
    folder.file("bad.json", "{");
    let bad = run_in(&folder, &["sample", "add", "bad.json"]);
    assert!(bad.code == 1 && bad.err.contains("E0601"), "{}", bad.err);
    assert_eq!(run_in(&folder, &["sample", "add", "alert.json", "--keep", "a.b()"]).code, 2);
}

#[test]
fn infer_writes_a_schema_that_the_samples_meet() {
    let folder = Folder::new("sample-infer");
    let samples = [
        r#"{"host": "a", "at": "2026-03-14T01:52:13Z", "value": 1, "alerts": [{"name": "x"}, {"name": "y", "n": 1}]}"#,
        r#"{"host": null, "at": "2026-03-14T02:52:13.5+01:00", "value": 1.5, "alerts": [], "extra": true}"#,
    ];
    folder.file("s/a.json", samples[0]);
    folder.file("s/b.json", samples[1]);
    let ran = run_in(&folder, &["sample", "infer", "s"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let schema: Value = serde_json::from_str(&ran.out).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for sample in samples {
        assert!(validator.is_valid(&serde_json::from_str(sample).unwrap()), "{sample}");
    }
    assert_eq!(schema["required"], json!(["host", "at", "value", "alerts"]));
    let properties = &schema["properties"];
    assert_eq!(properties["host"], json!({"type": ["null", "string"]}));
    assert_eq!(properties["at"], json!({"type": "string", "format": "date-time"}));
    assert_eq!(properties["value"], json!({"type": "number"}));
    assert_eq!(properties["alerts"]["items"]["required"], json!(["name"]));
    for bad in [json!({}), json!({"host": 1, "at": "x", "value": 1, "alerts": []})] {
        assert!(!validator.is_valid(&bad), "{bad}");
    }
    folder.file("schema.json", &ran.out);
    folder.file("t.itl", "{{ host }}{{ #alerts }}{{ nme }}{{ /alerts }}");
    let checked = run_in(&folder, &["check", "t.itl", "--schema", "schema.json"]);
    assert!(checked.err.contains("did you mean `name`?"), "{}", checked.err);
}

#[test]
fn diff_tells_what_is_new_gone_and_of_another_kind() {
    let folder = Folder::new("sample-diff");
    folder.file("samples/a.json", r#"{"host": "a", "n": 1, "alerts": [{"name": "x", "t": "y"}], "labels": {}}"#);
    folder.file("samples/b.json", r#"{"host": "b", "n": 2.5, "alerts": []}"#);
    folder.file("new.json", r#"{"n": 3, "alerts": [{"name": 7, "a b": [1]}, {"name": 8, "t": "z"}], "team": "ops"}"#);
    let ran = run_in(&folder, &["sample", "diff", "new.json"]);
    assert_eq!(ran.code, 1);
    let expected = "~ alerts[].name: integer, in the samples string\n+ alerts[][\"a b\"]: array\n- alerts[].t\n+ team: string\n- host\n";
    assert_eq!(ran.out, expected);
    assert_eq!(ran.err, "5 differences from 2 samples\n");
    let shown: Value =
        serde_json::from_str(&run_in(&folder, &["sample", "diff", "new.json", "--format", "json"]).out).unwrap();
    assert_eq!(shown["differences"][4], json!({"path": "host", "change": "gone"}));
    let same = run_in(&folder, &["sample", "diff", "samples/b.json", "--samples", "samples/*.json"]);
    assert_eq!((same.code, same.out.as_str()), (0, ""));
    assert_eq!(run_in(&folder, &["sample", "diff", "new.json", "--samples", "nowhere"]).code, 2);
    let empty = Folder::new("sample-diff-none");
    empty.file("new.json", "{}");
    for (file, says) in [("new.json", "--samples FOLDER"), ("nope.json", "cannot read nope.json")] {
        let ran = run_in(&empty, &["sample", "diff", file]);
        assert!(ran.code == 2 && ran.err.contains(says), "{}", ran.err);
    }
}

#[test]
fn many_differences_under_a_long_path_are_counted_and_not_listed() {
    let folder = Folder::new("sample-long-path");
    let key = "k".repeat(200_000);
    let known = folder.file("known.json", json!({ &key: { "a": 1 } }).to_string());
    let new: serde_json::Map<String, Value> = (0..200).map(|n| (format!("n{n}"), n.into())).collect();
    let new = folder.file("new.json", json!({ &key: new }).to_string());
    let ran = run_in(&folder, &["sample", "diff", &new, "--samples", &known, "--format", "json"]);
    let found: Value = serde_json::from_str(&ran.out).unwrap();
    let listed = found["differences"].as_array().unwrap().len() as u64;
    assert_eq!((ran.code, listed + found["more"].as_u64().unwrap()), (1, 201));
    assert!(listed < 30 && ran.out.len() < 6 << 20, "{listed}");

    let secrets: serde_json::Map<String, Value> = (0..200).map(|n| (format!("password{n}"), "x".into())).collect();
    let secret = folder.file("secret.json", json!({ &key: secrets }).to_string());
    let ran = run_in(&folder, &["sample", "add", &secret, "--to", "-"]);
    assert!(ran.out.contains("masked-secret-1") && !ran.out.contains("\"x\""));
    assert!(ran.err.contains(" values more") && ran.err.len() < 6 << 20, "{}", ran.err.len());
}

#[test]
fn keys_that_are_gone_are_told_once() {
    let folder = Folder::new("sample-gone");
    let known = folder.file("known.json", r#"[{"a": 1, "b": 2, "c": 3}]"#);
    let new = folder.file("new.json", r#"[{"a": 1}, {"b": 1}, {}, {"a": 1, "b": 2}]"#);
    let ran = run_in(&folder, &["sample", "diff", &new, "--samples", &known]);
    assert_eq!(ran.out, "- [].b\n- [].c\n- [].a\n");
}
