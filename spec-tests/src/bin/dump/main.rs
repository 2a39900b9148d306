//! Prints what the native engine makes of everything in the repository that renders, one JSON
//! object a line, so that Node and a browser can run the same and compare bytes.
//!
//! ```text
//! dump                      the corpus, the examples, the recipes, the functions' examples
//! dump random SEED COUNT    templates and payloads drawn from a seed
//! ```
//!
//! A line holds `from`, `name`, `source`, `json` and `options` (as the npm package takes them),
//! and what came out: `result`, `canonical` (null where the template has errors), `references`
//! is left to the package. Messages of prompts stand in `messages`, the request of a prompt in `request`.

mod answer;
mod random;
mod request;
mod sources;

use answer::Case;
use serde_json::Value;
use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let requests = if args.is_empty() { sources::requests() } else { Ok(Vec::new()) };
    let cases = match args.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] => sources::all(),
        ["random", seed, count] => match (seed.parse(), count.parse()) {
            (Ok(seed), Ok(count)) => Ok(random::cases(seed, count)),
            _ => Err("SEED and COUNT are whole numbers".to_owned()),
        },
        _ => Err("usage: dump [random SEED COUNT]".to_owned()),
    };
    match cases.and_then(|cases| print(&cases, &requests?)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("dump: {error}");
            ExitCode::FAILURE
        }
    }
}

fn print(cases: &[Case], requests: &[Value]) -> Result<(), String> {
    let mut out = BufWriter::new(io::stdout().lock());
    for case in cases {
        let line = case.answer().map_err(|error| format!("{}: {}: {error}", case.from, case.name))?;
        writeln!(out, "{line}").map_err(|error| error.to_string())?;
    }
    for line in requests {
        writeln!(out, "{line}").map_err(|error| error.to_string())?;
    }
    out.flush().map_err(|error| error.to_string())
}
