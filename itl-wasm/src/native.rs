//! The boundary without JavaScript, for tests: the input is filled and the results are read by value.

use crate::store;

/// Puts bytes into the input.
pub fn fill(bytes: &[u8]) {
    store::fill(bytes);
}

/// The text of the last call.
pub fn text() -> String {
    store::reported().0
}

/// The notes of the last call.
pub fn notes() -> String {
    store::reported().1
}
