//! The conformance corpus: cases as data, neutral of what runs them.
//!
//! A file under `cases/` holds `{"about": …, "cases": […]}`; [`Case`] is one of them. The same
//! files are read by the runners in Node and in the browser.
#![deny(missing_docs)]

mod pieces;
mod prompts;

pub use pieces::PIECES;
pub use prompts::{PromptCase, PromptResult, RequestWishes, prompt_cases};

use itl_eval::{
    Budget, Diagnostics, Dialect, Engine, Escape, Fit, MemoryPartials, OnError, RenderOptions, Rendered, Template, Zone,
};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A file of cases.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseFile {
    /// What the file is about, in a line.
    #[serde(default)]
    pub about: String,
    /// The cases.
    pub cases: Vec<Case>,
}

/// A template, its data, and what has to come out.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// Unique within its file.
    pub name: String,
    /// The rule it shows: a page of the repository and a heading of it, `grammar/README.md#dates`.
    pub rule: String,
    /// `itl` or `mustache`.
    #[serde(default)]
    pub dialect: Option<String>,
    /// The template.
    pub template: String,
    /// The payload.
    #[serde(default)]
    pub data: Option<Box<RawValue>>,
    /// The payload as text, where its spelling matters.
    #[serde(default)]
    pub json: Option<String>,
    /// Partials by name.
    #[serde(default)]
    pub partials: BTreeMap<String, String>,
    /// Options of the render.
    #[serde(default)]
    pub options: Options,
    /// The text of a lenient render.
    #[serde(default)]
    pub expected: Option<String>,
    /// Codes of the render's warnings, in order; not checked where absent.
    #[serde(default)]
    pub warnings: Option<Vec<String>>,
    /// The errors of the compile, in source order.
    #[serde(default)]
    pub errors: Vec<ExpectedError>,
    /// The template after the first suggestion of the compile was applied.
    #[serde(default)]
    pub mended: Option<String>,
    /// What the mended template prints.
    #[serde(default)]
    pub mended_text: Option<String>,
    /// The canonical text.
    #[serde(default)]
    pub canonical: Option<String>,
    /// Whether a strict compile and render succeed: `ok` or `fails`.
    #[serde(default)]
    pub strict: Option<String>,
}

/// An error and the text under its span.
#[derive(Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct ExpectedError {
    /// The code.
    pub code: String,
    /// The source under the span; not checked where absent.
    #[serde(default)]
    pub at: Option<String>,
}

/// Options of a case's render.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Options {
    /// IANA name.
    pub timezone: Option<String>,
    /// Unix milliseconds.
    pub now: Option<i64>,
    /// Name of the output format.
    pub escape: Option<String>,
    /// Budget in characters.
    pub max_chars: Option<usize>,
    /// Budget in bytes.
    pub max_bytes: Option<usize>,
    /// Name of a budget.
    pub budget: Option<String>,
    /// Where a text beyond its budget is cut.
    pub fit: Option<String>,
    /// What a template with an error prints.
    pub on_error: Option<String>,
}

impl Options {
    /// What a template with an error prints; an unknown word is the usual.
    pub fn on_error(&self) -> OnError {
        self.on_error.as_deref().and_then(|name| name.parse().ok()).unwrap_or_default()
    }

    /// As options of the engine.
    ///
    /// # Errors
    /// Names the option that the engine does not know.
    pub fn resolve(&self) -> Result<RenderOptions, String> {
        let zone = self.timezone.as_deref().map(|name| Zone::named(name).ok_or(format!("zone {name}"))).transpose()?;
        let escape = self.escape.as_deref().map(str::parse::<Escape>).transpose().map_err(|error| error.to_string())?;
        let named =
            self.budget.as_deref().map(|name| Budget::preset(name).ok_or(format!("budget {name}"))).transpose()?;
        let budget = named.or(self.max_chars.map(Budget::chars)).or(self.max_bytes.map(Budget::bytes));
        let fit = self.fit.as_deref().map(str::parse::<Fit>).transpose().map_err(|error| error.to_string())?;
        let budget = match (budget, fit) {
            (Some(budget), Some(fit)) => Some(budget.fit(fit)),
            (budget, _) => budget,
        };
        Ok(RenderOptions::new().zone(zone).now(self.now).escape(escape).budget(budget))
    }
}

impl Case {
    /// The payload as JSON text; `{}` where the case has none.
    pub fn payload(&self) -> &str {
        match (&self.json, &self.data) {
            (Some(json), _) => json,
            (None, Some(data)) => data.get(),
            (None, None) => "{}",
        }
    }

    /// The engine that the case wants.
    pub fn engine(&self) -> Engine {
        let dialect = if self.dialect.as_deref() == Some("mustache") { Dialect::Mustache } else { Dialect::Itl };
        Engine::builder()
            .dialect(dialect)
            .partials(self.partials.clone().into_iter().collect::<MemoryPartials>())
            .on_error(self.options.on_error())
            .build()
    }

    /// Runs the case.
    ///
    /// # Errors
    /// Says what differs from what was expected.
    pub fn run(&self) -> Result<(), String> {
        let engine = self.engine();
        let options = self.options.resolve()?;
        let (template, diagnostics) = engine.compile_lenient(&self.template);
        let errors: Vec<ExpectedError> = diagnostics
            .errors()
            .map(|error| {
                let source = match &error.partial {
                    Some(name) => self.partials.get(&**name).map_or("", String::as_str),
                    None => &self.template,
                };
                ExpectedError { code: error.code.id().into(), at: Some(error.span.of(source).into()) }
            })
            .collect();
        let same = errors.len() == self.errors.len()
            && errors.iter().zip(&self.errors).all(|(a, b)| a.code == b.code && (b.at.is_none() || a.at == b.at));
        let mut wrong = Vec::new();
        if !same {
            wrong.push(format!("errors\n    expected {:?}\n    found    {errors:?}", self.errors));
        }
        let rendered = template.render_with(self.payload().as_bytes(), &options);
        self.compare(&rendered, &mut wrong);
        self.other_roads(&template, &options, &rendered, &mut wrong);
        self.mend(&engine, &diagnostics, &options, &mut wrong);
        if let Some(canonical) = &self.canonical {
            match engine.format(&self.template) {
                Ok(text) if text == *canonical => {}
                other => wrong.push(format!("canonical text\n    expected {canonical:?}\n    found    {other:?}")),
            }
        }
        if let Some(strict) = &self.strict {
            let found = if diagnostics.has_errors() || rendered.clone().strict().is_err() { "fails" } else { "ok" };
            if found != strict {
                wrong.push(format!("strict: expected {strict}, found {found} {}", rendered.warnings));
            }
        }
        if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n  ")) }
    }

    /// Applies the first suggestion, and renders what that makes of the template.
    fn mend(&self, engine: &Engine, found: &Diagnostics, options: &RenderOptions, wrong: &mut Vec<String>) {
        let Some(mended) = &self.mended else { return };
        let mut text = self.template.clone();
        match found.iter().find_map(|diagnostic| diagnostic.suggestion.as_ref()) {
            Some(change) => text.replace_range(change.span.range(), &change.replacement),
            None => wrong.push("no suggestion".into()),
        }
        if text != *mended {
            wrong.push(format!("mended template\n    expected {mended:?}\n    found    {text:?}"));
        }
        let (template, diagnostics) = engine.compile_lenient(&text);
        if diagnostics.has_errors() {
            wrong.push(format!("the mended template has errors: {diagnostics}"));
        }
        let rendered = template.render_with(self.payload().as_bytes(), options).text;
        if self.mended_text.as_ref().is_some_and(|expected| rendered != *expected) {
            wrong.push(format!("mended text\n    expected {:?}\n    found    {rendered:?}", self.mended_text));
        }
    }

    fn compare(&self, rendered: &Rendered, wrong: &mut Vec<String>) {
        if let Some(expected) = &self.expected
            && rendered.text != *expected
        {
            wrong.push(format!("text\n    expected {expected:?}\n    found    {:?}", rendered.text));
        }
        if let Some(warnings) = &self.warnings {
            let found: Vec<&str> = rendered.warnings.iter().map(|warning| warning.code.id()).collect();
            if found != *warnings {
                wrong
                    .push(format!("warnings\n    expected {warnings:?}\n    found    {found:?} {}", rendered.warnings));
            }
        }
    }

    /// Bytes, a JSON document and a ready payload give the same message.
    fn other_roads(&self, template: &Template, options: &RenderOptions, bytes: &Rendered, wrong: &mut Vec<String>) {
        let Ok(value) = serde_json::from_str::<serde_json::Value>(self.payload()) else { return };
        if template.render_with(&value, options) != *bytes {
            wrong.push("a parsed document renders differently from its bytes".into());
        }
        if template.render_with(&itl_eval::Payload::from_value(&value), options) != *bytes {
            wrong.push("a ready payload renders differently from its bytes".into());
        }
    }
}

/// The folder of the corpus.
pub fn cases_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("cases")
}

/// Every case file below `folder`, in the order of their names.
///
/// # Errors
/// Names the file that cannot be read or is not a case file.
pub fn load(folder: &Path) -> Result<Vec<(String, CaseFile)>, String> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        let entries = std::fs::read_dir(&next).map_err(|error| format!("{}: {error}", next.display()))?;
        for entry in entries.flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "json") {
                let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
                let file = serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?;
                let name = path.strip_prefix(folder).unwrap_or(&path).to_string_lossy().replace('\\', "/");
                found.push((name, file));
            }
        }
    }
    found.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(found)
}
