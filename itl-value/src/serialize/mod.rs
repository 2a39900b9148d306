//! Builds a payload from any data that serde can serialize, straight in the payload's memory.
//!
//! Numbers and keys become what JSON text makes of them, so that a payload from data and one from its JSON text
//! render alike. What cannot be a payload is null there and is listed with its path; the rest is kept.

mod compound;
mod key;
mod writer;

use crate::json::write_json_string;
use crate::payload::{Node, Payload, TextRef, Unreadable};
use serde::Serialize;
use std::fmt;
use writer::Writer;

/// The deepest nesting, as in JSON text.
const MAX_DEPTH: usize = 127;

/// The most parts that are listed as unreadable.
const MAX_UNREADABLE: usize = 100;

impl Payload<'static> {
    /// Builds a payload from any data that serde can serialize, borrowed data included.
    ///
    /// Always returns a payload. What cannot be read is null, and [`Payload::unreadable`] lists it; a render reports
    /// it as an error.
    ///
    /// ```
    /// use itl_value::Payload;
    /// #[derive(serde::Serialize)]
    /// struct Alert<'a> {
    ///     host: &'a str,
    ///     load: f32,
    ///     disks: std::collections::BTreeMap<(u8, u8), u32>,
    /// }
    /// let payload = Payload::from_serialize(&Alert { host: "db-7", load: 0.1, disks: [((1, 2), 3)].into() });
    /// assert_eq!(payload.root().get_str("load").to_text(), "0.1");
    /// assert_eq!(payload.unreadable()[0].to_string(), "disks: a key must be a string");
    /// ```
    pub fn from_serialize<T: Serialize + ?Sized>(data: &T) -> Self {
        let mut payload = Self::default();
        payload.fill(data);
        payload
    }

    /// Replaces the payload by [`Payload::from_serialize`] of `data` and keeps its memory.
    pub fn fill<T: Serialize + ?Sized>(&mut self, data: &T) {
        let mut payload = std::mem::take(self).reset("");
        let mut builder = Builder { payload: &mut payload, path: Vec::new(), wrappers: 0, unreadable: Vec::new() };
        let root = match data.serialize(Writer(&mut builder)) {
            Ok(root) => root,
            Err(Refused(message)) => {
                builder.refuse(message);
                Node::Missing
            }
        };
        let unreadable = builder.unreadable;
        payload.finish(root, unreadable);
        *self = payload;
    }
}

/// The most options and newtype structs inside each other.
const MAX_WRAPPERS: usize = 1_000;

fn too_deep() -> Refused {
    Refused(format!("it is nested deeper than {MAX_DEPTH} levels"))
}

/// Why a value cannot be part of a payload.
#[derive(Debug)]
struct Refused(String);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Refused {}

impl serde::ser::Error for Refused {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

/// A step from a container to a value in it.
#[derive(Clone, Copy)]
enum Part {
    Key(TextRef),
    Index(usize),
}

/// A payload that is being built.
struct Builder<'b> {
    payload: &'b mut Payload<'static>,
    /// The path to the value at hand.
    path: Vec<Part>,
    /// The options and newtype structs around the value at hand, which are no levels of JSON.
    wrappers: usize,
    unreadable: Vec<Unreadable>,
}

impl Builder<'_> {
    /// Writes a value inside the one at hand; null if that is not possible.
    fn child<T: Serialize + ?Sized>(&mut self, part: Part, value: &T) -> Node {
        self.path.push(part);
        let depth = self.path.len();
        let open = self.payload.open_containers();
        let node = value.serialize(Writer(self)).unwrap_or_else(|Refused(message)| {
            self.payload.discard_since(open);
            // A variant that fails has left its name.
            self.path.truncate(depth);
            self.refuse(message);
            Node::Null
        });
        self.path.pop();
        node
    }

    /// Fails if the value at hand must not be an array or object.
    fn check_depth(&self) -> Result<(), Refused> {
        if self.path.len() < MAX_DEPTH { Ok(()) } else { Err(too_deep()) }
    }

    /// Writes the value inside an option or a newtype struct.
    fn wrapped<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<Node, Refused> {
        if self.wrappers >= MAX_WRAPPERS {
            return Err(too_deep());
        }
        self.wrappers += 1;
        let node = value.serialize(Writer(self));
        self.wrappers -= 1;
        node
    }

    /// Lists the value at hand as unreadable.
    fn refuse(&mut self, message: String) {
        if self.unreadable.len() < MAX_UNREADABLE {
            let path = self.shown_path();
            self.unreadable.push(Unreadable { path, message });
        }
    }

    fn shown_path(&self) -> String {
        let mut path = String::new();
        for part in &self.path {
            match *part {
                Part::Index(index) => {
                    path.push('[');
                    path.push_str(itoa::Buffer::new().format(index));
                    path.push(']');
                }
                Part::Key(key) => {
                    let key = self.payload.text_of(key);
                    let is_plain = key.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
                    if is_plain && !key.is_empty() {
                        path.push_str(if path.is_empty() { "" } else { "." });
                        path.push_str(key);
                    } else {
                        path.push('[');
                        write_json_string(key, &mut path);
                        path.push(']');
                    }
                }
            }
        }
        path
    }

    /// Copies a text into the payload.
    fn text(&mut self, text: &str) -> Result<TextRef, Refused> {
        if self.payload.own_mark().saturating_add(text.len()) > Payload::MAX_BYTES {
            return Err(Refused("the texts of the payload are larger than 2 GiB".to_owned()));
        }
        Ok(self.payload.own(text))
    }
}

#[cfg(test)]
mod tests;
