//! The limits that SECURITY.md states are those of the code.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs, reason = "tests")]

use itl_eval::Limits;
use std::path::Path;

fn read(path: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    std::fs::read_to_string(root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The rows of the table with this head, by their first column.
fn rows(page: &str, head: &str) -> Vec<(String, String)> {
    let (_, table) = page.split_once(head).unwrap_or_else(|| panic!("there is no table {head}"));
    let lines = table.lines().skip(2).take_while(|line| line.starts_with('|'));
    let cells =
        |line: &str| -> Vec<String> { line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect() };
    lines.map(|line| (plain(&cells(line)[0]), cells(line)[1].clone())).collect()
}

/// A name that stands in backticks as a whole, without them.
fn plain(name: &str) -> String {
    let inside = name.strip_prefix('`').and_then(|name| name.strip_suffix('`'));
    inside.filter(|name| !name.contains('`')).unwrap_or(name).to_owned()
}

/// `4 MiB`, `1,024 bytes`, `5 s` or `none` as a number.
fn number(text: &str) -> u64 {
    if text == "none" {
        return 0;
    }
    let (digits, unit) = text.split_once(' ').unwrap_or((text, ""));
    let factor = match unit {
        "" | "bytes" | "s" => 1,
        "KiB" => 1 << 10,
        "MiB" => 1 << 20,
        unit => panic!("the unit {unit} is not known"),
    };
    digits.replace(',', "").parse::<u64>().unwrap_or_else(|_| panic!("{text} is not a number")) * factor
}

/// The number that a constant of a source file is.
fn constant(file: &str, name: &str) -> u64 {
    let source = read(file);
    let (_, rest) = source.split_once(&format!("const {name}: ")).unwrap_or_else(|| panic!("{file}: no {name}"));
    let value = rest.split_once('=').and_then(|(_, value)| value.split_once(';')).expect("a value").0.trim();
    let value = value.strip_prefix("Duration::from_secs(").and_then(|value| value.strip_suffix(')')).unwrap_or(value);
    let parse =
        |text: &str| text.trim().replace('_', "").parse::<u64>().unwrap_or_else(|_| panic!("{name} is {value}"));
    match value.split_once("<<") {
        Some((number, shift)) => parse(number) << parse(shift),
        None => parse(value),
    }
}

#[test]
fn options_of_the_engine() {
    let limits = Limits::default();
    let known: Vec<(String, u64)> = rows(&read("SECURITY.md"), "| `Limits` | default |")
        .into_iter()
        .map(|(name, value)| (name, number(&value)))
        .collect();
    let expected = [
        ("template_bytes", limits.template_bytes as u64),
        ("partials_bytes", limits.partials_bytes as u64),
        ("depth", limits.depth as u64),
        ("partial_depth", limits.partial_depth as u64),
        ("output_bytes", limits.output_bytes as u64),
        ("steps", limits.steps),
        ("regex_bytes", limits.regex_bytes as u64),
    ];
    assert_eq!(known, expected.map(|(name, value)| (name.to_owned(), value)));
    // A limit that is added gets a row.
    let fields = format!("{limits:?}").matches(": ").count();
    assert_eq!(fields, expected.len());
}

/// The rows of SECURITY.md with the constant of each, and its file.
const FIXED: [(&str, &str, &str); 48] = [
    ("levels of JSON", "itl-value/src/payload.rs", "MAX_DEPTH"),
    ("diagnostics of a template", "itl-syntax/src/diagnostic.rs", "MAX"),
    ("problems in the form of an alert source", "itl-alert/src/read.rs", "MAX_PROBLEMS"),
    ("message, label or help of a diagnostic", "itl-syntax/src/diagnostic.rs", "MAX_TEXT"),
    ("regular expressions of a template", "itl-eval/src/compile/regexes.rs", "MAX_EXPRESSIONS"),
    ("levels of a value that functions build", "itl-eval/src/render/calls.rs", "MAX_BUILT_DEPTH"),
    ("text of a regular expression", "itl-regex/src/regex.rs", "MAX_PATTERN_BYTES"),
    ("expression that is read as another language's", "itl-syntax/src/foreign/expression.rs", "MAX_READ"),
    ("name of a partial", "itl-eval/src/engine.rs", "MAX_PARTIAL_NAME"),
    ("partials of a template", "itl-eval/src/compile/mod.rs", "MAX_PARTIALS"),
    ("entries of a trace", "itl-eval/src/render/log.rs", "MAX_TRACE"),
    ("file of `FolderPartials`", "itl-eval/src/partials/folder.rs", "MAX_FILE"),
    ("names that `FolderPartials` lists", "itl-eval/src/partials/folder.rs", "MAX_NAMES"),
    ("message of the host program in a warning", "itl-value/src/host.rs", "MAX_MESSAGE"),
    ("template that `itl import` writes", "itl-import/src/emit.rs", "MAX_BYTES"),
    ("file that the command reads", "itl-cli/src/files/mod.rs", "MAX_FILE"),
    ("glob", "itl-cli/src/files/find.rs", "MAX_GLOB"),
    ("globs of an `itl.toml`, folders and globs that are searched at once", "itl-cli/src/files/find.rs", "MAX_GLOBS"),
    ("globs of an `itl.toml`: all together", "itl-cli/src/project/read.rs", "MAX_GLOB_BYTES"),
    ("folder that is searched: folders inside each other", "itl-cli/src/files/walk.rs", "MAX_DEPTH"),
    ("folder that is searched: files and folders in it", "itl-cli/src/files/walk.rs", "MAX_ENTRIES"),
    ("folder that is searched: folders in it", "itl-cli/src/files/walk.rs", "MAX_FOLDERS"),
    ("folder that is searched: files that are found", "itl-cli/src/files/walk.rs", "MAX_FILES"),
    ("folder that is searched: all its `.gitignore` and `.ignore`", "itl-cli/src/files/walk.rs", "MAX_IGNORE_BYTES"),
    ("folder that is searched: lines of these", "itl-cli/src/files/walk.rs", "MAX_IGNORE_LINES"),
    ("line of a stream (`--ndjson`)", "itl-cli/src/stream/blocks.rs", "MAX_LINE"),
    ("threads (`--jobs`)", "itl-cli/src/args.rs", "MAX_JOBS"),
    ("`--set`: items that all of them add to arrays", "itl-cli/src/data/set.rs", "MAX_ITEMS"),
    ("`itl test`: what is shown of the text of a case and its payload", "itl-cli/src/test/expect.rs", "MAX_DETAILS"),
    ("`itl test`: keys of a case", "itl-cli/src/test/run.rs", "MAX_KEYS"),
    ("`itl test`: texts, and what is shown of failures, for the report", "itl-cli/src/test/run.rs", "MAX_HELD"),
    ("path that a check, completion or `itl refs` follows: steps", "itl-analysis/src/walk.rs", "MAX_PATH"),
    ("`itl check --fix`: all rounds of a template", "itl-cli/src/check/mod.rs", "MAX_ROUND_BYTES"),
    ("answer or data of a prompt: places in which it violates its schema", "itl-prompt/src/answer.rs", "MOST"),
    (
        "answer or data of a prompt: bytes of these places and what is said of them",
        "itl-prompt/src/answer.rs",
        "MOST_BYTES",
    ),
    (
        "answer or data of a prompt: checks against its schema that any may take",
        "itl-prompt/src/schema/work.rs",
        "MOST",
    ),
    ("answer or data of a prompt: checks for each value in it", "itl-prompt/src/schema/work.rs", "MOST_OF_EACH"),
    ("answer or data of a prompt: all checks", "itl-prompt/src/schema/work.rs", "MOST_OF_ALL"),
    (
        "answer or data of a prompt: how often one search of a pattern goes back",
        "itl-prompt/src/schema/work.rs",
        "MOST_BACK_OF_EACH",
    ),
    ("answer or data of a prompt: how often all do", "itl-prompt/src/schema/work.rs", "MOST_BACK"),
    (
        "answer or data of a prompt: what its violations may take, if all are listed",
        "itl-prompt/src/answer.rs",
        "MOST_HELD",
    ),
    ("folder that the playground opens: its texts", "itl-cli/src/project/works.rs", "MAX_BYTES"),
    ("playground and worker: connections at once", "itl-cli/src/http.rs", "MAX_CONNECTIONS"),
    ("playground and worker: head of a request", "itl-cli/src/http.rs", "MAX_HEAD"),
    ("playground and worker: headers of a request", "itl-cli/src/http.rs", "MAX_HEADERS"),
    ("playground and worker: time for the head of a request", "itl-cli/src/http.rs", "HEAD_TIME"),
    ("playground and worker: time of a connection", "itl-cli/src/http.rs", "CONNECTION_TIME"),
    ("playground and worker: body of a request", "itl-cli/src/http.rs", "MAX_BODY"),
];

#[test]
fn fixed_bounds() {
    let known = rows(&read("SECURITY.md"), "| what | bound |");
    let names: Vec<&str> = known.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, FIXED.map(|(name, ..)| name));
    for ((name, value), (_, file, constant_name)) in known.iter().zip(FIXED) {
        assert_eq!(number(value), constant(file, constant_name), "{name}");
    }
}
