//! Arrays with some of their items, or some of each item.

use super::on_list;
use crate::functions::text::scanned;
use crate::functions::{Call, ParamKind, Row, Yields, example, param};
use itl_value::{Kind, Text, Value};
#[cfg(feature = "perf")]
use std::collections::HashSet;

/// What the rows have in common.
const BASE: Row =
    Row { receiver: Kind::Array, returns: Kind::Array, yields: Yields::Receiver, portable: false, ..Row::BASE };

pub(super) const ROWS: &[Row] = &[
    Row {
        name: "unique",
        doc: "Every item once, where it is first; items are the same that are the same JSON.",
        examples: &[
            example(r#"["b", "a", "b"]"#, "unique()", r#"["b","a"]"#),
            example(r#"[1, "1", 1.0, 1]"#, "unique()", r#"[1,"1",1.0]"#),
            example(r#"[{"a": 1}, {"a": 1}, [2], [2]]"#, "unique()", r#"[{"a":1},[2]]"#),
            example(r#""aab""#, "unique()", "aab"),
        ],
        run: unique,
        ..BASE
    },
    Row {
        name: "compact",
        doc: "Without null, empty text, empty arrays and empty objects.",
        examples: &[
            example(r#"["a", null, "", [], {}, "b"]"#, "compact()", r#"["a","b"]"#),
            example(r#"[false, 0, " "]"#, "compact()", r#"[false,0," "]"#),
            example("42", "compact()", "42"),
        ],
        run: |value, call| on_list(value, call, |list, _| list.iter().filter(|item| !item.is_empty()).collect()),
        ..BASE
    },
    Row {
        name: "pluck",
        yields: Yields::KeyOfItems,
        params: &[param("key", ParamKind::Key)],
        doc: "The key's value of every item; items without the key are skipped.",
        examples: &[
            example(r#"[{"n": "api"}, {"x": 1}, {"n": null}]"#, r#"pluck("n")"#, r#"["api",null]"#),
            example(r#"[{"m": {"z": "eu"}}]"#, r#"pluck("m.z")"#, r#"["eu"]"#),
            example(r#"[1, "x"]"#, r#"pluck("n")"#, "[]"),
            example(r#"{"n": 1}"#, r#"pluck("n")"#, r#"{"n":1}"#),
        ],
        run: pluck,
        ..BASE
    },
];

#[cfg(feature = "perf")]
type Seen<'a> = HashSet<Text<'a>>;
/// A set of texts would bring a second hash table.
#[cfg(not(feature = "perf"))]
type Seen<'a> = itl_value::NameIndex;

/// What a text takes in a set that has just grown.
const SEEN: usize = 2 * (size_of::<Text<'_>>() + 1);

/// Whether `text` is new.
#[cfg_attr(not(feature = "perf"), expect(clippy::needless_pass_by_value, reason = "the other set keeps it"))]
fn note<'a>(seen: &mut Seen<'a>, text: Text<'a>) -> bool {
    #[cfg(feature = "perf")]
    return seen.insert(text);
    #[cfg(not(feature = "perf"))]
    seen.note(&text)
}

fn unique<'a>(value: Value<'a>, call: &mut Call<'_, 'a>) -> Value<'a> {
    on_list(value, call, |list, call| {
        // Text is its own key; only what else there is has to be printed.
        let (mut texts, mut others) = (Seen::default(), Seen::default());
        list.iter()
            .filter(|item| {
                if let Value::Text(text) = item {
                    scanned(text.len(), call);
                    return note(&mut texts, text.clone()) && call.charge_fuel(SEEN);
                }
                let mut json = String::new();
                item.write_json_within(call.affordable(), &mut json);
                call.charge_fuel(json.len());
                note(&mut others, json.into()) && call.charge_fuel(SEEN)
            })
            .collect()
    })
}

fn pluck<'a>(value: Value<'a>, call: &mut Call<'_, 'a>) -> Value<'a> {
    let Some(key) = call.key(0) else { return value };
    on_list(value, call, |list, _| {
        let found = list.iter().map(|item| item.follow_key_path(key));
        found.filter(|found| !matches!(found, Value::Missing)).collect()
    })
}
