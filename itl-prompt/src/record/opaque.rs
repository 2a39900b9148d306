//! What goes back to one target unchanged, and what it may not say.
//!
//! Data that may claim some roles alone (`@roles`) must not get others by a value that nobody looks into: an item of
//! Responses may hold a role of its own, and the result of a tool may stand in any turn.

use super::keep::{Fault, Keeper, wrong};
use crate::pair::shown;
use crate::role::Role;
use crate::turn::Opaque;
use itl_eval::Value;

/// The entry `opaque` of a turn, a part or a call.
pub(super) fn read(value: &Value<'_>, speaker: Role, keeper: &mut Keeper) -> Result<Option<Opaque>, Fault> {
    if value.is_absent() {
        return Ok(None);
    }
    let Value::Text(target) = value.get_str("target") else {
        return Err(wrong("`opaque` names no `target`".to_owned()));
    };
    let kept = value.get_str("value");
    if kept.is_absent() {
        return Err(wrong("`opaque` has no `value`".to_owned()));
    }
    keep(&target, &kept, speaker, keeper).map(Some)
}

/// A value of a target's own in a turn of that role.
pub(super) fn keep(target: &str, value: &Value<'_>, speaker: Role, keeper: &mut Keeper) -> Result<Opaque, Fault> {
    let role = value.get_str("role");
    if !role.is_absent() && *role.to_text() != *speaker.name() {
        return Err(wrong(format!(
            "an opaque value of the role `{}` stands in a turn of role `{}`",
            shown(&role.to_text()),
            speaker.name()
        )));
    }
    if speaker != Role::Tool && is_result(value, speaker) {
        return Err(wrong(format!(
            "an opaque value that is the result of a tool stands in a turn of role `{}`",
            speaker.name()
        )));
    }
    Ok(Opaque { target: keeper.keep(target)?, value: keeper.keep_json(value)? })
}

/// Whether a provider reads the value as the result of a tool that the program runs. What a provider's own tools gave
/// stands in turns of the assistant's.
fn is_result(value: &Value<'_>, speaker: Role) -> bool {
    let kind = value.get_str("type").into_text();
    kind.ends_with("_output")
        || kind.ends_with("_response")
        || *kind == *"tool_result"
        || (speaker != Role::Assistant && kind.ends_with("_tool_result"))
        || ["toolResult", "functionResponse"].iter().any(|key| !value.get_str(key).is_absent())
}
