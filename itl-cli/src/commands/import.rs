//! `itl import`

use crate::files;
use crate::outcome::{CliResult, Outcome, print};
use crate::report::human;
use crate::source::{Source, Sourced};
use clap::{Args, ValueEnum};
use itl_eval::Engine;
use itl_import::Language;

#[derive(Debug, Args)]
#[command(
    after_help = "The converted template goes to stdout. What has no counterpart is left out, marked by a comment and
named as an error; what is the same for some values only is converted, with a warning that says for
which. Exits with 1 where anything is left out.

The payload is that of the tool: Opsgenie's `_payload`, Grafana OnCall's `payload`, the JSON that
Alertmanager's webhook sends.

Examples:
  itl import --from grafana-oncall title.jinja > title.itl
  itl import --from alertmanager slack.tmpl
  echo '{{ _payload.host.toUpperCase() }}' | itl import --from opsgenie -"
)]
pub(crate) struct ImportArgs {
    /// The language that the template is written in
    #[arg(long, value_enum)]
    pub(crate) from: From,
    /// Template; - is stdin
    pub(crate) file: String,
}

/// A language on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum From {
    /// Dynamic fields with methods
    Opsgenie,
    /// Jinja
    GrafanaOncall,
    /// Go templates
    Alertmanager,
}

impl From {
    fn language(self) -> Language {
        match self {
            Self::Opsgenie => Language::Opsgenie,
            Self::GrafanaOncall => Language::GrafanaOncall,
            Self::Alertmanager => Language::Alertmanager,
        }
    }
}

pub(crate) fn run(args: &ImportArgs) -> CliResult {
    let source = match files::template(&args.file) {
        Ok(source) => source,
        Err(unusable) => return unusable.end(),
    };
    let imported = itl_import::import(args.from.language(), &source.text);
    let is_whole = !imported.diagnostics.has_errors();
    let found: Vec<Sourced> = imported.diagnostics.into_iter().map(|one| source.finding(one)).collect();
    print(&imported.text)?;
    if !found.is_empty() {
        human::separate_from(&imported.text);
    }
    human::draw_all(&found, "");
    // A regular expression that Java or Python has may be none here.
    let converted = Source { name: "<converted>".into(), text: imported.text.as_str().into(), marked: false };
    let broken: Vec<Sourced> =
        Engine::new().check(&imported.text).errors().map(|one| converted.finding(one.clone())).collect();
    human::draw_all(&broken, human::IN_CHECK);
    Ok(Outcome::of(is_whole && broken.is_empty()))
}
