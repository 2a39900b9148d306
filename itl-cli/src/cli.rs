//! The command line, declared.

use crate::commands::{
    check, completions, elements, explain, fmt, functions, import, init, man, playground, prompt, refs, render, sample,
    test, worker,
};
use crate::terminal::ColorChoice;
use clap::{Parser, Subcommand};

const COLOR_HELP: &str = "When to use colours; auto follows the terminal, NO_COLOR, FORCE_COLOR and CLICOLOR_FORCE";

/// Templates for alerts, messages and prompts: ITL and Mustache.
#[derive(Debug, Parser)]
#[command(
    name = "itl",
    version,
    about,
    arg_required_else_help = true,
    after_help = "Example:\n  echo '{\"host\": \"db-7\"}' | itl render -e 'Disk full on {{ host.upperCase() }}' --data -"
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
    #[arg(long, value_enum, help = COLOR_HELP, default_value_t, global = true, value_name = "WHEN", hide_possible_values = true)]
    pub(crate) color: ColorChoice,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Print the message that a template makes of its data
    Render(render::RenderArgs),
    /// Report what is wrong with templates
    Check(check::CheckArgs),
    /// Write templates in canonical form
    Fmt(fmt::FmtArgs),
    /// List the paths of the payload that a template reads
    Refs(refs::RefsArgs),
    /// Convert templates to the elements that ilert stores, and back
    Elements(elements::ElementsArgs),
    /// Convert templates of Opsgenie, Grafana OnCall and Alertmanager
    Import(import::ImportArgs),
    /// Render templates with payloads and compare the texts with what is expected
    Test(test::TestArgs),
    /// Store, describe and compare sample payloads
    Sample(sample::SampleArgs),
    /// Write a project file, itl.toml, for a folder of templates
    Init(init::InitArgs),
    /// Render a prompt as text or as messages of a provider, or check the answer to it
    Prompt(prompt::PromptArgs),
    /// Turn a broker's events into messages, without losing one
    Worker(worker::WorkerArgs),
    /// Serve the editor with live preview to this machine's browser
    Playground(playground::PlaygroundArgs),
    /// List the functions, or show one
    Functions(functions::FunctionsArgs),
    /// Explain a diagnostic code
    Explain(explain::ExplainArgs),
    /// Print the completions of a shell
    Completions(completions::CompletionsArgs),
    /// Print the manual page, or write one page a command into a folder
    Man(man::ManArgs),
}

#[cfg(test)]
mod tests {
    use super::Cli;
    use clap::CommandFactory;

    #[test]
    fn the_declaration_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_shows_an_example() {
        let cli = Cli::command();
        for command in cli.get_subcommands() {
            let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            assert!(help.contains(&format!("itl {}", command.get_name())), "{}", command.get_name());
        }
    }
}
