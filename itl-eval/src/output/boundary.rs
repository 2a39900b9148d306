//! Where a text may be cut without leaving half an escape sequence.

use super::Escape;
use super::escape::LINE_BREAK;

/// `&CounterClockwiseContourIntegral;` is the longest entity of HTML.
const MAX_ENTITY: usize = 33;

impl Escape {
    /// Whether `at` lies between two escape sequences of this format, not inside one.
    pub fn is_boundary(self, text: &str, at: usize) -> bool {
        self.floor_boundary(text, at) == at
    }

    /// The last place at or before `at` that is inside no character and no escape sequence of this
    /// format: an entity, a backslash with what it escapes, the percent escapes of one character.
    pub fn floor_boundary(self, text: &str, at: usize) -> usize {
        let mut at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        let bytes = text.as_bytes();
        match self {
            Self::None => at,
            Self::Html | Self::Xml | Self::Slack => entity(bytes, at),
            Self::Json => json(bytes, at),
            Self::Url => percent(bytes, at),
            Self::Markdown => entity(bytes, backslash(bytes, at)),
            Self::MarkdownCell => backslash(bytes, line_break(bytes, at)),
            Self::Telegram => backslash(bytes, at),
            Self::TelegramLegacy => legacy_backslash(bytes, at),
        }
    }
}

/// The byte `back` places before `at`.
fn before(bytes: &[u8], at: usize, back: usize) -> Option<u8> {
    bytes.get(at.checked_sub(back)?).copied()
}

fn entity(bytes: &[u8], at: usize) -> usize {
    let inner = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'#';
    let (head, tail) = bytes.split_at_checked(at).unwrap_or((bytes, &[]));
    let inside = head.iter().rev().take(MAX_ENTITY).take_while(|byte| inner(byte)).count();
    let ahead = tail.iter().take(MAX_ENTITY).take_while(|byte| inner(byte)).count();
    let opened = before(bytes, at, inside + 1) == Some(b'&');
    let closed = tail.get(ahead) == Some(&b';');
    let length = inside + ahead + 2;
    if opened && closed && (3..=MAX_ENTITY).contains(&length) { at - inside - 1 } else { at }
}

/// Whether the byte at `at` is a backslash that escapes what follows it.
fn escapes(bytes: &[u8], at: usize) -> bool {
    let run = bytes.get(..=at).unwrap_or_default();
    run.iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1
}

fn backslash(bytes: &[u8], at: usize) -> usize {
    let escapable = bytes.get(at).is_some_and(u8::is_ascii_punctuation);
    match at.checked_sub(1) {
        Some(start) if escapable && escapes(bytes, start) => start,
        _ => at,
    }
}

/// Telegram's older Markdown knows four escapes; any other backslash is a character.
fn legacy_backslash(bytes: &[u8], at: usize) -> usize {
    let escapable = bytes.get(at).is_some_and(|byte| matches!(byte, b'_' | b'*' | b'`' | b'['));
    if escapable && before(bytes, at, 1) == Some(b'\\') { at - 1 } else { at }
}

fn line_break(bytes: &[u8], at: usize) -> usize {
    let length = LINE_BREAK.len();
    let inside = (1..length).filter_map(|back| at.checked_sub(back)).find(|start| {
        bytes.get(*start..).is_some_and(|rest| rest.starts_with(LINE_BREAK.as_bytes()))
            && start.checked_sub(1).is_none_or(|before| !escapes(bytes, before))
    });
    inside.unwrap_or(at)
}

fn json(bytes: &[u8], at: usize) -> usize {
    for start in (at.saturating_sub(5)..at).rev() {
        let length = match bytes.get(start + 1) {
            Some(b'u') => 6,
            Some(_) => 2,
            None => 0,
        };
        if start + length > at && escapes(bytes, start) {
            return start;
        }
    }
    // A character beyond U+FFFF is two escapes; its first alone is no character.
    match at.checked_sub(6) {
        Some(start)
            if surrogate(bytes, start, b"89ABab") && escapes(bytes, start) && surrogate(bytes, at, b"CDEFcdef") =>
        {
            start
        }
        _ => at,
    }
}

/// Whether `\uD`, one of `half` and two more digits are at `at`.
fn surrogate(bytes: &[u8], at: usize, half: &[u8]) -> bool {
    match bytes.get(at..).unwrap_or_default() {
        [b'\\', b'u', b'D' | b'd', third, a, b, ..] => {
            half.contains(third) && a.is_ascii_hexdigit() && b.is_ascii_hexdigit()
        }
        _ => false,
    }
}

fn percent(bytes: &[u8], at: usize) -> usize {
    let inside = (1..=2).find(|back| at.checked_sub(*back).is_some_and(|start| percent_byte(bytes, start).is_some()));
    let at = at - inside.unwrap_or(0);
    let Some(0x80..=0xBF) = percent_byte(bytes, at) else {
        return at;
    };
    for back in 1..=3 {
        let Some(start) = at.checked_sub(3 * back) else {
            return at;
        };
        match percent_byte(bytes, start) {
            Some(0x80..=0xBF) => {}
            Some(0xC2..=0xDF) if back < 2 => return start,
            Some(0xE0..=0xEF) if back < 3 => return start,
            Some(0xF0..=0xF4) => return start,
            _ => return at,
        }
    }
    at
}

/// The byte that the percent escape at `at` encodes.
fn percent_byte(bytes: &[u8], at: usize) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    match bytes.get(at..)? {
        [b'%', high, low, ..] => u8::try_from(digit(*high)? * 16 + digit(*low)?).ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every place of `text` at which it may be cut.
    fn places(escape: Escape, text: &str) -> Vec<usize> {
        (0..=text.len()).filter(|at| escape.is_boundary(text, *at)).collect()
    }

    #[test]
    fn entities_are_whole() {
        for escape in [Escape::Html, Escape::Xml, Escape::Slack, Escape::Markdown] {
            assert_eq!(places(escape, "a&lt;b"), [0, 1, 5, 6], "{escape}");
            assert_eq!(places(escape, "&#39;"), [0, 5], "{escape}");
        }
        assert_eq!(places(Escape::Html, "&&amp;;"), [0, 1, 6, 7]);
        assert_eq!(places(Escape::Html, "&CounterClockwiseContourIntegral;"), [0, 33]);
    }

    #[test]
    fn an_ampersand_that_opens_no_entity_is_a_character() {
        assert_eq!(places(Escape::Html, "a & b"), [0, 1, 2, 3, 4, 5]);
        assert_eq!(places(Escape::Html, "&lt"), [0, 1, 2, 3]);
        assert_eq!(places(Escape::Html, "&;"), [0, 1, 2]);
        let long = format!("&{};", "a".repeat(32));
        assert_eq!(places(Escape::Html, &long).len(), long.len() + 1);
    }

    #[test]
    fn json_escapes_are_whole() {
        assert_eq!(places(Escape::Json, r#"a\n\"b"#), [0, 1, 3, 5, 6]);
        assert_eq!(places(Escape::Json, r"\u001fa"), [0, 6, 7]);
        assert_eq!(places(Escape::Json, r"\\u001f"), [0, 2, 3, 4, 5, 6, 7]);
        assert_eq!(places(Escape::Json, r"\\\n"), [0, 2, 4]);
        assert_eq!(places(Escape::Json, r"\ud83d\uDD25"), [0, 12]);
        assert_eq!(places(Escape::Json, r"\uDD25\ud83d"), [0, 6, 12]);
    }

    #[test]
    fn percent_escapes_of_a_character_are_whole() {
        assert_eq!(places(Escape::Url, "a%20b"), [0, 1, 4, 5]);
        assert_eq!(places(Escape::Url, "%C3%A4%E9%9A%9C%F0%9F%94%A5"), [0, 6, 15, 27]);
        // Bytes that are no character are escapes of their own.
        assert_eq!(places(Escape::Url, "%A4%A4%C3%C3"), [0, 3, 6, 9, 12]);
        assert_eq!(places(Escape::Url, "%C3%A4%A4"), [0, 6, 9]);
        assert_eq!(places(Escape::Url, "50%, %2"), [0, 1, 2, 3, 4, 5, 6, 7]);
        // Nor do more bytes follow than the first one asks for.
        assert_eq!(places(Escape::Url, "%C3%A4%A4%A4"), [0, 6, 9, 12]);
        assert_eq!(places(Escape::Url, "%E9%9A%9C%9C"), [0, 9, 12]);
    }

    #[test]
    fn backslashes_stay_with_what_they_escape() {
        assert_eq!(places(Escape::MarkdownCell, r"a<br>\<br\>"), [0, 1, 5, 7, 8, 9, 11]);
        assert_eq!(places(Escape::TelegramLegacy, r"\_a\.\\*"), [0, 2, 3, 4, 5, 6, 8]);
        for escape in [Escape::Markdown, Escape::Telegram] {
            assert_eq!(places(escape, r"a\*b"), [0, 1, 3, 4], "{escape}");
            assert_eq!(places(escape, r"\\\\"), [0, 2, 4], "{escape}");
            assert_eq!(places(escape, r"C:\temp"), [0, 1, 2, 3, 4, 5, 6, 7], "{escape}");
        }
    }

    #[test]
    fn characters_are_whole_and_places_beyond_the_end_are_the_end() {
        for escape in Escape::ALL {
            assert_eq!(places(escape, "ä"), [0, 2], "{escape}");
            assert_eq!(escape.floor_boundary("ab", 9), 2, "{escape}");
        }
        assert_eq!(places(Escape::None, "&lt;"), [0, 1, 2, 3, 4]);
    }
}
