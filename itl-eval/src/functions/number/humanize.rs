//! Numbers as people read them.

use super::convert::charged;
use crate::functions::{Call, ParamKind, Row, example, optional};
use itl_text::number::decimal::{fixed, round};
use itl_text::number::{Decimal, Rounding};
use itl_value::{Kind, Value};
use std::fmt::Write as _;

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
    Row {
        name: "humanizeDuration",
        receiver: Kind::Number,
        params: &[optional("unit", ParamKind::Unit, "s")],
        portable: false,
        doc: "A number of seconds (unit s) or milliseconds (ms) in days, hours, minutes and seconds.",
        examples: &[
            example("3723", "humanizeDuration()", "1h 2m 3s"),
            example("90000", "humanizeDuration()", "1d 1h"),
            example("0.25", "humanizeDuration()", "250ms"),
            example("-90000", r#"humanizeDuration("ms")"#, "-1m 30s"),
            example("0", "humanizeDuration()", "0s"),
        ],
        run: humanize_duration,
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

/// The units that durations are counted in, with their names in full and their milliseconds.
pub const UNITS: [(&str, &str, u64); 2] = [("s", "seconds", 1000), ("ms", "milliseconds", 1)];

/// What the units are.
pub(crate) const UNITS_HELP: &str = "the units are `s` and `ms`";

/// Whether durations are counted in a unit of that name.
pub(crate) fn is_unit(name: &str) -> bool {
    UNITS.iter().any(|(unit, ..)| *unit == name)
}

/// The longest duration, in milliseconds.
const LONGEST: &str = "170141183460469231731687303715884105727";

fn humanize_duration<'a>(value: Value<'a>, call: &mut Call<'_, 'a>) -> Value<'a> {
    let unit = call.text(0, "s");
    let factor = UNITS.iter().find(|(name, ..)| *name == unit).map_or(1000, |(.., factor)| *factor);
    let Some(number) = charged(&value, call) else { return call.unusable(value, "a number") };
    let text = round(&number.multiply(&Decimal::whole(false, factor)), 0, Rounding::Down).to_text();
    let (sign, millis) = text.strip_prefix('-').map_or(("", &*text), |millis| ("-", millis));
    if (millis.len(), millis) > (LONGEST.len(), LONGEST) {
        return call.failed(value, "the duration is too long");
    }
    let (seconds, below) = millis.split_at_checked(millis.len().saturating_sub(3)).unwrap_or_default();
    if millis == "0" {
        return Value::Text("0s".into());
    }
    let mut out = String::from(sign);
    if seconds.is_empty() {
        let _ = write!(out, "{below}ms");
        return Value::Text(out.into());
    }
    // Digit by digit, since a number may have more of them than a register holds.
    let (mut days, mut rest) = (String::new(), 0);
    for digit in seconds.chars().filter_map(|digit| digit.to_digit(10)) {
        rest = rest * 10 + digit;
        days.extend(char::from_digit(rest / 86_400, 10));
        rest %= 86_400;
    }
    let mut blank = "";
    let days = days.trim_start_matches('0');
    if !days.is_empty() {
        let _ = write!(out, "{days}d");
        blank = " ";
    }
    for (count, unit) in [(rest / 3600, 'h'), (rest / 60 % 60, 'm'), (rest % 60, 's')] {
        if count > 0 {
            let _ = write!(out, "{blank}{count}{unit}");
            blank = " ";
        }
    }
    Value::Text(out.into())
}
