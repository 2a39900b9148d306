//! A key's first bytes and its length in two words, so that most keys are compared without their text.

/// What a key is recognized by: up to fifteen bytes are all there, of a longer key the first
/// fifteen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct KeyTag {
    first: u64,
    /// Seven bytes of the key, and above them its length or, for a longer one, [`CUT`] and some
    /// bits of it.
    rest: u64,
}

/// Most bytes that a tag holds.
const WHOLE: usize = 15;

/// Tells that the key is longer than its tag.
const CUT: u64 = 0x80 << 56;

impl KeyTag {
    /// The tag of a key.
    #[inline]
    pub(crate) fn of(key: &str) -> Self {
        let bytes = key.as_bytes();
        let len = bytes.len();
        if len > WHOLE {
            return Self::of_long(bytes);
        }
        // Reads that overlap cover every length without a loop.
        let (first, rest) = if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
            let last = u64::from_le_bytes(*last);
            (u64::from_le_bytes(*first), if len == 8 { 0 } else { last >> (8 * (16 - len)) })
        } else if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
            let (first, last) = (u32::from_le_bytes(*first), u32::from_le_bytes(*last));
            (u64::from(first) | u64::from(last) << (8 * (len - 4)), 0)
        } else if let (Some(first), Some(middle), Some(last)) = (bytes.first(), bytes.get(len / 2), bytes.last()) {
            let (first, middle, last) = (u64::from(*first), u64::from(*middle), u64::from(*last));
            (first | middle << (8 * (len / 2)) | last << (8 * (len - 1)), 0)
        } else {
            (0, 0)
        };
        Self { first, rest: rest | (len as u64) << 56 }
    }

    #[inline]
    fn of_long(bytes: &[u8]) -> Self {
        let word =
            |at: usize| bytes.get(at..).and_then(<[u8]>::first_chunk).map_or(0, |word| u64::from_le_bytes(*word));
        Self { first: word(0), rest: word(8) & (u64::MAX >> 8) | CUT | (bytes.len() as u64 & 0x7f) << 56 }
    }

    /// Whether the tag alone tells the key from every other.
    #[inline]
    pub(crate) fn is_whole(self) -> bool {
        self.rest & CUT == 0
    }
}

#[cfg(test)]
mod tests {
    use super::KeyTag;

    #[test]
    fn tells_short_keys_apart() {
        let mut keys: Vec<String> = (0..=15).map(|len| "a".repeat(len)).collect();
        keys.extend((1..=15).flat_map(|len| (0..len).map(move |at| "a".repeat(at) + "\0" + &"a".repeat(len - at - 1))));
        for (at, one) in keys.iter().enumerate() {
            assert!(KeyTag::of(one).is_whole());
            for (other_at, other) in keys.iter().enumerate() {
                assert_eq!(KeyTag::of(one) == KeyTag::of(other), at == other_at, "{one:?} {other:?}");
            }
        }
    }

    #[test]
    fn long_keys_are_not_told_by_their_tags_alone() {
        let one = KeyTag::of("annotations.summary");
        assert!(!one.is_whole());
        assert_eq!(one, KeyTag::of("annotations.sumMARY"));
        assert_ne!(one, KeyTag::of("annotations.sum"));
        assert_ne!(one, KeyTag::of("bnnotations.summary"));
    }
}
