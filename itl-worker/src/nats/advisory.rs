//! Events that the broker has given up. It says so once, to whoever listens, and delivers them no more.
//!
//! The worker's consumer has no limit of deliveries, so this happens only if somebody gives it one.

use super::delivery::{headers, nanoseconds};
use crate::backoff::Backoff;
use crate::event::Event;
use async_nats::jetstream::Context;
use futures_util::StreamExt as _;
use tokio::sync::mpsc;
use tokio::time::sleep;
use tracing::{error, warn};

/// How often an event that was given up is asked for.
const ATTEMPTS: u32 = 20;

/// Sends the events that the broker gives up.
pub(super) async fn watch(context: Context, stream: String, consumer: String, to: mpsc::Sender<Event>) {
    let subject = format!("$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES.{stream}.{consumer}");
    let mut backoff = Backoff::default();
    loop {
        // Of several workers one hears it.
        let Ok(mut advisories) = context.client().queue_subscribe(subject.clone(), consumer.clone()).await else {
            sleep(backoff.next()).await;
            continue;
        };
        while let Some(advisory) = advisories.next().await {
            let Ok(advisory) = serde_json::from_slice::<serde_json::Value>(&advisory.payload) else { continue };
            let field = |name: &str| advisory.get(name).and_then(serde_json::Value::as_u64);
            let Some(sequence) = field("stream_seq") else { continue };
            warn!(stream, sequence, "the broker has given up an event");
            match fetch(&context, &stream, sequence, field("deliveries").unwrap_or(0)).await {
                Some(event) => {
                    if to.send(event).await.is_err() {
                        return;
                    }
                }
                None => error!(stream, sequence, "the event cannot be read; it may be deleted"),
            }
        }
    }
}

async fn fetch(context: &Context, stream: &str, sequence: u64, delivered: u64) -> Option<Event> {
    let mut backoff = Backoff::default();
    while backoff.count() < ATTEMPTS {
        if let Ok(found) = context.get_stream(stream).await
            && let Ok(message) = found.get_raw_message(sequence).await
        {
            return Some(Event {
                stream: stream.into(),
                sequence,
                stored: nanoseconds(message.time.unix_timestamp_nanos()),
                subject: message.subject.to_string(),
                headers: headers(&message.headers),
                payload: message.payload,
                delivered,
                waiting: 0,
                exhausted: true,
            });
        }
        sleep(backoff.next()).await;
    }
    None
}
