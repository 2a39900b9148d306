//! Serves the playground's files to the browser of this machine.
//!
//! Whoever can open a connection may send anything, slowly, without end, or not at all: heads, bodies, time and
//! connections are limited. A page of another site may ask too, in the name of its visitor: `Host` and `Origin` must name
//! this server.

use crate::site::{self, Answer, Site};
use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::{ACCEPT_ENCODING, CONTENT_LENGTH, HOST, HeaderMap, ORIGIN, TRANSFER_ENCODING};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::{TokioIo, TokioTimer};
use std::borrow::Cow;
use std::convert::Infallible;
use std::io;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::Semaphore;

/// Connections that are open at once; more wait until one ends.
const MAX_CONNECTIONS: usize = 64;

/// The largest head of a request, in bytes.
const MAX_HEAD: usize = 16 << 10;

/// The most headers of a request.
const MAX_HEADERS: usize = 64;

/// The largest body of a request, in bytes: a page is asked for and nothing is sent to it.
const MAX_BODY: u64 = 0;

/// The time in which the head of a request has to arrive.
const HEAD_TIME: Duration = Duration::from_secs(5);

/// The time after which a connection ends, whatever its client does.
const CONNECTION_TIME: Duration = Duration::from_secs(60);

/// The pause after a connection that could not be accepted, such as when no more files may be open.
const PAUSE: Duration = Duration::from_millis(100);

/// A site, and the names under which it is served.
pub(crate) struct Service {
    site: Site,
    hosts: Vec<String>,
}

impl Service {
    /// The site at a port of this machine.
    pub(crate) fn new(site: Site, port: u16) -> Self {
        let names = ["127.0.0.1", "localhost"];
        let mut hosts: Vec<String> = names.iter().map(|name| format!("{name}:{port}")).collect();
        if port == 80 {
            hosts.extend(names.map(str::to_owned));
        }
        Self { site, hosts }
    }

    fn is_own(&self, host: &str) -> bool {
        self.hosts.iter().any(|own| own.eq_ignore_ascii_case(host))
    }

    /// Why a request is not answered with a file.
    fn refusal(&self, headers: &HeaderMap) -> Option<Answer> {
        let only = |name| {
            let mut values = headers.get_all(name).iter();
            let value = values.next().and_then(|value| value.to_str().ok());
            value.filter(|_| values.next().is_none())
        };
        // A page whose name was pointed at this machine asks with its own name.
        if !only(HOST).is_some_and(|host| self.is_own(host)) {
            return Some(self.site.plain(421, "the header Host does not name this server\n"));
        }
        let is_own_origin = || only(ORIGIN).and_then(|origin| origin.strip_prefix("http://"));
        if headers.contains_key(ORIGIN) && !is_own_origin().is_some_and(|host| self.is_own(host)) {
            return Some(self.site.plain(403, "the request comes from another site\n"));
        }
        let has_room = |length: &str| length.parse() == Ok(MAX_BODY);
        let is_short = !headers.contains_key(CONTENT_LENGTH) || only(CONTENT_LENGTH).is_some_and(has_room);
        if headers.contains_key(TRANSFER_ENCODING) || !is_short {
            return Some(self.site.plain(413, "a request has no body here\n"));
        }
        None
    }

    fn answer<B>(&self, request: &Request<B>) -> Answer {
        if let Some(refusal) = self.refusal(request.headers()) {
            return refusal;
        }
        let accepted = request.headers().get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
        let gzip = accepted.is_some_and(site::accepts_gzip);
        self.site.answer(request.method().as_str(), &request.uri().to_string(), gzip)
    }
}

/// Serves every connection that `accept` returns.
pub(crate) async fn serve<C>(service: Arc<Service>, mut accept: impl AsyncFnMut() -> io::Result<C>)
where
    C: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let slots = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    while let Ok(slot) = slots.clone().acquire_owned().await {
        let Ok(connection) = accept().await else {
            tokio::time::sleep(PAUSE).await;
            continue;
        };
        let service = service.clone();
        tokio::spawn(async move {
            // Whoever asked may be gone by now.
            let _ = tokio::time::timeout(CONNECTION_TIME, one(service, connection)).await;
            drop(slot);
        });
    }
}

/// Answers the one request of a connection.
async fn one<C>(service: Arc<Service>, connection: C) -> hyper::Result<()>
where
    C: AsyncRead + AsyncWrite + Unpin,
{
    let answer = service_fn(|request: Request<Incoming>| {
        let answer = response(service.answer(&request));
        async { Ok::<_, Infallible>(answer) }
    });
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME)
        .max_buf_size(MAX_HEAD)
        .max_headers(MAX_HEADERS)
        .keep_alive(false)
        .serve_connection(TokioIo::new(connection), answer)
        .await
}

fn response(answer: Answer) -> Response<Full<Bytes>> {
    let body = match answer.body {
        Cow::Borrowed(body) => Bytes::from_static(body),
        Cow::Owned(body) => Bytes::from(body),
    };
    let mut response = Response::builder().status(answer.status);
    for (name, value) in answer.headers {
        response = response.header(name, value);
    }
    response.body(Full::new(body)).unwrap_or_default()
}

#[cfg(test)]
mod tests;
