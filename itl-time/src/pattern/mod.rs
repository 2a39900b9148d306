//! strftime patterns, as chrono knows them: compiled here, printed by `print`, read by `read`.
//!
//! The specifiers and what each of them prints are chrono's, which the tests compare one by one.
//! chrono's own printer and reader are not used: they weigh 19 kB with gzip in a browser, where these
//! two weigh 8, and a later version of theirs could print another text.

mod print;
mod read;

use std::fmt;

use crate::instant::Instant;
use crate::zone::Zone;

pub use read::ReadPattern;

/// A strftime pattern, ready to print. `%Z` is the time zone database's abbreviation.
///
/// ```
/// use itl_time::{Instant, Pattern, Zone};
///
/// let pattern = Pattern::compile("%Y-%m-%d %H:%M %Z").map_err(|error| error.message)?;
/// let mut out = String::new();
/// pattern.format(Instant::from_unix_secs(1_674_950_737), Zone::UTC, &mut out);
/// assert_eq!(out, "2023-01-29 00:05 UTC");
/// assert_eq!(Pattern::compile("%Y %Q").map_err(|error| error.offset), Err(3));
/// # Ok::<(), String>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Pattern {
    items: Vec<Item>,
}

/// Why a text is no strftime pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternError {
    /// The byte at which the bad specifier begins.
    pub offset: usize,
    /// How many bytes the bad specifier has.
    pub length: usize,
    /// What is wrong with it.
    pub message: String,
}

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for PatternError {}

impl Pattern {
    /// Reads a pattern, or says where it is wrong.
    pub fn compile(pattern: &str) -> Result<Self, PatternError> {
        let mut items = Vec::new();
        let mut at = 0;
        while let Some(rest) = pattern.get(at..).filter(|rest| !rest.is_empty()) {
            let length = piece_length(rest);
            let piece = rest.get(..length).unwrap_or(rest);
            compile_piece(piece, &mut items).ok_or_else(|| PatternError {
                offset: at,
                length,
                message: complaint(piece),
            })?;
            at += length;
        }
        Ok(Self { items })
    }

    /// Appends an instant as a zone's clocks show it. Nothing where the year is more than 262,142
    /// years from the year 0, which is far outside the [range](Instant::in_range).
    pub fn format(&self, instant: Instant, zone: Zone, out: &mut String) {
        print::print(&self.items, instant, zone, out);
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Item {
    Text(Box<str>),
    /// A text of one byte.
    Byte(u8),
    /// A specifier that stands for several items.
    Composite(u8),
    /// A number or name by its letter.
    Letter(u8, Pad),
    /// The fraction of a second in 3, 6 or 9 digits; in as many as it takes, with its point, for 0.
    Fraction {
        digits: u8,
        point: bool,
    },
    /// The offset from UTC, by the colons of the specifier: `+0100`, `+01:00`, `+01:00:00`, `+01`.
    Offset(u8),
}

/// What fills a number up to its width.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Pad {
    None,
    Zero,
    Space,
}

/// Appends the items of a specifier or of plain text; none for a specifier that does not exist.
fn compile_piece(piece: &str, items: &mut Vec<Item>) -> Option<()> {
    let Some(specifier) = piece.strip_prefix('%') else {
        items.push(match piece.as_bytes() {
            [byte] => Item::Byte(*byte),
            _ => Item::Text(piece.into()),
        });
        return Some(());
    };
    let item = match specifier.as_bytes() {
        b"%" => Item::Byte(b'%'),
        b"n" => Item::Byte(b'\n'),
        b"t" => Item::Byte(b'\t'),
        b".f" => Item::Fraction { digits: 0, point: true },
        [b'.', digits @ (b'3' | b'6' | b'9'), b'f'] => Item::Fraction { digits: digits - b'0', point: true },
        [digits @ (b'3' | b'6' | b'9'), b'f'] => Item::Fraction { digits: digits - b'0', point: false },
        b"z" => Item::Offset(0),
        b":z" => Item::Offset(1),
        b"::z" => Item::Offset(2),
        b":::z" => Item::Offset(3),
        [b'-', letter] => Item::Letter(*letter, padding(*letter).map(|_| Pad::None)?),
        [b'0', letter] => Item::Letter(*letter, padding(*letter).map(|_| Pad::Zero)?),
        [b'_', letter] => Item::Letter(*letter, padding(*letter).map(|_| Pad::Space)?),
        [letter @ (b'A' | b'B' | b'P' | b'Z' | b'a' | b'b' | b'h' | b'p')] => Item::Letter(*letter, Pad::None),
        [letter] if !composite(*letter).is_empty() => Item::Composite(*letter),
        [letter] => Item::Letter(*letter, padding(*letter)?),
        _ => return None,
    };
    items.push(item);
    Some(())
}

/// What a specifier that is several others stands for; nothing for every other one. It is looked up where a pattern is
/// used, so that a pattern takes no more memory than its text in whatever proportion.
fn composite(letter: u8) -> &'static [Item] {
    use Item::{Byte, Fraction, Offset};
    const fn number(letter: u8) -> Item {
        Item::Letter(letter, Pad::Zero)
    }
    const fn name(letter: u8) -> Item {
        Item::Letter(letter, Pad::None)
    }
    const YEAR: Item = number(b'Y');
    const MONTH: Item = number(b'm');
    const MONTH_NAME: Item = name(b'b');
    const DAY: Item = number(b'd');
    const DAY_OR_SPACE: Item = Item::Letter(b'e', Pad::Space);
    const HOUR: Item = number(b'H');
    const MINUTE: Item = number(b'M');
    const SECOND: Item = number(b'S');
    const SPACE: Item = Byte(b' ');
    const DASH: Item = Byte(b'-');
    const SLASH: Item = Byte(b'/');
    const COLON: Item = Byte(b':');
    match letter {
        b'D' | b'x' => const { &[MONTH, SLASH, DAY, SLASH, number(b'y')] },
        b'F' => const { &[YEAR, DASH, MONTH, DASH, DAY] },
        b'R' => const { &[HOUR, COLON, MINUTE] },
        b'T' | b'X' => const { &[HOUR, COLON, MINUTE, COLON, SECOND] },
        b'c' => {
            const {
                &[
                    name(b'a'),
                    SPACE,
                    MONTH_NAME,
                    SPACE,
                    DAY_OR_SPACE,
                    SPACE,
                    HOUR,
                    COLON,
                    MINUTE,
                    COLON,
                    SECOND,
                    SPACE,
                    YEAR,
                ]
            }
        }
        b'r' => const { &[number(b'I'), COLON, MINUTE, COLON, SECOND, SPACE, name(b'p')] },
        b'v' => const { &[DAY_OR_SPACE, DASH, MONTH_NAME, DASH, YEAR] },
        b'+' => {
            const FRACTION: Item = Fraction { digits: 0, point: true };
            const T: Item = Byte(b'T');
            const { &[YEAR, DASH, MONTH, DASH, DAY, T, HOUR, COLON, MINUTE, COLON, SECOND, FRACTION, Offset(1)] }
        }
        _ => &[],
    }
}

/// The items of a pattern, with those of a composite in its place.
fn singles(items: &[Item]) -> impl Iterator<Item = &Item> {
    items.iter().flat_map(|item| match item {
        Item::Composite(letter) => composite(*letter),
        item => std::slice::from_ref(item),
    })
}

/// How the number of a letter is filled up unless the pattern says; none for a letter that is no number.
fn padding(letter: u8) -> Option<Pad> {
    match letter {
        b'C' | b'G' | b'H' | b'I' | b'M' | b'S' | b'U' | b'V' | b'W' | b'Y' | b'd' | b'f' | b'g' | b'j' | b'm'
        | b'y' => Some(Pad::Zero),
        b'e' | b'k' | b'l' => Some(Pad::Space),
        b'q' | b's' | b'u' | b'w' => Some(Pad::None),
        _ => None,
    }
}

/// The bytes of the specifier, or of the plain text, that a text begins with.
fn piece_length(text: &str) -> usize {
    let Some(after_percent) = text.strip_prefix('%') else {
        return text.find('%').unwrap_or(text.len());
    };
    let is_flag = |c: char| matches!(c, '-' | '_' | '0' | '.' | ':' | '#' | '3' | '6' | '9');
    let flags = after_percent.find(|c| !is_flag(c)).unwrap_or(after_percent.len());
    let letter = after_percent.get(flags..).and_then(|rest| rest.chars().next());
    1 + flags + letter.map_or(0, char::len_utf8)
}

fn complaint(piece: &str) -> String {
    match piece.chars().last() {
        Some(last) if last.is_ascii_alphabetic() || last == '+' => {
            format!("`{piece}` is not a strftime specifier; a literal percent sign is `%%`")
        }
        _ => format!("`{piece}` is not complete; a literal percent sign is `%%`"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_specifier_is_one_item_whatever_it_stands_for() {
        assert!(size_of::<Item>() <= 24);
        for specifier in ["%c", "%+", "%F", "%Y", "%%", "-"] {
            assert_eq!(Pattern::compile(specifier).map(|pattern| pattern.items.len()), Ok(1), "{specifier}");
        }
    }
}
