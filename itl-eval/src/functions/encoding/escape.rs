//! Text made safe for the inside of another format.

use crate::functions::text::read;
use crate::functions::{Call, Example, Native, Row, example};
use crate::output::escape;
use itl_text::entities;
use itl_value::Value;
use std::borrow::Cow;

pub(super) const ROWS: &[Row] = &[
    row(
        "jsonEscape",
        &["json"],
        "For the inside of a JSON string literal; the quotes are the template's.",
        &[
            example(r#""say \"hi\"\n""#, "jsonEscape()", r#"say \"hi\"\n"#),
            example(r#""C:\\temp""#, "jsonEscape()", r"C:\\temp"),
            example(r#"{"a": 1}"#, "jsonEscape()", r#"{\"a\":1}"#),
            example(r#""a/ä🔥""#, "jsonEscape()", "a/ä🔥"),
        ],
        |value, call| escaped(value, call, escape::json, is_plain),
    ),
    row(
        "urlEncode",
        &["url"],
        "For one component of a URL, as RFC 3986 has it.",
        &[
            example(r#""disk & cpu""#, "urlEncode()", "disk%20%26%20cpu"),
            example(r#""AZaz09-._~""#, "urlEncode()", "AZaz09-._~"),
            example(r#""ä""#, "urlEncode()", "%C3%A4"),
            example("", "urlEncode()", ""),
        ],
        |value, call| escaped(value, call, escape::url, is_unreserved),
    ),
    row(
        "htmlEscape",
        &["html", "xml"],
        "For HTML: & < > \" ' as entities.",
        &[
            example(r#""<a href=\"x\">'&'""#, "htmlEscape()", "&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;"),
            example(r#""&amp;""#, "htmlEscape()", "&amp;amp;"),
            example("1.5", "htmlEscape()", "1.5"),
        ],
        |value, call| escaped(value, call, escape::html, is_plain),
    ),
    row(
        "htmlUnescape",
        &[],
        "With HTML's character references decoded, once; unknown ones stay.",
        &[
            example(r#""R&amp;D &lt;prod&gt;""#, "htmlUnescape()", "R&D <prod>"),
            example(r#""&#8211;&#x1F525;&nbsp;""#, "htmlUnescape()", "–🔥\u{a0}"),
            example(r#""&amp;lt;""#, "htmlUnescape()", "&lt;"),
            example(r#""&copy &nosuch; a&b""#, "htmlUnescape()", "&copy &nosuch; a&b"),
        ],
        unescaped,
    ),
    row(
        "xmlEscape",
        &["html", "xml"],
        "For XML: & < > \" ' as entities, without the characters that XML forbids.",
        &[
            example(r#""<a>\"'&""#, "xmlEscape()", "&lt;a&gt;&quot;&#39;&amp;"),
            example(r#""a\u0000b\tc""#, "xmlEscape()", "ab\tc"),
            example(r#""]]>""#, "xmlEscape()", "]]&gt;"),
        ],
        // XML drops characters beyond ASCII too.
        |value, call| escaped(value, call, escape::xml, |b| is_plain(b) && b.is_ascii()),
    ),
];

const fn row(
    name: &'static str,
    escapes: &'static [&'static str],
    doc: &'static str,
    examples: &'static [Example],
    run: Native,
) -> Row {
    Row { name, escapes, portable: false, doc, examples, run, ..Row::BASE }
}

fn unescaped<'a>(value: Value<'a>, call: &mut Call<'_, 'a>) -> Value<'a> {
    let text = read(value, call);
    // A reference is longer than its characters, but for some names of two characters.
    let references = text.bytes().filter(|b| *b == b'&').count();
    if references == 0 || !call.charge_fuel(text.len().saturating_add(references.saturating_mul(64))) {
        return Value::Text(text);
    }
    match entities::decode(&text) {
        Cow::Borrowed(_) => Value::Text(text),
        Cow::Owned(decoded) => Value::Text(decoded.into()),
    }
}

/// The most bytes that one byte becomes: `\u001f`, `&quot;`.
const GROWTH: usize = 6;

/// Whether a byte is itself in JSON and HTML.
fn is_plain(b: u8) -> bool {
    b >= b' ' && !matches!(b, b'&' | b'<' | b'>' | b'"' | b'\'' | b'\\')
}

fn is_unreserved(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b'~')
}

fn escaped<'a>(
    value: Value<'a>,
    call: &mut Call<'_, 'a>,
    write: fn(&str, &mut String),
    stays: fn(u8) -> bool,
) -> Value<'a> {
    let text = read(value, call);
    let special = text.bytes().filter(|b| !stays(*b)).count();
    if special == 0 || !call.charge_fuel(special.saturating_mul(GROWTH).saturating_add(text.len())) {
        return Value::Text(text);
    }
    let mut out = String::with_capacity(text.len() + special);
    write(&text, &mut out);
    Value::Text(out.into())
}
