//! Date texts whose pattern or zone the template says, as RFC 3339.

use super::read::{MAX_TEXT, charge, is_zero};
use super::unread::{Why, unread};
use crate::functions::{Arg, Call, ParamKind, Row, Shown, example, optional, param};
use itl_text::Quoted;
use itl_time::{Assumed, ParsedDate, assume_zone, format_rfc3339, is_zero_time};
use itl_value::{Kind, Value};

pub(super) const ROWS: &[Row] = &[
    Row {
        name: "parseDate",
        params: &[param("pattern", ParamKind::DatePattern), optional("zone", ParamKind::Zone, "the render's zone")],
        returns: Kind::Instant,
        portable: false,
        doc: "The instant that a text spells in a strftime pattern, as RFC 3339.",
        examples: &[
            example(r#""3/22/2019 1:36:31 PM""#, r#"parseDate("%m/%d/%Y %I:%M:%S %p")"#, "2019-03-22T13:36:31Z"),
            example(r#""22/03/2019""#, r#"parseDate("%d/%m/%Y", "Europe/Berlin")"#, "2019-03-22T00:00:00+01:00"),
            example(r#""2019-03-22 13:36 -0500""#, r#"parseDate("%F %H:%M %z")"#, "2019-03-22T13:36:00-05:00"),
            example("20190322", r#"parseDate("%Y%m%d")"#, "2019-03-22T00:00:00Z"),
            example(r#""22/03/2019 and more""#, r#"parseDate("%d/%m/%Y")"#, "22/03/2019 and more"),
        ],
        run: parse_date,
        ..Row::BASE
    },
    Row {
        name: "assumeZone",
        receiver: Kind::Instant,
        params: &[param("zone", ParamKind::Zone)],
        returns: Kind::Instant,
        portable: false,
        doc: "A date text without an offset, with the one that it has in a zone, as RFC 3339.",
        examples: &[
            example(r#""2023-01-29T00:05:37""#, r#"assumeZone("America/New_York")"#, "2023-01-29T00:05:37-05:00"),
            example(r#""29.07.2023 00:05""#, r#"assumeZone("UTC")"#, "2023-07-29T00:05:00Z"),
            example(r#""2023-01-29 00:05:37 CST""#, r#"assumeZone("America/Chicago")"#, "2023-01-29T00:05:37-06:00"),
            example(r#""2023-01-29T00:05:37+02:00""#, r#"assumeZone("UTC")"#, "2023-01-29T00:05:37+02:00"),
            example(r#""soon""#, r#"assumeZone("UTC")"#, "soon"),
        ],
        run: assume,
        ..Row::BASE
    },
];

fn parse_date<'a>(value: Value<'a>, call: &mut Call<'_, 'a>) -> Value<'a> {
    if matches!(value, Value::Missing | Value::Null | Value::Bool(_) | Value::List(_) | Value::Map(_)) {
        return call.unusable(value, "a text");
    }
    let text = value.to_text();
    call.charge_fuel(text.len().saturating_add(64));
    if is_zero_time(&text) {
        return Value::Missing;
    }
    let Some(Arg::DatePattern(pattern)) = call.args.first() else { return value };
    match pattern.read(&text, call.zone_at(1)) {
        Some(read) => rfc3339(read),
        None => {
            let message = format!("{} does not fit the pattern {}", Shown(&value), Quoted(pattern.source()));
            call.failed(value, message)
        }
    }
}

fn assume<'a>(value: Value<'a>, call: &mut Call<'_, 'a>) -> Value<'a> {
    charge(&value, call);
    let why = match &value {
        value if is_zero(value) => Why::ZeroTime,
        Value::Text(text) if text.len() <= MAX_TEXT => match assume_zone(text, call.zone_at(0)) {
            Ok(Assumed::HasOffset) => return value,
            Ok(Assumed::Local(read)) => return rfc3339(read),
            Err(reason) => Why::Text(reason),
        },
        // Unix time has no zone to be assumed.
        _ => match super::read::read(&value, call.zone) {
            Ok(_) => return value,
            Err(why) => why,
        },
    };
    unread(value, &why, call)
}

/// RFC 3339 in the offset that was read, `Z` for none.
fn rfc3339<'a>(read: ParsedDate) -> Value<'a> {
    let mut out = String::new();
    format_rfc3339(read.instant, read.offset.filter(|offset| *offset != 0), &mut out);
    Value::Text(out.into())
}
