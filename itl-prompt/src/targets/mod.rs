//! The requests of the targets, written straight to their output.

mod anthropic;
mod bedrock;
mod common;
mod frame;
mod gemini;
mod mistral;
mod neutral;
mod openai;
mod responses;
mod rules;
mod target;

pub(crate) use frame::Frames;
pub(crate) use rules::{note_left_out, says};
pub use target::{Target, UnknownTarget};

use crate::ids::{IdRule, Ids};
use crate::json::Writer;
use crate::role::Role;
use crate::schema::{Subset, outside};
use crate::settings::{PromptSettings, ToolChoice};
use crate::tools::Tool;
use crate::turn::{Place, Texts, Turn};
use common::{Group, Groups};
use itl_syntax::{Code, Diagnostic, Diagnostics, Severity, Span};
use std::fmt;

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
    /// What is known of the turns that were written before these.
    pub(crate) said: Said,
    /// Whether these are the last turns.
    pub(crate) is_end: bool,
    /// The ids of the calls so far.
    pub(crate) ids: Option<Ids>,
    pub(crate) frames: Frames,
    /// Cache marks written so far.
    pub(crate) marks: usize,
    pub(crate) found: Diagnostics,
}

/// What is known of turns that were written.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Said {
    /// The first one that is none of the instructions: who speaks, and its place.
    pub(crate) first: Option<(Role, u32)>,
    /// The place of the first one with calls.
    pub(crate) calls: Option<u32>,
    /// The place of the last cache mark.
    pub(crate) mark: Option<u32>,
}

/// The schema of the answer.
#[derive(Clone, Copy)]
pub(crate) struct Schema<'c> {
    pub(crate) name: &'c str,
    /// Compact JSON.
    pub(crate) text: &'c str,
    pub(crate) tree: &'c serde_json::Value,
}

/// Appends the request to `out`, or, where turns stand there already, these and what follows them.
pub(crate) fn write(job: &mut Job<'_>, out: &mut String) {
    rules::check(job);
    let mut w = write_turns(job, out);
    match job.target {
        Target::Messages => w.close_array(),
        Target::OpenAi => openai::end(job, &mut w),
        Target::OpenAiResponses => responses::end(job, &mut w),
        Target::Anthropic => anthropic::end(job, &mut w),
        Target::Bedrock => bedrock::end(job, &mut w),
        Target::Gemini => gemini::end(job, &mut w),
        Target::Mistral => mistral::end(job, &mut w),
    }
    rules::check_marks(job);
}

/// Appends turns that are not the last ones, and what stands before them where `out` is empty. Returns whether there is
/// nothing to report of them.
pub(crate) fn write_some(job: &mut Job<'_>, out: &mut String) -> bool {
    rules::check_hints(job);
    write_turns(job, out);
    job.said = job.said_so_far();
    job.found.is_empty()
}

fn write_turns<'o>(job: &mut Job<'_>, out: &'o mut String) -> Writer<'o> {
    let groups = groups(job);
    frame::make(job);
    let mut w = if out.is_empty() {
        let mut w = Writer::new(out);
        match job.target {
            Target::Messages => w.open_array(),
            Target::OpenAi | Target::Mistral => openai::begin(job, &mut w),
            Target::OpenAiResponses => responses::begin(job, &mut w),
            Target::Anthropic => anthropic::begin(job, &mut w),
            Target::Bedrock => bedrock::begin(job, &mut w),
            Target::Gemini => gemini::begin(job, &mut w),
        }
        w
    } else {
        Writer::in_array(out)
    };
    write_each(job, &mut w, &groups);
    w
}

/// The groups of the turns, for targets whose roles alternate.
fn groups(job: &mut Job<'_>) -> Groups {
    match job.target {
        Target::Anthropic => anthropic::grouped(job),
        Target::Bedrock | Target::Gemini => common::groups(job, |_, _| false),
        Target::Messages | Target::OpenAi | Target::OpenAiResponses | Target::Mistral => Groups::new(),
    }
}

/// The ids of calls that a target takes.
fn id_rule(target: Target) -> IdRule {
    match target {
        Target::Messages | Target::Gemini => IdRule::Any,
        Target::OpenAi => IdRule::Longest(40),
        Target::OpenAiResponses => IdRule::Longest(64),
        Target::Anthropic | Target::Bedrock => IdRule::Word(64),
        Target::Mistral => IdRule::Nine,
    }
}

fn write_each(job: &mut Job<'_>, w: &mut Writer<'_>, groups: &[Group]) {
    let mut ids = job.ids.take().unwrap_or_else(|| Ids::new(id_rule(job.target)));
    match job.target {
        Target::Messages => neutral::turns(job, w, &mut ids),
        Target::OpenAi => openai::turns(job, w, &mut ids),
        Target::OpenAiResponses => responses::turns(job, w, &mut ids),
        Target::Anthropic => anthropic::turns(job, w, groups, &mut ids),
        Target::Bedrock => bedrock::turns(job, w, groups, &mut ids),
        Target::Gemini => gemini::turns(job, w, groups, &mut ids),
        Target::Mistral => mistral::turns(job, w, &mut ids),
    }
    job.ids = Some(ids);
}

impl Job<'_> {
    /// The place of the first turn with calls, of these and those before.
    fn calls(&self) -> Option<u32> {
        let here = || self.turns.iter().find(|turn| !turn.calls().is_empty()).map(|turn| turn.place);
        self.said.calls.or_else(here)
    }

    /// What is known of these turns and those before.
    fn said_so_far(&self) -> Said {
        let first = || self.turns.iter().find(|turn| !turn.role.instructs()).map(|turn| (turn.role, turn.place));
        let mark = self.turns.iter().rev().find_map(|turn| turn.cache());
        Said { first: self.said.first.or_else(first), calls: self.calls(), mark: mark.or(self.said.mark) }
    }

    /// Reports something at a turn's place.
    pub(crate) fn at(&mut self, place: u32, code: Code, message: impl fmt::Display, help: &str) {
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

    pub(crate) fn setting(&mut self, code: Code, name: &str, message: impl fmt::Display, help: &str) {
        let found = Diagnostic::new(code, self.settings.place(name), message).help(help);
        self.report(found);
    }

    pub(crate) fn note(&mut self, place: u32, message: impl fmt::Display) {
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
