//! The connection.

use super::error::SetupError;
use super::{Login, NatsOptions};
use async_nats::jetstream::{self, Context};
use async_nats::{ConnectOptions, Event};
use std::time::Duration;
use tokio::sync::watch;
use tracing::{debug, info, warn};

/// How long the broker may take for an answer.
const ANSWER: Duration = Duration::from_secs(5);

/// How often a silent broker is asked whether it lives; one that does not answer twice is gone.
const PING: Duration = Duration::from_secs(10);

/// Begins to connect. What is received says that the connection may have changed, not how: the client drops events
/// where many come at once.
pub(super) async fn connect(options: &NatsOptions) -> Result<(Context, watch::Receiver<()>), SetupError> {
    let (sender, changes) = watch::channel(());
    let connect = login(options)
        .await?
        .name(&options.name)
        .retry_on_initial_connect()
        .max_reconnects(None)
        .connection_timeout(ANSWER)
        .request_timeout(Some(ANSWER))
        .ping_interval(PING)
        .event_callback(move |event| {
            note(&event);
            sender.send_replace(());
            async {}
        });
    let connect = tls(connect, options);
    let client = connect
        .connect(options.servers.as_slice())
        .await
        .map_err(|error| SetupError::Mistake(format!("cannot connect to {}: {error}", options.servers.join(", "))))?;
    let context = jetstream::context::ContextBuilder::new().timeout(ANSWER).build(client);
    Ok((context, changes))
}

fn note(event: &Event) {
    match event {
        Event::Connected => info!("connected to the broker"),
        Event::Disconnected | Event::Closed => warn!("the connection to the broker is gone; trying again"),
        Event::ServerError(error) => warn!("the broker says: {error}"),
        Event::ClientError(error) => debug!("the client says: {error}"),
        other => debug!("{other}"),
    }
}

async fn login(options: &NatsOptions) -> Result<ConnectOptions, SetupError> {
    Ok(match &options.login {
        Login::Anonymous => ConnectOptions::new(),
        Login::User(user, password) => ConnectOptions::with_user_and_password(user.clone(), password.clone()),
        Login::Token(token) => ConnectOptions::with_token(token.clone()),
        Login::NKey(seed) => ConnectOptions::with_nkey(seed.clone()),
        Login::Credentials(path) => ConnectOptions::with_credentials_file(path)
            .await
            .map_err(|error| SetupError::Mistake(format!("cannot read the credentials {}: {error}", path.display())))?,
    })
}

fn tls(mut connect: ConnectOptions, options: &NatsOptions) -> ConnectOptions {
    connect = connect.require_tls(options.tls.is_required);
    if let Some(ca) = &options.tls.ca {
        connect = connect.add_root_certificates(ca.clone());
    }
    if let Some((certificate, key)) = &options.tls.identity {
        connect = connect.add_client_certificate(certificate.clone(), key.clone());
    }
    connect
}
