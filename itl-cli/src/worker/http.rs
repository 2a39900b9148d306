//! Metrics and health over HTTP.
//!
//! Whoever can open a connection may send anything, slowly, or not at all: heads, time and connections are limited.

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::CONTENT_TYPE;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use itl_worker::{Transport, Worker};
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;

/// Connections that are open at once; more wait until one ends.
const MAX_CONNECTIONS: usize = 64;

/// The largest head of a request, in bytes.
const MAX_HEAD: usize = 16 << 10;

/// The time in which the head of a request has to arrive.
const HEAD_TIME: Duration = Duration::from_secs(5);

/// The time after which a connection ends, whatever its client does.
const CONNECTION_TIME: Duration = Duration::from_secs(30);

/// The pause after a connection that could not be accepted, such as when no more files may be open.
const PAUSE: Duration = Duration::from_millis(100);

/// Answers every connection, for ever.
pub(super) async fn serve<T: Transport>(listener: TcpListener, worker: Worker<T>) {
    let slots = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    while let Ok(slot) = slots.clone().acquire_owned().await {
        let Ok((connection, _)) = listener.accept().await else {
            tokio::time::sleep(PAUSE).await;
            continue;
        };
        let worker = worker.clone();
        tokio::spawn(async move {
            // Whoever asked may be gone by now.
            let _ = tokio::time::timeout(CONNECTION_TIME, one(worker, connection)).await;
            drop(slot);
        });
    }
}

/// Answers the one request of a connection.
async fn one<T: Transport>(worker: Worker<T>, connection: TcpStream) -> hyper::Result<()> {
    let service = service_fn(|request: Request<Incoming>| {
        let answer = answer(&worker, request.method(), request.uri().path());
        async { Ok::<_, Infallible>(answer) }
    });
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME)
        .max_buf_size(MAX_HEAD)
        .keep_alive(false)
        .serve_connection(TokioIo::new(connection), service)
        .await
}

fn answer<T: Transport>(worker: &Worker<T>, method: &Method, path: &str) -> Response<Full<Bytes>> {
    if !matches!(*method, Method::GET | Method::HEAD) {
        return text(StatusCode::METHOD_NOT_ALLOWED, "only GET and HEAD are answered\n".to_owned());
    }
    let health = |state: Result<(), String>| match state {
        Ok(()) => text(StatusCode::OK, "ok\n".to_owned()),
        Err(why) => text(StatusCode::SERVICE_UNAVAILABLE, format!("{why}\n")),
    };
    match path {
        "/metrics" => {
            typed(StatusCode::OK, "application/openmetrics-text; version=1.0.0; charset=utf-8", worker.metrics())
        }
        "/healthz" => health(worker.live()),
        "/readyz" => health(worker.ready()),
        _ => text(StatusCode::NOT_FOUND, "there are /metrics, /healthz and /readyz\n".to_owned()),
    }
}

fn text(status: StatusCode, body: String) -> Response<Full<Bytes>> {
    typed(status, "text/plain; charset=utf-8", body)
}

fn typed(status: StatusCode, kind: &str, body: String) -> Response<Full<Bytes>> {
    let response =
        Response::builder().status(status).header(CONTENT_TYPE, kind).header("X-Content-Type-Options", "nosniff");
    response.body(Full::new(Bytes::from(body))).unwrap_or_default()
}
