//! The context stack: which value a path means.

use crate::program::{Head, Step};
use crate::spot::Spot;
use crate::value::{List, LookupKey, Map, Value, json_get};
use itl_syntax::ast::LoopVar;
use smallvec::SmallVec;

/// One context: the payload, a section's value, or a loop's item.
#[derive(Clone, Debug)]
pub(crate) struct Frame<'a> {
    pub(crate) value: Value<'a>,
    /// The array a loop runs over.
    pub(crate) list: Option<List<'a>>,
    pub(crate) index: usize,
}

/// The contexts, innermost last.
#[derive(Clone, Debug)]
pub(crate) struct Contexts<'a>(SmallVec<[Frame<'a>; 4]>);

impl<'a> Contexts<'a> {
    pub(crate) fn new(root: Value<'a>) -> Self {
        let mut frames = SmallVec::new();
        frames.push(Frame { value: root, list: None, index: 0 });
        Self(frames)
    }

    /// The same contexts for code that lives shorter than the payload.
    pub(crate) fn reborrow<'b>(&self) -> Contexts<'b>
    where
        'a: 'b,
    {
        let shorter = |frame: &Frame<'a>| -> Frame<'b> { frame.clone() };
        Contexts(self.0.iter().map(shorter).collect())
    }

    pub(crate) fn push(&mut self, value: Value<'a>) {
        self.0.push(Frame { value, list: None, index: 0 });
    }

    /// Opens a loop over a list that is not empty.
    pub(crate) fn push_loop(&mut self, list: List<'a>) {
        self.0.push(Frame { value: list.get(0), list: Some(list), index: 0 });
    }

    /// Goes on to the loop's next item; ends the section and answers no where there is none.
    pub(crate) fn advance(&mut self) -> bool {
        if let Some(Frame { value, list: Some(list), index }) = self.0.last_mut()
            && *index + 1 < list.len()
        {
            *index += 1;
            *value = list.get(*index);
            return true;
        }
        self.0.pop();
        false
    }

    pub(crate) fn current(&self) -> Value<'a> {
        self.0.last().map_or(Value::Missing, |frame| frame.value.clone())
    }

    /// The value of a path without calls.
    pub(crate) fn lookup(&self, head: &Head, steps: &[Step], now: Option<i64>) -> Value<'a> {
        let start = match head {
            Head::Key(key) => self.search(key),
            Head::Current => self.current(),
            Head::Loop(var) => self.loop_var(*var, now),
        };
        match steps {
            [] => start,
            steps => steps.iter().fold(start, |value, step| follow(&value, step)),
        }
    }

    /// The place of a path that begins with a key, where every context up to the one that has
    /// it is an object of a payload or document; `None` where that is not so.
    #[inline]
    pub(crate) fn spot(&self, head: &Head, steps: &[Step]) -> Option<Spot<'a>> {
        let Head::Key(key) = head else { return None };
        let mut found = Spot::Missing;
        for frame in self.0.iter().rev() {
            let here = match &frame.value {
                Value::Map(Map::Node(entries)) => entries.find(key),
                Value::Map(Map::Json(map)) => json_get(map, key).map(Spot::Json),
                Value::Map(_) | Value::List(_) => return None,
                _ => None,
            };
            if let Some(here) = here {
                found = here;
                break;
            }
        }
        Some(steps.iter().fold(found, Spot::follow))
    }

    /// The innermost context that has the key decides, null included.
    fn search(&self, key: &LookupKey) -> Value<'a> {
        for frame in self.0.iter().rev() {
            let found = match &frame.value {
                Value::Map(map) => map.get(key),
                Value::List(list) => key.index.map_or(Value::Missing, |at| list.get(at)),
                _ => continue,
            };
            if !matches!(found, Value::Missing) {
                return found;
            }
        }
        Value::Missing
    }

    fn loop_var(&self, var: LoopVar, now: Option<i64>) -> Value<'a> {
        if var == LoopVar::Now {
            return now.map_or(Value::Missing, Value::Int);
        }
        let innermost = self.0.iter().rev().find_map(|frame| frame.list.as_ref().map(|list| (frame.index, list.len())));
        let Some((index, len)) = innermost else { return Value::Missing };
        match var {
            LoopVar::Index => Value::Int(index as i64),
            LoopVar::Index1 => Value::Int(index as i64 + 1),
            LoopVar::First => Value::Bool(index == 0),
            LoopVar::Last => Value::Bool(index + 1 == len),
            LoopVar::Length => Value::Int(len as i64),
            LoopVar::Now => Value::Missing,
        }
    }
}

/// One step from a value.
pub(crate) fn follow<'a>(value: &Value<'a>, step: &Step) -> Value<'a> {
    match step {
        Step::Key(key) => value.get(key),
        Step::Index(index) => value.at(*index),
    }
}
