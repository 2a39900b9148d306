//! Brokers that are away, full or strict, and clocks that jump.

use crate::command::Setup;
use crate::server::{Server, events, read, send, settled, until};
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

fn disk(number: usize) -> (String, String) {
    ("events.disk".to_owned(), format!("{{\"host\": \"db-{number}\", \"state\": \"down\"}}"))
}

async fn distinct(server: &Server) -> usize {
    let context = server.context().await;
    let ids: BTreeSet<String> =
        read(&context, "MESSAGES").await.iter().map(|message| message.header("Nats-Msg-Id").to_owned()).collect();
    ids.len()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broker_that_is_killed_and_started_again_loses_nothing() {
    let mut server = Server::start("").await;
    let context = server.context().await;
    events(&context).await;
    let setup = Setup::new(&server, "", "ack_wait = 2", "");
    let worker = setup.start();
    until("ready", async || worker.get("/readyz").await.0 == 200).await;
    for round in 0..3 {
        send(&server.context().await, (0..1000).map(|number| disk(round * 1000 + number))).await;
        server.kill().await;
        until("not ready", async || worker.get("/readyz").await.0 == 503).await;
        assert_eq!(worker.get("/healthz").await.0, 200, "a worker without a broker lives");
        server.again().await;
    }
    settled(&server.context().await).await;
    assert_eq!(distinct(&server).await, 3000);
    until("ready again", async || worker.get("/readyz").await.0 == 200).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_starts_before_its_broker_waits_for_it() {
    let mut server = Server::start("").await;
    let context = server.context().await;
    events(&context).await;
    send(&context, (0..10).map(disk)).await;
    server.kill().await;
    let setup = Setup::new(&server, "", "", "");
    let worker = setup.start();
    until("it lives", async || worker.get("/healthz").await.0 == 200).await;
    assert_eq!(worker.get("/readyz").await.0, 503);
    server.again().await;
    until("ready", async || worker.get("/readyz").await.0 == 200).await;
    settled(&server.context().await).await;
    assert_eq!(distinct(&server).await, 10);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_larger_than_the_broker_takes_becomes_a_dead_letter() {
    let server = Server::start("max_payload: 64KB").await;
    let context = server.context().await;
    events(&context).await;
    let setup = Setup::new(&server, "", "", "");
    setup.template("large.itl", &"{{ host }}".repeat(100));
    let worker = setup.start();
    let payload = format!("{{\"host\": \"{}\"}}", "x".repeat(1000));
    send(&context, [("events.large".to_owned(), payload.clone()), disk(1)]).await;
    // An event as large as the broker takes leaves no room for the headers of a dead letter.
    let broken = format!("{{\"host\": \"{}", "y".repeat((64 << 10) - 10));
    send(&context, [("events.disk".to_owned(), broken.clone())]).await;
    settled(&context).await;
    let dead = read(&context, "DEAD").await;
    let large: Vec<_> = dead.iter().filter(|letter| letter.header("Itl-Reason") == "too_large").collect();
    assert_eq!((large.len(), large[0].text()), (1, &*payload));
    let mut parts: Vec<_> = dead.iter().filter(|letter| letter.header("Itl-Reason") == "broken_json").collect();
    parts.sort_by_key(|part| part.header("Itl-Part"));
    assert!(parts.len() > 1);
    assert_eq!(parts.iter().map(|part| part.text()).collect::<String>(), broken);
    assert_eq!(worker.metric("dead_letters_total", "too_large").await, 1.0);
    assert_eq!(distinct(&server).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_stream_holds_the_worker_and_loses_nothing() {
    let server = Server::start("").await;
    let context = server.context().await;
    events(&context).await;
    let setup = Setup::new(&server, "", "ack_wait = 1", "");
    let path = setup.folder.join("worker.toml");
    let config = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, config.replace("subjects = \"messages.>\"", "subjects = \"messages.>\"\nmax_bytes = 100000"))
        .unwrap();
    let worker = setup.start();
    send(&context, (0..2000).map(disk)).await;
    until("full", async || worker.metric("publish_retries_total", "full").await > 300.0).await;
    assert_eq!(worker.get("/readyz").await.0, 503);
    assert!(worker.metric("in_flight", "").await <= 256.0);
    let mut stream = context.get_stream("MESSAGES").await.unwrap();
    let mut config = stream.info().await.unwrap().config.clone();
    config.max_bytes = -1;
    context.update_stream(config).await.unwrap();
    settled(&context).await;
    assert_eq!(distinct(&server).await, 2000);
    assert_eq!(worker.metric("dead_letters_total", "").await, 0.0);
}

/// The disk itself is full: a file system of some megabytes, where this user may mount one.
#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let Some(disk_of_test) = Disk::mount(&folder.path().join("store"), "12m") else {
        println!("worker: a full disk was not tried, since this user may mount no file system");
        return;
    };
    let mut server = Server::start_in(folder, disk_of_test.path.clone(), "").await;
    let context = server.context().await;
    events(&context).await;
    let setup = Setup::new(&server, "", "ack_wait = 2", "");
    setup.template("disk.itl", &format!("{{{{ host }}}} {}", "x".repeat(4000)));
    let worker = setup.start();
    until("ready", async || worker.get("/readyz").await.0 == 200).await;
    send(&context, (0..4000).map(disk)).await;
    until("not ready", async || worker.get("/readyz").await.0 == 503).await;
    disk_of_test.resize("200m");
    // The server has stopped its streams; a new one finds the room.
    server.kill().await;
    server.again().await;
    settled(&server.context().await).await;
    assert_eq!(distinct(&server).await, 4000);
    assert_eq!(worker.metric("dead_letters_total", "").await, 0.0);
    println!("worker: a full disk lost none of 4000 events");
}

struct Disk {
    path: std::path::PathBuf,
}

impl Disk {
    fn mount(path: &Path, size: &str) -> Option<Self> {
        std::fs::create_dir_all(path).unwrap();
        let mounted =
            Command::new("mount").args(["-t", "tmpfs", "-o", &format!("size={size}"), "tmpfs"]).arg(path).output();
        mounted.is_ok_and(|mounted| mounted.status.success()).then(|| Self { path: path.to_owned() })
    }

    fn resize(&self, size: &str) {
        let resized = Command::new("mount").args(["-o", &format!("remount,size={size}")]).arg(&self.path).status();
        assert!(resized.unwrap().success());
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // The server may still have files open.
        let _ = Command::new("umount").arg("-l").arg(&self.path).status();
    }
}

/// The worker's wall clock jumps by years; its timers do not.
#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_jumps_changes_nothing() {
    let Some(library) = std::env::var_os("ITL_FAKETIME") else {
        println!("worker: a clock that jumps was not tried, since ITL_FAKETIME names no libfaketime");
        return;
    };
    let server = Server::start("").await;
    let context = server.context().await;
    events(&context).await;
    let mut setup = Setup::new(&server, "", "ack_wait = 1", "");
    setup.template("disk.itl", "{{ host }} {{ @now }}");
    let clock = setup.folder.join("clock");
    std::fs::write(&clock, "+0").unwrap();
    setup.variables = vec![
        ("LD_PRELOAD", library.into_string().unwrap()),
        ("FAKETIME_TIMESTAMP_FILE", clock.display().to_string()),
        ("FAKETIME_NO_CACHE", "1".to_owned()),
        ("FAKETIME_DONT_FAKE_MONOTONIC", "1".to_owned()),
    ];
    let worker = setup.start();
    until("ready", async || worker.get("/readyz").await.0 == 200).await;
    for (round, jump) in ["+10y", "-10y", "+0", "-1d", "+1h"].iter().enumerate() {
        send(&context, (0..200).map(|number| disk(round * 200 + number))).await;
        std::fs::write(&clock, jump).unwrap();
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
    settled(&context).await;
    let messages = read(&context, "MESSAGES").await;
    assert_eq!(messages.len(), 1000);
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_millis();
    for message in &messages {
        let at: u128 = message.text().split(' ').nth(1).unwrap().parse().unwrap();
        assert!(now - at < 600_000, "a render's clock is the event's: {}", message.text());
    }
    assert_eq!(worker.metric("redeliveries_total", "").await, 0.0);
    assert_eq!(worker.get("/healthz").await.0, 200);
}
