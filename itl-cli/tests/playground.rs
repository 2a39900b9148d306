//! `playground`: the page over HTTP, or a line that says how to get it.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs, reason = "tests")]

mod common;

use common::run;

#[test]
#[cfg(not(feature = "playground"))]
fn a_build_without_it_says_how_to_get_it() {
    let ran = run(&["playground"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert_eq!(ran.err.lines().count(), 1, "{}", ran.err);
    assert!(ran.err.contains("playground/build") && ran.err.contains("--features playground"), "{}", ran.err);
}

#[test]
fn wrong_ports_are_refused() {
    assert_eq!(run(&["playground", "--port", "65536"]).code, 2);
    assert_eq!(run(&["playground", "--port", "http"]).code, 2);
}

#[cfg(feature = "playground")]
mod with_it {
    use super::common::{itl, run};
    use std::io::{BufRead as _, BufReader, Read as _, Write as _};
    use std::net::{Ipv4Addr, TcpListener, TcpStream};
    use std::path::Path;
    use std::process::{Child, Stdio};

    struct Running(Child);

    impl Drop for Running {
        fn drop(&mut self) {
            let _ = self.0.kill();
            let _ = self.0.wait();
        }
    }

    fn request(port: u16, head: &str) -> String {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).unwrap();
        write!(stream, "{head} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    #[test]
    fn the_page_is_served_to_this_machine() {
        let built = Path::new(env!("CARGO_MANIFEST_DIR")).join("../playground/dist/index.html");
        if !built.is_file() {
            let ran = run(&["playground", "--port", "0"]);
            assert_eq!((ran.code, ran.err.lines().count()), (2, 1), "{}", ran.err);
            assert!(ran.err.contains("playground/build"), "{}", ran.err);
            return;
        }
        let mut command = itl();
        command.args(["playground", "--port", "0"]).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut running = Running(command.spawn().unwrap());
        let mut address = String::new();
        BufReader::new(running.0.stdout.take().unwrap()).read_line(&mut address).unwrap();
        let port = address.trim().strip_prefix("http://127.0.0.1:").and_then(|rest| rest.strip_suffix('/')).unwrap();
        let port: u16 = port.parse().unwrap();

        let page = request(port, "GET /");
        let (head, body) = page.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 200 "), "{head}");
        assert!(head.contains("content-type: text/html; charset=utf-8"), "{head}");
        assert!(
            head.contains("script-src 'self' 'wasm-unsafe-eval'") && head.contains("frame-ancestors 'none'"),
            "{head}"
        );
        assert_eq!(body, std::fs::read_to_string(built).unwrap());
        assert!(request(port, "GET /../Cargo.toml").starts_with("HTTP/1.1 404 "));
        assert!(request(port, "POST /").starts_with("HTTP/1.1 405 "));
        let (_, body) =
            { request(port, "HEAD /").split_once("\r\n\r\n").map(|(a, b)| (a.to_owned(), b.to_owned())) }.unwrap();
        assert_eq!(body, "");
    }

    #[test]
    fn a_port_that_is_taken_is_named() {
        let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = taken.local_addr().unwrap().port().to_string();
        let ran = run(&["playground", "--port", &port]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""));
        assert!(ran.err.contains(&port) || ran.err.contains("playground/build"), "{}", ran.err);
    }
}
