//! Base64, both ways.

use crate::functions::text::read;
use crate::functions::{Call, Row, example};
#[cfg(feature = "perf")]
use fast as codec;
use itl_value::Value;
#[cfg(not(feature = "perf"))]
use small as codec;

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

fn encode<'a>(value: Value<'a>, call: &mut Call<'_, 'a>) -> Value<'a> {
    let text = read(value, call);
    if text.is_empty() || !call.charge_fuel(text.len().div_ceil(3).saturating_mul(4)) {
        return Value::Text(text);
    }
    Value::Text(codec::encode(text.as_bytes()).into())
}

fn decode<'a>(value: Value<'a>, call: &mut Call<'_, 'a>) -> Value<'a> {
    let text = read(value, call);
    if !call.charge_fuel(text.len()) {
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
    match codec::decode(standard).map(String::from_utf8) {
        None => call.failed(Value::Text(text), "the text is not Base64"),
        Some(Err(_)) => call.failed(Value::Text(text), "the Base64 holds bytes that are not UTF-8 text"),
        Some(Ok(decoded)) => Value::Text(decoded.into()),
    }
}

#[cfg(feature = "perf")]
mod fast {
    use ::base64::Engine as _;
    use ::base64::alphabet;
    use ::base64::engine::DecodePaddingMode;
    use ::base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, STANDARD};

    const READER: GeneralPurpose = GeneralPurpose::new(
        &alphabet::STANDARD,
        GeneralPurposeConfig::new()
            .with_decode_padding_mode(DecodePaddingMode::Indifferent)
            .with_decode_allow_trailing_bits(true),
    );

    pub(super) fn encode(bytes: &[u8]) -> String {
        STANDARD.encode(bytes)
    }

    pub(super) fn decode(text: Vec<u8>) -> Option<Vec<u8>> {
        READER.decode(text).ok()
    }
}

/// A letter after the other: enough for a page, and a twentieth of the size.
#[cfg(any(test, not(feature = "perf")))]
mod small {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    pub(super) fn encode(bytes: &[u8]) -> String {
        let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
        for chunk in bytes.chunks(3) {
            let byte = |at: usize| u32::from(chunk.get(at).copied().unwrap_or(0));
            let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
            for at in 0..4 {
                let letter = LETTERS.get((bits >> (18 - 6 * at) & 63) as usize).copied().unwrap_or(b'=');
                out.push(if at > chunk.len() as u32 { '=' } else { char::from(letter) });
            }
        }
        out
    }

    /// Padding may be there or not, and only in the last group of four; bits left over are dropped.
    #[allow(clippy::needless_pass_by_value)]
    pub(super) fn decode(text: Vec<u8>) -> Option<Vec<u8>> {
        let letters = text.iter().position(|b| *b == b'=').unwrap_or(text.len());
        let padding = text.get(letters..)?;
        let is_padded = padding.is_empty() || letters % 4 >= 2 && letters % 4 + padding.len() <= 4;
        if letters % 4 == 1 || !is_padded || padding.iter().any(|b| *b != b'=') {
            return None;
        }
        let mut out = Vec::with_capacity(text.len() / 4 * 3 + 2);
        for chunk in text.get(..letters)?.chunks(4) {
            let mut bits = 0;
            for at in 0..4 {
                let value = chunk.get(at).map_or(Some(0), |b| LETTERS.iter().position(|letter| letter == b))?;
                bits = bits << 6 | value as u32;
            }
            out.extend(bits.to_be_bytes().into_iter().skip(1).take(chunk.len() - 1));
        }
        Some(out)
    }
}

#[cfg(all(test, feature = "perf"))]
mod tests {
    use super::{fast, small};
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(5000))]

        #[test]
        fn small_is_fast(bytes in prop::collection::vec(any::<u8>(), 0..12), text in "[A-Da-d/+=]{0,10}|[A-Z]{0,9}={0,4}|.{0,6}") {
            prop_assert_eq!(small::encode(&bytes), fast::encode(&bytes));
            let encoded = fast::encode(&bytes).into_bytes();
            prop_assert_eq!(small::decode(encoded), Some(bytes));
            prop_assert_eq!(small::decode(text.clone().into_bytes()), fast::decode(text.into_bytes()));
        }
    }
}
