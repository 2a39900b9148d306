//! The time between two instants, in seconds.

use super::instant::NO_CLOCK;
use super::read::charged;
use super::unread::{Why, explain, unread};
use crate::functions::number::to_value;
use crate::functions::{Call, ParamKind, Row, example, param};
use itl_text::number::Decimal;
use itl_time::Instant;
use itl_value::{Kind, Value};

/// What the rows have in common.
const BASE: Row = Row { receiver: Kind::Instant, returns: Kind::Number, portable: false, ..Row::BASE };

pub(super) const ROWS: &[Row] = &[
    Row {
        name: "secondsSince",
        params: &[param("t", ParamKind::Instant)],
        doc: "The seconds from the instant t to this one, as a decimal; negative where t is later.",
        examples: &[
            example(r#""2023-01-29T00:05:37Z""#, r#"secondsSince("2023-01-29T00:00:00Z")"#, "337"),
            example(r#""2023-01-29T00:05:37.250Z""#, r#"secondsSince("1674950737")"#, "0.25"),
            example("1674950700", r#"secondsSince("Sun, 29 Jan 2023 01:05:37 +0100")"#, "-37"),
            example(r#""0001-01-01T00:00:00Z""#, r#"secondsSince("2023-01-29T00:00:00Z")"#, ""),
            example(r#""soon""#, r#"secondsSince("2023-01-29T00:00:00Z")"#, "soon"),
        ],
        run: seconds_since,
        ..BASE
    },
    Row {
        name: "age",
        doc: "The seconds from the instant to the render's clock, as a decimal.",
        // The examples run at 2023-01-29T00:05:37Z.
        examples: &[
            example(r#""2023-01-29T00:02:37Z""#, "age()", "180"),
            example("1674950736.5", "age()", "0.5"),
            example(r#""2023-01-29T01:05:37Z""#, "age()", "-3600"),
            example(r#""soon""#, "age()", "soon"),
        ],
        run: age,
        ..BASE
    },
];

fn seconds_since<'a>(value: Value<'a>, call: &mut Call<'_, 'a>) -> Value<'a> {
    let end = match charged(&value, call) {
        Ok(read) => read.instant,
        Err(why) => return unread(value, &why, call),
    };
    let start = call.value(0);
    match charged(&start, call) {
        Ok(start) => seconds_between(start.instant, end),
        Err(Why::ZeroTime) => Value::Missing,
        Err(why) => {
            let message = explain(&start, &why, call);
            call.blame(0, message);
            value
        }
    }
}

fn age<'a>(value: Value<'a>, call: &mut Call<'_, 'a>) -> Value<'a> {
    match charged(&value, call) {
        Ok(read) => match call.now {
            Some(now) => seconds_between(read.instant, Instant::from_unix_ms(now)),
            None => call.failed(value, NO_CLOCK),
        },
        Err(why) => unread(value, &why, call),
    }
}

/// The seconds from one instant to another, exact to the nanosecond.
fn seconds_between<'a>(start: Instant, end: Instant) -> Value<'a> {
    let nanos = end.nanos_since(start);
    let digits = nanos.unsigned_abs().to_string();
    to_value(&Decimal::from_digits(nanos < 0, digits.as_bytes(), 9)).unwrap_or_default()
}
