//! `OpenAI`'s Chat Completions.

use super::Job;
use super::common::{self, Kinds, joined, typed_part, url};
use crate::ids::Ids;
use crate::json::Writer;
use crate::role::Role;
use crate::schema::Subset;
use crate::settings::ToolChoice;
use crate::turn::{Media, MediaSource, Part, PartKind, Texts, Turn};

/// What stands before the messages, as Chat Completions and Mistral take it.
pub(super) fn begin(job: &Job<'_>, w: &mut Writer<'_>) {
    w.open_object();
    if let Some(model) = job.model {
        w.entry("model", model);
    }
    w.key("messages").open_array();
}

pub(super) fn end(job: &mut Job<'_>, w: &mut Writer<'_>) {
    end_with(job, w, "max_completion_tokens", "openai takes no cache mark on tools; it is left out");
}

/// What follows the messages, as Chat Completions and Mistral take it but for the key of the longest answer. `no_mark`
/// says that a cache mark on the tools is left out.
pub(super) fn end_with(job: &mut Job<'_>, w: &mut Writer<'_>, longest: &'static str, no_mark: &str) {
    w.close_array();
    tools(job, w);
    if let Some((name, schema)) = job.answer_schema(Subset::Strict) {
        w.key("response_format").object(|w| response_format(w, &name, &schema));
    }
    if let Some(most) = job.max_output_tokens {
        w.key(longest).number(most as usize);
    }
    if let Some(temperature) = &job.settings.temperature {
        w.key("temperature").raw(temperature);
    }
    if job.cache_tools.is_some() {
        job.note_on_tools(no_mark);
    }
    w.close_object();
}

pub(super) fn response_format(w: &mut Writer<'_>, name: &str, schema: &str) {
    w.word("type", "json_schema");
    w.key("json_schema").object(|w| {
        w.entry("name", name);
        w.key("schema").raw(schema);
        w.key("strict").bool(true);
    });
}

/// The tools and their choice, as Chat Completions and Mistral take them.
pub(super) fn tools(job: &Job<'_>, w: &mut Writer<'_>) {
    if job.tools.is_empty() {
        return;
    }
    w.key("tools").array(|w| {
        for tool in job.tools {
            w.object(|w| {
                w.word("type", "function");
                w.key("function").object(|w| common::tool(w, tool, "parameters"));
            });
        }
    });
    match job.choice() {
        None => {}
        Some(ToolChoice::Auto) => w.word("tool_choice", "auto"),
        Some(ToolChoice::None) => w.word("tool_choice", "none"),
        Some(ToolChoice::Required) => w.word("tool_choice", "required"),
        Some(ToolChoice::Tool(name)) => w.key("tool_choice").object(|w| {
            w.word("type", "function");
            w.key("function").object(|w| w.entry("name", &name));
        }),
    }
}

pub(super) fn turns(job: &mut Job<'_>, w: &mut Writer<'_>, ids: &mut Ids) {
    let breakpoints = has_breakpoints(job.model);
    let turns = job.turns;
    for turn in turns {
        if job.write_plain(w, turn) {
            continue;
        }
        w.object(|w| {
            w.word("role", turn.role.name());
            if let (Some(name), true) = (turn.name(), !turn.is_result()) {
                w.entry("name", job.texts.get(name));
            }
            match turn.role {
                Role::Tool => {
                    w.entry("tool_call_id", ids.result().id.of(job.texts));
                    w.key("content");
                    if common::has_own_block(turn, job.target, job.texts) {
                        common::texts_and_blocks(w, job.texts, turn, job.target);
                    } else {
                        joined(w, job.texts, turn.texts());
                    }
                    note_marks(job, turn);
                }
                Role::Assistant => {
                    w.key("content");
                    if common::has_own_block(turn, job.target, job.texts) {
                        common::texts_and_blocks(w, job.texts, turn, job.target);
                    } else if turn.texts().next().is_none() {
                        w.raw("null");
                    } else {
                        joined(w, job.texts, turn.texts());
                    }
                    note_marks(job, turn);
                    calls(job, w, turn, ids);
                }
                _ if common::is_one_text(turn) => {
                    w.key("content");
                    joined(w, job.texts, turn.texts());
                }
                _ => w.key("content").array(|w| {
                    for part in &turn.parts {
                        content(job, w, part, breakpoints);
                    }
                }),
            }
        });
    }
}

/// The calls of a turn, as Chat Completions and Mistral take them.
pub(super) fn calls(job: &Job<'_>, w: &mut Writer<'_>, turn: &Turn, ids: &mut Ids) {
    if turn.calls().is_empty() {
        return;
    }
    w.key("tool_calls").array(|w| {
        for (call, named) in ids.calls(turn, job.texts) {
            w.object(|w| {
                w.entry("id", named.id.of(job.texts));
                w.word("type", "function");
                w.key("function").object(|w| {
                    w.entry("name", job.texts.get(call.name));
                    w.entry("arguments", job.texts.get(call.arguments));
                });
            });
        }
    });
}

/// Models from gpt-5.6 on take explicit breakpoints.
pub(super) fn has_breakpoints(model: Option<&str>) -> bool {
    let version = model.and_then(|model| model.strip_prefix("gpt-")).map(|rest| rest.split('-').next().unwrap_or(rest));
    let Some(version) = version else { return false };
    let (major, minor) = version.split_once('.').unwrap_or((version, "0"));
    match (major.parse::<u32>(), minor.parse::<u32>()) {
        (Ok(major), Ok(minor)) => (major, minor) >= (5, 6),
        _ => false,
    }
}

/// A mark where the target takes none is left out.
pub(super) fn note_marks(job: &mut Job<'_>, turn: &Turn) {
    if let Some(place) = turn.cache() {
        let message =
            format!("{} takes no cache mark in a turn of the {}; it is left out", job.target.name(), turn.role.name());
        job.note(place, message);
    }
}

/// Writes the mark of a part, where the model has it.
pub(super) fn mark(job: &mut Job<'_>, w: &mut Writer<'_>, part: &Part, breakpoints: bool) {
    let Some(place) = part.cache else { return };
    if breakpoints {
        job.marks += 1;
        w.key("prompt_cache_breakpoint").object(|w| w.word("mode", "explicit"));
    } else {
        job.note(place, format!("this model of {} takes no cache marks; it is left out", job.target.name()));
    }
}

const KINDS: Kinds = Kinds { text: "text", image: "image_url", document: "file" };

fn content(job: &mut Job<'_>, w: &mut Writer<'_>, part: &Part, breakpoints: bool) {
    let texts = job.texts;
    if let Some(block) = common::own_block(part.opaque.as_deref(), job.target, texts) {
        w.raw(block);
    }
    let media = |w: &mut Writer<'_>, media: &Media| match part.kind {
        PartKind::Document(_) => w.key("file").object(|w| file(w, texts, media)),
        _ => w.key("image_url").object(|w| {
            w.key("url");
            url(w, texts, media);
            if let Some(detail) = media.detail {
                w.entry("detail", texts.get(detail));
            }
        }),
    };
    typed_part(w, texts, part, &KINDS, media, |w| mark(job, w, part, breakpoints));
}

/// A document as both of `OpenAI`'s interfaces take it.
pub(super) fn file(w: &mut Writer<'_>, texts: &Texts, media: &Media) {
    w.entry("filename", media.name.map_or("document", |name| texts.get(name)));
    if let MediaSource::Base64(_) = media.source {
        w.key("file_data");
        url(w, texts, media);
    }
}
