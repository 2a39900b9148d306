//! The test data that the crate `regex` publishes in its package, run on the automata and on the simulation.
//!
//! The package is a dependency of the tests, so cargo has its files where it keeps the sources of dependencies.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::string_slice)]
use itl_regex::Regex;
use std::path::PathBuf;
use std::process::Command;
use toml::{Table, Value};

/// What the crate's own test of its API for text loads; the other files are about options that it has not.
const FILES: &[&str] = &[
    "anchored",
    "bytes",
    "crazy",
    "crlf",
    "earliest",
    "empty",
    "expensive",
    "flags",
    "iter",
    "leftmost-all",
    "line-terminator",
    "misc",
    "multiline",
    "no-unicode",
    "overlapping",
    "regression",
    "set",
    "substring",
    "unicode",
    "utf8",
    "word-boundary",
    "word-boundary-special",
];

type Groups = Vec<Option<(usize, usize)>>;

fn folder() -> PathBuf {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".into());
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    let version = Command::new(&cargo).arg("-vV").output().expect("cargo runs");
    let version = String::from_utf8(version.stdout).expect("a text");
    // What only other systems need is not there where this is built.
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).expect("the system that cargo runs on");
    let output = Command::new(cargo)
        .args([
            "metadata",
            "--format-version",
            "1",
            "--offline",
            "--filter-platform",
            host,
            "--manifest-path",
            manifest,
        ])
        .output()
        .expect("cargo runs");
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).expect("cargo names the packages");
    let packages = metadata["packages"].as_array().expect("a list");
    let regex = packages.iter().rev().find(|package| package["name"] == "regex").expect("a dependency of the tests");
    PathBuf::from(regex["manifest_path"].as_str().unwrap()).with_file_name("testdata")
}

fn flag(test: &Table, name: &str, default: bool) -> bool {
    test.get(name).map_or(default, |value| value.as_bool().unwrap())
}

fn is(test: &Table, name: &str, default: &str) -> bool {
    test.get(name).is_none_or(|value| value.as_str() == Some(default))
}

/// The text of a test, if this API can be given it; what is not UTF-8 it cannot.
fn haystack(test: &Table) -> Option<String> {
    let text = test["haystack"].as_str().unwrap();
    if !flag(test, "unescape", false) {
        return Some(text.to_owned());
    }
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        bytes.extend_from_slice(before.as_bytes());
        let (byte, length) = match after.as_bytes() {
            [b'x', ..] => (u8::from_str_radix(&after[1..3], 16).unwrap(), 3),
            [b'n', ..] => (b'\n', 1),
            [b'r', ..] => (b'\r', 1),
            [b't', ..] => (b'\t', 1),
            [b'0', ..] => (0, 1),
            [b'\\', ..] => (b'\\', 1),
            other => panic!("escape: {other:?}"),
        };
        bytes.push(byte);
        rest = &after[length..];
    }
    bytes.extend_from_slice(rest.as_bytes());
    String::from_utf8(bytes).ok()
}

/// The pattern of a test with its options, if it is one for this API.
fn pattern(test: &Table) -> Option<String> {
    let pattern = match &test["regex"] {
        Value::String(pattern) => pattern,
        Value::Array(patterns) if patterns.len() == 1 => patterns[0].as_str().unwrap(),
        _ => return None,
    };
    let one_match = test.get("match-limit").and_then(Value::as_integer) == Some(1);
    let supported = is(test, "match-kind", "leftmost-first")
        && is(test, "search-kind", "leftmost")
        && is(test, "line-terminator", "\n")
        && (!flag(test, "anchored", false) || one_match)
        && !test.contains_key("bounds")
        && flag(test, "utf8", true);
    let fold = if flag(test, "case-insensitive", false) { "(?i)" } else { "" };
    let bytes = if flag(test, "unicode", true) { "" } else { "(?-u)" };
    supported.then(|| format!("{fold}{bytes}{pattern}"))
}

fn span(value: &Value) -> Option<(usize, usize)> {
    match value.as_array().unwrap().as_slice() {
        [start, end] => {
            let at = |value: &Value| usize::try_from(value.as_integer().unwrap()).unwrap();
            Some((at(start), at(end)))
        }
        _ => None,
    }
}

/// The expected matches: spans, or the spans of all groups.
fn expected(test: &Table) -> Vec<Groups> {
    let groups = |value: &Value| match value {
        Value::Table(table) if table.contains_key("span") => vec![span(&table["span"])],
        Value::Table(table) => table["spans"].as_array().unwrap().iter().map(span).collect(),
        Value::Array(values) if values.first().is_some_and(Value::is_integer) => vec![span(value)],
        Value::Array(values) => values.iter().map(span).collect(),
        other => panic!("{other:?}"),
    };
    test["matches"].as_array().unwrap().iter().map(groups).collect()
}

/// Compares the groups that the test gives, which may be the whole match alone.
fn check(name: &str, regex: &Regex, test: &Table, text: &str) {
    let limit = test.get("match-limit").and_then(Value::as_integer).map_or(usize::MAX, |limit| limit as usize);
    let expected = expected(test);
    let found: Vec<Groups> = regex
        .captures_iter(text)
        .take(limit)
        .zip(expected.iter().map(Vec::len).chain(std::iter::repeat(1)))
        .map(|(captures, given)| {
            captures.iter().take(given).map(|group| group.map(|group| (group.start(), group.end()))).collect()
        })
        .collect();
    assert_eq!(found, expected, "{name}: {}", regex.as_str());
    assert_eq!(regex.is_match(text), !expected.is_empty(), "{name}");
    let first = regex.find(text).map(|found| (found.start(), found.end()));
    assert_eq!(first, expected.first().and_then(|groups| groups[0]), "{name}");
}

#[test]
fn the_published_tests_of_the_crate_regex() {
    let folder = folder();
    let mut run = 0;
    for file in FILES {
        let text = std::fs::read_to_string(folder.join(format!("{file}.toml"))).expect("the package has test data");
        let data: Table = text.parse().expect("the data is TOML");
        for test in data["test"].as_array().unwrap() {
            let test = test.as_table().unwrap();
            let name = format!("{file}/{}", test["name"].as_str().unwrap());
            let (Some(pattern), Some(text)) = (pattern(test), haystack(test)) else { continue };
            run += 1;
            if !flag(test, "compiles", true) {
                assert!(Regex::new(&pattern, 16 << 20).is_err(), "{name}");
                continue;
            }
            let regex = Regex::new(&pattern, 16 << 20).unwrap_or_else(|error| panic!("{name}: {error}"));
            check(&name, &regex, test, &text);
            check(&name, &Regex::simulated(&pattern, 16 << 20).unwrap(), test, &text);
        }
    }
    println!("regex: {run} published tests");
    assert!(run > 500, "{run}");
}
