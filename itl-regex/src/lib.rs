//! The regular expressions of ITL: the syntax and matches of the crate [`regex`](https://docs.rs/regex), and
//! look-around, in time linear in the text.
//!
//! This crate reads every pattern, words its mistakes, limits its size and says what its searches may cost. Its tables
//! of Unicode decide what classes contain and which letters are equal without case. With the feature `perf` patterns
//! without look-around run on the automata of `regex-automata`; else, and for look-around, this crate simulates an
//! automaton itself, which is slower and smaller. Both have the same matches.
//!
//! ```
//! let regex = itl_regex::Regex::new(r"(?<![\d-])(?<y>\d+)-(\d+)(?![\d-])", 1 << 20).unwrap();
//! let captures = regex.captures("in 2022-12-24 or 2023-01").unwrap();
//! assert_eq!(captures.get(2).unwrap().as_str(), "01");
//! assert_eq!(itl_regex::Regex::new("(", 1 << 20).unwrap_err().to_string(), "unclosed group");
//! ```
#![deny(missing_docs)]

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

mod compile;
mod cost;
mod error;
mod info;
mod matches;
mod node;
mod parse;
mod program;
mod regex;
mod run;
mod set;
mod unicode;
mod varint;

pub use cost::Cost;
pub use error::{Error, Unsupported};
pub use matches::{Captures, Groups, Match};
pub use regex::Regex;
#[doc(hidden)]
pub use varint::VarintReader;

/// The version of Unicode that classes, case and word boundaries follow.
pub const UNICODE_VERSION: &str = "17.0.0";
