//! The JSON that the engine speaks with other languages: options as they are sent, and answers as they are
//! returned. The WebAssembly package and the C ABI share it, so that every binding reads the same.
//!
//! Options arrive as a JSON object with `snake_case` keys; [`options`] reads them. [`answers`] writes diagnostics,
//! traces and messages, [`questions`] the answers about a source. Functions that live in the host program are called
//! through [`host::Host`].
#![deny(missing_docs)]

pub mod answers;
#[cfg(feature = "analysis")]
mod editor;
#[cfg(feature = "analysis")]
mod elements;
pub mod host;
pub mod json;
pub mod options;
#[cfg(feature = "prompts")]
pub mod prompts;
pub mod questions;
#[cfg(feature = "docs")]
mod texts;
pub mod values;

#[cfg(feature = "analysis")]
pub use editor::references;
