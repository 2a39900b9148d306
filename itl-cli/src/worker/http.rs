//! Metrics and health over HTTP.

use crate::http::{self, Answer, has_body};
use http_body_util::Full;
use hyper::body::Bytes;
use hyper::header::{CONTENT_TYPE, HeaderMap};
use hyper::{Method, Response, StatusCode};
use itl_worker::{Transport, Worker};
use tokio::net::TcpListener;

/// Answers every connection, for ever.
pub(super) async fn serve<T: Transport>(listener: TcpListener, worker: Worker<T>) {
    let accept = || async { Ok(listener.accept().await?.0) };
    http::serve(move |request| answer(&worker, request.method(), request.uri().path(), request.headers()), accept)
        .await;
}

fn answer<T: Transport>(worker: &Worker<T>, method: &Method, path: &str, headers: &HeaderMap) -> Answer {
    if has_body(headers) {
        return text(StatusCode::PAYLOAD_TOO_LARGE, "a request has no body here\n".to_owned());
    }
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

fn text(status: StatusCode, body: String) -> Answer {
    typed(status, "text/plain; charset=utf-8", body)
}

fn typed(status: StatusCode, kind: &str, body: String) -> Answer {
    let response =
        Response::builder().status(status).header(CONTENT_TYPE, kind).header("X-Content-Type-Options", "nosniff");
    response.body(Full::new(Bytes::from(body))).unwrap_or_default()
}
