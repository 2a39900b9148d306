//! One of several results, by the value.

use super::equality::Wanted;
use crate::functions::{Branches, Call, ParamKind, Row, example, param};
use itl_value::{Kind, Value};

pub(super) const ROWS: &[Row] = &[Row {
    name: "switch",
    receiver: Kind::Any,
    params: &[param("key", ParamKind::Any), param("result", ParamKind::Any)],
    repeats: true,
    returns: Kind::Any,
    branches: Branches::Cases,
    portable: false,
    doc: "The result after the first key that the value equals; else the last argument, where their number is odd, \
          or nothing.",
    examples: &[
        example(r#""critical""#, r#"switch("critical", "P1", "warning", "P2", "P5")"#, "P1"),
        example(r#""warning""#, r#"switch("critical", "P1", "warning", "P2", "P5")"#, "P2"),
        example(r#""info""#, r#"switch("critical", "P1", "warning", "P2", "P5")"#, "P5"),
        example(r#""info""#, r#"switch("critical", "P1")"#, ""),
        example("5.0", r#"switch(5, "five")"#, "five"),
        example("", r#"switch("", "unset", "set")"#, "unset"),
        example(r#""a""#, r#"switch("a", "b", "b", "c")"#, "b"),
    ],
    run: |value, call| switch(&value, call),
    ..Row::BASE
}];

fn switch<'a>(value: &Value<'a>, call: &mut Call<'_, 'a>) -> Value<'a> {
    let count = call.args.len();
    for at in (0..count.saturating_sub(1)).step_by(2) {
        let key = call.value(at).into_text_within(call.affordable());
        call.charge_fuel(key.len().saturating_add(16));
        let key = Wanted::new(key);
        if call.is_out() || key.is(value, call) {
            call.went(at as u32 / 2);
            return result(call, at + 1);
        }
    }
    call.went(count as u32 / 2);
    if count % 2 == 1 { result(call, count - 1) } else { Value::text("") }
}

/// The argument at `at`. A missing reference has been warned of, and is the empty text from there on.
fn result<'a>(call: &mut Call<'_, 'a>, at: usize) -> Value<'a> {
    match call.value(at) {
        Value::Missing => Value::text(""),
        value => value,
    }
}
