//! Base64, both ways.

use crate::functions::text::read;
use crate::functions::{Call, Row, example};
use crate::value::Value;
use ::base64::Engine as _;
use ::base64::alphabet;
use ::base64::engine::DecodePaddingMode;
use ::base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, STANDARD};

pub(super) const ROWS: &[Row] = &[
    Row {
        name: "base64Encode",
        portable: false,
        doc: "In Base64, with padding.",
        examples: &[
            example(r#""a""#, "base64Encode()", "YQ=="),
            example(r#""~~~???>>>""#, "base64Encode()", "fn5+Pz8/Pj4+"),
            example(r#""grüße""#, "base64Encode()", "Z3LDvMOfZQ=="),
            example("", "base64Encode()", ""),
        ],
        run: encode,
        ..Row::BASE
    },
    Row {
        name: "base64Decode",
        portable: false,
        doc: "The text of Base64 in either alphabet, padded or not.",
        examples: &[
            example(r#""YWI=""#, "base64Decode()", "ab"),
            example(r#""YWI""#, "base64Decode()", "ab"),
            example(r#""fn5-Pz8_""#, "base64Decode()", "~~~???"),
            example(r#""/w==""#, "base64Decode()", "/w=="),
            example(r#""not base64!""#, "base64Decode()", "not base64!"),
        ],
        run: decode,
        ..Row::BASE
    },
];

const READER: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

fn encode<'a>(value: Value<'a>, call: &mut Call<'_, 'a>) -> Value<'a> {
    let text = read(value, call);
    if text.is_empty() || !call.afford(text.len().div_ceil(3).saturating_mul(4)) {
        return Value::Text(text);
    }
    Value::Text(STANDARD.encode(&*text).into())
}

fn decode<'a>(value: Value<'a>, call: &mut Call<'_, 'a>) -> Value<'a> {
    if value.is_absent() {
        return value;
    }
    let text = read(value, call);
    if !call.afford(text.len()) {
        return Value::Text(text);
    }
    // One alphabet is the other with two letters changed.
    let standard: Vec<u8> = text
        .bytes()
        .map(|b| match b {
            b'-' => b'+',
            b'_' => b'/',
            b => b,
        })
        .collect();
    match READER.decode(standard).ok().map(String::from_utf8) {
        None => call.failed(Value::Text(text), "the text is not Base64"),
        Some(Err(_)) => call.failed(Value::Text(text), "the Base64 holds bytes that are not UTF-8 text"),
        Some(Ok(decoded)) => Value::Text(decoded.into()),
    }
}
