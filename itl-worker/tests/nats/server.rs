//! A nats-server of a test.

use async_nats::jetstream::consumer::PullConsumer;
use async_nats::jetstream::consumer::pull::Config;
use async_nats::jetstream::{self, Context, stream};
use futures_util::StreamExt as _;
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::Duration;
use tempfile::TempDir;
use tokio::process::{Child, Command};

/// A server with a store of its own on loopback; it ends with the test.
pub(crate) struct Server {
    pub(crate) folder: TempDir,
    pub(crate) port: u16,
    settings: String,
    store: PathBuf,
    child: Child,
}

/// A message as a reader gets it.
#[derive(Clone, Debug)]
pub(crate) struct Read {
    pub(crate) headers: async_nats::HeaderMap,
    pub(crate) payload: Vec<u8>,
}

impl Read {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.as_str())
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.payload).unwrap()
    }
}

/// A port that nobody listens at, and that no other test gets: a server that is down leaves its own free, which the
/// system would give to somebody else, so those that the system gives are left out.
pub(crate) fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let first = 10_000 + u16::try_from(std::process::id() % 100).unwrap() * 200;
    loop {
        let port = first + NEXT.fetch_add(1, Ordering::Relaxed) % 200;
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}

impl Server {
    /// A server; `settings` are lines of its configuration.
    pub(crate) async fn start(settings: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = folder.path().join("store");
        Self::start_in(folder, store, settings).await
    }

    pub(crate) async fn start_in(folder: TempDir, store: PathBuf, settings: &str) -> Self {
        let port = free_port();
        let child = spawn(folder.path(), &store, port, settings);
        let server = Self { folder, port, settings: settings.to_owned(), store, child };
        server.context().await;
        server
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id().unwrap()
    }

    pub(crate) fn url(&self) -> String {
        format!("nats://127.0.0.1:{}", self.port)
    }

    /// A connection whose broker answers.
    pub(crate) async fn context(&self) -> Context {
        for _ in 0..200 {
            if let Ok(client) = async_nats::connect(self.url()).await {
                let context = jetstream::new(client);
                // The client reads no account of a server of 2.9.
                if client_answers(&context).await {
                    return context;
                }
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!(
            "the server does not answer: {}",
            fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
        );
    }

    pub(crate) async fn kill(&mut self) {
        self.child.kill().await.unwrap();
    }

    /// Starts it again, over the same store.
    pub(crate) async fn again(&mut self) {
        self.child = spawn(self.folder.path(), &self.store, self.port, &self.settings);
        self.context().await;
    }
}

async fn client_answers(context: &Context) -> bool {
    context.client().request("$JS.API.INFO", "".into()).await.is_ok()
}

fn spawn(folder: &Path, store: &Path, port: u16, settings: &str) -> Child {
    let config = folder.join("nats.conf");
    let store = store.display();
    fs::write(&config, format!("listen: 127.0.0.1:{port}\njetstream {{ store_dir: \"{store}\" }}\n{settings}\n"))
        .unwrap();
    let log = fs::File::options().create(true).append(true).open(folder.join("log")).unwrap();
    Command::new("nats-server")
        .arg("-c")
        .arg(&config)
        .stdout(Stdio::null())
        .stderr(log)
        .kill_on_drop(true)
        .spawn()
        .expect("nats-server can be started")
}

/// Makes a stream of events.
pub(crate) async fn events(context: &Context) {
    let config = stream::Config { name: "EVENTS".into(), subjects: vec!["events.>".into()], ..Default::default() };
    context.create_stream(config).await.unwrap();
}

/// Stores events, some hundred at once.
pub(crate) async fn send(context: &Context, events: impl IntoIterator<Item = (String, String)>) {
    let mut answers = Vec::new();
    for (subject, payload) in events {
        answers.push(context.publish(subject, payload.into()).await.unwrap());
        if answers.len() == 500 {
            for answer in answers.drain(..) {
                answer.await.unwrap();
            }
        }
    }
    for answer in answers {
        answer.await.unwrap();
    }
}

/// All that a stream stores now.
pub(crate) async fn read(context: &Context, name: &str) -> Vec<Read> {
    let mut stream = context.get_stream(name).await.unwrap();
    let count = usize::try_from(stream.info().await.unwrap().state.messages).unwrap();
    if count == 0 {
        return Vec::new();
    }
    let config = Config { ack_policy: jetstream::consumer::AckPolicy::None, ..Config::default() };
    let consumer: PullConsumer = stream.create_consumer(config).await.unwrap();
    let mut messages = consumer.stream().max_messages_per_batch(1000).messages().await.unwrap();
    let mut all = Vec::with_capacity(count);
    while all.len() < count {
        let message = messages.next().await.unwrap().unwrap();
        all.push(Read { headers: message.headers.clone().unwrap_or_default(), payload: message.payload.to_vec() });
    }
    all
}

/// Events that the worker's consumer has not seen the end of.
pub(crate) async fn open(context: &Context) -> Option<u64> {
    let stream = context.get_stream("EVENTS").await.ok()?;
    let info = stream.consumer_info("itl-worker").await.ok()?;
    Some(info.num_pending + info.num_ack_pending as u64)
}

/// The last event that was delivered.
pub(crate) async fn delivered(context: &Context) -> Option<u64> {
    let stream = context.get_stream("EVENTS").await.ok()?;
    Some(stream.consumer_info("itl-worker").await.ok()?.delivered.consumer_sequence)
}

/// Waits until all events are done.
pub(crate) async fn settled(context: &Context) {
    for _ in 0..1800 {
        if open(context).await == Some(0) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("{:?} events are open", open(context).await);
}

/// Waits until something holds.
pub(crate) async fn until(what: &str, holds: impl AsyncFn() -> bool) {
    for _ in 0..600 {
        if holds().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("in a minute not: {what}");
}
