//! Letters of all scripts, by Unicode's property Alphabetic.
//!
//! The table is ours on every target, so that no compiler's version decides what a reference is. The test below writes it.

use std::sync::OnceLock;

/// Whether a character is a letter of some script.
pub fn is_letter(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphabetic();
    }
    borders().partition_point(|border| *border <= c as u32) % 2 == 1
}

/// Whether a character is an ASCII digit or a letter of some script.
pub fn is_letter_or_digit(c: char) -> bool {
    c.is_ascii_digit() || is_letter(c)
}

/// The places where ranges of letters begin and end in turn.
fn borders() -> &'static [u32] {
    static BORDERS: OnceLock<Vec<u32>> = OnceLock::new();
    BORDERS.get_or_init(|| {
        let (mut at, mut distance, mut shift) = (0, 0, 0);
        let mut borders = Vec::new();
        // Distances of seven bits a byte, the lowest first; the highest bit says that more follow.
        for byte in include_bytes!("../data/alphabetic.bin") {
            distance |= u32::from(byte & 0x7f) << shift;
            shift += 7;
            if byte & 0x80 == 0 {
                at += distance;
                borders.push(at);
                (distance, shift) = (0, 0);
            }
        }
        borders
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The version of Unicode that the table follows, which is that of letter case in `itl-text`.
    const UNICODE_VERSION: (u8, u8, u8) = (17, 0, 0);

    /// The table that holds the standard library's property.
    fn table() -> Vec<u8> {
        let (mut out, mut last, mut was_letter) = (Vec::new(), 0, false);
        for c in '\0'..=char::MAX {
            if c.is_alphabetic() != was_letter {
                was_letter = !was_letter;
                let mut distance = c as u32 - last;
                last = c as u32;
                while distance > 0x7f {
                    out.push((distance & 0x7f) as u8 | 0x80);
                    distance >>= 7;
                }
                out.push(distance as u8);
            }
        }
        out
    }

    #[test]
    fn the_table_is_that_of_the_standard_library() {
        if char::UNICODE_VERSION != UNICODE_VERSION {
            return;
        }
        let table = table();
        if std::env::var_os("ITL_WRITE_TABLES").is_some() {
            assert!(std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/data/alphabetic.bin"), &table).is_ok());
        }
        let same = table == include_bytes!("../data/alphabetic.bin");
        assert!(same, "the table is not the standard library's: test once with ITL_WRITE_TABLES set, then again");
        for c in '\0'..=char::MAX {
            assert_eq!(is_letter(c), c.is_alphabetic(), "{c:?}");
        }
    }

    #[test]
    fn digits_are_no_letters() {
        for (c, expected) in [('7', true), ('é', true), ('名', true), ('_', false), ('²', false), ('€', false)] {
            assert_eq!(is_letter_or_digit(c), expected, "{c:?}");
        }
        assert!(!is_letter('7'));
    }
}
