//! What works on a value that a function cannot use.

use itl_text::number::decimal::of_text;
use itl_value::Value;

/// How many bytes of a text are looked at. What it is shows at its ends.
const MAX_LOOKED_AT: usize = 200;

/// The nearest call that works on `value` where `wanted` was asked for.
pub(crate) fn nearest(value: &Value<'_>, wanted: &str) -> Option<&'static str> {
    if !cfg!(feature = "extensions") {
        // The calls that it names are not in this build.
        return None;
    }
    match (wanted, value) {
        ("a number", Value::Text(text)) if text.len() <= MAX_LOOKED_AT => of_number(text.trim()),
        ("a number", Value::List(_)) => Some("`length()` counts the items, `sum()` adds them"),
        ("a number", Value::Map(_)) => Some("`length()` counts the keys; `values()` makes a list of the values"),
        ("an array", Value::Text(text)) => of_list(text),
        ("an array", Value::Map(_)) => Some("`entries()`, `keys()` and `values()` make a list of an object"),
        ("an object", Value::Text(text)) if text.trim_start().starts_with('{') => {
            Some("`parseJson()` reads an object that a text holds")
        }
        ("an object", Value::List(_)) => Some("a section runs for each item; `first()` is the first one"),
        _ => None,
    }
}

/// What makes a number of a text.
fn of_number(text: &str) -> Option<&'static str> {
    if text.contains(',') && of_text(&text.replace(',', "")).is_some() {
        return Some("`replaceAll(\",\", \"\")` takes the commas out");
    }
    if text.strip_suffix('%').is_some_and(|number| of_text(number).is_some()) {
        return Some("`removeSuffix(\"%\")` removes the sign");
    }
    let digits = text.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(0);
    match text.get(digits..)?.as_bytes() {
        _ if digits == 0 => None,
        [b'-' | b'/' | b'.', b'0'..=b'9', ..] => Some("`toUnixSec()` makes a number of a date"),
        [b'd' | b'h' | b'm' | b's' | b'w', ..] => Some("`parseDuration()` reads a duration as seconds"),
        _ => Some("`extractRegex(\"[0-9.]+\")` takes the number out of the text"),
    }
}

/// What makes a list of a text.
fn of_list(text: &str) -> Option<&'static str> {
    if text.trim_start().starts_with('[') {
        return Some("`parseJson()` reads a list that a text holds");
    }
    let start = text.char_indices().nth(MAX_LOOKED_AT).map_or(text, |(end, _)| text.get(..end).unwrap_or(text));
    if start.contains('\n') {
        return Some("`lines()` makes a list of a text");
    }
    start.contains(',').then_some("`split(\",\")` makes a list of a text")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_out_is_named() {
        if cfg!(not(feature = "extensions")) {
            return;
        }
        for (text, call) in [
            ("1,234.5", "replaceAll"),
            ("95%", "removeSuffix"),
            ("2023-01-29", "toUnixSec"),
            ("5m", "parseDuration"),
            ("12 GiB", "extractRegex"),
        ] {
            let found = nearest(&Value::text(text), "a number").unwrap_or_default();
            assert!(found.contains(call), "{text}: {found}");
        }
        assert_eq!(nearest(&Value::text("five"), "a number"), None);
        assert!(nearest(&Value::text("[1]"), "an array").unwrap_or_default().contains("parseJson"));
        assert!(nearest(&Value::text("a,b"), "an array").unwrap_or_default().contains("split"));
    }
}
