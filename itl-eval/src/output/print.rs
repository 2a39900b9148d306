//! Prints values, escaped for the format that a template writes.

use super::Escape;
use itl_value::{Value, ValueRef};

/// Prints a value, escaped. Returns false if it is missing. It is a value of the payload, which is as large as that at most.
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
        value => write_value(&value, escape, usize::MAX, out),
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

/// Prints a value, escaped; an array or object no further than until all of `out` is longer than `most`.
pub(crate) fn write_value(value: &Value<'_>, escape: Escape, most: usize, out: &mut String) {
    match value {
        Value::Text(text) => escape.write(text, out),
        Value::Missing | Value::Null | Value::Lambda(_) => {}
        Value::List(_) | Value::Map(_) if escape == Escape::None => value.write_json_within(most, out),
        Value::List(_) | Value::Map(_) => escape.write(&value.to_text_within(most.saturating_sub(out.len())), out),
        _ if plain_numbers(escape) => value.write_text(out),
        _ => escape.write(&value.to_text(), out),
    }
}
