//! Mistral's Chat Completions.

use super::common::{Kinds, has_own_block, is_one_text, joined, own_block, texts_and_blocks, typed_part, url};
use super::openai::{calls, end_with};
use super::{Job, Target};
use crate::ids::Ids;
use crate::json::Writer;
use crate::role::Role;
use crate::turn::{Media, Part, PartKind, Texts, Turn};

pub(super) fn end(job: &mut Job<'_>, w: &mut Writer<'_>) {
    end_with(job, w, "max_tokens", "mistral takes no cache marks; it is left out");
}

pub(super) fn turns(job: &mut Job<'_>, w: &mut Writer<'_>, ids: &mut Ids) {
    let (turns, texts) = (job.turns, job.texts);
    let mut before = None;
    for (at, turn) in turns.iter().enumerate() {
        let role = role(job, turn, before);
        before = Some(role);
        // The last one may differ.
        if at + 1 < turns.len() && job.write_plain(w, turn) {
            continue;
        }
        w.object(|w| {
            w.word("role", role.name());
            match role {
                Role::Tool => {
                    let call = ids.result();
                    w.entry("tool_call_id", call.id.of(texts));
                    w.entry("name", texts.get(call.tool));
                    w.key("content");
                    words(w, texts, turn);
                }
                Role::Assistant => {
                    w.key("content");
                    words(w, texts, turn);
                    calls(job, w, turn, ids);
                    if job.is_end && at + 1 == turns.len() {
                        // Only so may it be the last one.
                        w.key("prefix").bool(true);
                    }
                }
                Role::User
                    if !is_one_text(turn) && turn.parts.iter().any(|part| !matches!(part.kind, PartKind::Text(_))) =>
                {
                    w.key("content").array(|w| {
                        for part in &turn.parts {
                            content(job, w, part);
                        }
                    });
                }
                _ => {
                    w.key("content");
                    words(w, texts, turn);
                }
            }
        });
        if let Some(place) = turn.cache() {
            job.note(place, "mistral takes no cache marks; it is left out");
        }
    }
}

/// The texts of a turn as one, unless a block of Mistral's own stands between them.
fn words(w: &mut Writer<'_>, texts: &Texts, turn: &Turn) {
    if has_own_block(turn, Target::Mistral, texts) {
        texts_and_blocks(w, texts, turn, Target::Mistral);
    } else {
        joined(w, texts, turn.texts());
    }
}

/// The role that a turn is sent as: instructions stand neither after the assistant nor after a tool.
fn role(job: &mut Job<'_>, turn: &Turn, before: Option<Role>) -> Role {
    if !turn.role.instructs() {
        return turn.role;
    }
    if !matches!(before, Some(Role::Assistant | Role::Tool)) {
        return Role::System;
    }
    let message = format!(
        "mistral takes no turn of the {} after the assistant's; it stands there as the user's",
        turn.role.name()
    );
    job.note(turn.place, message);
    Role::User
}

const KINDS: Kinds = Kinds { text: "text", image: "image_url", document: "document_url" };

fn content(job: &Job<'_>, w: &mut Writer<'_>, part: &Part) {
    let texts = job.texts;
    if let Some(block) = own_block(part.opaque.as_deref(), Target::Mistral, texts) {
        w.raw(block);
    }
    let media = |w: &mut Writer<'_>, media: &Media| {
        let document = matches!(part.kind, PartKind::Document(_));
        w.key(if document { KINDS.document } else { KINDS.image });
        url(w, texts, media);
        if let Some(name) = media.name.filter(|_| document) {
            w.entry("document_name", texts.get(name));
        }
    };
    // Its marks are noted with their turn.
    typed_part(w, texts, part, &KINDS, media, |_| ());
}
