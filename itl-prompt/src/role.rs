//! Who speaks in a message.

use itl_eval::Escape;
use std::fmt;
use std::str::FromStr;

/// Who speaks in a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Role {
    /// Who runs the assistant.
    System,
    /// Who develops the application; above the user, below the system.
    Developer,
    /// Who talks to the assistant.
    User,
    /// The model itself.
    Assistant,
    /// The result of a tool.
    Tool,
}

impl Role {
    /// All of them.
    pub const ALL: [Role; 5] = [Self::System, Self::Developer, Self::User, Self::Assistant, Self::Tool];

    /// The name that blocks and keys have.
    pub fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Developer => "developer",
            Self::User => "user",
            Self::Assistant => "assistant",
            Self::Tool => "tool",
        }
    }

    /// The role of that name.
    #[inline]
    pub(crate) fn named(name: &str) -> Option<Self> {
        // Each turn is asked for: a match compares few bytes.
        Some(match name {
            "system" => Self::System,
            "developer" => Self::Developer,
            "user" => Self::User,
            "assistant" => Self::Assistant,
            "tool" => Self::Tool,
            _ => return None,
        })
    }

    /// Whether it gives the model its instructions.
    pub fn instructs(self) -> bool {
        matches!(self, Self::System | Self::Developer)
    }
}

/// A text that names no role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownRole(String);

impl fmt::Display for UnknownRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Not `{:?}`, which the browser build leaves out with its tables.
        let mut name = String::new();
        Escape::Json.write(&self.0, &mut name);
        write!(f, "there is no role \"{name}\"")
    }
}

impl std::error::Error for UnknownRole {}

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(name: &str) -> Result<Self, UnknownRole> {
        Self::named(name).ok_or_else(|| UnknownRole(name.chars().take(40).collect()))
    }
}
