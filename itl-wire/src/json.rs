//! Writes the JSON that answers travel in. Small on purpose: it is part of every download.

/// Writes JSON text, part by part.
#[derive(Debug, Default)]
pub struct Writer {
    out: String,
    /// Whether the next part needs a comma before it.
    comma: bool,
}

impl Writer {
    /// An empty text.
    pub fn new() -> Self {
        Self { out: String::new(), comma: false }
    }

    /// The text.
    pub fn finish(self) -> String {
        self.out
    }

    fn next(&mut self) {
        if std::mem::replace(&mut self.comma, true) {
            self.out.push(',');
        }
    }

    fn inside(&mut self, brackets: [char; 2], parts: impl FnOnce(&mut Self)) {
        let [open, close] = brackets;
        self.next();
        self.out.push(open);
        self.comma = false;
        parts(self);
        self.out.push(close);
        self.comma = true;
    }

    /// An object, whose keys and values `parts` writes.
    pub fn object(&mut self, parts: impl FnOnce(&mut Self)) {
        self.inside(['{', '}'], parts);
    }

    /// An array, each of whose items `item` writes.
    pub fn list<T>(&mut self, items: impl IntoIterator<Item = T>, mut item: impl FnMut(&mut Self, T)) {
        self.inside(['[', ']'], |w| items.into_iter().for_each(|one| item(w, one)));
    }

    /// The name of the value that is written next.
    pub fn key(&mut self, name: &str) -> &mut Self {
        self.text(name);
        self.out.push(':');
        self.comma = false;
        self
    }

    /// A string.
    pub fn text(&mut self, text: &str) {
        self.next();
        self.out.push('"');
        for c in text.chars() {
            match c {
                '"' => self.out.push_str("\\\""),
                '\\' => self.out.push_str("\\\\"),
                '\n' => self.out.push_str("\\n"),
                c if c < ' ' => {
                    self.out.push_str("\\u00");
                    for digit in [c as u32 >> 4, c as u32 & 15] {
                        self.out.extend(char::from_digit(digit, 16));
                    }
                }
                c => self.out.push(c),
            }
        }
        self.out.push('"');
    }

    /// A number.
    pub fn number(&mut self, number: u32) {
        // Answers hold thousands of offsets; the formatting machinery is slower and no smaller.
        self.next();
        let mut digits = [0; 10];
        let (mut rest, mut from) = (number, digits.len());
        for (at, digit) in digits.iter_mut().enumerate().rev() {
            *digit = b'0' + (rest % 10) as u8;
            rest /= 10;
            from = at;
            if rest == 0 {
                break;
            }
        }
        self.out.extend(digits.iter().skip(from).map(|digit| char::from(*digit)));
    }

    /// `true` or `false`.
    #[cfg(any(test, feature = "analysis"))]
    pub fn bool(&mut self, value: bool) {
        self.raw(if value { "true" } else { "false" });
    }

    /// `null`.
    pub fn null(&mut self) {
        self.raw("null");
    }

    /// A string, or `null` for none.
    pub fn optional(&mut self, text: Option<&str>) {
        match text {
            Some(text) => self.text(text),
            None => self.null(),
        }
    }

    /// Text that is JSON already.
    pub fn raw(&mut self, json: &str) {
        self.next();
        self.out.push_str(json);
    }
}

/// A value as JSON, by the engine's own writer: that of `serde_json` would be a second one in the file.
pub fn written(value: &serde_json::Value) -> String {
    let mut out = String::new();
    itl_eval::Payload::from_value(value).root().write_json(&mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_reads_back() {
        let text = "q\" b\\ n\n t\t nul\0 esc\u{1b} ü 🔥 \u{2028}";
        let mut w = Writer::new();
        w.object(|w| {
            w.key("text").text(text);
            w.key("list").list([0, 7, 10, 4_294_967_295], Writer::number);
            w.key("empty").list(None::<()>, |_, ()| ());
            w.key("none").optional(None);
            w.key("yes").bool(true);
            w.key("object").object(|_| ());
        });
        let read: serde_json::Value = serde_json::from_str(&w.finish()).unwrap();
        let expected = serde_json::json!({
            "text": text, "list": [0, 7, 10, 4_294_967_295_u32], "empty": [], "none": null, "yes": true, "object": {}
        });
        assert_eq!(read, expected);
    }
}
