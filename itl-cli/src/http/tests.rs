//! Clients that are slow, silent, or lie. Their time is set, not waited for.
#![allow(clippy::unwrap_used, reason = "tests")]

use super::*;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream, duplex};
use tokio::time::{Instant, sleep};

/// A short text, and a long one at `/long`.
fn answer(request: &Request<Incoming>) -> Answer {
    let body = if request.uri().path() == "/long" { "long ".repeat(100_000) } else { "short".to_owned() };
    Response::new(Full::new(Bytes::from(body)))
}

/// A connection to a server that reads and writes at most `buffer` bytes ahead.
fn connect(buffer: usize) -> DuplexStream {
    let (client, server) = duplex(buffer);
    let mut server = Some(server);
    tokio::spawn(serve(answer, move || testing::once(server.take())));
    client
}

/// What the server answers to a whole request.
async fn ask(request: &str) -> String {
    testing::ask(connect(1 << 20), request).await
}

async fn status(request: &str) -> String {
    testing::status(&ask(request).await).to_owned()
}

#[test]
fn a_body_is_what_has_a_length_or_comes_in_chunks() {
    for (name, values, expected) in [
        (CONTENT_LENGTH, &[][..], false),
        (CONTENT_LENGTH, &["0"], false),
        (CONTENT_LENGTH, &["5"], true),
        (CONTENT_LENGTH, &["0", "0"], true),
        (CONTENT_LENGTH, &["none"], true),
        (TRANSFER_ENCODING, &["chunked"], true),
    ] {
        let headers = values.iter().map(|value| (name.clone(), value.parse().unwrap())).collect();
        assert_eq!(has_body(&headers), expected, "{headers:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn no_more_of_a_head_is_held_than_its_limit() {
    let mut client = connect(1 << 10);
    client.write_all(b"GET / HTTP/1.1\r\nX: ").await.unwrap();
    let mut sent = 0;
    while sent < 16 << 20 && client.write_all(&[b'x'; 512]).await.is_ok() {
        sent += 512;
    }
    assert!(sent <= 4 * MAX_HEAD, "{sent} bytes were taken");
    let mut answer = Vec::new();
    client.read_to_end(&mut answer).await.unwrap();
    assert!(answer.starts_with(b"HTTP/1.1 431 "), "{}", String::from_utf8_lossy(&answer));
}

#[tokio::test(start_paused = true)]
async fn no_more_headers_are_taken_than_their_limit() {
    let with = |n: usize| format!("GET / HTTP/1.1\r\n{}\r\n", "X: y\r\n".repeat(n));
    assert_eq!(status(&with(MAX_HEADERS)).await, "200");
    assert_eq!(status(&with(MAX_HEADERS + 1)).await, "431");
}

#[tokio::test(start_paused = true)]
async fn what_is_no_request_ends_the_connection() {
    for bytes in ["\u{16}\u{3}\u{1}hello\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "\r\n\r\n\0\0", "GET\r\n\r\n"] {
        let answer = ask(bytes).await;
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4"), "{answer}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_silent_client_is_left_after_a_while() {
    let start = Instant::now();
    let mut answer = Vec::new();
    connect(1 << 10).read_to_end(&mut answer).await.unwrap();
    assert_eq!((answer.len(), start.elapsed().as_secs()), (0, HEAD_TIME.as_secs()));
}

#[tokio::test(start_paused = true)]
async fn a_head_that_comes_byte_by_byte_is_left_as_soon() {
    let start = Instant::now();
    let mut client = connect(1 << 10);
    let head = b"GET / HTTP/1.1\r\n";
    for byte in head {
        if client.write_all(&[*byte]).await.is_err() {
            break;
        }
        sleep(Duration::from_secs(1)).await;
    }
    assert!(start.elapsed() <= HEAD_TIME + Duration::from_secs(1), "{:?}", start.elapsed());
}

#[tokio::test(start_paused = true)]
async fn a_client_that_does_not_read_its_answer_is_left() {
    let start = Instant::now();
    let mut client = connect(64);
    client.write_all(b"GET /long HTTP/1.1\r\n\r\n").await.unwrap();
    sleep(CONNECTION_TIME + Duration::from_secs(1)).await;
    let mut answer = Vec::new();
    client.read_to_end(&mut answer).await.unwrap();
    assert!(answer.len() <= 64 && start.elapsed() < CONNECTION_TIME * 2, "{} bytes", answer.len());
}

#[tokio::test(start_paused = true)]
async fn a_client_that_reads_slowly_is_left() {
    let mut client = connect(64);
    client.write_all(b"GET /long HTTP/1.1\r\n\r\n").await.unwrap();
    let (mut read, mut bytes) = (0, [0; 64]);
    while let Ok(some @ 1..) = client.read(&mut bytes).await {
        read += some;
        sleep(Duration::from_secs(1)).await;
    }
    assert!(read <= 64 * (CONNECTION_TIME.as_secs() as usize + 2), "{read} bytes");
}

#[tokio::test(start_paused = true)]
async fn no_more_connections_are_open_than_their_limit() {
    let accepted = Arc::new(AtomicUsize::new(0));
    let (open, queue) = tokio::sync::mpsc::unbounded_channel();
    let count = accepted.clone();
    let queue = Arc::new(tokio::sync::Mutex::new(queue));
    tokio::spawn(serve(answer, move || {
        count.fetch_add(1, Ordering::Relaxed);
        let queue = queue.clone();
        async move { queue.lock().await.recv().await.ok_or_else(|| io::ErrorKind::NotConnected.into()) }
    }));
    let mut clients = Vec::new();
    for _ in 0..MAX_CONNECTIONS + 8 {
        let (client, server) = duplex(1 << 10);
        open.send(server).unwrap();
        clients.push(client);
    }
    sleep(HEAD_TIME / 2).await;
    assert_eq!(accepted.load(Ordering::Relaxed), MAX_CONNECTIONS);
    // Silent ones do not keep the others waiting for ever.
    let mut last = clients.pop().unwrap();
    last.write_all(b"GET / HTTP/1.1\r\n\r\n").await.unwrap();
    let mut answer = Vec::new();
    last.read_to_end(&mut answer).await.unwrap();
    assert!(answer.starts_with(b"HTTP/1.1 200 "));
}

#[tokio::test(start_paused = true)]
async fn connections_that_cannot_be_accepted_end_nothing() {
    let mut failures = 3;
    let (client, server) = duplex(1 << 10);
    let mut server = Some(server);
    tokio::spawn(serve(answer, move || {
        let fails = failures > 0;
        failures -= i32::from(fails);
        let server = if fails { None } else { server.take() };
        async move { if fails { Err(io::Error::other("too many open files")) } else { testing::once(server).await } }
    }));
    let mut client = client;
    client.write_all(b"GET / HTTP/1.1\r\n\r\n").await.unwrap();
    let mut answer = Vec::new();
    client.read_to_end(&mut answer).await.unwrap();
    assert!(answer.starts_with(b"HTTP/1.1 200 "));
}
