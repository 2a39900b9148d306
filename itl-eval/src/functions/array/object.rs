//! Objects: their entries, keys and values, and objects with some of their keys.

use crate::functions::{Call, Example, Native, Param, ParamKind, Row, example, param};
use itl_value::{Kind, Text, Value};

pub(super) const ROWS: &[Row] = &[
    list(
        "entries",
        "The entries as objects with `key` and `value`, in the payload's order.",
        &[
            example(r#"{"b": 1, "a": null}"#, "entries()", r#"[{"key":"b","value":1},{"key":"a","value":null}]"#),
            example("{}", "entries()", "[]"),
            example(r#"["a"]"#, "entries()", r#"["a"]"#),
        ],
        |value, call| listed(value, call, |key, value| object([("key", Value::Text(key)), ("value", value)])),
    ),
    list(
        "keys",
        "The keys, in the payload's order.",
        &[
            example(r#"{"b": 1, "a": 2}"#, "keys()", r#"["b","a"]"#),
            example(r#"{"b": 1, "a": 2}"#, r#"keys().join(", ")"#, "b, a"),
            example("42", "keys()", "42"),
        ],
        |value, call| listed(value, call, |key, _| Value::Text(key)),
    ),
    list(
        "values",
        "The values, in the payload's order.",
        &[
            example(r#"{"b": 1, "a": [2]}"#, "values()", "[1,[2]]"),
            example("{}", "values()", "[]"),
            example(r#""text""#, "values()", "text"),
        ],
        |value, call| listed(value, call, |_, value| value),
    ),
    part(
        "pick",
        "The object with the given keys alone, in the payload's order; keys are taken literally.",
        &[
            example(r#"{"a": 1, "b": 2, "c": 3}"#, r#"pick("c", "a")"#, r#"{"a":1,"c":3}"#),
            example(r#"{"a.b": 1, "a": {"b": 2}}"#, r#"pick("a.b")"#, r#"{"a.b":1}"#),
            example(r#"{"a": 1}"#, r#"pick("x")"#, "{}"),
            example("[1]", r#"pick("x")"#, "[1]"),
        ],
        |value, call| filtered(value, call, true),
    ),
    part(
        "omit",
        "The object without the given keys, which are taken literally.",
        &[
            example(r#"{"a": 1, "b": 2, "c": 3}"#, r#"omit("b")"#, r#"{"a":1,"c":3}"#),
            example(r#"{"a": 1, "b": 2}"#, r#"omit("a", "b", "x")"#, "{}"),
            example("null", r#"omit("a")"#, ""),
        ],
        |value, call| filtered(value, call, false),
    ),
];

const KEYS: &[Param] = &[param("key", ParamKind::Text)];

const fn list(name: &'static str, doc: &'static str, examples: &'static [Example], run: Native) -> Row {
    Row { name, receiver: Kind::Object, returns: Kind::Array, portable: false, doc, examples, run, ..Row::BASE }
}

const fn part(name: &'static str, doc: &'static str, examples: &'static [Example], run: Native) -> Row {
    Row { returns: Kind::Object, params: KEYS, repeats: true, ..list(name, doc, examples, run) }
}

/// An object that a function makes.
pub(super) fn object<'a, const N: usize>(entries: [(&'static str, Value<'a>); N]) -> Value<'a> {
    Value::Map(entries.into_iter().collect())
}

/// What an entry of a made object takes.
const ENTRY: usize = size_of::<(Text<'_>, Value<'_>)>();

fn listed<'a>(value: Value<'a>, call: &mut Call<'_, 'a>, item: fn(Text<'a>, Value<'a>) -> Value<'a>) -> Value<'a> {
    let Value::Map(map) = &value else { return call.unusable(value, "an object") };
    // An entry may become an object of two entries.
    if !call.charge_fuel(map.len().saturating_mul(3 * ENTRY)) {
        return value;
    }
    Value::list(map.iter().map(|(key, value)| item(key, value)).collect())
}

fn filtered<'a>(value: Value<'a>, call: &mut Call<'_, 'a>, wanted: bool) -> Value<'a> {
    let Value::Map(map) = &value else { return call.unusable(value, "an object") };
    let mut names: Vec<&str> = (0..call.args.len()).map(|at| call.text(at, "")).collect();
    names.sort_unstable();
    let compared = names.len().max(1).ilog2() as usize + 1;
    let mut kept = Vec::new();
    for (key, value) in map.iter() {
        if !call.charge_fuel(compared.saturating_mul(8)) {
            break;
        }
        if names.binary_search(&&*key).is_ok() == wanted {
            if !call.charge_fuel(ENTRY) {
                break;
            }
            kept.push((key, value));
        }
    }
    Value::Map(kept.into_iter().collect())
}
