//! An input: a text, and named fields after it. People can read and write one.
//!
//! ```text
//! {{ host }} is {{> state }}
//! --- json
//! {"host": "db-7"}
//! --- partial state
//! down
//! ```

use std::borrow::Cow;

/// What a line begins with that names the field after it.
const HEADER: &[u8] = b"--- ";

/// An input, read from bytes. Any bytes are one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Input {
    /// The text before the first field.
    pub main: Vec<u8>,
    /// The fields, in order.
    pub fields: Vec<Field>,
}

/// A field of an input.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Field {
    /// What it is, such as `json`.
    pub name: String,
    /// The rest of the line that names it, such as the name of a partial.
    pub argument: String,
    /// What stands between that line and the next field.
    pub body: Vec<u8>,
}

impl Field {
    /// A field.
    pub fn new(name: &str, argument: &str, body: &[u8]) -> Self {
        Self { name: name.to_owned(), argument: argument.to_owned(), body: body.to_vec() }
    }

    /// The body as text.
    pub fn text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.body)
    }
}

impl Input {
    /// Reads an input.
    pub fn read(bytes: &[u8]) -> Self {
        let mut input = Self::default();
        let mut lines = bytes.split(|byte| *byte == b'\n').peekable();
        let mut body: Vec<&[u8]> = Vec::new();
        let mut header: Option<&[u8]> = None;
        loop {
            let next = lines.next();
            let begins = next.and_then(|line| line.strip_prefix(HEADER));
            if next.is_some() && begins.is_none() {
                body.extend(next);
                continue;
            }
            input.push(header, &body.join(&b'\n'));
            body.clear();
            header = begins;
            if next.is_none() {
                return input;
            }
        }
    }

    fn push(&mut self, header: Option<&[u8]>, body: &[u8]) {
        let Some(header) = header else {
            self.main = body.to_vec();
            return;
        };
        let header = String::from_utf8_lossy(header);
        let (name, argument) = header.split_once(' ').unwrap_or((&header, ""));
        self.fields.push(Field::new(name, argument, body));
    }

    /// The bytes that [`Input::read`] reads it from.
    pub fn write(&self) -> Vec<u8> {
        let mut out = self.main.clone();
        for field in &self.fields {
            out.extend(b"\n--- ");
            out.extend(field.name.as_bytes());
            if !field.argument.is_empty() {
                out.push(b' ');
                out.extend(field.argument.as_bytes());
            }
            out.push(b'\n');
            out.extend(&field.body);
        }
        out
    }

    /// The text before the first field.
    pub fn text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.main)
    }

    /// The first field of that name.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// What stands in the line of the first field of that name.
    pub fn argument(&self, name: &str) -> Option<&str> {
        self.field(name).map(|field| field.argument.as_str())
    }

    /// The payload; an empty object where there is none.
    pub fn json(&self) -> &[u8] {
        self.field("json").map_or(b"{}", |field| &field.body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_reads_back() {
        let mut input = Input { main: b"a\n---\nb\n".to_vec(), fields: Vec::new() };
        assert_eq!(Input::read(&input.write()), input);
        input.fields.push(Field::new("json", "", b"{}\n"));
        input.fields.push(Field::new("partial", "a b", b""));
        assert_eq!(input.write(), b"a\n---\nb\n\n--- json\n{}\n\n--- partial a b\n");
        assert_eq!(Input::read(&input.write()), input);
        assert_eq!((input.json(), input.argument("partial")), (&b"{}\n"[..], Some("a b")));
    }
}
