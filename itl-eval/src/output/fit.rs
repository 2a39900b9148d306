//! Where a text loses what its budget has no room for: at its end, inside its values, or in rounds of its last loop.
//!
//! Cuts inside values and rounds keep the template's own text whole, so that JSON stays JSON and a link a link.

use super::Escape;
use std::fmt;
use std::str::FromStr;

/// Where a text that is too long for its [`Budget`](super::Budget)(crate::Budget) is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Fit {
    /// At its end.
    End,
    /// Inside the longest of the values that escaped tags printed; values that are whole URLs come last. The
    /// default for `json`, `html` and `xml`.
    Values,
    /// By whole rounds of its last loop, from the end.
    Rounds,
}

impl Fit {
    /// Every way to cut, in the order of the documentation.
    pub const ALL: [Self; 3] = [Self::End, Self::Values, Self::Rounds];

    /// The name that options and the command line use.
    pub const fn name(self) -> &'static str {
        match self {
            Self::End => "end",
            Self::Values => "values",
            Self::Rounds => "rounds",
        }
    }

    /// The way for a format if a budget names none.
    pub(crate) const fn standard(escape: Escape) -> Self {
        match escape {
            Escape::Html | Escape::Json | Escape::Xml => Self::Values,
            _ => Self::End,
        }
    }
}

impl fmt::Display for Fit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A name that is no way to cut a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownFit {
    /// The name as it was given.
    pub name: String,
}

impl fmt::Display for UnknownFit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown fit `{}`; a text is cut by end, values or rounds", self.name)
    }
}

impl std::error::Error for UnknownFit {}

impl FromStr for Fit {
    type Err = UnknownFit;

    fn from_str(name: &str) -> Result<Self, UnknownFit> {
        Self::ALL.into_iter().find(|fit| fit.name() == name).ok_or_else(|| UnknownFit { name: name.to_owned() })
    }
}
