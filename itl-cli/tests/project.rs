//! Project files: `itl.toml`, `itl init`.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs, reason = "tests")]

mod common;

use common::{Folder, run, run_in};
use serde_json::{Value, json};

fn project(name: &str, toml: &str) -> Folder {
    let folder = Folder::new(name);
    folder.file("itl.toml", toml);
    folder
}

#[test]
fn settings_are_found_upward_and_flags_override_them() {
    let folder = project(
        "project-settings",
        r#"
timezone = "Europe/Berlin"
now = 1970-01-01T00:00:01Z

[[templates]]
files = "mail/**/*.itl"
escape = "html"
partials = "partials"
max_chars = 40

[[templates]]
files = ["mail/plain/*"]
escape = "none"
"#,
    );
    folder.file("partials/sign.itl", "-- ops");
    folder.file("mail/a.itl", "{{ a }}{{> sign }} {{ @now }}");
    folder.file("mail/plain/b.itl", "{{ a }} {{ t.formatUnixSec(\"L\") }}");
    folder.file("c.itl", "{{ a }}");
    let render = |args: &[&str]| {
        let ran = run_in(&folder, &[&["render", "--set", "a=<", "--set", "t=0"], args].concat());
        assert_eq!(ran.code, 0, "{}", ran.err);
        ran.out
    };
    assert_eq!(render(&["mail/a.itl"]), "&lt;-- ops 1000");
    assert_eq!(render(&["mail/a.itl", "--escape", "none", "--now", "5"]), "<-- ops 5");
    assert_eq!(render(&["mail/plain/b.itl"]), "< January 1, 1970 at 1:00:00 AM CET");
    assert_eq!(render(&["mail/plain/b.itl", "--timezone", "UTC"]), "< January 1, 1970 at 12:00:00 AM UTC");
    assert_eq!(render(&["c.itl"]), "<");
    assert_eq!(render(&["-e", "{{ t.formatUnixSec(\"S\") }}"]), "1/1/70, 1:00 AM", "of the current folder");
    let inside = Folder::new("project-settings/mail");
    drop(inside);
    folder.file("mail/a.itl", "{{ a }}{{> sign }}");
    let mut command = common::itl();
    command.current_dir(folder.path("mail")).args(["render", "a.itl", "--set", "a=<"]);
    let ran = common::ran(&mut command, b"");
    assert_eq!((ran.code, ran.out.as_str()), (0, "&lt;-- ops"), "from a folder below: {}", ran.err);
}

#[test]
fn check_takes_samples_schema_and_levels_from_it() {
    let folder = project(
        "project-check",
        r#"
[[templates]]
files = "alerts"
samples = "samples/*.json"
deny = "warnings"
portable = true
allow = ["W0502"]

[[templates]]
files = "mails"
schema = "mail.schema.json"
"#,
    );
    folder.file("samples/one.json", r#"{"host": "db-7"}"#);
    folder.file("mail.schema.json", r#"{"properties": {"subject": {}}, "additionalProperties": false}"#);
    folder.file("alerts/a.itl", "{{ host.trim() }}{{ hots }}");
    folder.file("mails/b.itl", "{{ subjekt }}");
    let ran = run_in(&folder, &["check", "--format", "json"]);
    let shown: Value = serde_json::from_str(&ran.out).unwrap();
    let found: Vec<_> = shown["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["file"].as_str().unwrap(), one["code"].as_str().unwrap(), one["severity"].as_str().unwrap()))
        .collect();
    assert_eq!(found, [("alerts/a.itl", "W0507", "error"), ("mails/b.itl", "W0507", "warning")], "{}", ran.err);
    assert_eq!(ran.code, 1);
    assert_eq!(run_in(&folder, &["check", "mails"]).code, 0);
    assert_eq!(run_in(&folder, &["check", "mails", "--deny", "W0507"]).code, 1);
    assert_eq!(run_in(&folder, &["check", "alerts", "--allow", "W0507"]).code, 0);
}

#[test]
fn its_own_mistakes_are_found_with_their_places() {
    let toml = "timezon = \"UTC\"\nescape = \"htlm\"\nnow = 1.5\n\n[[templates]]\nfile = \"a\"\nallow = [\"E0201\"]\n\n[[templates]]\nfiles = \"[\"\n\n[test]\nfail_under = 101\n";
    let folder = project("project-mistakes", toml);
    folder.file("a.itl", "x");
    let ran = run_in(&folder, &["check", "--format", "json"]);
    let shown: Value = serde_json::from_str(&ran.out).unwrap();
    let list = shown["diagnostics"].as_array().unwrap();
    let mut found: Vec<(u64, String)> = list
        .iter()
        .map(|one| {
            assert_eq!((&one["file"], &one["code"]), (&json!("itl.toml"), &json!("E0611")));
            let (start, end) = (one["start"].as_u64().unwrap(), one["end"].as_u64().unwrap());
            assert!(start < end, "{one}");
            (one["line"].as_u64().unwrap(), one["message"].as_str().unwrap().to_owned())
        })
        .collect();
    found.sort();
    let expected = [
        (1, "unknown key timezon; did you mean timezone?"),
        (2, "escape: unknown output format htlm; did you mean html?"),
        (3, "now: write whole Unix milliseconds"),
        (5, "this table names no files"),
        (6, "unknown key file; did you mean files?"),
        (7, "allow: E0201 is an error; only warnings can be allowed"),
        (10, "this is not a glob: "),
        (13, "write a percentage from 0 to 100"),
    ];
    assert_eq!(found.len(), expected.len(), "{found:#?}");
    for ((line, message), (expected_line, start)) in found.iter().zip(expected) {
        assert!(*line == expected_line && message.starts_with(start), "{line}: {message}; expected {start}");
    }
    assert_eq!(ran.code, 1);
    for command in [vec!["render", "a.itl"], vec!["fmt", "a.itl"], vec!["refs", "a.itl"]] {
        let ran = run_in(&folder, &command);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{command:?}");
        assert!(ran.err.contains("itl.toml:1:1"), "{}", ran.err);
    }
}

#[test]
fn what_is_not_toml_is_said_where_it_stops_being() {
    let folder = project("project-no-toml", "timezone = \"UTC\"\nescape = = 1\n");
    folder.file("a.itl", "x");
    let ran = run_in(&folder, &["check"]);
    assert!(ran.code == 1 && ran.err.contains("this is not TOML") && ran.err.contains("itl.toml:2:"), "{}", ran.err);
}

#[test]
fn the_schema_knows_every_setting_and_takes_what_the_reader_takes() {
    let schema: Value = serde_json::from_str(&run(&["init", "--schema"]).out).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let good = json!({
        "dialect": "itl", "samples": ["a.json"], "schema": "s.json", "partials": "p", "timezone": "UTC", "now": 0,
        "escape": "html", "budget": "sms", "max_chars": 1, "max_bytes": 1, "portable": true, "trust": "a",
        "allow": "W0502", "deny": ["warnings"], "fit": "values", "on_error": "empty",
        "templates": [{"files": "*.itl", "escape": "none"}],
        "test": {"files": ".", "fail_under": 90},
    });
    assert!(validator.is_valid(&good));
    for (key, _) in schema["$defs"]["settings"]["properties"].as_object().unwrap() {
        assert!(good.get(key).is_some(), "{key} is not tried here");
        let folder = project("project-schema", &format!("{key} = {{ odd = true }}\n"));
        folder.file("a.itl", "x");
        let ran = run_in(&folder, &["check"]);
        assert!(ran.err.contains(&format!("{key}: write")), "{key} is a setting: {}", ran.err);
    }
    for bad in
        [json!({"timezon": "UTC"}), json!({"templates": [{}]}), json!({"allow": "E0201"}), json!({"portable": 1})]
    {
        assert!(!validator.is_valid(&bad), "{bad}");
    }
}

#[test]
fn init_writes_what_it_finds() {
    let folder = Folder::new("project-init");
    folder.file("alerts/summary.itl", "{{ host }}{{> sign }}");
    folder.file("hooks/out.json.itl", "{\"a\": \"{{ host }}\"}");
    folder.file("partials/sign.itl", "-- ops");
    folder.file("samples/one.json", r#"{"host": "db-7"}"#);
    folder.file("tests/a.itl-test.yaml", "template: ../alerts/summary.itl\ncases: [{contains: ops}]\n");
    let ran = run_in(&folder, &["init"]);
    assert!(ran.code == 0 && ran.err.contains("wrote itl.toml: 3 templates found"), "{}", ran.err);
    let toml = folder.read("itl.toml");
    for part in [
        "partials = \"partials\"\n",
        "[[templates]]\nfiles = \"alerts/*\"\nsamples = \"samples/*\"\n",
        "[[templates]]\nfiles = \"hooks/*\"\nsamples = \"samples/*\"\nescape = \"json\"\n",
        "[test]\nfiles = [\"tests\"]\n",
    ] {
        assert!(toml.contains(part), "{part}: {toml}");
    }
    assert_eq!(run_in(&folder, &["check", "--deny", "warnings"]).err, "");
    assert_eq!(run_in(&folder, &["test"]).code, 0);
    let again = run_in(&folder, &["init"]);
    assert!(again.code == 2 && again.err.contains("itl.toml is there already"), "{}", again.err);
    assert_eq!(run_in(&folder, &["init", "nowhere"]).code, 2);
}

#[test]
fn allowances_that_silence_nothing_are_named_where_the_whole_project_is_checked() {
    let toml = "allow = [\"W0501\", \"W0503\"]\n\n[[templates]]\nfiles = \"a.itl\"\nallow = [\"W0501\", \"W0507\"]\n";
    let folder = project("project-idle", toml);
    folder.file("a.itl", "{{ a##trim(()) }}");
    let ran = run_in(&folder, &["check", "--format", "json"]);
    let shown: Value = serde_json::from_str(&ran.out).unwrap();
    let list = shown["diagnostics"].as_array().unwrap();
    // W0507 takes a sample to be found, so its allowance may be for one to come.
    assert_eq!(list.len(), 1, "{list:#?}");
    assert_eq!((&list[0]["file"], &list[0]["code"]), (&json!("itl.toml"), &json!("W0613")));
    assert_eq!((&list[0]["start"], &list[0]["line"]), (&json!(18), &json!(1)));
    assert_eq!(run_in(&folder, &["check", "a.itl"]).err, "");
}

#[test]
fn what_keeps_one_template_from_being_checked_is_a_finding() {
    let toml = "[[templates]]\nfiles = \"a.itl\"\npartials = \"gone\"\n[[templates]]\nfiles = \"[bc].itl\"\nsamples = \"gone.json\"\n";
    let folder = project("project-unusable", toml);
    for file in ["a.itl", "b.itl", "c.itl", "d.itl"] {
        folder.file(file, "{{ x.nope() }}");
    }
    let ran = run_in(&folder, &["check", "--format", "json"]);
    assert_eq!(ran.code, 2, "{}", ran.err);
    let shown: Value = serde_json::from_str(&ran.out).unwrap();
    let found: Vec<(&str, &str)> = shown["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["file"].as_str().unwrap(), one["code"].as_str().unwrap()))
        .collect();
    let expected =
        [("a.itl", "E0607"), ("gone.json", "E0607"), ("b.itl", "E0201"), ("c.itl", "E0201"), ("d.itl", "E0201")];
    assert_eq!(found, expected);
}

#[test]
fn globs_are_bounded() {
    let tables = |count: usize| "[[templates]]\nfiles = \"a/*.itl\"\n".repeat(count);
    for (toml, says) in [
        (format!("[[templates]]\nfiles = \"{}\"\n", "*a".repeat(60_000)), "longer than 1024 bytes"),
        (format!("[[templates]]\nfiles = [{}]\n", "\"a/*.itl\", ".repeat(1_001)), "at most 1000 globs"),
        (tables(1_001), "at most 1000"),
    ] {
        let folder = project("globs-bounded", &toml);
        folder.file("a.itl", "{{ a }}");
        let ran = run_in(&folder, &["check", "a.itl"]);
        assert!(ran.code > 0 && ran.err.contains(says), "{says}: {}", ran.err);
    }
    let folder = project("globs-repeated", &format!("samples = [{}]\n", "\"s/*.json\", ".repeat(5_000)));
    folder.file("a.itl", "{{ a }}");
    folder.file("s/a.json", "{\"a\": 1}");
    assert_eq!(run_in(&folder, &["check", "a.itl"]).code, 0, "a glob that stands there often is one");
    let glob = "*a".repeat(60_000);
    assert_eq!(run(&["check", &glob]).code, 2);
}

#[cfg(unix)]
#[test]
fn pipes_in_folders_are_no_templates() {
    let folder = Folder::new("pipes");
    folder.file("a.itl", "{{ a }}\n");
    let made = std::process::Command::new("mkfifo").arg(folder.path("b.itl")).status();
    std::os::unix::fs::symlink("/dev/zero", folder.path("c.itl")).unwrap();
    assert!(made.is_ok_and(|status| status.success()));
    for command in [["check", "."], ["fmt", "."]] {
        assert_eq!(run_in(&folder, &command).code, 0, "{command:?}");
    }
}

#[cfg(unix)]
#[test]
fn pipes_that_files_name_are_not_read() {
    let folder = project("pipes-named", "schema = \"pipe.json\"\n");
    let made = std::process::Command::new("mkfifo").arg(folder.path("pipe.json")).status();
    assert!(made.is_ok_and(|status| status.success()));
    folder.file("a.itl", "{{ a }}\n");
    let refused = |args: &[&str]| {
        let ran = run_in(&folder, args);
        assert!(
            ran.code > 0 && format!("{}{}", ran.out, ran.err).contains("is a pipe or device"),
            "{args:?}: {}",
            ran.err
        );
    };
    refused(&["check", "a.itl"]);
    folder.file("itl.toml", "samples = [\"pipe.json\"]\n");
    refused(&["check", "a.itl"]);
    folder.file("itl.toml", "");
    folder.file("a.test.yaml", "template: a.itl\ncases:\n- data: pipe.json\n  expect: a\n");
    refused(&["test", "a.test.yaml"]);
    folder.file("a.test.yaml", "template: pipe.json\ncases:\n- expect: a\n");
    refused(&["test", "a.test.yaml"]);
    folder.file("a.test.yaml", "template: a.itl\ncases:\n- expect_file: pipe.json\n");
    refused(&["test", "a.test.yaml"]);
    refused(&["test", "--update", "a.test.yaml"]);
}

#[cfg(target_os = "linux")]
#[test]
fn folders_of_the_kernel_are_not_searched() {
    let folder = project("kernel", "samples = \"/proc/**\"\n");
    folder.file("a.itl", "{{ a }}\n");
    let ran = run_in(&folder, &["check", "a.itl"]);
    assert!(ran.code > 0 && ran.err.contains("/proc is not searched"), "{}", ran.err);
}

#[cfg(unix)]
#[test]
fn a_pipe_that_an_argument_names_is_read() {
    let folder = Folder::new("pipe-argument");
    let made = std::process::Command::new("mkfifo").arg(folder.path("pipe")).status();
    assert!(made.is_ok_and(|status| status.success()));
    let pipe = folder.path("pipe");
    let writer = std::thread::spawn({
        let pipe = pipe.clone();
        move || std::fs::write(pipe, "{\"a\": 7}")
    });
    let ran = run_in(&folder, &["render", "-e", "{{ a }}", "--data", &pipe]);
    assert_eq!((ran.code, ran.out.trim()), (0, "7"), "{}", ran.err);
    assert!(writer.join().is_ok_and(|written| written.is_ok()));
}
