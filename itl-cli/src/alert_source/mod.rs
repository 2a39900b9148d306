//! Files of alert sources: what they hold, and where.

mod places;
mod scalar;

use crate::data;
use crate::files;
use crate::report;
use crate::settings::Settings;
use crate::source::{Source, Sourced};
use itl_alert::{AlertSource, CompiledSource, Field, Problem, RenderedAlert};
use itl_eval::{Code, Diagnostic, Severity, Span};
use places::Places;
use serde_json::Value;

/// Endings of alert sources that folders are searched for.
pub(crate) const IN_FOLDERS: &[&str] = &[".itl-source.yaml", ".itl-source.yml"];

/// Whether a file is an alert source: every YAML file, and a JSON file that has one of its templates.
pub(crate) fn is_source(path: &str, text: &str) -> bool {
    if files::ends_with(path, &["yaml", "yml"]) {
        return true;
    }
    files::ends_with(path, &["json"])
        && serde_json::from_str(text).is_ok_and(|mut value: Value| itl_alert::each_template(&mut value, |_, _| ()) > 0)
}

/// A file of an alert source.
pub(crate) struct AlertFile {
    file: Source,
    places: Places,
    /// What it holds, as far as it can be read.
    pub(crate) source: AlertSource<Field>,
    problems: Vec<Problem>,
}

impl AlertFile {
    /// Reads a file; the error says why it holds nothing.
    pub(crate) fn read(file: &Source, path: &str) -> Result<Self, Box<Sourced>> {
        let value = if files::ends_with(path, &["json"]) {
            match data::problem(&file.name, file.text.as_bytes()) {
                Some(problem) => Err(problem),
                None => Ok(data::json(file.text.as_bytes())),
            }
        } else {
            data::yaml_value(&file.name, &file.text)
        };
        let value = value.map_err(|problem| broken(*problem, file))?;
        let (source, problems) = AlertSource::read(&value);
        Ok(Self { file: file.clone(), places: Places::of(&file.text), source, problems })
    }

    /// What is wrong with the form of the source.
    pub(crate) fn problems(&self) -> Vec<Sourced> {
        let finding = |problem: &Problem| {
            let code = if problem.severity == Severity::Error { Code::InvalidSource } else { Code::SourceDoubt };
            let span = if problem.at_name { self.places.name(&problem.path) } else { self.places.value(&problem.path) };
            let message = match problem.path.as_str() {
                "" => problem.message.clone(),
                path if problem.at_name => {
                    let parent = path.rsplit_once('.').map_or("", |(parent, _)| parent);
                    if parent.is_empty() { problem.message.clone() } else { format!("{parent}: {}", problem.message) }
                }
                path => format!("{path}: {}", problem.message),
            };
            let mut diagnostic = Diagnostic::new(code, span, message);
            diagnostic.help.clone_from(&problem.help);
            self.file.finding(diagnostic)
        };
        self.problems.iter().map(finding).collect()
    }

    /// What is to be said of the alert that the source makes.
    pub(crate) fn doubt(&self, path: &str, message: &str) -> Sourced {
        self.file.finding(Diagnostic::new(
            Code::SourceDoubt,
            self.places.value(path),
            format_args!("{path}: {message}"),
        ))
    }

    /// The template of a field, as a file of its own.
    pub(crate) fn template(&self, field: &Field) -> Source {
        Source { name: self.file.name.clone(), text: field.text.as_str().into(), marked: false }
    }

    /// What was found in the template of a field, as findings in the file.
    pub(crate) fn found(
        &self,
        compiled: &CompiledSource,
        path: &str,
        found: impl IntoIterator<Item = Diagnostic>,
        settings: &Settings,
    ) -> Vec<Sourced> {
        let templates = compiled.templates().into_iter().zip(self.source.templates());
        let Some(((_, one), (_, field))) = templates.into_iter().find(|((_, one), _)| one.path == path) else {
            return Vec::new();
        };
        let found = report::of_template(found, &self.template(field), &one.template, settings);
        found.into_iter().map(|finding| self.located(path, finding)).collect()
    }

    /// A finding in a template as one in the file, with the field named. One in a partial stays there.
    pub(crate) fn located(&self, path: &str, mut found: Sourced) -> Sourced {
        found.diagnostic.message = format!("{path}: {}", found.diagnostic.message);
        if found.diagnostic.partial.is_some() {
            return found;
        }
        let place = |span: Span| self.places.inside(path, span);
        let mut diagnostic = found.diagnostic;
        diagnostic.span = place(diagnostic.span);
        for label in &mut diagnostic.labels {
            label.span = place(label.span);
        }
        diagnostic.suggestion = diagnostic.suggestion.take().and_then(|mut change| {
            change.replacement = self.places.written(path, change.span, &change.replacement)?;
            change.span = place(change.span);
            Some(change)
        });
        self.file.finding(diagnostic)
    }
}

/// Whether a template of an alert warns of what a strict render refuses.
pub(crate) fn fails(compiled: &CompiledSource, rendered: &RenderedAlert) -> bool {
    let templates = compiled.templates();
    rendered.warnings.iter().any(|(path, warnings)| {
        let one = templates.iter().find(|(_, one)| one.path == *path);
        one.is_some_and(|(_, one)| !one.template.failures(warnings).is_empty())
    })
}

/// Whether the payload of an alert is not JSON.
pub(crate) fn is_broken(rendered: &RenderedAlert) -> bool {
    rendered.warnings.iter().flat_map(|(_, all)| all).any(|one| one.code == Code::InvalidJson)
}

/// A file that cannot be read at all.
fn broken(mut problem: Sourced, file: &Source) -> Box<Sourced> {
    let diagnostic = &mut problem.diagnostic;
    diagnostic.code = Code::InvalidSource;
    diagnostic.message = diagnostic.message.replacen("the payload is", "the alert source is", 1);
    let is_bare = file.text.lines().any(|line| line.contains(": {{") || line.trim_start().starts_with("- {{"));
    diagnostic.help =
        is_bare.then(|| "YAML takes `{{` for its own; put the template into quotes, or after `|`".to_owned());
    problem.shift = if file.marked { 3 } else { 0 };
    Box::new(problem)
}
