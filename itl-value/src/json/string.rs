//! Text as JSON strings.

use itl_text::bytes::{below_32, equal, replace_words};

/// Appends the inside of a JSON string literal, with the escape sequences that `serde_json` writes.
#[expect(
    clippy::needless_bitwise_bool,
    reason = "without short circuits the test of sixteen bytes is a few vector instructions"
)]
pub fn escape_json(text: &str, out: &mut String) {
    let special = |byte: u8| (byte < 0x20) | (byte == b'"') | (byte == b'\\');
    let words = |word: u64| below_32(word) | equal(word, b'"') | equal(word, b'\\');
    replace_words(text, out, special, words, |byte, _, out| {
        match byte {
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            0x08 => out.push_str("\\b"),
            0x0C => out.push_str("\\f"),
            control => {
                out.push_str(if control < 0x10 { "\\u000" } else { "\\u001" });
                out.push(char::from_digit(u32::from(control & 0xF), 16).unwrap_or('0'));
            }
        }
        1
    });
}

/// Appends `text` as a JSON string, quotes included.
pub fn write_json_string(text: &str, out: &mut String) {
    out.push('"');
    escape_json(text, out);
    out.push('"');
}
