//! XML escaping that knows where in markup a value stands, so that it escapes no more than it has to.
//!
//! `&` and `<` are escaped everywhere, and `>` where it would end `]]>`; inside a quoted attribute that
//! quote is escaped too. Anywhere else (an unquoted attribute, a
//! name, a comment) all five characters are.

#![expect(
    clippy::needless_bitwise_bool,
    reason = "without short circuits the test of sixteen bytes is a few vector instructions"
)]

use super::escape::is_xml_control;
use itl_text::bytes::{below_32, equal, replace, replace_words};

/// Where in markup a text ends, as far as it was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Markup {
    state: State,
    /// Everything before was looked at.
    seen: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Content,
    /// Inside a tag, outside quotes.
    Tag,
    DoubleQuoted,
    SingleQuoted,
    /// Inside `<!-- -->`.
    Comment,
}

impl Markup {
    /// The content of no element, at the end of a text of that length.
    pub fn at(length: usize) -> Self {
        Self { state: State::Content, seen: length }
    }

    /// Appends a value to `out`.
    pub(crate) fn write(&mut self, value: &str, out: &mut String) {
        let state = self.state(out);
        let before = out.len();
        let brackets = out.ends_with("]]");
        let one_bracket = out.ends_with(']');
        let write = |byte: u8, rest: &str, out: &mut String| {
            let escaped = match byte {
                b'&' => "&amp;",
                b'<' => "&lt;",
                b'>' => {
                    let written = out.len() - before;
                    let ends = out.ends_with("]]")
                        && (written >= 2 || (written == 1 && one_bracket) || (written == 0 && brackets));
                    let all = matches!(state, State::Tag | State::Comment);
                    if all || ends { "&gt;" } else { ">" }
                }
                b'"' if state == State::SingleQuoted => "\"",
                b'"' => "&quot;",
                b'\'' if state == State::DoubleQuoted => "'",
                b'\'' => "&#39;",
                0xEF => {
                    // XML 1.0 cannot hold U+FFFE and U+FFFF, which begin as many other characters do.
                    let length = '\u{FFFF}'.len_utf8();
                    if rest.starts_with(['\u{FFFE}', '\u{FFFF}']) { "" } else { rest.get(..length).unwrap_or_default() }
                }
                _ => "",
            };
            out.push_str(escaped);
            if byte == 0xEF { '\u{FFFF}'.len_utf8() } else { 1 }
        };
        // Texts are full of quotes, which are nothing special outside of tags.
        match state {
            State::Content => replace_words(value, out, is_special_in_content, specials_in_content, write),
            _ => replace(value, out, is_special, write),
        }
    }

    /// Whether a value at the end of `out` stands in a tag or comment, but in no quotes.
    pub fn is_outside_quotes(&mut self, out: &str) -> bool {
        matches!(self.state(out), State::Tag | State::Comment)
    }

    /// Whether a value at the end of `out` stands in the quotes of an attribute.
    pub fn is_quoted(&mut self, out: &str) -> bool {
        matches!(self.state(out), State::DoubleQuoted | State::SingleQuoted)
    }

    /// Where `out` ends.
    fn state(&mut self, out: &str) -> State {
        let bytes = out.as_bytes();
        let mut at = self.seen.min(bytes.len());
        while at < bytes.len() {
            let rest = bytes.get(at..).unwrap_or_default();
            match self.state {
                State::Content => {
                    let Some(open) = memchr::memchr(b'<', rest) else {
                        at = bytes.len();
                        break;
                    };
                    at += open;
                    let after = bytes.get(at + 1..).unwrap_or_default();
                    // A tag whose first character is still to come is looked at again.
                    let Some(first) = after.first() else {
                        self.seen = at;
                        return State::Tag;
                    };
                    if after.starts_with(b"!--") {
                        (self.state, at) = (State::Comment, at + 4);
                    } else if b"!--".starts_with(after) {
                        self.seen = at;
                        return State::Tag;
                    } else if first.is_ascii_alphabetic() || !first.is_ascii() || b"/!?_:".contains(first) {
                        (self.state, at) = (State::Tag, at + 2);
                    } else {
                        at += 1;
                    }
                }
                State::Tag => {
                    let Some(next) = memchr::memchr3(b'>', b'"', b'\'', rest) else {
                        at = bytes.len();
                        break;
                    };
                    self.state = match rest.get(next) {
                        Some(b'"') => State::DoubleQuoted,
                        Some(b'\'') => State::SingleQuoted,
                        _ => State::Content,
                    };
                    at += next + 1;
                }
                State::DoubleQuoted | State::SingleQuoted => {
                    let quote = if self.state == State::DoubleQuoted { b'"' } else { b'\'' };
                    let Some(end) = memchr::memchr(quote, rest) else {
                        at = bytes.len();
                        break;
                    };
                    (self.state, at) = (State::Tag, at + end + 1);
                }
                State::Comment => match end_of_comment(rest) {
                    Some(end) => (self.state, at) = (State::Content, at + end + 3),
                    None => {
                        // The end may have begun already.
                        self.seen = at.max(bytes.len().saturating_sub(2));
                        return State::Comment;
                    }
                },
            }
        }
        self.seen = at.min(bytes.len());
        self.state
    }
}

/// Whether a byte is written otherwise anywhere; without short circuits it is tested sixteen times at once.
#[inline]
fn is_special(byte: u8) -> bool {
    is_special_in_content(byte) | (byte == b'"') | (byte == b'\'')
}

#[inline]
fn is_special_in_content(byte: u8) -> bool {
    (byte == b'&') | (byte == b'<') | (byte == b'>') | (byte == 0xEF) | is_xml_control(byte)
}

/// As [`is_special_in_content`], for eight at once.
#[inline]
fn specials_in_content(word: u64) -> u64 {
    let control = below_32(word) & !equal(word, b'\t') & !equal(word, b'\n') & !equal(word, b'\r');
    equal(word, b'&') | equal(word, b'<') | equal(word, b'>') | equal(word, 0xEF) | control
}

/// Where the first `-->` begins.
fn end_of_comment(bytes: &[u8]) -> Option<usize> {
    memchr::memchr_iter(b'>', bytes)
        .filter_map(|end| end.checked_sub(2))
        .find(|&at| bytes.get(at..at + 2) == Some(b"--"))
}

#[cfg(test)]
mod tests {
    use super::Markup;

    /// `template` with `value` in the place of each `@`.
    fn written(template: &str, value: &str) -> String {
        let mut out = String::new();
        let mut markup = Markup::at(0);
        for (at, piece) in template.split('@').enumerate() {
            if at > 0 {
                markup.write(value, &mut out);
            }
            out.push_str(piece);
        }
        out
    }

    #[test]
    fn content_keeps_quotes_and_greater_than() {
        assert_eq!(written("<a>@</a>", "{\"x\": 'y' > 1 & <b>}"), "<a>{\"x\": 'y' > 1 &amp; &lt;b>}</a>");
        assert_eq!(written("]]@", ">"), "]]&gt;");
        assert_eq!(written("]@", "]>"), "]]&gt;");
        assert_eq!(written("@", "]]>]>"), "]]&gt;]>");
    }

    #[test]
    fn an_attribute_escapes_its_own_quote() {
        assert_eq!(written("<a b=\"@\" c='@'>@", "\"'>"), "<a b=\"&quot;'>\" c='\"&#39;>'>\"'>");
    }

    #[test]
    fn elsewhere_all_five_are_escaped() {
        for template in ["<a b=@>", "<@>", "<!-- @ -->", "</@>", "<?x @?>"] {
            assert!(written(template, "\"'><&").contains("&quot;&#39;&gt;&lt;&amp;"), "{template}");
        }
        assert_eq!(written("a < b @", ">"), "a < b >", "less than is no tag");
        assert_eq!(written("<!-- @ -->@", "-->"), "<!-- --&gt; -->-->");
    }

    #[test]
    fn what_xml_cannot_hold_is_dropped() {
        assert_eq!(written("@", "a\u{1}\u{FFFE}\u{FF5E}\tb<"), "a\u{FF5E}\tb&lt;");
    }
}
