//! The templates that a worker renders with, and how a new set takes the place of the old one.

use crate::event::Event;
use crate::subject::{Pattern, Target};
use itl_eval::{Diagnostic, Dialect, Engine, Partials, RenderOptions, Template};
use itl_syntax::finding::{Finding, SourceFile};
use sha2::{Digest as _, Sha256};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

/// A template as its files have it now.
#[derive(Clone, Debug)]
pub struct TemplateSource {
    /// Its name: part of the ids of its messages, a label of metrics.
    pub name: String,
    /// What diagnostics call its file.
    pub file: String,
    /// Its text, or why that cannot be read.
    pub text: Result<String, Box<Finding>>,
    /// What it is compiled with, its partials among it.
    pub engine: Engine,
    /// The partials of its engine.
    pub partials: PartialTexts,
    /// What it is rendered with. Without a clock each event is rendered at the time at which it was stored.
    pub options: RenderOptions,
    /// Whether an event becomes a dead letter where the template has errors or a value is missing.
    pub is_strict: bool,
    /// The subjects of its events.
    pub events: Vec<Pattern>,
    /// Where its messages go.
    pub target: Target,
}

/// The partials of a folder as they were at one moment, so that no render sees half of a change.
#[derive(Clone, Debug, Default)]
pub struct PartialTexts(Arc<BTreeMap<String, PartialText>>);

/// A partial.
#[derive(Clone, Debug)]
pub struct PartialText {
    /// What diagnostics call its file.
    pub file: String,
    /// Its text.
    pub text: String,
}

impl FromIterator<(String, PartialText)> for PartialTexts {
    fn from_iter<I: IntoIterator<Item = (String, PartialText)>>(partials: I) -> Self {
        Self(Arc::new(partials.into_iter().collect()))
    }
}

impl Partials for PartialTexts {
    fn load(&self, name: &str, _: Dialect) -> Option<Cow<'_, str>> {
        self.0.get(name).map(|partial| Cow::Borrowed(&*partial.text))
    }

    fn names(&self) -> Vec<String> {
        self.0.keys().cloned().collect()
    }
}

impl TemplateSource {
    /// Changes whenever something changes that messages can depend on.
    fn version(&self) -> String {
        let mut hash = Sha256::new();
        let text = self.text.as_deref().unwrap_or_default();
        let settings = format!("{:?} {:?} {:?} {}", self.engine, self.engine.on_error(), self.options, self.is_strict);
        let partials = self.partials.0.iter().flat_map(|(name, partial)| [&**name, &*partial.text]);
        for part in [&*self.name, text, &settings].into_iter().chain(partials) {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
        let mut version = String::with_capacity(12);
        for byte in hash.finalize().iter().take(6) {
            let _ = write!(version, "{byte:02x}");
        }
        version
    }
}

/// A compiled template with all that its messages need.
#[derive(Debug)]
pub struct Route {
    source: TemplateSource,
    version: String,
    /// `None` where the file could not be read.
    template: Option<Template>,
    errors: Vec<Finding>,
}

impl Route {
    fn new(source: TemplateSource, version: String) -> Self {
        let (template, errors) = match &source.text {
            Ok(text) => {
                let (template, diagnostics) = source.engine.compile_lenient(text);
                let errors: Vec<Diagnostic> = diagnostics.errors().cloned().collect();
                let errors = findings(&template, &source, &errors);
                (Some(template), errors)
            }
            Err(finding) => (None, vec![(**finding).clone()]),
        };
        Self { source, version, template, errors }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.source.name
    }

    /// Its version.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The compiled template; `None` where its file could not be read.
    pub fn template(&self) -> Option<&Template> {
        self.template.as_ref()
    }

    /// What is wrong with it.
    pub fn errors(&self) -> &[Finding] {
        &self.errors
    }

    /// Whether an event becomes a dead letter where the template has errors or a value is missing.
    pub fn is_strict(&self) -> bool {
        self.source.is_strict
    }

    /// What an event is rendered with.
    pub fn options(&self, event: &Event) -> RenderOptions {
        let options = self.source.options.clone();
        if options.now.is_some() { options } else { options.now(event.now()) }
    }

    /// Where the message of an event of this subject goes; `None` if the event is none of this template's.
    pub fn target(&self, subject: &str) -> Option<String> {
        let captures = self.source.events.iter().find_map(|pattern| pattern.captures(subject))?;
        Some(self.source.target.subject(&captures))
    }

    /// The findings that diagnostics of its renders are.
    pub fn findings(&self, found: &[Diagnostic]) -> Vec<Finding> {
        self.template.as_ref().map_or_else(Vec::new, |template| findings(template, &self.source, found))
    }
}

fn findings(template: &Template, source: &TemplateSource, found: &[Diagnostic]) -> Vec<Finding> {
    let file = SourceFile::new(&*source.file, template.source());
    Finding::list(found, &file, |partial| {
        let name = source.partials.0.get(partial).map_or(partial, |known| &*known.file);
        Some(SourceFile::new(name, template.partial_source(partial)?))
    })
}

/// The templates of one moment. An event is rendered with one set, whatever happens meanwhile.
#[derive(Clone, Debug, Default)]
pub struct TemplateSet(Vec<Arc<Route>>);

/// A set made from new sources.
#[derive(Debug)]
pub struct Update {
    /// The set to use from now on.
    pub set: TemplateSet,
    /// What was wrong with new sources.
    pub refused: Vec<Refused>,
    /// Whether the set differs from the old one.
    pub is_new: bool,
}

/// A template whose new source is not used, or is used for want of an older one.
#[derive(Debug)]
pub struct Refused {
    /// Its name.
    pub name: String,
    /// What is wrong with it.
    pub errors: Vec<Finding>,
    /// The version that stays; `None` where there was none.
    pub stays: Option<String>,
}

impl TemplateSet {
    /// The set of new sources. Where one has errors its old version stays as it was. Without an old one it is used as it
    /// is: a lenient template prints a text all the same, a strict one makes dead letters that say what is wrong.
    #[must_use]
    pub fn update(&self, sources: Vec<TemplateSource>) -> Update {
        let mut refused = Vec::new();
        let mut is_new = sources.len() != self.0.len();
        let mut routes = Vec::with_capacity(sources.len());
        for source in sources {
            let old = self.0.iter().find(|old| old.source.name == source.name);
            let route = Self::route(source, old, &mut refused);
            is_new = is_new || !old.is_some_and(|old| Arc::ptr_eq(old, &route));
            routes.push(route);
        }
        Update { set: Self(routes), refused, is_new }
    }

    fn route(source: TemplateSource, old: Option<&Arc<Route>>, refused: &mut Vec<Refused>) -> Arc<Route> {
        let version = source.version();
        if let Some(old) = old
            && old.version == version
            && (&old.source.events, &old.source.target) == (&source.events, &source.target)
        {
            if !old.errors.is_empty() {
                refused.push(Refused { name: source.name, errors: old.errors.clone(), stays: None });
            }
            return old.clone();
        }
        let route = Route::new(source, version);
        if route.errors.is_empty() {
            return Arc::new(route);
        }
        let good = old.filter(|old| old.errors.is_empty());
        refused.push(Refused {
            name: route.source.name.clone(),
            errors: route.errors.clone(),
            stays: good.map(|old| old.version.clone()),
        });
        good.map_or_else(|| Arc::new(route), Arc::clone)
    }

    /// The templates, in the order of their sources.
    pub fn routes(&self) -> &[Arc<Route>] {
        &self.0
    }

    /// The templates that take events of this subject, each with the subject of its message.
    pub fn of<'a>(&'a self, subject: &'a str) -> impl Iterator<Item = (&'a Arc<Route>, String)> {
        self.0.iter().filter_map(move |route| Some((route, route.target(subject)?)))
    }
}

/// A finding in one line: `disk.itl:1:4: error[E0201]: unknown function`.
pub fn line(finding: &Finding) -> String {
    let place = finding.location;
    let (severity, code, message) = (finding.severity, finding.code, &finding.message);
    match place.line {
        0 => format!("{}: {severity}[{code}]: {message}", finding.file),
        line => format!("{}:{line}:{}: {severity}[{code}]: {message}", finding.file, place.column),
    }
}
