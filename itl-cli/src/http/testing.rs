//! A client of a server under test, without a network.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::io;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream};

/// A connection where there is one; else none ever comes.
pub(crate) async fn once<C>(connection: Option<C>) -> io::Result<C> {
    match connection {
        Some(connection) => Ok(connection),
        None => std::future::pending().await,
    }
}

/// What the server answers to a whole request.
pub(crate) async fn ask(mut client: DuplexStream, request: &str) -> String {
    client.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    client.read_to_end(&mut answer).await.unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

/// The status of an answer.
pub(crate) fn status(answer: &str) -> &str {
    answer.split(' ').nth(1).unwrap_or_default()
}
