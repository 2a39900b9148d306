//! Where a text occurs in another.

use memchr::memchr;
#[cfg(feature = "perf")]
use memchr::memmem;

/// The places of a text in another, from left to right, none of which overlap.
// It lives on the stack for one call; a box would be the only allocation of the search.
#[allow(clippy::large_enum_variant)]
pub(super) enum Places<'t> {
    /// Of a single byte, which needs no preparation.
    Byte { text: &'t [u8], byte: u8, from: usize },
    /// Of a longer text.
    #[cfg(feature = "perf")]
    Text(memmem::FindIter<'t, 't>),
    #[cfg(not(feature = "perf"))]
    Text(std::str::MatchIndices<'t, &'t str>),
}

impl<'t> Places<'t> {
    /// The places of `find`, which is not empty, in `text`.
    pub(super) fn new(text: &'t str, find: &'t str) -> Self {
        match find.as_bytes() {
            [byte] => Self::Byte { text: text.as_bytes(), byte: *byte, from: 0 },
            #[cfg(feature = "perf")]
            find => Self::Text(memmem::find_iter(text.as_bytes(), find)),
            #[cfg(not(feature = "perf"))]
            _ => Self::Text(text.match_indices(find)),
        }
    }
}

impl Iterator for Places<'_> {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        match self {
            Self::Byte { text, byte, from } => {
                let at = *from + memchr(*byte, text.get(*from..)?)?;
                *from = at + 1;
                Some(at)
            }
            #[cfg(feature = "perf")]
            Self::Text(places) => places.next(),
            #[cfg(not(feature = "perf"))]
            Self::Text(places) => places.next().map(|(at, _)| at),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Places;

    #[test]
    fn places() {
        let places = |text, find| Places::new(text, find).collect::<Vec<_>>();
        assert_eq!(places("a,b,,c", ","), [1, 3, 4]);
        assert_eq!(places("aaaaa", "aa"), [0, 2]);
        assert_eq!(places("äöä", "ä"), [0, 4]);
        assert!(places("", ",").is_empty());
    }
}
