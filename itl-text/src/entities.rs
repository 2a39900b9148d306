//! HTML's character references, decoded.
//!
//! The names are those of the HTML standard, whose list is closed. A reference counts only with its semicolon:
//! `&copy=1` in a link is text.

use std::borrow::Cow;

/// A name and the numbers of its one or two characters a line, in the order of the names.
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

/// Searches the lines of the table by halves.
fn named(name: &str) -> Option<(char, Option<char>)> {
    let (mut low, mut high) = (0, NAMES.len());
    while low < high {
        let middle = low + (high - low) / 2;
        let start = NAMES.get(..middle)?.rfind('\n').map_or(0, |end| end + 1).max(low);
        let line = NAMES.get(start..)?.split('\n').next()?;
        let (known, codes) = line.split_once(' ')?;
        match known.cmp(name) {
            std::cmp::Ordering::Equal => {
                let mut codes = codes.split(' ').filter_map(|code| char::from_u32(u32::from_str_radix(code, 16).ok()?));
                return Some((codes.next()?, codes.next()));
            }
            std::cmp::Ordering::Less => low = start + line.len() + 1,
            std::cmp::Ordering::Greater => high = start,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_found() {
        let mut count = 0;
        for line in NAMES.lines() {
            let (name, codes) = line.split_once(' ').unwrap();
            let text: String =
                codes.split(' ').map(|code| char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap()).collect();
            assert_eq!(decode(&format!("&{name};")), text, "{name}");
            assert!(name.len() < MAX_REFERENCE);
            count += 1;
        }
        assert_eq!(count, 2125);
        assert!(NAMES.lines().is_sorted());
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
