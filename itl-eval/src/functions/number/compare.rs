//! Numbers compared.

use super::convert::charged;
use crate::functions::{Call, Example, Native, ParamKind, Row, Shown, example, param};
use itl_text::number::decimal::of_argument;
use itl_value::{Kind, Value};
use std::cmp::Ordering;

pub(super) const ROWS: &[Row] = &[
    row(
        "greaterThan",
        "Whether it is a number above n.",
        &[
            example("91", "greaterThan(90)", "true"),
            example("0.95", "greaterThan(0.95)", "false"),
            example(r#""100""#, "greaterThan(90)", "true"),
            example(r#""high""#, "greaterThan(90)", "false"),
        ],
        |value, call| compare(&value, call, Ordering::is_gt),
    ),
    row(
        "lessThan",
        "Whether it is a number below n.",
        &[
            example("89", "lessThan(90)", "true"),
            example("90", "lessThan(90)", "false"),
            example("-6", "lessThan(-5.5)", "true"),
            example("", "lessThan(90)", "false"),
        ],
        |value, call| compare(&value, call, Ordering::is_lt),
    ),
    row(
        "atLeast",
        "Whether it is a number that is n or above.",
        &[
            example("90", "atLeast(90)", "true"),
            example(r#""90.00""#, "atLeast(90)", "true"),
            example("89.999", "atLeast(90)", "false"),
            example("[95]", "atLeast(90)", "false"),
        ],
        |value, call| compare(&value, call, Ordering::is_ge),
    ),
    row(
        "atMost",
        "Whether it is a number that is n or below.",
        &[
            example("90", "atMost(90)", "true"),
            example("90.001", "atMost(90)", "false"),
            example("null", "atMost(90)", "false"),
        ],
        |value, call| compare(&value, call, Ordering::is_le),
    ),
];

const fn row(name: &'static str, doc: &'static str, examples: &'static [Example], run: Native) -> Row {
    Row {
        name,
        receiver: Kind::Number,
        params: const { &[param("n", ParamKind::Number)] },
        returns: Kind::Boolean,
        portable: false,
        doc,
        examples,
        run,
        ..Row::BASE
    }
}

fn compare<'a>(value: &Value<'a>, call: &mut Call<'_, 'a>, holds: fn(Ordering) -> bool) -> Value<'a> {
    let argument = call.text(0, "");
    if let Value::Int(a) = value
        && let Some(b) = itl_value::whole_number(argument)
    {
        return Value::Bool(holds(a.cmp(&b)));
    }
    // To ask about what is not there is no mistake; to compare a text with a number is one.
    if value.is_absent() {
        return Value::Bool(false);
    }
    let Some(a) = charged(value, call) else {
        let message = format!("{} is not a number", Shown(value));
        return call.failed(Value::Bool(false), message);
    };
    Value::Bool(of_argument(argument).is_some_and(|b| holds(a.cmp(&b))))
}
