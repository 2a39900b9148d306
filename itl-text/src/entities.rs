//! HTML's character references, decoded.
//!
//! The names are those of the HTML standard, whose list is closed. A reference counts only with its semicolon:
//! `&copy=1` in a link is text.

use std::borrow::Cow;
use std::sync::OnceLock;

/// The names in the order of their characters, those of one character in a line. The line begins with how far the
/// character is from the one of the line before, where that is not one, and ends with the number of a second character,
/// where there is one: so the table is half as large, packed, as one by name.
static NAMES: &str = include_str!("../data/entities.txt");

/// The longest name, `CounterClockwiseContourIntegral`, and room for numbers with leading zeros.
const MAX_REFERENCE: usize = 40;

/// The characters of the numbers 0x80 to 0x9F in HTML, which are those of Windows-1252.
const WINDOWS_1252: [u16; 32] = [
    0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D, 0x017D,
    0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,
    0x017E, 0x0178,
];

/// `text` with every character reference decoded once; unknown names stay as they are.
///
/// ```
/// assert_eq!(itl_text::entities::decode("R&amp;D &#8211; &#x1F525; &nosuch; &amp;lt;"), "R&D – 🔥 &nosuch; &lt;");
/// ```
pub fn decode(text: &str) -> Cow<'_, str> {
    let Some(first) = text.find('&') else { return Cow::Borrowed(text) };
    let mut out = String::with_capacity(text.len());
    let (head, mut rest) = text.split_at_checked(first).unwrap_or(("", text));
    out.push_str(head);
    while let Some(after) = rest.strip_prefix('&') {
        let found = after
            .bytes()
            .take(MAX_REFERENCE)
            .position(|b| b == b';')
            .and_then(|end| Some((reference(after.get(..end)?)?, after.get(end + 1..)?)));
        rest = match found {
            Some(((one, two), rest)) => {
                out.push(one);
                out.extend(two);
                rest
            }
            None => {
                out.push('&');
                after
            }
        };
        let next = rest.find('&').unwrap_or(rest.len());
        let (plain, more) = rest.split_at_checked(next).unwrap_or((rest, ""));
        out.push_str(plain);
        rest = more;
    }
    Cow::Owned(out)
}

/// The characters of the reference between `&` and `;`.
fn reference(name: &str) -> Option<(char, Option<char>)> {
    let Some(number) = name.strip_prefix('#') else { return named(name) };
    let (digits, radix) = match number.strip_prefix(['x', 'X']) {
        Some(digits) => (digits, 16),
        None => (number, 10),
    };
    if digits.is_empty() || !digits.chars().all(|c| c.is_digit(radix)) {
        return None;
    }
    // Only what is beyond Unicode overflows.
    let code = u32::from_str_radix(digits, radix).unwrap_or(u32::MAX);
    let code = match code {
        0 => 0xFFFD,
        0x80..=0x9F => WINDOWS_1252.get(code as usize - 0x80).map_or(code, |code| u32::from(*code)),
        _ => code,
    };
    Some((char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER), None))
}

/// A number of the table.
fn number(digits: &str) -> Option<u32> {
    digits.parse::<i64>().ok().map(|number| number as u32)
}

/// A name and its one or two characters.
type Entry = (&'static str, char, Option<char>);

fn named(name: &str) -> Option<(char, Option<char>)> {
    static SORTED: OnceLock<Vec<Entry>> = OnceLock::new();
    let sorted = SORTED.get_or_init(|| {
        let mut all = entries();
        all.sort_unstable();
        all
    });
    let found = sorted.binary_search_by(|(known, ..)| (*known).cmp(name)).ok()?;
    sorted.get(found).map(|(_, one, two)| (*one, *two))
}

/// What the table holds.
fn entries() -> Vec<Entry> {
    let mut last = 0;
    let mut all = Vec::new();
    for line in NAMES.lines() {
        let (line, second) = line.split_once('+').unwrap_or((line, ""));
        let names = line.trim_start_matches(|c: char| c.is_ascii_digit());
        let distance = line.strip_suffix(names).unwrap_or_default();
        last += number(distance).unwrap_or(1);
        let one = char::from_u32(last).unwrap_or_default();
        let two = number(second).and_then(char::from_u32);
        all.extend(names.split(' ').map(|name| (name, one, two)));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_found() {
        let all = entries();
        assert_eq!(all.len(), 2125);
        for (name, one, two) in all {
            let text: String = std::iter::once(one).chain(two).collect();
            assert_eq!(decode(&format!("&{name};")), text, "{name}");
            assert!(name.len() < MAX_REFERENCE);
        }
        for (name, text) in
            [("Tab", "\t"), ("amp", "&"), ("AMP", "&"), ("bne", "=\u{20e5}"), ("zopf", "𝕫"), ("nvlt", "<\u{20d2}")]
        {
            assert_eq!(decode(&format!("&{name};")), text);
        }
    }

    #[test]
    fn what_is_no_reference_stays() {
        for text in
            ["", "&", "&;", "&amp", "&amp =", "&#;", "&#x;", "&#12a;", "&#xg;", "&Amp;", "&no such;", "a & b;", "&&"]
        {
            assert_eq!(decode(text), text);
        }
    }

    #[test]
    fn numbers_as_html_reads_them() {
        assert_eq!(
            decode("&#0;&#128;&#x9f;&#xD800;&#x110000;&#99999999999;&#65;&#x1f525;"),
            "\u{fffd}€Ÿ\u{fffd}\u{fffd}\u{fffd}A🔥"
        );
        assert_eq!(decode("&amp;amp;&amp;#65;"), "&amp;&#65;");
        assert_eq!(decode("&NotEqualTilde;"), "≂̸");
    }
}
