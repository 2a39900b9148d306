//! Which of the keys that matter an object holds. A turn is asked for all of them, and most have two.

use itl_eval::{LookupKey, Map, Value, ValueRef};

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

/// How many keys come first: the role and the words.
const PLAIN: usize = 3;

/// The keys; they remember where they were found.
#[derive(Debug)]
pub(crate) struct TurnKeys([LookupKey; 8]);

/// The object of a turn, and which of the keys it has.
pub(super) struct TurnObject<'k, 'v> {
    keys: &'k TurnKeys,
    object: &'k Value<'v>,
    has: u32,
    /// What is known of an object that holds nothing but a role and words.
    plain: [Option<ValueRef<'v>>; PLAIN],
}

impl TurnKeys {
    pub(crate) fn new() -> Self {
        let names = ["role", "text", "content", "tool_calls", "tool_call_id", "is_error", "name", "opaque"];
        Self(names.map(LookupKey::new))
    }

    /// The keys of an object. One with many keys may stand around many turns, and is not gone through for each.
    #[inline]
    pub(super) fn of<'k, 'v>(&'k self, object: &'k Value<'v>) -> TurnObject<'k, 'v> {
        const LARGE: usize = 24;
        let mut found = TurnObject { keys: self, object, has: 0, plain: [None; PLAIN] };
        let Value::Map(map) = object else { return found };
        if map.len() > LARGE {
            found.has = u32::MAX;
        } else if !found.is_plain(map) {
            (found.has, found.plain) = (map.holds(&self.0), [None; PLAIN]);
        }
        found
    }
}

impl<'v> TurnObject<'_, 'v> {
    /// Whether an object holds a role and words where the one before did, and nothing else.
    #[inline]
    fn is_plain(&mut self, map: &Map<'v>) -> bool {
        let mut count = 0;
        for ((at, key), place) in self.keys.0.iter().enumerate().zip(&mut self.plain) {
            *place = map.at_last_position(key);
            if place.is_some() {
                (count, self.has) = (count + 1, self.has | 1 << at);
            }
        }
        count == map.len()
    }

    /// The value of a key.
    #[inline]
    pub(super) fn get(&self, key: Key) -> Value<'v> {
        if self.has >> key as u32 & 1 == 0 { Value::Missing } else { self.look_up(key) }
    }

    fn look_up(&self, key: Key) -> Value<'v> {
        self.keys.0.get(key as usize).map(|key| self.object.get(key)).unwrap_or_default()
    }

    /// The value of a key where it is a text of a plain object; `None` says nothing about others.
    #[inline]
    pub(super) fn text(&self, key: Key) -> Option<&'v str> {
        (*self.plain.get(key as usize)?)?.text()
    }

    /// Whether it may hold more than words.
    #[inline]
    pub(super) fn says_more(&self) -> bool {
        self.has >> Key::ToolCalls as u32 != 0
            || (self.has >> Key::Content as u32 & 1 != 0
                && self.text(Key::Content).is_none()
                && matches!(self.get(Key::Content), Value::List(_)))
    }
}
