//! What tests of the worker share.
#![allow(dead_code, missing_docs, clippy::unwrap_used, reason = "tests; each file uses its own part")]

use itl_eval::{Engine, RenderOptions};
use itl_worker::memory::{Broker, BrokerOptions, MemoryTransport};
use itl_worker::{Ended, PartialTexts, TemplateSource, Worker, WorkerOptions};
use std::collections::BTreeMap;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinHandle;

pub(crate) const TEMPLATE: &str = "{{ host }} is {{ state }}";

/// A lenient template called `name`, which takes `events.NAME` and writes to `messages.NAME`.
pub(crate) fn template(name: &str, text: &str) -> TemplateSource {
    TemplateSource {
        name: name.to_owned(),
        file: format!("{name}.itl"),
        text: Ok(text.to_owned()),
        engine: Engine::new(),
        partials: PartialTexts::default(),
        options: RenderOptions::new(),
        is_strict: false,
        events: vec![format!("events.{name}").parse().unwrap()],
        target: format!("messages.{name}").parse().unwrap(),
    }
}

pub(crate) fn strict(name: &str, text: &str) -> TemplateSource {
    TemplateSource { is_strict: true, ..template(name, text) }
}

pub(crate) fn options() -> WorkerOptions {
    WorkerOptions::new("worker", "dead.itl")
}

/// A worker that runs.
pub(crate) struct Running {
    pub(crate) worker: Worker<MemoryTransport>,
    task: JoinHandle<Ended>,
    stop: watch::Sender<bool>,
}

impl Running {
    pub(crate) fn start(broker: &Broker, options: WorkerOptions, templates: Vec<TemplateSource>) -> Self {
        let worker = Worker::new(broker.connect(), options);
        worker.reload(templates);
        let (stop, stopped) = watch::channel(false);
        let task = tokio::spawn({
            let worker = worker.clone();
            async move { worker.run(stopped).await }
        });
        Self { worker, task, stop }
    }

    /// Ends it as SIGTERM does.
    pub(crate) async fn end(self) -> Ended {
        self.stop.send_replace(true);
        self.task.await.unwrap()
    }

    /// Ends it as SIGKILL does.
    pub(crate) fn kill(self) {
        self.task.abort();
    }

    /// The value of a metric, all labels together.
    pub(crate) fn metric(&self, name: &str) -> u64 {
        let text = self.worker.metrics();
        let lines = text.lines().filter_map(|line| line.strip_prefix("itl_worker_")?.strip_prefix(name));
        let values = lines.filter(|rest| rest.starts_with([' ', '{'])).filter_map(|rest| rest.rsplit(' ').next());
        values.map(|value| value.parse::<f64>().unwrap() as u64).sum()
    }
}

pub(crate) fn broker() -> Broker {
    Broker::new(BrokerOptions::default())
}

/// Waits, by the clock of the test, until no event is open.
pub(crate) async fn settled(broker: &Broker) {
    for _ in 0..1_000_000 {
        if broker.open() == 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{} events are open", broker.open());
}

/// The messages of a subject by their ids.
pub(crate) fn by_id(broker: &Broker, subject: &str) -> BTreeMap<String, Vec<String>> {
    let mut all = BTreeMap::<String, Vec<String>>::new();
    for message in broker.messages().into_iter().filter(|message| message.subject == subject) {
        let text = String::from_utf8(message.payload.to_vec()).unwrap();
        all.entry(message.id().to_owned()).or_default().push(text);
    }
    all
}
