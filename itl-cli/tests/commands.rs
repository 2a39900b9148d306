//! `fmt`, `refs`, `functions`, `explain`, `completions`, help.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs, reason = "tests")]

mod common;

use common::{Folder, ran, run, run_in, run_with};
use serde_json::{Value, json};

#[test]
fn fmt_writes_in_place_and_to_stdout() {
    let folder = Folder::new("fmt");
    let file = folder.file("t.itl", "{{subject.splitTakeAt( ' ' , 0 )}}\n");
    let ran = run(&["fmt", "--check", &file]);
    assert_eq!((ran.code, ran.out), (1, format!("{file}\n")));
    assert_eq!(folder.read("t.itl"), "{{subject.splitTakeAt( ' ' , 0 )}}\n", "--check writes nothing");
    let ran = run(&["fmt", &file]);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "", ""));
    assert_eq!(folder.read("t.itl"), "{{ subject.splitTakeAt(\" \",0) }}\n");
    assert_eq!(run(&["fmt", "--check", &file]).code, 0);
    let ran = run_with(&["fmt", "-"], b"{{subject##splitTakeAt(( ||0))}}");
    assert_eq!((ran.code, ran.out.as_str()), (0, "{{ subject.splitTakeAt(\" \",0) }}"));
}

#[test]
fn fmt_leaves_broken_templates_alone() {
    let folder = Folder::new("fmt-broken");
    let bad = folder.file("bad.itl", "{{a}}{{ b.nope() }}");
    let good = folder.file("good.itl", "{{a}}");
    let ran = run(&["fmt", &bad, &good]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("E0201"), "{}", ran.err);
    assert_eq!((folder.read("bad.itl"), folder.read("good.itl")), ("{{a}}{{ b.nope() }}".into(), "{{ a }}".into()));
    assert_eq!(run(&["fmt", &folder.path("gone.itl")]).code, 2);
}

#[test]
fn refs_lists_paths_with_loops() {
    let folder = Folder::new("refs");
    let file = folder.file("t.itl", "{{ #alerts }}{{ labels.host.upperCase() }}{{ /alerts }}{{ title }}");
    let data = folder.file("d.json", r#"{"alerts": [{"labels": {"host": "a"}}], "title": "t"}"#);
    let ran = run(&["refs", &file]);
    assert_eq!(ran.code, 0);
    assert_eq!(ran.out, "alerts\nalerts[].labels.host\tpossible\nlabels.host\tpossible\ntitle\n");
    let ran = run(&["refs", &file, "--data", &data]);
    assert_eq!((ran.code, ran.out.as_str()), (0, "alerts\nalerts[].labels.host\ntitle\n"));
    let ran = run(&["refs", &file, "--data", &data, "--format", "json"]);
    let shown: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(shown["truncated"], false);
    assert_eq!(
        shown["paths"][1],
        json!({
            "path": "alerts[].labels.host", "certainty": "certain", "usages": ["printed"], "calls": ["upperCase"],
            "tags": [{"partial": null, "start": 13, "end": 42, "line": 1, "column": 14}],
        })
    );
    let ran = run_with(&["refs", "-"], b"{{ a }}{{ b.nope() }}");
    assert_eq!((ran.code, ran.out.as_str()), (1, "a\n"));
}

#[test]
fn functions_are_listed_shown_and_guessed() {
    let table = run(&["functions"]);
    assert_eq!(table.code, 0);
    for name in ["substring(from, to?)", "splitTakeAt(", "joinFromObjectArray(", "formatUnixMs(", "* trim()"] {
        assert!(table.out.contains(name), "{name}: {}", table.out);
    }
    let one = run(&["functions", "equalsWithTakeOrDrop"]);
    assert!(one.code == 0 && one.out.starts_with("equalsTakeOrDrop(s, r)"), "{}", one.out);
    assert!(one.out.contains("examples\n"));
    let other = run(&["functions", "equals"]).out;
    assert!(other.contains("in a section write `x.equalsTakeOrDrop(s,\"1\")`"), "{other}");
    let shown: Value = serde_json::from_str(&run(&["functions", "--format", "json"]).out).unwrap();
    for row in shown["functions"].as_array().unwrap() {
        assert!(!row["examples"].as_array().unwrap().is_empty(), "{row}");
        assert!(!row["doc"].as_str().unwrap().is_empty(), "{row}");
    }
    let ran = run(&["functions", "uperCase"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("did you mean upperCase?"), "{}", ran.err);
}

#[test]
fn the_table_of_the_reference_is_that_of_the_rows() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../grammar/README.md");
    let page = std::fs::read_to_string(path).unwrap();
    let (begin, end) = ("<!-- functions:begin -->\n", "<!-- functions:end -->");
    let table = page.split_once(begin).and_then(|(_, rest)| rest.split_once(end)).map(|(table, _)| table);
    let fresh = run(&["functions", "--format", "markdown"]).out;
    assert!(
        table.map(str::trim) == Some(fresh.trim()),
        "grammar/README.md is stale: put the output of `itl functions --format markdown` between {begin}and {end}"
    );
}

#[test]
fn every_row_of_the_markdown_table_has_six_cells() {
    let table = run(&["functions", "--format", "markdown"]).out;
    for line in table.lines() {
        let cells = line.replace("\\|", "").matches('|').count();
        assert_eq!(cells, 7, "{line}");
    }
}

#[test]
fn codes_are_explained() {
    let ran = run(&["explain", "e0201"]);
    assert_eq!(ran.code, 0);
    assert!(ran.out.starts_with("E0201 (error): unknown function\n"), "{}", ran.out);
    assert!(ran.out.contains("example.itl:1:9"), "{}", ran.out);
    let all = run(&["explain"]);
    for line in all.out.lines() {
        let id = line.split(' ').next().unwrap();
        assert_eq!(run(&["explain", id]).code, 0, "{id}");
    }
    assert_eq!(run(&["explain", "E9999"]).code, 2);
    for (id, other) in [("E0301", "W0301"), ("301", "W0301"), ("w0201", "E0201")] {
        assert!(run(&["explain", id]).err.contains(&format!("did you mean {other}?")), "{id}");
    }
}

#[test]
fn help_version_completions_and_manual() {
    for args in [vec!["--help"], vec!["render", "--help"], vec!["check", "--help"], vec!["refs", "-h"]] {
        let ran = run(&args);
        assert!(
            ran.code == 0 && ran.out.contains("itl render") || ran.out.contains("Examples"),
            "{args:?}: {}",
            ran.out
        );
    }
    assert_eq!(run(&["--version"]).out, format!("itl {}\n", env!("CARGO_PKG_VERSION")));
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(run(&["completions", shell]).out.contains("itl"), "{shell}");
    }
    assert_eq!(run(&["completions", "dos"]).code, 2);
    let man = run(&["man"]).out;
    assert!(man.contains(".SH RENDER") && man.contains("\\-\\-timezone"), "{man}");
    assert_eq!(run(&[]).code, 2);
    assert_eq!(run(&["rendr"]).code, 2);
}

#[test]
fn no_colours_off_a_terminal_with_or_without_no_color() {
    for value in [None, Some("1")] {
        let mut command = common::itl();
        if let Some(value) = value {
            command.env("NO_COLOR", value);
        }
        let output = command.args(["render", "-e", "{{ }}"]).output().unwrap();
        assert!(!output.stderr.contains(&0x1b));
    }
}

#[test]
fn colours_follow_the_flag_then_the_environment() {
    let coloured = |args: &[&str], env: &[(&str, &str)]| {
        let mut command = common::itl();
        command.args(args).envs(env.iter().copied());
        ran(&mut command, b"").err.contains('\u{1b}')
    };
    let broken = ["render", "-e", "{{ }}"];
    let always = ["render", "-e", "{{ }}", "--color", "always"];
    let never = ["--color", "never", "render", "-e", "{{ }}"];
    assert!(!coloured(&broken, &[]));
    assert!(coloured(&always, &[]) && coloured(&always, &[("NO_COLOR", "1")]));
    for (name, value, expected) in [
        ("FORCE_COLOR", "1", true),
        ("FORCE_COLOR", "3", true),
        ("FORCE_COLOR", "0", false),
        ("FORCE_COLOR", "", false),
        ("CLICOLOR_FORCE", "1", true),
        ("CLICOLOR_FORCE", "0", false),
    ] {
        assert_eq!(coloured(&broken, &[(name, value)]), expected, "{name}={value}");
        assert!(!coloured(&broken, &[(name, value), ("NO_COLOR", "1")]), "NO_COLOR wins over {name}={value}");
        assert!(!coloured(&never, &[(name, value)]));
    }
    assert!(coloured(&["rendr", "--color", "always"], &[]), "messages about usage too");
}

#[test]
fn drawn_sources_are_a_hundred_columns_wide_without_a_terminal() {
    let long = format!("{}{{{{ a.nope() }}}}{0}", "x".repeat(300));
    let ran = run(&["check", "-e", &long]);
    let widest = ran.err.lines().filter(|line| line.contains('|')).map(|line| line.chars().count()).max();
    assert!(widest.is_some_and(|width| (60..=100).contains(&width)), "{widest:?}: {}", ran.err);
}

#[test]
fn fmt_takes_folders_and_shows_differences() {
    let folder = Folder::new("fmt-folder");
    folder.file("t/a.itl", "one\n{{a}}\ntwo\n");
    folder.file("t/b.itl", "{{ b }}\n");
    let ran = run_in(&folder, &["fmt", "--diff", "t"]);
    assert_eq!(ran.code, 1);
    assert_eq!(ran.out, "--- t/a.itl\n+++ t/a.itl\n@@ -1,3 +1,3 @@\n one\n-{{a}}\n+{{ a }}\n two\n");
    assert!(ran.err.contains("1 file would change") && ran.err.contains("no space after a comma"), "{}", ran.err);
    let ran = run_in(&folder, &["fmt", "--check", "t"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, "t/a.itl\n"));
    let ran = run_in(&folder, &["fmt", "gone.itl", "t/*.itl"]);
    assert!(ran.code == 2 && ran.err.contains("there is no such file"), "{}", ran.err);
    assert_eq!(folder.read("t/a.itl"), "one\n{{ a }}\ntwo\n", "the others are written all the same");
    assert_eq!(run_in(&folder, &["fmt", "--diff", "t"]).code, 0);
}

#[test]
fn functions_are_grouped_and_searched() {
    let table = run(&["functions"]).out;
    for subject in ["Text\n", "\nMatching\n", "\nDates and time\n", "\nArrays\n", "\nNumbers\n", "\nEncoding\n"] {
        assert!(table.contains(subject), "{subject}");
    }
    let found = run(&["functions", "--search", "duration"]);
    assert!(
        found.code == 0 && found.out.contains("humanizeDuration") && !found.out.contains("upperCase"),
        "{}",
        found.out
    );
    let ran = run(&["functions", "--search", "xylophone"]);
    assert!(ran.code == 2 && ran.err.contains("no function has xylophone"), "{}", ran.err);
}

#[test]
fn completions_know_functions_codes_zones_and_budgets() {
    for shell in ["bash", "zsh", "fish"] {
        let script = run(&["completions", shell]).out;
        for word in ["splitTakeAt", "E0201", "W0507", "Europe/Berlin", "sms", "markdown"] {
            assert!(script.contains(word), "{word} in {shell}");
        }
    }
}

#[test]
fn manual_pages_are_written_into_a_folder() {
    let folder = Folder::new("man");
    assert_eq!(run_in(&folder, &["man", "pages/man1"]).code, 0);
    assert!(folder.read("pages/man1/itl.1").contains("itl"));
    assert!(folder.read("pages/man1/itl-check.1").contains("\\-\\-deny"));
    assert!(run(&["--help"]).out.contains("man "), "shown in the help");
}

#[test]
fn every_help_has_an_example() {
    let commands = run(&["--help"]).out;
    let names: Vec<&str> = commands
        .lines()
        .skip_while(|line| !line.starts_with("Commands:"))
        .skip(1)
        .map_while(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .collect();
    assert!(names.len() >= 10, "{names:?}");
    for name in names {
        let help = run(&[name, "--help"]).out;
        assert!(help.contains("Example") && help.contains(&format!("itl {name}")), "{name}: {help}");
    }
    assert!(run(&["render", "--help"]).out.contains("single quotes"));
}

#[test]
fn stdin_is_read_once() {
    for arguments in [&["check", "-", "--data", "-"], &["refs", "-", "--data", "-"], &["fmt", "--equal", "-", "-"]] {
        let ran = run_with(arguments, b"{{ a }}");
        assert_eq!(ran.code, 2, "{arguments:?}: {}", ran.err);
        assert!(ran.err.contains("give one of the two as a file"), "{arguments:?}: {}", ran.err);
    }
}

#[test]
fn what_is_not_json_says_nothing_of_messages_where_none_is_made() {
    let ran = run_with(&["elements", "--to-text", "-"], b"[{");
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("E0601") && !ran.err.contains("message"), "{}", ran.err);
}
