//! Parts of a text before, after and between other texts.

use super::{cut, read};
use crate::functions::{Call, Example, IlertSpelling, Native, ParamKind, Row, example, param};
use itl_value::Value;
use std::ops::Range;

pub(super) const ROWS: &[Row] = &[
    Row {
        in_ilert: IlertSpelling::Call(".splitTakeAt($1,0)"),
        ..row(
            "substringBefore",
            "The text before the first s; the whole value if s does not occur.",
            &[
                example(r#""db.prod.eu""#, r#"substringBefore(".")"#, "db"),
                example(r#""db.prod.eu""#, r##"substringBefore("#")"##, "db.prod.eu"),
                example(r#"".db""#, r#"substringBefore(".")"#, ""),
                example("97.25", r#"substringBefore(".")"#, "97"),
            ],
            |value, call| part(value, call, |text, s| Some(0..text.find(s)?)),
        )
    },
    row(
        "substringAfter",
        "The text after the first s; the whole value if s does not occur.",
        &[
            example(r#""db.prod.eu""#, r#"substringAfter(".")"#, "prod.eu"),
            example(r#""db.prod.eu""#, r##"substringAfter("#")"##, "db.prod.eu"),
            example(r#""db.""#, r#"substringAfter(".")"#, ""),
        ],
        |value, call| part(value, call, |text, s| Some(text.find(s)? + s.len()..text.len())),
    ),
    row(
        "substringBeforeLast",
        "The text before the last s; the whole value if s does not occur.",
        &[
            example(r#""app.tar.gz""#, r#"substringBeforeLast(".")"#, "app.tar"),
            example(r#""app""#, r#"substringBeforeLast(".")"#, "app"),
            example(r#"".gz""#, r#"substringBeforeLast(".")"#, ""),
        ],
        |value, call| part(value, call, |text, s| Some(0..text.rfind(s)?)),
    ),
    row(
        "substringAfterLast",
        "The text after the last s; the whole value if s does not occur.",
        &[
            example(r#""/var/log/app.log""#, r#"substringAfterLast("/")"#, "app.log"),
            example(r#""app.log""#, r#"substringAfterLast("/")"#, "app.log"),
            example(r#""/var/""#, r#"substringAfterLast("/")"#, ""),
        ],
        |value, call| part(value, call, |text, s| Some(text.rfind(s)? + s.len()..text.len())),
    ),
    Row {
        name: "substringBetween",
        params: &[param("a", ParamKind::Text), param("b", ParamKind::Text)],
        portable: false,
        doc: "The text between the first a and the next b; empty if they are not found.",
        examples: &[
            example(r#""a [b] c""#, r#"substringBetween("[", "]")"#, "b"),
            example(r#""] [b]""#, r#"substringBetween("[", "]")"#, "b"),
            example(r#""a|b|c""#, r#"substringBetween("|", "|")"#, "b"),
            example(r#""a [b""#, r#"substringBetween("[", "]")"#, ""),
        ],
        run: |value, call| {
            let text = read(value, call);
            let range = between(&text, call.text(0, ""), call.text(1, ""));
            Value::Text(cut(text, range.unwrap_or_default()))
        },
        ..Row::BASE
    },
];

const fn row(name: &'static str, doc: &'static str, examples: &'static [Example], run: Native) -> Row {
    Row { name, params: const { &[param("s", ParamKind::Text)] }, portable: false, doc, examples, run, ..Row::BASE }
}

fn part<'a>(value: Value<'a>, call: &mut Call<'_, 'a>, find: fn(&str, &str) -> Option<Range<usize>>) -> Value<'a> {
    let text = read(value, call);
    let range = find(&text, call.text(0, ""));
    Value::Text(match range {
        Some(range) => cut(text, range),
        None => text,
    })
}

fn between(text: &str, a: &str, b: &str) -> Option<Range<usize>> {
    let start = text.find(a)? + a.len();
    Some(start..start + text.get(start..)?.find(b)?)
}
