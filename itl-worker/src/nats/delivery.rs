//! Delivered events, and the answers to them.

use crate::event::Event;
use crate::transport::{Delivery, Unavailable};
use async_nats::jetstream::{AckKind, Message};
use async_nats::{Client, HeaderMap, Subject};
use bytes::Bytes;
use std::time::Duration;
use tokio::time::timeout;

/// An event that NATS has delivered.
#[derive(Debug)]
pub struct NatsDelivery {
    client: Client,
    /// Where answers go; `None` where the broker expects none any more.
    reply: Option<Subject>,
    event: Event,
}

/// How long the broker may take to confirm an answer.
const CONFIRMATION: Duration = Duration::from_secs(5);

impl NatsDelivery {
    /// The event in a message; `None` where it is none of a stream.
    pub(super) fn new(client: Client, message: &Message) -> Option<Self> {
        let info = message.info().ok()?;
        let event = Event {
            stream: info.stream.into(),
            sequence: info.stream_sequence,
            stored: nanoseconds(info.published.unix_timestamp_nanos()),
            subject: message.subject.to_string(),
            headers: message.headers.as_ref().map(headers).unwrap_or_default(),
            payload: message.payload.clone(),
            delivered: u64::try_from(info.delivered).unwrap_or(1),
            waiting: info.pending,
            exhausted: false,
        };
        Some(Self { client, reply: message.reply.clone(), event })
    }

    /// An event that the broker has given up.
    pub(super) fn exhausted(client: Client, event: Event) -> Self {
        Self { client, reply: None, event }
    }

    async fn say(&self, kind: AckKind) -> Result<(), Unavailable> {
        let Some(reply) = &self.reply else { return Ok(()) };
        self.client.publish(reply.clone(), kind.into()).await.map_err(|error| Unavailable(error.to_string()))
    }
}

impl Delivery for NatsDelivery {
    fn event(&self) -> &Event {
        &self.event
    }

    async fn ack(&self) -> Result<(), Unavailable> {
        let Some(reply) = &self.reply else { return Ok(()) };
        let payload: Bytes = AckKind::Ack.into();
        let confirmed = timeout(CONFIRMATION, self.client.request(reply.clone(), payload)).await;
        match confirmed {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(Unavailable(error.to_string())),
            Err(_) => Err(Unavailable("no answer".to_owned())),
        }
    }

    async fn in_progress(&self) -> Result<(), Unavailable> {
        self.say(AckKind::Progress).await
    }

    async fn give_back(&self) {
        if self.say(AckKind::Nak(None)).await.is_ok() {
            // Whoever is away delivers it again when the time is over.
            let _ = self.client.flush().await;
        }
    }
}

/// Headers in an order that is always the same.
pub(super) fn headers(map: &HeaderMap) -> Vec<(String, String)> {
    let values = map.iter().flat_map(|(name, values)| values.iter().map(move |value| (name, value)));
    let mut all: Vec<(String, String)> = values.map(|(name, value)| (name.to_string(), value.to_string())).collect();
    all.sort();
    all
}

/// Nanoseconds since 1970; years beyond 2262 are that one.
pub(super) fn nanoseconds(nanoseconds: i128) -> i64 {
    i64::try_from(nanoseconds).unwrap_or(i64::MAX)
}
