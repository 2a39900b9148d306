//! What the writers of several targets share.

use super::{Job, Target};
use crate::json::Writer;
use crate::role::Role;
use crate::turn::{Media, MediaSource, Opaque, Part, PartKind, Str, Texts, Turn};
use smallvec::SmallVec;
use std::ops::Range;

/// What separates texts that are joined into one.
pub(super) const PARAGRAPH: &str = "\n\n";

/// Why a target cannot take an image or document in a turn of that role.
pub(super) fn refuses(target: Target, role: Role, media: &Media, image: bool, texts: &Texts) -> Option<String> {
    let what = if image { "an image" } else { "a document" };
    let name = target.name();
    let in_role = |role: Role| {
        Some(format!(
            "{name} takes no {} in a turn of the {}",
            what.trim_start_matches("an ").trim_start_matches("a "),
            role.name()
        ))
    };
    match role {
        Role::System | Role::Developer => return in_role(role),
        Role::Assistant if target != Target::Gemini => return in_role(role),
        Role::Tool if !matches!(target, Target::Anthropic | Target::Bedrock | Target::OpenAiResponses) => {
            return in_role(role);
        }
        _ => {}
    }
    let kind = media.kind.map(|kind| texts.get(kind));
    let url = matches!(media.source, MediaSource::Url(_));
    let shown = |kind: Option<&str>| kind.unwrap_or("an unknown media type").chars().take(60).collect::<String>();
    let known_image = kind.is_some_and(|kind| ["image/png", "image/jpeg", "image/gif", "image/webp"].contains(&kind));
    match (target, image) {
        (Target::Bedrock, _) if url => Some(format!("{name} takes {what} as data only, not from a URL")),
        (Target::OpenAi, false) if url => Some(format!("{name} takes a document as data only, not from a URL")),
        (Target::Anthropic | Target::Bedrock, true) if !url && !known_image => {
            Some(format!("{name} takes no image of the media type {}", shown(kind)))
        }
        (Target::Anthropic, false) if !url && kind != Some("application/pdf") && kind != Some("text/plain") => {
            Some(format!("{name} takes no document of the media type {}", shown(kind)))
        }
        (Target::Bedrock, false) if document_format(kind).is_none() => {
            Some(format!("{name} takes no document of the media type {}", shown(kind)))
        }
        _ => None,
    }
}

/// The name that Converse has for a media type of documents.
pub(super) fn document_format(kind: Option<&str>) -> Option<&'static str> {
    Some(match kind? {
        "application/pdf" => "pdf",
        "text/csv" | "application/csv" => "csv",
        "application/msword" | "application/doc" => "doc",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document" | "application/docx" => "docx",
        "application/vnd.ms-excel" | "application/xls" => "xls",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" | "application/xlsx" => "xlsx",
        "text/html" | "application/html" => "html",
        "text/plain" => "txt",
        "text/markdown" => "md",
        _ => return None,
    })
}

/// A role as targets name it whose turns alternate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Speaker {
    /// In its place, where the target takes that.
    System,
    User,
    Assistant,
}

/// Neighbouring turns that the target takes as one.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub(super) speaker: Speaker,
    pub(super) turns: Range<usize>,
}

/// The groups of some turns; those that are written while a prompt renders are few.
pub(super) type Groups = SmallVec<[Group; 4]>;

/// How many turns at the beginning are instructions.
pub(super) fn instructions(turns: &[&Turn]) -> usize {
    turns.iter().take_while(|turn| turn.role.instructs()).count()
}

/// Groups the turns after the instructions at the beginning for a target whose roles alternate. `system` says whether
/// a system turn may stand in its place, by the speaker before it and the role after it.
pub(super) fn groups(job: &mut Job<'_>, system: impl Fn(Speaker, Option<Role>) -> bool) -> Groups {
    let turns = job.turns;
    let from = instructions(turns);
    let mut groups = Groups::new();
    for (at, turn) in turns.iter().enumerate().skip(from) {
        let last = groups.last().map(|group| group.speaker);
        let speaker = match turn.role {
            Role::System | Role::Developer => {
                let after = turns.get(at + 1..).unwrap_or_default().iter().find(|turn| !turn.role.instructs());
                let before = last.unwrap_or(Speaker::User);
                if last == Some(Speaker::System) || system(before, after.map(|turn| turn.role)) {
                    Speaker::System
                } else {
                    let message = format!(
                        "{} takes no turn of the {} in the middle; it stands there as the user's",
                        job.target.name(),
                        turn.role.name()
                    );
                    job.note(turn.place, message);
                    Speaker::User
                }
            }
            Role::User | Role::Tool => Speaker::User,
            Role::Assistant => Speaker::Assistant,
        };
        match groups.last_mut().filter(|group| group.speaker == speaker) {
            Some(group) => group.turns.end = at + 1,
            None => groups.push(Group { speaker, turns: at..at + 1 }),
        }
    }
    groups
}

/// Writes the texts of a turn as one string.
pub(super) fn joined(w: &mut Writer<'_>, texts: &Texts, of: impl Iterator<Item = Str>) {
    w.string(|w| {
        for (at, text) in of.enumerate() {
            if at > 0 {
                w.piece(PARAGRAPH);
            }
            w.piece(texts.get(text));
        }
    });
}

/// A data URL, or the URL itself.
pub(super) fn url(w: &mut Writer<'_>, texts: &Texts, media: &Media) {
    match media.source {
        MediaSource::Url(url) => w.text(texts.get(url)),
        MediaSource::Base64(data) => {
            let kind = media.kind.map_or("application/octet-stream", |kind| texts.get(kind));
            w.texts(["data:", kind, ";base64,", texts.get(data)]);
        }
    }
}

/// A block or item that goes back to this target unchanged.
pub(super) fn own_block<'t>(opaque: Option<&Opaque>, target: Target, texts: &'t Texts) -> Option<&'t str> {
    own(opaque, target, texts).filter(|value| value.starts_with('{'))
}

/// Whether a part has such a block.
pub(super) fn has_own_block(turn: &Turn, target: Target, texts: &Texts) -> bool {
    turn.parts.iter().any(|part| own_block(part.opaque.as_deref(), target, texts).is_some())
}

/// Whether an opaque value of this target's own can stand in a part of that kind, or, without one, in a call.
pub(super) fn holds_own(target: Target, role: Role, kind: Option<&PartKind>, value: &str) -> bool {
    let (is_object, is_text) = (value.starts_with('{'), value.starts_with('"'));
    match (target, kind) {
        (Target::Messages, _) => true,
        (Target::Gemini, _) if role == Role::Tool => false,
        (Target::Gemini, Some(PartKind::Opaque)) => is_object || is_text,
        (Target::Gemini, _) => is_text || entries_beside(value).is_some(),
        (Target::OpenAi | Target::Mistral, None) => false,
        _ => is_object,
    }
}

/// The entries of an object that can stand beside what a part of Gemini's holds itself.
pub(super) fn entries_beside(value: &str) -> Option<&str> {
    const HELD: [&str; 5] = ["text", "inlineData", "fileData", "functionCall", "functionResponse"];
    let entries = value.strip_prefix('{')?.strip_suffix('}').filter(|entries| !entries.is_empty())?;
    let keys: serde_json::Map<String, serde_json::Value> = serde_json::from_str(value).ok()?;
    HELD.iter().all(|key| !keys.contains_key(*key)).then_some(entries)
}

/// Writes the texts of a turn, and the blocks of this target's own between them, as an array.
pub(super) fn texts_and_blocks(w: &mut Writer<'_>, texts: &Texts, turn: &Turn, target: Target) {
    w.array(|w| {
        for part in &turn.parts {
            if let Some(block) = own_block(part.opaque.as_deref(), target, texts) {
                w.raw(block);
            }
            if let PartKind::Text(text) = part.kind {
                w.object(|w| {
                    w.word("type", "text");
                    w.entry("text", texts.get(text));
                });
            }
        }
    });
}

/// The words by which a target tells apart the parts of a message.
pub(super) struct Kinds {
    pub(super) text: &'static str,
    pub(super) image: &'static str,
    pub(super) document: &'static str,
}

/// Writes a part as an object of its `type`. `media` writes the entries of an image or document, `mark` a
/// cache mark where the part has one.
pub(super) fn typed_part(
    w: &mut Writer<'_>,
    texts: &Texts,
    part: &Part,
    kinds: &Kinds,
    media: impl FnOnce(&mut Writer<'_>, &Media),
    mark: impl FnOnce(&mut Writer<'_>),
) {
    let kind = match &part.kind {
        PartKind::Opaque => return,
        PartKind::Text(_) => kinds.text,
        PartKind::Image(_) => kinds.image,
        PartKind::Document(_) => kinds.document,
    };
    w.object(|w| {
        w.entry("type", kind);
        match &part.kind {
            PartKind::Opaque => {}
            PartKind::Text(text) => w.entry("text", texts.get(*text)),
            PartKind::Image(of) | PartKind::Document(of) => media(w, of),
        }
        if part.cache.is_some() {
            mark(w);
        }
    });
}

/// What goes back to this target unchanged.
pub(super) fn own<'t>(opaque: Option<&Opaque>, target: Target, texts: &'t Texts) -> Option<&'t str> {
    let opaque = opaque.filter(|opaque| texts.get(opaque.target) == target.name())?;
    Some(texts.get(opaque.value))
}

/// Whether a turn is one text and nothing that needs a part.
pub(super) fn is_one_text(turn: &Turn) -> bool {
    matches!(&*turn.parts, [part] if matches!(part.kind, PartKind::Text(_)) && part.cache.is_none() && part.opaque.is_none())
}

/// Writes the entries of a tool under the usual names.
pub(super) fn tool(w: &mut Writer<'_>, tool: &crate::tools::Tool, schema: &'static str) {
    w.entry("name", &tool.name);
    if let Some(description) = &tool.description {
        w.entry("description", description);
    }
    w.key(schema).raw(&tool.schema);
}

/// The text that base64 stands for, where it is one.
pub(super) fn decoded(data: &str) -> Option<String> {
    let value = |byte: u8| -> Option<u32> {
        Some(u32::from(match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        }))
    };
    let mut bytes = Vec::with_capacity(data.len() / 4 * 3);
    for four in data.trim_end_matches('=').as_bytes().chunks(4) {
        let mut bits = 0;
        for byte in four {
            bits = bits << 6 | value(*byte)?;
        }
        bits <<= 6 * (4 - four.len());
        let [_, three @ ..] = bits.to_be_bytes();
        bytes.extend(three.iter().take(four.len().saturating_sub(1)));
    }
    String::from_utf8(bytes).ok()
}
