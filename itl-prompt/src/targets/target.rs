//! The names of the targets.

use std::fmt;
use std::str::FromStr;

/// What a request is made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Target {
    /// An array of messages in words of no provider; its JSON Schema is `messages.schema.json`.
    Messages,
    /// `OpenAI`'s Chat Completions.
    OpenAi,
    /// `OpenAI`'s Responses.
    OpenAiResponses,
    /// Anthropic's Messages.
    Anthropic,
    /// Amazon Bedrock's Converse.
    Bedrock,
    /// Google's `generateContent`.
    Gemini,
    /// Mistral's Chat Completions.
    Mistral,
}

impl Target {
    /// All of them.
    pub const ALL: [Target; 7] = [
        Self::Messages,
        Self::OpenAi,
        Self::OpenAiResponses,
        Self::Anthropic,
        Self::Bedrock,
        Self::Gemini,
        Self::Mistral,
    ];

    /// Its name as an option.
    pub fn name(self) -> &'static str {
        match self {
            Self::Messages => "messages",
            Self::OpenAi => "openai",
            Self::OpenAiResponses => "openai-responses",
            Self::Anthropic => "anthropic",
            Self::Bedrock => "bedrock",
            Self::Gemini => "gemini",
            Self::Mistral => "mistral",
        }
    }
}

/// A text that names no target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownTarget(String);

impl fmt::Display for UnknownTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "there is no target `{}`; known are ", self.0)?;
        for (at, target) in Target::ALL.iter().enumerate() {
            let before = match at {
                0 => "",
                _ if at + 1 == Target::ALL.len() => " and ",
                _ => ", ",
            };
            write!(f, "{before}{}", target.name())?;
        }
        Ok(())
    }
}

impl std::error::Error for UnknownTarget {}

impl FromStr for Target {
    type Err = UnknownTarget;

    fn from_str(name: &str) -> Result<Self, UnknownTarget> {
        Self::ALL
            .into_iter()
            .find(|target| target.name() == name)
            .ok_or_else(|| UnknownTarget(name.chars().take(40).collect()))
    }
}
