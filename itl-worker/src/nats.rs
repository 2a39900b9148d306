//! NATS `JetStream` as the broker.

mod advisory;
mod connect;
mod delivery;
mod error;
mod setup;

pub use delivery::NatsDelivery;
pub use error::SetupError;

use crate::event::Event;
use crate::message::Message;
use crate::subject::Pattern;
use crate::transport::{PublishError, Room, Stored, Transport, Unavailable};
use async_nats::HeaderMap;
use async_nats::connection::State;
use async_nats::header::{HeaderName, HeaderValue};
use async_nats::jetstream::consumer::pull::{Batch, BatchBuilder, Config};
use async_nats::jetstream::message::PublishMessage;
use async_nats::jetstream::{Context, consumer::Consumer};
use futures_util::{FutureExt as _, StreamExt as _};
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::sync::{Mutex, mpsc, watch};
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// Where the broker is, and which streams it has.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct NatsOptions {
    /// The servers of one cluster, such as `nats://127.0.0.1:4222`.
    pub servers: Vec<String>,
    /// What the connection is called in the broker's lists.
    pub name: String,
    /// Who this is.
    pub login: Login,
    /// How the connection is encrypted.
    pub tls: Tls,
    /// The stream of events.
    pub stream: String,
    /// The durable consumer of it, which is made where it is missing.
    pub consumer: String,
    /// The events of the stream to take; all of them if `None`.
    pub filter: Option<Pattern>,
    /// Whether a new consumer begins with the events that are stored already.
    pub from_start: bool,
    /// How long the broker waits for an answer before it delivers an event again.
    pub ack_wait: Duration,
    /// The subjects of messages and dead letters, which streams have to store.
    pub outputs: Vec<Pattern>,
    /// Streams to make where they are missing.
    pub streams: Vec<NewStream>,
}

/// Who a worker is for the broker.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Login {
    /// Nobody.
    #[default]
    Anonymous,
    /// A user with a password.
    User(String, String),
    /// A token.
    Token(String),
    /// A file of credentials, as `nsc` writes it.
    Credentials(PathBuf),
    /// The seed of an `NKey`.
    NKey(String),
}

/// How a connection is encrypted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tls {
    /// Whether a broker without TLS is refused.
    pub is_required: bool,
    /// A file of certificates to trust besides the system's.
    pub ca: Option<PathBuf>,
    /// The files of this worker's certificate and key.
    pub identity: Option<(PathBuf, PathBuf)>,
}

/// A stream to make where it is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewStream {
    /// Its name.
    pub name: String,
    /// The subjects that it stores.
    pub subjects: Vec<String>,
    /// The most bytes that it keeps; a full stream refuses messages, it drops none.
    pub max_bytes: Option<i64>,
    /// How long it remembers ids.
    pub window: Duration,
    /// How many servers of a cluster keep it.
    pub replicas: usize,
}

impl NatsOptions {
    /// A consumer of a stream on the broker of this machine.
    pub fn new(stream: impl Into<String>, consumer: impl Into<String>) -> Self {
        Self {
            servers: vec!["nats://127.0.0.1:4222".to_owned()],
            name: "itl worker".to_owned(),
            login: Login::Anonymous,
            tls: Tls::default(),
            stream: stream.into(),
            consumer: consumer.into(),
            filter: None,
            from_start: true,
            ack_wait: Duration::from_secs(30),
            outputs: Vec::new(),
            streams: Vec::new(),
        }
    }
}

/// How long the broker holds a request for events. Also the longest time for which a lost request is not noticed.
const PULL: Duration = Duration::from_secs(5);

/// How often the connection is looked at while no event comes.
const LOOK: Duration = Duration::from_secs(1);

/// When nothing has come for so long, everything that was asked for is here.
const SILENCE: Duration = Duration::from_millis(200);

/// The broker's usual limit, while it has not said its own.
const USUAL_MAX_PAYLOAD: usize = 1 << 20;

/// A connection to NATS that comes back by itself.
pub struct NatsTransport {
    options: NatsOptions,
    context: Context,
    /// Hears that the connection may have changed.
    changes: watch::Receiver<()>,
    pulling: Mutex<Pulling>,
    asked: AtomicUsize,
    advisories: JoinHandle<()>,
}

struct Pulling {
    consumer: Option<Consumer<Config>>,
    batch: Option<Batch>,
    /// The connection over which the batch was asked for.
    connection: u64,
    /// Whether nobody was told yet that the broker answers over it.
    is_news: bool,
    exhausted: mpsc::Receiver<Event>,
}

impl Drop for NatsTransport {
    fn drop(&mut self) {
        self.advisories.abort();
    }
}

impl NatsTransport {
    /// Begins to connect, and goes on as long as it takes. Nothing is asked of the broker yet.
    pub async fn connect(options: NatsOptions) -> Result<Self, SetupError> {
        let (context, changes) = connect::connect(&options).await?;
        let (sender, exhausted) = mpsc::channel(64);
        let watched = advisory::watch(context.clone(), options.stream.clone(), options.consumer.clone(), sender);
        let pulling = Pulling { consumer: None, batch: None, connection: 0, is_news: false, exhausted };
        Ok(Self {
            context,
            changes,
            pulling: Mutex::new(pulling),
            asked: AtomicUsize::new(0),
            advisories: tokio::spawn(watched),
            options,
        })
    }

    /// Makes or checks the streams and the consumer. [`Transport::pull`] does so too, again and again; this tells a mistake
    /// at the start.
    pub async fn set_up(&self) -> Result<(), SetupError> {
        self.connection()?;
        setup::consumer(&self.context, &self.options).await.map(|_| ())
    }

    /// The number of the connection, by what the client says of itself now.
    fn connection(&self) -> Result<u64, Unavailable> {
        let client = self.context.client();
        match client.connection_state() {
            State::Connected => Ok(client.statistics().connects.load(Ordering::Relaxed)),
            State::Pending | State::Disconnected => Err(Unavailable("there is no connection to the broker".to_owned())),
        }
    }

    /// Asks for events, unless that was done over this connection.
    async fn ask<'p>(&self, pulling: &'p mut Pulling, room: Room) -> Result<&'p mut Batch, Unavailable> {
        let connection = self.connection()?;
        if pulling.connection != connection {
            // What was asked for over an older one does not come.
            (pulling.batch, pulling.connection, pulling.is_news) = (None, connection, true);
        }
        if pulling.consumer.is_none() {
            let consumer = setup::consumer(&self.context, &self.options).await.map_err(SetupError::unavailable)?;
            pulling.consumer = Some(consumer);
        }
        if pulling.batch.is_none()
            && let Some(consumer) = &pulling.consumer
        {
            // One event may be as large as the broker's limit, whatever room is left.
            let bytes = room.bytes.max(self.max_message_bytes() + (64 << 10));
            let batch = BatchBuilder::new(consumer).max_messages(room.events).max_bytes(bytes).expires(PULL);
            let batch = batch.messages().await.map_err(|error| Unavailable(error.to_string()))?;
            pulling.batch = Some(batch);
            self.asked.store(room.events, Ordering::Relaxed);
        }
        pulling.batch.as_mut().ok_or_else(|| Unavailable("no events were asked for".to_owned()))
    }

    /// The events that have come with `first`.
    fn with_others(&self, batch: &mut Batch, first: async_nats::jetstream::Message) -> Vec<NatsDelivery> {
        let mut deliveries = Vec::new();
        let mut next = Some(first);
        while let Some(message) = next {
            self.asked.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |asked| asked.checked_sub(1)).ok();
            // A message that is no event of a stream cannot be answered.
            deliveries.extend(NatsDelivery::new(self.context.client(), &message));
            next = batch.next().now_or_never().flatten().and_then(Result::ok);
        }
        deliveries
    }

    fn end_batch(&self, pulling: &mut Pulling) {
        pulling.batch = None;
        self.asked.store(0, Ordering::Relaxed);
    }
}

impl Transport for NatsTransport {
    type Delivery = NatsDelivery;

    async fn pull(&self, room: Room) -> Result<Vec<NatsDelivery>, Unavailable> {
        let mut pulling = self.pulling.lock().await;
        let mut changes = self.changes.clone();
        loop {
            changes.mark_unchanged();
            if let Err(away) = self.ask(&mut pulling, room).await {
                self.end_batch(&mut pulling);
                return Err(away);
            }
            if std::mem::take(&mut pulling.is_news) {
                return Ok(Vec::new());
            }
            let Pulling { batch: Some(batch), exhausted, .. } = &mut *pulling else { continue };
            tokio::select! {
                Some(event) = exhausted.recv() => return Ok(vec![NatsDelivery::exhausted(self.context.client(), event)]),
                // The next look at the connection decides.
                _ = timeout(LOOK, changes.changed()) => {}
                next = batch.next() => match next {
                    Some(Ok(message)) => {
                        let deliveries = self.with_others(batch, message);
                        if !deliveries.is_empty() {
                            return Ok(deliveries);
                        }
                    }
                    // The rest of the room is too small for the next event.
                    Some(Err(error)) if error.to_string().contains("MaxBytes") => self.end_batch(&mut pulling),
                    Some(Err(error)) => {
                        self.end_batch(&mut pulling);
                        // It may be gone.
                        pulling.consumer = None;
                        return Err(Unavailable(error.to_string()));
                    }
                    None => {
                        self.end_batch(&mut pulling);
                        return Ok(Vec::new());
                    }
                },
            }
        }
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::Relaxed)
    }

    async fn release(&self) {
        let mut pulling = self.pulling.lock().await;
        let Some(mut batch) = pulling.batch.take() else { return };
        self.asked.store(0, Ordering::Relaxed);
        // What the broker has sent already may still be on its way.
        while let Ok(Some(Ok(message))) = timeout(SILENCE, batch.next()).await {
            if let Some(delivery) = NatsDelivery::new(self.context.client(), &message) {
                crate::transport::Delivery::give_back(&delivery).await;
            }
        }
    }

    async fn publish(&self, message: &Message) -> Result<Stored, PublishError> {
        let publish = PublishMessage::build().headers(header_map(message)).payload(message.payload.clone());
        let answer = self
            .context
            .send_publish(message.subject.clone(), publish)
            .await
            .map_err(|error| error::publish(&error))?;
        let stored = answer.await.map_err(|error| error::publish(&error))?;
        Ok(Stored { duplicate: stored.duplicate })
    }

    fn is_connected(&self) -> bool {
        self.connection().is_ok()
    }

    fn max_message_bytes(&self) -> usize {
        match self.context.client().server_info().max_payload {
            0 => USUAL_MAX_PAYLOAD,
            max => max,
        }
    }

    fn ack_wait(&self) -> Duration {
        self.options.ack_wait
    }
}

/// The headers of a message. One that NATS cannot hold is left out.
fn header_map(message: &Message) -> HeaderMap {
    let mut map = HeaderMap::new();
    let own = message.headers.iter().map(|(name, value)| (*name, &**value));
    let carried = message.carried.iter().map(|(name, value)| (&**name, &**value));
    for (name, value) in own.chain(carried) {
        if let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), value.parse::<HeaderValue>()) {
            map.append(name, value);
        }
    }
    map
}
