//! Points in time as text.

use super::Style;
use super::read::{charge, charged, charged_unix, read_unix_or_date};
use super::unread::{OUTSIDE, Why, unread};
use crate::functions::metered::write_short;
use crate::functions::{Call, Example, Native, ParamKind, Row, Shown, example, optional};
use itl_syntax::Code;
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
        |value, call| unix(value, UnixUnit::Millis, call),
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
        |value, call| unix(value, UnixUnit::Seconds, call),
    ),
    row(
        "formatDateString",
        "The instant that a date text in any usual spelling names, in style F, L, M, S or a strftime pattern.",
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
            let instant = charged(&value, call).map(|read| read.instant);
            print(value, call, instant)
        },
    ),
    Row {
        portable: false,
        ..row(
            "formatUnix",
            "The instant of a number of seconds, milliseconds, microseconds or nanoseconds since 1970, by the size of the number.",
            &[
                example("1674950737", "formatUnix()", "Jan 29, 2023, 12:05:37 AM"),
                example("1674950737000", r#"formatUnix("S")"#, "1/29/23, 12:05 AM"),
                example(r#""1674950737000000""#, r#"formatUnix("%F %T")"#, "2023-01-29 00:05:37"),
                example(
                    "1674950737000000000",
                    r#"formatUnix("L", "Europe/Berlin")"#,
                    "January 29, 2023 at 1:05:37 AM CET",
                ),
                example(r#""soon""#, "formatUnix()", "soon"),
            ],
            |value, call| {
                charge(&value, call);
                let instant = read_unix_or_date(&value, call.zone).map(|read| read.instant);
                print(value, call, instant)
            },
        )
    },
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

/// Prints the instant of a number of `unit`, and warns where the number's size speaks of another.
fn unix<'a>(value: Value<'a>, unit: UnixUnit, call: &mut Call<'_, 'a>) -> Value<'a> {
    let read = match charged_unix(&value, unit, call) {
        Ok(read) => read,
        Err(why) => return unread(value, &why, call),
    };
    let usual = read.usual_unit;
    let Some(instant) = read.instant else {
        let message = format!("{} {} since 1970 {OUTSIDE}", Shown(&value), unit.name());
        if usual != unit {
            call.advise(meant(usual));
        }
        return call.failed(value, message);
    };
    let is_doubtful = !read.is_small && if unit == UnixUnit::Millis { usual < unit } else { usual != unit };
    if is_doubtful {
        let message = format!("{} looks like {} and is read as {}", Shown(&value), usual.name(), unit.name());
        call.warn(Code::DoubtfulUnit, message, meant(usual));
    }
    print(value, call, Ok(instant))
}

/// Names the functions that read a unit.
fn meant(unit: UnixUnit) -> String {
    let function = match unit {
        UnixUnit::Seconds => "`formatUnixSec` reads seconds; ",
        UnixUnit::Millis => "`formatUnixMs` reads milliseconds; ",
        UnixUnit::Micros | UnixUnit::Nanos => "",
    };
    format!("{function}`formatUnix` tells {} and other units apart by their size", unit.name())
}

fn print<'a>(value: Value<'a>, call: &mut Call<'_, 'a>, instant: Result<Instant, Why>) -> Value<'a> {
    let instant = match instant {
        Ok(instant) => instant,
        Err(why) => return unread(value, &why, call),
    };
    let (style, zone) = (call.style(0).unwrap_or(&Style::DEFAULT), call.zone_at(1));
    write_short(call, |out| style.write(instant, zone, out))
}
