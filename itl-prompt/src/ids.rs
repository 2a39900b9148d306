//! The ids that calls and their results have in a request.

use crate::turn::{Call, Str, Texts, Turn};
use std::collections::HashSet;

/// What a target takes as the id of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum IdRule {
    /// Anything.
    Any,
    /// At most so many characters, each a letter, digit, `_` or `-`.
    Word(usize),
    /// At most so many characters.
    Longest(usize),
    /// Nine letters or digits.
    Nine,
}

impl IdRule {
    fn takes(self, id: &str) -> bool {
        let word = |id: &str| id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-');
        match self {
            Self::Any => true,
            Self::Longest(most) => id.len() <= most || id.chars().count() <= most,
            Self::Word(most) => id.len() <= most && word(id),
            Self::Nine => id.len() == 9 && id.bytes().all(|byte| byte.is_ascii_alphanumeric()),
        }
    }
}

/// Nine letters and digits, which every target takes.
type Made = [u8; 9];

/// The id of a call in a request.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) enum Id {
    #[default]
    None,
    /// That of the data.
    Given(Str),
    Made(Made),
}

impl Id {
    pub(crate) fn of<'t>(&'t self, texts: &'t Texts) -> &'t str {
        match self {
            Self::None => "",
            Self::Given(id) => texts.get(*id),
            Self::Made(id) => str::from_utf8(id).unwrap_or_default(),
        }
    }
}

/// A call as a request names it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Named {
    pub(crate) id: Id,
    /// The name of its tool.
    pub(crate) tool: Str,
}

/// The ids that calls and their results have in a request: the data's where the target takes them, else
/// ones made from them.
pub(crate) struct Ids {
    rule: IdRule,
    /// The ids so far that one that is made may be equal to. No two calls have the same id of the data's.
    used: HashSet<Made>,
    /// The calls of the last turn that had some.
    calls: Vec<Named>,
    /// How many results of them were written.
    results: usize,
}

impl Ids {
    pub(crate) fn new(rule: IdRule) -> Self {
        Self { rule, used: HashSet::new(), calls: Vec::new(), results: 0 }
    }

    /// The calls of a turn with their ids, in order; their results follow.
    pub(crate) fn calls<'c>(
        &'c mut self,
        turn: &'c Turn,
        texts: &Texts,
    ) -> impl Iterator<Item = (&'c Call, &'c Named)> {
        if !turn.calls().is_empty() {
            self.results = 0;
            self.calls.clear();
        }
        for call in turn.calls() {
            let id = self.id(call, texts);
            self.calls.push(Named { id, tool: call.name });
        }
        turn.calls().iter().zip(&self.calls)
    }

    /// The call that the next result belongs to.
    pub(crate) fn result(&mut self) -> Named {
        let next = self.calls.get_mut(self.results).map(std::mem::take);
        self.results += 1;
        next.unwrap_or_default()
    }

    fn id(&mut self, call: &Call, texts: &Texts) -> Id {
        let mut key = call.key;
        if let Some(given) = call.given {
            let id = texts.get(given);
            if self.rule.takes(id) {
                match Made::try_from(id.as_bytes()) {
                    Ok(nine) if !self.used.insert(nine) => key = hash("", key),
                    _ => return Id::Given(given),
                }
            }
        }
        loop {
            let id = made(key);
            if self.used.insert(id) {
                return Id::Made(id);
            }
            key = hash("", key);
        }
    }
}

fn made(key: u64) -> Made {
    const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
    let mut rest = key;
    [(); 9].map(|()| {
        let digit = (rest % 36) as usize;
        rest /= 36;
        DIGITS.get(digit).copied().unwrap_or(b'0')
    })
}

/// FNV-1a, which is the same everywhere.
pub(crate) fn hash(text: &str, more: u64) -> u64 {
    let bytes = text.bytes().chain(more.to_le_bytes());
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
