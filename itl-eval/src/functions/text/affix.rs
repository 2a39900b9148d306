//! Text without what it begins or ends with.

use super::{cut, read};
use crate::functions::{Call, Example, Native, ParamKind, Row, example, param};
use itl_value::Value;
use std::ops::Range;

pub(super) const ROWS: &[Row] = &[
    row(
        "removePrefix",
        "Without s at the beginning, where it is there.",
        &[
            example(r#""prod-db-7""#, r#"removePrefix("prod-")"#, "db-7"),
            example(r#""db-7""#, r#"removePrefix("prod-")"#, "db-7"),
            example(r#""aab""#, r#"removePrefix("a")"#, "ab"),
            example("", r#"removePrefix("a")"#, ""),
        ],
        |value, call| without(value, call, |text, s| Some(text.len() - text.strip_prefix(s)?.len()..text.len())),
    ),
    row(
        "removeSuffix",
        "Without s at the end, where it is there.",
        &[
            example(r#""db-7.example.com""#, r#"removeSuffix(".example.com")"#, "db-7"),
            example(r#""db-7""#, r#"removeSuffix(".example.com")"#, "db-7"),
            example("1.50", r#"removeSuffix("0")"#, "1.5"),
        ],
        |value, call| without(value, call, |text, s| Some(0..text.strip_suffix(s)?.len())),
    ),
];

const fn row(name: &'static str, doc: &'static str, examples: &'static [Example], run: Native) -> Row {
    Row { name, params: const { &[param("s", ParamKind::Text)] }, portable: false, doc, examples, run, ..Row::BASE }
}

fn without<'a>(value: Value<'a>, call: &mut Call<'_, 'a>, rest: fn(&str, &str) -> Option<Range<usize>>) -> Value<'a> {
    let text = read(value, call);
    match rest(&text, call.text(0, "")) {
        Some(range) => Value::Text(cut(text, range)),
        None => Value::Text(text),
    }
}
