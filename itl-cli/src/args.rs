//! What several commands take. What one command takes stands with the command.

use crate::data::DataFormat;
use crate::outcome::CliError;
use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Args, ValueEnum};
use itl_eval::{Budget, Escape, Fit, OnError};
use std::num::NonZero;
use std::path::PathBuf;

/// Threads that a command starts at most.
const MAX_JOBS: usize = 1_024;

/// Reads the number of threads.
pub(crate) fn jobs(text: &str) -> Result<NonZero<usize>, &'static str> {
    let jobs = text.parse().ok().filter(|jobs: &NonZero<usize>| jobs.get() <= MAX_JOBS);
    jobs.ok_or("write how many threads, 1 to 1024")
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

/// What `render` prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum RenderFormat {
    Text,
    Json,
}

/// What templates of any command are read with.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct LanguageArgs {
    /// Language of the template [default: by the ending, mustache for .mustache]
    #[arg(long, value_enum)]
    pub(crate) dialect: Option<Dialect>,
    /// Folder of partials: NAME.itl, NAME.mustache
    #[arg(long, value_name = "DIR")]
    pub(crate) partials: Option<PathBuf>,
    /// Output format that values are escaped for
    #[arg(long, value_name = "FORMAT", value_parser = escape_parser())]
    pub(crate) escape: Option<String>,
    /// What a template with an error prints: the sources of its broken tags, or nothing (for keys)
    #[arg(long, value_name = "WHAT", value_parser = on_error_parser())]
    pub(crate) on_error: Option<String>,
}

fn escape_parser() -> PossibleValuesParser {
    PossibleValuesParser::new(Escape::ALL.map(Escape::name))
}

/// A payload and changes of it.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct DataArgs {
    /// Payload: JSON, or YAML where the name ends in .yaml or .yml; - is stdin
    #[arg(long, value_name = "FILE")]
    pub(crate) data: Option<String>,
    /// Format of the payload [default: by the ending, JSON for stdin]
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(crate) data_format: Option<DataFormat>,
    /// Set a value of the payload; JSON where it reads as JSON, text otherwise
    #[arg(long = "set", value_name = "PATH=VALUE", allow_hyphen_values = true)]
    pub(crate) sets: Vec<String>,
}

/// Zone and clock of a render.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct TimeArgs {
    /// Time zone that times are shown in, such as Europe/Berlin [default: UTC]
    #[arg(long, value_name = "IANA")]
    pub(crate) timezone: Option<String>,
    /// The render's clock: Unix milliseconds, or RFC 3339 [default: the machine's]
    #[arg(long, value_name = "TIME", value_parser = crate::clock::parse, allow_hyphen_values = true)]
    pub(crate) now: Option<i64>,
}

/// How long a text may be.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct BudgetArgs {
    /// Cut the text to this many characters
    #[arg(long, value_name = "N", group = "length")]
    pub(crate) max_chars: Option<usize>,
    /// Cut the text to this many bytes
    #[arg(long, value_name = "N", group = "length")]
    pub(crate) max_bytes: Option<usize>,
    /// Cut the text to what a destination takes
    #[arg(long, value_name = "NAME", group = "length", value_parser = budget_parser())]
    pub(crate) budget: Option<String>,
    /// Where a text that is too long is cut: at its end, inside its values, or by rounds of its last loop
    /// [default: values for json, html and xml, end otherwise]
    #[arg(long, value_name = "WHERE", value_parser = fit_parser())]
    pub(crate) fit: Option<String>,
}

impl BudgetArgs {
    /// The way to cut that the flags name.
    pub(crate) fn fit(&self) -> Option<Fit> {
        self.fit.as_deref().and_then(|name| name.parse().ok())
    }

    pub(crate) fn budget(&self) -> Result<Option<Budget>, CliError> {
        Ok(match (self.max_chars, self.max_bytes, &self.budget) {
            (Some(chars), ..) => Some(Budget::chars(chars)),
            (_, Some(bytes), _) => Some(Budget::bytes(bytes)),
            (.., Some(name)) => {
                Some(Budget::preset(name).ok_or_else(|| CliError::usage(format!("unknown delivery budget {name}")))?)
            }
            (None, None, None) => None,
        })
    }
}

fn fit_parser() -> PossibleValuesParser {
    PossibleValuesParser::new(Fit::ALL.map(Fit::name))
}

fn on_error_parser() -> PossibleValuesParser {
    PossibleValuesParser::new(OnError::ALL.map(OnError::name))
}

fn budget_parser() -> PossibleValuesParser {
    let presets = itl_eval::PRESETS.iter();
    PossibleValuesParser::new(presets.map(|preset| PossibleValue::new(preset.name).help(preset.description)))
}
