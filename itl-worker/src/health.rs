//! Whether a worker lives, and whether it is ready.

use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;
use tokio::time::Instant;

/// What is known of a running worker.
#[derive(Debug)]
pub(crate) struct Health {
    /// When its heart last beat, by the monotonic clock.
    beat: Mutex<Instant>,
    /// The longest time between two beats.
    patience: Duration,
    is_connected: AtomicBool,
    is_draining: AtomicBool,
    /// Messages that the broker has not taken at the first try.
    stuck: AtomicUsize,
}

impl Health {
    /// A worker whose heart beats every `period`.
    pub(crate) fn new(period: Duration) -> Self {
        Self {
            beat: Mutex::new(Instant::now()),
            patience: period * 3 + Duration::from_secs(30),
            is_connected: AtomicBool::new(false),
            is_draining: AtomicBool::new(false),
            stuck: AtomicUsize::new(0),
        }
    }

    pub(crate) fn beat(&self) {
        *self.beat.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
    }

    /// Returns whether that is news.
    pub(crate) fn connected(&self, is_connected: bool) -> bool {
        self.is_connected.swap(is_connected, Ordering::Relaxed) != is_connected
    }

    pub(crate) fn draining(&self) {
        self.is_draining.store(true, Ordering::Relaxed);
    }

    /// A message waits for the broker until what is returned is dropped.
    pub(crate) fn stuck(&self) -> Stuck<'_> {
        self.stuck.fetch_add(1, Ordering::Relaxed);
        Stuck(&self.stuck)
    }

    /// Why the worker should be started again; `Ok` while it lives.
    pub(crate) fn live(&self) -> Result<(), String> {
        let since = self.beat.lock().unwrap_or_else(PoisonError::into_inner).elapsed();
        if since > self.patience {
            return Err(format!("nothing has moved for {} s", since.as_secs()));
        }
        Ok(())
    }

    /// Why no events should be expected to pass; `Ok` while they do.
    pub(crate) fn ready(&self) -> Result<(), String> {
        self.live()?;
        if self.is_draining.load(Ordering::Relaxed) {
            return Err("the worker is ending".to_owned());
        }
        if !self.is_connected.load(Ordering::Relaxed) {
            return Err("the broker does not answer".to_owned());
        }
        match self.stuck.load(Ordering::Relaxed) {
            0 => Ok(()),
            1 => Err("1 message waits for the broker to store it".to_owned()),
            stuck => Err(format!("{stuck} messages wait for the broker to store them")),
        }
    }
}

/// A message that waits for the broker.
pub(crate) struct Stuck<'h>(&'h AtomicUsize);

impl Drop for Stuck<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}
