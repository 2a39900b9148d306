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

/// The first special byte at or after `from`.
#[inline]
pub fn find(bytes: &[u8], from: usize, special: impl Fn(u8) -> bool + Copy) -> Option<usize> {
    let rest = bytes.get(from..)?;
    let (blocks, _) = rest.as_chunks::<16>();
    let plain = blocks.iter().take_while(|block| !block.iter().fold(false, |any, byte| any | special(*byte))).count();
    let skip = 16 * plain;
    let at = rest.get(skip..)?.iter().position(|byte| special(*byte))?;
    Some(from + skip + at)
}
