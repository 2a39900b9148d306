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

    /// What to write instead, as a phrase; empty without the feature `help`.
    pub fn help(&self) -> &'static str {
        self.help
    }

    /// The pattern text to put in the place of [`Unsupported::span`], where one text is the nearest equivalent;
    /// `None` without the feature `help`.
    pub fn replacement(&self) -> Option<&str> {
        self.replacement.as_deref()
    }

    /// The place of the construct in the pattern, in bytes.
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
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

/// What a construct of another dialect is called, and what to write instead.
#[derive(Debug)]
pub(crate) struct Construct {
    pub(crate) message: &'static str,
    pub(crate) help: &'static str,
    /// What replaces the construct, or as much of it as the span covers.
    #[cfg_attr(not(feature = "help"), expect(dead_code, reason = "nothing is replaced"))]
    pub(crate) replacement: Option<&'static str>,
}

impl Construct {
    pub(crate) const fn new(message: &'static str, help: &'static str, replacement: Option<&'static str>) -> Self {
        if cfg!(feature = "help") {
            Self { message, help, replacement }
        } else {
            Self { message, help: "", replacement: None }
        }
    }
}

/// An [`Error`] while the pattern is read, small enough to be passed on cheaply.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Mistake {
    Syntax(&'static str),
    /// The parser knows the place.
    Unsupported(&'static Construct),
    TooBig,
}

/// The result of reading or compiling a pattern.
pub(crate) type Result<T> = std::result::Result<T, Mistake>;

impl From<&'static str> for Mistake {
    fn from(message: &'static str) -> Self {
        Self::Syntax(message)
    }
}
