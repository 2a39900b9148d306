//! `itl explain`

use crate::outcome::{CliError, CliResult, Outcome, print};
use clap::Args;
use itl_eval::{Code, Diagnostics, Engine};
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
        Some(id) => {
            let unknown = || CliError::usage(format!("there is no code {id}; `itl explain` lists all of them"));
            page(Code::from_id(id).ok_or_else(unknown)?)
        }
    };
    print(&text)?;
    Ok(Outcome::Fine)
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
    let options = itl_analysis::CheckOptions { portable: true, ..itl_analysis::CheckOptions::default() };
    let engine = Engine::new();
    let (template, _) = engine.compile_lenient(source);
    let rendered = template.render(&serde_json::json!({ "host": "db-7" })).warnings;
    let mut all: Diagnostics = itl_analysis::check(&engine, source, &options);
    all.extend(rendered);
    let found = all.iter().find(|one| one.code == code)?;
    Some(report::draw(found, "example.itl", source, Colour::Never))
}
