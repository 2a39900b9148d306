//! How fast a worker is; `itl-worker/measure` runs it with a release build.

use crate::command::Setup;
use crate::server::{Server, events, read, send, settled};
use std::time::Instant;

const EVENT: &str = include_str!("../../../examples/alertmanager/payload.json");
const TEMPLATE: &str = include_str!("../../../examples/alertmanager/summary.itl");

/// The processor time of a process in seconds.
fn processor(id: u32) -> f64 {
    /// Of `/proc`, on every Linux.
    const TICKS: f64 = 100.0;
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|ticks| ticks.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(11) + ticks(12)) / TICKS
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "a measurement; itl-worker/measure runs it"]
async fn rate() {
    let count = std::env::var("ITL_WORKER_EVENTS").map_or(20_000, |count| count.parse().expect("a number"));
    let server = Server::start("").await;
    let context = server.context().await;
    events(&context).await;
    send(&context, (0..count).map(|_| ("events.disk".to_owned(), EVENT.to_owned()))).await;
    let setup = Setup::new(&server, "", "", "");
    setup.template("disk.itl", TEMPLATE);
    let (begin, broker) = (Instant::now(), processor(server.id()));
    let worker = setup.start();
    settled(&context).await;
    let seconds = begin.elapsed().as_secs_f64();
    let (own, broker) = (processor(worker.id()), processor(server.id()) - broker);
    assert_eq!(read(&context, "MESSAGES").await.len(), count);
    let each = |seconds: f64| seconds * 1e6 / count as f64;
    println!(
        "worker: {count} events of {} bytes in {seconds:.1} s, {:.0} a second; processor time for each: \
         worker {:.0} µs, broker {:.0} µs",
        EVENT.len(),
        count as f64 / seconds,
        each(own),
        each(broker),
    );
}
