//! Google's `generateContent`.

use super::common::{Group, Speaker, entries_beside, instructions, own, url};
use super::{Job, Target};
use crate::ids::{Ids, Named};
use crate::json::Writer;
use crate::schema::Subset;
use crate::settings::ToolChoice;
use crate::turn::{Media, MediaSource, Part, PartKind, Turn};

pub(super) fn begin(job: &mut Job<'_>, w: &mut Writer<'_>) {
    w.open_object();
    let turns = job.turns.get(..instructions(job.turns)).unwrap_or_default();
    if !turns.is_empty() {
        w.key("systemInstruction").object(|w| {
            w.key("parts").array(|w| {
                for turn in turns {
                    parts(job, w, turn);
                }
            });
        });
    }
    w.key("contents").open_array();
}

pub(super) fn end(job: &mut Job<'_>, w: &mut Writer<'_>) {
    w.close_array();
    tools(job, w);
    config(job, w);
    if job.cache_tools.is_some() {
        job.note_on_tools("gemini takes no cache marks; it is left out");
    }
    w.close_object();
}

fn tools(job: &Job<'_>, w: &mut Writer<'_>) {
    if job.tools.is_empty() {
        return;
    }
    w.key("tools").array(|w| {
        w.object(|w| {
            w.key("functionDeclarations").array(|w| {
                for tool in job.tools {
                    w.object(|w| super::common::tool(w, tool, "parametersJsonSchema"));
                }
            });
        });
    });
    let Some(choice) = job.choice() else { return };
    w.key("toolConfig").object(|w| {
        w.key("functionCallingConfig").object(|w| match choice {
            ToolChoice::Auto => w.word("mode", "AUTO"),
            ToolChoice::None => w.word("mode", "NONE"),
            ToolChoice::Required => w.word("mode", "ANY"),
            ToolChoice::Tool(name) => {
                w.word("mode", "ANY");
                w.key("allowedFunctionNames").array(|w| w.text(&name));
            }
        });
    });
}

fn config(job: &mut Job<'_>, w: &mut Writer<'_>) {
    let schema = job.answer_schema(Subset::WithoutAllOf);
    let temperature = job.settings.temperature.as_deref();
    if schema.is_none() && temperature.is_none() && job.max_output_tokens.is_none() {
        return;
    }
    w.key("generationConfig").object(|w| {
        if let Some(most) = job.max_output_tokens {
            w.key("maxOutputTokens").number(most as usize);
        }
        if let Some(temperature) = temperature {
            w.key("temperature").raw(temperature);
        }
        if let Some((_, schema)) = &schema {
            w.entry("responseMimeType", "application/json");
            w.key("responseJsonSchema").raw(schema);
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
            w.word("role", if group.speaker == Speaker::Assistant { "model" } else { "user" });
            w.key("parts").array(|w| {
                for turn in turns {
                    if turn.is_result() {
                        result(job, w, turn, ids.result());
                        continue;
                    }
                    parts(job, w, turn);
                    for (call, named) in ids.calls(turn, job.texts) {
                        w.object(|w| {
                            w.key("functionCall").object(|w| {
                                w.entry("id", named.id.of(job.texts));
                                w.entry("name", job.texts.get(call.name));
                                w.key("args").raw(job.texts.get(call.arguments));
                            });
                            signature(w, own(call.opaque.as_ref(), Target::Gemini, job.texts));
                        });
                    }
                }
            });
        });
    }
}

/// A thought signature stands beside what it signs, as do other keys.
fn signature(w: &mut Writer<'_>, value: Option<&str>) {
    let Some(value) = value else { return };
    if value.starts_with('"') {
        w.key("thoughtSignature").raw(value);
    } else if let Some(entries) = entries_beside(value) {
        w.raw(entries);
    }
}

fn result(job: &mut Job<'_>, w: &mut Writer<'_>, turn: &Turn, call: Named) {
    w.object(|w| {
        w.key("functionResponse").object(|w| {
            w.entry("id", call.id.of(job.texts));
            w.entry("name", job.texts.get(call.tool));
            w.key("response").object(|w| {
                w.key(if turn.is_error { "error" } else { "output" });
                super::common::joined(w, job.texts, turn.texts());
            });
        });
    });
    note_marks(job, turn);
}

fn note_marks(job: &mut Job<'_>, turn: &Turn) {
    if let Some(place) = turn.cache() {
        job.note(place, "gemini takes no cache marks; it is left out");
    }
}

fn parts(job: &mut Job<'_>, w: &mut Writer<'_>, turn: &Turn) {
    for part in &turn.parts {
        self::part(job, w, part);
    }
    note_marks(job, turn);
}

fn part(job: &Job<'_>, w: &mut Writer<'_>, part: &Part) {
    let texts = job.texts;
    let opaque = own(part.opaque.as_deref(), Target::Gemini, texts);
    match &part.kind {
        PartKind::Opaque => {
            let Some(value) = opaque else { return };
            if value.starts_with('{') {
                w.raw(value);
            } else if value.starts_with('"') {
                w.object(|w| {
                    w.entry("text", "");
                    signature(w, Some(value));
                });
            }
        }
        PartKind::Text(text) => w.object(|w| {
            w.entry("text", texts.get(*text));
            signature(w, opaque);
        }),
        PartKind::Image(media) | PartKind::Document(media) => w.object(|w| {
            data(w, texts, media);
            signature(w, opaque);
        }),
    }
}

fn data(w: &mut Writer<'_>, texts: &crate::turn::Texts, media: &Media) {
    let kind = media.kind.map(|kind| texts.get(kind));
    match media.source {
        MediaSource::Base64(data) => w.key("inlineData").object(|w| {
            w.entry("mimeType", kind.unwrap_or("application/octet-stream"));
            w.entry("data", texts.get(data));
        }),
        MediaSource::Url(_) => w.key("fileData").object(|w| {
            if let Some(kind) = kind {
                w.entry("mimeType", kind);
            }
            w.key("fileUri");
            url(w, texts, media);
        }),
    }
}
