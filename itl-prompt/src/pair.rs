//! Calls and their results: each call has one result, which stands directly after it, in call order.

use crate::ids::hash;
use crate::record::of_item;
use crate::role::Role;
use crate::turn::{Call, Calls, Place, Texts, Turn};
use itl_syntax::{Code, Diagnostic, Diagnostics};
use std::collections::{HashMap, HashSet};

/// A call by its turn and its place in it.
type CallId = (usize, usize);

struct Pairing<'t> {
    texts: &'t Texts,
    places: &'t [Place],
    found: &'t mut Diagnostics,
    turns: Vec<Turn>,
    /// Calls with an id that wait for their result.
    open: HashMap<&'t str, CallId>,
    answered: HashSet<&'t str>,
    results: HashMap<CallId, Turn>,
    /// How often each id was given to a call.
    given: HashMap<&'t str, u64>,
    /// The last turn with calls, and how many of its first calls have a result.
    last: Option<(usize, usize)>,
    /// Whether a turn could not be read, so that a result may belong to a call in it.
    broken: bool,
}

/// Moves results to directly after their calls, and reports calls and results without a partner.
pub(crate) fn pair(
    mut turns: Vec<Turn>,
    texts: &Texts,
    places: &[Place],
    broken: bool,
    found: &mut Diagnostics,
) -> Vec<Turn> {
    if !turns.iter().any(|turn| turn.is_result() || !turn.calls().is_empty()) {
        return turns;
    }
    if in_order(&mut turns, texts, &mut HashSet::new()) {
        return turns;
    }
    let mut pairing = Pairing {
        texts,
        places,
        found,
        turns: Vec::with_capacity(turns.len()),
        open: HashMap::new(),
        answered: HashSet::new(),
        results: HashMap::new(),
        given: HashMap::new(),
        last: None,
        broken,
    };
    for turn in turns {
        if turn.is_result() { pairing.result(turn) } else { pairing.turn(turn) }
    }
    pairing.finish()
}

/// Whether each call has its result directly after it, in call order, and an id of its own, so that nothing moves.
/// Then the calls have their keys. `seen` are the keys of calls before, and becomes those of all.
pub(crate) fn in_order(turns: &mut [Turn], texts: &Texts, seen: &mut HashSet<u64>) -> bool {
    let mut waiting = 0;
    let mut calls: &[Call] = &[];
    for turn in turns.iter() {
        if let Some(call) = calls.get(waiting) {
            let ids = (call.given, turn.result_of());
            let same = |(call, result)| texts.get(call) == texts.get(result);
            if !turn.is_result() || !ids.0.zip(ids.1).is_some_and(same) {
                return false;
            }
            waiting += 1;
            continue;
        }
        if turn.is_result() || (turn.calls().is_empty() && turn.parts.is_empty()) {
            return false;
        }
        (calls, waiting) = (turn.calls(), 0);
    }
    if waiting < calls.len() {
        return false;
    }
    for call in turns.iter_mut().flat_map(Turn::calls_mut) {
        let Some(id) = call.given else { return false };
        call.key = hash(texts.get(id), 1);
        // Two ids of one key are taken for the same one, which is looked at closer then.
        if !seen.insert(call.key) {
            return false;
        }
    }
    true
}

impl Pairing<'_> {
    fn turn(&mut self, mut turn: Turn) {
        let at = self.turns.len();
        for (number, call) in turn.calls_mut().iter_mut().enumerate() {
            if let Some(id) = call.given {
                let id = self.texts.get(id);
                let times = self.given.entry(id).or_default();
                *times += 1;
                call.key = hash(id, *times);
                if *times > 1 {
                    // An id that is given again is another call's: both get one of their own.
                    call.given = None;
                }
                self.answered.remove(id);
                self.open.insert(id, (at, number));
            } else {
                call.key = hash(self.texts.get(call.name), ((at as u64) << 20) + number as u64 + 1);
            }
        }
        if !turn.calls().is_empty() {
            self.last = Some((at, 0));
        }
        self.turns.push(turn);
    }

    fn result(&mut self, mut turn: Turn) {
        let call = match turn.result_of().map(|id| self.texts.get(id)) {
            Some(id) => match self.open.remove(id) {
                Some(call) => {
                    self.answered.insert(id);
                    Ok(call)
                }
                None if self.answered.contains(id) => {
                    Err((Code::ResultTwice, format!("the call `{}` has a result already", shown(id))))
                }
                None => Err((Code::ResultWithoutCall, format!("no call before it has the id `{}`", shown(id)))),
            },
            None => self
                .next_call()
                .ok_or_else(|| (Code::ResultWithoutCall, "this result of a tool belongs to no call".to_owned())),
        };
        match call {
            Ok(call) => {
                self.results.insert(call, turn);
            }
            Err((code, message)) => {
                let help = match code {
                    Code::ResultTwice => "a call has one result; leave the second one out",
                    _ => {
                        "the assistant's turn before it holds the call in `tool_calls`, and the result its id in `tool_call_id`"
                    }
                };
                if code == Code::ResultTwice || !self.broken {
                    self.report(code, &turn, message, help);
                }
                // Where it is sent all the same, it is the user's word.
                turn.role = Role::User;
                if !turn.parts.is_empty() {
                    self.turns.push(turn);
                }
            }
        }
    }

    /// The first call of the last turn with calls that has no result yet.
    fn next_call(&mut self) -> Option<CallId> {
        let (at, done) = self.last?;
        let calls = self.turns.get(at)?.calls();
        let number = (done..calls.len()).find(|number| !self.results.contains_key(&(at, *number)));
        // A call that has a result keeps it, so none is looked at again.
        self.last = Some((at, number.unwrap_or(calls.len())));
        let number = number?;
        if let Some(id) = calls.get(number).and_then(|call| call.given) {
            let id = self.texts.get(id);
            self.open.remove(id);
            self.answered.insert(id);
        }
        Some((at, number))
    }

    fn report(&mut self, code: Code, turn: &Turn, message: String, help: &str) {
        let place = self.places.get(turn.place as usize).cloned().unwrap_or_default();
        let message = of_item(turn.item().map(|item| item as usize), message);
        let mut found = Diagnostic::new(code, place.tag, message).help(help);
        found.partial = place.partial;
        // A conversation that is wrong throughout is wrong in one way.
        if self.found.iter().filter(|known| known.code == code).count() < 100 && !self.found.contains(&found) {
            self.found.push(found);
        }
    }

    fn finish(mut self) -> Vec<Turn> {
        let turns = std::mem::take(&mut self.turns);
        let mut out = Vec::with_capacity(turns.len() + self.results.len());
        for (at, mut turn) in turns.into_iter().enumerate() {
            let mut results = Vec::new();
            if turn.calls().is_empty() {
                if !turn.parts.is_empty() {
                    out.push(turn);
                }
                continue;
            }
            let mut answered = Calls::new();
            let calls = turn.take_calls();
            for (number, call) in calls.into_iter().enumerate() {
                if let Some(result) = self.results.remove(&(at, number)) {
                    answered.push(call);
                    results.push(result);
                } else if !self.broken {
                    self.without_result(&call, &turn);
                }
            }
            turn.set_calls(answered);
            if !turn.parts.is_empty() || !turn.calls().is_empty() {
                out.push(turn);
            }
            out.append(&mut results);
        }
        out
    }

    fn without_result(&mut self, call: &Call, turn: &Turn) {
        let name = shown(self.texts.get(call.name));
        let message = match call.given.map(|id| self.texts.get(id)) {
            Some(id) => format!("the call `{}` of `{name}` has no result", shown(id)),
            None => format!("a call of `{name}` has no result"),
        };
        self.report(
            Code::CallWithoutResult,
            turn,
            message,
            "a turn of role `tool` holds the call's id in `tool_call_id`; leave out a call that was never run",
        );
    }
}

/// The beginning of a text that is named in a message.
pub(crate) fn shown(text: &str) -> String {
    text.chars().take(60).collect()
}
