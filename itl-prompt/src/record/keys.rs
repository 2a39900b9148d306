//! Which of the keys that matter an object holds. A turn is asked for all of them, and most have two.

use itl_eval::{LookupKey, Value};

/// A key that each turn is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    Role,
    Text,
    Content,
    // What says more than words, from here on.
    ToolCalls,
    ToolCallId,
    IsError,
    Name,
    Opaque,
}

/// The keys; they remember where they were found.
pub(super) struct TurnKeys([LookupKey; 8]);

/// The object of a turn, and which of the keys it has.
pub(super) struct TurnObject<'k, 'v> {
    keys: &'k TurnKeys,
    object: &'k Value<'v>,
    has: u32,
}

impl TurnKeys {
    pub(super) fn new() -> Self {
        let names = ["role", "text", "content", "tool_calls", "tool_call_id", "is_error", "name", "opaque"];
        Self(names.map(LookupKey::new))
    }

    /// The keys of an object. One with many keys may stand around many turns, and is not gone through for each.
    pub(super) fn of<'k, 'v>(&'k self, object: &'k Value<'v>) -> TurnObject<'k, 'v> {
        const LARGE: usize = 24;
        let has = match object {
            Value::Map(map) if map.len() > LARGE => u32::MAX,
            Value::Map(map) => map.holds(&self.0),
            _ => 0,
        };
        TurnObject { keys: self, object, has }
    }
}

impl<'v> TurnObject<'_, 'v> {
    pub(super) fn get(&self, key: Key) -> Value<'v> {
        if self.has >> key as u32 & 1 == 0 {
            return Value::Missing;
        }
        self.keys.0.get(key as usize).map(|key| self.object.get(key)).unwrap_or_default()
    }

    /// Whether it may hold more than words.
    pub(super) fn says_more(&self) -> bool {
        self.has >> Key::ToolCalls as u32 != 0 || matches!(self.get(Key::Content), Value::List(_))
    }
}
