//! Messages to publish, with the headers that say where they come from.

use crate::event::Event;
use bytes::Bytes;

/// The names of headers.
pub mod headers {
    /// The broker stores one message for each value of it within its window, and readers drop the others.
    pub const ID: &str = "Nats-Msg-Id";
    /// The template's name.
    pub const TEMPLATE: &str = "Itl-Template";
    /// The version of the template, its partials and settings that made the message.
    pub const VERSION: &str = "Itl-Version";
    /// The codes of the render's warnings, with commas between them.
    pub const WARNINGS: &str = "Itl-Warnings";
    /// The stream of the event.
    pub const EVENT_STREAM: &str = "Itl-Event-Stream";
    /// The event's number in its stream.
    pub const EVENT_SEQUENCE: &str = "Itl-Event-Sequence";
    /// The event's subject.
    pub const EVENT_SUBJECT: &str = "Itl-Event-Subject";
    /// The event's own `Nats-Msg-Id`.
    pub const EVENT_ID: &str = "Itl-Event-Id";
    /// How often the event was delivered.
    pub const DELIVERED: &str = "Itl-Delivered";
    /// Why an event is a dead letter, in one word.
    pub const REASON: &str = "Itl-Reason";
    /// Why an event is a dead letter, in a sentence.
    pub const ERROR: &str = "Itl-Error";
    /// The findings of a dead letter, as `itl check --format json` lists them.
    pub const FINDINGS: &str = "Itl-Findings";
    /// `1/2`: the first of two messages with the bytes of one event.
    pub const PART: &str = "Itl-Part";
}

/// A message to publish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Where it goes.
    pub subject: String,
    /// Its headers, in order.
    pub headers: Vec<(&'static str, String)>,
    /// Headers of the event that it carries on.
    pub carried: Vec<(String, String)>,
    /// Its bytes.
    pub payload: Bytes,
}

impl Message {
    /// A message to `subject` about `event`.
    pub fn about(event: &Event, subject: String, id: String, payload: Bytes) -> Self {
        let headers = vec![
            (headers::ID, id),
            (headers::EVENT_STREAM, event.stream.to_string()),
            (headers::EVENT_SEQUENCE, event.sequence.to_string()),
            (headers::EVENT_SUBJECT, event.subject.clone()),
        ];
        Self { subject, headers, carried: Vec::new(), payload }
    }

    /// Adds a header; line ends in its value become spaces, since a header is a line.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        let value: String = value.into();
        let value = if value.contains(['\r', '\n']) { value.replace(['\r', '\n'], " ") } else { value };
        self.headers.push((name, value));
        self
    }

    /// Its id.
    pub fn id(&self) -> &str {
        self.headers.first().map_or("", |(_, id)| id)
    }

    /// The value of one of its headers.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| *known == name).map(|(_, value)| &**value)
    }

    /// Its size as brokers count it against their limit, in bytes: headers and payload.
    pub fn bytes(&self) -> usize {
        /// The line before NATS's headers, and the empty one after them.
        const FRAME: usize = "NATS/1.0\r\n\r\n".len();
        let own = self.headers.iter().map(|(name, value)| name.len() + value.len());
        let carried = self.carried.iter().map(|(name, value)| name.len() + value.len());
        FRAME + own.chain(carried).map(|text| text + ": \r\n".len()).sum::<usize>() + self.payload.len()
    }
}
