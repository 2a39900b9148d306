//! Every code is triggered, and its report is compared with `spec-tests/diagnostics/CODE.txt`.
//!
//! `UPDATE=1 cargo test -p itl-cli --test diagnostics` writes the reports; read the difference before you commit it.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs, reason = "tests")]

mod common;

use common::{Folder, ran};
use itl_eval::{Engine, Function, Payload};
use itl_prompt::Checker;
use itl_syntax::report::{self, Colour};
use itl_syntax::{Code, Diagnostic};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// One entry of `triggers.toml`.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Trigger {
    args: Vec<String>,
    #[serde(default)]
    files: BTreeMap<String, String>,
    #[serde(default)]
    repeat: Vec<Repeat>,
    #[serde(default)]
    bytes: BTreeMap<String, Vec<u8>>,
}

/// A text that is written to the end of a file many times.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Repeat {
    file: String,
    text: String,
    times: usize,
}

const SOURCE: &str = "{{ host.owner() }}";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec-tests/diagnostics")
}

/// The trigger of a code that has no entry: its own example.
fn of_example(code: Code) -> Trigger {
    let (name, args) = match code.id() {
        id if id[1..].starts_with("07") => {
            ("prompt.mustache", ["prompt", "prompt.mustache", "--to", "messages"].as_slice())
        }
        "W0502" => ("message.itl", ["check", "message.itl", "--portable"].as_slice()),
        _ => ("message.itl", ["check", "message.itl"].as_slice()),
    };
    Trigger {
        args: args.iter().map(|arg| (*arg).to_owned()).collect(),
        files: BTreeMap::from([(name.to_owned(), code.example().to_owned())]),
        repeat: Vec::new(),
        bytes: BTreeMap::new(),
    }
}

/// What the command reports for a trigger.
fn reported(code: Code, trigger: &Trigger) -> String {
    let folder = Folder::new(&format!("diagnostics-{}", code.id()));
    for (name, text) in &trigger.files {
        folder.file(name, text);
    }
    for (name, bytes) in &trigger.bytes {
        folder.file(name, bytes);
    }
    let mut repeated: BTreeMap<&str, String> = BTreeMap::new();
    for one in &trigger.repeat {
        repeated.entry(&one.file).or_default().push_str(&one.text.repeat(one.times));
    }
    for (name, text) in repeated {
        folder.file(name, text);
    }
    let mut command = common::itl();
    let ran = ran(command.current_dir(folder.path("")).args(&trigger.args), b"");
    // `check` reports on stdout what is its result.
    if ran.err.contains(&format!("[{}]", code.id())) { ran.err } else { ran.out }
}

/// Codes that only a program can cause, with the report that it draws.
fn of_the_api(code: Code) -> Option<String> {
    let ranges = BTreeMap::from([((1_u8, 2_u8), "a")]);
    let found: Diagnostic = match code {
        Code::HostFunction => {
            let owner = Function::typed("owner", [], |_: String| Err::<String, &str>("the directory does not answer"));
            let template = Engine::builder().function(owner).build().compile(SOURCE).unwrap();
            template.render(&json!({"host": "db-7"})).warnings.into_iter().next()?
        }
        Code::UnreadableData => Engine::new()
            .compile("{{ host }}")
            .unwrap()
            .render(&Payload::from_serialize(&ranges))
            .warnings
            .into_iter()
            .next()?,
        Code::InvalidSchema => *Checker::new(&json!({"type": "objekt"}), &|_| None).err()?,
        _ => return None,
    };
    Some(report::draw(&found, "message.itl", SOURCE, Colour::Never))
}

#[test]
fn every_code_is_triggered_and_drawn_as_its_snapshot_says() {
    let text = std::fs::read_to_string(folder().join("triggers.toml")).unwrap();
    let mut triggers: BTreeMap<String, Trigger> = toml::from_str(&text).unwrap();
    let mut wrong = Vec::new();
    for code in Code::ALL {
        let trigger = triggers.remove(code.id());
        let found = match of_the_api(*code) {
            Some(drawn) => drawn,
            None => reported(*code, &trigger.unwrap_or_else(|| of_example(*code))),
        };
        if !found.contains(&format!("[{}]", code.id())) {
            wrong.push(format!("{} is not triggered:\n{found}", code.id()));
            continue;
        }
        let path = folder().join(format!("{}.txt", code.id()));
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&path, &found).unwrap();
        } else if std::fs::read_to_string(&path).unwrap_or_default() != found {
            wrong.push(format!("{} is drawn otherwise than in its snapshot:\n{found}", code.id()));
        }
    }
    wrong.extend(triggers.keys().map(|id| format!("{id} has a trigger and is no code, or is triggered in this file")));
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn every_snapshot_belongs_to_a_code() {
    let codes: BTreeSet<String> = Code::ALL.iter().map(|code| format!("{}.txt", code.id())).collect();
    let files = std::fs::read_dir(folder()).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
    let unknown: Vec<String> = files.filter(|name| name != "triggers.toml" && !codes.contains(name)).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}
