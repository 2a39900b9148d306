//! What the object of a turn holds besides its text: calls, results, parts, in the spellings that
//! providers return them in.

use super::keep::{Fault, Keeper, wrong};
use super::keys::{Key, TurnObject};
use super::media::{self, PARTS, first};
use super::opaque;
use crate::blocks::MESSAGE;
use crate::role::Role;
use crate::turn::{Call, Calls, Opaque, Part, PartKind, Parts, Str};
use itl_eval::{BlockStart, Escape, Value};
use itl_syntax::Code;
use std::fmt;

/// What the object of a turn holds.
#[derive(Debug, Default)]
pub(crate) struct Content {
    pub(crate) parts: Parts,
    pub(crate) calls: Calls,
    /// Results that stand inside the turn, as Anthropic's and Converse's do.
    pub(crate) results: Vec<ToolResult>,
    pub(crate) name: Option<Str>,
    pub(crate) result_of: Option<Str>,
    pub(crate) is_error: bool,
    /// Whether the key `content` holds parts.
    pub(crate) has_parts: bool,
    /// The place of its block, at which marks stand that its parts hold.
    place: u32,
}

/// A result inside a turn of the user's.
#[derive(Debug)]
pub(crate) struct ToolResult {
    pub(crate) id: Option<Str>,
    pub(crate) parts: Parts,
    pub(crate) is_error: bool,
}

/// An item of a turn's list, as messages name it.
#[derive(Clone, Copy)]
struct Place(&'static str, usize);

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.0, self.1)
    }
}

impl Content {
    /// Whether the turn says something that a key for its text need not.
    pub(crate) fn says_more(&self) -> bool {
        self.has_parts || !self.calls.is_empty() || self.result_of.is_some()
    }

    /// How many calls there are.
    pub(crate) fn calls(&self) -> usize {
        self.calls.len()
    }

    /// Reads the object that a block stands in; `None` where it holds text alone.
    pub(super) fn read(
        block: &BlockStart<'_>,
        object: &TurnObject<'_, '_>,
        role: Role,
        place: u32,
        keeper: &mut Keeper,
    ) -> Result<Option<Self>, Fault> {
        keeper.set_room(block.room.saturating_add(keeper.text.len()));
        let mut found = Self { place, ..Self::default() };
        let turn = block.name == MESSAGE || block.item.is_some();
        let calls = object.get(Key::ToolCalls);
        let list = object.get(Key::Content);
        if let Value::List(_) = &list
            && (turn || is_parts(&list))
        {
            found.has_parts = true;
            found.read_parts(&list, role, block.escape, keeper)?;
        }
        if role == Role::Assistant {
            found.read_calls(&calls, keeper)?;
        } else if !calls.is_absent() && turn {
            return Err(wrong(format!(
                "only the assistant calls tools, but this turn of role `{}` has `tool_calls`",
                role.name()
            )));
        }
        if role == Role::Tool {
            found.result_of = keep_text(&object.get(Key::ToolCallId), format_args!("tool_call_id"), keeper)?;
            found.is_error = matches!(object.get(Key::IsError), Value::Bool(true));
        }
        if turn && let Value::Text(name) = object.get(Key::Name) {
            found.name = Some(keeper.keep(&name)?);
        }
        if turn && let Some(opaque) = opaque::read(&object.get(Key::Opaque), role, keeper)? {
            let mut parts = std::mem::take(&mut found.parts);
            found.parts.push(Part::of_opaque(opaque));
            found.parts.append(&mut parts);
        }
        let nothing = !found.says_more() && found.name.is_none() && !found.is_error && found.parts.is_empty();
        Ok((!nothing).then_some(found))
    }

    fn read_calls(&mut self, calls: &Value<'_>, keeper: &mut Keeper) -> Result<(), Fault> {
        let list = match calls {
            Value::List(list) => list,
            Value::Missing | Value::Null => return Ok(()),
            other => return Err(wrong(format!("`tool_calls` is {}, not an array", other.kind_name()))),
        };
        for (at, call) in list.iter().enumerate() {
            let Value::Map(_) = &call else {
                return Err(wrong(format!("`tool_calls.{at}` is {}, not a call", call.kind_name())));
            };
            let function = call.get_str("function");
            let of = if function.is_absent() { &call } else { &function };
            let arguments = first(of, &["arguments", "input", "args"]);
            let place = Place("tool_calls", at);
            self.call(&call.get_str("id"), &of.get_str("name"), &arguments, place, keeper)?;
            if let Some(last) = self.calls.last_mut() {
                last.opaque = opaque::read(&call.get_str("opaque"), Role::Assistant, keeper)?;
            }
        }
        Ok(())
    }

    fn call(
        &mut self,
        id: &Value<'_>,
        name: &Value<'_>,
        arguments: &Value<'_>,
        place: Place,
        keeper: &mut Keeper,
    ) -> Result<(), Fault> {
        let name = match name {
            Value::Text(name) if !name.is_empty() => keeper.keep(name)?,
            Value::Missing | Value::Null | Value::Text(_) => return Err(wrong(format!("`{place}.name` is missing"))),
            other => return Err(wrong(format!("`{place}.name` is {}, not a text", other.kind_name()))),
        };
        let given = keep_text(id, format_args!("{place}.id"), keeper)?;
        let arguments = keeper.keep_object(arguments, format_args!("`{place}.arguments`"))?;
        self.calls.push(Call { given, name, arguments, opaque: None, key: 0 });
        Ok(())
    }

    fn read_parts(&mut self, list: &Value<'_>, role: Role, escape: Escape, keeper: &mut Keeper) -> Result<(), Fault> {
        let Value::List(list) = list else { return Ok(()) };
        for (at, part) in list.iter().enumerate() {
            self.part(&part, at, role, escape, keeper)?;
            let place = Place("content", at);
            if role != Role::Assistant && !self.calls.is_empty() {
                return Err(wrong(format!(
                    "only the assistant calls tools, but `{place}` of this turn of role `{}` is a call",
                    role.name()
                )));
            }
            if role.instructs() && !self.results.is_empty() {
                return Err(wrong(format!(
                    "`{place}` is a result, which cannot stand in a turn of role `{}`",
                    role.name()
                )));
            }
        }
        Ok(())
    }

    /// Reads one part in any of the spellings.
    fn part(
        &mut self,
        part: &Value<'_>,
        at: usize,
        role: Role,
        escape: Escape,
        keeper: &mut Keeper,
    ) -> Result<(), Fault> {
        let place = Place("content", at);
        if let Value::Text(text) = part {
            return self.push_text(text, escape, keeper);
        }
        let Value::Map(_) = part else {
            return Err(Fault::new(Code::InvalidPart, format!("`{place}` is {}, not a part", part.kind_name()), PARTS));
        };
        let kind = part.get_str("type").into_text();
        let opaque = opaque::read(&part.get_str("opaque"), role, keeper)?;
        let before = self.parts.len();
        match &*kind {
            "tool_use" | "function_call" => {
                let id = first(part, &["call_id", "id"]);
                let arguments = first(part, &["input", "arguments"]);
                self.call(&id, &part.get_str("name"), &arguments, place, keeper)?;
                if let Some(call) = self.calls.last_mut() {
                    call.opaque = opaque;
                }
                return Ok(());
            }
            "tool_result" => {
                let id = part.get_str("tool_use_id");
                let is_error = matches!(part.get_str("is_error"), Value::Bool(true));
                return self.result(&id, &part.get_str("content"), is_error, escape, keeper);
            }
            "thinking" | "redacted_thinking" => return self.native("anthropic", part, role, keeper),
            "reasoning" => return self.native("openai-responses", part, role, keeper),
            "text" | "input_text" | "output_text" | "refusal" => {
                let text = first(part, &["text", "refusal"]);
                let message = match &text {
                    Value::Text(text) => return self.text_part(text, opaque, escape, keeper),
                    Value::Missing | Value::Null => format!("`{place}.text` is missing"),
                    other => format!("`{place}.text` is {}, not a text", other.kind_name()),
                };
                return Err(Fault::new(Code::InvalidPart, message, ""));
            }
            "" if self.converse(part, place, role, escape, keeper)? => {}
            "opaque" | "" if opaque.is_some() => {}
            _ => self.parts.push(media::read(part, &kind, &format!("`{place}"), keeper)?),
        }
        match (opaque, self.parts.get_mut(before)) {
            (Some(opaque), Some(part)) => part.opaque = Some(Box::new(opaque)),
            (Some(opaque), None) => self.parts.push(Part::of_opaque(opaque)),
            (None, _) => {}
        }
        Ok(())
    }

    /// A text, and what goes back to one target beside it.
    fn text_part(
        &mut self,
        text: &str,
        opaque: Option<Opaque>,
        escape: Escape,
        keeper: &mut Keeper,
    ) -> Result<(), Fault> {
        let before = self.parts.len();
        self.push_text(text, escape, keeper)?;
        match (opaque, self.parts.get_mut(before)) {
            (Some(opaque), Some(part)) => part.opaque = Some(Box::new(opaque)),
            // A signature may stand beside a text that is blank.
            (Some(opaque), None) => self.parts.push(Part::of_opaque(opaque)),
            (None, _) => {}
        }
        Ok(())
    }

    /// Reads a part as Converse writes it: an object of one key. Returns whether it was one.
    fn converse(
        &mut self,
        part: &Value<'_>,
        place: Place,
        role: Role,
        escape: Escape,
        keeper: &mut Keeper,
    ) -> Result<bool, Fault> {
        if let Value::Text(text) = part.get_str("text") {
            self.push_text(&text, escape, keeper)?;
            return Ok(true);
        }
        let call = part.get_str("toolUse");
        if !call.is_absent() {
            self.call(&call.get_str("toolUseId"), &call.get_str("name"), &call.get_str("input"), place, keeper)?;
            return Ok(true);
        }
        let result = part.get_str("toolResult");
        if !result.is_absent() {
            let is_error = *result.get_str("status").into_text() == *"error";
            self.result(&result.get_str("toolUseId"), &result.get_str("content"), is_error, escape, keeper)?;
            return Ok(true);
        }
        if !part.get_str("reasoningContent").is_absent() {
            self.native("bedrock", part, role, keeper)?;
            return Ok(true);
        }
        if !part.get_str("cachePoint").is_absent() {
            if let Some(last) = self.parts.iter_mut().rev().find(|part| part.is_sent()) {
                last.cache = Some(self.place);
            }
            return Ok(true);
        }
        Ok(false)
    }

    /// Keeps a part that only its own target reads.
    fn native(&mut self, target: &str, part: &Value<'_>, role: Role, keeper: &mut Keeper) -> Result<(), Fault> {
        let opaque = opaque::keep(target, part, role, keeper)?;
        self.parts.push(Part::of_opaque(opaque));
        Ok(())
    }

    fn result(
        &mut self,
        id: &Value<'_>,
        content: &Value<'_>,
        is_error: bool,
        escape: Escape,
        keeper: &mut Keeper,
    ) -> Result<(), Fault> {
        let id = keep_text(id, format_args!("tool_use_id"), keeper)?;
        let mut inside = Self::default();
        match content {
            Value::Text(text) => inside.push_text(text, escape, keeper)?,
            Value::List(list) => {
                for (at, part) in list.iter().enumerate() {
                    let json = part.get_str("json");
                    if json.is_absent() {
                        inside.part(&part, at, Role::Tool, escape, keeper)?;
                        inside.is_of_a_result(at)?;
                    } else {
                        inside.push_json(&json, keeper)?;
                    }
                }
            }
            Value::Missing | Value::Null => {}
            other => inside.push_json(other, keeper)?,
        }
        self.results.push(ToolResult { id, parts: inside.parts, is_error });
        Ok(())
    }

    /// Says where a result holds what only a turn does: its own calls or results would be nobody's.
    fn is_of_a_result(&self, at: usize) -> Result<(), Fault> {
        if self.calls.is_empty() && self.results.is_empty() {
            return Ok(());
        }
        let what = if self.calls.is_empty() { "a result" } else { "a call" };
        let message = format!("`{}` of a result is {what}", Place("content", at));
        Err(Fault::new(Code::InvalidPart, message, "a result holds texts, images and documents"))
    }

    /// A value of a result, as compact JSON.
    fn push_json(&mut self, value: &Value<'_>, keeper: &mut Keeper) -> Result<(), Fault> {
        let text = keeper.keep_json(value)?;
        self.parts.push(Part::new(PartKind::Text(text)));
        Ok(())
    }

    /// Adds a text, unless it is blank: targets refuse a part that says nothing.
    fn push_text(&mut self, text: &str, escape: Escape, keeper: &mut Keeper) -> Result<(), Fault> {
        if text.trim().is_empty() {
            return Ok(());
        }
        let text = match escape {
            Escape::None => keeper.keep(text)?,
            // A part is the content of no element: of XML only what opens one is escaped.
            Escape::Xml => keeper.keep(&text.replace('&', "&amp;").replace('<', "&lt;"))?,
            other => {
                let mut escaped = String::new();
                other.write(text, &mut escaped);
                keeper.keep(&escaped)?
            }
        };
        self.parts.push(Part::new(PartKind::Text(text)));
        Ok(())
    }
}

/// Whether a list holds parts and nothing else.
fn is_parts(list: &Value<'_>) -> bool {
    const CONVERSE: [&str; 5] = ["text", "image", "document", "toolUse", "toolResult"];
    let Value::List(list) = list else { return false };
    !list.is_empty()
        && list.iter().all(|part| {
            matches!(part.get_str("type"), Value::Text(_))
                || (matches!(&part, Value::Map(map) if map.len() == 1)
                    && CONVERSE.iter().any(|key| !part.get_str(key).is_absent()))
        })
}

fn keep_text(value: &Value<'_>, what: fmt::Arguments<'_>, keeper: &mut Keeper) -> Result<Option<Str>, Fault> {
    match value {
        Value::Missing | Value::Null => Ok(None),
        Value::Text(text) if text.is_empty() => Ok(None),
        Value::Text(text) => keeper.keep(text).map(Some),
        Value::Int(_) | Value::UInt(_) => keeper.keep(&value.to_text()).map(Some),
        other => Err(wrong(format!("`{what}` is {}, not a text", other.kind_name()))),
    }
}
