//! Prints values, escaped for the format that a template writes.

use super::Escape;
use itl_value::{Value, ValueRef};

/// Prints a value, escaped. Returns false if it is missing.
pub(crate) fn write_spot(spot: ValueRef<'_>, escape: Escape, out: &mut String) -> bool {
    if plain_numbers(escape) && spot.write_number(out) {
        return true;
    }
    if let Some(text) = spot.text() {
        escape.write(text, out);
        return true;
    }
    match spot.value() {
        Value::Missing => return false,
        value => write_value(&value, escape, out),
    }
    true
}

/// Whether a number prints the same in that format as anywhere.
fn plain_numbers(escape: Escape) -> bool {
    match escape {
        #[cfg(feature = "extensions")]
        Escape::Markdown | Escape::MarkdownCell | Escape::Telegram => false,
        _ => true,
    }
}

/// Prints a value, escaped.
pub(crate) fn write_value(value: &Value<'_>, escape: Escape, out: &mut String) {
    match value {
        Value::Text(text) => escape.write(text, out),
        Value::Missing | Value::Null | Value::Lambda(_) => {}
        Value::List(_) | Value::Map(_) if escape != Escape::None => escape.write(&value.to_text(), out),
        _ if plain_numbers(escape) => value.write_text(out),
        _ => escape.write(&value.to_text(), out),
    }
}
