//! The requests of the targets, written straight to their output.

mod anthropic;
mod bedrock;
mod common;
mod gemini;
mod mistral;
mod neutral;
mod openai;
mod responses;
mod rules;
mod target;

pub use target::{Target, UnknownTarget};

use crate::json::Writer;
use crate::schema::{Subset, outside};
use crate::settings::{PromptSettings, ToolChoice};
use crate::tools::Tool;
use crate::turn::{Place, Texts, Turn};
use itl_syntax::{Code, Diagnostic, Diagnostics, Severity, Span};

/// What a request is written from.
pub(crate) struct Job<'c> {
    pub(crate) target: Target,
    pub(crate) texts: &'c Texts,
    pub(crate) places: &'c [Place],
    pub(crate) turns: &'c [&'c Turn],
    pub(crate) tools: &'c [Tool],
    /// The place of a cache mark on the tools.
    pub(crate) cache_tools: Option<u32>,
    /// Whether turns are missing that could not be read.
    pub(crate) incomplete: bool,
    pub(crate) settings: &'c PromptSettings,
    pub(crate) model: Option<&'c str>,
    pub(crate) max_output_tokens: Option<u64>,
    pub(crate) schema: Option<Schema<'c>>,
    /// Cache marks written so far.
    pub(crate) marks: usize,
    pub(crate) found: Diagnostics,
}

/// The schema of the answer.
#[derive(Clone, Copy)]
pub(crate) struct Schema<'c> {
    pub(crate) name: &'c str,
    /// Compact JSON.
    pub(crate) text: &'c str,
    pub(crate) tree: &'c serde_json::Value,
}

/// Appends the request to `out`.
pub(crate) fn write(job: &mut Job<'_>, out: &mut String) {
    rules::check(job);
    let mut w = Writer::new(out);
    match job.target {
        Target::Messages => neutral::write(job, &mut w),
        Target::OpenAi => openai::write(job, &mut w),
        Target::OpenAiResponses => responses::write(job, &mut w),
        Target::Anthropic => anthropic::write(job, &mut w),
        Target::Bedrock => bedrock::write(job, &mut w),
        Target::Gemini => gemini::write(job, &mut w),
        Target::Mistral => mistral::write(job, &mut w),
    }
    rules::check_marks(job);
}

impl Job<'_> {
    /// Reports something at a turn's place.
    pub(crate) fn at(&mut self, place: u32, code: Code, message: impl Into<String>, help: &str) {
        let place = self.places.get(place as usize).cloned().unwrap_or_default();
        let mut found = Diagnostic::new(code, place.tag, message);
        found.partial = place.partial;
        if !help.is_empty() {
            found.help = Some(help.to_owned());
        }
        self.report(found);
    }

    pub(crate) fn report(&mut self, found: Diagnostic) {
        if self.found.iter().filter(|known| known.code == found.code).count() < 100 && !self.found.contains(&found) {
            self.found.push(found);
        }
    }

    pub(crate) fn setting(&mut self, code: Code, name: &str, message: impl Into<String>, help: &str) {
        let found = Diagnostic::new(code, self.settings.place(name), message).help(help);
        self.report(found);
    }

    pub(crate) fn note(&mut self, place: u32, message: impl Into<String>) {
        self.at(place, Code::Translated, message, "");
    }

    /// Notes something at the cache mark of the tools.
    pub(crate) fn note_on_tools(&mut self, message: &str) {
        if let Some(place) = self.cache_tools {
            self.note(place, message);
        }
    }

    pub(crate) fn warn_as(&mut self, severity: Severity, place: Span, code: Code, message: String, help: &str) {
        let mut found = Diagnostic::new(code, place, message).help(help);
        found.severity = severity;
        self.report(found);
    }

    /// The answer's schema, where the target takes it.
    pub(crate) fn answer_schema(&mut self, subset: Subset) -> Option<(String, String)> {
        let schema = self.schema?;
        if self.settings.schema.as_ref().is_some_and(|setting| setting.check_only) {
            return None;
        }
        if let Some(why) = outside(schema.tree, subset) {
            let message = format!("the answer's schema is not sent to {}: {why}", self.target.name());
            self.setting(
                Code::SchemaNotSent,
                "schema",
                message,
                "change the schema there, or write `{{! @schema FILE check }}` to only check the answer",
            );
            return None;
        }
        Some((schema.name.to_owned(), schema.text.to_owned()))
    }

    /// The choice of tools, where there are tools.
    pub(crate) fn choice(&self) -> Option<ToolChoice> {
        self.settings.tool_choice.clone().filter(|_| !self.tools.is_empty())
    }
}

/// Writes the entries of a tool as they are counted.
pub(crate) fn tool_json(w: &mut Writer<'_>, tool: &Tool) {
    common::tool(w, tool, "parameters");
}

pub(crate) use neutral::message as message_json;
