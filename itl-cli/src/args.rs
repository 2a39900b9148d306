//! The command line, declared.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

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
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Print the message that a template and its data give
    Render(RenderArgs),
    /// Report what is wrong with templates
    Check(CheckArgs),
    /// Write templates in canonical form
    Fmt(FmtArgs),
    /// List the paths of the payload that a template reads
    Refs(RefsArgs),
    /// Render a prompt as text or as messages of a provider, or check the answer to it
    Prompt(PromptArgs),
    /// Serve the editor with live preview to this machine's browser
    Playground(PlaygroundArgs),
    /// List the functions, or show one
    Functions(FunctionsArgs),
    /// Explain a diagnostic code
    Explain(ExplainArgs),
    /// Print the completions of a shell
    Completions(CompletionsArgs),
    /// Print the manual page
    #[command(hide = true)]
    Man,
}

/// The language of a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Dialect {
    /// ilert's template language.
    Itl,
    /// Mustache, to the letter of its specification.
    Mustache,
}

impl From<Dialect> for itl_eval::Dialect {
    fn from(dialect: Dialect) -> Self {
        match dialect {
            Dialect::Itl => Self::Itl,
            Dialect::Mustache => Self::Mustache,
        }
    }
}

/// What templates of any command are read with.
#[derive(Debug, Default, Args)]
pub(crate) struct LanguageArgs {
    /// Language of the template; told from the ending (.mustache) where it is not given
    #[arg(long, value_enum)]
    pub(crate) dialect: Option<Dialect>,
    /// Folder of partials: NAME.itl, NAME.mustache
    #[arg(long, value_name = "DIR")]
    pub(crate) partials: Option<PathBuf>,
    /// Output format that values are escaped for
    #[arg(long, value_name = "FORMAT", value_parser = escape_parser())]
    pub(crate) escape: Option<String>,
}

fn escape_parser() -> clap::builder::PossibleValuesParser {
    clap::builder::PossibleValuesParser::new(itl_eval::Escape::ALL.map(itl_eval::Escape::name))
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  itl render disk.itl --data alert.json
  itl render -e '{{ host }} is {{ state.default(\"unknown\") }}' --set host=db-7
  itl render digest.mustache --data digest.yaml --partials partials/ --escape none
  curl -s https://example.com/alert | itl render disk.itl --data - --strict --format json
  tail -f events.ndjson | itl render disk.itl --ndjson")]
pub(crate) struct RenderArgs {
    /// Template file; - is stdin
    #[arg(required_unless_present = "expression", conflicts_with = "expression")]
    pub(crate) template: Option<String>,
    /// Template given as text
    #[arg(short = 'e', long = "expression", value_name = "TEMPLATE_TEXT", allow_hyphen_values = true)]
    pub(crate) expression: Option<String>,
    /// Payload: JSON, or YAML where the name ends in .yaml or .yml; - is stdin
    #[arg(long, value_name = "FILE")]
    pub(crate) data: Option<String>,
    /// Set a value of the payload; JSON where it reads as JSON, text otherwise
    #[arg(long = "set", value_name = "PATH=VALUE", allow_hyphen_values = true)]
    pub(crate) sets: Vec<String>,
    #[command(flatten)]
    pub(crate) language: LanguageArgs,
    /// Time zone that times are shown in, such as Europe/Berlin [default: UTC]
    #[arg(long, value_name = "IANA")]
    pub(crate) timezone: Option<String>,
    /// The render's clock in Unix milliseconds [default: the machine's]
    #[arg(long, value_name = "UNIX_MS", allow_negative_numbers = true)]
    pub(crate) now: Option<i64>,
    /// Cut the text to this many characters
    #[arg(long, value_name = "N", group = "length")]
    pub(crate) max_chars: Option<usize>,
    /// Cut the text to this many bytes
    #[arg(long, value_name = "N", group = "length")]
    pub(crate) max_bytes: Option<usize>,
    /// Cut the text to what a destination takes
    #[arg(long, value_name = "NAME", group = "length", value_parser = budget_parser())]
    pub(crate) budget: Option<String>,
    /// Print nothing where the template has errors or a value is missing
    #[arg(long, conflicts_with = "lenient")]
    pub(crate) strict: bool,
    /// Always print a text; a broken tag prints its own source (the default)
    #[arg(long)]
    pub(crate) lenient: bool,
    /// What is printed: the text alone, or an object with the text and the diagnostics
    #[arg(long, value_enum, default_value_t = RenderFormat::Text)]
    pub(crate) format: RenderFormat,
    /// Render a stream: an event a line in (--data, else stdin), a message a line out as a JSON string
    #[arg(long, conflicts_with = "sets")]
    pub(crate) ndjson: bool,
    /// Threads that render a stream [default: one for each core]
    #[arg(long, value_name = "N", requires = "ndjson")]
    pub(crate) jobs: Option<std::num::NonZero<usize>>,
}

fn budget_parser() -> clap::builder::PossibleValuesParser {
    let presets = itl_eval::PRESETS.iter();
    clap::builder::PossibleValuesParser::new(
        presets.map(|preset| clap::builder::PossibleValue::new(preset.name).help(preset.description)),
    )
}

/// What `render` prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum RenderFormat {
    Text,
    Json,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  itl check templates/*.itl
  itl check disk.itl --data alert.json
  itl check disk.itl --schema alert.schema.json --portable
  itl check templates/*.itl --format sarif > itl.sarif")]
pub(crate) struct CheckArgs {
    /// Template files; - is stdin
    #[arg(required = true)]
    pub(crate) files: Vec<String>,
    #[command(flatten)]
    pub(crate) language: LanguageArgs,
    /// Sample payload that the paths are looked up in
    #[arg(long, value_name = "SAMPLE", conflicts_with = "schema")]
    pub(crate) data: Option<String>,
    /// JSON Schema of the payload
    #[arg(long)]
    pub(crate) schema: Option<String>,
    /// Name what ilert itself would not understand
    #[arg(long)]
    pub(crate) portable: bool,
    /// Path that may be printed unescaped inside an XML-style section
    #[arg(long, value_name = "PATH")]
    pub(crate) trust: Vec<String>,
    /// How findings are shown: human on stderr, json and sarif on stdout
    #[arg(long, value_enum, default_value_t = CheckFormat::Human)]
    pub(crate) format: CheckFormat,
}

/// How `check` shows its findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum CheckFormat {
    Human,
    Json,
    Sarif,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  itl fmt templates/*.itl
  itl fmt --check templates/*.itl
  echo '{{subject##splitTakeAt(( ||0))}}' | itl fmt -")]
pub(crate) struct FmtArgs {
    /// Template files, written in place; - is stdin to stdout
    #[arg(required = true)]
    pub(crate) files: Vec<String>,
    /// Write nothing; name the files that are not canonical and fail if there are any
    #[arg(long)]
    pub(crate) check: bool,
    /// Language of the templates; told from the ending (.mustache) where it is not given
    #[arg(long, value_enum)]
    pub(crate) dialect: Option<Dialect>,
}

#[derive(Debug, Args)]
#[command(after_help = "Without a sample a loop cannot be told from an object, nor an item's key from its parent's;
such paths are marked as possible.

Examples:
  itl refs disk.itl
  itl refs disk.itl --data alert.json
  itl refs disk.itl --format json")]
pub(crate) struct RefsArgs {
    /// Template file; - is stdin
    pub(crate) file: String,
    #[command(flatten)]
    pub(crate) language: LanguageArgs,
    /// Sample payload that tells loops from objects
    #[arg(long, value_name = "SAMPLE")]
    pub(crate) data: Option<String>,
    /// One path a line, or JSON with places and uses
    #[arg(long, value_enum, default_value_t = RefsFormat::Text)]
    pub(crate) format: RefsFormat,
}

/// How `refs` lists paths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum RefsFormat {
    Text,
    Json,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  itl prompt observer.mustache --data input.json --to anthropic
  itl prompt observer.mustache --data input.json --escape none
  itl prompt observer.mustache --answer answer.json")]
pub(crate) struct PromptArgs {
    /// Prompt file; - is stdin. Partials are looked for in its folder
    pub(crate) prompt: String,
    /// Payload: JSON, or YAML where the name ends in .yaml or .yml; - is stdin
    #[arg(long, value_name = "FILE")]
    pub(crate) data: Option<String>,
    /// Set a value of the payload; JSON where it reads as JSON, text otherwise
    #[arg(long = "set", value_name = "PATH=VALUE", allow_hyphen_values = true)]
    pub(crate) sets: Vec<String>,
    /// What is printed
    #[arg(long, value_enum, default_value_t = PromptForm::Text)]
    pub(crate) to: PromptForm,
    #[command(flatten)]
    pub(crate) language: LanguageArgs,
    /// Check this answer of the model against the prompt's schema instead of rendering
    #[arg(long, value_name = "FILE")]
    pub(crate) answer: Option<String>,
    /// JSON Schema of the answer [default: the one that the prompt names]
    #[arg(long, value_name = "FILE", requires = "answer")]
    pub(crate) schema: Option<String>,
    /// Time zone that times are shown in, such as Europe/Berlin [default: UTC]
    #[arg(long, value_name = "IANA")]
    pub(crate) timezone: Option<String>,
    /// The render's clock in Unix milliseconds [default: the machine's]
    #[arg(long, value_name = "UNIX_MS", allow_negative_numbers = true)]
    pub(crate) now: Option<i64>,
    /// Print nothing where a variable is missing or the prompt has errors (the default)
    #[arg(long, conflicts_with = "lenient")]
    pub(crate) strict: bool,
    /// Print what there is
    #[arg(long)]
    pub(crate) lenient: bool,
}

/// What `prompt` prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum PromptForm {
    /// The prompt as every Mustache engine prints it
    Text,
    /// Messages of no provider
    Messages,
    /// The messages of a chat completion
    Openai,
    /// System and messages apart
    Anthropic,
    /// Converse: texts in arrays
    Bedrock,
}

#[derive(Debug, Args)]
#[command(after_help = "The page is part of this program and needs no network. Work is kept by the browser,
for each port by itself.

Examples:
  itl playground --open
  itl playground --port 8080")]
pub(crate) struct PlaygroundArgs {
    /// Port on 127.0.0.1; 0 takes any that is free
    #[arg(long, value_name = "PORT", default_value_t = 4853)]
    pub(crate) port: u16,
    /// Open the page in the browser
    #[arg(long)]
    pub(crate) open: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  itl functions
  itl functions splitTakeAt
  itl functions --format json")]
pub(crate) struct FunctionsArgs {
    /// The function to show
    pub(crate) name: Option<String>,
    /// How they are listed
    #[arg(long, value_enum, default_value_t = FunctionsFormat::Table)]
    pub(crate) format: FunctionsFormat,
}

/// How `functions` lists functions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FunctionsFormat {
    Table,
    Json,
    Markdown,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  itl explain E0201
  itl explain")]
pub(crate) struct ExplainArgs {
    /// The code; all codes are listed where it is left out
    pub(crate) code: Option<String>,
}

#[derive(Debug, Args)]
#[command(after_help = "Example:
  itl completions bash > ~/.local/share/bash-completion/completions/itl")]
pub(crate) struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    pub(crate) shell: clap_complete::Shell,
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
        for command in cli.get_subcommands().filter(|command| !command.is_hide_set()) {
            let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            assert!(help.contains(&format!("itl {}", command.get_name())), "{}", command.get_name());
        }
    }
}
