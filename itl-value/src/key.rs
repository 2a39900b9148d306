//! Keys of objects: a tag of sixteen bytes, so that most keys are compared without their text, and
//! the keys that templates look up.
#![expect(
    clippy::inline_always,
    reason = "one of these runs for each key of every payload, also in builds made for size"
)]

use std::sync::atomic::{AtomicU32, Ordering};

/// The first fifteen bytes of a key and, in the last byte, its length. A key of up to fifteen bytes is
/// here whole; of a longer key the last byte holds [`CUT`] and the low bits of its length.
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

/// The longest key that a tag holds whole, in bytes.
const WHOLE: usize = 15;

/// The bit that marks a key longer than its tag.
const CUT: u8 = 0x80;

impl KeyTag {
    /// The tag of the key with these bytes.
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

    /// Whether the tag holds the key whole, so that equal tags mean equal keys.
    #[inline]
    pub(crate) fn is_whole(&self) -> bool {
        let [.., last] = self.0;
        last & CUT == 0
    }

    /// Whether the tag, which holds its key whole, is that of `key`.
    #[inline]
    fn holds(&self, key: &[u8]) -> bool {
        let [.., last] = self.0;
        let own = match self.0.get(..key.len()) {
            Some(own) if usize::from(last) == key.len() => own,
            _ => return false,
        };
        // Two reads that overlap cover most lengths without a call.
        if let (Some(first), Some(last)) = (key.first_chunk::<8>(), key.last_chunk::<8>()) {
            return own.first_chunk() == Some(first) && own.last_chunk() == Some(last);
        }
        if let (Some(first), Some(last)) = (key.first_chunk::<4>(), key.last_chunk::<4>()) {
            return own.first_chunk() == Some(first) && own.last_chunk() == Some(last);
        }
        own == key
    }

    /// The key, where the tag holds it whole.
    pub(crate) fn text(&self) -> Option<&str> {
        let [.., last] = self.0;
        self.0.get(..usize::from(last)).and_then(|bytes| str::from_utf8(bytes).ok())
    }
}

/// A key prepared for many lookups.
///
/// It remembers where it was found last: payloads of one kind hold their keys in one order, so most
/// lookups are a single comparison. The memory is only a hint and never decides what is found.
#[derive(Debug)]
pub struct LookupKey {
    pub(crate) tag: KeyTag,
    /// The text, where the tag does not hold it whole.
    long: Option<Box<str>>,
    /// The key as an array position, where it is one: the `0` of `list.0`.
    index: Option<usize>,
    /// The position of the entry in the object where the key was found last.
    last_position: AtomicU32,
}

impl PartialEq for LookupKey {
    fn eq(&self, other: &Self) -> bool {
        self.text() == other.text()
    }
}

impl Eq for LookupKey {}

impl Clone for LookupKey {
    fn clone(&self) -> Self {
        Self {
            tag: self.tag,
            long: self.long.clone(),
            index: self.index,
            last_position: AtomicU32::new(self.last_position() as u32),
        }
    }
}

impl LookupKey {
    /// Prepares `text` for lookups.
    pub fn new(text: &str) -> Self {
        let begins = text.as_bytes().first().is_some_and(u8::is_ascii_digit);
        let digits = begins && text.len() < 10 && text.bytes().all(|b| b.is_ascii_digit());
        let canonical = digits && (text.len() == 1 || !text.starts_with('0'));
        let tag = KeyTag::of(text.as_bytes());
        Self {
            tag,
            long: (!tag.is_whole()).then(|| text.into()),
            index: canonical.then(|| text.parse::<i64>().ok()).flatten().map(|index| index as usize),
            last_position: AtomicU32::new(0),
        }
    }

    /// The key as text.
    #[inline]
    pub fn text(&self) -> &str {
        self.long.as_deref().or_else(|| self.tag.text()).unwrap_or_default()
    }

    /// The key as an array position, if it is one: decimal digits without a leading zero.
    #[inline]
    pub fn index(&self) -> Option<usize> {
        self.index
    }

    /// Whether `key` is this key.
    #[inline]
    pub(crate) fn is(&self, key: &str) -> bool {
        match &self.long {
            Some(long) => **long == *key,
            None => self.tag.holds(key.as_bytes()),
        }
    }

    /// Whether the key with this tag is this key; `text` is called only where the tag does not decide.
    #[inline(always)]
    pub(crate) fn is_tagged<'t>(&self, tag: KeyTag, text: impl FnOnce() -> &'t str) -> bool {
        // The text is there where the tag does not hold the key whole.
        tag == self.tag && self.long.as_ref().is_none_or(|long| **long == *text())
    }

    /// Where to look first.
    #[inline]
    pub(crate) fn last_position(&self) -> usize {
        self.last_position.load(Ordering::Relaxed) as usize
    }

    /// Remembers where the key was found.
    #[inline]
    pub(crate) fn remember(&self, at: usize) {
        self.last_position.store(at as u32, Ordering::Relaxed);
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
    fn the_tag_of_a_long_key_does_not_decide_alone() {
        let one = of("annotations.summary");
        assert!(!one.is_whole());
        assert_eq!(one.text(), None);
        assert_eq!(one, of("annotations.sumMARY"));
        assert_ne!(one, of("annotations.sum"));
        assert_ne!(one, of("bnnotations.summary"));
    }
}
