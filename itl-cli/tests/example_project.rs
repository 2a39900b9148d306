//! The example of a project and the files for CI systems: they are what the documents say.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs, reason = "tests")]

mod common;

use common::{Ran, itl, ran};
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn in_project(args: &[&str]) -> Ran {
    let mut command = itl();
    command.current_dir(root().join("examples/project")).args(args);
    ran(&mut command, b"")
}

#[test]
fn two_commands_are_green() {
    let checked = in_project(&["check"]);
    assert_eq!((checked.code, checked.err.as_str()), (0, ""));
    let tested = in_project(&["test", "--coverage"]);
    assert_eq!(tested.code, 0, "{}", tested.err);
    assert!(tested.err.contains("24 passed"), "{}", tested.err);
    assert!(tested.out.contains("total") && tested.out.contains("100.0 %"), "{}", tested.out);
    assert_eq!(in_project(&["fmt", "--check", "templates"]).code, 0);
}

/// Prompts in Mustache keep that language's own form, `{{#tools}}`: some of its engines read `{{ #tools }}` as a key.
#[test]
fn the_examples_are_in_canonical_form() {
    let mut command = itl();
    command.current_dir(root()).args(["fmt", "--check", "examples/**/*.itl"]);
    let formatted = ran(&mut command, b"");
    assert_eq!((formatted.code, formatted.err.as_str()), (0, ""));
}

#[test]
fn it_has_ten_templates_and_its_schema_is_that_of_its_samples() {
    let templates = root().join("examples/project/templates");
    let mut count = 0;
    for folder in std::fs::read_dir(templates).unwrap().flatten().filter(|folder| folder.file_name() != "partials") {
        count += std::fs::read_dir(folder.path()).unwrap().count();
    }
    assert_eq!(count, 10);
    let schema = std::fs::read_to_string(root().join("examples/project/schema/alertmanager.schema.json")).unwrap();
    assert_eq!(in_project(&["sample", "infer", "samples/alertmanager"]).out, schema);
}

#[test]
fn mistakes_in_it_are_found() {
    let ran = in_project(&["check", "-e", "{{ commonLabels.alertnam }}", "--data", "samples/alertmanager/firing.json"]);
    assert!(ran.code == 1 && ran.err.contains("did you mean `alertname`?"), "{}", ran.err);
}

/// The words of a command as a shell reads them, without expansion.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = line.trim();
    while !rest.is_empty() {
        let (word, after) = match rest.strip_prefix('\'') {
            Some(quoted) => quoted.split_once('\'').unwrap(),
            None => rest.split_at(rest.find(' ').unwrap_or(rest.len())),
        };
        words.push(word.to_owned());
        rest = after.trim_start();
    }
    words
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() { copy(&entry.path(), &target) } else { drop(std::fs::copy(entry.path(), target)) }
    }
}

#[test]
fn every_part_is_shown_by_a_command_of_its_page() {
    let folder = common::Folder::new("example-project");
    copy(&root().join("examples/project"), Path::new(&folder.path("")));
    let page = std::fs::read_to_string(root().join("examples/project/README.md")).unwrap();
    let mut count = 0;
    for line in page.lines().filter_map(|line| line.strip_prefix("$ itl ")) {
        let (line, code) = line.split_once("  # ").map_or((line, 0), |(line, code)| (line, code.parse().unwrap()));
        let mut command = itl();
        let ran = ran(command.current_dir(folder.path("")).args(words(line)), b"");
        assert_eq!(ran.code, code, "itl {line}: {}{}", ran.out, ran.err);
        count += 1;
    }
    assert!(count > 25, "{count}");
    for file in ["coverage.json", "coverage.lcov", "coverage.xml", "coverage.html", "samples/alertmanager/many-2.json"]
    {
        assert!(Path::new(&folder.path(file)).is_file(), "{file}");
    }
}

/// The flags and commands that a file of a CI system uses.
fn uses(text: &str) -> Vec<(String, Vec<String>)> {
    let mut found = Vec::new();
    for line in text.lines() {
        let line = line.trim().trim_start_matches("entry: ").trim_start_matches("run: ");
        let Some(rest) = line.strip_prefix("itl ") else { continue };
        let rest = rest.split('>').next().unwrap();
        let command = rest.split_whitespace().next().unwrap().to_owned();
        let flag = |word: &str| word.find("--").map(|at| word[at..].trim_matches('"').to_owned());
        found.push((command, rest.split_whitespace().filter_map(flag).collect()));
    }
    found
}

#[test]
fn the_files_for_ci_use_flags_that_exist() {
    for file in ["action.yml", ".pre-commit-hooks.yaml"] {
        let text = std::fs::read_to_string(root().join(file)).unwrap();
        let all = uses(&text);
        assert!(all.len() >= 3, "{file}: {all:?}");
        for (command, flags) in all {
            let mut help = itl();
            let help = ran(help.args([command.as_str(), "--help"]), b"");
            assert_eq!(help.code, 0, "{file}: itl {command}");
            for flag in flags {
                assert!(help.out.contains(&flag), "{file}: itl {command} has no {flag}");
            }
        }
    }
}

#[test]
fn the_page_names_every_setting_and_every_expectation() {
    let page = std::fs::read_to_string(root().join("docs/ci.md")).unwrap();
    let mut command = itl();
    let schema: serde_json::Value = serde_json::from_str(&ran(command.args(["init", "--schema"]), b"").out).unwrap();
    for (key, _) in schema["$defs"]["settings"]["properties"].as_object().unwrap() {
        assert!(page.contains(&format!("`{key}`")), "{key}");
    }
    for key in ["expect", "expect_file", "snapshot", "contains", "lacks", "matches", "json", "max_chars", "max_bytes"] {
        assert!(page.contains(&format!("`{key}")), "{key}");
    }
}
