//! `OpenAI`'s Responses.

use super::common::{self, Kinds, joined, own_block, typed_part, url};
use super::openai::{file, has_breakpoints, mark, note_marks};
use super::{Job, Target};
use crate::ids::{Id, Ids};
use crate::json::Writer;
use crate::role::Role;
use crate::schema::Subset;
use crate::settings::ToolChoice;
use crate::turn::{Media, MediaSource, Part, PartKind, Turn};

pub(super) fn begin(job: &Job<'_>, w: &mut Writer<'_>) {
    w.open_object();
    if let Some(model) = job.model {
        w.entry("model", model);
    }
    w.key("input").open_array();
}

pub(super) fn end(job: &mut Job<'_>, w: &mut Writer<'_>) {
    w.close_array();
    tools(job, w);
    if let Some((name, schema)) = job.answer_schema(Subset::Strict) {
        w.key("text").object(|w| {
            w.key("format").object(|w| {
                w.word("type", "json_schema");
                w.entry("name", &name);
                w.key("schema").raw(&schema);
                w.key("strict").bool(true);
            });
        });
    }
    if let Some(most) = job.max_output_tokens {
        w.key("max_output_tokens").number(most as usize);
    }
    if let Some(temperature) = &job.settings.temperature {
        w.key("temperature").raw(temperature);
    }
    if job.cache_tools.is_some() {
        job.note_on_tools("openai-responses takes no cache mark on tools; it is left out");
    }
    w.close_object();
}

fn tools(job: &Job<'_>, w: &mut Writer<'_>) {
    if job.tools.is_empty() {
        return;
    }
    w.key("tools").array(|w| {
        for tool in job.tools {
            w.object(|w| {
                w.word("type", "function");
                common::tool(w, tool, "parameters");
                // Left out, it would mean true here.
                w.key("strict").bool(false);
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
            w.entry("name", &name);
        }),
    }
}

pub(super) fn turns(job: &mut Job<'_>, w: &mut Writer<'_>, ids: &mut Ids) {
    let breakpoints = has_breakpoints(job.model);
    let (turns, texts) = (job.turns, job.texts);
    for turn in turns {
        if job.write_plain(w, turn) {
            continue;
        }
        match turn.role {
            Role::Tool => {
                result(job, w, turn, ids.result().id);
            }
            Role::Assistant => {
                for part in &turn.parts {
                    if let Some(item) = own_block(part.opaque.as_deref(), Target::OpenAiResponses, texts) {
                        w.raw(item);
                    }
                }
                note_marks(job, turn);
                if turn.texts().next().is_some() {
                    w.object(|w| {
                        w.word("type", "message");
                        w.word("role", "assistant");
                        w.key("content");
                        joined(w, texts, turn.texts());
                    });
                }
                for (call, named) in ids.calls(turn, texts) {
                    if let Some(item) = own_block(call.opaque.as_ref(), Target::OpenAiResponses, texts) {
                        w.raw(item);
                    }
                    w.object(|w| {
                        w.word("type", "function_call");
                        w.entry("call_id", named.id.of(texts));
                        w.entry("name", texts.get(call.name));
                        w.entry("arguments", texts.get(call.arguments));
                    });
                }
            }
            role => w.object(|w| {
                w.word("type", "message");
                w.word("role", role.name());
                w.key("content").array(|w| {
                    for part in &turn.parts {
                        content(job, w, part, breakpoints);
                    }
                });
            }),
        }
    }
}

fn result(job: &mut Job<'_>, w: &mut Writer<'_>, turn: &Turn, id: Id) {
    let texts_only = turn.parts.iter().all(|part| matches!(part.kind, PartKind::Text(_) | PartKind::Opaque))
        && !common::has_own_block(turn, job.target, job.texts);
    w.object(|w| {
        w.word("type", "function_call_output");
        w.entry("call_id", id.of(job.texts));
        if texts_only {
            w.key("output");
            joined(w, job.texts, turn.texts());
        } else {
            w.key("output").array(|w| {
                for part in &turn.parts {
                    content(job, w, &part.uncached(), false);
                }
            });
        }
    });
    note_marks(job, turn);
}

const KINDS: Kinds = Kinds { text: "input_text", image: "input_image", document: "input_file" };

fn content(job: &mut Job<'_>, w: &mut Writer<'_>, part: &Part, breakpoints: bool) {
    let texts = job.texts;
    if let Some(block) = own_block(part.opaque.as_deref(), Target::OpenAiResponses, texts) {
        w.raw(block);
    }
    let media = |w: &mut Writer<'_>, media: &Media| match (&part.kind, media.source) {
        (PartKind::Document(_), MediaSource::Url(to)) => w.entry("file_url", texts.get(to)),
        (PartKind::Document(_), MediaSource::Base64(_)) => file(w, texts, media),
        _ => {
            w.key("image_url");
            url(w, texts, media);
            w.entry("detail", media.detail.map_or("auto", |detail| texts.get(detail)));
        }
    };
    typed_part(w, texts, part, &KINDS, media, |w| mark(job, w, part, breakpoints));
}
