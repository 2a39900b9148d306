//! What the peers get as registered helpers where they have no function of their own.

use chrono::{DateTime, Utc};

/// An instant in milliseconds, in the medium style.
pub fn date_ms(millis: i64) -> String {
    DateTime::from_timestamp_millis(millis)
        .map(|instant| instant.format("%b %-d, %Y, %-I:%M:%S %p").to_string())
        .unwrap_or_default()
}

/// An instant in RFC 3339, in the long style.
pub fn date_text(text: &str) -> String {
    text.parse::<DateTime<Utc>>()
        .map(|instant| instant.format("%B %-d, %Y at %-I:%M:%S %p UTC").to_string())
        .unwrap_or_default()
}

/// The characters from one position up to another.
pub fn substring(text: &str, from: usize, to: usize) -> String {
    text.chars().skip(from).take(to.saturating_sub(from)).collect()
}

/// One piece of a text.
pub fn split_take<'a>(text: &'a str, delimiter: &str, index: usize) -> &'a str {
    text.split(delimiter).nth(index).unwrap_or_default()
}

/// Texts with a separator between them.
pub fn join<'a>(texts: impl Iterator<Item = &'a str>, separator: &str) -> String {
    let mut out = String::new();
    for (index, text) in texts.enumerate() {
        if index > 0 {
            out.push_str(separator);
        }
        out.push_str(text);
    }
    out
}
