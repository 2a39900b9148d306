//! The context stack, in which paths are looked up.

use crate::costs;
use crate::program::Head;
use itl_syntax::ast::LoopVar;
use itl_value::{List, LookupKey, Step, Value, ValueRef};
use smallvec::SmallVec;

/// One context: the payload, a section's value, or a loop's item.
#[derive(Clone, Debug)]
pub(crate) struct Frame<'a> {
    pub(crate) value: Value<'a>,
    /// The array a loop runs over.
    pub(crate) list: Option<List<'a>>,
    pub(crate) index: usize,
}

/// The contexts, the payload first.
#[derive(Clone, Debug)]
pub(crate) struct ContextStack<'a> {
    /// The innermost one, where most lookups end.
    top: Frame<'a>,
    /// The others, outermost first.
    below: SmallVec<[Frame<'a>; 2]>,
}

impl<'a> ContextStack<'a> {
    pub(crate) fn new(root: Value<'a>) -> Self {
        Self { top: Frame { value: root, list: None, index: 0 }, below: SmallVec::new() }
    }

    /// The same contexts with a shorter lifetime.
    pub(crate) fn reborrow<'b>(&self) -> ContextStack<'b>
    where
        'a: 'b,
    {
        let shorter = |frame: &Frame<'a>| -> Frame<'b> { frame.clone() };
        ContextStack { top: shorter(&self.top), below: self.below.iter().map(shorter).collect() }
    }

    /// Innermost first.
    fn frames(&self) -> impl Iterator<Item = &Frame<'a>> {
        std::iter::once(&self.top).chain(self.below.iter().rev())
    }

    pub(crate) fn push(&mut self, mut value: Value<'a>) {
        value.share();
        self.push_frame(Frame { value, list: None, index: 0 });
    }

    /// Opens a loop over a list that is not empty.
    pub(crate) fn push_loop(&mut self, list: List<'a>) {
        self.push_frame(Frame { value: list.get(0), list: Some(list), index: 0 });
    }

    fn push_frame(&mut self, frame: Frame<'a>) {
        self.below.push(std::mem::replace(&mut self.top, frame));
    }

    /// Whether the innermost context is a loop's.
    #[cfg(feature = "extensions")]
    pub(crate) fn is_loop(&self) -> bool {
        self.top.list.is_some()
    }

    /// Moves on to the loop's next item. If there is none, ends the section and returns false.
    #[inline]
    pub(crate) fn advance(&mut self) -> bool {
        let next = self.top.index + 1;
        // An object that follows an object replaces it in place.
        let replaced = match (&mut self.top.value, &self.top.list) {
            (Value::Map(map), Some(list)) => map.replace_by_item(list, next),
            _ => false,
        };
        if replaced {
            self.top.index = next;
            return true;
        }
        self.advance_to(next)
    }

    #[inline(never)]
    fn advance_to(&mut self, next: usize) -> bool {
        let Frame { value, list, index } = &mut self.top;
        if let Some(list) = list
            && next < list.len()
        {
            *index = next;
            *value = list.get(next);
            return true;
        }
        if let Some(outer) = self.below.pop() {
            self.top = outer;
        }
        false
    }

    pub(crate) fn current(&self) -> Value<'a> {
        self.top.value.clone()
    }

    /// The innermost context that is an object; missing where there is none.
    #[cfg(feature = "extensions")]
    pub(crate) fn nearest_object(&self) -> &Value<'a> {
        self.frames().map(|frame| &frame.value).find(|value| matches!(value, Value::Map(_))).unwrap_or(&Value::Missing)
    }

    /// The index of the innermost one that is an item of a list.
    #[cfg(feature = "extensions")]
    pub(crate) fn item(&self) -> Option<usize> {
        self.frames().find(|frame| frame.list.is_some()).map(|frame| frame.index)
    }

    /// Those that are objects, innermost first.
    #[cfg(feature = "extensions")]
    pub(crate) fn objects(&self) -> Vec<itl_value::Map<'a>> {
        let object = |frame: &Frame<'a>| match &frame.value {
            Value::Map(map) => Some(map.clone()),
            _ => None,
        };
        self.frames().filter_map(object).collect()
    }

    /// How many contexts there are.
    pub(super) fn len(&self) -> usize {
        1 + self.below.len()
    }

    /// The steps that [`ContextStack::lookup`] takes at most, beyond that of its tag.
    pub(super) fn lookup_cost(&self, head: &Head) -> u64 {
        let searched = |frame: &Frame<'_>| match &frame.value {
            Value::Map(map) => map.search_length(),
            _ => 0,
        };
        let cost = match head {
            Head::Key(key) => {
                let host: usize = self.frames().map(searched).sum();
                let text = key.text().len() / costs::KEY_BYTES;
                self.below.len() / costs::CONTEXTS + host / costs::ENTRIES + self.len().saturating_mul(text)
            }
            Head::Current => 0,
            Head::Loop(_) => self.below.len() / costs::CONTEXTS,
        };
        cost as u64
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
            steps => steps.iter().fold(start, |value, step| value.follow(step)),
        }
    }

    /// The value that keys lead to from the innermost context, if it is there: the case of most tags.
    #[expect(clippy::inline_always, reason = "the heart of the loop")]
    #[inline(always)]
    pub(crate) fn lookup_innermost(&self, head: &Head, steps: &[Step]) -> Option<ValueRef<'a>> {
        let Head::Key(key) = head else { return None };
        match &self.top.value {
            Value::Map(map) => map.follow(key, steps),
            _ => None,
        }
    }

    /// The innermost context that has the key decides, null included.
    fn search(&self, key: &LookupKey) -> Value<'a> {
        for frame in self.frames() {
            let found = match &frame.value {
                Value::Map(map) => map.get(key),
                Value::List(list) => key.index().map_or(Value::Missing, |at| list.get(at)),
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
        let innermost = self.frames().find_map(|frame| frame.list.as_ref().map(|list| (frame.index, list.len())));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_context_that_a_function_made_is_shared_by_all_who_look_at_it() {
        let pointer = |value: &Value<'_>| match value {
            Value::Text(text) => text.as_ptr(),
            other => panic!("{other:?}"),
        };
        let mut contexts = ContextStack::new(Value::Missing);
        contexts.push(Value::text("x".repeat(100)));
        assert_eq!(pointer(&contexts.current()), pointer(&contexts.current()));
        assert_eq!(pointer(&contexts.reborrow().current()), pointer(&contexts.current()));
    }
}
