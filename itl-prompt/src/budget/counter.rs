//! What counts tokens.

use std::fmt;
use std::str::FromStr;

/// What counts the tokens of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Counter {
    /// The tokens of `o200k_base`, exactly. Needs the feature `tokens`.
    O200k,
    /// The tokens of `cl100k_base`, exactly. Needs the feature `tokens`.
    Cl100k,
    /// The bytes of UTF-8.
    Bytes,
    /// A guess that errs on the high side: a token for 3.5 ASCII characters, one for each other.
    Estimate,
}

impl Counter {
    /// All of them.
    pub const ALL: [Counter; 4] = [Self::O200k, Self::Cl100k, Self::Bytes, Self::Estimate];

    /// Its name as an option.
    pub fn name(self) -> &'static str {
        match self {
            Self::O200k => "o200k",
            Self::Cl100k => "cl100k",
            Self::Bytes => "bytes",
            Self::Estimate => "estimate",
        }
    }

    /// Whether this build can count so.
    pub fn is_available(self) -> bool {
        cfg!(feature = "tokens") || matches!(self, Self::Bytes | Self::Estimate)
    }

    /// How many tokens a text has. Without the feature `tokens` the exact counters are estimates, which
    /// [`Counter::is_available`] tells.
    pub fn count(self, text: &str) -> u64 {
        match self {
            #[cfg(feature = "tokens")]
            Self::O200k => bpe_openai::o200k_base().count(text) as u64,
            #[cfg(feature = "tokens")]
            Self::Cl100k => bpe_openai::cl100k_base().count(text) as u64,
            Self::Bytes => text.len() as u64,
            _ => estimate(text),
        }
    }

    /// The counters by name, for messages.
    pub(crate) fn known() -> String {
        "counters are o200k, cl100k, bytes and estimate".to_owned()
    }
}

fn estimate(text: &str) -> u64 {
    let characters = text.chars().count() as u64;
    let ascii = text.bytes().filter(u8::is_ascii).count() as u64;
    (ascii * 2).div_ceil(7) + (characters - ascii)
}

/// A text that names no counter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownCounter(String);

impl fmt::Display for UnknownCounter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "there is no counter `{}`", self.0)
    }
}

impl std::error::Error for UnknownCounter {}

impl FromStr for Counter {
    type Err = UnknownCounter;

    fn from_str(name: &str) -> Result<Self, UnknownCounter> {
        Self::ALL
            .into_iter()
            .find(|counter| counter.name() == name)
            .ok_or_else(|| UnknownCounter(name.chars().take(40).collect()))
    }
}
