//! Reads JSON text into a [`Payload`]: all of it, or what a template can touch.
//!
//! One walk over the bytes validates everything and keeps what is wanted. To whatever the fast
//! reader does not accept, the verdict and error place of `serde_json` are the ones that count. With
//! the feature `perf` it is asked itself, else a walk that says the same.

mod json;
mod reader;
mod text;
#[cfg(any(test, not(feature = "perf")))]
mod verdict;
mod wanted;

use crate::payload::Payload;
pub use json::read_json;
use reader::Reader;
use std::fmt;
pub use text::{escape_json, write_json_string};
pub use wanted::{Wanted, WantedId};

/// A JSON text that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonError {
    /// Line, from 1; 0 where the place is not known.
    pub line: usize,
    /// Column in bytes, from 1; 0 at a line's end.
    pub column: usize,
    /// What is wrong, in `serde_json`'s words, without the place.
    pub message: String,
}

impl JsonError {
    #[cfg(any(test, feature = "perf"))]
    fn new(error: &serde_json::Error) -> Self {
        let whole = error.to_string();
        let message = whole.rsplit_once(" at line ").map_or(whole.as_str(), |(message, _)| message).to_owned();
        Self { line: error.line(), column: error.column(), message }
    }
}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at line {} column {}", self.message, self.line, self.column)
    }
}

impl std::error::Error for JsonError {}

impl Payload<'_> {
    /// Reads a JSON text and keeps a copy of what it holds.
    pub fn from_json(text: &str) -> Result<Payload<'static>, JsonError> {
        Self::from_slice(text.as_bytes())
    }

    /// Reads JSON from bytes, which have to be UTF-8.
    pub fn from_slice(bytes: &[u8]) -> Result<Payload<'static>, JsonError> {
        let mut payload = Payload::default();
        if let Some(source) = readable(bytes)
            && let Some(root) = Reader::new(source, &mut payload, true).document(&Wanted::everything())
        {
            payload.set_root(root);
            return Ok(payload);
        }
        slow(bytes)
    }
}

impl<'p> Payload<'p> {
    /// Reads a JSON text and borrows from it.
    pub fn borrowed(text: &'p str) -> Result<Payload<'p>, JsonError> {
        Payload::default().refill(text.as_bytes(), &Wanted::everything())
    }

    /// Reads what is wanted of `bytes` into the memory of this payload.
    #[doc(hidden)]
    pub fn refill<'q>(self, bytes: &'q [u8], wanted: &Wanted) -> Result<Payload<'q>, JsonError> {
        let Some(source) = readable(bytes) else { return slow(bytes) };
        let mut payload = self.reset(source);
        match Reader::new(source, &mut payload, false).document(wanted) {
            Some(root) => {
                payload.set_root(root);
                Ok(payload)
            }
            None => slow(bytes),
        }
    }
}

/// The bytes as text, where the fast reader can take them.
fn readable(bytes: &[u8]) -> Option<&str> {
    if bytes.len() > Payload::MOST_BYTES {
        return None;
    }
    std::str::from_utf8(bytes).ok()
}

/// The road whose verdict counts.
#[cold]
fn slow(bytes: &[u8]) -> Result<Payload<'static>, JsonError> {
    if bytes.len() > Payload::MOST_BYTES {
        return Err(JsonError { line: 0, column: 0, message: "the payload is larger than 2 GiB".into() });
    }
    #[cfg(feature = "perf")]
    return serde_json::from_slice(bytes)
        .map(|value| Payload::from_value(&value))
        .map_err(|error| JsonError::new(&error));
    #[cfg(not(feature = "perf"))]
    return Err(verdict::verdict(bytes).unwrap_or_else(|| JsonError {
        line: 0,
        column: 0,
        message: "the payload cannot be read".into(),
    }));
}

#[cfg(test)]
mod tests;
