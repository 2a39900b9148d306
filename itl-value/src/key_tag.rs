//! A key's first bytes and its length in sixteen bytes, so that most keys are compared without
//! their text.
#![expect(
    clippy::inline_always,
    reason = "one of these runs for each key of every payload, also in builds made for size"
)]

/// What a key is recognized by: up to fifteen bytes are all there, of a longer key the first
/// fifteen. The last byte is the length, or for a longer key [`CUT`] and some bits of it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct KeyTag([u8; 16]);

impl PartialEq for KeyTag {
    /// As one number: a build made for size would call a loop over the bytes.
    #[inline(always)]
    fn eq(&self, other: &Self) -> bool {
        u128::from_ne_bytes(self.0) == u128::from_ne_bytes(other.0)
    }
}

impl Eq for KeyTag {}

/// Most bytes that a tag holds.
const WHOLE: usize = 15;

/// Tells that the key is longer than its tag.
const CUT: u8 = 0x80;

impl KeyTag {
    /// The tag of a key, whose bytes these are.
    #[inline(always)]
    pub(crate) fn of(bytes: &[u8]) -> Self {
        let len = bytes.len();
        if let Some(first) = bytes.first_chunk::<16>() {
            let mut tag = *first;
            let [.., last] = &mut tag;
            *last = CUT | (len as u8 & !CUT);
            return Self(tag);
        }
        // Reads that overlap cover every length without a loop.
        let tag = if let (Some(first), Some(last)) = (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
            let (first, last) = (u64::from_le_bytes(*first), u64::from_le_bytes(*last));
            u128::from(first) | u128::from(last) << (8 * (len - 8))
        } else if let (Some(first), Some(last)) = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
            let (first, last) = (u32::from_le_bytes(*first), u32::from_le_bytes(*last));
            u128::from(u64::from(first) | u64::from(last) << (8 * (len - 4)))
        } else if let (Some(first), Some(middle), Some(last)) = (bytes.first(), bytes.get(len / 2), bytes.last()) {
            let (first, middle, last) = (u64::from(*first), u64::from(*middle), u64::from(*last));
            u128::from(first | middle << (8 * (len / 2)) | last << (8 * (len - 1)))
        } else {
            0
        };
        Self((tag | (len as u128) << (8 * WHOLE)).to_le_bytes())
    }

    /// Whether the tag alone tells the key from every other.
    #[inline]
    pub(crate) fn is_whole(&self) -> bool {
        let [.., last] = self.0;
        last & CUT == 0
    }

    /// The key, where the tag holds it whole.
    pub(crate) fn text(&self) -> Option<&str> {
        let [.., last] = self.0;
        self.0.get(..usize::from(last)).and_then(|bytes| str::from_utf8(bytes).ok())
    }
}

#[cfg(test)]
mod tests {
    use super::KeyTag;

    fn of(key: &str) -> KeyTag {
        KeyTag::of(key.as_bytes())
    }

    #[test]
    fn tells_short_keys_apart() {
        let mut keys: Vec<String> = (0..=15).map(|len| "a".repeat(len)).collect();
        keys.extend((1..=15).flat_map(|len| (0..len).map(move |at| "a".repeat(at) + "\0" + &"a".repeat(len - at - 1))));
        for (at, one) in keys.iter().enumerate() {
            assert!(of(one).is_whole());
            assert_eq!(of(one).text(), Some(&**one));
            for (other_at, other) in keys.iter().enumerate() {
                assert_eq!(of(one) == of(other), at == other_at, "{one:?} {other:?}");
            }
        }
    }

    #[test]
    fn long_keys_are_not_told_by_their_tags_alone() {
        let one = of("annotations.summary");
        assert!(!one.is_whole());
        assert_eq!(one.text(), None);
        assert_eq!(one, of("annotations.sumMARY"));
        assert_ne!(one, of("annotations.sum"));
        assert_ne!(one, of("bnnotations.summary"));
    }
}
