//! Copies what a conversation needs of its data, within the room that the output has.

use crate::json;
use crate::turn::Str;
use itl_eval::Value;
use itl_syntax::{Code, Diagnostic, Span};
use std::fmt;

/// Something in the data of a turn that cannot be sent.
#[derive(Clone, Debug)]
pub(crate) struct Fault {
    pub(crate) code: Code,
    pub(crate) message: String,
    pub(crate) help: &'static str,
}

impl Fault {
    pub(crate) fn new(code: Code, message: impl Into<String>, help: &'static str) -> Self {
        Self { code, message: message.into(), help }
    }

    pub(crate) fn diagnostic(self, tag: Span) -> Diagnostic {
        let found = Diagnostic::new(self.code, tag, self.message);
        if self.help.is_empty() { found } else { found.help(self.help) }
    }

    fn no_room() -> Self {
        Self::new(Code::OutputLimit, "the turns hold more than the output limit allows", "")
    }
}

/// What is wrong with a turn.
pub(super) fn wrong(message: String) -> Fault {
    Fault::new(Code::InvalidTurn, message, "")
}

/// What is kept of the data.
#[derive(Default)]
pub(crate) struct Keeper {
    pub(crate) text: String,
    /// How long the kept text may become, with what the render has written.
    room: usize,
}

impl Keeper {
    /// Says how many bytes the output may grow by.
    pub(crate) fn set_room(&mut self, room: usize) {
        self.room = room;
    }

    fn most(&self) -> usize {
        self.room.min(u32::MAX as usize)
    }

    fn charge(&self, bytes: usize) -> Result<(), Fault> {
        if self.text.len().saturating_add(bytes) > self.most() { Err(Fault::no_room()) } else { Ok(()) }
    }

    pub(crate) fn get(&self, text: Str) -> &str {
        text.in_kept().and_then(|range| self.text.get(range)).unwrap_or_default()
    }

    pub(crate) fn keep(&mut self, text: &str) -> Result<Str, Fault> {
        self.charge(text.len())?;
        let start = self.text.len();
        self.text.push_str(text);
        Ok(Str::kept(start..self.text.len()))
    }

    /// Keeps a value as compact JSON.
    pub(crate) fn keep_json(&mut self, value: &Value<'_>) -> Result<Str, Fault> {
        let start = self.text.len();
        // A value that functions built may be any number of times as long as what is in memory.
        let most = self.most();
        value.write_json_within(most, &mut self.text);
        if let Err(fault) = self.charge(0) {
            self.text.truncate(start);
            return Err(fault);
        }
        Ok(Str::kept(start..self.text.len()))
    }

    /// Keeps an object, or the JSON text of one, as compact JSON. Missing, null and the empty text are
    /// the empty object.
    pub(crate) fn keep_object(&mut self, value: &Value<'_>, what: fmt::Arguments<'_>) -> Result<Str, Fault> {
        let wrong =
            |message: String| Fault::new(Code::InvalidTurn, message, "arguments are an object, or its JSON text");
        match value {
            Value::Missing | Value::Null => self.keep("{}"),
            Value::Text(text) if text.trim().is_empty() => self.keep("{}"),
            Value::Map(_) => self.keep_json(value),
            Value::Text(text) => {
                self.charge(text.len())?;
                let compact = json::compact(text).map_err(|error| wrong(format!("{what} is not JSON: {error}")))?;
                if !compact.starts_with('{') {
                    return Err(wrong(format!("{what} is JSON, but no object")));
                }
                self.keep(&compact)
            }
            other => Err(wrong(format!("{what} is {}, not an object", other.kind_name()))),
        }
    }
}
