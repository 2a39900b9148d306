//! The worker: takes events, renders them, stores their messages, and only then says that they are done.

mod handle;

use crate::backoff::Backoff;
use crate::health::Health;
use crate::in_flight::InFlight;
use crate::metrics::{Metrics, Reload};
use crate::refusals::Refusals;
use crate::render::Marks;
use crate::templates::{TemplateSet, TemplateSource, line};
use crate::transport::{Delivery, Room, Transport, Unavailable};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout};
use tracing::{error, info, warn};

/// How a worker works.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct WorkerOptions {
    /// The name of the consumer whose events it takes; part of the ids of messages.
    pub consumer: String,
    /// Where dead letters go.
    pub dead_letters: String,
    /// The most events that it holds at once. Default 256.
    pub max_in_flight: usize,
    /// The most bytes of events that it holds at once; one event may exceed it. Default 64 MiB.
    pub max_in_flight_bytes: usize,
    /// How many renders run at once. Default one for each core.
    pub jobs: usize,
    /// An event that is delivered more often becomes a dead letter without another render. Default 20.
    pub max_deliveries: u64,
    /// How long a worker that ends waits for its events. Default 25 s.
    pub drain_timeout: Duration,
    /// Headers of events that their messages carry on. Default `traceparent` and `tracestate`.
    pub carried_headers: Vec<String>,
}

impl WorkerOptions {
    /// The default options.
    pub fn new(consumer: impl Into<String>, dead_letters: impl Into<String>) -> Self {
        Self {
            consumer: consumer.into(),
            dead_letters: dead_letters.into(),
            max_in_flight: 256,
            max_in_flight_bytes: 64 << 20,
            jobs: std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
            max_deliveries: 20,
            drain_timeout: Duration::from_secs(25),
            carried_headers: vec!["traceparent".to_owned(), "tracestate".to_owned()],
        }
    }
}

/// How a worker ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ended {
    /// Events that it did not finish; the broker delivers them again.
    pub unfinished: usize,
}

/// A worker. Cheap to clone; all clones are one.
pub struct Worker<T: Transport>(Arc<Shared<T>>);

impl<T: Transport> Clone for Worker<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

struct Shared<T: Transport> {
    transport: T,
    options: WorkerOptions,
    marks: Arc<Marks>,
    templates: RwLock<Arc<TemplateSet>>,
    refusals: Refusals,
    in_flight: Arc<InFlight<T::Delivery>>,
    renders: Semaphore,
    metrics: Metrics,
    health: Health,
}

impl<T: Transport> Worker<T> {
    /// A worker without templates; [`reload`](Self::reload) brings them.
    pub fn new(transport: T, options: WorkerOptions) -> Self {
        let marks = Marks {
            consumer: options.consumer.clone(),
            dead_letters: options.dead_letters.clone(),
            carried: options.carried_headers.clone(),
        };
        let limit = Room { events: options.max_in_flight.max(1), bytes: options.max_in_flight_bytes.max(1) };
        Self(Arc::new(Shared {
            health: Health::new(period(transport.ack_wait())),
            transport,
            marks: Arc::new(marks),
            templates: RwLock::default(),
            refusals: Refusals::default(),
            in_flight: Arc::new(InFlight::new(limit)),
            renders: Semaphore::new(options.jobs.clamp(1, Semaphore::MAX_PERMITS)),
            metrics: Metrics::new(),
            options,
        }))
    }

    /// Takes new sources into use. A template with errors is refused: its old version stays, and the log and the metrics
    /// say so. Events that are being rendered stay with the set that they began with.
    pub fn reload(&self, sources: Vec<TemplateSource>) -> Reload {
        let update = self.templates().update(sources);
        for refused in self.0.refusals.news(&update.refused) {
            match &refused.stays {
                Some(version) => warn!(
                    template = refused.name,
                    version, "refused: the new template has errors, the old version stays"
                ),
                None => error!(template = refused.name, "the template has errors, and there is no older version"),
            }
            for finding in &refused.errors {
                warn!(template = refused.name, "{}", line(finding));
            }
        }
        self.0.metrics.templates(&update.set, &update.refused);
        if update.is_new {
            for route in update.set.routes() {
                info!(template = route.name(), version = route.version(), "in use");
            }
            *self.0.templates.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(update.set);
        }
        let result = match (update.refused.is_empty(), update.is_new) {
            (false, _) => Reload::Refused,
            (true, true) => Reload::Swapped,
            (true, false) => Reload::Unchanged,
        };
        self.0.metrics.reload(result);
        result
    }

    /// Notes a reload that failed before there were sources: the configuration has mistakes.
    pub fn reload_failed(&self) {
        self.0.metrics.reload(Reload::Refused);
    }

    /// The templates that are in use.
    pub fn templates(&self) -> Arc<TemplateSet> {
        self.0.templates.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The metrics in the text form that Prometheus reads.
    pub fn metrics(&self) -> String {
        let held = self.0.in_flight.held();
        self.0.metrics.in_flight.set(count(held.events));
        self.0.metrics.in_flight_bytes.set(count(held.bytes));
        self.0.metrics.text()
    }

    /// Why this worker should be started again; `Ok` while it lives.
    pub fn live(&self) -> Result<(), String> {
        self.0.health.live()
    }

    /// Why no events pass; `Ok` while they do.
    pub fn ready(&self) -> Result<(), String> {
        self.0.health.ready()?;
        // Events whose end the broker does not confirm may hold all the room that there is, so that no more are asked for
        // and nobody hears that it is gone.
        if self.0.transport.is_connected() { Ok(()) } else { Err("there is no connection to the broker".to_owned()) }
    }

    /// Works until `stop` is true, then ends what it has begun, for at most the drain timeout. A second change of `stop`
    /// ends it at once.
    pub async fn run(&self, mut stop: watch::Receiver<bool>) -> Ended {
        // All tasks end with this one.
        let mut tasks = JoinSet::new();
        tasks.spawn(heart(self.0.clone()));
        tokio::select! {
            () = self.take_events(&mut tasks) => {}
            _ = stop.wait_for(|stop| *stop) => {}
        }
        self.drain(stop).await
    }

    /// Takes events as fast as they are done, for ever.
    async fn take_events(&self, tasks: &mut JoinSet<()>) {
        let shared = &self.0;
        let mut backoff = Backoff::default();
        loop {
            // Events that were asked for may come one by one; new ones are asked for in larger lots.
            let lot = if shared.transport.asked() > 0 { 1 } else { shared.options.max_in_flight / 4 };
            let room = shared.in_flight.room(lot).await;
            match shared.transport.pull(room).await {
                Ok(deliveries) => {
                    backoff = Backoff::default();
                    shared.connected(Ok(()));
                    while tasks.try_join_next().is_some() {}
                    for delivery in deliveries {
                        let entered = shared.in_flight.enter(delivery);
                        tasks.spawn(handle::event(shared.clone(), entered));
                    }
                }
                Err(away) => {
                    shared.connected(Err(&away));
                    tokio::time::sleep(backoff.next()).await;
                }
            }
        }
    }

    /// Lets the events in flight end, and gives back those that do not.
    async fn drain(&self, mut stop: watch::Receiver<bool>) -> Ended {
        let shared = &self.0;
        shared.health.draining();
        info!(events = shared.in_flight.held().events, "ending");
        shared.transport.release().await;
        stop.mark_unchanged();
        tokio::select! {
            _ = timeout(shared.options.drain_timeout, shared.in_flight.empty()) => {}
            () = second(&mut stop) => {}
        }
        let rest = shared.in_flight.since(Instant::now());
        for delivery in &rest {
            shared.metrics.given_back.inc();
            let _ = timeout(Duration::from_secs(1), delivery.give_back()).await;
        }
        match rest.len() {
            0 => info!("ended"),
            unfinished => warn!(unfinished, "ended; the broker delivers these events again"),
        }
        Ended { unfinished: rest.len() }
    }
}

impl<T: Transport> Shared<T> {
    /// Notes whether the broker answered.
    fn connected(&self, answer: Result<(), &Unavailable>) {
        let is_news = self.health.connected(answer.is_ok());
        self.metrics.connected.set(answer.is_ok().into());
        match answer {
            Ok(()) if is_news => info!("the broker answers"),
            Ok(()) => {}
            Err(away) => {
                self.metrics.broker_errors.inc();
                warn!("no events from the broker: {away}");
            }
        }
    }
}

/// Waits for a change of `stop`; for ever where nobody can change it any more.
async fn second(stop: &mut watch::Receiver<bool>) {
    if stop.changed().await.is_err() {
        std::future::pending::<()>().await;
    }
}

/// How often the broker hears that an event is being worked on.
fn period(ack_wait: Duration) -> Duration {
    (ack_wait / 3).max(Duration::from_millis(10))
}

/// Tells the broker of events that take long, so that it does not deliver them to somebody else meanwhile.
async fn heart<T: Transport>(shared: Arc<Shared<T>>) {
    let period = period(shared.transport.ack_wait());
    let mut beats = tokio::time::interval(period);
    beats.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        beats.tick().await;
        shared.health.beat();
        let Some(before) = Instant::now().checked_sub(period / 2) else { continue };
        for delivery in shared.in_flight.since(before) {
            match timeout(period, delivery.in_progress()).await {
                Ok(Ok(())) => {
                    shared.metrics.in_progress.inc();
                }
                // It is delivered again, and its message has the same id.
                Ok(Err(_)) | Err(_) => break,
            }
        }
    }
}

/// A count for a gauge.
fn count(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
