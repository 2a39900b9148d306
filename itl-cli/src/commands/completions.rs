//! `itl completions`

use crate::outcome::{CliResult, Outcome, print};
use clap::builder::PossibleValuesParser;
use clap::{Arg, Args, Command};
use itl_eval::{Code, Registry, Severity, Zone};
use std::fmt::Write as _;

#[derive(Debug, Args)]
#[command(after_help = "Functions, codes, time zones, budgets and output formats are completed too.

Examples:
  itl completions bash > ~/.local/share/bash-completion/completions/itl
  itl completions zsh > \"${fpath[1]}/_itl\"
  itl completions fish > ~/.config/fish/completions/itl.fish")]
pub(crate) struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    pub(crate) shell: clap_complete::Shell,
}

pub(crate) fn run(args: &CompletionsArgs, cli: Command) -> CliResult {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut with_values(cli), "itl", &mut script);
    let mut script = String::from_utf8_lossy(&script).into_owned();
    if args.shell == clap_complete::Shell::Fish {
        // The generator leaves out the values of arguments without a flag.
        let functions: Vec<String> = Registry::standard().iter().map(|row| row.name.to_string()).collect();
        let codes: Vec<&str> = Code::ALL.iter().map(|code| code.id()).collect();
        for (command, values) in [("functions", functions.join(" ")), ("explain", codes.join(" "))] {
            let _ = writeln!(script, "complete -c itl -n \"__fish_seen_subcommand_from {command}\" -f -a \"{values}\"");
        }
    }
    print(&script)?;
    Ok(Outcome::Fine)
}

/// The command line with all values that arguments can have. When arguments are parsed these are
/// not listed: the message about a wrong one would be pages long.
fn with_values(cli: Command) -> Command {
    let functions: Vec<String> = Registry::standard().iter().map(|row| row.name.to_string()).collect();
    let codes: Vec<&str> = Code::ALL.iter().map(|code| code.id()).collect();
    let warnings: Vec<&str> =
        Code::ALL.iter().filter(|code| code.severity() == Severity::Warning).map(|code| code.id()).collect();
    let denied: Vec<&str> = std::iter::once("warnings").chain(warnings.iter().copied()).collect();
    let zones: Vec<&str> = Zone::all().collect();
    let names: Vec<String> = cli.get_subcommands().map(|command| command.get_name().to_owned()).collect();
    names.into_iter().fold(cli, |cli, name| {
        cli.mut_subcommand(name.clone(), |command| {
            command.mut_args(|arg: Arg| match (name.as_str(), arg.get_id().as_str()) {
                (_, "timezone") => arg.value_parser(PossibleValuesParser::new(zones.iter().copied())),
                ("functions", "name") => arg.value_parser(PossibleValuesParser::new(functions.clone())),
                ("explain", "code") => arg.value_parser(PossibleValuesParser::new(codes.iter().copied())),
                (_, "allow") => arg.value_parser(PossibleValuesParser::new(warnings.iter().copied())),
                (_, "deny") => arg.value_parser(PossibleValuesParser::new(denied.iter().copied())),
                _ => arg,
            })
        })
    })
}
