//! What a broker has to do for the worker. `nats` is one, `memory` another.

use crate::event::Event;
use crate::message::Message;
use std::fmt;
use std::future::Future;
use std::time::Duration;

/// A broker: events come from it, messages go to it.
pub trait Transport: Send + Sync + 'static {
    /// An event together with the means to answer for it.
    type Delivery: Delivery;

    /// Waits for events and returns those that have come. It asks the broker for no more than `room`. An empty list says
    /// that the broker answers and none has come for a while.
    ///
    /// A call that is dropped loses no event: the next one returns it.
    fn pull(&self, room: Room) -> impl Future<Output = Result<Vec<Self::Delivery>, Unavailable>> + Send;

    /// How many events were asked for and have not come yet.
    fn asked(&self) -> usize;

    /// Asks for no more events, and gives those back that came and were not returned.
    fn release(&self) -> impl Future<Output = ()> + Send;

    /// Stores a message, and returns when the broker has confirmed it.
    fn publish(&self, message: &Message) -> impl Future<Output = Result<Stored, PublishError>> + Send;

    /// Whether there is a connection to the broker, as far as is known without asking it.
    fn is_connected(&self) -> bool;

    /// The largest message that the broker takes, in bytes.
    fn max_message_bytes(&self) -> usize;

    /// How long the broker waits for an answer before it delivers an event again.
    fn ack_wait(&self) -> Duration;
}

/// A delivered event.
pub trait Delivery: Send + Sync + 'static {
    /// The event.
    fn event(&self) -> &Event;

    /// Says that the event is done, and returns when the broker has confirmed it.
    fn ack(&self) -> impl Future<Output = Result<(), Unavailable>> + Send;

    /// Says that somebody is still at it, so that the broker waits on.
    fn in_progress(&self) -> impl Future<Output = Result<(), Unavailable>> + Send;

    /// Gives the event back, so that it is delivered again at once.
    fn give_back(&self) -> impl Future<Output = ()> + Send;
}

/// How much a worker takes at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// Events; at least one.
    pub events: usize,
    /// Their bytes.
    pub bytes: usize,
}

/// A message that the broker has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stored {
    /// Whether it had one with that id before and dropped this one.
    pub duplicate: bool,
}

/// The broker cannot be asked now; later it may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unavailable(pub String);

impl fmt::Display for Unavailable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unavailable {}

/// Why a message was not stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PublishError {
    /// It will never be: it is larger than the broker or its stream takes.
    TooLarge(String),
    /// It may be later: the broker is away, its disk is full, or no stream takes the subject yet.
    Unavailable(Cause, String),
}

/// Why a broker does not store a message now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Cause {
    /// No answer came in time, or there is no connection.
    Away,
    /// The broker has no room for it.
    Full,
    /// No stream stores messages of that subject.
    NoStream,
    /// The broker said something else.
    Refused,
}

impl Cause {
    /// The word for it, in metrics.
    pub fn name(self) -> &'static str {
        match self {
            Self::Away => "away",
            Self::Full => "full",
            Self::NoStream => "no_stream",
            Self::Refused => "refused",
        }
    }
}

impl fmt::Display for PublishError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge(message) | Self::Unavailable(_, message) => f.write_str(message),
        }
    }
}

impl std::error::Error for PublishError {}
