//! `OpenAI`'s Responses.

use super::common::{self, joined, own_block, url};
use super::openai::{has_breakpoints, mark, note_marks};
use super::{Job, Target};
use crate::json::Writer;
use crate::pair::{IdRule, Ids};
use crate::role::Role;
use crate::schema::Subset;
use crate::settings::ToolChoice;
use crate::turn::{MediaSource, Part, PartKind, Turn};

pub(super) fn write(job: &mut Job<'_>, w: &mut Writer<'_>) {
    w.object(|w| {
        if let Some(model) = job.model {
            w.entry("model", model);
        }
        w.key("input").array(|w| input(job, w));
        tools(job, w);
        if let Some((name, schema)) = job.answer_schema(Subset::Strict) {
            w.key("text").object(|w| {
                w.key("format").object(|w| {
                    w.entry("type", "json_schema");
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
        if job.cache_tools {
            job.note(0, "openai-responses takes no cache mark on tools; it is left out");
        }
    });
}

fn tools(job: &Job<'_>, w: &mut Writer<'_>) {
    if job.tools.is_empty() {
        return;
    }
    w.key("tools").array(|w| {
        for tool in job.tools {
            w.object(|w| {
                w.entry("type", "function");
                common::tool(w, tool, "parameters");
                // Left out, it would mean true here.
                w.key("strict").bool(false);
            });
        }
    });
    match job.choice() {
        None => {}
        Some(ToolChoice::Auto) => w.entry("tool_choice", "auto"),
        Some(ToolChoice::None) => w.entry("tool_choice", "none"),
        Some(ToolChoice::Required) => w.entry("tool_choice", "required"),
        Some(ToolChoice::Tool(name)) => w.key("tool_choice").object(|w| {
            w.entry("type", "function");
            w.entry("name", &name);
        }),
    }
}

fn input(job: &mut Job<'_>, w: &mut Writer<'_>) {
    let mut ids = Ids::new(IdRule::Longest(64));
    let mut waiting = Vec::<String>::new().into_iter();
    let breakpoints = has_breakpoints(job.model);
    let (turns, texts) = (job.turns, job.texts);
    for turn in turns {
        match turn.role {
            Role::Tool => {
                let id = waiting.next().unwrap_or_default();
                result(job, w, turn, &id);
            }
            Role::Assistant => {
                for part in &turn.parts {
                    if let Some(item) = own_block(part.opaque, Target::OpenAiResponses, texts) {
                        w.raw(item);
                    }
                }
                note_marks(job, turn);
                if turn.texts().next().is_some() {
                    w.object(|w| {
                        w.entry("type", "message");
                        w.entry("role", "assistant");
                        w.key("content");
                        joined(w, texts, turn.texts());
                    });
                }
                let made: Vec<String> = turn.calls.iter().map(|call| ids.of(call, texts)).collect();
                for (call, id) in turn.calls.iter().zip(&made) {
                    if let Some(item) = own_block(call.opaque, Target::OpenAiResponses, texts) {
                        w.raw(item);
                    }
                    w.object(|w| {
                        w.entry("type", "function_call");
                        w.entry("call_id", id);
                        w.entry("name", texts.get(call.name));
                        w.entry("arguments", texts.get(call.arguments));
                    });
                }
                waiting = made.into_iter();
            }
            role => w.object(|w| {
                w.entry("type", "message");
                w.entry("role", role.name());
                w.key("content").array(|w| {
                    for part in &turn.parts {
                        content(job, w, turn, part, breakpoints);
                    }
                });
            }),
        }
    }
}

fn result(job: &mut Job<'_>, w: &mut Writer<'_>, turn: &Turn, id: &str) {
    let texts_only = turn.parts.iter().all(|part| matches!(part.kind, PartKind::Text(_) | PartKind::Opaque));
    w.object(|w| {
        w.entry("type", "function_call_output");
        w.entry("call_id", id);
        if texts_only {
            w.key("output");
            joined(w, job.texts, turn.texts());
        } else {
            w.key("output").array(|w| {
                for part in &turn.parts {
                    let part = Part { cache: false, ..part.clone() };
                    content(job, w, turn, &part, false);
                }
            });
        }
    });
    note_marks(job, turn);
}

fn content(job: &mut Job<'_>, w: &mut Writer<'_>, turn: &Turn, part: &Part, breakpoints: bool) {
    let texts = job.texts;
    match &part.kind {
        PartKind::Opaque => {}
        PartKind::Text(text) => w.object(|w| {
            w.entry("type", "input_text");
            w.entry("text", texts.get(*text));
            mark(job, w, turn, part, breakpoints);
        }),
        PartKind::Image(media) => w.object(|w| {
            w.entry("type", "input_image");
            w.key("image_url");
            url(w, texts, media);
            w.entry("detail", media.detail.map_or("auto", |detail| texts.get(detail)));
            mark(job, w, turn, part, breakpoints);
        }),
        PartKind::Document(media) => w.object(|w| {
            w.entry("type", "input_file");
            match media.source {
                MediaSource::Url(to) => w.entry("file_url", texts.get(to)),
                MediaSource::Base64(_) => {
                    w.entry("filename", media.name.map_or("document", |name| texts.get(name)));
                    w.key("file_data");
                    url(w, texts, media);
                }
            }
            mark(job, w, turn, part, breakpoints);
        }),
    }
}
