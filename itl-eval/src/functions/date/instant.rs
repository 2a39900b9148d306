//! Points in time moved, counted and compared with the render's clock.

use super::read::charged;
use super::unread::{OUTSIDE, unread};
use crate::functions::{Call, ParamKind, Row, example, param};
use itl_time::{Instant, format_rfc3339};
use itl_value::{Kind, Value};

/// What the rows have in common.
const BASE: Row = Row { receiver: Kind::Instant, portable: false, ..Row::BASE };

pub(super) const ROWS: &[Row] = &[
    Row {
        name: "addSeconds",
        params: &[param("n", ParamKind::Integer)],
        returns: Kind::Instant,
        doc: "The instant n seconds later, as RFC 3339 in the offset that the text had, else in UTC.",
        examples: &[
            example(r#""2023-01-29T00:05:37Z""#, "addSeconds(60)", "2023-01-29T00:06:37Z"),
            example(r#""2023-01-29T23:30:00+02:00""#, "addSeconds(3600)", "2023-01-30T00:30:00+02:00"),
            example("1674950737", "addSeconds(-37)", "2023-01-29T00:05:00Z"),
            example(r#""soon""#, "addSeconds(60)", "soon"),
        ],
        run: add_seconds,
        ..BASE
    },
    Row {
        name: "toUnixMs",
        returns: Kind::Number,
        doc: "The milliseconds since 1970 of an instant in any form.",
        examples: &[
            example(r#""2023-01-29T00:05:37.25Z""#, "toUnixMs()", "1674950737250"),
            example("1674950737", "toUnixMs()", "1674950737000"),
            example("1674950737000", "toUnixMs()", "1674950737000"),
            example("true", "toUnixMs()", "true"),
        ],
        run: |value, call| unix(value, call, Instant::unix_ms),
        ..BASE
    },
    Row {
        name: "toUnixSec",
        returns: Kind::Number,
        doc: "The whole seconds since 1970 of an instant in any form.",
        examples: &[
            example(r#""2023-01-29T00:05:37.999Z""#, "toUnixSec()", "1674950737"),
            example(r#""1969-12-31T23:59:59.5Z""#, "toUnixSec()", "-1"),
            example("1674950737000", "toUnixSec()", "1674950737"),
            example(r#""2023-02-30""#, "toUnixSec()", "2023-02-30"),
        ],
        run: |value, call| unix(value, call, Instant::unix_secs),
        ..BASE
    },
    Row {
        name: "relativeTime",
        doc: "How long ago, or in how long, seen from the render's clock.",
        // The examples run at 2023-01-29T00:05:37Z.
        examples: &[
            example(r#""2023-01-29T00:02:37Z""#, "relativeTime()", "3 minutes ago"),
            example("1674957937", "relativeTime()", "in 2 hours"),
            example("1674950700", "relativeTime()", "just now"),
            example(r#""2022-12-30""#, "relativeTime()", "1 month ago"),
            example(r#""soon""#, "relativeTime()", "soon"),
        ],
        run: relative_time,
        ..BASE
    },
];

fn unix<'a>(value: Value<'a>, call: &mut Call<'_, 'a>, count: fn(Instant) -> i64) -> Value<'a> {
    match charged(&value, call) {
        Ok(read) => Value::Int(count(read.instant)),
        Err(why) => unread(value, &why, call),
    }
}

fn add_seconds<'a>(value: Value<'a>, call: &mut Call<'_, 'a>) -> Value<'a> {
    let read = match charged(&value, call) {
        Ok(read) => read,
        Err(why) => return unread(value, &why, call),
    };
    let Some(instant) = read.instant.plus_seconds(call.integer(0).unwrap_or(0)) else {
        return call.failed(value, format!("the result {OUTSIDE}"));
    };
    let mut out = String::new();
    format_rfc3339(instant, read.offset, &mut out);
    Value::Text(out.into())
}

fn relative_time<'a>(value: Value<'a>, call: &mut Call<'_, 'a>) -> Value<'a> {
    let instant = match charged(&value, call) {
        Ok(read) => read.instant,
        Err(why) => return unread(value, &why, call),
    };
    let Some(now) = call.now else { return call.failed(value, NO_CLOCK) };
    Value::text(relative(now.saturating_sub(instant.unix_ms())))
}

/// What is said where a function compares with a clock that is not there.
pub(super) const NO_CLOCK: &str = "the render has no clock to compare with";

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// The units of a relative time, largest first; each is used from one of it on.
const UNITS: [(u64, &str); 6] =
    [(365 * DAY, "year"), (30 * DAY, "month"), (7 * DAY, "week"), (DAY, "day"), (HOUR, "hour"), (MINUTE, "minute")];

/// The time since an instant that many milliseconds ago, ahead where negative.
fn relative(millis: i64) -> String {
    let seconds = millis.unsigned_abs() / 1000;
    if seconds < 45 {
        return "just now".to_owned();
    }
    // What is no longer just now is a minute.
    let (count, name) =
        UNITS.iter().find(|(unit, _)| seconds >= *unit).map_or((1, "minute"), |(unit, name)| (seconds / unit, *name));
    let plural = if count == 1 { "" } else { "s" };
    if millis < 0 { format!("in {count} {name}{plural}") } else { format!("{count} {name}{plural} ago") }
}

#[cfg(test)]
mod tests {
    use super::relative;

    #[test]
    fn relative_times() {
        for (millis, expected) in [
            (0, "just now"),
            (44_999, "just now"),
            (-44_999, "just now"),
            (45_000, "1 minute ago"),
            (-59_999, "in 1 minute"),
            (119_999, "1 minute ago"),
            (3_599_999, "59 minutes ago"),
            (3_600_000, "1 hour ago"),
            (86_399_999, "23 hours ago"),
            (604_799_999, "6 days ago"),
            (604_800_000, "1 week ago"),
            (2_591_999_999, "4 weeks ago"),
            (2_592_000_000, "1 month ago"),
            (31_535_999_999, "12 months ago"),
            (31_536_000_000, "1 year ago"),
            (i64::MIN, "in 292471208 years"),
        ] {
            assert_eq!(relative(millis), expected, "{millis}");
        }
    }
}
