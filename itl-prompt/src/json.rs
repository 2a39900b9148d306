//! JSON written straight to its output, and JSON text that is kept as it came.

use itl_eval::Escape;
use serde::de::IgnoredAny;

/// Writes JSON without a tree of values.
pub(crate) struct Writer<'o> {
    out: &'o mut String,
    /// Whether the next value or key follows another one.
    comma: bool,
}

impl<'o> Writer<'o> {
    pub(crate) fn new(out: &'o mut String) -> Self {
        Self { out, comma: false }
    }

    /// Goes on in an array that is open at the end of `out`.
    pub(crate) fn in_array(out: &'o mut String) -> Self {
        let comma = !out.ends_with('[');
        Self { out, comma }
    }

    fn next(&mut self) {
        if self.comma {
            self.out.push(',');
        }
        self.comma = true;
    }

    /// Writes an object; `entries` writes its keys and values.
    #[inline]
    pub(crate) fn object(&mut self, entries: impl FnOnce(&mut Self)) {
        self.open_object();
        entries(self);
        self.close_object();
    }

    #[inline]
    pub(crate) fn open_object(&mut self) {
        self.out.push_str(if self.comma { ",{" } else { "{" });
        self.comma = false;
    }

    #[inline]
    pub(crate) fn close_object(&mut self) {
        self.out.push('}');
        self.comma = true;
    }

    /// Writes an array; `items` writes its items.
    #[inline]
    pub(crate) fn array(&mut self, items: impl FnOnce(&mut Self)) {
        self.open_array();
        items(self);
        self.close_array();
    }

    #[inline]
    pub(crate) fn open_array(&mut self) {
        self.out.push_str(if self.comma { ",[" } else { "[" });
        self.comma = false;
    }

    #[inline]
    pub(crate) fn close_array(&mut self) {
        self.out.push(']');
        self.comma = true;
    }

    /// Writes a key; its value follows. Keys are ours and hold nothing to escape.
    #[inline]
    pub(crate) fn key(&mut self, key: &'static str) -> &mut Self {
        self.out.push_str(if self.comma { ",\"" } else { "\"" });
        self.out.push_str(key);
        self.out.push_str("\":");
        self.comma = false;
        self
    }

    pub(crate) fn text(&mut self, text: &str) {
        self.next();
        quoted(text, self.out);
    }

    /// Writes a string; `pieces` writes what stands in it.
    #[inline]
    pub(crate) fn string(&mut self, pieces: impl FnOnce(&mut Self)) {
        self.next();
        self.out.push('"');
        pieces(self);
        self.out.push('"');
    }

    /// Writes a piece of a string.
    #[inline]
    pub(crate) fn piece(&mut self, text: &str) {
        Escape::Json.write(text, self.out);
    }

    /// Has an item appended to the open array, with a comma where it needs one; `write` says whether it has.
    #[inline]
    pub(crate) fn item(&mut self, write: impl FnOnce(&mut String) -> bool) -> bool {
        let written = write(self.out);
        self.comma |= written;
        written
    }

    /// Writes pieces as one string.
    pub(crate) fn texts<'t>(&mut self, pieces: impl IntoIterator<Item = &'t str>) {
        self.string(|w| pieces.into_iter().for_each(|piece| w.piece(piece)));
    }

    /// Writes JSON text as it is.
    pub(crate) fn raw(&mut self, json: &str) {
        self.next();
        self.out.push_str(json);
    }

    pub(crate) fn number(&mut self, number: usize) {
        self.next();
        self.out.push_str(itoa::Buffer::new().format(number));
    }

    pub(crate) fn bool(&mut self, value: bool) {
        self.raw(if value { "true" } else { "false" });
    }

    /// Writes `"key":"text"`.
    pub(crate) fn entry(&mut self, key: &'static str, text: &str) {
        self.key(key).text(text);
    }

    /// Writes `"key":"word"` of a word that holds nothing to escape.
    #[inline]
    pub(crate) fn word(&mut self, key: &'static str, word: &'static str) {
        self.key(key);
        self.out.push('"');
        self.out.push_str(word);
        self.out.push('"');
        self.comma = true;
    }
}

/// Appends a JSON string.
pub(crate) fn quoted(text: &str, out: &mut String) {
    out.push('"');
    Escape::Json.write(text, out);
    out.push('"');
}

/// JSON text without whitespace between its tokens: numbers, escapes and the order of keys stay as they
/// are. Fails with the reader's words where it is not JSON.
pub(crate) fn compact(text: &str) -> Result<String, serde_json::Error> {
    serde_json::from_str::<IgnoredAny>(text)?;
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(quote) = rest.find('"') {
        let (outside, string) = rest.split_at(quote);
        push_tokens(outside, &mut out);
        let end = string_end(string);
        out.push_str(string.get(..end).unwrap_or(string));
        rest = string.get(end..).unwrap_or_default();
    }
    push_tokens(rest, &mut out);
    Ok(out)
}

fn push_tokens(text: &str, out: &mut String) {
    out.extend(text.chars().filter(|c| !c.is_ascii_whitespace()));
}

/// Where the JSON string that `text` begins with ends.
fn string_end(text: &str) -> usize {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// Lays compact JSON out over lines, two spaces a level.
pub fn pretty(json: &str) -> String {
    let mut out = String::with_capacity(json.len() + json.len() / 4);
    let mut depth = 0_usize;
    let mut rest = json;
    let line = |out: &mut String, depth: usize| {
        out.push('\n');
        for _ in 0..depth {
            out.push_str("  ");
        }
    };
    while let Some(first) = rest.chars().next() {
        if first == '"' {
            let end = string_end(rest);
            out.push_str(rest.get(..end).unwrap_or(rest));
            rest = rest.get(end..).unwrap_or_default();
            continue;
        }
        let after = rest.get(first.len_utf8()..).unwrap_or_default();
        let close = after.chars().next();
        match first {
            '{' | '[' => {
                out.push(first);
                if let Some(close @ ('}' | ']')) = close {
                    out.push(close);
                    rest = after.get(1..).unwrap_or_default();
                    continue;
                }
                depth += 1;
                line(&mut out, depth);
            }
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                line(&mut out, depth);
                out.push(first);
            }
            ',' => {
                out.push(first);
                line(&mut out, depth);
            }
            ':' => out.push_str(": "),
            _ => out.push(first),
        }
        rest = after;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{compact, pretty};

    #[test]
    fn text_is_kept_as_it_came() {
        let text = " { \"b\" : [ 1.0, 1e400 , 123456789012345678901234567890 ] , \"a\":\"x \\\" y\" }\n";
        assert_eq!(
            compact(text).ok().as_deref(),
            Some(r#"{"b":[1.0,1e400,123456789012345678901234567890],"a":"x \" y"}"#)
        );
        assert!(compact("{\"a\":").is_err());
        assert!(compact("{} x").is_err());
    }

    #[test]
    fn pretty_is_as_serde_json_writes_it() {
        for text in [r#"{"a":[1,{"b":"x,{\"}:["}],"c":{},"d":[],"e":null}"#, "[]", "\"x\"", "[[[1]],{\"a\":{}}]"] {
            let value: serde_json::Value = serde_json::from_str(text).unwrap_or_default();
            assert_eq!(pretty(text), serde_json::to_string_pretty(&value).unwrap_or_default());
        }
    }
}
