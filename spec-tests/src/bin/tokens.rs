//! Counts tokens: reads texts, one JSON string a line, and writes for each `O200K CL100K`.

use itl_prompt::Counter;
use std::io::{self, BufRead, BufWriter, Write};
use std::process::ExitCode;

fn main() -> ExitCode {
    match count() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("tokens: {error}");
            ExitCode::FAILURE
        }
    }
}

fn count() -> io::Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        let text: String = serde_json::from_str(&line?)?;
        writeln!(out, "{} {}", Counter::O200k.count(&text), Counter::Cl100k.count(&text))?;
    }
    out.flush()
}
