//! `itl explain`

use crate::outcome::{CliError, CliResult, Outcome, print};
use clap::Args;
use itl_analysis::{Analysis, CheckOptions};
use itl_eval::{Code, Engine};
use itl_syntax::report::{self, Colour};
use std::fmt::Write as _;

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  itl explain E0201
  itl explain")]
pub(crate) struct ExplainArgs {
    /// The code; all codes are listed where it is left out
    pub(crate) code: Option<String>,
}

pub(crate) fn run(args: &ExplainArgs) -> CliResult {
    let text = match &args.code {
        None => list(),
        Some(id) => page(Code::from_id(id).ok_or_else(|| unknown(id))?),
    };
    print(&text)?;
    Ok(Outcome::Fine)
}

/// The error for what is no code, with the one of the same number where there is one.
fn unknown(id: &str) -> CliError {
    let number = id.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let same =
        Code::ALL.iter().find(|code| !number.is_empty() && code.id().get(1..) == Some(&*format!("{number:0>4}")));
    let other = same.map(|code| format!("; did you mean {}?", code.id())).unwrap_or_default();
    CliError::usage(format!("there is no code {id}{other}; `itl explain` lists all of them"))
}

fn list() -> String {
    let mut out = String::new();
    for code in Code::ALL {
        let _ = writeln!(out, "{}  {}", code.id(), code.title());
    }
    out
}

fn page(code: Code) -> String {
    let mut out = format!("{} ({}): {}\n\n{}\n", code.id(), code.severity(), code.title(), code.explanation());
    let source = code.example();
    if source.is_empty() {
        return out;
    }
    let _ = write!(out, "\nFor example:\n\n    {source}\n");
    if let Some(drawn) = drawn(code, source) {
        let _ = write!(out, "\ngives\n\n{drawn}\n");
    }
    out
}

/// The diagnostic of the example, as a compile or an empty payload shows it.
fn drawn(code: Code, source: &str) -> Option<String> {
    let engine = Engine::new();
    let document = engine.parse(source);
    let (template, _) = engine.compile_document(&document);
    let rendered = template.render(&serde_json::json!({ "host": "db-7" })).warnings;
    let mut all = Analysis::new(&template, &document, None).check(&CheckOptions::default().portable(true));
    all.extend(rendered);
    let found = all.iter().find(|one| one.code == code)?;
    Some(report::draw(found, "example.itl", source, Colour::Never))
}
