//! From a broker's events to messages: each event is rendered by the templates that take its subject, and is done only
//! when the broker has stored what came of it.
//!
//! * [`Transport`] is a broker: `nats` (with that feature) for NATS `JetStream`, [`memory`] for tests.
//! * [`Worker`] takes events from it, renders them with a [`TemplateSet`], and stores messages or dead letters.
//!
//! An event is delivered at least once. Its message has an id that is the same for every delivery, so that the broker,
//! within its window, and readers, beyond it, have it once. Nothing here reads a wall clock: timers are monotonic, and a
//! render's clock is the time at which the broker stored the event.
#![deny(missing_docs)]

mod backoff;
mod dead_letter;
mod event;
mod health;
mod in_flight;
pub mod memory;
mod message;
mod metrics;
#[cfg(feature = "nats")]
pub mod nats;
mod refusals;
mod render;
mod subject;
mod templates;
mod transport;
mod worker;

pub use dead_letter::{DeadLetter, Reason};
pub use event::Event;
pub use message::{Message, headers};
pub use metrics::Reload;
pub use subject::{Pattern, Target};
pub use templates::{PartialText, PartialTexts, Refused, Route, TemplateSet, TemplateSource, Update, line};
pub use transport::{Cause, Delivery, PublishError, Room, Stored, Transport, Unavailable};
pub use worker::{Ended, Worker, WorkerOptions};

/// The examples of the README are tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
