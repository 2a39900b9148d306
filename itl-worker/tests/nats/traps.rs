//! The known traps of a broker's timers, windows and limits.

use crate::command::Setup;
use crate::server::{Server, events, read, send, settled, until};
use async_nats::jetstream::consumer::PullConsumer;
use async_nats::jetstream::consumer::pull::Config;
use std::time::Duration;

fn one(subject: &str, payload: &str) -> [(String, String); 1] {
    [(subject.to_owned(), payload.to_owned())]
}

/// A render that takes longer than the broker waits for an answer.
#[tokio::test(flavor = "multi_thread")]
async fn a_render_longer_than_the_wait_is_delivered_once() {
    let server = Server::start("").await;
    let context = server.context().await;
    events(&context).await;
    let setup = Setup::new(&server, "", "ack_wait = 0.2", "");
    // Ends at the limit of steps, after seconds.
    setup.template(
        "slow.itl",
        "{{ #a }}{{ #a }}{{ #a }}{{ #a }}{{ #a }}{{ x }}{{ /a }}{{ /a }}{{ /a }}{{ /a }}{{ /a }}!",
    );
    let worker = setup.start();
    let list: Vec<u8> = vec![1; 100];
    send(&context, one("events.slow", &format!("{{\"a\": {list:?}, \"x\": \"\"}}"))).await;
    settled(&context).await;
    assert_eq!(read(&context, "MESSAGES").await.len(), 1);
    assert_eq!(worker.metric("redeliveries_total", "").await, 0.0);
    let longest = worker.metric("render_seconds_sum", "").await;
    assert!(longest > 0.2, "the render took {longest} s, so nothing was tried");
    assert!(worker.metric("in_progress_total", "").await > 0.0);
}

/// A window that has forgotten an id when its event is delivered again: doubles have one id. Dead letters have their own.
#[tokio::test(flavor = "multi_thread")]
async fn ids_outlive_the_window() {
    let server = Server::start("").await;
    let context = server.context().await;
    events(&context).await;
    let setup = Setup::new(&server, "", "ack_wait = 1", "strict = true");
    let mut worker = setup.start();
    send(&context, one("events.disk", r#"{"host": "db-7", "state": "down"}"#)).await;
    send(&context, one("events.disk", r#"{"host": "db-8"}"#)).await;
    settled(&context).await;
    worker.kill().await;
    // The consumer forgets that anything was done, as after a restore from a backup: all is delivered again.
    let stream = context.get_stream("EVENTS").await.unwrap();
    stream.delete_consumer("itl-worker").await.unwrap();
    let mut messages = context.get_stream("MESSAGES").await.unwrap();
    let mut config = messages.info().await.unwrap().config.clone();
    config.duplicate_window = Duration::from_millis(100);
    context.update_stream(config).await.unwrap();
    tokio::time::sleep(Duration::from_millis(300)).await;
    let worker = setup.start();
    until("all is done again", async || read(&context, "MESSAGES").await.len() == 2).await;
    settled(&context).await;
    let messages = read(&context, "MESSAGES").await;
    assert_eq!(messages[0].header("Nats-Msg-Id"), messages[1].header("Nats-Msg-Id"));
    // Within its window the stream of dead letters has dropped the second one.
    let dead = read(&context, "DEAD").await;
    assert_eq!(dead.len(), 1);
    assert_eq!((dead[0].header("Itl-Reason"), dead[0].text()), ("refused", r#"{"host": "db-8"}"#));
    assert_ne!(dead[0].header("Nats-Msg-Id"), messages[0].header("Nats-Msg-Id"));
    assert!(worker.log().contains("forgets ids"), "{}", worker.log());
}

/// A consumer that drops events after one delivery in silence.
#[tokio::test(flavor = "multi_thread")]
async fn a_consumer_with_a_limit_of_deliveries_is_changed() {
    let server = Server::start("").await;
    let context = server.context().await;
    events(&context).await;
    let stream = context.get_stream("EVENTS").await.unwrap();
    let limited = Config {
        durable_name: Some("itl-worker".into()),
        max_deliver: 1,
        ack_wait: Duration::from_secs(1),
        ..Config::default()
    };
    let _: PullConsumer = stream.create_consumer(limited).await.unwrap();
    let setup = Setup::new(&server, "", "ack_wait = 1", "");
    let worker = setup.start();
    send(&context, one("events.disk", r#"{"host": "db-7", "state": "down"}"#)).await;
    settled(&context).await;
    let info = stream.consumer_info("itl-worker").await.unwrap();
    assert_eq!(info.config.max_deliver, -1);
    assert!(worker.log().contains("dropped events"), "{}", worker.log());
    assert_eq!(read(&context, "MESSAGES").await.len(), 1);
}

/// Somebody limits the deliveries while the worker runs, and the worker stands still for too long.
#[tokio::test(flavor = "multi_thread")]
async fn an_event_that_the_broker_gives_up_becomes_a_dead_letter() {
    let server = Server::start("").await;
    let context = server.context().await;
    events(&context).await;
    let setup = Setup::new(&server, "", "ack_wait = 1", "");
    let worker = setup.start();
    send(&context, one("events.disk", r#"{"host": "db-1", "state": "down"}"#)).await;
    settled(&context).await;
    let stream = context.get_stream("EVENTS").await.unwrap();
    let info = stream.consumer_info("itl-worker").await.unwrap();
    let limited = Config {
        durable_name: Some("itl-worker".into()),
        description: info.config.description.clone(),
        max_deliver: 1,
        max_ack_pending: info.config.max_ack_pending,
        ack_wait: Duration::from_secs(1),
        ..Config::default()
    };
    let _: PullConsumer = stream.create_consumer(limited).await.unwrap();
    worker.signal("STOP");
    send(&context, one("events.disk", r#"{"host": "db-2", "state": "down"}"#)).await;
    tokio::time::sleep(Duration::from_secs(4)).await;
    worker.signal("CONT");
    until("a dead letter", async || {
        read(&context, "DEAD").await.iter().any(|letter| letter.header("Itl-Reason") == "exhausted")
    })
    .await;
    assert!(read(&context, "DEAD").await[0].text().contains("db-2"));
}

/// Messages that would come back as events.
#[tokio::test(flavor = "multi_thread")]
async fn a_circle_is_refused() {
    let server = Server::start("").await;
    let context = server.context().await;
    let all = async_nats::jetstream::stream::Config {
        name: "EVENTS".into(),
        subjects: vec!["events.>".into(), "messages.>".into(), "dead.>".into()],
        ..Default::default()
    };
    context.create_stream(all).await.unwrap();
    let setup = Setup::new(&server, "", "", "");
    let config = std::fs::read_to_string(setup.folder.join("worker.toml")).unwrap();
    let without = config.split("[[streams]]").next().unwrap().to_owned()
        + "[[templates]]"
        + config.split("[[templates]]").nth(1).unwrap();
    std::fs::write(setup.folder.join("worker.toml"), without).unwrap();
    let mut worker = setup.start();
    assert_eq!(worker.ended().await.code(), Some(2));
    assert!(worker.log().contains("each message would be an event"), "{}", worker.log());
}
