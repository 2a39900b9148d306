//! Checks a template against all that its settings name: samples, a schema, portability.

use crate::data;
use crate::files;
use crate::outcome::CliError;
use crate::report::{self, human};
use crate::settings::Settings;
use crate::source::{Source, Sourced};
use crate::{clock, engine};
use itl_analysis::{Analysis, CheckOptions, Shape};
use itl_eval::{Code, Diagnostic, Diagnostics, RenderOptions, Severity, Template};
use serde_json::Value;
use std::collections::HashMap;
use std::sync::Arc;

/// Endings of samples, which folders are searched for.
pub(crate) const SAMPLES: &[&str] = &[".json", ".yaml", ".yml"];

/// Checks templates; reads each sample and schema once.
#[derive(Default)]
pub(crate) struct Checker {
    payloads: HashMap<String, Option<Arc<Value>>>,
    /// Samples and schemas that cannot be used, not reported yet.
    problems: Vec<Sourced>,
}

impl Checker {
    /// What was wrong with samples and schemas since the last call.
    pub(crate) fn take_problems(&mut self) -> Vec<Sourced> {
        std::mem::take(&mut self.problems)
    }

    /// Checks a template. Findings that the settings allow are left out, those that they deny are
    /// errors.
    pub(crate) fn check(
        &mut self,
        source: &Source,
        path: Option<&str>,
        settings: &Settings,
    ) -> Result<Vec<Sourced>, CliError> {
        let engine = engine::build(settings, path)?;
        let samples = self.samples(settings)?;
        let schema = match &settings.schema {
            Some(path) => self.payload(path)?,
            None => None,
        };
        // A path counts as unknown where no sample has it.
        let shape = match schema.as_deref() {
            Some(schema) => Some(Shape::schema(schema)),
            None if samples.is_empty() => None,
            None => Some(Shape::samples(samples.iter().map(|(_, sample)| &**sample))),
        };
        let document = engine.parse(&source.text);
        let (template, _) = engine.compile_document(&document);
        let options = CheckOptions::default().portable(settings.portable).trusted(&settings.trusted);
        let mut found = Analysis::new(&template, &document, shape.as_ref()).check(&options);
        for (name, sample) in &samples {
            let rendered = rendered(&template, sample, settings);
            add_rendered(&mut found, rendered, name);
        }
        found.sort();
        let mut findings = report::of_template(found, source, &template, settings);
        report::hint_at_partials(&mut findings, source, settings);
        findings.retain(|finding| !settings.allow.contains(&finding.diagnostic.code));
        for finding in &mut findings {
            if settings.deny.denies(finding.diagnostic.code) {
                finding.diagnostic.severity = Severity::Error;
            }
        }
        Ok(findings)
    }

    /// The samples that can be read, with their names.
    fn samples(&mut self, settings: &Settings) -> Result<Vec<(String, Arc<Value>)>, CliError> {
        let search = files::find(&settings.samples, SAMPLES);
        if let Some(problem) = search.problems.first() {
            return Err(CliError::usage(problem.diagnostic.message.clone()));
        }
        let mut samples = Vec::with_capacity(search.files.len());
        for path in search.files {
            if let Some(sample) = self.payload(&path)? {
                samples.push((files::shown(&path), sample));
            }
        }
        Ok(samples)
    }

    /// A sample or schema, read once; `None` where it is no JSON.
    fn payload(&mut self, path: &str) -> Result<Option<Arc<Value>>, CliError> {
        if let Some(known) = self.payloads.get(path) {
            return Ok(known.clone());
        }
        let payload = match data::value(path, None)? {
            Ok(value) => Some(Arc::new(value)),
            Err(problem) => {
                self.problems.push(*problem);
                None
            }
        };
        self.payloads.insert(path.to_owned(), payload.clone());
        Ok(payload)
    }
}

fn is_same(a: &Diagnostic, b: &Diagnostic) -> bool {
    a.code == b.code && a.span == b.span && a.partial == b.partial
}

/// What a render of a sample warns of.
fn rendered(template: &Template, sample: &Value, settings: &Settings) -> Diagnostics {
    let options = RenderOptions::new().now(settings.now.or_else(clock::now)).budget(settings.budget());
    template.render_with(sample, &options).warnings
}

/// Adds the warnings of a render, each once, but for missing variables that the check has named.
fn add_rendered(found: &mut Diagnostics, warnings: Diagnostics, sample: &str) {
    for mut warning in warnings {
        let known = found.iter().any(|known| {
            let named = warning.code == Code::MissingVariable
                && known.code == Code::UnknownPath
                && known.partial == warning.partial
                && known.span.start >= warning.span.start
                && known.span.end <= warning.span.end;
            named || is_same(known, &warning)
        });
        if !known {
            warning.message = format!("{} (rendered with {sample})", warning.message);
            found.push(warning);
        }
    }
}

/// At most as many rounds of changes are made: one may make room for another.
const MAX_ROUNDS: usize = 10;

/// Applies the changes that the findings suggest to the file; returns what is left.
pub(crate) fn fix(
    checker: &mut Checker,
    mut source: Source,
    path: &str,
    settings: &Settings,
) -> Result<Vec<Sourced>, CliError> {
    let mut fixed = 0;
    let mut found = checker.check(&source, Some(path), settings)?;
    for _ in 0..MAX_ROUNDS {
        let (text, changes) = apply(&source.text, &found);
        if changes == 0 {
            break;
        }
        fixed += changes;
        source.text = text.into();
        found = checker.check(&source, Some(path), settings)?;
    }
    if fixed > 0 {
        let mark = if source.marked { "\u{feff}" } else { "" };
        files::replace(path, format!("{mark}{}", source.text).as_bytes())?;
        human::say(&format!("{path}: applied {}", report::plural(fixed, "change")));
    }
    Ok(found)
}

/// The text with all suggested changes that do not overlap, and their number.
fn apply(text: &str, found: &[Sourced]) -> (String, usize) {
    let own = found.iter().filter(|finding| finding.diagnostic.partial.is_none());
    let mut changes: Vec<_> = own.filter_map(|finding| finding.diagnostic.suggestion.as_ref()).collect();
    changes.sort_by_key(|change| change.span);
    let mut out = String::with_capacity(text.len());
    let (mut at, mut count) = (0, 0);
    for change in changes {
        let (start, end) = (change.span.start as usize, change.span.end as usize);
        let Some(kept) = text.get(at..start).filter(|_| start >= at && text.is_char_boundary(end)) else { continue };
        if count > 0 && start < at || text.get(start..end) == Some(&change.replacement) {
            continue;
        }
        out.push_str(kept);
        out.push_str(&change.replacement);
        (at, count) = (end, count + 1);
    }
    out.push_str(text.get(at..).unwrap_or_default());
    (out, count)
}
