//! Characters as readers see them: grapheme clusters.
//!
//! Natively these are those of `unicode-segmentation`. In the browser build, where its tables
//! would weigh more than what uses them, it is a small table with the same content.

#[cfg(any(test, not(feature = "perf")))]
#[cfg_attr(feature = "perf", expect(unreachable_pub, reason = "the builds without `perf` export it"))]
mod runs;

#[cfg(feature = "perf")]
use library as chosen;
#[cfg(not(feature = "perf"))]
use runs as chosen;

pub use chosen::floor;
pub use chosen::starts;

#[cfg(feature = "perf")]
mod library {
    use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

    /// Where the clusters of a text begin.
    pub fn starts(text: &str) -> impl Iterator<Item = usize> {
        text.grapheme_indices(true).map(|(at, _)| at)
    }

    /// The last place at or before `at` that is inside no cluster.
    pub fn floor(text: &str, at: usize) -> usize {
        let mut cursor = GraphemeCursor::new(at, text.len(), true);
        // Errors ask for text before or after the given part; all of it is given.
        match cursor.is_boundary(text, 0) {
            Ok(false) => cursor.prev_boundary(text, 0).ok().flatten().unwrap_or(0),
            Ok(true) | Err(_) => at,
        }
    }
}
