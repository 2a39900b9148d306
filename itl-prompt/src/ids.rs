//! The ids that calls and their results have in a request.

use crate::turn::{Call, Str, Texts, Turn};
use std::collections::{HashMap, HashSet};

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
    /// The key of the last id that was made in the place of one that was used, by the key of that: where many collide,
    /// each begins at the end of those before it.
    last: HashMap<u64, u64>,
    /// The calls of the last turn that had some.
    calls: Vec<Named>,
    /// How many results of them were written.
    results: usize,
}

impl Ids {
    pub(crate) fn new(rule: IdRule) -> Self {
        Self { rule, used: HashSet::new(), last: HashMap::new(), calls: Vec::new(), results: 0 }
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
        let mut id = made(key);
        if !self.used.insert(id) {
            let first = key;
            key = self.last.get(&first).copied().unwrap_or(first);
            while !self.used.insert(id) {
                key = hash("", key);
                id = made(key);
            }
            self.last.insert(first, key);
        }
        Id::Made(id)
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

#[cfg(test)]
mod tests {
    use super::{IdRule, Ids, hash, made};
    use crate::turn::{Call, Str, Texts};
    use std::collections::HashSet;

    /// Ids of the data can be made to collide: that many go on from each other, or this would take minutes.
    #[test]
    fn ids_of_one_key_go_on_from_each_other() {
        let texts = Texts::default();
        let none = Str::default();
        let call = Call { given: None, name: none, arguments: none, opaque: None, key: 7 };
        let mut ids = Ids::new(IdRule::Nine);
        let made_of: Vec<String> = (0..200_000).map(|_| ids.id(&call, &texts).of(&texts).to_owned()).collect();
        let expected =
            [7, hash("", 7), hash("", hash("", 7))].map(|key| String::from_utf8_lossy(&made(key)).into_owned());
        assert_eq!(made_of.get(..3), Some(&expected[..]));
        assert_eq!(made_of.iter().collect::<HashSet<_>>().len(), made_of.len());
    }
}
