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

/// How many keys there are, and how many come first: the role and the words.
const ALL: usize = 8;
const PLAIN: usize = 3;

/// The keys; they remember where they were found.
#[derive(Debug)]
pub(crate) struct TurnKeys([LookupKey; ALL]);

/// The object of a turn, and which of the keys it has.
pub(super) struct TurnObject<'k, 'v> {
    keys: &'k TurnKeys,
    object: &'k Value<'v>,
    /// A bit for each key.
    has: u32,
    /// The values of the first keys, where they stand where they did in the one before.
    plain: [Option<ValueRef<'v>>; PLAIN],
    /// The values of all keys, where the object holds others than the first.
    all: Option<[Option<ValueRef<'v>>; ALL]>,
}

impl TurnKeys {
    pub(crate) fn new() -> Self {
        let names = ["role", "text", "content", "tool_calls", "tool_call_id", "is_error", "name", "opaque"];
        Self(names.map(LookupKey::new))
    }

    /// The keys of an object. One with many keys may stand around many turns, and is not gone through for each.
    #[inline]
    pub(super) fn of<'k, 'v>(&'k self, object: &'k Value<'v>) -> TurnObject<'k, 'v> {
        let mut found = TurnObject { keys: self, object, has: 0, plain: [None; PLAIN], all: None };
        if let Value::Map(map) = object
            && !found.is_plain(map)
        {
            found.look_at(map);
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

    #[inline(never)]
    fn look_at(&mut self, map: &Map<'v>) {
        const LARGE: usize = 24;
        self.plain = [None; PLAIN];
        self.all = if map.len() > LARGE { None } else { map.values_of(&self.keys.0) };
        let Some(values) = &self.all else {
            self.has = u32::MAX;
            return;
        };
        self.has = values.iter().enumerate().fold(0, |has, (at, value)| has | u32::from(value.is_some()) << at);
        if self.has >> PLAIN == 0 {
            // Where these stand is remembered: most turns hold nothing else.
            self.keys.0.iter().take(PLAIN).for_each(|key| drop(map.get(key)));
        }
    }

    #[inline]
    pub(super) fn has(&self, key: Key) -> bool {
        self.has >> key as u32 & 1 != 0
    }

    /// The value of a key.
    #[inline]
    pub(super) fn get(&self, key: Key) -> Value<'v> {
        if self.has(key) { self.look_up(key) } else { Value::Missing }
    }

    fn look_up(&self, key: Key) -> Value<'v> {
        match self.known(key) {
            Some(value) => value.value(),
            None => self.keys.0.get(key as usize).map(|key| self.object.get(key)).unwrap_or_default(),
        }
    }

    #[inline]
    fn known(&self, key: Key) -> Option<ValueRef<'v>> {
        let values = self.all.as_ref().map_or(&self.plain[..], |all| &all[..]);
        *values.get(key as usize)?
    }

    /// The value of a key where it is known to be a text; `None` says nothing about others.
    #[inline]
    pub(super) fn text(&self, key: Key) -> Option<&'v str> {
        self.known(key)?.text()
    }

    /// Whether it may hold more than words.
    #[inline]
    pub(super) fn says_more(&self) -> bool {
        self.has >> Key::ToolCalls as u32 != 0
            || (self.has(Key::Content)
                && self.text(Key::Content).is_none()
                && matches!(self.get(Key::Content), Value::List(_)))
    }
}
