//! Converts templates of Grafana OnCall, Alertmanager and Opsgenie to ITL.
//!
//! What has a counterpart is converted. What has none is left out: a comment with its source marks the place, and an
//! error [`NoCounterpart`](itl_syntax::Code::NoCounterpart) names it. What is the same for some values only is converted
//! with a warning [`LooseCounterpart`](itl_syntax::Code::LooseCounterpart) that says for which. Nothing is guessed.
//!
//! ```
//! use itl_import::{Language, import};
//! let imported = import(Language::GrafanaOncall, "{{ payload.title | upper }}{% if payload.state == 'ok' %} OK{% endif %}");
//! assert_eq!(imported.text, "{{ title.upperCase() }}{{ #state.equals(\"ok\") }} OK{{ /state }}");
//! assert!(imported.diagnostics.is_empty());
//! ```
#![deny(missing_docs)]

mod emit;
mod go;
mod jinja;
mod opsgenie;
mod pieces;
mod tree;

use itl_syntax::Diagnostics;

/// A language that templates come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Language {
    /// The dynamic fields of Opsgenie: `{{ message.toUpperCase() }}`.
    Opsgenie,
    /// Jinja with the variables of Grafana OnCall: `{{ payload.title | upper }}`.
    GrafanaOncall,
    /// Go's templates with the data of Alertmanager: `{{ .CommonLabels.alertname }}`.
    Alertmanager,
}

impl Language {
    /// All languages.
    pub const ALL: [Self; 3] = [Self::Opsgenie, Self::GrafanaOncall, Self::Alertmanager];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Opsgenie => "opsgenie",
            Self::GrafanaOncall => "grafana-oncall",
            Self::Alertmanager => "alertmanager",
        }
    }

    /// The language of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.name() == name)
    }
}

/// A converted template.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Imported {
    /// The template here.
    pub text: String,
    /// What has no counterpart, or one for some values only; the spans count in the template as it was.
    pub diagnostics: Diagnostics,
}

/// Converts a template.
pub fn import(language: Language, source: &str) -> Imported {
    let nodes = match language {
        Language::Opsgenie => opsgenie::read(source),
        Language::GrafanaOncall => jinja::read(source),
        Language::Alertmanager => go::read(source),
    };
    emit::emit(&nodes, source)
}

/// The examples of the README are tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
