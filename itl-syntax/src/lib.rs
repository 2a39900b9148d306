//! The syntax of ITL and Mustache: from a template's text to its parts, and back to canonical
//! text.
//!
//! The way of the data: [`scan`] splits text from tags, the lexer and the generated parser read
//! one tag each, [`sections`] pairs openings with closings. A broken tag is one diagnostic and does
//! not disturb the others.
//!
//! ```
//! use itl_syntax::{Dialect, Kind, ParseLimits, parse};
//! let document = parse("Hi {{ name.upperCase() }}", Dialect::Itl, ParseLimits::default());
//! assert!(document.diagnostics.is_empty());
//! assert!(matches!(&document.items[1].kind, Kind::Variable { expr, .. } if expr.has_calls()));
//! ```
#![deny(missing_docs)]

pub mod ast;
pub mod code;
pub mod comment;
pub mod diagnostic;
pub mod elements;
pub mod finding;
pub mod foreign;
pub mod format;
pub mod key;
mod letters;
pub mod lexer;
pub mod literal;
pub mod parser;
pub mod portable;
#[cfg(feature = "report")]
pub mod report;
pub mod scan;
pub mod sections;
pub mod span;
pub mod token;

pub use ast::{Delimiters, Dialect, Document, Expr, Item, Kind};
pub use code::{Code, Severity};
pub use diagnostic::{Diagnostic, Diagnostics, Label, Suggestion};
pub use finding::{Finding, SourceFile};
#[doc(hidden)]
pub use letters::{is_letter, is_letter_or_digit};
pub use sections::{Doubt, ParseLimits, complete_suggestions, parse, parse_knowing, parse_with};
pub use span::{LineIndex, Position, Span};

/// The examples of the README are tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
