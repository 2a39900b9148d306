//! Anthropic's Messages.

use super::common::{self, Group, Groups, Kinds, Speaker, groups, instructions, joined, own_block, typed_part};
use super::{Job, Target};
use crate::ids::{Id, Ids};
use crate::json::Writer;
use crate::role::Role;
use crate::schema::Subset;
use crate::settings::ToolChoice;
use crate::turn::{Media, MediaSource, Part, PartKind, Texts, Turn};

pub(super) fn begin(job: &mut Job<'_>, w: &mut Writer<'_>) {
    w.open_object();
    if let Some(model) = job.model {
        w.entry("model", model);
    }
    if let Some(most) = job.max_output_tokens {
        w.key("max_tokens").number(most as usize);
    }
    write_system(job, w, instructions(job.turns));
    w.key("messages").open_array();
}

pub(super) fn end(job: &mut Job<'_>, w: &mut Writer<'_>) {
    w.close_array();
    tools(job, w);
    if let Some((_, schema)) = job.answer_schema(Subset::Closed) {
        w.key("output_config").object(|w| {
            w.key("format").object(|w| {
                w.word("type", "json_schema");
                w.key("schema").raw(&schema);
            });
        });
    }
    if job.settings.temperature.is_some() {
        let found = "anthropic takes no temperature; it is left out";
        job.setting(itl_syntax::Code::Translated, "temperature", found, "current models choose their own");
    }
    w.close_object();
}

/// The groups of the turns after the instructions at the beginning.
pub(super) fn grouped(job: &mut Job<'_>) -> Groups {
    // A system turn stands after the user's, and before the assistant's or at the end.
    groups(job, |before, after| before == Speaker::User && after.is_none_or(|role| role == Role::Assistant))
}

fn write_system(job: &mut Job<'_>, w: &mut Writer<'_>, count: usize) {
    let turns = job.turns.get(..count).unwrap_or_default();
    match turns {
        [] => {}
        [turn] if common::is_one_text(turn) => {
            w.key("system");
            joined(w, job.texts, turn.texts());
        }
        turns => w.key("system").array(|w| {
            for turn in turns {
                for part in &turn.parts {
                    content(job, w, part);
                }
            }
        }),
    }
}

fn tools(job: &mut Job<'_>, w: &mut Writer<'_>) {
    if job.tools.is_empty() {
        if job.cache_tools.is_some() {
            job.note_on_tools("a cache mark stands before everything, and there are no tools; it is left out");
        }
        return;
    }
    let cached = job.cache_tools.is_some();
    w.key("tools").array(|w| {
        for (at, tool) in job.tools.iter().enumerate() {
            w.object(|w| {
                common::tool(w, tool, "input_schema");
                if cached && at + 1 == job.tools.len() {
                    cache_control(w);
                }
            });
        }
    });
    job.marks += usize::from(cached);
    if let Some(choice) = job.choice() {
        w.key("tool_choice").object(|w| match choice {
            ToolChoice::Auto => w.word("type", "auto"),
            ToolChoice::None => w.word("type", "none"),
            ToolChoice::Required => w.word("type", "any"),
            ToolChoice::Tool(name) => {
                w.word("type", "tool");
                w.entry("name", &name);
            }
        });
    }
}

fn cache_control(w: &mut Writer<'_>) {
    w.key("cache_control").object(|w| w.word("type", "ephemeral"));
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
            let role = match group.speaker {
                Speaker::System => "system",
                Speaker::User => "user",
                Speaker::Assistant => "assistant",
            };
            w.word("role", role);
            w.key("content");
            if let [turn] = turns
                && !turn.is_result()
                && turn.calls().is_empty()
                && common::is_one_text(turn)
            {
                joined(w, job.texts, turn.texts());
                return;
            }
            w.array(|w| {
                for turn in turns {
                    if turn.is_result() {
                        result(job, w, turn, ids.result().id);
                        continue;
                    }
                    for part in &turn.parts {
                        content(job, w, part);
                    }
                    for (call, named) in ids.calls(turn, job.texts) {
                        if let Some(block) = own_block(call.opaque.as_ref(), Target::Anthropic, job.texts) {
                            w.raw(block);
                        }
                        w.object(|w| {
                            w.word("type", "tool_use");
                            w.entry("id", named.id.of(job.texts));
                            w.entry("name", job.texts.get(call.name));
                            w.key("input").raw(job.texts.get(call.arguments));
                        });
                    }
                }
            });
        });
    }
}

fn result(job: &mut Job<'_>, w: &mut Writer<'_>, turn: &Turn, id: Id) {
    w.object(|w| {
        w.word("type", "tool_result");
        w.entry("tool_use_id", id.of(job.texts));
        let cached = turn.cache().is_some();
        let texts_only = turn.parts.iter().all(|part| matches!(part.kind, PartKind::Text(_)));
        w.key("content");
        if texts_only && turn.parts.len() < 2 && !common::has_own_block(turn, job.target, job.texts) {
            joined(w, job.texts, turn.texts());
        } else {
            w.array(|w| {
                for part in &turn.parts {
                    content(job, w, &part.uncached());
                }
            });
        }
        if turn.is_error {
            w.key("is_error").bool(true);
        }
        if cached {
            job.marks += 1;
            cache_control(w);
        }
    });
}

const KINDS: Kinds = Kinds { text: "text", image: "image", document: "document" };

fn content(job: &mut Job<'_>, w: &mut Writer<'_>, part: &Part) {
    let texts = job.texts;
    if let Some(block) = own_block(part.opaque.as_deref(), Target::Anthropic, texts) {
        w.raw(block);
    }
    let media = |w: &mut Writer<'_>, media: &Media| {
        w.key("source").object(|w| source(texts, w, media));
        if let (PartKind::Document(_), Some(name)) = (&part.kind, media.name) {
            w.entry("title", texts.get(name));
        }
    };
    typed_part(w, texts, part, &KINDS, media, |w| {
        job.marks += 1;
        cache_control(w);
    });
}

fn source(texts: &Texts, w: &mut Writer<'_>, media: &Media) {
    match media.source {
        MediaSource::Url(url) => {
            w.word("type", "url");
            w.entry("url", texts.get(url));
        }
        MediaSource::Base64(data) => {
            let kind = media.kind.map_or("", |kind| texts.get(kind));
            if kind == "text/plain"
                && let Some(text) = super::common::decoded(texts.get(data))
            {
                w.word("type", "text");
                w.entry("media_type", kind);
                w.entry("data", &text);
                return;
            }
            w.entry("type", "base64");
            w.entry("media_type", kind);
            w.entry("data", texts.get(data));
        }
    }
}
