//! The events that a worker has taken and not answered for.

use crate::transport::{Delivery, Room};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Notify;
use tokio::time::Instant;

/// The events in flight, of which there are never more than the limits say.
pub(crate) struct InFlight<D> {
    state: Mutex<State<D>>,
    limit: Room,
    /// An event has left.
    left: Notify,
}

struct State<D> {
    held: HashMap<u64, Held<D>>,
    next: u64,
    bytes: usize,
}

struct Held<D> {
    delivery: Arc<D>,
    since: Instant,
}

impl<D: Delivery> InFlight<D> {
    pub(crate) fn new(limit: Room) -> Self {
        let state = State { held: HashMap::new(), next: 0, bytes: 0 };
        Self { state: Mutex::new(state), limit, left: Notify::new() }
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State<D>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Events and bytes in flight.
    pub(crate) fn held(&self) -> Room {
        let state = self.state();
        Room { events: state.held.len(), bytes: state.bytes }
    }

    /// Waits until `least` more events may be taken.
    pub(crate) async fn room(&self, least: usize) -> Room {
        loop {
            let left = self.left.notified();
            let held = self.held();
            let room = Room {
                events: self.limit.events.saturating_sub(held.events),
                bytes: self.limit.bytes.saturating_sub(held.bytes),
            };
            if room.events >= least.max(1) && room.bytes > 0 {
                return room;
            }
            left.await;
        }
    }

    /// Waits until nothing is in flight.
    pub(crate) async fn empty(&self) {
        loop {
            let left = self.left.notified();
            if self.held().events == 0 {
                return;
            }
            left.await;
        }
    }

    /// Takes an event in; it leaves when what is returned is dropped.
    pub(crate) fn enter(self: &Arc<Self>, delivery: D) -> Entered<D> {
        let delivery = Arc::new(delivery);
        let since = Instant::now();
        let mut state = self.state();
        let number = state.next;
        state.next += 1;
        state.bytes += delivery.event().bytes();
        state.held.insert(number, Held { delivery: delivery.clone(), since });
        drop(state);
        Entered { all: self.clone(), number, delivery, since }
    }

    /// The events that are in flight since `before` or longer.
    pub(crate) fn since(&self, before: Instant) -> Vec<Arc<D>> {
        let state = self.state();
        state.held.values().filter(|held| held.since <= before).map(|held| held.delivery.clone()).collect()
    }
}

/// An event in flight.
pub(crate) struct Entered<D: Delivery> {
    all: Arc<InFlight<D>>,
    number: u64,
    pub(crate) delivery: Arc<D>,
    pub(crate) since: Instant,
}

impl<D: Delivery> Drop for Entered<D> {
    fn drop(&mut self) {
        let mut state = self.all.state();
        if state.held.remove(&self.number).is_some() {
            state.bytes = state.bytes.saturating_sub(self.delivery.event().bytes());
        }
        drop(state);
        self.all.left.notify_waiters();
    }
}
