//! Sums, products, quotients, rounding: decimal, as a person writes them.

use super::convert::{charged, to_value};
use crate::functions::{Call, Example, Native, ParamKind, Row, example, optional, param};
use itl_text::number::decimal::{digits_of, divide, of_argument, round};
use itl_text::number::{Decimal, Rounding};
use itl_value::{Kind, Value};

pub(super) const ROWS: &[Row] = &[
    operation(
        "add",
        "The sum with n.",
        &[
            example("41", "add(1)", "42"),
            example("0.1", "add(0.2)", "0.3"),
            example(r#"" 1e3 ""#, "add(-0.5)", "999.5"),
            example("18446744073709551615", "add(1)", "18446744073709551616"),
            example(r#""many""#, "add(1)", "many"),
        ],
        |value, call| calculate(value, call, i64::checked_add, |a, b| Some(a.add(b)), |a, b| a + b),
    ),
    operation(
        "subtract",
        "The difference to n.",
        &[
            example("41", "subtract(1)", "40"),
            example("1.2", "subtract(0.9)", "0.3"),
            example("3", "subtract(-10)", "13"),
            example("true", "subtract(1)", "true"),
        ],
        |value, call| calculate(value, call, i64::checked_sub, |a, b| Some(a.subtract(b)), |a, b| a + b),
    ),
    operation(
        "multiply",
        "The product with n.",
        &[
            example("0.97", "multiply(100)", "97"),
            example("1.1", "multiply(3)", "3.3"),
            example(r#""-2.5""#, "multiply(-2)", "5"),
            example(r#""1e999999999""#, "multiply(2)", "1e999999999"),
        ],
        |value, call| calculate(value, call, i64::checked_mul, |a, b| Some(a.multiply(b)), |a, b| a * b / 32),
    ),
    operation(
        "divide",
        "The quotient by n, rounded half even at 20 digits; by zero the value.",
        &[
            example("10", "divide(4)", "2.5"),
            example("2", "divide(3)", "0.66666666666666666667"),
            example("0.3", "divide(0.1)", "3"),
            example("7", "divide(0)", "7"),
        ],
        |value, call| calculate(value, call, |_, _| None, divide, |a, b| 256 + (a + b) * 16),
    ),
    Row {
        params: &[optional("n", ParamKind::Integer, "0")],
        ..rounding(
            "round",
            "Rounded to n places, half away from zero.",
            &[
                example("2.5", "round()", "3"),
                example("-2.5", "round()", "-3"),
                example("1.005", "round(2)", "1.01"),
                example("1250", "round(-2)", "1300"),
                example(r#""n/a""#, "round()", "n/a"),
            ],
            |value, call| {
                let places = call.integer(0).unwrap_or(0);
                rounded(value, call, places, Rounding::HalfUp)
            },
        )
    },
    rounding(
        "floor",
        "Rounded down to a whole number.",
        &[
            example("1.9", "floor()", "1"),
            example("-1.1", "floor()", "-2"),
            example(r#""7.99""#, "floor()", "7"),
            example("[1.5]", "floor()", "[1.5]"),
        ],
        |value, call| rounded(value, call, 0, Rounding::Floor),
    ),
    rounding(
        "ceil",
        "Rounded up to a whole number.",
        &[
            example("1.1", "ceil()", "2"),
            example("-1.9", "ceil()", "-1"),
            example(r#""7.01""#, "ceil()", "8"),
            example("", "ceil()", ""),
        ],
        |value, call| rounded(value, call, 0, Rounding::Ceiling),
    ),
];

const fn operation(name: &'static str, doc: &'static str, examples: &'static [Example], run: Native) -> Row {
    Row { params: const { &[param("n", ParamKind::Number)] }, ..rounding(name, doc, examples, run) }
}

const fn rounding(name: &'static str, doc: &'static str, examples: &'static [Example], run: Native) -> Row {
    Row { name, receiver: Kind::Number, returns: Kind::Number, portable: false, doc, examples, run, ..Row::BASE }
}

/// `cost` is the charge for the exact calculation with two numbers of so many digits, in bytes.
fn calculate<'a>(
    value: Value<'a>,
    call: &mut Call<'_, 'a>,
    whole: fn(i64, i64) -> Option<i64>,
    exact: fn(&Decimal, &Decimal) -> Option<Decimal>,
    cost: fn(usize, usize) -> usize,
) -> Value<'a> {
    let argument = call.text(0, "0");
    if let Value::Int(a) = value
        && let Some(b) = itl_value::whole_number(argument)
        && let Some(result) = whole(a, b)
    {
        return Value::Int(result);
    }
    let Some(a) = charged(&value, call) else { return call.unusable(value, "a number") };
    let Some(b) = of_argument(argument) else { return call.failed(value, "the argument is not a number") };
    call.charge_fuel(cost(digits_of(&a), digits_of(&b)));
    match exact(&a, &b) {
        None => call.failed(value, "a number cannot be divided by zero"),
        Some(result) => to_value(&result).unwrap_or_else(|| call.failed(value, "the result has too many digits")),
    }
}

fn rounded<'a>(value: Value<'a>, call: &mut Call<'_, 'a>, places: i64, mode: Rounding) -> Value<'a> {
    let Some(number) = charged(&value, call) else { return call.unusable(value, "a number") };
    to_value(&round(&number, places, mode)).unwrap_or_else(|| call.failed(value, "the result has too many digits"))
}
