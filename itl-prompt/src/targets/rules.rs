//! What a target refuses of a conversation as a whole, whatever its parts are.

use super::common::holds_own;
use super::{Job, Target};
use crate::role::Role;
use crate::turn::{Opaque, Part, PartKind, Texts, Turn};
use itl_syntax::{Code, Severity};

/// Checks what each target has rules for, before anything is written.
pub(super) fn check(job: &mut Job<'_>) {
    if job.target == Target::Messages {
        return;
    }
    check_settings(job);
    check_ends(job);
    check_tools(job);
    check_hints(job);
}

fn check_settings(job: &mut Job<'_>) {
    let wants_max = job.target == Target::Anthropic;
    if wants_max && job.max_output_tokens.is_none() {
        job.setting(
            Code::MissingSetting,
            "max_output_tokens",
            "Anthropic requires `max_tokens`, and the prompt sets none",
            "write `{{! @max_output_tokens 1024 }}`",
        );
    }
}

/// The first and the last turn.
fn check_ends(job: &mut Job<'_>) {
    if job.incomplete {
        return;
    }
    let turns = job.turns;
    let Some((first, place)) = job.said_so_far().first else {
        job.setting(
            Code::NoMessages,
            "",
            "the prompt makes no message besides those of the system",
            "add a `{{$user}}` block",
        );
        return;
    };
    let wants_user = !matches!(job.target, Target::OpenAi | Target::OpenAiResponses);
    if wants_user && first != Role::User {
        let message = format!("{} requires the user's turn first, not the {}'s", job.target.name(), first.name());
        job.at(place, Code::FirstTurn, message, "leave out what comes before the user's first turn");
    }
    let Some(last) = turns.last().filter(|last| last.role == Role::Assistant) else { return };
    let refuses = matches!(job.target, Target::Anthropic | Target::Bedrock) && job.model.is_some_and(refuses_prefill);
    if refuses {
        let message = "the last turn is the assistant's, and this model does not accept the beginning of its answer";
        job.at(last.place, Code::PrefillRefused, message, "end with a turn of the user");
    } else if job.target == Target::Anthropic && job.schema.is_some() {
        let message = "the last turn is the assistant's, which cannot stand beside a schema of the answer";
        job.at(last.place, Code::PrefillRefused, message, "end with a turn of the user");
    } else {
        let message = "the last turn is the assistant's: the model goes on from there";
        job.at(last.place, Code::Prefill, message, "end with a turn of the user where that is not meant");
    }
}

/// Models of Claude that refuse a last turn of the assistant's.
fn refuses_prefill(model: &str) -> bool {
    let Some((_, name)) = model.split_once("claude-") else { return false };
    let version = |prefix: &str| {
        let rest = name.strip_prefix(prefix)?;
        let mut numbers = rest.split('-').map(|part| part.parse::<u32>().ok());
        let major = numbers.next()??;
        let minor = numbers.next().flatten().filter(|minor| *minor < 100).unwrap_or(0);
        Some((major, minor))
    };
    version("opus-").is_some_and(|version| version >= (4, 6))
        || version("sonnet-").is_some_and(|version| version >= (4, 6))
        || version("haiku-").is_some_and(|version| version >= (5, 0))
        || ["fable", "mythos"].iter().any(|family| name.starts_with(family))
}

fn check_tools(job: &mut Job<'_>) {
    let longest = match job.target {
        Target::Anthropic => 128,
        _ => 64,
    };
    let dots = job.target == Target::Gemini;
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"_-".contains(&byte) || (dots && b".:".contains(&byte));
    for tool in job.tools {
        if tool.name.len() > longest || !tool.name.bytes().all(allowed) {
            let shown: String = tool.name.chars().take(80).collect();
            job.setting(
                Code::InvalidTools,
                "tools",
                format!("{} takes no tool of the name `{shown}`", job.target.name()),
                "names hold letters, digits, `_` and `-`",
            );
        }
    }
    if let Some(place) = job.calls().filter(|_| job.tools.is_empty()) {
        let place = job.places.get(place as usize).map(|place| place.tag).unwrap_or_default();
        let message = format!("the conversation holds calls, and the request to {} lists no tools", job.target.name());
        let help = "name the data's tools: `{{! @tools KEY }}`";
        match job.target {
            Target::Bedrock => job.warn_as(Severity::Error, place, Code::ToolsRequired, message, help),
            Target::Anthropic => job.warn_as(Severity::Warning, place, Code::ToolsRequired, message, help),
            _ => {}
        }
    }
}

/// Images and documents stand where the target takes them; opaque values go to their own target.
pub(super) fn check_hints(job: &mut Job<'_>) {
    if job.target == Target::Messages {
        return;
    }
    let (turns, texts) = (job.turns, job.texts);
    let takes_detail = matches!(job.target, Target::OpenAi | Target::OpenAiResponses);
    for turn in turns {
        for part in &turn.parts {
            let media = match &part.kind {
                PartKind::Image(media) => Some((media, true)),
                PartKind::Document(media) => Some((media, false)),
                PartKind::Text(_) | PartKind::Opaque => None,
            };
            if let Some((media, image)) = media
                && let Some(why) = super::common::refuses(job.target, turn.role, media, image, texts)
            {
                job.at(turn.place, Code::Unsupported, why, "leave the part out for this target, or say it in text");
            }
            if media.is_some_and(|(media, image)| image && media.detail.is_some()) && !takes_detail {
                job.note(turn.place, format!("{} takes no `detail` of an image; it is left out", job.target.name()));
            }
            if let Some(opaque) = &part.opaque {
                note_opaque(job, turn, Some(&part.kind), opaque);
            }
        }
        for call in turn.calls() {
            if let Some(opaque) = &call.opaque {
                note_opaque(job, turn, None, opaque);
            }
        }
        let takes_names = job.target == Target::OpenAi;
        if turn.name().is_some() && !takes_names && !turn.is_result() {
            job.note(turn.place, format!("{} takes no `name` of a turn; it is left out", job.target.name()));
        }
    }
}

/// Whether a turn says something to a target.
pub(crate) fn says(turn: &Turn, texts: &Texts, target: Target) -> bool {
    let own = |part: &Part| {
        let holds = |opaque: &Opaque| {
            texts.get(opaque.target) == target.name()
                && holds_own(target, turn.role, Some(&part.kind), texts.get(opaque.value))
        };
        target == Target::Messages || part.is_sent() || part.opaque.as_deref().is_some_and(holds)
    };
    turn.is_result() || !turn.calls().is_empty() || turn.parts.iter().any(own)
}

/// Notes the opaque values of a turn that says nothing to the target, and is left out with them.
pub(crate) fn note_left_out(job: &mut Job<'_>, turn: &Turn) {
    for part in &turn.parts {
        if let Some(opaque) = &part.opaque {
            note_opaque(job, turn, Some(&part.kind), opaque);
        }
    }
}

fn note_opaque(job: &mut Job<'_>, turn: &Turn, kind: Option<&PartKind>, opaque: &Opaque) {
    let (of, target) = (job.texts.get(opaque.target), job.target.name());
    if of != target {
        let shown: String = of.chars().take(40).collect();
        job.note(turn.place, format!("an opaque value of `{shown}` is left out for {target}"));
    } else if !holds_own(job.target, turn.role, kind, job.texts.get(opaque.value)) {
        job.note(turn.place, format!("an opaque value is left out for {target}, which cannot hold it there"));
    }
}

/// At most as many cache marks as the target takes.
pub(super) fn check_marks(job: &mut Job<'_>) {
    let most = match job.target {
        Target::Anthropic | Target::Bedrock => 4,
        Target::OpenAi | Target::OpenAiResponses => 3,
        Target::Messages | Target::Gemini | Target::Mistral => return,
    };
    if job.marks > most {
        let place = job.said_so_far().mark.or(job.cache_tools).unwrap_or_default();
        let message = format!("{} cache marks, and {} takes {most}", job.marks, job.target.name());
        job.at(place, Code::TooManyCacheMarks, message, "keep the marks after the parts that change least");
    }
}
