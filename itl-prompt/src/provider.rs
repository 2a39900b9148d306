//! The shapes in which providers take a conversation.

use crate::messages::{Message, Messages};
use crate::role::Role;
use serde_json::{Value, json};
use std::fmt;
use std::str::FromStr;

/// What separates texts that are joined into one message.
const PARAGRAPH: &str = "\n\n";

/// A shape of messages. Keys come in a fixed order, so that the unchanged beginning of a prompt
/// is the same bytes from call to call and a provider's cache finds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Provider {
    /// `[{"role", "content"}]`, of no provider: every role as it is.
    Messages,
    /// `{"messages": [{"role", "content"}]}`.
    OpenAi,
    /// `{"system", "messages": [{"role", "content"}]}`.
    Anthropic,
    /// `{"system": [{"text"}], "messages": [{"role", "content": [{"text"}]}]}`, as Converse takes it.
    Bedrock,
}

impl Provider {
    /// All of them.
    pub const ALL: [Provider; 4] = [Self::Messages, Self::OpenAi, Self::Anthropic, Self::Bedrock];

    /// Its name as an option.
    pub fn name(self) -> &'static str {
        match self {
            Self::Messages => "messages",
            Self::OpenAi => "openai",
            Self::Anthropic => "anthropic",
            Self::Bedrock => "bedrock",
        }
    }
}

/// A text that names no provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownProvider(String);

impl fmt::Display for UnknownProvider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "there is no provider `{}`; known are messages, openai, anthropic and bedrock", self.0)
    }
}

impl std::error::Error for UnknownProvider {}

impl FromStr for Provider {
    type Err = UnknownProvider;

    fn from_str(name: &str) -> Result<Self, UnknownProvider> {
        Self::ALL.into_iter().find(|provider| provider.name() == name).ok_or_else(|| UnknownProvider(name.to_owned()))
    }
}

impl Messages {
    /// The messages in the shape of a provider.
    ///
    /// The role `tool` of the providers answers a call that they recorded, which a prompt of
    /// text does not have; what a tool said goes to them in a message of the user.
    pub fn to_json(&self, provider: Provider) -> Value {
        match provider {
            Provider::Messages => {
                self.messages.iter().map(|message| plain(message.role.name(), &message.text)).collect()
            }
            Provider::OpenAi => {
                let messages: Value =
                    self.messages.iter().map(|message| plain(provided(message.role), &message.text)).collect();
                json!({ "messages": messages })
            }
            Provider::Anthropic => {
                let messages: Value =
                    self.turns().iter().map(|(role, texts)| plain(role, &texts.join(PARAGRAPH))).collect();
                match self.system() {
                    system if system.is_empty() => json!({ "messages": messages }),
                    system => json!({ "system": system.join(PARAGRAPH), "messages": messages }),
                }
            }
            Provider::Bedrock => {
                let messages: Value =
                    self.turns().iter().map(|(role, texts)| json!({ "role": role, "content": parts(texts) })).collect();
                match self.system() {
                    system if system.is_empty() => json!({ "messages": messages }),
                    system => json!({ "system": parts(&system), "messages": messages }),
                }
            }
        }
    }

    /// What the system says, wherever it stands.
    fn system(&self) -> Vec<&str> {
        let system = self.messages.iter().filter(|message| message.role == Role::System);
        system.map(|message| message.text.as_str()).collect()
    }

    /// The rest, neighbours of one role together.
    fn turns(&self) -> Vec<(&'static str, Vec<&str>)> {
        let mut turns: Vec<(&'static str, Vec<&str>)> = Vec::new();
        for Message { role, text } in self.messages.iter().filter(|message| message.role != Role::System) {
            let role = provided(*role);
            match turns.last_mut() {
                Some((last, texts)) if *last == role => texts.push(text),
                _ => turns.push((role, vec![text])),
            }
        }
        turns
    }
}

/// The role that providers give a text of `role`.
fn provided(role: Role) -> &'static str {
    match role {
        Role::Tool => Role::User.name(),
        other => other.name(),
    }
}

fn plain(role: &str, text: &str) -> Value {
    json!({ "role": role, "content": text })
}

fn parts(texts: &[&str]) -> Value {
    texts.iter().map(|text| json!({ "text": text })).collect()
}
