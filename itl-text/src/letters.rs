//! Upper and lower case of letters.
//!
//! Natively this is the standard library. In the browser build, where its tables would weigh more
//! than all functions on text together, it is a table of runs with the same content.

#[cfg(any(test, not(feature = "perf")))]
mod runs;

#[cfg(not(feature = "perf"))]
use runs as library;

#[cfg(feature = "perf")]
mod library {
    pub(super) fn lower(text: &str) -> String {
        text.to_lowercase()
    }

    pub(super) fn upper(text: &str) -> String {
        text.to_uppercase()
    }
}

/// The text in lower case, by Unicode's full mapping.
#[doc(hidden)]
pub fn lower(text: &str) -> String {
    library::lower(text)
}

/// The text in upper case, by Unicode's full mapping.
pub fn upper(text: &str) -> String {
    library::upper(text)
}
