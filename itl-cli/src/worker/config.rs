//! The configuration as read.

use crate::settings::{Setting, Settings};
use itl_worker::nats::NatsOptions;
use itl_worker::{Pattern, WorkerOptions};
use serde_json::Value;
use std::net::SocketAddr;
use std::ops::Range;
use std::path::PathBuf;

/// A configuration.
#[derive(Debug)]
pub(crate) struct Config {
    /// Its file.
    pub(crate) path: String,
    /// The folder of that file, as the command line would name it; paths are seen from there.
    pub(crate) folder: PathBuf,
    pub(crate) nats: NatsOptions,
    pub(crate) options: WorkerOptions,
    /// Where metrics and health are served; nowhere if `None`.
    pub(crate) listen: Option<SocketAddr>,
    /// Settings of all templates.
    pub(crate) base: Choices,
    pub(crate) templates: Vec<TemplateTable>,
}

/// Settings of templates, which were read once without complaint.
#[derive(Debug, Default)]
pub(crate) struct Choices {
    pub(crate) settings: Vec<(&'static Setting, Value)>,
    pub(crate) strict: Option<bool>,
}

impl Choices {
    /// Lays them over other settings.
    pub(crate) fn apply(&self, settings: &mut Settings, folder: &std::path::Path) {
        for (setting, value) in &self.settings {
            // It was read once already, when the file was.
            let _ = setting.read(settings, value, folder);
        }
    }
}

/// A `[[templates]]` table.
#[derive(Debug, Default)]
pub(crate) struct TemplateTable {
    /// Where it stands.
    pub(crate) at: Range<usize>,
    /// Files, folders and globs, each with its place.
    pub(crate) files: Vec<(String, Range<usize>)>,
    /// What its templates are called; `{name}` is a file's name without its ending.
    pub(crate) name: Option<String>,
    /// The subjects of its events, with `{name}` in them.
    pub(crate) events: Vec<String>,
    /// Where its messages go, with `{name}` in it.
    pub(crate) messages: String,
    pub(crate) choices: Choices,
}

impl Config {
    /// The subjects that messages and dead letters can have.
    pub(crate) fn outputs<'s>(&self, targets: impl Iterator<Item = &'s itl_worker::Target>) -> Vec<Pattern> {
        let mut outputs: Vec<Pattern> = self.options.dead_letters.parse().into_iter().collect();
        for output in targets.map(itl_worker::Target::pattern) {
            if !outputs.contains(&output) {
                outputs.push(output);
            }
        }
        outputs
    }
}
