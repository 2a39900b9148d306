//! Why a pattern does not compile.

use std::fmt;
use std::ops::Range;

/// Why a pattern does not compile.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// The pattern is not well formed, or names a class or property that does not exist.
    Syntax(&'static str),
    /// The pattern uses a construct of another regular-expression dialect.
    Unsupported(Box<Unsupported>),
    /// The compiled pattern exceeds the size limit.
    TooBig,
}

/// The result of reading or compiling a pattern.
pub(crate) type Result<T> = std::result::Result<T, Error>;

/// A construct of another dialect (Java, Perl, .NET) that linear-time matching or this dialect leaves out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsupported {
    pub(crate) message: &'static str,
    pub(crate) help: &'static str,
    pub(crate) replacement: Option<String>,
    pub(crate) span: Range<usize>,
}

impl Unsupported {
    /// What is not supported, by its usual name: "possessive quantifiers are not supported".
    pub fn message(&self) -> &'static str {
        self.message
    }

    /// What to write instead, as a phrase; empty where there is no equivalent.
    pub fn help(&self) -> &'static str {
        self.help
    }

    /// The pattern text to put in the place of [`Unsupported::span`], where one text is the nearest equivalent.
    pub fn replacement(&self) -> Option<&str> {
        self.replacement.as_deref()
    }

    /// The place of the construct in the pattern, in bytes.
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }
}

impl From<&'static str> for Error {
    fn from(message: &'static str) -> Self {
        Self::Syntax(message)
    }
}

impl From<Unsupported> for Error {
    fn from(construct: Unsupported) -> Self {
        Self::Unsupported(Box::new(construct))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Syntax(message) => message,
            Self::Unsupported(construct) => construct.message,
            Self::TooBig => "compiled regex exceeds size limit",
        })
    }
}

impl std::error::Error for Error {}
