//! Events, as a broker delivers them.

use bytes::Bytes;
use std::sync::Arc;

/// An event of a stream.
#[derive(Clone, Debug)]
pub struct Event {
    /// The stream that it is stored in.
    pub stream: Arc<str>,
    /// Its number in that stream.
    pub sequence: u64,
    /// When the broker stored it, in nanoseconds since 1970. It tells apart two events with one number, of a stream
    /// that was deleted and made again.
    pub stored: i64,
    /// Its subject.
    pub subject: String,
    /// Its headers, in order.
    pub headers: Vec<(String, String)>,
    /// Its bytes: a JSON text, if nothing is wrong with it.
    pub payload: Bytes,
    /// How often it was delivered, this delivery included.
    pub delivered: u64,
    /// How many events wait after it.
    pub waiting: u64,
    /// Whether the broker has given up delivering it, so that nobody but this worker has it.
    pub exhausted: bool,
}

impl Event {
    /// What stays the same whenever and to whomever it is delivered.
    pub fn identity(&self) -> String {
        format!("{}/{}/{}", self.stream, self.sequence, self.stored)
    }

    /// What diagnostics call it.
    pub fn name(&self) -> String {
        format!("{}/{}", self.stream, self.sequence)
    }

    /// The clock of its renders, in Unix milliseconds: when it was stored. A worker's own clock may jump, and a
    /// delivery after a crash has to render the same text.
    pub fn now(&self) -> i64 {
        self.stored.div_euclid(1_000_000)
    }

    /// About how much memory it holds, in bytes.
    pub fn bytes(&self) -> usize {
        let headers: usize = self.headers.iter().map(|(name, value)| name.len() + value.len() + 4).sum();
        self.payload.len() + self.subject.len() + headers
    }

    /// The first header of that name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| &**value)
    }
}
