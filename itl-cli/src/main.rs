//! `itl`: the engine on the command line.
//!
//! Text goes to stdout with nothing added, diagnostics to stderr. Exit code 0: fine; 1: the
//! template or the data has errors; 2: wrong usage, or a file that cannot be read.

mod answer;
mod args;
mod clock;
mod commands;
mod data;
mod draw;
mod engine;
mod files;
mod machine;
mod sarif;
#[cfg(feature = "playground")]
mod site;
mod stop;
mod stream;

use args::{Cli, Command};
use clap::Parser;
use std::process::ExitCode;
use stop::Stop;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let done = match &cli.command {
        Command::Render(args) => commands::render::run(args),
        Command::Check(args) => commands::check::run(args),
        Command::Fmt(args) => commands::fmt::run(args),
        Command::Refs(args) => commands::refs::run(args),
        Command::Prompt(args) => commands::prompt::run(args),
        Command::Playground(args) => commands::playground::run(args),
        Command::Functions(args) => commands::functions::run(args),
        Command::Explain(args) => commands::explain::run(args),
        Command::Completions(args) => commands::completions::run(args),
        Command::Man => commands::man::run(),
    };
    match done {
        Ok(verdict) => verdict.code(),
        Err(Stop::Closed) => ExitCode::SUCCESS,
        Err(Stop::Usage(message)) => {
            draw::failure(&message);
            ExitCode::from(2)
        }
    }
}
