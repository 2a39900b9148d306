//! The values that a payload has in a sample.

use super::kinds::{Found, FoundContexts};
use crate::path::Part;
use itl_value::{LookupKey, ValueRef};
use serde_json::Value as Json;
use std::borrow::Cow;

/// How many values are looked at for one path. An array of a million alerts says no more about
/// their keys than its first thousand.
pub(crate) const MAX_VALUES: usize = 1_000;

/// The part of each value.
pub(super) fn step<'v>(values: &[Cow<'v, Json>], part: &Part) -> Found<Cow<'v, Json>> {
    let found: Vec<Cow<'v, Json>> = match part {
        Part::Key(key) => {
            let key = LookupKey::new(key);
            values.iter().filter_map(|value| child(value, |value| by_key(value, &key))).collect()
        }
        Part::Index(index) => values.iter().filter_map(|value| child(value, |value| by_index(value, *index))).collect(),
        Part::Each => Vec::new(),
    };
    if found.is_empty() {
        return Found::Absent;
    }
    let always = found.len() == values.len();
    Found::There { values: found, always }
}

fn child<'v>(value: &Cow<'v, Json>, part: impl Fn(&Json) -> Option<Cow<'_, Json>>) -> Option<Cow<'v, Json>> {
    match value {
        Cow::Borrowed(value) => part(value),
        Cow::Owned(value) => part(value).map(|part| Cow::Owned(part.into_owned())),
    }
}

/// What the engine finds at a key: an entry, an item of that position, an array's length.
fn by_key<'j>(value: &'j Json, key: &LookupKey) -> Option<Cow<'j, Json>> {
    if !matches!(value, Json::Object(_) | Json::Array(_)) {
        return None;
    }
    let place = ValueRef::Json(value);
    if let ValueRef::Json(found) = place.get(key) {
        return Some(Cow::Borrowed(found));
    }
    let made = place.value().get(key);
    if matches!(made, itl_value::Value::Missing) {
        return None;
    }
    let mut text = String::new();
    made.write_json(&mut text);
    itl_eval::read_json(&text).ok().map(Cow::Owned)
}

fn by_index(value: &Json, index: i64) -> Option<Cow<'_, Json>> {
    let items = value.as_array()?;
    let at = if index < 0 { index.checked_add(items.len() as i64)? } else { index };
    items.get(usize::try_from(at).ok()?).map(Cow::Borrowed)
}

/// What a section over the values makes its context.
pub(super) fn contexts<'v>(values: &[Cow<'v, Json>]) -> FoundContexts<Cow<'v, Json>> {
    let (mut items, mut itself) = (Vec::new(), Vec::new());
    for value in values {
        match value {
            Cow::Borrowed(Json::Array(list)) => {
                let room = MAX_VALUES.saturating_sub(items.len());
                items.extend(list.iter().take(room).map(Cow::Borrowed));
            }
            Cow::Owned(Json::Array(list)) => {
                let room = MAX_VALUES.saturating_sub(items.len());
                items.extend(list.iter().take(room).cloned().map(Cow::Owned));
            }
            value if ValueRef::Json(value).value().is_truthy() => itself.push(value.clone()),
            _ => {}
        }
    }
    let some = |values: Vec<_>| (!values.is_empty()).then_some(values);
    FoundContexts { items: some(items), itself: some(itself) }
}
