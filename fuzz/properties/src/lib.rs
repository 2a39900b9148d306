//! What holds for any input, as functions of bytes.
//!
//! A property takes bytes, reads an [`Input`] from them and panics where it does not hold. The fuzz
//! targets call these functions, and `tests/replay.rs` calls them on every committed input and on
//! inputs that [`mutate`](mutate::mutate) makes of those, so that a stable toolchain runs all of it.
#![deny(missing_docs)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a property fails by panicking")]

pub mod draw;
pub mod input;
pub mod mutate;
pub mod seeds;
mod setup;
mod targets;

pub use input::Input;
pub use targets::{TARGETS, Target};
