//! Arrays by a key of their items, and arrays of arrays.

use super::object::object;
use super::on_list;
use crate::functions::matchers::equality::identity;
use crate::functions::{Call, Param, ParamKind, Row, Yields, example, param};
use itl_value::{Kind, NameIndex, Text, Value};

const KEY: &[Param] = &[param("key", ParamKind::Key)];

/// What the rows have in common.
const BASE: Row = Row { receiver: Kind::Array, returns: Kind::Array, portable: false, ..Row::BASE };

pub(super) const ROWS: &[Row] = &[
    Row {
        name: "groupBy",
        params: KEY,
        doc: "The items by a key's value: objects with `key` and `items`, in the order in which the values first \
              appear.",
        examples: &[
            example(
                r#"[{"s": "b", "n": 1}, {"s": "a", "n": 2}, {"s": "b", "n": 3}]"#,
                r#"groupBy("s")"#,
                r#"[{"key":"b","items":[{"s":"b","n":1},{"s":"b","n":3}]},{"key":"a","items":[{"s":"a","n":2}]}]"#,
            ),
            example(r#"[{"s": null}, 7]"#, r#"groupBy("s")"#, r#"[{"key":null,"items":[{"s":null},7]}]"#),
            example(r#"[{"v": 5}, {"v": 5.0}]"#, r#"groupBy("v").length()"#, "1"),
            example("[]", r#"groupBy("s")"#, "[]"),
        ],
        run: group_by,
        ..BASE
    },
    Row {
        name: "uniqueBy",
        params: KEY,
        doc: "The first item for each value of a key; items without the key count as one value.",
        examples: &[
            example(
                r#"[{"h": "a", "n": 1}, {"h": "b", "n": 2}, {"h": "a", "n": 3}]"#,
                r#"uniqueBy("h")"#,
                r#"[{"h":"a","n":1},{"h":"b","n":2}]"#,
            ),
            example(r#"[{"h": null}, {"x": 1}, {"h": ""}]"#, r#"uniqueBy("h")"#, r#"[{"h":null},{"h":""}]"#),
            example(r#""aa""#, r#"uniqueBy("h")"#, "aa"),
        ],
        yields: Yields::Receiver,
        run: unique_by,
        ..BASE
    },
    Row {
        name: "flatten",
        doc: "With the items of arrays in it in their place, one level deep.",
        examples: &[
            example("[1, [2, [3]], []]", "flatten()", "[1,2,[3]]"),
            example(r#"[{"t": ["a", "b"]}, {"t": ["c"]}]"#, r#"pluck("t").flatten().join()"#, "a, b, c"),
            example("4", "flatten()", "4"),
        ],
        run: flatten,
        ..BASE
    },
];

/// Numbers the distinct values of a key, in the order in which they appear.
#[derive(Default)]
struct Groups {
    known: NameIndex,
    /// The group of missing and null.
    absent: Option<usize>,
    count: usize,
}

impl Groups {
    /// The number of the value's group, and whether it is a new one.
    fn of(&mut self, value: &Value<'_>, call: &mut Call<'_, '_>) -> (usize, bool) {
        let next = self.count;
        let at = if value.is_absent() {
            *self.absent.get_or_insert(next)
        } else {
            let identity = identity(value, call);
            call.charge_fuel(identity.len().saturating_add(32));
            let known = self.known.get(&identity);
            if known.is_none() {
                self.known.set(&identity, next);
            }
            known.unwrap_or(next)
        };
        self.count += usize::from(at == next);
        (at, at == next)
    }
}

fn group_by<'a>(value: Value<'a>, call: &mut Call<'_, 'a>) -> Value<'a> {
    let Some(key) = call.key(0) else { return value };
    on_list(value, call, |list, call| {
        let mut groups = Groups::default();
        let mut made: Vec<(Value<'a>, Vec<Value<'a>>)> = Vec::new();
        for item in list.iter() {
            let found = item.follow_key_path(key);
            let (at, _) = groups.of(&found, call);
            if call.is_out() {
                break;
            }
            match made.get_mut(at) {
                Some((_, items)) => items.push(item),
                None => {
                    let name = if found.is_absent() { Value::Null } else { found };
                    call.charge_fuel(GROUP);
                    made.push((name, vec![item]));
                }
            }
        }
        made.into_iter().map(|(key, items)| object([("key", key), ("items", Value::list(items))])).collect()
    })
}

/// What a group takes beside its items.
const GROUP: usize = 2 * size_of::<(Text<'_>, Value<'_>)>() + 16;

fn unique_by<'a>(value: Value<'a>, call: &mut Call<'_, 'a>) -> Value<'a> {
    let Some(key) = call.key(0) else { return value };
    on_list(value, call, |list, call| {
        let mut groups = Groups::default();
        list.iter().filter(|item| groups.of(&item.follow_key_path(key), call).1).collect()
    })
}

fn flatten<'a>(value: Value<'a>, call: &mut Call<'_, 'a>) -> Value<'a> {
    on_list(value, call, |list, call| {
        let inner = |item: &Value<'a>| match item {
            Value::List(inner) => inner.len(),
            _ => 1,
        };
        let count: usize = list.iter().map(|item| inner(&item)).sum();
        if !call.charge_fuel(count.saturating_mul(size_of::<Value<'_>>())) {
            return Vec::new();
        }
        let mut items = Vec::with_capacity(count);
        for item in list.iter() {
            match item {
                Value::List(inner) => items.extend(inner.iter()),
                other => items.push(other),
            }
        }
        items
    })
}
