//! `itl test --coverage`
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs, reason = "tests")]

mod common;

use common::{Folder, Ran, run_in};
use quick_xml::events::{BytesStart, Event};
use serde_json::Value;
use std::collections::BTreeMap;

const TEMPLATE: &str = "\
{{ severity.equalsTake(\"critical\", \"PAGE\") }}: {{ host.default(\"unknown\") }}
{{ #runbook }}see {{ . }}
{{ /runbook }}{{ #alerts }}- {{ name }}
{{ /alerts }}{{ ^alerts }}none
{{ /alerts }}{{> sign }}
";

/// A folder with the template, a partial and cases.
fn project(name: &str, template: &str, cases: &str) -> Folder {
    let folder = Folder::new(name);
    folder.file("t.itl", template);
    folder.file("parts/sign.itl", "-- {{ team }}");
    folder.file("t.itl-test.yaml", format!("template: t.itl\npartials: parts\ncases:\n{cases}"));
    folder
}

/// Cases that reach everything.
const FULL: &str = "  - name: critical with everything
    data: {severity: critical, host: db-7, runbook: https://r, alerts: [{name: a}], team: ops}
    expect: \"PAGE: db-7\\nsee https://r\\n- a\\n-- ops\\n\"
  - name: bare
    data: {severity: minor, team: ops}
    expect: \"minor: unknown\\nnone\\n-- ops\\n\"
  - name: many alerts
    data: {severity: critical, host: db-7, alerts: [{name: a}, {name: b}], team: ops}
    expect: \"PAGE: db-7\\n- a\\n- b\\n-- ops\\n\"
";

const PART: &str = "  - name: bare
    data: {severity: minor, team: ops}
    contains: unknown
";

fn coverage(folder: &Folder, format: &str) -> Ran {
    run_in(folder, &["test", "--coverage", "--coverage-format", format])
}

fn json(folder: &Folder) -> Value {
    serde_json::from_str(&coverage(folder, "json").out).unwrap()
}

/// What was never reached: the source of each place and the goal.
fn missing(shown: &Value) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for file in shown["files"].as_array().unwrap() {
        for point in file["points"].as_array().unwrap() {
            for goal in point["goals"].as_array().unwrap().iter().filter(|goal| goal["hits"] == 0) {
                all.push((point["source"].as_str().unwrap().to_owned(), goal["name"].as_str().unwrap().to_owned()));
            }
        }
    }
    all
}

#[test]
fn a_full_suite_reaches_everything() {
    let folder = project("coverage-full", TEMPLATE, FULL);
    let ran = coverage(&folder, "text");
    assert!(ran.code == 0 && ran.err.contains("3 passed"), "{}", ran.err);
    assert!(ran.out.contains("parts/sign.itl  100.0 %  1 of 1\n"), "{}", ran.out);
    assert!(ran.out.contains("total           100.0 %"), "{}", ran.out);
    assert_eq!(missing(&json(&folder)), []);
    assert_eq!(run_in(&folder, &["test", "--coverage", "--fail-under", "100"]).code, 0);
}

#[test]
fn what_is_not_reached_is_named() {
    let folder = project("coverage-part", TEMPLATE, PART);
    let expected = [
        ("{{ severity.equalsTake(\"critical\", \"PAGE\") }}", "matched"),
        ("{{ host.default(\"unknown\") }}", "value"),
        ("{{ #runbook }}", "taken"),
        ("{{ . }}", "printed"),
        ("{{ #alerts }}", "taken"),
        ("{{ name }}", "printed"),
        ("{{ ^alerts }}", "skipped"),
    ];
    let found = missing(&json(&folder));
    let found: Vec<(&str, &str)> = found.iter().map(|(source, goal)| (source.as_str(), goal.as_str())).collect();
    assert_eq!(found, expected);
    let text = coverage(&folder, "text").out;
    assert!(
        text.contains("  t.itl:1:1: {{ severity.equalsTake(\"critical\", \"PAGE\") }} equalsTake(): never matched\n")
    );
    assert!(text.contains("  t.itl:2:1: {{ #runbook }} never taken\n"), "{text}");
    let ran = run_in(&folder, &["test", "--coverage", "--fail-under", "90"]);
    assert!(ran.code == 1 && ran.err.contains("% is reached, less than 90 %"), "{}", ran.err);
    folder.file("itl.toml", "[test]\nfail_under = 90\n");
    assert_eq!(run_in(&folder, &["test", "--coverage"]).code, 1);
    assert_eq!(run_in(&folder, &["test"]).code, 0);
}

#[test]
fn lists_want_no_one_and_many_items() {
    let cases = "  - {data: {alerts: [{name: a}, {name: b}]}, contains: a}\n";
    let folder = project("coverage-lists", "{{ #alerts }}{{ name }}{{ /alerts }}", cases);
    let all = [("{{ #alerts }}".to_owned(), "no item".to_owned()), ("{{ #alerts }}".to_owned(), "one item".to_owned())];
    assert_eq!(missing(&json(&folder)), all);
}

#[test]
fn keys_and_references_count() {
    let cases = "  - {same_key: [{a: x}, {a: x, b: y}]}\n";
    let folder = project("coverage-keys", "{{ a }}{{ b.default($c.default(\"d\")) }}", cases);
    let ran = run_in(&folder, &["test", "--coverage", "--format", "json"]);
    let shown: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(shown["summary"]["failed"], 1, "the keys differ: y and d");
    let points = shown["coverage"]["files"][0]["points"].as_array().unwrap();
    let of = |source: &str| points.iter().filter(|point| point["source"] == source).count();
    assert_eq!(
        (of("{{ a }}"), of("{{ b.default($c.default(\"d\")) }}"), of("$c.default(\"d\")")),
        (1, 2, 1),
        "{points:#?}"
    );
}

#[test]
fn seeded_faults_are_caught_by_a_full_suite() {
    let faults = [
        ("host.default(\"unknown\")", "host"),
        ("{{ host.", "{{ hots."),
        ("equalsTake", "equalsElse"),
        ("{{ #runbook }}", "{{ #runbok }}"),
        ("{{ /runbook }}", "{{ /runbok }}"),
        ("{{ ^alerts }}none", "{{ ^alerts }}nothing"),
        ("{{> sign }}", ""),
        ("\"PAGE\"", "\"page\""),
        ("{{ name }}", "{{ nme }}"),
        ("{{ #alerts }}", "{{ ^alerts }}"),
        ("severity", "severty"),
        ("see {{ . }}", "see"),
    ];
    for (at, (from, to)) in faults.into_iter().enumerate() {
        let template = TEMPLATE.replacen(from, to, 1);
        assert_ne!(template, TEMPLATE, "{from}");
        let folder = project(&format!("coverage-fault-{at}"), &template, FULL);
        let ran = run_in(&folder, &["test"]);
        assert!(ran.code == 1 && ran.err.contains("failed"), "{from} → {to}: {}", ran.err);
    }
}

#[test]
fn lcov_is_read_back_by_its_parser() {
    let folder = project("coverage-lcov", TEMPLATE, PART);
    let ran = coverage(&folder, "lcov");
    let records: Vec<lcov::Record> = lcov::Reader::new(ran.out.as_bytes()).map(Result::unwrap).collect();
    let (mut lines, mut branches, mut files) = (BTreeMap::new(), (0, 0), Vec::new());
    for record in &records {
        match record {
            lcov::Record::SourceFile { path } => files.push(path.display().to_string()),
            lcov::Record::LineData { line, count, .. } if files.last().is_some_and(|file| file == "t.itl") => {
                lines.insert(*line, *count);
            }
            lcov::Record::BranchData { taken, .. } => {
                branches.0 += 1;
                branches.1 += u32::from(taken.is_some_and(|taken| taken > 0));
            }
            _ => {}
        }
    }
    assert_eq!(files, ["parts/sign.itl", "t.itl"]);
    assert_eq!(lines, BTreeMap::from([(1, 1), (2, 0), (3, 0), (4, 1), (5, 1)]), "{}", ran.out);
    assert_eq!(branches, (10, 5), "{}", ran.out);
    let sum = |kind: lcov::RecordKind| {
        let one = |record: &&lcov::Record| record.kind() == kind;
        records
            .iter()
            .filter(one)
            .map(|record| record.to_string().split_once(':').unwrap().1.parse::<u32>().unwrap())
            .sum::<u32>()
    };
    assert_eq!((sum(lcov::RecordKind::BranchesFound), sum(lcov::RecordKind::BranchesHit)), branches);
    assert_eq!((sum(lcov::RecordKind::LinesFound), sum(lcov::RecordKind::LinesHit)), (6, 4));
}

#[test]
fn cobertura_is_read_back_by_an_xml_parser() {
    let folder = project("coverage-cobertura", TEMPLATE, PART);
    let text = coverage(&folder, "cobertura").out;
    let mut reader = quick_xml::Reader::from_str(&text);
    let attribute = |tag: &BytesStart<'_>, name: &str| -> Option<String> {
        let found = tag.attributes().map(Result::unwrap).find(|one| one.key.as_ref() == name);
        found.map(|one| one.normalized_value(quick_xml::XmlVersion::Implicit1_0).unwrap().into_owned())
    };
    let (mut open, mut file, mut lines) = (Vec::new(), String::new(), Vec::new());
    loop {
        let event = reader.read_event().unwrap();
        match &event {
            Event::Eof => break,
            Event::End(_) => {
                open.pop();
            }
            Event::Start(tag) | Event::Empty(tag) => {
                match tag.name().as_ref() {
                    "coverage" => assert_eq!(attribute(tag, "branches-covered").unwrap(), "5"),
                    "class" => file = attribute(tag, "filename").unwrap(),
                    "line" if file == "t.itl" => {
                        let number = attribute(tag, "number").unwrap();
                        let hits = attribute(tag, "hits").unwrap();
                        lines.push((number, hits, attribute(tag, "condition-coverage")));
                    }
                    _ => {}
                }
                if matches!(event, Event::Start(_)) {
                    open.push(());
                }
            }
            _ => {}
        }
    }
    assert!(open.is_empty(), "every element is closed");
    let line = |number: &str, hits: &str, conditions: Option<&str>| {
        (number.to_owned(), hits.to_owned(), conditions.map(str::to_owned))
    };
    let expected = [
        line("1", "1", Some("50% (2/4)")),
        line("2", "0", Some("50% (1/2)")),
        line("3", "0", Some("50% (1/2)")),
        line("4", "1", Some("50% (1/2)")),
        line("5", "1", None),
    ];
    assert_eq!(lines, expected);
}

#[test]
fn the_html_page_shows_the_template_with_counts() {
    let folder = project("coverage-html", &format!("{TEMPLATE}<b>&amp;\n{{{{ two\n}}}}"), PART);
    let ran = run_in(&folder, &["test", "--coverage", "--coverage-format", "html", "--coverage-output", "report.html"]);
    assert!(ran.code == 0 && ran.out.is_empty() && ran.err.contains("1 passed"), "{}", ran.err);
    let page = folder.read("report.html");
    let (mut open, mut text) = (Vec::<Vec<u8>>::new(), String::new());
    for token in html5gum::Tokenizer::new(&page) {
        match token.unwrap() {
            html5gum::Token::StartTag(tag) => {
                assert!(!["script", "link", "img"].contains(&String::from_utf8_lossy(&tag.name).as_ref()));
                if !tag.self_closing && !["meta"].contains(&String::from_utf8_lossy(&tag.name).as_ref()) {
                    open.push(tag.name.to_vec());
                }
            }
            html5gum::Token::EndTag(tag) => assert_eq!(open.pop().unwrap(), tag.name.to_vec()),
            html5gum::Token::String(part) => text.push_str(&String::from_utf8_lossy(&part)),
            html5gum::Token::Error(error) => panic!("{error:?}"),
            _ => {}
        }
    }
    assert!(open.is_empty(), "{open:?}");
    assert!(text.contains("{{ #runbook }}1see"), "the tag, how often it ran, and the text after it: {text}");
    assert!(text.contains("<b>&amp;"), "the template's own markup is shown as text");
    assert!(page.contains("title=\"tag: printed 1×; equalsTake(): matched 0×, not matched 1×\""), "{page}");
}

#[test]
fn results_and_coverage_do_not_share_stdout() {
    let folder = project("coverage-stdout", TEMPLATE, PART);
    for args in [vec!["--format", "junit"], vec!["--format", "json", "--coverage-format", "lcov"]] {
        let ran = run_in(&folder, &[&["test", "--coverage"], &args[..]].concat());
        assert!(ran.code == 2 && ran.err.contains("--coverage-output"), "{}", ran.err);
        let ran = run_in(&folder, &[&["test", "--coverage", "--coverage-output", "c.txt"], &args[..]].concat());
        assert_eq!(ran.code, 0, "{}", ran.err);
    }
    assert_eq!(run_in(&folder, &["test", "--coverage", "--fail-under", "101"]).code, 2);
    assert_eq!(run_in(&folder, &["test", "--fail-under", "10"]).code, 2);
}

#[test]
fn partials_that_the_payload_names_are_counted() {
    let folder = Folder::new("coverage-dynamic");
    folder.file("t.itl", "{{> *kind }}");
    folder.file("parts/disk.itl", "{{ host }}{{ #full }} is full{{ /full }}");
    folder.file("parts/cpu.itl", "{{ host }} is busy");
    folder.file(
        "t.itl-test.yaml",
        "template: t.itl\npartials: parts\ncases:\n  - name: disk\n    data: {kind: disk, host: db-7, full: true}\n    expect: db-7 is full\n",
    );
    let shown = json(&folder);
    let files: Vec<&str> = shown["files"].as_array().unwrap().iter().map(|one| one["file"].as_str().unwrap()).collect();
    assert_eq!(files, ["parts/cpu.itl", "parts/disk.itl", "t.itl"]);
    let missed = [("{{ host }}", "printed"), ("{{ #full }}", "skipped")];
    assert_eq!(missing(&shown), missed.map(|(source, goal)| (source.to_owned(), goal.to_owned())));
}

#[test]
fn a_tag_of_many_calls_is_not_shown_for_each() {
    let calls = ".switch(\"a\",\"b\")".repeat(2_000);
    let folder =
        project("coverage-calls", &format!("{{{{ x{calls} }}}}"), "  - {name: a, data: {x: 1}, max_chars: 9}\n");
    let lines = "\n".repeat(2_000);
    folder.file("t.itl", format!("{{{{ x{calls} }}}}{{{{ y.switch(\"{lines}\",\"b\") }}}}"));
    for format in ["json", "html", "text"] {
        let ran = coverage(&folder, format);
        assert!(ran.out.len() < 6 << 20, "{format}: {} bytes", ran.out.len());
    }
    let shown = json(&folder);
    let source = shown["files"][0]["points"][0]["source"].as_str().unwrap();
    assert!(source.chars().count() == 1_001 && source.ends_with('…'), "{source}");
}
