//! Lengths of time.

mod format;
mod humanize;
mod parse;

use super::convert::{charged, of_value, to_value};
use crate::functions::{Arg, Call, ParamKind, Row, Shown, example, optional, param};
use itl_text::number::Decimal;
use itl_text::number::Rounding;
use itl_text::number::decimal::round;
use itl_value::{Kind, Value};

pub use format::DurationPattern;
pub use humanize::UNITS;
pub(crate) use humanize::{UNITS_HELP, is_unit};

pub(in crate::functions) const ROWS: &[Row] = &[
    Row {
        name: "humanizeDuration",
        receiver: Kind::Number,
        params: &[optional("unit", ParamKind::Unit, "s"), optional("n", ParamKind::Integer, "all")],
        portable: false,
        doc: "A number of seconds (unit s) or milliseconds (ms) in days, hours, minutes and seconds, the n largest of them.",
        examples: &[
            example("3723", "humanizeDuration()", "1h 2m 3s"),
            example("90000", "humanizeDuration()", "1d 1h"),
            example("1.5", "humanizeDuration()", "1.5s"),
            example("0.25", "humanizeDuration()", "250ms"),
            example("-90000", r#"humanizeDuration("ms")"#, "-1m 30s"),
            example("186405", r#"humanizeDuration("s", 2)"#, "2d 3h"),
            example("86405", r#"humanizeDuration("s", 2)"#, "1d"),
            example("0", "humanizeDuration()", "0s"),
        ],
        run: humanize_duration,
        ..Row::BASE
    },
    Row {
        name: "formatDuration",
        receiver: Kind::Number,
        params: &[param("pattern", ParamKind::DurationPattern)],
        portable: false,
        doc: "A number of seconds by a pattern of %D, %H, %M and %S; the largest of them counts without end.",
        examples: &[
            example("93784", r#"formatDuration("%H:%M:%S")"#, "26:03:04"),
            example("93784", r#"formatDuration("%D d %H:%M")"#, "1 d 02:03"),
            example("93784.9", r#"formatDuration("%S s")"#, "93784 s"),
            example("-5", r#"formatDuration("%M:%S")"#, "-00:05"),
            example(r#""long""#, r#"formatDuration("%H")"#, "long"),
        ],
        run: format_duration,
        ..Row::BASE
    },
    Row {
        name: "parseDuration",
        receiver: Kind::Text,
        returns: Kind::Number,
        portable: false,
        doc: "The seconds of a text such as PT10M, 1h2m3.5s, 2d, 26:03:04 or 3 days, 04:05:06.",
        examples: &[
            example(r#""PT10M""#, "parseDuration()", "600"),
            example(r#""1h2m3.5s""#, "parseDuration()", "3723.5"),
            example(r#""2d 3h""#, "parseDuration()", "183600"),
            example(r#""26:03:04""#, "parseDuration()", "93784"),
            example(r#""3 days, 04:05:06""#, "parseDuration()", "273906"),
            example(r#""-250ms""#, "parseDuration()", "-0.25"),
            example("90", "parseDuration()", "90"),
            example(r#""03:04""#, "parseDuration()", "03:04"),
        ],
        run: parse_duration,
        ..Row::BASE
    },
];

/// The longest duration has so many digits of seconds.
const MAX_DIGITS: usize = 36;

/// What it costs to round a number of some hundred digits.
const ROUNDING: usize = 256;

/// The whole seconds of a duration, without its sign; none for one that is too long.
fn whole_seconds(seconds: &Decimal) -> Option<u128> {
    let text = round(&seconds.clone().abs(), 0, Rounding::Down).to_text();
    if text.len() > MAX_DIGITS { None } else { text.parse().ok().map(i128::unsigned_abs) }
}

fn humanize_duration<'a>(value: Value<'a>, call: &mut Call<'_, 'a>) -> Value<'a> {
    let unit = call.text(0, "s");
    let Some(number) = charged(&value, call) else { return call.unusable(value, "a number") };
    call.charge_fuel(ROUNDING);
    let seconds = humanize::in_seconds(&number, unit);
    let units = call.integer(1).map(|units| usize::try_from(units.max(1)).unwrap_or(usize::MAX));
    match humanize::humanize(&seconds, units.unwrap_or(usize::MAX)) {
        Some(text) => Value::Text(text.into()),
        None => call.failed(value, "the duration is too long"),
    }
}

fn format_duration<'a>(value: Value<'a>, call: &mut Call<'_, 'a>) -> Value<'a> {
    let Some(number) = charged(&value, call) else { return call.unusable(value, "a number") };
    let Some(Arg::DurationPattern(pattern)) = call.args.first() else { return value };
    call.charge_fuel(ROUNDING);
    let Some(seconds) = whole_seconds(&number) else { return call.failed(value, "the duration is too long") };
    if !call.charge_fuel(pattern.max_length()) {
        return value;
    }
    let mut out = String::new();
    pattern.format(number.is_negative(), seconds, &mut out);
    Value::Text(out.into())
}

fn parse_duration<'a>(value: Value<'a>, call: &mut Call<'_, 'a>) -> Value<'a> {
    let Value::Text(text) = &value else {
        let number = charged(&value, call);
        return match number.as_ref().and_then(to_value) {
            Some(number) => number,
            None => call.unusable(value, "a duration"),
        };
    };
    call.charge_fuel(text.len().saturating_add(256));
    let bare = if text.len() <= parse::MAX_TEXT { of_value(&value) } else { None };
    match bare.map_or_else(|| parse::parse(text), Ok).map(|seconds| to_value(&seconds)) {
        Ok(Some(seconds)) => seconds,
        Ok(None) => call.failed(value, "the duration is too long"),
        Err(why) => {
            let message = format!("{} is not a duration", Shown(&value));
            call.advise(why.help().to_owned());
            call.failed(value, message)
        }
    }
}
