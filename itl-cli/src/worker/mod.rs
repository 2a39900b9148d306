//! `itl worker`: reads its configuration and its templates, watches them, tells how it is, and listens to signals. The work
//! is done by the crate `itl-worker`.

mod config;
mod http;
mod load;
mod log;
mod read;
mod run;
mod values;
mod watch;

pub(crate) use run::run;

use crate::outcome::{CliError, Outcome};
use crate::report::human;
use config::Config;

/// The JSON Schema of the configuration.
pub(crate) const SCHEMA: &str = include_str!("../../schema/worker.schema.json");

/// Reads a configuration. One with mistakes ends the command: it would do something else than was meant.
pub(crate) fn read(path: &str) -> Result<Config, CliError> {
    read::configuration(path).map_err(|problems| {
        human::draw_all(&problems, human::IN_CHECK);
        CliError::usage(format!("{path} has mistakes"))
    })
}

/// Reports what is wrong with the templates of a configuration.
pub(crate) fn check(config: &Config) -> Outcome {
    let loaded = load::templates(config);
    let found: Vec<_> = loaded.sources.iter().flat_map(load::problems).chain(loaded.problems).collect();
    human::draw_all(&found, human::IN_CHECK);
    if found.is_empty() {
        let count = loaded.sources.len();
        human::say(&format!("{} and nothing is wrong", crate::report::plural(count, "template")));
    }
    Outcome::of(found.is_empty())
}
