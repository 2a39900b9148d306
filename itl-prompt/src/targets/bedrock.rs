//! Amazon Bedrock's Converse.

use super::common::{Group, Speaker, document_format, instructions, own_block};
use super::{Job, Target};
use crate::ids::{Id, Ids};
use crate::json::Writer;
use crate::schema::Subset;
use crate::settings::ToolChoice;
use crate::turn::{Media, MediaSource, Part, PartKind, Turn};
use itl_syntax::Code;

pub(super) fn begin(job: &mut Job<'_>, w: &mut Writer<'_>) {
    w.open_object();
    let turns = job.turns.get(..instructions(job.turns)).unwrap_or_default();
    if !turns.is_empty() {
        w.key("system").array(|w| {
            for turn in turns {
                for (at, part) in turn.parts.iter().enumerate() {
                    content(job, w, part, at);
                }
            }
        });
    }
    w.key("messages").open_array();
}

pub(super) fn end(job: &mut Job<'_>, w: &mut Writer<'_>) {
    w.close_array();
    tools(job, w);
    settings(job, w);
    if let Some((name, schema)) = job.answer_schema(Subset::Closed) {
        w.key("outputConfig").object(|w| {
            w.key("textFormat").object(|w| {
                w.word("type", "json_schema");
                w.key("structure").object(|w| {
                    w.key("jsonSchema").object(|w| {
                        w.entry("name", &name);
                        w.entry("schema", &schema);
                    });
                });
            });
        });
    }
    w.close_object();
}

fn settings(job: &Job<'_>, w: &mut Writer<'_>) {
    let temperature = job.settings.temperature.as_deref();
    if job.max_output_tokens.is_none() && temperature.is_none() {
        return;
    }
    w.key("inferenceConfig").object(|w| {
        if let Some(most) = job.max_output_tokens {
            w.key("maxTokens").number(most as usize);
        }
        if let Some(temperature) = temperature {
            w.key("temperature").raw(temperature);
        }
    });
}

fn cache_point(w: &mut Writer<'_>) {
    w.object(|w| w.key("cachePoint").object(|w| w.word("type", "default")));
}

fn tools(job: &mut Job<'_>, w: &mut Writer<'_>) {
    if job.tools.is_empty() {
        if job.cache_tools.is_some() {
            job.note_on_tools("a cache mark stands before everything, and there are no tools; it is left out");
        }
        return;
    }
    let choice = job.choice();
    if choice == Some(ToolChoice::None) {
        if job.calls().is_some() {
            job.setting(
                Code::Unsupported,
                "tool_choice",
                "bedrock cannot forbid calls in a conversation that holds some",
                "leave `@tool_choice` out, or send to another target",
            );
        } else {
            job.setting(
                Code::Translated,
                "tool_choice",
                "bedrock has no choice `none`; the tools are left out, which means the same",
                "",
            );
            return;
        }
    }
    w.key("toolConfig").object(|w| {
        w.key("tools").array(|w| {
            for tool in job.tools {
                w.object(|w| {
                    w.key("toolSpec").object(|w| {
                        w.entry("name", &tool.name);
                        if let Some(description) = &tool.description {
                            w.entry("description", description);
                        }
                        w.key("inputSchema").object(|w| w.key("json").raw(&tool.schema));
                    });
                });
            }
            if job.cache_tools.is_some() {
                job.marks += 1;
                cache_point(w);
            }
        });
        match choice {
            None | Some(ToolChoice::None) => {}
            Some(ToolChoice::Auto) => w.key("toolChoice").object(|w| w.key("auto").object(|_| ())),
            Some(ToolChoice::Required) => w.key("toolChoice").object(|w| w.key("any").object(|_| ())),
            Some(ToolChoice::Tool(name)) => {
                w.key("toolChoice").object(|w| w.key("tool").object(|w| w.entry("name", &name)));
            }
        }
    });
}

pub(super) fn turns(job: &mut Job<'_>, w: &mut Writer<'_>, groups: &[Group], ids: &mut Ids) {
    for group in groups {
        let turns = job.turns.get(group.turns.clone()).unwrap_or_default();
        if let [turn] = turns
            && job.write_plain(w, turn)
        {
            continue;
        }
        w.object(|w| {
            w.word("role", if group.speaker == Speaker::Assistant { "assistant" } else { "user" });
            w.key("content").array(|w| {
                for turn in turns {
                    if turn.is_result() {
                        result(job, w, turn, ids.result().id);
                        continue;
                    }
                    for (at, part) in turn.parts.iter().enumerate() {
                        content(job, w, part, at);
                    }
                    for (call, named) in ids.calls(turn, job.texts) {
                        if let Some(block) = own_block(call.opaque.as_ref(), Target::Bedrock, job.texts) {
                            w.raw(block);
                        }
                        w.object(|w| {
                            w.key("toolUse").object(|w| {
                                w.entry("toolUseId", named.id.of(job.texts));
                                w.entry("name", job.texts.get(call.name));
                                w.key("input").raw(job.texts.get(call.arguments));
                            });
                        });
                    }
                }
                // A document wants a text beside it.
                let document = |part: &Part| matches!(part.kind, PartKind::Document(_));
                let all = || turns.iter().filter(|turn| !turn.is_result()).flat_map(|turn| &turn.parts);
                if all().any(document) && !all().any(|part| matches!(part.kind, PartKind::Text(_))) {
                    w.object(|w| w.entry("text", "Document:"));
                }
            });
        });
    }
}

fn result(job: &mut Job<'_>, w: &mut Writer<'_>, turn: &Turn, id: Id) {
    w.object(|w| {
        w.key("toolResult").object(|w| {
            w.entry("toolUseId", id.of(job.texts));
            w.key("content").array(|w| {
                if turn.parts.iter().all(|part| matches!(part.kind, PartKind::Opaque)) {
                    // A text of a result may be empty, its list not.
                    w.object(|w| w.entry("text", ""));
                }
                for part in &turn.parts {
                    content(job, w, &part.uncached(), 0);
                }
            });
            w.entry("status", if turn.is_error { "error" } else { "success" });
        });
    });
    if turn.cache().is_some() {
        job.marks += 1;
        cache_point(w);
    }
}

fn content(job: &mut Job<'_>, w: &mut Writer<'_>, part: &Part, at: usize) {
    let texts = job.texts;
    if let Some(block) = own_block(part.opaque.as_deref(), Target::Bedrock, texts) {
        w.raw(block);
    }
    match &part.kind {
        PartKind::Opaque => {}
        PartKind::Text(text) => w.object(|w| w.entry("text", texts.get(*text))),
        PartKind::Image(media) => w.object(|w| {
            w.key("image").object(|w| {
                let kind = media.kind.map_or("", |kind| texts.get(kind));
                w.entry("format", kind.strip_prefix("image/").unwrap_or(kind));
                bytes(job, w, media);
            });
        }),
        PartKind::Document(media) => w.object(|w| {
            w.key("document").object(|w| {
                w.entry("format", document_format(media.kind.map(|kind| texts.get(kind))).unwrap_or("txt"));
                w.entry("name", &document_name(media.name.map(|name| texts.get(name)), at));
                bytes(job, w, media);
            });
        }),
    }
    let Some(place) = part.cache else { return };
    if matches!(part.kind, PartKind::Document(_)) {
        job.note(place, "bedrock takes no cache mark after a document; it is left out");
    } else {
        job.marks += 1;
        cache_point(w);
    }
}

fn bytes(job: &Job<'_>, w: &mut Writer<'_>, media: &Media) {
    if let MediaSource::Base64(data) = media.source {
        w.key("source").object(|w| w.entry("bytes", job.texts.get(data)));
    }
}

/// Converse requires a name of letters, digits, single spaces, hyphens and brackets.
fn document_name(name: Option<&str>, at: usize) -> String {
    let allowed = |c: char| c.is_ascii_alphanumeric() || "-()[]".contains(c);
    let name: String = name.unwrap_or_default().chars().map(|c| if allowed(c) { c } else { ' ' }).collect();
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() { format!("document {}", at + 1) } else { name.chars().take(200).collect() }
}
