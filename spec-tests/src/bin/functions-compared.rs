//! Prints `docs/functions-compared.md` from the table of other languages' names in the registry.
//!
//! `cargo run -q -p spec-tests --bin functions-compared > docs/functions-compared.md`; a test fails
//! where the page is not what this prints.

use itl_eval::Registry;
use itl_eval::foreign::{FOREIGN_NAMES, ForeignName, Target};
use std::fmt::Write as _;
use std::process::ExitCode;

const HEAD: &str = "# Functions compared

<!-- Made from itl-eval/src/functions/foreign.rs by
     `cargo run -q -p spec-tests --bin functions-compared > docs/functions-compared.md`. -->

What people who write alert templates call a function elsewhere, and what it is called here. `itl check` knows
these names: it says what to write, and suggests it where one call is right. A filter, `{{ x | upper }}`, is
written as a call as well: `{{ x.upperCase() }}`.

The comparison was made from the public documentation of these languages; where one has changed since, an
issue is welcome.
";

fn main() -> ExitCode {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/functions-compared/rest.md");
    match std::fs::read_to_string(path) {
        Ok(rest) => {
            // The rest stands one folder deeper than the page.
            print!("{}\n{}", page(), rest.replace("](../", "]("));
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("functions-compared: {path}: {error}");
            ExitCode::FAILURE
        }
    }
}

fn page() -> String {
    let mut page = HEAD.to_owned();
    let mut subjects: Vec<&str> = Vec::new();
    for row in FOREIGN_NAMES {
        let subject = subject(row);
        if !subjects.contains(&subject) {
            subjects.push(subject);
        }
    }
    // What has no function comes last.
    subjects.sort_by_key(|subject| *subject == OTHER);
    for of in subjects {
        let _ = write!(page, "\n## {of}\n\n| elsewhere | in | here |\n|---|---|---|\n");
        for row in FOREIGN_NAMES.iter().filter(|row| subject(row) == of) {
            let names: Vec<_> = row.names.iter().map(|name| format!("`{name}`")).collect();
            let _ = writeln!(page, "| {} | {} | {} |", names.join(", "), row.languages, target(row.target));
        }
    }
    page
}

const OTHER: &str = "What is no function here";

fn subject(row: &ForeignName) -> &'static str {
    let name = match row.target {
        Target::Name(name) => name,
        Target::Call(call) => call.split('(').next().unwrap_or_default(),
        Target::Choice(names) => names.first().copied().unwrap_or_default(),
        Target::Advice(_) => return OTHER,
    };
    Registry::subject(name).unwrap_or(OTHER)
}

fn target(target: Target) -> String {
    match target {
        Target::Name(name) => format!("`{name}`"),
        Target::Call(call) => format!("`{}`", call.replace("{}", "n")),
        Target::Choice(names) => names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" or "),
        Target::Advice(advice) => advice.replace('|', "\\|"),
    }
}
