//! An array's numbers made one: exact decimals.

use crate::functions::date::instant_of;
use crate::functions::number::{charged, to_value};
use crate::functions::{Call, Example, Native, Param, ParamKind, Row, example, optional};
use itl_text::number::Decimal;
use itl_text::number::decimal::{digits_of, divide};
use itl_value::{Kind, Value};
use std::cmp::Ordering;

const KEY: &[Param] = &[optional("key", ParamKind::Key, "the items themselves")];

pub(super) const ROWS: &[Row] = &[
    row(
        "sum",
        "The sum of the numbers, or of a key's numbers.",
        &[
            example("[0.1, 0.2, 3]", "sum()", "3.3"),
            example(r#"[{"v": 1}, {"v": "2.50"}]"#, r#"sum("v")"#, "3.5"),
            example(r#"[1, "n/a", null, 2]"#, "sum()", "3"),
            example("[]", "sum()", "0"),
            example(r#""7""#, "sum()", "7"),
        ],
        |value, call| of_numbers(value, call, |numbers, call| Some(total(numbers, call))),
    ),
    row(
        "average",
        "The mean of the numbers, or of a key's numbers; missing where there are none.",
        &[
            example("[1, 2]", "average()", "1.5"),
            example(r#"[{"v": 1}, {"v": 2}, {"v": 2}]"#, r#"average("v").round(2)"#, "1.67"),
            example("[]", r#"average().default("no data")"#, "no data"),
        ],
        |value, call| of_numbers(value, call, average),
    ),
    row(
        "min",
        "The least of the numbers, or of a key's numbers; missing where there are none.",
        &[
            example(r#"[3, "2", 10]"#, "min()", "2"),
            example(r#"[{"m": {"v": -1.5}}, {"m": {"v": 0}}]"#, r#"min("m.v")"#, "-1.5"),
            example("[]", r#"min().default("–")"#, "–"),
        ],
        |value, call| of_numbers(value, call, |numbers, call| outermost(numbers, call, Ordering::is_lt)),
    ),
    row(
        "max",
        "The greatest of the numbers, or of a key's numbers; missing where there are none.",
        &[
            example("[9, 10, 2.5]", "max()", "10"),
            example(r#"[{"v": 1}, {"x": 7}]"#, r#"max("v")"#, "1"),
            example(r#"["a"]"#, r#"max().default("–")"#, "–"),
        ],
        |value, call| of_numbers(value, call, |numbers, call| outermost(numbers, call, Ordering::is_gt)),
    ),
];

const fn row(name: &'static str, doc: &'static str, examples: &'static [Example], run: Native) -> Row {
    Row {
        name,
        receiver: Kind::Array,
        params: KEY,
        returns: Kind::Number,
        portable: false,
        doc,
        examples,
        run,
        ..Row::BASE
    }
}

fn of_numbers<'a>(
    value: Value<'a>,
    call: &mut Call<'_, 'a>,
    make: fn(&[Decimal], &mut Call<'_, 'a>) -> Option<Decimal>,
) -> Value<'a> {
    let Value::List(list) = &value else { return call.unusable(value, "an array") };
    let key = call.key(0);
    let followed = key.map_or(0, itl_value::KeyPath::cost);
    if !call.charge_fuel(list.len().saturating_mul(size_of::<Decimal>().saturating_add(followed))) {
        return value;
    }
    let mut numbers = Vec::with_capacity(list.len());
    let mut left_out: Option<Value<'a>> = None;
    for item in list.iter() {
        let item = key.map_or_else(|| item.clone(), |key| item.follow_key_path(key));
        if call.is_out() {
            break;
        }
        match charged(&item, call) {
            Some(number) => numbers.push(number),
            None if left_out.is_none() => left_out = Some(item),
            None => {}
        }
    }
    let skipped = list.len() - numbers.len();
    let made = make(&numbers, call);
    if let Some(first) = left_out {
        warn(&first, skipped, call);
    }
    match made {
        None => Value::Missing,
        Some(number) => {
            to_value(&number).unwrap_or_else(|| call.failed(Value::Missing, "the result has too many digits"))
        }
    }
}

/// Says what was left out, and for instants which functions order them.
fn warn(first: &Value<'_>, skipped: usize, call: &mut Call<'_, '_>) {
    let items = if skipped == 1 { "1 item is" } else { "items are" };
    let count = if skipped == 1 { String::new() } else { format!("{skipped} ") };
    let kind = first.kind_name();
    let mut message = format!("{count}{items} left out: {kind} is not a number");
    if instant_of(first, call.zone).is_some() {
        message.push_str("; `sortByTime` orders by date, its `first()` is the earliest");
    }
    let _ = call.failed(Value::Missing, message);
}

fn total(numbers: &[Decimal], call: &mut Call<'_, '_>) -> Decimal {
    let mut sum = Decimal::ZERO;
    for number in numbers {
        if !call.charge_fuel(digits_of(&sum).saturating_add(digits_of(number)) / 4) {
            break;
        }
        sum = sum.add(number);
    }
    sum
}

fn average(numbers: &[Decimal], call: &mut Call<'_, '_>) -> Option<Decimal> {
    let sum = total(numbers, call);
    call.charge_fuel(256);
    divide(&sum, &Decimal::whole(false, numbers.len() as u64))
}

fn outermost(numbers: &[Decimal], call: &mut Call<'_, '_>, beats: fn(Ordering) -> bool) -> Option<Decimal> {
    call.charge_fuel(numbers.len().saturating_mul(8));
    numbers.iter().reduce(|best, number| if beats(number.cmp(best)) { number } else { best }).cloned()
}
