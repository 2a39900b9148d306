//! Percent signs read back.

use crate::functions::text::read;
use crate::functions::{Call, Row, example};
use itl_value::Value;

pub(super) const ROWS: &[Row] = &[Row {
    name: "urlDecode",
    portable: false,
    doc: "A decoded URL component; + is a space, and an invalid escape stays.",
    examples: &[
        example(r#""a%20b%2Fc+d""#, "urlDecode()", "a b/c d"),
        example(r#""%c3%a4""#, "urlDecode()", "ä"),
        example(r#""100% %zz""#, "urlDecode()", "100% %zz"),
        example(r#""%C3%28""#, "urlDecode()", "%C3("),
    ],
    run: url_decode,
    ..Row::BASE
}];

fn url_decode<'a>(value: Value<'a>, call: &mut Call<'_, 'a>) -> Value<'a> {
    let text = read(value, call);
    if !text.bytes().any(|b| matches!(b, b'%' | b'+')) || !call.charge_fuel(text.len()) {
        return Value::Text(text);
    }
    Value::Text(decode(&text).into())
}

fn decode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['%', '+']) {
        let (plain, special) = rest.split_at(at);
        out.push_str(plain);
        // Escapes in a row are decoded together: a character may be several.
        let mut bytes = Vec::new();
        while let Some(byte) = escape(special.get(bytes.len() * 3..).unwrap_or_default()) {
            bytes.push(byte);
        }
        push_characters(&bytes, special, &mut out);
        let mut read = bytes.len() * 3;
        if read == 0 {
            // A space, or a percent sign that begins no escape.
            out.push(if special.starts_with('+') { ' ' } else { '%' });
            read = 1;
        }
        rest = special.get(read..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

/// The byte of the escape that a text begins with.
fn escape(text: &str) -> Option<u8> {
    match text.as_bytes() {
        [b'%', high, low, ..] => {
            let digit = |b: u8| char::from(b).to_digit(16);
            u8::try_from(digit(*high)? * 16 + digit(*low)?).ok()
        }
        _ => None,
    }
}

/// Appends the characters of `bytes`; what is no UTF-8 stays as `source` spells it.
fn push_characters(bytes: &[u8], source: &str, out: &mut String) {
    let mut at = 0;
    for chunk in bytes.utf8_chunks() {
        out.push_str(chunk.valid());
        at += chunk.valid().len();
        let end = at + chunk.invalid().len();
        out.push_str(source.get(at * 3..end * 3).unwrap_or_default());
        at = end;
    }
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn escapes() {
        for (text, expected) in [
            ("%41%", "A%"),
            ("%%41", "%A"),
            ("%4", "%4"),
            ("%é", "%é"),
            ("%4é", "%4é"),
            ("%F0%9F%94%A5!", "🔥!"),
            ("%F0%9F%94", "%F0%9F%94"),
            ("%41%FF%42", "A%FFB"),
            ("%c3%A4%c3", "ä%c3"),
            ("%2541", "%41"),
            ("+%2B+", " + "),
        ] {
            assert_eq!(decode(text), expected, "{text}");
        }
    }
}
