//! Numbers as people read them.

use super::convert::charged;
use crate::functions::{Call, ParamKind, Row, example, optional};
use itl_text::number::decimal::{fixed, round};
use itl_text::number::{Decimal, Rounding};
use itl_value::{Kind, Value};

pub(super) const ROWS: &[Row] = &[
    Row {
        name: "formatNumber",
        receiver: Kind::Number,
        params: &[
            optional("n", ParamKind::Integer, "as many as it has"),
            optional("decimal", ParamKind::Text, "."),
            optional("group", ParamKind::Text, ","),
        ],
        portable: false,
        doc: "With n decimals, at most 1,000, and separators before the decimals and between thousands.",
        examples: &[
            example("1234567", "formatNumber()", "1,234,567"),
            example("12345.6", "formatNumber(2)", "12,345.60"),
            example("-999.995", "formatNumber(2)", "-1,000.00"),
            example("1234.5", "formatNumber()", "1,234.5"),
            example("1234567.891", r#"formatNumber(2, ",", ".")"#, "1.234.567,89"),
            example("1234567", r#"formatNumber(0, ",", " ")"#, "1 234 567"),
            example("1234.5", r#"formatNumber(1, ".", "")"#, "1234.5"),
            example(r#""many""#, "formatNumber()", "many"),
        ],
        run: format_number,
        ..Row::BASE
    },
    Row {
        name: "humanizeBytes",
        receiver: Kind::Number,
        portable: false,
        doc: "A number of bytes in KiB, MiB, GiB and so on.",
        examples: &[
            example("512", "humanizeBytes()", "512 B"),
            example("1536", "humanizeBytes()", "1.5 KiB"),
            example("1048576", "humanizeBytes()", "1 MiB"),
            example("1048575", "humanizeBytes()", "1 MiB"),
            example("-2048", "humanizeBytes()", "-2 KiB"),
            example(r#""1.5 GB""#, "humanizeBytes()", "1.5 GB"),
        ],
        run: humanize_bytes,
        ..Row::BASE
    },
];

fn format_number<'a>(value: Value<'a>, call: &mut Call<'_, 'a>) -> Value<'a> {
    let Some(number) = charged(&value, call) else { return call.unusable(value, "a number") };
    let text = match call.integer(0) {
        Some(places) => fixed(&number, places),
        None => number.normalized().to_text(),
    };
    let (decimal, group) = (call.text(1, "."), call.text(2, ","));
    let size = text.len().saturating_mul(1 + group.len()).saturating_add(decimal.len());
    if !call.charge_fuel(size) {
        return value;
    }
    let (sign, text) = text.strip_prefix('-').map_or(("", &*text), |text| ("-", text));
    let (whole, fraction) = text.split_at(text.find('.').unwrap_or(text.len()));
    let mut out = String::from(sign);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            out.push_str(group);
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction.strip_prefix('.') {
        out.push_str(decimal);
        out.push_str(fraction);
    }
    Value::Text(out.into())
}

fn humanize_bytes<'a>(value: Value<'a>, call: &mut Call<'_, 'a>) -> Value<'a> {
    const UNITS: [&str; 9] = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB", "YiB"];
    let Some(number) = charged(&value, call) else { return call.unusable(value, "a number") };
    let sign = if number.is_negative() { "-" } else { "" };
    let (mut size, mut unit, limit) = (number.abs(), 0, Decimal::whole(false, 1024));
    // One 1,024th is a finite decimal, so every step is exact and the rounding is done once.
    // Up to eight divisions.
    call.charge_fuel(256);
    let kibi = Decimal::from_digits(false, b"9765625", 10);
    let shown = loop {
        let places = i64::from(unit > 0);
        let shown = round(&size, places, Rounding::HalfUp);
        if shown < limit || unit + 1 == UNITS.len() {
            break shown.normalized();
        }
        size = size.multiply(&kibi);
        unit += 1;
    };
    let sign = if shown.is_zero() { "" } else { sign };
    let unit = UNITS.get(unit).copied().unwrap_or_default();
    Value::Text(format!("{sign}{} {unit}", shown.to_text()).into())
}
