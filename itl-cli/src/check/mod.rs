//! Checks a template against all that its settings and its comments name: samples, a schema, a
//! contract, portability.

mod allow;
mod contract;
mod source;

use crate::data;
use crate::files;
use crate::outcome::CliError;
use crate::report::{self, human};
use crate::settings::Settings;
use crate::source::{Source, Sourced};
use crate::{clock, engine};
use allow::Known;
use itl_analysis::{Analysis, CheckOptions, Contract, Shape};
use itl_eval::{Code, Diagnostic, Diagnostics, RenderOptions, Severity, Template};
use itl_prompt::{Prompt, PromptOptions, PromptSettings, volatile_beginning};
use itl_syntax::{Document, Doubt};
use serde_json::Value;
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

/// Endings of samples, which folders are searched for.
pub(crate) const SAMPLES: &[&str] = &[".json", ".yaml", ".yml"];

/// Checks templates; reads each sample and schema once.
#[derive(Default)]
pub(crate) struct Checker {
    payloads: HashMap<String, Option<Arc<Value>>>,
    /// Samples and schemas that cannot be used, not reported yet.
    problems: Vec<Sourced>,
    reported: Vec<(Arc<str>, Code)>,
    /// Whether samples are not rendered: a template that is being fixed is checked again and again.
    skips_renders: bool,
    /// What became of each template, for the allowances of its project.
    pub(crate) checked: Vec<Checked>,
}

/// A template that was checked.
pub(crate) struct Checked {
    pub(crate) path: String,
    known: Known,
    /// The warnings that its settings silenced.
    silenced: Vec<Code>,
}

impl Checked {
    /// Whether the check found the warning and the settings silenced it.
    pub(crate) fn silenced(&self, code: Code) -> bool {
        self.silenced.contains(&code)
    }

    /// Whether the check had what it takes to find the warning.
    pub(crate) fn could_find(&self, code: Code) -> bool {
        self.known.could_find(code)
    }
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
        let document = engine.parse(&source.text);
        let contract = Contract::of(&document);
        let mut found = Diagnostics::new();
        let samples = self.samples(settings, &contract, source, &mut found)?;
        let schema = match &settings.schema {
            Some(path) => self.payload(path)?,
            None => None,
        };
        // A path counts as unknown where no sample has it. Where there are none, the contract says what there is.
        let stated = contract.schema();
        let shape = if schema.is_none() && !samples.is_empty() {
            Some(Shape::samples(samples.iter().map(|(_, sample)| &**sample)))
        } else {
            schema.as_deref().or(stated.as_ref()).map(Shape::schema)
        };
        let (template, _) = engine.compile_document(&document);
        let options = CheckOptions::default().portable(settings.portable).trusted(&settings.trusted);
        let analysis = Analysis::new(&template, &document, shape.as_ref());
        found.extend(analysis.check(&options));
        if !self.skips_renders {
            add_all_rendered(&mut found, &template, &document, &samples, settings);
        }
        found.extend(contract::findings(&contract, &analysis, &samples));
        found.extend(contract::of_partials(&template, path, settings, shape.as_ref())?);
        let known = Known { shape: shape.is_some(), samples: !samples.is_empty(), portable: settings.portable };
        let mut list: Vec<Diagnostic> = found.into_iter().collect();
        allow::apply(&engine, &template, &document, known, &mut list);
        let mut found: Diagnostics = list.into_iter().collect();
        found.sort();
        let mut findings = report::of_template(found, source, &template, settings);
        report::hint_at_partials(&mut findings, source, settings);
        let silenced = level(settings, &mut findings);
        self.checked.extend(path.map(|path| Checked { path: path.to_owned(), known, silenced }));
        Ok(findings)
    }

    /// The samples that can be read, with their names: those of the settings, and those that the
    /// template's own comments name.
    fn samples(
        &mut self,
        settings: &Settings,
        contract: &Contract,
        source: &Source,
        found: &mut Diagnostics,
    ) -> Result<Vec<(String, Arc<Value>)>, CliError> {
        let mut search = files::find(&settings.samples, SAMPLES);
        for problem in std::mem::take(&mut search.problems) {
            self.problem(problem);
        }
        let folder = Path::new(&*source.name).parent().unwrap_or(Path::new(""));
        for (file, span) in &contract.samples {
            let path = crate::settings::path(folder, file);
            if !Path::new(&path).is_file() {
                let message = format!("cannot read the sample {path}: there is no such file");
                found.push(Diagnostic::new(Code::ContractBroken, *span, message));
            } else if !search.files.contains(&path) {
                search.files.push(path);
            }
        }
        let mut samples = Vec::with_capacity(search.files.len());
        for path in search.files {
            if let Some(sample) = self.payload(&path)? {
                samples.push((files::shown(&path), sample));
            }
        }
        Ok(samples)
    }

    /// Notes what is wrong with a sample or schema, once however many templates have it.
    fn problem(&mut self, problem: Sourced) {
        let same = |known: &(Arc<str>, Code)| known.0 == problem.file && known.1 == problem.diagnostic.code;
        if !self.reported.iter().any(same) {
            self.reported.push((problem.file.clone(), problem.diagnostic.code));
            self.problems.push(problem);
        }
    }

    /// A sample or schema, read once; `None` where it is not JSON.
    fn payload(&mut self, path: &str) -> Result<Option<Arc<Value>>, CliError> {
        if let Some(known) = self.payloads.get(path) {
            return Ok(known.clone());
        }
        let payload = match named_schema(path).unwrap_or_else(|| data::value(path, None)) {
            Ok(Ok(value)) => Some(Arc::new(value)),
            Ok(Err(problem)) => {
                self.problem(*problem);
                None
            }
            Err(CliError::Usage(message)) => {
                self.problem(files::unreadable(path, &message));
                None
            }
            Err(closed) => return Err(closed),
        };
        self.payloads.insert(path.to_owned(), payload.clone());
        Ok(payload)
    }
}

/// A schema that ships with the command; `None` where the path is that of a file.
fn named_schema(path: &str) -> Option<Result<Result<Value, Box<Sourced>>, CliError>> {
    let name = path.strip_prefix("ilert:")?;
    if let Some(text) = itl_alert::schema(path) {
        return Some(Ok(Ok(data::json(text.as_bytes()))));
    }
    let names: Vec<&str> = itl_alert::SCHEMAS.iter().filter_map(|(name, _)| name.strip_prefix("ilert:")).collect();
    let message = crate::settings::unknown("schema of ilert", name, &names);
    Some(Err(CliError::Usage(message)))
}

/// Takes out what the settings allow, which is returned, and makes errors of what they deny.
fn level(settings: &Settings, findings: &mut Vec<Sourced>) -> Vec<Code> {
    let is_silenced = |finding: &Sourced| settings.allow.contains(&finding.diagnostic.code);
    let silenced = findings.iter().filter(|one| is_silenced(one)).map(|one| one.diagnostic.code).collect();
    findings.retain(|finding| !is_silenced(finding));
    for finding in findings {
        let is_warning = finding.diagnostic.severity == Severity::Warning;
        if is_warning && settings.deny.denies(finding.diagnostic.code) {
            finding.diagnostic.severity = Severity::Error;
        }
    }
    silenced
}

fn is_same(a: &Diagnostic, b: &Diagnostic) -> bool {
    a.code == b.code && a.span == b.span && a.partial == b.partial
}

/// Adds what the renders of the samples warn of; of a prompt, what is wrong with its conversation.
fn add_all_rendered(
    found: &mut Diagnostics,
    template: &Template,
    document: &Document<'_>,
    samples: &[(String, Arc<Value>)],
    settings: &Settings,
) {
    let options = RenderOptions::new().now(settings.now.or_else(clock::now));
    let doubt = Doubt::of(document, found);
    if !PromptSettings::of(document).is_prompt(document) {
        let options = options.budget(settings.budget());
        for (name, sample) in samples {
            add_rendered(found, template.render_with(&**sample, &options).warnings, &doubt, name);
        }
        return;
    }
    let prompt = Prompt::new(template.clone());
    // Whatever the nonce is, it stands in no sample.
    let options = PromptOptions::new(options.escape(settings.escape)).nonce(Some("0123456789abcdef"));
    for (name, sample) in samples {
        let conversation = prompt.render((&**sample).into(), &options);
        add_rendered(found, conversation.diagnostics().clone(), &doubt, name);
    }
    let samples: Vec<&Value> = samples.iter().map(|(_, sample)| &**sample).collect();
    for one in volatile_beginning(&prompt, &samples, &options) {
        if !found.iter().any(|known| is_same(known, &one)) {
            found.push(one);
        }
    }
}

/// Adds the warnings of a render, each once, but for missing variables that the check has named.
fn add_rendered(found: &mut Diagnostics, warnings: Diagnostics, doubt: &Doubt, sample: &str) {
    for mut warning in warnings {
        if warning.code == Code::MissingVariable && warning.partial.is_none() && doubt.covers(warning.span) {
            continue;
        }
        let known = found.iter().any(|known| {
            let named = warning.code == Code::MissingVariable
                && says_missing(known.code)
                && known.partial == warning.partial
                && known.span.start >= warning.span.start
                && known.span.end <= warning.span.end;
            let is_end = known.code == Code::BlockName && known.labels.iter().any(|label| label.span == warning.span);
            named || is_end || is_same(known, &warning)
        });
        if !known {
            warning.message = format!("{} (rendered with {sample})", warning.message);
            found.push(warning);
        }
    }
}

/// Whether a finding says of a path that the payload lacks it, in these or other words.
fn says_missing(code: Code) -> bool {
    matches!(
        code,
        Code::UnknownPath
            | Code::KeyCase
            | Code::FunctionName
            | Code::BlockName
            | Code::OperatorName
            | Code::PathName
            | Code::MarkName
            | Code::FilterName
    )
}

/// At most as many rounds of changes are made: one may make room for another.
pub(crate) const MAX_ROUNDS: usize = 10;

/// At most as many bytes of a template are checked in all rounds together.
pub(crate) const MAX_ROUND_BYTES: usize = 2 << 20;

/// Applies the changes that the findings suggest to the file; returns what is left.
pub(crate) fn fix(
    checker: &mut Checker,
    mut source: Source,
    path: &str,
    settings: &Settings,
) -> Result<Vec<Sourced>, CliError> {
    let mut fixed = 0;
    let mut left = MAX_ROUND_BYTES;
    let mut found = checker.check_file(&source, path, settings)?;
    let changed = |text: &str, found: &[Sourced]| {
        let own = found.iter().filter(|finding| finding.diagnostic.partial.is_none());
        apply(text, own.map(|finding| &finding.diagnostic))
    };
    // What renders warn of changes nothing in the text.
    checker.skips_renders = true;
    for _ in 0..MAX_ROUNDS {
        let (text, changes) = changed(&source.text, &found);
        let Some(less) = left.checked_sub(text.len()).filter(|_| changes > 0) else { break };
        left = less;
        fixed += changes;
        source.text = text.into();
        found = checker.check_file(&source, path, settings)?;
    }
    checker.skips_renders = false;
    if fixed > 0 {
        found = checker.check_file(&source, path, settings)?;
        let mark = if source.marked { "\u{feff}" } else { "" };
        files::replace(path, format!("{mark}{}", source.text).as_bytes())?;
        human::say(&format!("{path}: applied {}", report::plural(fixed, "change")));
        if changed(&source.text, &found).1 > 0 {
            human::say(&format!("{path}: more can be applied; run it again"));
        }
    }
    Ok(found)
}

/// The text with all suggested changes that do not overlap, and their number.
pub(crate) fn apply<'d>(text: &str, found: impl Iterator<Item = &'d Diagnostic>) -> (String, usize) {
    let mut changes: Vec<_> = found.filter_map(|diagnostic| diagnostic.suggestion.as_ref()).collect();
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
