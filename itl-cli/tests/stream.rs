//! `itl render --ndjson`
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs, reason = "tests")]

mod common;

use common::{Folder, itl, run, run_with};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::Stdio;

const TEMPLATE: &str = "{{ host }} is {{ state }}";

#[test]
fn a_message_a_line_in_the_order_of_the_events() {
    let folder = Folder::new("stream-order");
    let mut events = String::new();
    let mut expected = String::new();
    // Some lines are larger than what is read at once.
    for number in 0..4_000 {
        let host = format!("db-{number}{}", "x".repeat(if number % 1_000 == 7 { 400_000 } else { number % 90 }));
        writeln!(events, r#"{{"state": "\"down\"\n", "host": "{host}"}}"#).unwrap();
        writeln!(expected, r#""{host} is \"down\"\n""#).unwrap();
    }
    let file = folder.file("events.ndjson", &events);
    for jobs in ["1", "2", "5"] {
        let ran = run(&["render", "-e", TEMPLATE, "--ndjson", "--data", &file, "--jobs", jobs]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{jobs}");
        assert!(ran.out == expected, "{jobs}");
    }
}

#[test]
fn a_bad_line_is_told_by_its_number_and_the_stream_goes_on() {
    let events = b"{\"host\": \"a\", \"state\": 1}\n\n{\"host\": \n{\"host\": \"b\", \"state\": 2}\r\n\xff\n[]";
    let ran = run_with(&["render", "-e", TEMPLATE, "--ndjson"], events);
    assert_eq!(ran.code, 1);
    assert_eq!(ran.out, "\"a is 1\"\n\" is \"\n\"b is 2\"\n\" is \"\n\" is \"\n");
    assert!(ran.err.contains("<stdin>:3:9: the line is not an event: the text ends"), "{}", ran.err);
    assert!(ran.err.contains("<stdin>:5:1: the line is not an event: byte 0 is not UTF-8"), "{}", ran.err);
    assert!(ran.err.contains("`host` is missing: in one event, first in line 6"), "{}", ran.err);
}

#[test]
fn warnings_are_counted_not_repeated() {
    let mut events = String::new();
    for number in 0..1_000 {
        writeln!(events, "{}", if number % 2 == 0 { r#"{"host": 1}"# } else { r#"{"host": 1, "state": 2}"# }).unwrap();
    }
    let ran = run_with(&["render", "-e", TEMPLATE, "--ndjson", "--jobs", "2"], events.as_bytes());
    assert_eq!(ran.code, 0);
    assert_eq!(ran.err.matches("W0301").count(), 1, "{}", ran.err);
    assert!(ran.err.contains("`state` is missing: in 500 events, first in line 1"), "{}", ran.err);
}

#[test]
fn objects_tell_the_line_and_what_was_found_in_it() {
    let ran =
        run_with(&["render", "-e", TEMPLATE, "--ndjson", "--format", "json"], b"{\"host\": 1, \"state\": 2}\n{}\nno\n");
    assert_eq!(ran.code, 1);
    let lines: Vec<Value> = ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines[0], json!({"line": 1, "text": "1 is 2", "diagnostics": []}));
    assert_eq!(lines[1]["text"], " is ");
    assert_eq!(lines[1]["diagnostics"][1]["code"], "W0301");
    assert_eq!((&lines[2]["line"], &lines[2]["diagnostics"][0]["code"]), (&json!(3), &json!("E0601")));
}

#[test]
fn a_strict_stream_prints_null_for_what_it_refuses() {
    let events = b"{\"host\": 1, \"state\": 2}\n{\"host\": 1}\nno\n{\"host\": 3, \"state\": 4}\n";
    let ran = run_with(&["render", "-e", TEMPLATE, "--ndjson", "--strict"], events);
    assert_eq!((ran.code, ran.out.as_str()), (1, "\"1 is 2\"\nnull\nnull\n\"3 is 4\"\n"), "{}", ran.err);
    let ran = run_with(&["render", "-e", "{{ host", "--ndjson", "--strict"], events);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("E0101"), "{}", ran.err);
}

#[test]
fn an_event_is_answered_before_the_next_one_comes() {
    for jobs in ["1", "2"] {
        let mut child = itl()
            .args(["render", "-e", TEMPLATE, "--ndjson", "--jobs", jobs])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut to = child.stdin.take().unwrap();
        let mut from = BufReader::new(child.stdout.take().unwrap()).lines();
        for number in 0..3 {
            writeln!(to, r#"{{"host": {number}, "state": "up"}}"#).unwrap();
            assert_eq!(from.next().unwrap().unwrap(), format!("\"{number} is up\""));
        }
        drop(to);
        assert!(from.next().is_none());
        assert!(child.wait().unwrap().success());
    }
}

#[test]
fn wrong_usage() {
    let folder = Folder::new("stream-usage");
    let events = folder.file("events.ndjson", "{}\n");
    for args in [
        &["render", "-", "--ndjson"][..],
        &["render", "-e", "x", "--ndjson", "--set", "a=1", "--data", &events],
        &["render", "-e", "x", "--jobs", "2"],
        &["render", "-e", "x", "--ndjson", "--jobs", "0", "--data", &events],
        &["render", "-e", "x", "--ndjson", "--jobs", "1000000", "--data", &events],
        &["render", "-e", "x", "--ndjson", "--data", "events.yaml"],
        &["render", "-e", "x", "--ndjson", "--data", "no-such-file"],
    ] {
        let ran = run(args);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{args:?}");
        assert!(!ran.err.is_empty(), "{args:?}");
        let names_jobs = args.contains(&"0") || args.contains(&"1000000");
        assert!(!names_jobs || ran.err.contains("write how many threads, 1 to 1024"), "{}", ran.err);
    }
}

#[test]
fn a_closed_pipe_ends_the_stream() {
    let folder = Folder::new("stream-closed");
    let events = folder.file("events.ndjson", "{\"host\": 1, \"state\": 2}\n".repeat(100_000));
    for jobs in ["1", "2"] {
        let mut child = itl()
            .args(["render", "-e", TEMPLATE, "--ndjson", "--jobs", jobs, "--data", &events])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(0), ""));
    }
}

#[test]
fn output_that_is_no_json_fails_a_strict_stream_only() {
    let args = ["render", "-e", r#"{"x":{{a}}}"#, "--escape", "json", "--ndjson"];
    let ran = run_with(&args, br#"{"a":"x"}"#);
    assert_eq!((ran.code, ran.out.as_str()), (0, "\"{\\\"x\\\":x}\"\n"));
    assert!(ran.err.contains("E0602"), "{}", ran.err);
    let ran = run_with(&[&args[..], &["--strict"]].concat(), br#"{"a":"x"}"#);
    assert_eq!((ran.code, ran.out.as_str()), (1, "null\n"));
}

#[test]
fn a_bad_line_is_told_with_its_place_in_the_stream() {
    let folder = Folder::new("stream-places");
    let file = folder.file("n.ndjson", b"\xef\xbb\xbf{\"host\": 1}\n{\"\xc3\xbc\":,}\n\xff\n");
    let ran = run(&["render", "-e", "{{ host }}", "--ndjson", "--data", &file, "--format", "json"]);
    for place in ["n.ndjson:2:6: ", "n.ndjson:3:1: "] {
        assert!(ran.err.contains(place), "{}", ran.err);
    }
    assert!(!ran.err.contains(" line 1"), "{}", ran.err);
    let lines: Vec<Value> = ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines[0], json!({"line": 1, "text": "1", "diagnostics": []}), "a byte order mark is skipped");
    let place = |line: usize| {
        let one = &lines[line]["diagnostics"][0];
        assert!(one["file"].as_str().unwrap().ends_with("n.ndjson"), "{one}");
        ["line", "column", "start", "end"].map(|key| one[key].as_u64().unwrap())
    };
    assert_eq!(place(1), [2, 6, 21, 22]);
    assert_eq!(place(2), [3, 1, 24, 25]);
}

#[test]
fn messages_are_written_while_their_block_is_at_hand() {
    // Two bytes of an event make ten thousand of a message; a block holds a hundred thousand events.
    let folder = Folder::new("stream-long");
    let file = folder.file("t.itl", "y".repeat(10_000));
    let events = "{}\n".repeat(2_000);
    for jobs in ["1", "3"] {
        let ran = run_with(&["render", &file, "--ndjson", "--jobs", jobs], events.as_bytes());
        assert_eq!((ran.code, ran.out.len(), ran.out.lines().count()), (0, 2_000 * 10_003, 2_000));
    }
}
