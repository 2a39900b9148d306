//! The server of the playground and of the worker's metrics and health.
//!
//! Whoever can open a connection may send anything, slowly, without end, or not at all: heads, bodies, time and
//! connections are limited.

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::{CONTENT_LENGTH, HeaderMap, HeaderName, TRANSFER_ENCODING};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::{TokioIo, TokioTimer};
use std::convert::Infallible;
use std::io;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::Semaphore;

/// Connections that are open at once; more wait until one ends.
pub(crate) const MAX_CONNECTIONS: usize = 64;

/// The largest head of a request, in bytes.
pub(crate) const MAX_HEAD: usize = 16 << 10;

/// The most headers of a request.
pub(crate) const MAX_HEADERS: usize = 64;

/// The largest body of a request, in bytes: files and metrics are asked for, and nothing is sent to them.
const MAX_BODY: u64 = 0;

/// The time in which the head of a request has to arrive.
pub(crate) const HEAD_TIME: Duration = Duration::from_secs(5);

/// The time after which a connection ends, whatever its client does.
pub(crate) const CONNECTION_TIME: Duration = Duration::from_secs(60);

/// The pause after a connection that could not be accepted, such as when no more files may be open.
const PAUSE: Duration = Duration::from_millis(100);

/// An answer whose body is at hand.
pub(crate) type Answer = Response<Full<Bytes>>;

/// Answers one request on every connection that `accept` returns.
pub(crate) async fn serve<C, A>(
    answer: impl Fn(&Request<Incoming>) -> Answer + Send + Sync + 'static,
    mut accept: impl FnMut() -> A,
) where
    A: Future<Output = io::Result<C>>,
    C: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let answer = Arc::new(answer);
    let slots = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    while let Ok(slot) = slots.clone().acquire_owned().await {
        let Ok(connection) = accept().await else {
            tokio::time::sleep(PAUSE).await;
            continue;
        };
        let answer = answer.clone();
        tokio::spawn(async move {
            // Whoever asked may be gone by now.
            let _ = tokio::time::timeout(CONNECTION_TIME, one(&*answer, connection)).await;
            drop(slot);
        });
    }
}

/// Answers the one request of a connection.
async fn one<C>(answer: &(impl Fn(&Request<Incoming>) -> Answer + Sync), connection: C) -> hyper::Result<()>
where
    C: AsyncRead + AsyncWrite + Unpin,
{
    let service = service_fn(|request: Request<Incoming>| {
        let answer = answer(&request);
        async { Ok::<_, Infallible>(answer) }
    });
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME)
        .max_buf_size(MAX_HEAD)
        .max_headers(MAX_HEADERS)
        .keep_alive(false)
        .serve_connection(TokioIo::new(connection), service)
        .await
}

/// The value of a header that is given once.
pub(crate) fn only(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next().and_then(|value| value.to_str().ok());
    value.filter(|_| values.next().is_none())
}

/// Whether a request claims a body that is too large.
pub(crate) fn has_body(headers: &HeaderMap) -> bool {
    let is_short = |length: &str| length.parse() == Ok(MAX_BODY);
    let has_length = headers.contains_key(CONTENT_LENGTH);
    headers.contains_key(TRANSFER_ENCODING) || has_length && !only(headers, CONTENT_LENGTH).is_some_and(is_short)
}

#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
