//! `itl`: the engine on the command line.
//!
//! Text goes to stdout with nothing added, diagnostics to stderr. Exit code 0: fine; 1: the
//! template or the data has errors; 2: wrong usage, or a file that cannot be read.

mod alert_source;
mod args;
mod check;
mod cli;
mod clock;
mod commands;
mod coverage;
mod data;
mod engine;
mod files;
#[cfg(any(feature = "playground", feature = "worker"))]
mod http;
mod outcome;
mod portable;
mod project;
mod report;
mod sample;
#[cfg(feature = "playground")]
mod serve;
mod settings;
#[cfg(feature = "playground")]
mod site;
mod source;
mod stream;
mod tables;
mod terminal;
mod test;
mod watch;
#[cfg(feature = "worker")]
mod worker;

use clap::{CommandFactory as _, FromArgMatches as _};
use cli::{Cli, Command};
use outcome::CliError;
use report::human;
use std::process::ExitCode;

fn main() -> ExitCode {
    let matches = Cli::command().color(terminal::early_choice()).get_matches();
    let cli = Cli::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    terminal::init(cli.color);
    let done = match &cli.command {
        Command::Render(args) => commands::render::run(args),
        Command::Check(args) => commands::check::run(args),
        Command::Fmt(args) => commands::fmt::run(args),
        Command::Refs(args) => commands::refs::run(args),
        Command::Elements(args) => commands::elements::run(args),
        Command::Import(args) => commands::import::run(args),
        Command::Test(args) => commands::test::run(args),
        Command::Sample(args) => commands::sample::run(args),
        Command::Init(args) => commands::init::run(args),
        Command::Prompt(args) => commands::prompt::run(args),
        Command::Worker(args) => commands::worker::run(args),
        Command::Playground(args) => commands::playground::run(args),
        Command::Functions(args) => commands::functions::run(args),
        Command::Explain(args) => commands::explain::run(args),
        Command::Completions(args) => commands::completions::run(args, Cli::command()),
        Command::Man(args) => commands::man::run(args, Cli::command()),
    };
    match done {
        Ok(outcome) => outcome.code(),
        Err(CliError::Closed) => ExitCode::SUCCESS,
        Err(CliError::Usage(message)) => {
            human::failure(&message);
            ExitCode::from(2)
        }
    }
}
