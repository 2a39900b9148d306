//! What a worker counts, in the text form that Prometheus reads.

use crate::dead_letter::Reason;
use crate::templates::{Refused, TemplateSet};
use crate::transport::Cause;
use prometheus_client::encoding::{EncodeLabelSet, text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::{Metric, Registry};

/// A template's name.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(crate) struct OfTemplate {
    template: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfVersion {
    template: String,
    version: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfDeadLetter {
    template: String,
    reason: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfCause {
    cause: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfResult {
    result: &'static str,
}

/// The counters.
#[derive(Debug)]
pub(crate) struct Metrics {
    registry: Registry,
    pub(crate) events: Counter,
    pub(crate) redeliveries: Counter,
    pub(crate) done: Counter,
    pub(crate) given_back: Counter,
    pub(crate) lost_acks: Counter,
    pub(crate) in_flight: Gauge,
    pub(crate) in_flight_bytes: Gauge,
    pub(crate) waiting: Gauge,
    pub(crate) connected: Gauge,
    pub(crate) broker_errors: Counter,
    pub(crate) in_progress: Counter,
    pub(crate) render_seconds: Histogram,
    pub(crate) event_seconds: Histogram,
    messages: Family<OfTemplate, Counter>,
    duplicates: Family<OfTemplate, Counter>,
    warnings: Family<OfTemplate, Counter>,
    dead_letters: Family<OfDeadLetter, Counter>,
    publish_retries: Family<OfCause, Counter>,
    reloads: Family<OfResult, Counter>,
    refused: Family<OfTemplate, Gauge>,
    versions: Family<OfVersion, Gauge>,
}

/// What became of a reload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reload {
    /// A new set is in use.
    Swapped,
    /// The files are as they were.
    Unchanged,
    /// Something of it was refused.
    Refused,
}

impl Reload {
    fn name(self) -> &'static str {
        match self {
            Self::Swapped => "swapped",
            Self::Unchanged => "unchanged",
            Self::Refused => "refused",
        }
    }
}

/// From 0.1 ms to about 26 s.
fn seconds() -> Histogram {
    Histogram::new(exponential_buckets(0.0001, 4.0, 10))
}

impl Metrics {
    pub(crate) fn new() -> Self {
        let mut registry = Registry::with_prefix("itl_worker");
        let mut all = Registered(&mut registry);
        let (messages, duplicates, warnings) = (Family::default(), Family::default(), Family::default());
        Self {
            events: all.add("events", "Events delivered to this worker", Counter::default()),
            redeliveries: all.add("redeliveries", "Events that were delivered before", Counter::default()),
            done: all.add("events_done", "Events whose end the broker has confirmed", Counter::default()),
            given_back: all.add("events_given_back", "Events given back unfinished", Counter::default()),
            lost_acks: all.add("acks_lost", "Events whose end was not confirmed; they come again", Counter::default()),
            in_flight: all.add("in_flight", "Events that are being worked on", Gauge::default()),
            in_flight_bytes: all.add("in_flight_bytes", "Bytes of these events", Gauge::default()),
            waiting: all.add("waiting_events", "Events that wait in the stream", Gauge::default()),
            connected: all.add("connected", "1 while the broker answers", Gauge::default()),
            broker_errors: all.add("broker_errors", "Failed requests for events", Counter::default()),
            in_progress: all.add("in_progress", "Times that the broker was asked to wait on", Counter::default()),
            render_seconds: all.add("render_seconds", "Time of a render", seconds()),
            event_seconds: all.add("event_seconds", "Time from an event's delivery to its end", seconds()),
            messages: all.add("messages", "Messages that the broker has stored", messages),
            duplicates: all.add("duplicates", "Messages that the broker had already", duplicates),
            warnings: all.add("messages_with_warnings", "Messages whose render warned", warnings),
            dead_letters: all.add("dead_letters", "Events that became no message", Family::default()),
            publish_retries: all.add(
                "publish_retries",
                "Messages that the broker did not store yet",
                Family::default(),
            ),
            reloads: all.add("reloads", "Times that the templates were read again", Family::default()),
            refused: all.add("template_refused", "1 where a template's file has errors", Family::default()),
            versions: all.add("template_info", "The version of each template", Family::default()),
            registry,
        }
    }

    pub(crate) fn message(&self, template: &str, duplicate: bool, warned: bool) {
        let labels = OfTemplate { template: template.to_owned() };
        let count = if duplicate { &self.duplicates } else { &self.messages };
        count.get_or_create(&labels).inc();
        if warned {
            self.warnings.get_or_create(&labels).inc();
        }
    }

    pub(crate) fn dead_letter(&self, template: &str, reason: Reason) {
        let labels = OfDeadLetter { template: template.to_owned(), reason: reason.name() };
        self.dead_letters.get_or_create(&labels).inc();
    }

    pub(crate) fn publish_retry(&self, cause: Cause) {
        self.publish_retries.get_or_create(&OfCause { cause: cause.name() }).inc();
    }

    pub(crate) fn reload(&self, result: Reload) {
        self.reloads.get_or_create(&OfResult { result: result.name() }).inc();
    }

    /// Notes which templates are in use.
    pub(crate) fn templates(&self, set: &TemplateSet, refused: &[Refused]) {
        self.versions.clear();
        self.refused.clear();
        for route in set.routes() {
            let (template, version) = (route.name().to_owned(), route.version().to_owned());
            let is_refused = refused.iter().any(|one| one.name == template);
            self.refused.get_or_create(&OfTemplate { template: template.clone() }).set(is_refused.into());
            self.versions.get_or_create(&OfVersion { template, version }).set(1);
        }
    }

    /// All of it as text.
    pub(crate) fn text(&self) -> String {
        let mut out = String::new();
        // Writing to a string does not fail.
        let _ = text::encode(&mut out, &self.registry);
        out
    }
}

struct Registered<'r>(&'r mut Registry);

impl Registered<'_> {
    fn add<M: Metric + Clone>(&mut self, name: &str, help: &str, metric: M) -> M {
        self.0.register(name, help, metric.clone());
        metric
    }
}
