//! `itl explain`

use crate::args::ExplainArgs;
use crate::stop::{Done, Stop, Verdict, print};
use itl_eval::{Code, Diagnostics, Engine};
use itl_syntax::report::{self, Colour};
use std::fmt::Write as _;

pub(crate) fn run(args: &ExplainArgs) -> Done {
    let text = match &args.code {
        None => Code::ALL.iter().map(|code| format!("{}  {}\n", code.id(), code.title())).collect(),
        Some(id) => match Code::from_id(id) {
            Some(code) => page(code),
            None => return Err(Stop::usage(format!("there is no code {id}; `itl explain` lists all of them"))),
        },
    };
    print(&text)?;
    Ok(Verdict::Fine)
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
