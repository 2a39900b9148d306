//! Points in time as text.

use super::{DATE, Style, charge, date, unix, unreadable};
use crate::functions::{Call, Example, Native, ParamKind, Row, example, optional};
use itl_time::{Instant, UnixUnit};
use itl_value::{Kind, Value};

pub(super) const ROWS: &[Row] = &[
    row(
        "formatUnixMs",
        "The instant of that many milliseconds since 1970, in style F, L, M, S or a strftime pattern.",
        &[
            example("1674950737000", "formatUnixMs()", "Jan 29, 2023, 12:05:37 AM"),
            example(
                r#""1674950737999""#,
                r#"formatUnixMs("F")"#,
                "Sunday, January 29, 2023 at 12:05:37 AM Coordinated Universal Time",
            ),
            example("1674950737000", r#"formatUnixMs("L", "Europe/Berlin")"#, "January 29, 2023 at 1:05:37 AM CET"),
            example("1674950737000", r#"formatUnixMs("%Y-%m-%d %H:%M")"#, "2023-01-29 00:05"),
            example("-1", r#"formatUnixMs("S")"#, "12/31/69, 11:59 PM"),
            example(r#""soon""#, "formatUnixMs()", "soon"),
        ],
        |value, call| {
            charge(&value, call);
            let instant = unix(&value, UnixUnit::Millis);
            print(value, call, instant, "a number of milliseconds since 1970")
        },
    ),
    row(
        "formatUnixSec",
        "The instant of that many seconds since 1970, in style F, L, M, S or a strftime pattern.",
        &[
            example("1674950737", "formatUnixSec()", "Jan 29, 2023, 12:05:37 AM"),
            example("1674950737.9", r#"formatUnixSec("L")"#, "January 29, 2023 at 12:05:37 AM UTC"),
            example("1674950737", r#"formatUnixSec("X")"#, "Jan 29, 2023, 12:05:37 AM"),
            example("253402300800", "formatUnixSec()", "253402300800"),
        ],
        |value, call| {
            charge(&value, call);
            let instant = unix(&value, UnixUnit::Seconds);
            print(value, call, instant, "a number of seconds since 1970")
        },
    ),
    row(
        "formatDateString",
        "The instant that an ISO 8601 or RFC 2822 text names, in style F, L, M, S or a strftime pattern.",
        &[
            example(r#""2023-01-29T00:05:37Z""#, "formatDateString()", "Jan 29, 2023, 12:05:37 AM"),
            example(r#""2023-01-29T02:05:37+02:00""#, r#"formatDateString("S")"#, "1/29/23, 12:05 AM"),
            example(
                r#""Sun, 29 Jan 2023 00:05:37 GMT""#,
                r#"formatDateString("L")"#,
                "January 29, 2023 at 12:05:37 AM UTC",
            ),
            example(r#""2023-01-29""#, r#"formatDateString("%d.%m.%Y %H:%M")"#, "29.01.2023 00:00"),
            example(r#""2023-02-30""#, "formatDateString()", "2023-02-30"),
        ],
        |value, call| {
            charge(&value, call);
            let instant = date(&value, call.zone).map(|parsed| parsed.instant);
            print(value, call, instant, DATE)
        },
    ),
];

const fn row(name: &'static str, doc: &'static str, examples: &'static [Example], run: Native) -> Row {
    Row {
        name,
        receiver: Kind::Instant,
        params: const { &[optional("style", ParamKind::Style, "M"), optional("zone", ParamKind::Zone, "the render's zone")] },
        doc,
        examples,
        run,
        ..Row::BASE
    }
}

fn print<'a>(value: Value<'a>, call: &mut Call<'_, 'a>, instant: Option<Instant>, wanted: &str) -> Value<'a> {
    let Some(instant) = instant else { return unreadable(value, call, wanted) };
    let mut out = String::new();
    call.style(0).unwrap_or(&Style::DEFAULT).write(instant, call.zone_at(1), &mut out);
    call.charge_fuel(out.len());
    Value::Text(out.into())
}
