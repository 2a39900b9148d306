//! Text and numbers below the template language: letter case, grapheme clusters, floats and their text,
//! exact decimals, and the closest of some words.
//!
//! Nothing here knows a template or a value.
#![deny(missing_docs)]

mod bigint;
pub mod bytes;
pub mod case;
pub mod entities;
pub mod floats;
pub mod graphemes;
pub mod number;
mod quoted;
mod similar;

pub use quoted::Quoted;
pub use similar::{MAX_COMPARED, closest};

/// The version of Unicode that letter case and grapheme clusters follow, on every target.
pub const UNICODE_VERSION: &str = "17.0.0";

/// The examples of the README are tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
