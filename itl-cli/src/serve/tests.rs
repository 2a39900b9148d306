//! What a request for a file is answered with.
#![allow(clippy::unwrap_used, reason = "tests")]

use super::*;
use crate::http::testing;
use crate::site::File;
use flate2::Compression;
use flate2::read::GzEncoder;
use std::io::Read as _;
use tokio::io::{DuplexStream, duplex};

const PORT: u16 = 4853;

fn service() -> Service {
    service_of(None)
}

fn service_of(folder: Option<Folder>) -> Service {
    let file = |name, text: &str| {
        let mut gzip = Vec::new();
        GzEncoder::new(text.as_bytes(), Compression::fast()).read_to_end(&mut gzip).unwrap();
        File { name, gzip: gzip.leak() }
    };
    let files = vec![file("index.html", "<h1>page</h1>")];
    Service::new(Site::new(files.leak()).unwrap(), PORT, folder)
}

/// A connection to a server that reads and writes at most `buffer` bytes ahead.
fn connect(buffer: usize) -> DuplexStream {
    let (client, server) = duplex(buffer);
    let mut server = Some(server);
    tokio::spawn(serve(service(), move || testing::once(server.take())));
    client
}

/// What the server answers to a whole request.
async fn ask(request: &str) -> String {
    testing::ask(connect(1 << 20), request).await
}

async fn status(request: &str) -> String {
    testing::status(&ask(request).await).to_owned()
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

#[test]
fn the_works_of_a_folder_are_for_this_page_alone() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.itl"), "{{ a }}").unwrap();
    let service = service_of(Some(Folder { path: folder.path().to_string_lossy().into_owned(), key: "word".into() }));
    let ask = |url: &str, host: &str, origin: Option<&str>| {
        let mut request = Request::get(url).header(HOST, host);
        if let Some(origin) = origin {
            request = request.header(ORIGIN, origin);
        }
        service.answer(&request.body(()).unwrap())
    };
    let answer = ask("/project.json?word", "localhost:4853", None);
    assert_eq!(answer.status, 200);
    assert!(String::from_utf8_lossy(&answer.body).contains("{{ a }}"));
    assert!(answer.headers.contains(&("Cache-Control", "no-store".into())));
    let status = |url, host, origin| ask(url, host, origin).status;
    for url in ["/project.json", "/project.json?", "/project.json?wor", "/project.json?words", "/project.json?x=word"] {
        assert_eq!(status(url, "localhost:4853", None), 404, "{url}");
    }
    assert_eq!(status("/project.json?word", "evil.example:4853", None), 421);
    assert_eq!(status("/project.json?word", "localhost:4853", Some("http://evil.example")), 403);
    let keys: Vec<String> = (0..2).map(|_| Folder::new(String::new()).unwrap().key).collect();
    assert!(keys[0].len() == 32 && keys[0] != keys[1]);
}
