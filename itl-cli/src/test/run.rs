//! Runs cases on several threads.

use super::expect::{self, Failure};
use super::suite::{Case, Expect, Kind, PayloadRef, Suite, TemplateRef};
use crate::coverage::{Coverage, Record, Recorder};
use crate::data::{self, Content};
use crate::files::{self, Unusable};
use crate::outcome::CliError;
use crate::report::human;
use crate::settings::{Settings, named_file};
use crate::source::Source;
use crate::{clock, engine, terminal};
use itl_eval::{Diagnostics, RenderOptions, Template};
use serde_json::Value;
use std::collections::HashMap;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// How cases are run.
#[derive(Debug)]
pub(crate) struct Options {
    /// Whether to write snapshots and expected files instead of comparing them.
    pub(crate) update: bool,
    pub(crate) jobs: usize,
    /// Only cases whose file or name contains this text, in any case.
    pub(crate) filter: Option<String>,
    /// Whether to count what the templates do.
    pub(crate) coverage: bool,
    /// Whether the texts of all cases are reported.
    pub(crate) texts: bool,
}

/// The most bytes of texts, and of what is shown of failures, that are held for the report.
const MAX_HELD: usize = 128 << 20;

/// All results, in the order of files and cases.
pub(crate) struct Run<'s> {
    pub(crate) results: Vec<CaseResult<'s>>,
    pub(crate) elapsed: Duration,
    /// The templates that ran, for coverage.
    pub(crate) templates: Vec<Arc<Compiled>>,
}

/// How a case went.
pub(crate) struct CaseResult<'s> {
    pub(crate) suite: &'s Suite,
    pub(crate) case: &'s Case,
    pub(crate) failures: Vec<Failure>,
    /// The text that was rendered, of the payload that failed first or of the last one, where texts are reported and
    /// fit into what is held.
    pub(crate) text: Option<String>,
    /// Files that `--update` has written.
    pub(crate) updated: Vec<String>,
    pub(crate) elapsed: Duration,
}

/// A template compiled with a case's settings.
pub(crate) struct Compiled {
    pub(crate) source: Source,
    pub(crate) settings: Settings,
    pub(crate) template: Template,
    /// What compiling found.
    found: Diagnostics,
    /// What its renders did, where coverage is wanted.
    pub(crate) record: Mutex<Record>,
}

/// Runs the cases of all suites; `done` is called after each.
pub(crate) fn run<'s>(suites: &'s [Suite], options: &Options, done: &(dyn Fn() + Sync)) -> Run<'s> {
    let start = Instant::now();
    let wanted = |suite: &Suite, case: &Case| match &options.filter {
        None => true,
        Some(filter) => {
            let filter = filter.to_lowercase();
            suite.file.to_lowercase().contains(&filter) || case.name.to_lowercase().contains(&filter)
        }
    };
    let cases: Vec<(&Suite, &Case)> = suites
        .iter()
        .flat_map(|suite| suite.cases.iter().map(move |case| (suite, case)))
        .filter(|(suite, case)| wanted(suite, case))
        .collect();
    let room = AtomicUsize::new(MAX_HELD);
    let shared = Shared { options, templates: Mutex::default(), payloads: Mutex::default(), room };
    let slots: Vec<OnceLock<CaseResult<'s>>> = cases.iter().map(|_| OnceLock::new()).collect();
    let next = AtomicUsize::new(0);
    let work = || {
        while let Some(((suite, case), slot)) = {
            let at = next.fetch_add(1, Ordering::Relaxed);
            cases.get(at).zip(slots.get(at))
        } {
            let _ = slot.set(shared.case(suite, case));
            done();
        }
    };
    thread::scope(|scope| {
        for _ in 1..options.jobs.min(cases.len()) {
            // Where the system has no more threads, those that there are do the work.
            let _ = thread::Builder::new().spawn_scoped(scope, work);
        }
        work();
    });
    let results = slots.into_iter().filter_map(OnceLock::into_inner).collect();
    let templates = shared.templates.into_inner().unwrap_or_else(PoisonError::into_inner);
    let mut templates: Vec<_> = templates.into_values().filter_map(|made| made.get().cloned()?.ok()).collect();
    templates.sort_by(|a, b| a.source.name.cmp(&b.source.name));
    Run { results, elapsed: start.elapsed(), templates }
}

impl Run<'_> {
    /// What the tests have reached of their templates.
    pub(crate) fn coverage(&self) -> Coverage {
        let mut coverage = Coverage::default();
        for of in &self.templates {
            let record = of.record.lock().unwrap_or_else(PoisonError::into_inner);
            coverage.add(&of.source, &of.settings, &of.template, &record);
        }
        coverage
    }
}

/// A value made once, by whoever comes first.
type Once<T> = Arc<OnceLock<Result<Arc<T>, Failure>>>;

/// What all threads share.
struct Shared<'o> {
    options: &'o Options,
    /// By template and settings.
    templates: Mutex<HashMap<String, Once<Compiled>>>,
    payloads: Mutex<HashMap<String, Once<Payload>>>,
    /// How many bytes may still be held for the report.
    room: AtomicUsize,
}

/// A payload's file as read.
pub(crate) enum Payload {
    Bytes(Vec<u8>),
    Value(Value),
}

/// The value of a key, made by `make` where nobody has made it yet.
fn once<T>(
    map: &Mutex<HashMap<String, Once<T>>>,
    key: String,
    make: impl FnOnce() -> Result<T, Failure>,
) -> Result<Arc<T>, Failure> {
    let slot = map.lock().unwrap_or_else(PoisonError::into_inner).entry(key).or_default().clone();
    slot.get_or_init(|| make().map(Arc::new)).clone()
}

impl Shared<'_> {
    fn case<'s>(&self, suite: &'s Suite, case: &'s Case) -> CaseResult<'s> {
        let start = Instant::now();
        let mut result =
            CaseResult { suite, case, failures: Vec::new(), text: None, updated: Vec::new(), elapsed: Duration::ZERO };
        if let Err(mut failure) = self.run(&mut result) {
            self.hold(&mut failure);
            result.failures.push(failure);
        }
        result.elapsed = start.elapsed();
        result
    }

    fn run(&self, result: &mut CaseResult<'_>) -> Result<(), Failure> {
        let template = self.template(result.suite, result.case)?;
        match &result.case.kind {
            Kind::Message { payloads, expect } => {
                for (at, payload) in payloads.iter().enumerate() {
                    self.message(result, &template, payload, expect, (payloads.len() > 1).then_some(at))?;
                }
                Ok(())
            }
            Kind::Keys { payloads, same } => self.keys(result, &template, payloads, *same),
        }
    }

    /// One payload of a case; `at` is its number where there are several.
    fn message(
        &self,
        result: &mut CaseResult<'_>,
        template: &Compiled,
        payload: &PayloadRef,
        expect: &Expect,
        at: Option<usize>,
    ) -> Result<(), Failure> {
        let (text, found) = self.render(template, result.case, payload)?;
        let mut failures = expect::check(expect, &text, &found);
        if let Some(name) = &expect.snapshot {
            let path = snapshot_path(result.suite, result.case, name, at);
            failures.extend(self.file("snapshot", &path, &text, result)?);
        }
        if let Some(path) = &expect.file {
            failures.extend(self.file("expect_file", path, &text, result)?);
        }
        if at.is_some() {
            let name = payload.name().unwrap_or("inline");
            for failure in &mut failures {
                failure.message = format!("{name}: {}", failure.message);
            }
        }
        for failure in &mut failures {
            self.hold(failure);
        }
        if result.failures.is_empty() {
            self.report(result, &text);
        }
        result.failures.extend(failures);
        Ok(())
    }

    /// Keeps the text for the report, where that shows it.
    fn report(&self, result: &mut CaseResult<'_>, text: &str) {
        let before = result.text.take().map_or(0, |text| text.len());
        self.room.fetch_add(before, Ordering::Relaxed);
        if self.options.texts && self.takes(text.len()) {
            result.text = Some(text.to_owned());
        }
    }

    /// Leaves out of a failure what there is no more room for.
    fn hold(&self, failure: &mut Failure) {
        if !self.options.texts || !self.takes(failure.expected.as_ref().map_or(0, String::len)) {
            failure.expected = None;
        }
        if !self.takes(failure.detail.len()) {
            failure.cut(0);
        }
    }

    /// Whether so many bytes more may be held, which then are.
    fn takes(&self, bytes: usize) -> bool {
        self.room.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |room| room.checked_sub(bytes)).is_ok()
    }

    /// Compares a text with a file, or writes the file.
    fn file(
        &self,
        kind: &'static str,
        path: &str,
        text: &str,
        result: &mut CaseResult<'_>,
    ) -> Result<Option<Failure>, Failure> {
        let path = &named_file(Path::new(""), path).map_err(|message| Failure::new(kind, message))?;
        let expected = files::try_bytes(path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        if self.options.update {
            if expected.as_deref().ok() != Some(text) {
                write(path, text).map_err(|message| Failure::new(kind, message))?;
                result.updated.push(path.to_owned());
            }
            return Ok(None);
        }
        Ok(match expected {
            Ok(expected) if expected == text => None,
            Ok(expected) => Some(Failure::differs(kind, format!("the text differs from {path}"), &expected, text)),
            Err(error) => {
                let message = format!("{error}; `itl test --update` writes it");
                Some(Failure { detail: text.to_owned(), ..Failure::new(kind, message) })
            }
        })
    }

    fn keys(
        &self,
        result: &mut CaseResult<'_>,
        template: &Compiled,
        payloads: &[PayloadRef],
        same: bool,
    ) -> Result<(), Failure> {
        /// The most bytes of the keys of a case.
        const MAX_KEYS: usize = 16 << 20;
        let kind = if same { "same_key" } else { "different_key" };
        let mut bytes = 0;
        let mut keys: Vec<(String, String)> = Vec::new();
        for (at, payload) in payloads.iter().enumerate() {
            let (text, found) = self.render(template, result.case, payload)?;
            let name = payload.name().map_or_else(|| format!("payload {}", at + 1), str::to_owned);
            if let Some(error) = found.errors().next() {
                return Err(Failure::new(kind, format!("{name}: {error}")));
            }
            if text.trim().is_empty() {
                return Err(Failure::new(kind, format!("{name}: the key is empty")));
            }
            bytes += text.len();
            if bytes > MAX_KEYS {
                return Err(Failure::new(kind, format!("{name}: the keys are longer than {} MiB", MAX_KEYS >> 20)));
            }
            keys.push((name, text));
        }
        if let Some((_, text)) = keys.first() {
            self.report(result, text);
        }
        let Some(((first_name, first), rest)) = keys.split_first() else { return Ok(()) };
        if same {
            if let Some((name, key)) = rest.iter().find(|(_, key)| key != first) {
                let message = format!("{first_name} and {name} have different keys");
                return Err(Failure::differs(kind, message, first, key));
            }
            return Ok(());
        }
        let mut known: HashMap<&str, &str> = HashMap::new();
        for (name, key) in &keys {
            if let Some(other) = known.insert(key, name) {
                let message = format!("{other} and {name} have the same key");
                return Err(Failure { detail: key.clone(), ..Failure::new(kind, message) });
            }
        }
        Ok(())
    }

    fn template(&self, suite: &Suite, case: &Case) -> Result<Arc<Compiled>, Failure> {
        let name = match &suite.template {
            TemplateRef::File(path) => path.clone(),
            TemplateRef::Inline(text) => format!("{}\0{text}", suite.file),
        };
        let compiled_with = Settings { now: None, budget: None, ..case.settings.clone() };
        let key = format!("{name}\0{compiled_with:?}");
        once(&self.templates, key, || {
            let (source, path) = match &suite.template {
                TemplateRef::Inline(text) => (Source { name: suite.file.as_str().into(), ..Source::given(text) }, None),
                TemplateRef::File(path) => match files::template(path) {
                    Ok(source) => (source, Some(path.as_str())),
                    Err(Unusable::Unreadable { message, .. }) => return Err(Failure::new("template", message)),
                    Err(Unusable::NotText(found)) => return Err(drawn("template", "the template is not text", &found)),
                },
            };
            let engine = engine::build(&case.settings, path).map_err(|error| match error {
                CliError::Usage(message) => Failure::new("template", message),
                CliError::Closed => Failure::new("template", "stdin is closed"),
            })?;
            let (template, found) = engine.compile_lenient(&source.text);
            Ok(Compiled { source, settings: case.settings.clone(), template, found, record: Mutex::default() })
        })
    }

    /// The text of a payload, and all that was found on the way to it.
    fn render(&self, of: &Compiled, case: &Case, payload: &PayloadRef) -> Result<(String, Diagnostics), Failure> {
        let options = RenderOptions::new().now(case.settings.now.or_else(clock::now)).budget(case.settings.budget());
        let file;
        let source = match payload {
            PayloadRef::Inline(value) => itl_eval::Source::Json(value),
            PayloadRef::File(path) => {
                file = self.payload(path)?;
                match &*file {
                    Payload::Value(value) => itl_eval::Source::Json(value),
                    Payload::Bytes(bytes) => itl_eval::Source::Bytes(bytes),
                }
            }
        };
        let rendered = if self.options.coverage {
            let mut recorder = Recorder::default();
            let rendered = of.template.render_watched(source, &options, &mut recorder);
            of.record.lock().unwrap_or_else(PoisonError::into_inner).add(recorder);
            rendered
        } else {
            of.template.render_with(source, &options)
        };
        let mut found = of.found.clone();
        found.extend(rendered.warnings);
        Ok((rendered.text, found))
    }

    fn payload(&self, path: &str) -> Result<Arc<Payload>, Failure> {
        once(&self.payloads, path.to_owned(), || {
            let data = data::read(Some(path), None, &[]).map_err(|error| match error {
                CliError::Usage(message) => Failure::new("data", message),
                CliError::Closed => Failure::new("data", "stdin is closed"),
            })?;
            if let Some(problem) = data.problem {
                return Err(drawn("data", "the payload cannot be read", &problem));
            }
            match data.content {
                Content::Value(value) => Ok(Payload::Value(value)),
                Content::Bytes { name, bytes } => match data::problem(&name, &bytes) {
                    Some(problem) => Err(drawn("data", "the payload cannot be read", &problem)),
                    None => Ok(Payload::Bytes(bytes)),
                },
            }
        })
    }
}

impl PayloadRef {
    pub(crate) fn name(&self) -> Option<&str> {
        match self {
            Self::File(path) => Some(path),
            Self::Inline(_) => None,
        }
    }
}

fn drawn(kind: &'static str, message: &str, found: &crate::source::Sourced) -> Failure {
    let detail = human::drawn(found, terminal::stderr_colour(), terminal::columns());
    Failure { detail, ..Failure::new(kind, message) }
}

/// Where a snapshot lies: beside the test file, named after it and after the case.
fn snapshot_path(suite: &Suite, case: &Case, name: &str, at: Option<usize>) -> String {
    let number = at.map(|at| format!("-{}", at + 1)).unwrap_or_default();
    if !name.is_empty() {
        let (stem, ending) =
            name.rsplit_once('.').map_or((name, String::new()), |(stem, ending)| (stem, format!(".{ending}")));
        return suite.folder.join(format!("{stem}{number}{ending}")).display().to_string();
    }
    let file = std::path::Path::new(&suite.file).file_name().map(|file| file.to_string_lossy().into_owned());
    let stem = file.unwrap_or_default();
    let stem = stem.split(".itl-test").next().unwrap_or_default();
    let plain = |c: char| if c.is_alphanumeric() { c } else { '-' };
    let slug: String = case.name.to_lowercase().chars().map(plain).collect();
    suite.folder.join("snapshots").join(format!("{stem}.{slug}{number}.txt")).display().to_string()
}

fn write(path: &str, text: &str) -> Result<(), String> {
    files::replace_in_folder(path, text.as_bytes()).map_err(|error| match error {
        CliError::Usage(message) => message,
        CliError::Closed => format!("cannot write {path}: it is closed"),
    })
}
