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

/// Pays for the items with keys beside them, and for the half of them that is moved aside while they are sorted.
pub(super) fn sorting<K>(list: &List<'_>, call: &mut Call<'_, '_>) -> bool {
    call.charge_fuel(list.len().saturating_mul(size_of::<(K, Value<'_>)>() * 3 / 2))
}

/// What a copy of the items costs; the texts in them are shared.
fn copying(list: &List<'_>) -> usize {
    list.len().saturating_mul(size_of::<Value<'_>>())
}
