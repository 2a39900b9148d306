//! `itl test`
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs, reason = "tests")]

mod common;

use common::{Folder, Ran, run_in};
use serde_json::Value;
use std::fmt::Write as _;

/// Runs one test file of an inline template.
fn cases(name: &str, template: &str, cases: &str) -> (Folder, Ran) {
    let folder = Folder::new(name);
    folder.file("a.json", r#"{"host": "db-7", "state": "firing"}"#);
    folder.file("b.json", r#"{"host": "db-7", "state": "resolved"}"#);
    folder.file("c.json", r#"{"host": "web-1"}"#);
    folder.file("t.itl-test.yaml", format!("inline: {}\ncases:\n{cases}", Value::from(template)));
    let ran = run_in(&folder, &["test"]);
    (folder, ran)
}

/// Which of the cases pass.
fn passing(name: &str, template: &str, list: &[&str]) -> Vec<bool> {
    let text: String = list.iter().fold(String::new(), |mut text, case| {
        let _ = writeln!(text, "  - {case}");
        text
    });
    let (folder, ran) = cases(name, template, &text);
    let shown = run_in(&folder, &["test", "--format", "json"]);
    let shown: Value = serde_json::from_str(&shown.out).unwrap_or_else(|error| panic!("{error}: {}", ran.err));
    shown["tests"].as_array().unwrap().iter().map(|test| test["status"] == "passed").collect()
}

#[test]
fn every_expectation_can_hold_and_fail() {
    let list = [
        ("{data: a.json, expect: \"DISK db-7 is full\"}", true),
        ("{data: c.json, expect: \"DISK db-7 is full\"}", false),
        ("{data: {host: x}, expect: DISK x is full}", true),
        ("{data: a.json, contains: [db-7, full]}", true),
        ("{data: a.json, contains: [db-7, empty]}", false),
        ("{data: a.json, contains: full}", true),
        ("{data: a.json, lacks: empty}", true),
        ("{data: a.json, lacks: full}", false),
        ("{data: a.json, matches: '^DISK \\w+-\\d is'}", true),
        ("{data: a.json, matches: '^db'}", false),
        ("{data: a.json, json: true}", false),
        ("{data: a.json, max_bytes: 17, max_chars: 17}", true),
        ("{data: a.json, max_bytes: 17}", true),
        ("{data: a.json, max_bytes: 16}", false),
        ("{data: a.json, max_chars: 16}", false),
        ("{warnings: [W0301]}", true),
        ("{data: a.json, warnings: [W0301]}", false),
        ("{data: a.json, warnings: none}", true),
        ("{warnings: none}", false),
        ("{data: [a.json, b.json], contains: db-7}", true),
        ("{data: [a.json, c.json], contains: db-7}", false),
    ];
    let texts: Vec<&str> = list.iter().map(|(case, _)| *case).collect();
    let expected: Vec<bool> = list.iter().map(|(_, holds)| *holds).collect();
    assert_eq!(passing("test-expectations", "DISK {{ host }} is full", &texts), expected);
}

#[test]
fn errors_of_the_template_fail_a_case_unless_expected() {
    let list = ["{expect: \"{{ a.nope() }}\"}", "{expect: \"{{ a.nope() }}\", errors: [E0201]}", "{errors: [E0102]}"];
    assert_eq!(passing("test-errors", "{{ a.nope() }}", &list), [false, true, false]);
    assert_eq!(passing("test-errors-none", "x", &["{errors: none}", "{errors: [E0201]}"]), [true, false]);
}

#[test]
fn json_is_compared_by_value() {
    let list = ["{json: true}", "{json: {a: [1, null]}}", "{json: {a: [1]}}"];
    assert_eq!(passing("test-json", r#"{"a": [1, null]}"#, &list), [true, true, false]);
}

#[test]
fn keys_of_alerts_are_the_same_or_different() {
    let list = [
        "{same_key: [a.json, b.json]}",
        "{same_key: [a.json, c.json]}",
        "{different_key: [a.json, c.json]}",
        "{different_key: [a.json, c.json, b.json]}",
        "{same_key: [{}, {host: \"\"}]}",
        "{same_key: [{host: x}, {host: x}]}",
    ];
    assert_eq!(passing("test-keys", "{{ host }}", &list), [true, false, true, false, false, true]);
}

#[test]
fn a_failure_shows_where_and_what_differs() {
    let (_folder, ran) = cases(
        "test-failure",
        "DISK {{ host }} is full",
        "  - name: critical disk\n    data: c.json\n    expect: DISK db-7 is full\n  - name: fine\n    contains: DISK\n",
    );
    assert_eq!(ran.code, 1);
    assert_eq!(ran.out, "");
    for part in [
        "FAILED t.itl-test.yaml:3 critical disk\n",
        "  expect: the text is another one\n    DISK [-db-7-]{+web-1+} is full\n",
        "1 failed, 1 passed in ",
    ] {
        assert!(ran.err.contains(part), "{part}: {}", ran.err);
    }
}

#[test]
fn settings_of_files_cases_and_projects() {
    let folder = Folder::new("test-settings");
    folder.file("itl.toml", "timezone = \"Europe/Berlin\"\n[test]\nfiles = \"tests\"\n");
    folder.file("templates/t.itl", "{{ at.formatUnixMs(\"%H\") }} {{ a }}{{> p }}");
    folder.file("templates/parts/p.itl", "!");
    folder.file(
        "tests/t.itl-test.yaml",
        "template: ../templates/t.itl
partials: ../templates/parts
escape: html
cases:
  - data: {at: 0, a: <}
    expect: 01 &lt;!
  - data: {at: 0, a: <}
    timezone: UTC
    options: {escape: none}
    expect: 00 <!
  - data: {at: 0, a: \"<<<<\"}
    options: {max_chars: 4}
    warnings: [W0305]
",
    );
    let ran = run_in(&folder, &["test"]);
    assert!(ran.code == 0 && ran.err.contains("3 passed"), "{}", ran.err);
}

#[test]
fn snapshots_and_expected_files_are_written_and_compared() {
    let folder = Folder::new("test-snapshots");
    folder.file(
        "t.itl-test.yaml",
        "inline: 'Disk {{ host }}'
cases:
  - name: A disk!
    data: [{host: a}, {host: b}]
    snapshot: true
  - name: named
    data: {host: c}
    snapshot: shots/c.txt
  - name: by file
    data: {host: d}
    expect_file: d.txt
",
    );
    let ran = run_in(&folder, &["test"]);
    assert!(ran.code == 1 && ran.err.contains("`itl test --update` writes it"), "{}", ran.err);
    let ran = run_in(&folder, &["test", "--update"]);
    assert!(ran.code == 0 && ran.err.contains("4 files written"), "{}", ran.err);
    assert_eq!(folder.read("snapshots/t.a-disk--1.txt"), "Disk a");
    assert_eq!(folder.read("snapshots/t.a-disk--2.txt"), "Disk b");
    assert_eq!((folder.read("shots/c.txt"), folder.read("d.txt")), ("Disk c".into(), "Disk d".into()));
    assert_eq!(run_in(&folder, &["test"]).code, 0);
    let ran = run_in(&folder, &["test", "--update"]);
    assert!(!ran.err.contains("written"), "nothing has changed: {}", ran.err);
    folder.file("shots/c.txt", "Disk cc");
    let ran = run_in(&folder, &["test"]);
    assert!(ran.code == 1 && ran.err.contains("Disk [-cc-]{+c+}"), "{}", ran.err);
}

#[test]
fn filters_choose_cases() {
    let folder = Folder::new("test-filter");
    for file in ["disk", "mail"] {
        let text = "inline: x\ncases:\n  - {name: Critical, expect: x}\n  - {name: other, expect: x}\n";
        folder.file(&format!("{file}.itl-test.yaml"), text);
    }
    for (filter, passed) in [("critical", 2), ("disk", 2), ("t", 4)] {
        let ran = run_in(&folder, &["test", "--filter", filter, "--jobs", "2"]);
        assert!(ran.code == 0 && ran.err.contains(&format!("{passed} passed")), "{filter}: {}", ran.err);
    }
    let ran = run_in(&folder, &["test", "--filter", "nothing"]);
    assert!(ran.code == 2 && ran.err.contains("no case has \"nothing\""), "{}", ran.err);
}

#[test]
fn mistakes_of_a_test_file_have_their_line() {
    let list = [
        ("cases: []\n", 1, "write either template"),
        ("inline: x\ncases: []\n", 1, "there are no cases"),
        ("inline: x\ncase: []\n", 2, "unknown key case; did you mean cases?"),
        ("inline: x\ncases:\n  - {expect: x}\n  - {expects: x}\n", 4, "unknown key expects; did you mean expect?"),
        (
            "inline: x\ncases:\n  - name: a\n    data: {a: expct}\n    expct: x\n",
            5,
            "unknown key expct; did you mean expect?",
        ),
        ("inline: x\ncases:\n  - expect: x\n    options:\n      zone: UTC\n", 5, "unknown key zone"),
        ("inline: x\ncases:\n  - {data: {}}\n", 3, "the case expects nothing"),
        ("inline: x\ncases:\n  - {matches: '('}\n", 3, "matches: unclosed group"),
        ("inline: x\ncases:\n  - {warnings: [W9999]}\n", 3, "there is no code W9999"),
        ("inline: x\ncases:\n  - {same_key: [a.json]}\n", 3, "at least two payloads"),
        ("inline: x\ntimezone: Berlin\ncases:\n  - {expect: x}\n", 2, "timezone: unknown time zone Berlin"),
        ("inline: x\ncases: [\n", 2, "the test file is not valid YAML"),
    ];
    for (text, line, says) in list {
        let folder = Folder::new("test-mistakes");
        folder.file("t.itl-test.yaml", text);
        let ran = run_in(&folder, &["test"]);
        assert_eq!(ran.code, 2, "{text}: {}", ran.err);
        let place = format!("t.itl-test.yaml:{line}:");
        assert!(ran.err.contains("E0612") && ran.err.contains(says) && ran.err.contains(&place), "{text}: {}", ran.err);
        assert!(!says.starts_with("unknown key exp") || !ran.err.contains("expects nothing"), "{text}: {}", ran.err);
    }
}

#[test]
fn missing_templates_and_payloads_fail_their_case() {
    let folder = Folder::new("test-missing");
    folder.file("t.itl-test.yaml", "template: gone.itl\ncases:\n  - {expect: x}\n");
    folder.file(
        "u.itl-test.yaml",
        "inline: x\ncases:\n  - {data: gone.json, expect: x}\n  - {data: bad.json, expect: x}\n",
    );
    folder.file("bad.json", "{");
    let ran = run_in(&folder, &["test"]);
    assert_eq!(ran.code, 1);
    for part in ["cannot read gone.itl", "cannot read gone.json", "E0601", "3 failed"] {
        assert!(ran.err.contains(part), "{part}: {}", ran.err);
    }
    let empty = Folder::new("test-none");
    let ran = run_in(&empty, &["test"]);
    assert!(ran.code == 2 && ran.err.contains("no file that ends in .itl-test.yaml"), "{}", ran.err);
}

#[test]
fn files_that_cannot_be_read_stand_in_every_report() {
    let (folder, _) = cases("test-unread", "{{ host }}", "  - {name: fine, data: a.json, contains: ''}\n");
    folder.file("broken.itl-test.yaml", "cases: [");
    let ran = run_in(&folder, &["test", "--format", "junit"]);
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert!(ran.out.contains("tests=\"2\" failures=\"0\" errors=\"1\""), "{}", ran.out);
    assert!(ran.out.contains("<error type=\"E0612\""), "{}", ran.out);
    let ran = run_in(&folder, &["test", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((ran.code, report["unread"][0]["code"].as_str()), (2, Some("E0612")), "{}", ran.out);
}

#[test]
fn junit_is_read_back_by_an_xml_parser() {
    let (folder, _) = cases(
        "test-junit",
        "<{{ host }}> & \u{1}",
        "  - {name: '<a & \"b\">', data: a.json, expect: x}\n  - {name: fine, contains: '&'}\n",
    );
    let ran = run_in(&folder, &["test", "--format", "junit"]);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    let mut reader = quick_xml::Reader::from_str(&ran.out);
    let (mut names, mut failures, mut depth) = (Vec::new(), 0, 0);
    loop {
        use quick_xml::events::Event;
        let event = reader.read_event().unwrap();
        let (Event::Start(tag) | Event::Empty(tag)) = &event else {
            match event {
                Event::Eof => break,
                Event::End(_) => depth -= 1,
                _ => {}
            }
            continue;
        };
        depth += i32::from(matches!(event, Event::Start(_)));
        let attribute = |name: &str| {
            let found = tag.attributes().map(Result::unwrap).find(|one| one.key.as_ref() == name);
            found.map(|one| one.normalized_value(quick_xml::XmlVersion::Implicit1_0).unwrap().into_owned())
        };
        match tag.name().as_ref() {
            "testsuite" => {
                assert_eq!((attribute("tests").unwrap(), attribute("failures").unwrap()), ("2".into(), "1".into()));
            }
            "testcase" => names.push(attribute("name").unwrap()),
            "failure" => {
                failures += 1;
                assert_eq!(attribute("message").unwrap(), "the text is another one");
            }
            _ => {}
        }
    }
    assert_eq!((names, failures, depth), (vec!["<a & \"b\">".to_owned(), "fine".to_owned()], 1, 0));
}

#[test]
fn watch_runs_again_when_a_file_changes() {
    use std::io::{BufRead as _, BufReader};
    use std::process::Stdio;
    let folder = Folder::new("test-watch");
    folder.file("t.itl", "x");
    folder.file("t.itl-test.yaml", "template: t.itl\ncases:\n  - {expect: x}\n");
    let mut command = common::itl();
    command.current_dir(folder.path("")).args(["test", "--watch"]).stderr(Stdio::piped()).stdin(Stdio::null());
    let mut child = command.spawn().unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines().map(Result::unwrap);
    assert!(lines.any(|line| line.contains("1 passed")));
    assert!(lines.any(|line| line.contains("Waiting for changes")));
    folder.file("t.itl", "y");
    assert!(lines.any(|line| line.contains("1 failed")));
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn a_thousand_cases_are_one_run() {
    let folder = Folder::new("test-thousand");
    folder.file("t.itl", "Disk {{ host.upperCase() }}");
    let mut text = "template: t.itl\ncases:\n".to_owned();
    for n in 0..1_000 {
        writeln!(text, "  - {{name: case {n}, data: {{host: db-{n}}}, expect: Disk DB-{n}}}").unwrap();
    }
    folder.file("t.itl-test.yaml", text);
    let ran = run_in(&folder, &["test"]);
    assert!(ran.code == 0 && ran.err.contains("1000 passed"), "{}", ran.err);
}

#[test]
fn a_line_break_at_the_end_is_named() {
    for (template, expected, says) in [
        ("{{ a }}\n", "1", "ends with a line break that is not expected"),
        ("{{ a }}", "1\\n", "does not end with the line break that is expected"),
    ] {
        let list = format!("  - {{data: {{a: 1}}, expect: \"{expected}\"}}\n");
        let (_folder, ran) = cases("test-line-break", template, &list);
        assert!(ran.code == 1 && ran.err.contains(says), "{}", ran.err);
    }
}

#[test]
fn a_search_that_takes_too_long_fails_its_case() {
    let folder = Folder::new("test-search");
    folder.file(
        "a.itl-test.yaml",
        format!(
            "inline: \"{{{{a}}}}\"\ncases:\n  - name: c\n    data: {{a: {}}}\n    matches: \"(a{{1,99}}){{1,99}}b\"\n",
            "a".repeat(200_000)
        ),
    );
    let ran = run_in(&folder, &["test", "a.itl-test.yaml"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("takes too long on a text of this length"), "{}", &ran.err[..300]);
}

#[test]
fn the_searches_of_a_case_share_what_one_may_take() {
    let patterns = vec!["(x|xx){1,9}y"; 400].join("\", \"");
    let long = "x".repeat(100_000);
    let (_folder, ran) = cases("test-searches", &long, &format!("  - matches: [\"{patterns}\"]\n"));
    assert!(ran.err.contains("does not match (x|xx){1,9}y"), "{}", &ran.err[..300]);
    assert!(ran.err.contains("(x|xx){1,9}y takes too long on a text of this length"));
}

#[test]
fn what_is_said_of_long_texts_is_bounded() {
    let long = "x".repeat(300_000);
    let lacking: String = (0..20).fold(String::new(), |mut all, at| {
        let _ = write!(all, "no{at}, ");
        all
    });
    let (_folder, ran) = cases("test-long-texts", &long, &format!("  - contains: [{lacking}]\n"));
    assert!((1 << 20..2 << 20).contains(&ran.err.len()), "{} bytes", ran.err.len());
    assert_eq!(ran.err.matches("the text does not contain").count(), 20, "each is named");
    let payloads = "{}, ".repeat(60);
    let (_folder, ran) = cases("test-long-keys", &long, &format!("  - same_key: [{payloads}]\n"));
    assert!(ran.err.contains("the keys are longer than 16 MiB"), "{}", ran.err);
}

#[test]
fn a_test_file_of_many_mistakes_is_read() {
    let (_folder, ran) = cases("test-many-mistakes", "x", &"  - {nme: a, expct: x}\n".repeat(20_000));
    assert!(ran.err.contains("unknown key nme"), "{}", ran.err.chars().take(500).collect::<String>());
}
