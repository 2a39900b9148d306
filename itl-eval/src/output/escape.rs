//! The formats that a template can write, and how a value is escaped for each.
//!
//! The writers look for the next character that needs work and copy everything before it at once:
//! most values of an alert hold none, and are then one copy.

#![expect(
    clippy::needless_bitwise_bool,
    reason = "without short circuits the test of sixteen bytes is a few vector instructions"
)]

use itl_text::bytes::{find, replace};
pub use itl_value::escape_json as json;
use std::fmt;
use std::str::FromStr;

/// The format that a template writes. Values are escaped for it; the template's own text and
/// unescaped tags (`{{{x}}}`, `{{&x}}`) are not.
///
/// ```
/// use itl_eval::Escape;
///
/// let mut out = String::new();
/// Escape::Html.write("disk > 90%", &mut out);
/// assert_eq!(out, "disk &gt; 90%");
/// assert_eq!("slack".parse(), Ok(Escape::Slack));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Escape {
    /// Values are written as they are.
    #[default]
    None,
    /// The text of an HTML element, or an attribute's value in quotes.
    Html,
    /// The inside of a JSON string literal; the template writes the quotes.
    #[cfg(feature = "extensions")]
    Json,
    /// The text of an XML element, or an attribute's value in quotes.
    #[cfg(feature = "extensions")]
    Xml,
    /// One component of a URL (RFC 3986).
    #[cfg(feature = "extensions")]
    Url,
    /// Running text in `CommonMark` and its relatives.
    #[cfg(feature = "extensions")]
    Markdown,
    /// A cell of a Markdown table: as [`Escape::Markdown`], on one line.
    #[cfg(feature = "extensions")]
    MarkdownCell,
    /// Slack's mrkdwn.
    #[cfg(feature = "extensions")]
    Slack,
    /// Telegram's `MarkdownV2`.
    #[cfg(feature = "extensions")]
    Telegram,
    /// Telegram's older `Markdown`.
    #[cfg(feature = "extensions")]
    TelegramLegacy,
}

impl Escape {
    /// Every format, in the order of the documentation.
    #[cfg(feature = "extensions")]
    pub const ALL: [Self; 10] = [
        Self::None,
        Self::Html,
        Self::Json,
        Self::Xml,
        Self::Url,
        Self::Markdown,
        Self::MarkdownCell,
        Self::Slack,
        Self::Telegram,
        Self::TelegramLegacy,
    ];
    /// Every format of this build.
    #[cfg(not(feature = "extensions"))]
    pub const ALL: [Self; 2] = [Self::None, Self::Html];

    /// The name that options and the command line use.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Html => "html",
            #[cfg(feature = "extensions")]
            Self::Json => "json",
            #[cfg(feature = "extensions")]
            Self::Xml => "xml",
            #[cfg(feature = "extensions")]
            Self::Url => "url",
            #[cfg(feature = "extensions")]
            Self::Markdown => "markdown",
            #[cfg(feature = "extensions")]
            Self::MarkdownCell => "markdown-cell",
            #[cfg(feature = "extensions")]
            Self::Slack => "slack",
            #[cfg(feature = "extensions")]
            Self::Telegram => "telegram",
            #[cfg(feature = "extensions")]
            Self::TelegramLegacy => "telegram-legacy",
        }
    }

    /// Appends `text` to `out`, escaped for this format.
    #[inline]
    pub fn write(self, text: &str, out: &mut String) {
        match self {
            Self::None => out.push_str(text),
            Self::Html => html(text, out),
            #[cfg(feature = "extensions")]
            Self::Json => json(text, out),
            #[cfg(feature = "extensions")]
            Self::Xml => xml(text, out),
            #[cfg(feature = "extensions")]
            Self::Url => url(text, out),
            #[cfg(feature = "extensions")]
            Self::Markdown => markdown(text, out),
            #[cfg(feature = "extensions")]
            Self::MarkdownCell => markdown_cell(text, out),
            #[cfg(feature = "extensions")]
            Self::Slack => slack(text, out),
            #[cfg(feature = "extensions")]
            Self::Telegram => telegram(text, out),
            #[cfg(feature = "extensions")]
            Self::TelegramLegacy => telegram_legacy(text, out),
        }
    }
}

impl fmt::Display for Escape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A name that is none of the formats.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownEscape {
    /// The name as it was given.
    pub name: String,
}

impl fmt::Display for UnknownEscape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown output format `{}`; the formats are", self.name)?;
        for (index, escape) in Escape::ALL.into_iter().enumerate() {
            let before = match index {
                0 => " ",
                _ if index + 1 == Escape::ALL.len() => " and ",
                _ => ", ",
            };
            write!(f, "{before}{escape}")?;
        }
        Ok(())
    }
}

impl std::error::Error for UnknownEscape {}

impl FromStr for Escape {
    type Err = UnknownEscape;

    fn from_str(name: &str) -> Result<Self, UnknownEscape> {
        Self::ALL
            .into_iter()
            .find(|escape| escape.name() == name)
            .ok_or_else(|| UnknownEscape { name: name.to_owned() })
    }
}

/// `& < > " '` as entities.
pub fn html(text: &str, out: &mut String) {
    replace(text, out, is_markup, |byte, _, out| {
        out.push_str(entity(byte));
        1
    });
}

/// As [`html`], without the characters that an XML 1.0 document cannot hold in any spelling.
pub fn xml(text: &str, out: &mut String) {
    // U+FFFE and U+FFFF begin with EF as many allowed characters do, so that byte is looked at.
    let special = |byte: u8| is_markup(byte) | is_xml_control(byte) | (byte == 0xEF);
    replace(text, out, special, |byte, rest, out| {
        if byte != 0xEF {
            out.push_str(entity(byte));
            return 1;
        }
        let length = '\u{FFFF}'.len_utf8();
        if !rest.starts_with(['\u{FFFE}', '\u{FFFF}']) {
            out.push_str(rest.get(..length).unwrap_or_default());
        }
        length
    });
}

/// `& < >` as entities: the only three that Slack's documentation requires, and the only ones
/// that its clients read back.
pub fn slack(text: &str, out: &mut String) {
    let special = |byte: u8| (byte == b'&') | (byte == b'<') | (byte == b'>');
    replace(text, out, special, |byte, _, out| {
        out.push_str(entity(byte));
        1
    });
}

/// Percent-encodes everything but RFC 3986's unreserved characters.
pub fn url(text: &str, out: &mut String) {
    out.reserve(text.len());
    let mut start = 0;
    // Most words of a URL are short: byte by byte is faster than blocks of sixteen here.
    for (at, byte) in text.bytes().enumerate() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            continue;
        }
        if start < at {
            out.push_str(text.get(start..at).unwrap_or_default());
        }
        let entry = 3 * usize::from(byte);
        out.push_str(PERCENT.get(entry..entry + 3).unwrap_or_default());
        start = at + 1;
    }
    out.push_str(text.get(start..).unwrap_or_default());
}

/// A backslash before each of `CommonMark`'s ASCII punctuation characters.
///
/// Line ends stay. If a line of the value begins with a tab, or with enough spaces for an
/// indented code block, the first of them is a character reference: no backslash can say that.
pub fn markdown(text: &str, out: &mut String) {
    let special = |byte: u8| byte.is_ascii_punctuation();
    let mut rest = text;
    // Spaces that the template wrote before the value count as indentation of its first line.
    let mut before = out.bytes().rev().take(4).take_while(|byte| *byte == b' ').count();
    loop {
        let line = rest.trim_start_matches([' ', '\t']);
        if line.len() < rest.len() {
            let indent = rest.get(..rest.len() - line.len()).unwrap_or_default();
            if indent.len() + before >= 4 || indent.contains('\t') {
                out.push_str(if indent.starts_with('\t') { "&#9;" } else { "&#32;" });
                rest = rest.get(1..).unwrap_or_default();
            }
        }
        before = 0;
        let end = memchr::memchr2(b'\n', b'\r', rest.as_bytes()).map_or(rest.len(), |at| at + 1);
        let (line, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
        backslash(line, out, special);
        if after.is_empty() {
            return;
        }
        rest = after;
    }
}

/// As [`markdown`], for a table's cell: its pipes are escaped, and its line ends are `<br>`. Whitespace at a cell's
/// ends does not show, so that no line of it is code.
pub fn markdown_cell(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(end) = memchr::memchr2(b'\n', b'\r', rest.as_bytes()) {
        let (line, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
        backslash(line, out, |byte| byte.is_ascii_punctuation());
        out.push_str(LINE_BREAK);
        rest = after.strip_prefix("\r\n").unwrap_or_else(|| after.get(1..).unwrap_or_default());
    }
    backslash(rest, out, |byte| byte.is_ascii_punctuation());
}

/// A line end inside a table's cell.
pub(super) const LINE_BREAK: &str = "<br>";

/// A backslash before ``_ * ` [``, the only characters that Telegram's older `Markdown` lets escape.
pub fn telegram_legacy(text: &str, out: &mut String) {
    backslash(text, out, |byte| (byte == b'_') | (byte == b'*') | (byte == b'`') | (byte == b'['));
}

/// A backslash before each character that Telegram's `MarkdownV2` reserves.
pub fn telegram(text: &str, out: &mut String) {
    backslash(text, out, |byte| {
        matches!(
            byte,
            b'_' | b'*'
                | b'['
                | b']'
                | b'('
                | b')'
                | b'~'
                | b'`'
                | b'>'
                | b'#'
                | b'+'
                | b'-'
                | b'='
                | b'|'
                | b'{'
                | b'}'
                | b'.'
                | b'!'
                | b'\\'
        )
    });
}

/// `%00` to `%FF` in one text.
#[expect(clippy::indexing_slicing, reason = "evaluated when the crate is compiled")]
const PERCENT: &str = {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    const BYTES: [u8; 768] = {
        let mut bytes = [b'%'; 768];
        let mut byte = 0;
        while byte < 256 {
            bytes[3 * byte + 1] = HEX[byte >> 4];
            bytes[3 * byte + 2] = HEX[byte & 15];
            byte += 1;
        }
        bytes
    };
    match std::str::from_utf8(&BYTES) {
        Ok(text) => text,
        Err(_) => panic!("percent signs and digits are ASCII"),
    }
};

#[inline]
fn is_markup(byte: u8) -> bool {
    (byte == b'&') | (byte == b'<') | (byte == b'>') | (byte == b'"') | (byte == b'\'')
}

#[inline]
pub(super) fn is_xml_control(byte: u8) -> bool {
    (byte < 0x20) & (byte != b'\t') & (byte != b'\n') & (byte != b'\r')
}

/// The entity of a markup character; nothing for a character that is to be dropped.
fn entity(byte: u8) -> &'static str {
    match byte {
        b'&' => "&amp;",
        b'<' => "&lt;",
        b'>' => "&gt;",
        b'"' => "&quot;",
        b'\'' => "&#39;",
        _ => "",
    }
}

/// Copies `text` with a backslash before each special byte, all of which are ASCII.
#[inline]
fn backslash(text: &str, out: &mut String, special: impl Fn(u8) -> bool + Copy) {
    let bytes = text.as_bytes();
    out.reserve(bytes.len());
    let mut start = 0;
    let mut from = 0;
    while let Some(found) = find(bytes, from, special) {
        out.push_str(text.get(start..found).unwrap_or_default());
        out.push('\\');
        start = found;
        from = found + 1;
    }
    out.push_str(text.get(start..).unwrap_or_default());
}
