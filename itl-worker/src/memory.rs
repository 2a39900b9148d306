//! A broker in memory, with the manners of `JetStream`: a stream of events, deliveries again after a while, a window in
//! which an id is stored once. Tests make it fail.

use crate::event::Event;
use crate::message::Message;
use crate::transport::{Cause, Delivery, PublishError, Room, Stored, Transport, Unavailable};
use bytes::Bytes;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::{Instant, sleep_until};

/// How a broker behaves.
#[derive(Clone, Debug)]
pub struct BrokerOptions {
    /// How long it waits for an answer before it delivers an event again.
    pub ack_wait: Duration,
    /// How long it remembers ids.
    pub window: Duration,
    /// The largest message that it takes, in bytes.
    pub max_message_bytes: usize,
    /// How often it delivers an event; without a limit if `None`.
    pub max_deliver: Option<u64>,
}

impl Default for BrokerOptions {
    fn default() -> Self {
        Self {
            ack_wait: Duration::from_secs(30),
            window: Duration::from_secs(120),
            max_message_bytes: 1 << 20,
            max_deliver: None,
        }
    }
}

/// What a broker does wrong.
#[derive(Clone, Debug, Default)]
pub struct Faults {
    /// It does not answer.
    pub is_away: bool,
    /// It has no room for messages.
    pub is_full: bool,
    /// It stores as many messages without saying so.
    pub lost_answers: u32,
    /// It hears as many acknowledgements without saying so.
    pub lost_acks: u32,
    /// Its streams take no larger messages, whatever it says itself.
    pub stream_limit: Option<usize>,
}

/// A broker. Clones are the same one.
#[derive(Clone, Debug)]
pub struct Broker(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    options: BrokerOptions,
    state: Mutex<State>,
    changed: Notify,
}

#[derive(Debug, Default)]
struct State {
    events: Vec<Held>,
    messages: Vec<Message>,
    ids: HashMap<String, Instant>,
    faults: Faults,
}

#[derive(Debug)]
struct Held {
    event: Event,
    status: Status,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Status {
    Waits,
    Delivered { until: Instant },
    Exhausted,
    Done,
}

impl Broker {
    /// A broker without events.
    pub fn new(options: BrokerOptions) -> Self {
        Self(Arc::new(Shared { options, state: Mutex::default(), changed: Notify::new() }))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Stores an event.
    pub fn send(&self, subject: &str, payload: impl Into<Bytes>) {
        let mut state = self.state();
        let sequence = state.events.len() as u64 + 1;
        let event = Event {
            stream: "EVENTS".into(),
            sequence,
            stored: 1_773_456_000_000_000_000 + i64::try_from(sequence).unwrap_or(0) * 1_000_000,
            subject: subject.to_owned(),
            headers: Vec::new(),
            payload: payload.into(),
            delivered: 0,
            waiting: 0,
            exhausted: false,
        };
        state.events.push(Held { event, status: Status::Waits });
        drop(state);
        self.0.changed.notify_waiters();
    }

    /// Changes what it does wrong.
    pub fn faults(&self, change: impl FnOnce(&mut Faults)) {
        change(&mut self.state().faults);
        self.0.changed.notify_waiters();
    }

    /// The messages that it has stored, in order.
    pub fn messages(&self) -> Vec<Message> {
        self.state().messages.clone()
    }

    /// The number of events that are not done.
    pub fn open(&self) -> usize {
        self.state().events.iter().filter(|held| held.status != Status::Done).count()
    }

    /// A connection to it.
    pub fn connect(&self) -> MemoryTransport {
        MemoryTransport(self.clone())
    }

    /// Events to deliver now, or when to look again.
    fn take(&self, room: Room) -> Result<Vec<Event>, Option<Instant>> {
        let now = Instant::now();
        let (ack_wait, max_deliver) = (self.0.options.ack_wait, self.0.options.max_deliver);
        let mut state = self.state();
        let (mut taken, mut next) = (Vec::new(), None::<Instant>);
        for held in &mut state.events {
            if taken.len() == room.events {
                break;
            }
            let is_due = match held.status {
                Status::Waits => true,
                Status::Delivered { until } if until <= now => true,
                Status::Delivered { until } => {
                    next = Some(next.map_or(until, |next| next.min(until)));
                    false
                }
                Status::Exhausted | Status::Done => false,
            };
            if !is_due {
                continue;
            }
            if max_deliver.is_some_and(|max| held.event.delivered >= max) {
                held.status = Status::Exhausted;
                taken.push(Event { exhausted: true, ..held.event.clone() });
                continue;
            }
            held.event.delivered += 1;
            held.status = Status::Delivered { until: now + ack_wait };
            taken.push(held.event.clone());
        }
        if taken.is_empty() { Err(next) } else { Ok(taken) }
    }
}

/// A connection to a [`Broker`].
#[derive(Clone, Debug)]
pub struct MemoryTransport(Broker);

impl Transport for MemoryTransport {
    type Delivery = MemoryDelivery;

    async fn pull(&self, room: Room) -> Result<Vec<MemoryDelivery>, Unavailable> {
        loop {
            let changed = self.0.0.changed.notified();
            if self.0.state().faults.is_away {
                return Err(away());
            }
            match self.0.take(room) {
                Ok(events) => {
                    let delivery = |event| MemoryDelivery { broker: self.0.clone(), event };
                    return Ok(events.into_iter().map(delivery).collect());
                }
                Err(Some(next)) => tokio::select! {
                    () = changed => {}
                    () = sleep_until(next) => {}
                },
                Err(None) => changed.await,
            }
        }
    }

    fn asked(&self) -> usize {
        0
    }

    async fn release(&self) {}

    async fn publish(&self, message: &Message) -> Result<Stored, PublishError> {
        let options = &self.0.0.options;
        let now = Instant::now();
        // Others run while a broker thinks.
        tokio::task::yield_now().await;
        let mut state = self.0.state();
        let limit = state.faults.stream_limit.unwrap_or(usize::MAX).min(options.max_message_bytes);
        if state.faults.is_away {
            return Err(PublishError::Unavailable(Cause::Away, "the broker is away".to_owned()));
        }
        if message.bytes() > limit {
            return Err(PublishError::TooLarge(format!("the stream takes {limit} bytes")));
        }
        if state.faults.is_full {
            return Err(PublishError::Unavailable(Cause::Full, "the disk is full".to_owned()));
        }
        let known = state.ids.get(message.id()).is_some_and(|stored| now.duration_since(*stored) < options.window);
        if !known {
            state.ids.insert(message.id().to_owned(), now);
            state.messages.push(message.clone());
        }
        if let Some(left) = state.faults.lost_answers.checked_sub(1) {
            state.faults.lost_answers = left;
            return Err(PublishError::Unavailable(Cause::Away, "no answer".to_owned()));
        }
        Ok(Stored { duplicate: known })
    }

    fn is_connected(&self) -> bool {
        !self.0.state().faults.is_away
    }

    fn max_message_bytes(&self) -> usize {
        self.0.0.options.max_message_bytes
    }

    fn ack_wait(&self) -> Duration {
        self.0.0.options.ack_wait
    }
}

/// An event that a [`Broker`] has delivered.
#[derive(Debug)]
pub struct MemoryDelivery {
    broker: Broker,
    event: Event,
}

impl MemoryDelivery {
    /// Changes the event's status, unless it is done.
    fn set(&self, status: impl FnOnce(Status) -> Status) -> Result<(), Unavailable> {
        let mut state = self.broker.state();
        if state.faults.is_away {
            return Err(away());
        }
        let sequence = self.event.sequence;
        if let Some(held) = state.events.iter_mut().find(|held| held.event.sequence == sequence)
            && held.status != Status::Done
        {
            held.status = status(held.status);
        }
        drop(state);
        self.broker.0.changed.notify_waiters();
        Ok(())
    }
}

impl Delivery for MemoryDelivery {
    fn event(&self) -> &Event {
        &self.event
    }

    async fn ack(&self) -> Result<(), Unavailable> {
        tokio::task::yield_now().await;
        self.set(|_| Status::Done)?;
        let faults = &mut self.broker.state().faults;
        if let Some(left) = faults.lost_acks.checked_sub(1) {
            faults.lost_acks = left;
            return Err(away());
        }
        Ok(())
    }

    async fn in_progress(&self) -> Result<(), Unavailable> {
        let until = Instant::now() + self.broker.0.options.ack_wait;
        self.set(|status| match status {
            Status::Delivered { .. } => Status::Delivered { until },
            other => other,
        })
    }

    async fn give_back(&self) {
        // Whoever is away hears it when the time is over.
        let _ = self.set(|_| Status::Waits);
    }
}

fn away() -> Unavailable {
    Unavailable("the broker is away".to_owned())
}
