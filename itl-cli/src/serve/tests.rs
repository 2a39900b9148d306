//! Clients that are slow, silent, or lie. Their time is set, not waited for.
#![allow(clippy::unwrap_used, reason = "tests")]

use super::*;
use crate::site::File;
use flate2::Compression;
use flate2::read::GzEncoder;
use std::io::Read as _;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream, duplex};
use tokio::time::{Instant, sleep};

const PORT: u16 = 4853;

fn service() -> Arc<Service> {
    let file = |name, text: &str| {
        let mut gzip = Vec::new();
        GzEncoder::new(text.as_bytes(), Compression::fast()).read_to_end(&mut gzip).unwrap();
        File { name, gzip: gzip.leak() }
    };
    let files = vec![file("index.html", "<h1>page</h1>"), file("assets/a.txt", &"long ".repeat(100_000))];
    Arc::new(Service::new(Site::new(files.leak()).unwrap(), PORT))
}

/// A connection to a server that reads and writes at most `buffer` bytes ahead.
fn connect(buffer: usize) -> DuplexStream {
    let (client, server) = duplex(buffer);
    let mut server = Some(server);
    tokio::spawn(serve(service(), async move || match server.take() {
        Some(server) => Ok(server),
        None => std::future::pending().await,
    }));
    client
}

/// What the server answers to a whole request.
async fn ask(request: &str) -> String {
    let mut client = connect(1 << 20);
    client.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    client.read_to_end(&mut answer).await.unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

async fn status(request: &str) -> String {
    ask(request).await.split(' ').nth(1).unwrap_or_default().to_owned()
}

#[tokio::test(start_paused = true)]
async fn a_request_gets_its_file_and_the_connection_ends() {
    let answer =
        ask("GET / HTTP/1.1\r\nHost: 127.0.0.1:4853\r\n\r\nGET / HTTP/1.1\r\nHost: 127.0.0.1:4853\r\n\r\n").await;
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n") && answer.ends_with("<h1>page</h1>"), "{answer}");
    assert_eq!(answer.matches("HTTP/1.1").count(), 1);
    assert!(answer.contains("connection: close"), "{answer}");
}

#[tokio::test(start_paused = true)]
async fn other_names_and_other_sites_are_refused() {
    let with = |headers: &str| format!("GET / HTTP/1.1\r\n{headers}\r\n");
    for (headers, expected) in [
        ("Host: localhost:4853\r\n", "200"),
        ("Host: LOCALHOST:4853\r\nOrigin: http://localhost:4853\r\n", "200"),
        ("", "421"),
        ("Host: 127.0.0.1\r\n", "421"),
        ("Host: 127.0.0.1:80\r\n", "421"),
        ("Host: evil.example:4853\r\n", "421"),
        ("Host: 127.0.0.1:4853.evil.example\r\n", "421"),
        ("Host: 127.0.0.1:4853\r\nHost: evil.example\r\n", "421"),
        ("Host: 127.0.0.1:4853\r\nOrigin: http://evil.example\r\n", "403"),
        ("Host: 127.0.0.1:4853\r\nOrigin: https://127.0.0.1:4853\r\n", "403"),
        ("Host: 127.0.0.1:4853\r\nOrigin: null\r\n", "403"),
        ("Host: 127.0.0.1:4853\r\nOrigin: http://127.0.0.1:4853\r\nOrigin: http://evil.example\r\n", "403"),
    ] {
        assert_eq!(status(&with(headers)).await, expected, "{headers}");
    }
    assert_eq!(status("GET http://evil.example/ HTTP/1.1\r\nHost: 127.0.0.1:4853\r\n\r\n").await, "404");
    assert_eq!(status("GET / HTTP/1.0\r\n\r\n").await, "421");
}

#[tokio::test(start_paused = true)]
async fn bodies_are_refused_whatever_length_they_claim() {
    for headers in [
        "Content-Length: 1000000000000000000\r\n",
        "Content-Length: 5\r\n",
        "Content-Length: 5\r\nExpect: 100-continue\r\n",
        "Transfer-Encoding: chunked\r\n",
    ] {
        for method in ["GET", "POST"] {
            let request = format!("{method} / HTTP/1.1\r\nHost: 127.0.0.1:4853\r\n{headers}\r\n");
            assert_eq!(status(&request).await, "413", "{request}");
        }
    }
    for headers in [
        "Content-Length: 99999999999999999999999\r\n",
        "Content-Length: -1\r\n",
        "Content-Length: 1\r\nContent-Length: 2\r\n",
    ] {
        let request = format!("GET / HTTP/1.1\r\nHost: 127.0.0.1:4853\r\n{headers}\r\n");
        assert_eq!(status(&request).await, "400", "{request}");
    }
    assert_eq!(status("GET / HTTP/1.1\r\nHost: 127.0.0.1:4853\r\nContent-Length: 0\r\n\r\n").await, "200");
}

#[tokio::test(start_paused = true)]
async fn no_more_of_a_head_is_held_than_its_limit() {
    let mut client = connect(1 << 10);
    client.write_all(b"GET / HTTP/1.1\r\nHost: 127.0.0.1:4853\r\nX: ").await.unwrap();
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
    let with = |n: usize| format!("GET / HTTP/1.1\r\nHost: 127.0.0.1:4853\r\n{}\r\n", "X: y\r\n".repeat(n));
    assert_eq!(status(&with(MAX_HEADERS - 1)).await, "200");
    assert_eq!(status(&with(MAX_HEADERS)).await, "431");
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
    let head = b"GET / HTTP/1.1\r\nHost: 127.0.0.1:4853\r\n";
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
    client.write_all(b"GET /assets/a.txt HTTP/1.1\r\nHost: 127.0.0.1:4853\r\n\r\n").await.unwrap();
    sleep(CONNECTION_TIME + Duration::from_secs(1)).await;
    let mut answer = Vec::new();
    client.read_to_end(&mut answer).await.unwrap();
    assert!(answer.len() <= 64 && start.elapsed() < CONNECTION_TIME * 2, "{} bytes", answer.len());
}

#[tokio::test(start_paused = true)]
async fn a_client_that_reads_slowly_is_left() {
    let mut client = connect(64);
    client.write_all(b"GET /assets/a.txt HTTP/1.1\r\nHost: 127.0.0.1:4853\r\n\r\n").await.unwrap();
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
    let (open, mut queue) = tokio::sync::mpsc::unbounded_channel();
    let count = accepted.clone();
    tokio::spawn(serve(service(), async move || {
        count.fetch_add(1, Ordering::Relaxed);
        queue.recv().await.ok_or_else(|| io::ErrorKind::NotConnected.into())
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
    last.write_all(b"GET / HTTP/1.1\r\nHost: 127.0.0.1:4853\r\n\r\n").await.unwrap();
    let mut answer = Vec::new();
    last.read_to_end(&mut answer).await.unwrap();
    assert!(answer.starts_with(b"HTTP/1.1 200 "));
}

#[tokio::test(start_paused = true)]
async fn connections_that_cannot_be_accepted_end_nothing() {
    let mut failures = 3;
    let (client, server) = duplex(1 << 10);
    let mut server = Some(server);
    tokio::spawn(serve(service(), async move || {
        if failures > 0 {
            failures -= 1;
            return Err(io::Error::other("too many open files"));
        }
        match server.take() {
            Some(server) => Ok(server),
            None => std::future::pending().await,
        }
    }));
    let mut client = client;
    client.write_all(b"GET / HTTP/1.1\r\nHost: 127.0.0.1:4853\r\n\r\n").await.unwrap();
    let mut answer = Vec::new();
    client.read_to_end(&mut answer).await.unwrap();
    assert!(answer.starts_with(b"HTTP/1.1 200 "));
}
