//! The proof: a worker that is killed at random moments loses nothing and doubles only ids.

use crate::command::Setup;
use crate::server::{Server, delivered, events, open, read, send, settled, until};
use async_nats::jetstream::Context;
use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

fn number(variable: &str, usual: usize) -> usize {
    std::env::var(variable).map_or(usual, |value| value.parse().expect("a number"))
}

/// Every so many events one is poison.
const POISON: usize = 97;

fn event(number: usize) -> (String, String) {
    let payload = if number.is_multiple_of(POISON) {
        format!("{{\"host\": \"db-{number}\", ")
    } else {
        format!("{{\"host\": \"db-{number}\", \"state\": \"down\", \"labels\": {{\"severity\": \"critical\"}}}}")
    };
    ("events.disk".to_owned(), payload)
}

/// Numbers that look random and are the same in each run.
struct Random(u64);

impl Random {
    fn below(&mut self, max: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % max
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn hard_kills_lose_nothing_and_double_only_ids() {
    let (kills, count) = (number("ITL_WORKER_KILLS", 5), number("ITL_WORKER_EVENTS", 5_000));
    let server = Server::start("").await;
    let context = server.context().await;
    events(&context).await;
    let setup = Setup::new(&server, "", "ack_wait = 2\nmax_deliveries = 1000", "");
    // The broker forgets ids at once, so that what is stored twice is seen.
    setup.change("subjects = \"messages.>\"", "subjects = \"messages.>\"\nwindow = 0.1");
    let begin = Instant::now();
    let killed_at_work = kill_while_events_come(&context, &setup, kills, count).await;
    let seconds = begin.elapsed().as_secs_f64();
    let copies = compare(&context, count).await;
    println!(
        "worker: {kills} hard kills ({killed_at_work} in the middle of events), {count} events in {seconds:.1} s: \
         none lost, {copies} stored twice, each with one id and one text; {} poisoned, as many dead letters",
        count.div_ceil(POISON),
    );
}

/// Returns how many of the kills came while events were being worked on.
async fn kill_while_events_come(context: &Context, setup: &Setup, kills: usize, count: usize) -> usize {
    let sender = context.clone();
    let sent = tokio::spawn(async move {
        let lot = (count / (kills + 1)).max(1);
        for first in (0..count).step_by(lot) {
            send(&sender, (first..count.min(first + lot)).map(event)).await;
            tokio::time::sleep(Duration::from_millis(300)).await;
        }
    });
    let mut random = Random(42);
    let mut killed_at_work = 0;
    for _ in 0..kills {
        let mut worker = setup.start();
        let before = delivered(context).await;
        for _ in 0..600 {
            // At work; where no events are left it is killed all the same.
            if delivered(context).await != before || open(context).await == Some(0) {
                break;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        tokio::time::sleep(Duration::from_millis(random.below(150))).await;
        let left = open(context).await;
        worker.kill().await;
        killed_at_work += usize::from(left != Some(0));
    }
    let mut worker = setup.start();
    sent.await.unwrap();
    settled(context).await;
    until("the last worker is ready", async || worker.get("/readyz").await.0 == 200).await;
    worker.signal("TERM");
    assert!(worker.ended().await.success(), "{}", worker.log());
    killed_at_work
}

/// Compares what is stored with what should be, and returns how many messages are stored twice.
async fn compare(context: &Context, count: usize) -> usize {
    let mut messages = BTreeMap::<String, BTreeSet<String>>::new();
    let mut stored = 0;
    for message in read(context, "MESSAGES").await {
        stored += 1;
        messages.entry(message.header("Nats-Msg-Id").to_owned()).or_default().insert(message.text().to_owned());
    }
    let mut dead = BTreeMap::<String, usize>::new();
    for letter in read(context, "DEAD").await {
        assert_eq!(letter.header("Itl-Reason"), "broken_json");
        *dead.entry(letter.text().to_owned()).or_default() += 1;
    }
    let poison: BTreeMap<String, usize> = (0..count).step_by(POISON).map(|number| (event(number).1, 1)).collect();
    assert_eq!(dead, poison, "dead letters are the poison, each once");
    let texts: BTreeSet<String> = messages.values().flatten().cloned().collect();
    let expected: BTreeSet<String> = (0..count)
        .filter(|number| !number.is_multiple_of(POISON))
        .map(|number| format!("DB-{number} is down"))
        .collect();
    assert_eq!(texts, expected, "each event has its message");
    assert_eq!(messages.len(), expected.len(), "one id for each event");
    assert!(messages.values().all(|texts| texts.len() == 1), "one text for each id");
    stored - messages.len()
}
