//! Makes and checks the streams and the consumer.

use super::error::SetupError;
use super::{NatsOptions, NewStream};
use crate::subject::Pattern;
use async_nats::jetstream::consumer::pull::Config;
use async_nats::jetstream::consumer::{self, AckPolicy, Consumer, DeliverPolicy};
use async_nats::jetstream::context::{GetStreamByNameErrorKind, GetStreamErrorKind};
use async_nats::jetstream::stream::{self, DiscardPolicy, Stream};
use async_nats::jetstream::{Context, ErrorCode};
use tracing::{info, warn};

/// The consumer, made or changed where it is not as a worker needs it.
pub(super) async fn consumer(context: &Context, options: &NatsOptions) -> Result<Consumer<Config>, SetupError> {
    for new in &options.streams {
        make(context, new).await?;
    }
    let stream = existing(context, &options.stream).await?.ok_or_else(|| {
        let name = &options.stream;
        SetupError::Mistake(format!(
            "the broker has no stream {name}; make it, or let the worker: [[streams]] with name = {name:?} and its subjects"
        ))
    })?;
    for output in &options.outputs {
        check_output(context, options, &stream, output).await?;
    }
    let wanted = wanted(options);
    if let Ok(info) = stream.consumer_info(&options.consumer).await {
        check_consumer(options, &info.config)?;
        let is_as_wanted = info.config.max_deliver <= 0
            && info.config.ack_wait == wanted.ack_wait
            && info.config.filter_subject == wanted.filter_subject;
        if !is_as_wanted {
            if info.config.max_deliver > 0 {
                warn!(
                    max_deliver = info.config.max_deliver,
                    "the consumer dropped events after some deliveries; it does so no more"
                );
            }
            let changed = Config { deliver_policy: info.config.deliver_policy, ..wanted.clone() };
            return create(&stream, options, changed).await;
        }
        return stream
            .get_consumer(&options.consumer)
            .await
            .map_err(|error| SetupError::Unavailable(error.to_string()));
    }
    info!(consumer = options.consumer, "making the consumer");
    create(&stream, options, wanted).await
}

async fn create(stream: &Stream, options: &NatsOptions, config: Config) -> Result<Consumer<Config>, SetupError> {
    stream
        .create_consumer(config)
        .await
        .map_err(|error| SetupError::Unavailable(format!("cannot make the consumer {}: {error}", options.consumer)))
}

fn wanted(options: &NatsOptions) -> Config {
    Config {
        durable_name: Some(options.consumer.clone()),
        description: Some("itl worker".to_owned()),
        deliver_policy: if options.from_start { DeliverPolicy::All } else { DeliverPolicy::New },
        ack_policy: AckPolicy::Explicit,
        ack_wait: options.ack_wait,
        // An event that nobody answers for is delivered until somebody does: the worker counts.
        max_deliver: -1,
        // Each worker limits what it holds.
        max_ack_pending: -1,
        filter_subject: options.filter.as_ref().map(ToString::to_string).unwrap_or_default(),
        ..Config::default()
    }
}

/// What no change of a consumer can mend.
fn check_consumer(options: &NatsOptions, config: &consumer::Config) -> Result<(), SetupError> {
    let name = &options.consumer;
    if config.deliver_subject.is_some() {
        return Err(SetupError::Mistake(format!("the consumer {name} is a push consumer; choose another name")));
    }
    if config.ack_policy != AckPolicy::Explicit {
        return Err(SetupError::Mistake(format!(
            "the consumer {name} does not wait for acknowledgements of each event; choose another name"
        )));
    }
    Ok(())
}

/// Makes a stream where it is missing.
async fn make(context: &Context, new: &NewStream) -> Result<(), SetupError> {
    if existing(context, &new.name).await?.is_some() {
        return Ok(());
    }
    info!(stream = new.name, "making the stream");
    let config = stream::Config {
        name: new.name.clone(),
        subjects: new.subjects.clone(),
        max_bytes: new.max_bytes.unwrap_or(-1),
        discard: DiscardPolicy::New,
        duplicate_window: new.window,
        num_replicas: new.replicas,
        ..stream::Config::default()
    };
    let made = context.create_stream(config).await;
    made.map(|_| ()).map_err(|error| SetupError::Unavailable(format!("cannot make the stream {}: {error}", new.name)))
}

async fn existing(context: &Context, name: &str) -> Result<Option<Stream>, SetupError> {
    match context.get_stream(name).await {
        Ok(stream) => Ok(Some(stream)),
        Err(error) => match error.kind() {
            GetStreamErrorKind::JetStream(said) if said.error_code() == ErrorCode::STREAM_NOT_FOUND => Ok(None),
            GetStreamErrorKind::InvalidStreamName | GetStreamErrorKind::EmptyName => {
                Err(SetupError::Mistake(format!("{name:?} is no name of a stream")))
            }
            _ => Err(SetupError::Unavailable(format!("cannot look for the stream {name}: {error}"))),
        },
    }
}

/// What is published must be stored, and must not come back as an event.
async fn check_output(
    context: &Context,
    options: &NatsOptions,
    events: &Stream,
    output: &Pattern,
) -> Result<(), SetupError> {
    let stored = &events.cached_info().config.subjects;
    let mut inputs = stored.iter().filter_map(|subject| subject.parse::<Pattern>().ok());
    let is_taken = options.filter.as_ref().is_none_or(|filter| filter.overlaps(output));
    if is_taken && inputs.any(|input| input.overlaps(output)) {
        return Err(SetupError::Mistake(format!(
            "messages to {output} are stored in the stream {}, whose events this worker takes: each message would be an event",
            options.stream
        )));
    }
    let name = match context.stream_by_subject(output.to_string()).await {
        Ok(name) => name,
        Err(error) if error.kind() == GetStreamByNameErrorKind::NotFound => {
            return Err(SetupError::Mistake(format!(
                "no stream stores messages of the subject {output}; make one, or let the worker: [[streams]]"
            )));
        }
        Err(error) => return Err(SetupError::Unavailable(format!("cannot look for a stream of {output}: {error}"))),
    };
    if let Some(stream) = existing(context, &name).await? {
        let window = stream.cached_info().config.duplicate_window;
        if window < options.ack_wait * 2 {
            warn!(
                stream = name,
                window = window.as_secs(),
                ack_wait = options.ack_wait.as_secs(),
                "the stream forgets ids before an event is delivered again; readers see doubles with one id"
            );
        }
    }
    Ok(())
}
