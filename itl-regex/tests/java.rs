//! Look-around matches what java.util.regex matches, which alert templates were written for.
//!
//! `java/matches.txt` is what `java/LookAround.java` printed on JDK 17 for `java/patterns.txt` and `java/texts.txt`;
//! where there is a JDK, the test runs it again and compares.

#![allow(clippy::unwrap_used, clippy::expect_used)]
use itl_regex::Regex;
use std::process::Command;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/java");
const MATCHES: &str = include_str!("java/matches.txt");
const TEXTS: &str = include_str!("java/texts.txt");

type Groups = Vec<Option<(usize, usize)>>;

/// The matches of a line, without groups inside look-arounds, which capture in Java.
fn theirs(line: &str, regex: &Regex) -> Vec<Groups> {
    let position = |text: &str| -> usize { text.parse().expect("a position") };
    let group = |(at, text): (usize, &str)| {
        let (start, end) = text.split_once(':').filter(|_| !regex.is_in_look_around(at))?;
        Some((position(start), position(end)))
    };
    let mut last_end = None;
    let mut matches = Vec::new();
    for found in line.strip_prefix('=').expect("matches").split_ascii_whitespace() {
        let groups: Groups = found.split(',').enumerate().map(group).collect();
        let (start, end) = groups.first().copied().flatten().expect("the whole match");
        // Java also finds an empty match where the one before it ended.
        if start == end && last_end == Some(start) {
            continue;
        }
        last_end = Some(end);
        matches.push(groups);
    }
    matches
}

fn ours(text: &str, regex: &Regex) -> Vec<Groups> {
    let groups = |captures: itl_regex::Captures<'_>| {
        captures.iter().map(|group| group.map(|group| (group.start(), group.end()))).collect()
    };
    regex.captures_iter(text).map(groups).collect()
}

#[test]
fn the_same_as_java() {
    let texts: Vec<String> = TEXTS.lines().map(|text| text.replace("\\n", "\n")).collect();
    let mut lines = MATCHES.lines();
    let mut compared = 0;
    while let Some(pattern) = lines.next() {
        let regex = Regex::new(pattern, 1 << 20).unwrap_or_else(|error| panic!("{pattern}: {error}"));
        let mut expected = lines.next();
        // A look-behind that Java finds no largest length for.
        if expected == Some("refused") {
            continue;
        }
        for (at, text) in texts.iter().enumerate() {
            let line = expected.take().or_else(|| lines.next()).expect("a line for each text");
            assert_eq!(ours(text, &regex), theirs(line, &regex), "{pattern} in {text:?}, text {at}");
            compared += 1;
        }
    }
    println!("java: {compared} texts");
    assert!(compared > 5_000, "{compared}");
}

#[test]
fn the_table_is_what_java_prints() {
    let run = Command::new("java").args(["LookAround.java", "patterns.txt", "texts.txt"]).current_dir(FOLDER).output();
    let Ok(run) = run else {
        println!("java: none here, the table is used as it is");
        return;
    };
    if !run.status.success() {
        let message = String::from_utf8_lossy(&run.stderr).into_owned();
        assert!(message.contains("jdk.compiler") || message.contains("Could not find"), "{message}");
        println!("java: no compiler here, the table is used as it is");
        return;
    }
    assert!(run.stdout == MATCHES.as_bytes(), "java prints something else: compare tests/java/matches.txt");
}
