//! Whether an output is the JSON document that its template meant to write.

use std::fmt;

use itl_value::JsonError;
use itl_value::Payload;

/// Why a text is not a JSON document.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct JsonFault {
    /// The byte of the text at which it stops being JSON; its length if the end comes too early.
    pub offset: usize,
    /// What is wrong there.
    pub message: String,
}

impl fmt::Display for JsonFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at byte {}", self.message, self.offset)
    }
}

impl std::error::Error for JsonFault {}

/// Checks that `text` is one JSON document.
///
/// It accepts what payloads may be: numbers must fit a double, surrogates must be paired, and
/// nesting ends at 128 levels.
pub fn check(text: &str) -> Result<(), JsonFault> {
    let payload = Payload::borrowed(text).map_err(|error| {
        let early = error.is_early_end();
        JsonFault { offset: if early { text.len() } else { offset(text, &error) }, message: error.message }
    })?;
    // A payload may hold half a character; readers of an output may refuse it.
    match payload.lone_surrogate() {
        None => Ok(()),
        Some((line, column)) => {
            let start = line_start(text, line as usize);
            let inside = text.get(start..).unwrap_or_default().char_indices().nth(column as usize - 1);
            let message = "lone surrogate in hex escape".to_owned();
            Err(JsonFault { offset: start + inside.map_or(0, |(at, _)| at), message })
        }
    }
}

/// Where a line begins, the first being 1.
fn line_start(text: &str, line: usize) -> usize {
    match line.checked_sub(2) {
        None => 0,
        Some(skip) => memchr::memchr_iter(b'\n', text.as_bytes()).nth(skip).map_or(0, |at| at + 1),
    }
}

/// The byte that the error's line and column name. The column counts bytes from one; it is zero
/// for the line feed that ends the line before.
fn offset(text: &str, error: &JsonError) -> usize {
    let mut at = (line_start(text, error.line) + error.column).saturating_sub(1).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The fault of a text that must have one.
    fn find(text: &str) -> JsonFault {
        check(text).err().unwrap_or_else(|| panic!("{text:?} passed"))
    }

    fn at(text: &str) -> usize {
        find(text).offset
    }

    /// The character at the mistake, and the message.
    fn fault(text: &str) -> (String, String) {
        let JsonFault { offset, message } = find(text);
        (text.get(offset..).into_iter().flat_map(str::chars).take(1).collect(), message)
    }

    #[test]
    fn documents_of_every_kind_pass() {
        for text in [
            "null",
            "true",
            "-0.0",
            "18446744073709551616",
            "1e308",
            "\"\"",
            "[]",
            "{}",
            " {\"a\": [1, \"\\u00e4\\ud83d\\udd25\", {\"b\": null}], \"a\": 2}\r\n",
        ] {
            assert_eq!(check(text), Ok(()), "{text}");
        }
    }

    #[test]
    fn the_fault_is_where_the_reader_stumbles() {
        assert_eq!(fault("{\"a\": \"b\" \"c\"}"), ("\"".into(), "expected `,` or `}`".into()));
        assert_eq!(fault("[1,]").0, "]");
        assert_eq!(fault("{\"a\": x}"), ("x".into(), "expected a value".into()));
        assert_eq!(at("{\n  \"a\": ä\n}"), 9);
        assert_eq!(at("{}\n{}"), 3);
        assert_eq!(at("[\r\n1,\r\n2 3]"), 9);
    }

    #[test]
    fn a_raw_control_character_is_the_fault() {
        // A line feed in a value is the classic of lost alerts.
        assert_eq!(at("{\"msg\": \"a\nb\"}"), 10);
        assert_eq!(at("{\n\"msg\": \"a\tb\"}"), 11);
        assert_eq!(at("[\"\n\n\"]"), 2);
    }

    #[test]
    fn strings_and_numbers_are_read_in_full() {
        assert_eq!(fault("\"\\x\"").0, "x");
        assert!(fault("\"\\ud83d\"").1.contains("hex escape"), "a lone surrogate");
        assert_eq!(fault("1e999").1, "number out of range");
        assert!(check("01").is_err());
        assert!(check("{1: 2}").is_err());
    }

    #[test]
    fn an_early_end_is_at_the_end() {
        for text in ["", " ", "{", "[1", "\"a", "{\"a\": ", "tru", "{\"ä"] {
            assert_eq!(at(text), text.len(), "{text:?}");
        }
    }

    #[test]
    fn deep_nesting_is_a_fault_not_an_overflow() {
        let text = "[".repeat(100_000);
        assert_eq!(fault(&text).1, "nested deeper than 127 levels");
        assert_eq!(check(&("[".repeat(100) + &"]".repeat(100))), Ok(()));
    }
}
