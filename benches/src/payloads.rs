//! Payloads as alert senders and prompt builders make them, the same in every run.

use crate::dom::SortedDom;
use serde_json::{Value, json};
use std::fmt::Write as _;

/// All inputs of the workloads: JSON text and the parsed value of each.
pub struct Inputs {
    /// An Alertmanager webhook of 20 alerts, 12 kB.
    pub alerts: Input,
    /// The same of 200 kB.
    pub many_alerts: Input,
    /// One normalized event, for functions and dates.
    pub event: Input,
    /// An assistant's prompt: instruction, tools, 30 turns, the user's input.
    pub prompt: Input,
    /// 100 rows of a service report.
    pub report: Input,
}

/// One input.
pub struct Input {
    /// JSON as it comes in.
    pub text: String,
    /// The same, parsed, keys in their order.
    pub value: Value,
    /// The same, parsed into sorted maps.
    pub sorted: SortedDom,
}

impl Input {
    fn new(text: String) -> Self {
        let value = serde_json::from_str(&text).expect("the generator writes JSON");
        let sorted = serde_json::from_str(&text).expect("the generator writes JSON");
        Self { text, value, sorted }
    }

    fn from_value(value: &Value) -> Self {
        Self::new(value.to_string())
    }
}

impl Inputs {
    /// Makes all inputs; they live as long as the program, as the cases borrow them.
    pub fn leak() -> &'static Self {
        Box::leak(Box::new(Self {
            alerts: Input::new(alertmanager(20)),
            many_alerts: Input::new(alertmanager(337)),
            event: Input::from_value(&event()),
            prompt: Input::from_value(&prompt()),
            report: Input::from_value(&report()),
        }))
    }
}

/// Numbers that look random and never change.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }

    fn pick<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len() as u64) as usize]
    }
}

/// Different webhooks of 20 alerts, 12 kB each, without line ends: events of a stream.
pub fn events(count: u64) -> Vec<String> {
    (0..count).map(|seed| webhook(20, 7 + seed)).collect()
}

fn alertmanager(count: usize) -> String {
    webhook(count, 7)
}

/// A webhook of Alertmanager, with `&`, `<` and `>` written as Go's encoder writes them.
fn webhook(count: usize, seed: u64) -> String {
    let mut numbers = Numbers(seed);
    let alerts: Vec<Value> = (0..count)
        .map(|index| {
            let host = format!("{}-{}.eu1.acme.example:9100", numbers.pick(&["db", "web", "queue", "cache"]), index + 1);
            let mount = numbers.pick(&["/var/lib/postgresql", "/var/spool/mq", "/srv/data", "/"]);
            let free = numbers.below(300);
            json!({
                "status": "firing",
                "labels": {
                    "alertname": "DiskFillsInFourHours",
                    "cluster": "prod-eu1",
                    "device": "/dev/nvme1n1",
                    "env": "production",
                    "instance": host,
                    "job": "node-exporter",
                    "mountpoint": mount,
                    "severity": numbers.pick(&["critical", "warning"]),
                    "team": "storage"
                },
                "annotations": {
                    "summary": format!("Disk \"{mount}\" fills up"),
                    "description": format!("{mount} has {}.{} GiB left and is full within four hours.", free / 10, free % 10)
                },
                "startsAt": format!("2026-03-14T0{}:{:02}:{:02}.217Z", numbers.below(10), numbers.below(60), numbers.below(60)),
                "endsAt": "0001-01-01T00:00:00Z",
                "generatorURL": format!("https://prom.acme.example/graph?g0.expr=free%7Bm%3D{index}%7D+<+0&g0.tab=1"),
                "fingerprint": format!("{:08x}{:08x}", numbers.below(1 << 31), numbers.below(1 << 31))
            })
        })
        .collect();
    json!({
        "version": "4",
        "groupKey": "{}/{team=\"storage\"}:{alertname=\"DiskFillsInFourHours\", cluster=\"prod-eu1\"}",
        "truncatedAlerts": 0,
        "status": "firing",
        "receiver": "ilert-storage",
        "groupLabels": {"alertname": "DiskFillsInFourHours", "cluster": "prod-eu1"},
        "commonLabels": {
            "alertname": "DiskFillsInFourHours",
            "cluster": "prod-eu1",
            "env": "production",
            "prometheus": "monitoring/k8s-eu1",
            "team": "storage"
        },
        "commonAnnotations": {"summary": "Disks of the storage cluster fill up within four hours"},
        "externalURL": "https://alertmanager.acme.example",
        "alerts": alerts
    })
    .to_string()
    .replace('&', "\\u0026")
    .replace('<', "\\u003c")
    .replace('>', "\\u003e")
}

fn event() -> Value {
    json!({
        "id": 48_151_623,
        "subject": "disk_fills_in_four_hours on db_cluster_7",
        "severity": "critical",
        "status": "firing",
        "host": "db-7.eu1.acme.example:9100:tcp",
        "groupKey": "{}/{team=\"storage\"}:{alertname=\"DiskFillsInFourHours\", cluster=\"prod-eu1\"}",
        "tags": ["production", "storage", "postgres", "eu1", "on-call", "tier-1"],
        "owners": [
            {"name": "Ada Byron", "mail": "ada@acme.example"},
            {"name": "Grace Murray", "mail": "grace@acme.example"},
            {"name": "Karl Braun", "mail": "karl@acme.example"}
        ],
        "startedAt": 1_674_950_737_000_i64,
        "reportedAt": "2026-03-14T01:52:13.217Z"
    })
}

fn prompt() -> Value {
    let mut numbers = Numbers(11);
    let words = [
        "the",
        "disk",
        "of",
        "db-7",
        "fills",
        "since",
        "02:52",
        "and",
        "replica",
        "lag",
        "is",
        "<",
        "4",
        "s;",
        "check",
        "\"wal\"",
        "archive",
        "&",
        "retention,",
        "please",
        "restart",
        "nothing",
        "yet",
        "host",
        "answers",
        "slowly",
    ];
    let mut sentence = |length: u64| {
        let mut text = String::new();
        for index in 0..length {
            let _ = write!(text, "{}{}", if index == 0 { "" } else { " " }, numbers.pick(&words));
        }
        text
    };
    let turns: Vec<Value> = (0..30)
        .map(|index| json!({"role": if index % 2 == 0 { "user" } else { "assistant" }, "content": sentence(12 + index % 20)}))
        .collect();
    let tools: Vec<Value> = ["query_metrics", "list_alerts", "page_on_call", "read_runbook"]
        .iter()
        .map(|name| json!({"name": name, "description": sentence(10), "schema": "{\"type\":\"object\",\"required\":[\"id\"]}"}))
        .collect();
    json!({
        "instruction": "You watch over the alerts of a storage cluster. Answer in JSON with the keys \"summary\" and \"actions\".",
        "tools": tools,
        "turns": turns,
        "input": sentence(24)
    })
}

/// Values hold what HTML escapes, but for the characters that engines escape differently.
fn report() -> Value {
    let mut numbers = Numbers(13);
    let rows: Vec<Value> = (0..100)
        .map(|index| {
            json!({
                "host": format!("web-{index}.eu1.acme.example"),
                "service": numbers.pick(&["checkout", "search & browse", "billing", "login"]),
                "message": numbers.pick(&[
                    "latency > 300 ms for \"cart\" & \"pay\"",
                    "all good",
                    "errors < 1 %, queue grows",
                    "connection refused by upstream, retried and answered",
                ]),
                "count": numbers.below(100_000),
                "load": (numbers.below(400) * 2 + 1) as f64 / 100.0
            })
        })
        .collect();
    json!({"title": "Services & hosts", "rows": rows})
}

#[cfg(test)]
mod tests {
    use super::Inputs;

    #[test]
    fn the_alert_payloads_have_the_sizes_that_the_table_names() {
        let inputs = Inputs::leak();
        assert_eq!(inputs.alerts.text.len() / 1000, 12);
        assert_eq!(inputs.many_alerts.text.len() / 1000, 200);
    }
}
