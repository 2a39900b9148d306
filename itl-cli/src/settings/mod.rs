//! What a template is compiled, rendered and checked with: the project file's settings, and the
//! command line's over them.

mod options;

pub(crate) use options::{SETTINGS, Setting, named_file, path, unknown};
#[cfg(feature = "worker")]
pub(crate) use options::{count, text, texts};

use crate::args::{LanguageArgs, TimeArgs};
use crate::files;
use crate::outcome::CliError;
use itl_eval::{Budget, Code, Dialect, Escape, Fit, OnError, Zone};
use std::path::{Path, PathBuf};

/// Settings of one template. What is `None` is the engine's own default.
#[derive(Clone, Debug, Default)]
pub(crate) struct Settings {
    pub(crate) dialect: Option<Dialect>,
    pub(crate) partials: Option<PathBuf>,
    pub(crate) escape: Option<Escape>,
    pub(crate) zone: Option<Zone>,
    /// The clock, in Unix milliseconds.
    pub(crate) now: Option<i64>,
    pub(crate) budget: Option<Budget>,
    /// Where a text beyond the budget is cut.
    pub(crate) fit: Option<Fit>,
    /// What a template with an error prints.
    pub(crate) on_error: Option<OnError>,
    /// Files of sample payloads.
    pub(crate) samples: Vec<String>,
    /// The file of the payload's JSON Schema.
    pub(crate) schema: Option<String>,
    pub(crate) portable: bool,
    /// Paths that may be printed unescaped inside an XML-style section.
    pub(crate) trusted: Vec<String>,
    /// Warnings that are not reported.
    pub(crate) allow: Vec<Code>,
    pub(crate) deny: Deny,
}

/// Warnings that count as errors.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Deny {
    pub(crate) all: bool,
    pub(crate) codes: Vec<Code>,
}

impl Deny {
    /// Adds what a flag or a project file names: `warnings`, or a code.
    pub(crate) fn add(&mut self, name: &str) -> Result<(), String> {
        if name == "warnings" {
            self.all = true;
            return Ok(());
        }
        self.codes.push(code(name)?);
        Ok(())
    }

    pub(crate) fn denies(&self, code: Code) -> bool {
        self.all || self.codes.contains(&code)
    }
}

/// The warning that may be allowed by that name.
pub(crate) fn allowable(name: &str) -> Result<Code, String> {
    let code = code(name)?;
    if code.severity() == itl_eval::Severity::Error {
        return Err(format!("{code} is an error; only warnings can be allowed"));
    }
    Ok(code)
}

fn code(name: &str) -> Result<Code, String> {
    Code::from_id(name).ok_or_else(|| format!("there is no code {name}; `itl explain` lists all of them"))
}

impl Settings {
    /// Lays the flags of a command over these settings.
    pub(crate) fn with(mut self, flags: &LanguageArgs) -> Self {
        self.dialect = flags.dialect.map(Dialect::from).or(self.dialect);
        self.partials = flags.partials.clone().or(self.partials);
        self.escape = flags.escape.as_deref().and_then(|name| name.parse().ok()).or(self.escape);
        self.on_error = flags.on_error.as_deref().and_then(|name| name.parse().ok()).or(self.on_error);
        self
    }

    /// Lays zone and clock of a command over these settings.
    pub(crate) fn apply_time(&mut self, flags: &TimeArgs) -> Result<(), CliError> {
        if let Some(name) = &flags.timezone {
            self.zone = Some(crate::clock::zone(name).map_err(CliError::Usage)?);
        }
        self.now = flags.now.or(self.now);
        Ok(())
    }

    /// The dialect of a template: the one that is set, else that of its ending.
    pub(crate) fn dialect_of(&self, path: Option<&str>) -> Dialect {
        self.dialect.unwrap_or_else(|| files::dialect_of(path))
    }

    /// The budget of a render, with the way that it is cut.
    pub(crate) fn budget(&self) -> Option<Budget> {
        let budget = self.budget.clone()?;
        Some(match self.fit {
            Some(fit) => budget.fit(fit),
            None => budget,
        })
    }

    /// The file of a partial, as diagnostics name it.
    pub(crate) fn partial_file(&self, name: &str) -> String {
        let folder = self.partials.as_deref().unwrap_or(Path::new(""));
        let candidates = ["itl", "mustache"].map(|ending| folder.join(format!("{name}.{ending}")));
        let found = candidates.iter().find(|file| file.exists()).or(candidates.first());
        found.map_or_else(|| name.to_owned(), |file| file.display().to_string())
    }
}
