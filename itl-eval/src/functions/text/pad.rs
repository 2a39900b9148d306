//! Text filled up to a width.

use super::{clusters_cost, read};
use crate::functions::{Call, Example, Native, ParamKind, Row, example, optional, param};
use itl_text::graphemes;
use itl_value::Value;

pub(super) const ROWS: &[Row] = &[
    row(
        "padStart",
        "With fill before it, up to n characters as people see them.",
        &[
            example("7", "padStart(3)", "  7"),
            example("7", r#"padStart(3, "0")"#, "007"),
            example(r#""größe""#, r#"padStart(8, "ab")"#, "abagröße"),
            example("1234", "padStart(3)", "1234"),
            example("7", r#"padStart(3, "")"#, "7"),
            example("", "padStart(2, \"-\")", "--"),
        ],
        |value, call| pad(value, call, |fill, text| fill + text),
    ),
    row(
        "padEnd",
        "With fill after it, up to n characters as people see them.",
        &[
            example(r#""web""#, r#"padEnd(6, ".")"#, "web..."),
            example(r#""web""#, "padEnd(5).append(\"|\")", "web  |"),
            example(r#""👨‍👩‍👧‍👦""#, r#"padEnd(3, "-")"#, "👨‍👩‍👧‍👦--"),
            example(r#""web""#, "padEnd(-1)", "web"),
        ],
        |value, call| pad(value, call, |fill, text| text.to_owned() + &fill),
    ),
];

const fn row(name: &'static str, doc: &'static str, examples: &'static [Example], run: Native) -> Row {
    Row {
        name,
        params: const { &[param("n", ParamKind::Integer), optional("fill", ParamKind::Text, " ")] },
        portable: false,
        doc,
        examples,
        run,
        ..Row::BASE
    }
}

fn pad<'a>(value: Value<'a>, call: &mut Call<'_, 'a>, join: fn(String, &str) -> String) -> Value<'a> {
    let text = read(value, call);
    let width = usize::try_from(call.integer(0).unwrap_or(0).max(0)).unwrap_or(usize::MAX);
    let fill = call.text(1, " ");
    call.charge_fuel(clusters_cost(&text));
    let missing = width.saturating_sub(graphemes::starts(&text).take(width).count());
    if missing == 0 || fill.is_empty() {
        return Value::Text(text);
    }
    let starts: Vec<usize> = graphemes::starts(fill).collect();
    let (rounds, rest) = (missing / starts.len(), missing % starts.len());
    let tail = starts.get(rest).and_then(|end| fill.get(..*end)).unwrap_or_default();
    let size = rounds.saturating_mul(fill.len()).saturating_add(tail.len());
    if !call.charge_fuel(size.saturating_add(text.len()).saturating_add(starts.len().saturating_mul(8))) {
        return Value::Text(text);
    }
    let mut filling = String::with_capacity(size);
    for _ in 0..rounds {
        filling.push_str(fill);
    }
    filling.push_str(tail);
    Value::Text(join(filling, &text).into())
}
