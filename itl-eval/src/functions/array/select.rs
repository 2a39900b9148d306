//! Arrays with some of their items, or some of each item.

use super::on_list;
use crate::functions::text::{scanned, view};
use crate::functions::{Call, Param, ParamKind, Row, Yields, example, param};
use itl_value::{Kind, Value};
use std::borrow::Cow;
#[cfg(feature = "perf")]
use std::collections::HashSet;

const CONDITION: &[Param] = &[param("key", ParamKind::Key), param("s", ParamKind::Text)];

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
    Row {
        name: "where",
        params: CONDITION,
        filters: true,
        doc: "The items whose key reads as s.",
        examples: &[
            example(r#"[{"s": "up"}, {"s": "down"}]"#, r#"where("s", "up")"#, r#"[{"s":"up"}]"#),
            example(r#"[{"c": 1}, {"c": "1"}, {"c": 1.0}]"#, r#"where("c", 1)"#, r#"[{"c":1},{"c":"1"}]"#),
            example(r#"[{"s": "up"}, {"x": 1}, 7]"#, r#"where("s", "")"#, "[]"),
            example(r#""up""#, r#"where("s", "up")"#, "up"),
        ],
        run: |value, call| filter(value, call, true),
        ..BASE
    },
    Row {
        name: "whereNot",
        params: CONDITION,
        filters: true,
        doc: "The items whose key does not read as s, also those without the key.",
        examples: &[
            example(r#"[{"s": "up"}, {"s": "down"}]"#, r#"whereNot("s", "up")"#, r#"[{"s":"down"}]"#),
            example(r#"[{"s": "up"}, {"x": 1}, 7]"#, r#"whereNot("s", "up")"#, r#"[{"x":1},7]"#),
            example(r#"[{"m": {"z": "eu"}}]"#, r#"whereNot("m.z", "eu")"#, "[]"),
        ],
        run: |value, call| filter(value, call, false),
        ..BASE
    },
];

#[cfg(feature = "perf")]
type Seen<'a> = HashSet<Cow<'a, str>>;
/// A set of texts would bring a second hash table.
#[cfg(not(feature = "perf"))]
type Seen<'a> = itl_value::Names;

/// Whether `text` is new.
#[cfg_attr(not(feature = "perf"), expect(clippy::needless_pass_by_value, reason = "the other set keeps it"))]
fn note<'a>(seen: &mut Seen<'a>, text: Cow<'a, str>) -> bool {
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
                    return note(&mut texts, text.clone());
                }
                let mut json = String::new();
                item.write_json(&mut json);
                call.afford(json.len());
                note(&mut others, json.into())
            })
            .collect()
    })
}

fn pluck<'a>(value: Value<'a>, call: &mut Call<'_, 'a>) -> Value<'a> {
    let Some(key) = call.key(0) else { return value };
    on_list(value, call, |list, _| {
        list.iter().map(|item| key.of(&item)).filter(|found| !matches!(found, Value::Missing)).collect()
    })
}

fn filter<'a>(value: Value<'a>, call: &mut Call<'_, 'a>, wanted: bool) -> Value<'a> {
    let (Some(key), s) = (call.key(0), call.text(1, "")) else { return value };
    on_list(value, call, |list, call| {
        list.iter()
            .filter(|item| {
                let found = key.of(item);
                let is = !matches!(found, Value::Missing) && view(&found, call) == s;
                is == wanted
            })
            .collect()
    })
}
