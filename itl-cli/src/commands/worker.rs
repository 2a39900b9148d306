//! `itl worker`

use crate::outcome::CliResult;
use clap::{Args, ValueEnum};

#[derive(Debug, Args)]
#[command(
    after_help = "Takes events from a stream of NATS JetStream, renders each with the templates that take its subject,
and stores the messages in another. An event is done when its messages are stored; what cannot become a
message is kept as a dead letter. Templates are read again when their files change, and on SIGHUP;
SIGTERM and SIGINT end the worker after the events that it has begun.

Examples:
  itl worker --config worker.toml
  itl worker --config worker.toml --check
  itl worker --schema > worker.schema.json"
)]
pub(crate) struct WorkerArgs {
    /// Configuration in TOML
    #[arg(long, value_name = "FILE", required_unless_present = "schema")]
    pub(crate) config: Option<String>,
    /// Report what is wrong with the configuration and its templates, and end
    #[arg(long, requires = "config")]
    pub(crate) check: bool,
    /// Print the JSON Schema of the configuration, for editors
    #[arg(long, conflicts_with = "config")]
    pub(crate) schema: bool,
    /// How the log is written on stderr
    #[arg(long, value_enum, default_value_t = LogFormat::Text)]
    pub(crate) log_format: LogFormat,
}

/// How the log is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogFormat {
    Text,
    Json,
}

#[cfg(not(feature = "worker"))]
pub(crate) fn run(_: &WorkerArgs) -> CliResult {
    Err(crate::outcome::CliError::usage(
        "this build of itl has no worker; `cargo install --path itl-cli --features worker` builds one that has",
    ))
}

#[cfg(feature = "worker")]
pub(crate) fn run(args: &WorkerArgs) -> CliResult {
    use crate::outcome::{Outcome, print};
    use crate::worker;
    if args.schema {
        print(worker::SCHEMA)?;
        return Ok(Outcome::Fine);
    }
    let path = args.config.as_deref().unwrap_or_default();
    let config = worker::read(path)?;
    if args.check { Ok(worker::check(&config)) } else { worker::run(config, args.log_format) }
}
