//! Messages in words of no provider: everything that a conversation holds, and nothing translated.

use super::Job;
use super::common::is_one_text;
use crate::ids::Ids;
use crate::json::Writer;
use crate::turn::{Media, MediaSource, Opaque, Part, PartKind, Texts, Turn};

pub(super) fn turns(job: &mut Job<'_>, w: &mut Writer<'_>, ids: &mut Ids) {
    for turn in job.turns {
        if job.write_plain(w, turn) {
            continue;
        }
        message(w, job.texts, turn, ids);
    }
}

/// Writes one message.
pub(crate) fn message(w: &mut Writer<'_>, texts: &Texts, turn: &Turn, ids: &mut Ids) {
    w.object(|w| {
        w.word("role", turn.role.name());
        if let Some(name) = turn.name() {
            w.entry("name", texts.get(name));
        }
        if turn.is_result() {
            w.entry("tool_call_id", ids.result().id.of(texts));
        }
        w.key("content");
        if is_one_text(turn) {
            super::common::joined(w, texts, turn.texts());
        } else if turn.parts.is_empty() {
            w.text("");
        } else {
            w.array(|w| {
                for part in &turn.parts {
                    w.object(|w| content(w, texts, part));
                }
            });
        }
        if !turn.calls().is_empty() {
            w.key("tool_calls").array(|w| {
                for (call, named) in ids.calls(turn, texts) {
                    w.object(|w| {
                        w.entry("id", named.id.of(texts));
                        w.entry("name", texts.get(call.name));
                        w.key("arguments").raw(texts.get(call.arguments));
                        write_opaque(w, texts, call.opaque.as_ref());
                    });
                }
            });
        }
        if turn.is_error {
            w.key("is_error").bool(true);
        }
    });
}

fn content(w: &mut Writer<'_>, texts: &Texts, part: &Part) {
    match &part.kind {
        PartKind::Text(text) => {
            w.word("type", "text");
            w.entry("text", texts.get(*text));
        }
        PartKind::Image(of) => {
            w.word("type", "image");
            media(w, texts, of);
        }
        PartKind::Document(of) => {
            w.word("type", "document");
            media(w, texts, of);
        }
        PartKind::Opaque => w.word("type", "opaque"),
    }
    write_opaque(w, texts, part.opaque.as_deref());
    if part.cache.is_some() {
        w.key("cache").bool(true);
    }
}

fn media(w: &mut Writer<'_>, texts: &Texts, media: &Media) {
    if let Some(kind) = media.kind {
        w.entry("media_type", texts.get(kind));
    }
    match media.source {
        MediaSource::Base64(data) => w.entry("data", texts.get(data)),
        MediaSource::Url(url) => w.entry("url", texts.get(url)),
    }
    if let Some(name) = media.name {
        w.entry("name", texts.get(name));
    }
    if let Some(detail) = media.detail {
        w.entry("detail", texts.get(detail));
    }
}

fn write_opaque(w: &mut Writer<'_>, texts: &Texts, opaque: Option<&Opaque>) {
    if let Some(opaque) = opaque {
        w.key("opaque").object(|w| {
            w.entry("target", texts.get(opaque.target));
            w.key("value").raw(texts.get(opaque.value));
        });
    }
}
