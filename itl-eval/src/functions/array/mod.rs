//! Functions on arrays.

mod aggregate;
mod conditions;
mod group;
mod join;
mod natural;
mod object;
mod order;
mod pick;
mod select;

use super::{Call, KeyPath, Row};
use itl_value::{List, Value};
use std::borrow::Cow;

pub(super) const ROWS: &[&[Row]] = &[
    join::ROWS,
    pick::ROWS,
    order::ROWS,
    natural::ROWS,
    select::ROWS,
    conditions::ROWS,
    group::ROWS,
    aggregate::ROWS,
    object::ROWS,
];

/// Runs `build` on the receiver's items. What is not an array is returned with a warning.
///
/// Charges for the array that `build` may return before it is called.
pub(super) fn on_list<'a>(
    value: Value<'a>,
    call: &mut Call<'_, 'a>,
    build: impl FnOnce(&List<'a>, &mut Call<'_, 'a>) -> Vec<Value<'a>>,
) -> Value<'a> {
    let Value::List(list) = &value else { return call.unusable(value, "an array") };
    let followed = call.key(0).map_or(0, KeyPath::cost);
    if !call.charge_fuel(copying(list).saturating_add(list.len().saturating_mul(followed))) {
        return value;
    }
    Value::list(build(list, call))
}

/// The value that `key` leads to in an item. A text that a function made is copied, which is charged; where nothing is
/// left to pay with, nothing is found.
pub(super) fn at_key<'a>(item: &Value<'a>, key: &KeyPath, call: &mut Call<'_, 'a>) -> Value<'a> {
    if call.is_out() {
        return Value::Missing;
    }
    let found = item.follow_key_path(key);
    call.charge_fuel(owned(&found));
    found
}

/// The items whose copies can be paid for, up to the first that cannot: texts that functions made are copied.
fn paid<'a>(items: impl Iterator<Item = Value<'a>>, call: &mut Call<'_, 'a>) -> Vec<Value<'a>> {
    items.take_while(|item| call.charge_fuel(owned(item))).collect()
}

/// What a copy of the items costs: what they borrow is free, what they own is copied.
fn copying(list: &List<'_>) -> usize {
    let owned = match list {
        List::Made(made) => made.items().iter().map(owned).sum(),
        _ => 0_usize,
    };
    list.len().saturating_mul(size_of::<Value<'_>>()).saturating_add(owned)
}

fn owned(item: &Value<'_>) -> usize {
    match item {
        Value::Text(Cow::Owned(text)) => text.len(),
        _ => 0,
    }
}
