//! Reads JSON text into a [`Payload`]: all of it, or what a template can touch.
//!
//! One pass over the bytes validates everything and keeps what the projection asks for. If the reader does
//! not accept a text, a second pass finds the words and the place of the mistake.

mod document;
mod error;
mod projection;
mod reader;
mod string;

pub use document::{read_json, read_value};
pub use error::JsonError;
pub use projection::{Projection, ProjectionId};
pub use string::{escape_json, write_json_string};

use crate::payload::Payload;
use reader::Reader;

impl Payload<'_> {
    /// Reads a JSON text and copies what it holds.
    pub fn from_json(text: &str) -> Result<Payload<'static>, JsonError> {
        Self::from_slice(text.as_bytes())
    }

    /// Reads JSON from bytes, which must be UTF-8, and copies what it holds.
    pub fn from_slice(bytes: &[u8]) -> Result<Payload<'static>, JsonError> {
        let source = readable(bytes)?;
        let mut payload = Payload::default();
        let root = Reader::new(source, &mut payload, true).document(&Projection::everything());
        payload.set_root(root.ok_or_else(|| JsonError::of(bytes))?);
        Ok(payload)
    }
}

impl<'p> Payload<'p> {
    /// Reads a JSON text and borrows from it.
    pub fn borrowed(text: &'p str) -> Result<Payload<'p>, JsonError> {
        Payload::default().refill(text.as_bytes(), &Projection::everything())
    }

    /// Reads what `projection` asks for from `bytes`, into the memory of this payload.
    pub fn refill<'q>(self, bytes: &'q [u8], projection: &Projection) -> Result<Payload<'q>, JsonError> {
        let source = readable(bytes)?;
        let mut payload = self.reset(source);
        let root = Reader::new(source, &mut payload, false).document(projection);
        payload.set_root(root.ok_or_else(|| JsonError::of(bytes))?);
        Ok(payload)
    }
}

/// The bytes as text, if the reader can take them.
fn readable(bytes: &[u8]) -> Result<&str, JsonError> {
    if bytes.len() > Payload::MAX_BYTES {
        return Err(JsonError { line: 0, column: 0, message: "the payload is larger than 2 GiB".into() });
    }
    std::str::from_utf8(bytes).map_err(|_| JsonError::of(bytes))
}

impl serde::Serialize for Payload<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        document::to_json(&self.root()).serialize(serializer)
    }
}

#[cfg(test)]
mod tests;
