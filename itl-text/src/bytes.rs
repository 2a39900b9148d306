//! Finds the bytes of a text that need work, and copies the runs between them at once.

/// Copies `text`. For each special byte calls `write` with the byte and the text from it on; it returns how many
/// bytes it has consumed. Special bytes are ASCII or the first of a character.
#[inline]
pub fn replace(
    text: &str,
    out: &mut String,
    special: impl Fn(u8) -> bool + Copy,
    write: impl Fn(u8, &str, &mut String) -> usize,
) {
    let bytes = text.as_bytes();
    out.reserve(bytes.len());
    let mut at = 0;
    while let Some(found) = find(bytes, at, special) {
        out.push_str(text.get(at..found).unwrap_or_default());
        let rest = text.get(found..).unwrap_or_default();
        let byte = rest.as_bytes().first().copied().unwrap_or_default();
        at = found + write(byte, rest, out);
    }
    out.push_str(text.get(at..).unwrap_or_default());
}

/// The first special byte at or after `from`. Where there are vector instructions, sixteen are told apart at once.
#[cfg(not(target_family = "wasm"))]
#[inline]
pub fn find(bytes: &[u8], from: usize, special: impl Fn(u8) -> bool + Copy) -> Option<usize> {
    let rest = bytes.get(from..)?;
    let (blocks, _) = rest.as_chunks::<16>();
    let plain = blocks.iter().take_while(|block| !block.iter().fold(false, |any, byte| any | special(*byte))).count();
    let skip = 16 * plain;
    let at = rest.get(skip..)?.iter().position(|byte| special(*byte))?;
    Some(from + skip + at)
}

/// The first special byte at or after `from`. With one place that calls it, `special` is not called at all in a build
/// made for size, but part of the loop.
#[cfg(target_family = "wasm")]
#[inline]
pub fn find(bytes: &[u8], from: usize, special: impl Fn(u8) -> bool + Copy) -> Option<usize> {
    let at = bytes.get(from..)?.iter().position(|byte| special(*byte))?;
    Some(from + at)
}

/// As [`replace`], in one pass: `words` returns the highest bit of each special byte of eight, as [`equal`] and [`below_32`]
/// do of theirs. Builds made for size go the other way.
#[cfg(target_family = "wasm")]
#[inline]
pub fn replace_words(
    text: &str,
    out: &mut String,
    special: impl Fn(u8) -> bool + Copy,
    _: impl Fn(u64) -> u64 + Copy,
    write: impl Fn(u8, &str, &mut String) -> usize,
) {
    replace(text, out, special, write);
}

/// As [`replace`], in one pass: `words` returns the highest bit of each special byte of eight, as [`equal`] and [`below_32`]
/// do of theirs.
#[cfg(not(target_family = "wasm"))]
#[inline]
pub fn replace_words(
    text: &str,
    out: &mut String,
    special: impl Fn(u8) -> bool + Copy,
    words: impl Fn(u64) -> u64 + Copy,
    write: impl Fn(u8, &str, &mut String) -> usize,
) {
    let bytes = text.as_bytes();
    out.reserve(bytes.len());
    // Everything before is written.
    let mut done = 0;
    let mut in_word = |word: u64, at: usize, length: usize, out: &mut String| {
        let mut found = words(word);
        while found != 0 {
            let place = found.trailing_zeros() as usize / 8;
            found &= found - 1;
            // What `write` has read with the one before is written; zeros after the end are none of the text's.
            if at + place >= done && place < length {
                out.push_str(text.get(done..at + place).unwrap_or_default());
                let rest = text.get(at + place..).unwrap_or_default();
                let byte = rest.as_bytes().first().copied().unwrap_or_default();
                done = at + place + write(byte, rest, out);
            }
        }
    };
    // Where there are vector instructions, sixteen are told apart at once.
    let may_hold = |block: &[u8; 16]| block.iter().fold(false, |any, byte| any | special(*byte));
    let (blocks, tail) = bytes.as_chunks::<16>();
    let mut at = 0;
    for block in blocks {
        if may_hold(block) {
            let (eights, _) = block.as_chunks::<8>();
            for (number, eight) in eights.iter().enumerate() {
                in_word(u64::from_le_bytes(*eight), at + 8 * number, 8, out);
            }
        }
        at += 16;
    }
    // The last sixteen hold the tail, and some that were looked at.
    let tail = if bytes.last_chunk().is_none_or(may_hold) { tail } else { &[] };
    let (eights, rest) = tail.as_chunks::<8>();
    for eight in eights {
        in_word(u64::from_le_bytes(*eight), at, 8, out);
        at += 8;
    }
    if !rest.is_empty() {
        let word = match bytes.last_chunk::<8>() {
            Some(last) => u64::from_le_bytes(*last) >> (8 * (8 - rest.len())),
            None => rest.iter().rev().fold(0, |word, byte| (word << 8) | u64::from(*byte)),
        };
        in_word(word, at, rest.len(), out);
    }
    out.push_str(text.get(done..).unwrap_or_default());
}

/// A byte in each byte of a word.
const fn each(byte: u8) -> u64 {
    0x0101_0101_0101_0101 * byte as u64
}

/// The highest bit of each byte that is zero.
#[inline]
fn zeros(word: u64) -> u64 {
    !(((word & each(0x7F)) + each(0x7F)) | word) & each(0x80)
}

/// The highest bit of each byte that is `byte`.
#[inline]
pub fn equal(word: u64, byte: u8) -> u64 {
    zeros(word ^ each(byte))
}

/// The highest bit of each byte below 32.
#[inline]
pub fn below_32(word: u64) -> u64 {
    zeros(word & each(0xE0))
}

#[cfg(test)]
mod tests {
    use super::{below_32, equal, replace, replace_words};

    #[test]
    fn words_are_told_apart_as_bytes_are() {
        for byte in 0..=u8::MAX {
            for other in [0, 1, 0x1F, 0x20, 0x7F, 0x80, 0xFF, byte] {
                let mut bytes = [other; 8];
                bytes[3] = byte;
                let bits = |of: &dyn Fn(u8) -> bool| {
                    let bit = |(at, byte): (usize, &u8)| if of(*byte) { 0x80 << (8 * at) } else { 0 };
                    bytes.iter().enumerate().map(bit).sum::<u64>()
                };
                let word = u64::from_le_bytes(bytes);
                assert_eq!(below_32(word), bits(&|byte| byte < 32), "{bytes:?}");
                for wanted in [0, b'"', 0x80, 0xFF, byte] {
                    assert_eq!(equal(word, wanted), bits(&|byte| byte == wanted), "{bytes:?} {wanted}");
                }
            }
        }
    }

    #[test]
    fn both_ways_write_the_same() {
        let special = |byte: u8| byte < 32 || byte == b'"' || byte == 0xEF;
        let words = |word: u64| below_32(word) | equal(word, b'"') | equal(word, 0xEF);
        // A character that begins with EF is read with what follows it.
        let write = |byte: u8, rest: &str, out: &mut String| {
            let length = if byte == 0xEF { 3 } else { 1 };
            out.push('[');
            out.push_str(rest.get(..length).unwrap_or_default());
            out.push(']');
            length
        };
        let mut seed = 1_u64;
        for length in 0..60 {
            for _ in 0..40 {
                let mut text = String::new();
                while text.len() < length {
                    seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                    text.push(
                        ['a', 'b', '"', '\n', '\u{FFFF}', 'é', '\0', 'c', 'd', '\u{7F}'][(seed >> 40) as usize % 10],
                    );
                }
                let (mut one, mut other) = (String::new(), String::new());
                replace(&text, &mut one, special, write);
                replace_words(&text, &mut other, special, words, write);
                assert_eq!(one, other, "{text:?}");
            }
        }
    }
}
