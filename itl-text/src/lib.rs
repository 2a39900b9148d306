//! Text and numbers below the template language: letter case, grapheme clusters, floats and their
//! text, exact decimals, and the closest of some words.
//!
//! Nothing here knows a template or a value.
#![deny(missing_docs)]

pub mod bytes;
pub mod clusters;
pub mod floats;
pub mod letters;
mod limbs;
pub mod number;
mod quoted;
mod similar;

pub use quoted::Quoted;
pub use similar::closest;
