//! Templates that change while the worker runs, its health, and how it ends.

use crate::command::Setup;
use crate::server::{Server, events, open, read, send, settled, until};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

fn disk(number: usize) -> (String, String) {
    ("events.disk".to_owned(), format!("{{\"host\": \"db-{number}\", \"state\": \"down\"}}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_template_is_used_and_a_broken_one_is_refused() {
    let server = Server::start("").await;
    let context = server.context().await;
    events(&context).await;
    let setup = Setup::new(&server, "", "", "");
    let worker = setup.start();
    until("ready", async || worker.get("/readyz").await.0 == 200).await;
    send(&context, [disk(1)]).await;
    settled(&context).await;
    setup.template("disk.itl", "broken {{ host.uperCase() }}");
    until("refused", async || worker.metric("template_refused", "disk").await > 0.5).await;
    assert!(worker.log().contains("error[E0201]: unknown function `uperCase`"), "{}", worker.log());
    send(&context, [disk(2)]).await;
    settled(&context).await;
    setup.template("disk.itl", "new {{ host }}");
    until("swapped", async || worker.metric("reloads_total", "swapped").await > 1.5).await;
    worker.signal("HUP");
    until("read again", async || worker.metric("reloads_total", "unchanged").await > 0.5).await;
    // A mistake in the configuration leaves everything as it is.
    let config = std::fs::read_to_string(setup.folder.join("worker.toml")).unwrap();
    std::fs::write(setup.folder.join("worker.toml"), config.replace("[dead_letters]", "[dead]")).unwrap();
    until("refused again", async || worker.metric("reloads_total", "refused").await > 1.5).await;
    send(&context, [disk(3)]).await;
    settled(&context).await;
    let texts: Vec<String> = read(&context, "MESSAGES").await.iter().map(|message| message.text().to_owned()).collect();
    assert_eq!(texts, ["DB-1 is down", "DB-2 is down", "new db-3"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_swap_mixes_nothing() {
    let server = Server::start("").await;
    let context = server.context().await;
    events(&context).await;
    let setup = Setup::new(&server, "", "", "partials = \"partials\"");
    std::fs::create_dir_all(setup.folder.join("partials")).unwrap();
    let change = |word: &str| {
        std::fs::write(setup.folder.join("partials/sign.itl"), word).unwrap();
        setup.template("disk.itl", &format!("{word} {{{{ host }}}} {{{{> sign }}}}"));
    };
    change("one");
    let worker = setup.start();
    until("ready", async || worker.get("/readyz").await.0 == 200).await;
    for round in 0..6 {
        send(&context, (0..500).map(|number| disk(round * 500 + number))).await;
        change(if round % 2 == 0 { "two" } else { "one" });
        tokio::time::sleep(Duration::from_millis(400)).await;
    }
    settled(&context).await;
    let mut versions = BTreeMap::<String, BTreeSet<String>>::new();
    for message in read(&context, "MESSAGES").await {
        let words: Vec<&str> = message.text().split(' ').collect();
        let pair = format!("{} {}", words[0], words[2]);
        versions.entry(message.header("Itl-Version").to_owned()).or_default().insert(pair);
    }
    // A partial and its template are two files; between the two writes they are a version of their own.
    assert!(versions.values().all(|pairs| pairs.len() == 1), "{versions:?}");
    assert!(versions.len() >= 2, "{versions:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_end_finishes_what_was_begun() {
    let server = Server::start("").await;
    let context = server.context().await;
    events(&context).await;
    // Longer than `settled` waits: an event that was not given back would be missing.
    let setup = Setup::new(&server, "", "ack_wait = 600", "");
    let mut first = setup.start();
    until("ready", async || first.get("/readyz").await.0 == 200).await;
    send(&context, (0..3000).map(disk)).await;
    first.signal("TERM");
    assert!(first.ended().await.success(), "{}", first.log());
    let left = open(&context).await.unwrap();
    let mut second = setup.start();
    settled(&context).await;
    second.signal("INT");
    assert!(second.ended().await.success(), "{}", second.log());
    assert_eq!(read(&context, "MESSAGES").await.len(), 3000);
    println!("worker: ended in the middle with {left} events left, none unfinished");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_workers_share_the_events() {
    let server = Server::start("").await;
    let context = server.context().await;
    events(&context).await;
    let setup = Setup::new(&server, "", "max_in_flight = 16", "");
    let first = setup.start();
    until("ready", async || first.get("/readyz").await.0 == 200).await;
    let other = Setup { http: crate::server::free_port(), folder: setup.folder.clone(), variables: Vec::new() };
    let config = std::fs::read_to_string(setup.folder.join("worker.toml")).unwrap();
    let config = config.replace(&format!("127.0.0.1:{}", setup.http), &format!("127.0.0.1:{}", other.http));
    std::fs::write(setup.folder.join("worker.toml"), config).unwrap();
    let second = other.start();
    until("ready", async || second.get("/readyz").await.0 == 200).await;
    send(&context, (0..2000).map(disk)).await;
    settled(&context).await;
    assert_eq!(read(&context, "MESSAGES").await.len(), 2000);
    let counts = [first.metric("messages_total", "").await, second.metric("messages_total", "").await];
    assert!(counts.iter().all(|count| *count > 0.0), "{counts:?}");
}
