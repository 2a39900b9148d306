//! Items and runs of items by position; of text, its characters.

use super::on_list;
use crate::functions::text::{cut, offset, scanned};
use crate::functions::{Call, IlertSpelling, ParamKind, Row, Yields, example, optional, param};
use itl_value::{Kind, List, Value};
use std::ops::Range;

const WANTED: &str = "an array or a text";

/// What the rows have in common.
const BASE: Row =
    Row { receiver: Kind::Any, returns: Kind::Any, yields: Yields::Receiver, portable: false, ..Row::BASE };

pub(super) const ROWS: &[Row] = &[
    Row {
        name: "length",
        yields: Yields::New,
        returns: Kind::Number,
        doc: "The number of items, of a text's characters, of an object's keys.",
        examples: &[
            example("[1, null]", "length()", "2"),
            example(r#""a😀""#, "length()", "2"),
            example(r#"{"a": 1}"#, "length()", "1"),
            example("", "length()", "0"),
            example("42", "length()", "42"),
        ],
        run: length,
        ..BASE
    },
    Row {
        name: "first",
        yields: Yields::Item,
        in_ilert: IlertSpelling::Advice("`{{ $path[0] }}` for an array, `{{ $path.substring(0,1) }}` for a text"),
        doc: "The first item; of a text the first character.",
        examples: &[
            example(r#"["a", "b"]"#, "first()", "a"),
            example("[]", "first()", ""),
            example(r#""😀a""#, "first()", "😀"),
            example(r#"{"a": 1}"#, "first()", r#"{"a":1}"#),
        ],
        run: |value, call| one(value, call, 0, 0..1),
        ..BASE
    },
    Row {
        name: "last",
        yields: Yields::Item,
        doc: "The last item; of a text the last character.",
        examples: &[
            example(r#"["a", "b"]"#, "last()", "b"),
            example("[]", "last()", ""),
            example(r#""a😀""#, "last()", "😀"),
        ],
        run: |value, call| one(value, call, -1, -1..i64::MAX),
        ..BASE
    },
    Row {
        name: "slice",
        params: &[param("from", ParamKind::Integer), optional("to", ParamKind::Integer, "the end")],
        doc: "The items from one position up to another; negative positions count from the end.",
        examples: &[
            example("[1, 2, 3, 4]", "slice(1, 3)", "[2,3]"),
            example("[1, 2, 3, 4]", "slice(-2)", "[3,4]"),
            example("[1, 2, 3, 4]", "slice(3, 1)", "[]"),
            example("[1, 2, 3, 4]", "slice(-9, 99)", "[1,2,3,4]"),
            example(r#""hello""#, "slice(1, -1)", "ell"),
        ],
        run: slice,
        ..BASE
    },
    Row {
        name: "reverse",
        doc: "In the opposite order; of a text its characters.",
        examples: &[
            example("[1, 2, 3]", "reverse()", "[3,2,1]"),
            example(r#""a😀""#, "reverse()", "😀a"),
            example(r#"{"a": 1, "b": 2}"#, "reverse()", r#"{"a":1,"b":2}"#),
        ],
        run: reverse,
        ..BASE
    },
];

fn length<'a>(value: Value<'a>, call: &mut Call<'_, 'a>) -> Value<'a> {
    let count = match &value {
        Value::List(list) => list.len(),
        Value::Map(map) => map.len(),
        Value::Text(text) => {
            scanned(text.len(), call);
            text.chars().count()
        }
        Value::Missing | Value::Null => 0,
        _ => return call.unusable(value, "an array, a text or an object"),
    };
    Value::Int(i64::try_from(count).unwrap_or(i64::MAX))
}

fn one<'a>(value: Value<'a>, call: &mut Call<'_, 'a>, item: i64, characters: Range<i64>) -> Value<'a> {
    match value {
        Value::List(_) => value.at(item),
        Value::Text(text) => {
            scanned(text.len(), call);
            let (start, end) = (offset(&text, characters.start), offset(&text, characters.end));
            Value::Text(cut(text, start..end))
        }
        other => call.unusable(other, WANTED),
    }
}

fn slice<'a>(value: Value<'a>, call: &mut Call<'_, 'a>) -> Value<'a> {
    let (from, to) = (call.integer(0).unwrap_or(0), call.integer(1));
    match value {
        Value::List(list) => {
            let start = position(&list, from);
            let end = to.map_or(list.len(), |to| position(&list, to));
            let range = start.min(end)..end;
            if !call.charge_fuel(range.len().saturating_mul(size_of::<Value<'_>>())) {
                return Value::List(list);
            }
            Value::list(range.map(|at| list.get(at)).collect())
        }
        Value::Text(text) => {
            scanned(text.len(), call);
            let start = offset(&text, from);
            let end = to.map_or(text.len(), |to| offset(&text, to));
            Value::Text(cut(text, start.min(end)..end))
        }
        other => call.unusable(other, WANTED),
    }
}

/// A position in an array, counted from the end where negative, clamped to its ends.
fn position(list: &List<'_>, at: i64) -> usize {
    let steps = usize::try_from(at.unsigned_abs()).unwrap_or(usize::MAX).min(list.len());
    if at < 0 { list.len() - steps } else { steps }
}

fn reverse<'a>(value: Value<'a>, call: &mut Call<'_, 'a>) -> Value<'a> {
    match value {
        Value::List(_) => on_list(value, call, |list, _| (0..list.len()).rev().map(|at| list.get(at)).collect()),
        Value::Text(text) => {
            if !call.charge_fuel(text.len()) {
                return Value::Text(text);
            }
            Value::Text(text.chars().rev().collect::<String>().into())
        }
        other => call.unusable(other, WANTED),
    }
}
