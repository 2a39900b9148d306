//! Arrays put in order.

use super::{on_list, sorting};
use crate::functions::number::of_value;
use crate::functions::text::scanned;
use crate::functions::{Call, ParamKind, Row, Yields, example, param};
use itl_text::number::Decimal;
use itl_value::{Kind, Text, Value};
use std::cmp::Ordering;

pub(super) const ROWS: &[Row] = &[
    Row {
        name: "sort",
        receiver: Kind::Array,
        returns: Kind::Array,
        yields: Yields::Receiver,
        portable: false,
        doc: "Numbers by value, text by code point; kinds in the order null, boolean, number, text, array, object.",
        examples: &[
            example("[10, 9, 2.5, -1]", "sort()", "[-1,2.5,9,10]"),
            example(r#"["b", "ä", "B", "a"]"#, "sort()", r#"["B","a","b","ä"]"#),
            example(r#"[{"a": 1}, [1], "x", 5, true, null]"#, "sort()", r#"[null,true,5,"x",[1],{"a":1}]"#),
            example("[1.0, 0, 1]", "sort()", "[0,1.0,1]"),
            example(r#""cab""#, "sort()", "cab"),
        ],
        run: |value, call| sorted(value, call, &|item, pay| key(item, 0, pay)),
        ..Row::BASE
    },
    Row {
        name: "sortBy",
        receiver: Kind::Array,
        params: &[param("key", ParamKind::Key)],
        returns: Kind::Array,
        yields: Yields::Receiver,
        portable: false,
        doc: "The items in the order of a key's values; items without the key come first.",
        examples: &[
            example(r#"[{"v": 10}, {"v": 9}]"#, r#"sortBy("v")"#, r#"[{"v":9},{"v":10}]"#),
            example(r#"[{"v": "b"}, 7, {"v": "a"}]"#, r#"sortBy("v")"#, r#"[7,{"v":"a"},{"v":"b"}]"#),
            example(
                r#"[{"a": {"b": 1}, "i": 1}, {"a": {"b": 0}, "i": 2}, {"a": {"b": 0}, "i": 3}]"#,
                r#"sortBy("a.b").pluck("i")"#,
                "[2,3,1]",
            ),
            example(r#"{"v": 1}"#, r#"sortBy("v")"#, r#"{"v":1}"#),
        ],
        run: |value, call| {
            let path = call.key(0);
            sorted(value, call, &|item, pay| path.map_or(Key::Null, |path| key(&item.follow_key_path(path), 0, pay)))
        },
        ..Row::BASE
    },
];

/// The key by which an item is sorted; each part of it is paid for.
type KeyOf<'k, 'a> = &'k dyn Fn(&Value<'a>, &mut dyn FnMut(usize) -> bool) -> Key<'a>;

fn sorted<'a>(value: Value<'a>, call: &mut Call<'_, 'a>, key_of: KeyOf<'_, 'a>) -> Value<'a> {
    on_list(value, call, |list, call| {
        if !sorting::<Key<'_>>(list, call) {
            return Vec::new();
        }
        let mut items: Vec<_> =
            list.iter().map(|item| (key_of(&item, &mut |bytes| call.charge_fuel(bytes)), item)).collect();
        // Each key is compared about that often.
        let rounds = items.len().max(2).ilog2() as usize;
        let compared: usize = items.iter().map(|(key, _)| key.size()).sum();
        scanned(compared.saturating_mul(rounds), call);
        items.sort_by(|(a, _), (b, _)| a.cmp(b));
        items.into_iter().map(|(_, item)| item).collect()
    })
}

/// Deeper than any payload's reader goes, and far from the stack's end.
const DEPTH: usize = 256;

/// What a value is sorted by. The derived order is the kinds' order.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Key<'a> {
    Null,
    Bool(bool),
    Number(Number),
    Text(Text<'a>),
    List(Vec<Key<'a>>),
    Map(Vec<(Text<'a>, Key<'a>)>),
}

impl Key<'_> {
    /// The bytes that a comparison may look at.
    fn size(&self) -> usize {
        let inside = match self {
            Self::List(items) => items.iter().map(Key::size).sum(),
            Self::Map(entries) => entries.iter().map(|(name, key)| name.len() + key.size()).sum(),
            _ => 0_usize,
        };
        inside.saturating_add(self.own_size())
    }

    /// Those beside what it holds.
    fn own_size(&self) -> usize {
        match self {
            Self::Text(text) => text.len(),
            Self::Number(Number::Decimal(_)) => 64,
            _ => 16,
        }
    }
}

/// The key of a value, each part of which is paid for as it is made: what functions build may hold a part many times.
fn key<'a>(value: &Value<'a>, depth: usize, pay: &mut dyn FnMut(usize) -> bool) -> Key<'a> {
    let key = match value {
        _ if depth > DEPTH => Key::Null,
        Value::Bool(b) => Key::Bool(*b),
        Value::Int(number) => Key::Number(Number::Whole((*number).into())),
        Value::UInt(number) => Key::Number(Number::Whole((*number).into())),
        Value::Float(_) | Value::Decimal(_) => of_value(value).map_or(Key::Null, |n| Key::Number(Number::Decimal(n))),
        Value::Text(text) => Key::Text(text.clone()),
        Value::List(list) => Key::List(list.iter().map_while(|item| part(&item, 0, depth, pay)).collect()),
        Value::Map(map) => {
            let entry = |(name, value): (Text<'a>, _)| {
                let key = part(&value, name.len(), depth, pay)?;
                Some((name, key))
            };
            Key::Map(map.iter().map_while(entry).collect())
        }
        // Missing values, null and callbacks.
        _ => Key::Null,
    };
    pay(key.own_size());
    key
}

/// The key of a value inside another, under a name of so many bytes; none where it cannot be paid for.
fn part<'a>(value: &Value<'a>, name: usize, depth: usize, pay: &mut dyn FnMut(usize) -> bool) -> Option<Key<'a>> {
    pay(name + size_of::<Key<'_>>()).then(|| key(value, depth + 1, pay))
}

/// A number that compares by its value, exactly.
enum Number {
    Whole(i128),
    Decimal(Decimal),
}

/// Whole numbers of values fit into 64 bits and a sign.
fn whole(n: i128) -> Decimal {
    Decimal::whole(n < 0, n.unsigned_abs() as u64)
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Whole(a), Self::Whole(b)) => a.cmp(b),
            (Self::Decimal(a), Self::Decimal(b)) => a.cmp(b),
            (Self::Whole(a), Self::Decimal(b)) => whole(*a).cmp(b),
            (Self::Decimal(a), Self::Whole(b)) => a.cmp(&whole(*b)),
        }
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Number {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_compare_by_value() {
        let json = serde_json::json!([1, 1.0, u64::MAX, 1e300, -0.5, 9_007_199_254_740_993_i64]);
        let list = Value::from_json(&json);
        let at = |index| key(&list.at(index), 0, &mut |_| true);
        assert!(at(0) == at(1));
        assert!(at(2) < at(3));
        assert!(at(4) < at(0));
        assert!(at(5) > key(&Value::Float(9_007_199_254_740_992.0), 0, &mut |_| true));
    }
}
