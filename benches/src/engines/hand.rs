//! What people write without an engine: `push_str` over look-ups in a JSON tree.

use crate::dom::Dom;
use crate::engines::itl::W2;
use crate::measure::Suite;
use crate::payloads::{Input, Inputs};
use crate::workload::{ORDERED, Workload};
use chrono::{DateTime, Utc};
use memchr::memmem::Finder;
use serde::de::{DeserializeOwned, IgnoredAny};
use std::fmt::Write as _;
use std::ops::Range;

/// Over sorted maps, as `serde_json` makes them unless it is told to keep the order: the baseline.
const NAME: &str = "hand-written";

pub(crate) fn add(suite: &mut Suite, inputs: &'static Inputs) {
    add_over(suite, NAME, inputs, |input| &input.sorted);
    add_over(suite, ORDERED, inputs, |input| &input.value);
    for (workload, input) in [(Workload::W6a, &inputs.alerts), (Workload::W6b, &inputs.many_alerts)] {
        suite.work(workload, "floor: validated skip (serde_json IgnoredAny)", || read::<IgnoredAny>(&input.text));
    }
    let (open, close) = (Finder::new("{{"), Finder::new("}}"));
    suite.work(Workload::W7, "bare tag scan", move || tag_scan(&open, &close, std::hint::black_box(W2)));
}

fn add_over<D: Dom + DeserializeOwned + 'static>(
    suite: &mut Suite,
    name: &'static str,
    inputs: &'static Inputs,
    get: impl Fn(&'static Input) -> &'static D,
) {
    let (alerts, event) = (get(&inputs.alerts), get(&inputs.event));
    let (conversation, report) = (get(&inputs.prompt), get(&inputs.report));
    suite.render(Workload::W1, name, || summary(alerts));
    suite.render(Workload::W2, name, || details(alerts));
    suite.render(Workload::W3, name, || functions(event));
    suite.render(Workload::W3d, name, || dates(event));
    suite.render(Workload::W4, name, || prompt(conversation));
    suite.render(Workload::W5, name, || table(report));
    for (workload, input) in [(Workload::W6a, &inputs.alerts), (Workload::W6b, &inputs.many_alerts)] {
        suite.render(workload, name, || summary(&read::<D>(&input.text)));
    }
}

fn read<T: DeserializeOwned>(text: &str) -> T {
    serde_json::from_slice(text.as_bytes()).expect("valid JSON")
}

fn summary<D: Dom>(alerts: &D) -> String {
    let mut out = String::with_capacity(256);
    let labels = alerts.at("commonLabels");
    out.push('[');
    out.push_str(alerts.at("status").text());
    out.push_str("] ");
    out.push_str(labels.at("alertname").text());
    out.push_str(" in ");
    out.push_str(labels.at("cluster").text());
    out.push_str(": ");
    out.push_str(alerts.at("commonAnnotations").at("summary").text());
    out.push_str(" (");
    out.push_str(alerts.at("receiver").text());
    out.push(')');
    out
}

fn details<D: Dom>(payload: &D) -> String {
    let mut out = String::with_capacity(8192);
    let group = payload.at("groupLabels");
    out.push_str(group.at("alertname").text());
    out.push_str(" in ");
    out.push_str(group.at("cluster").text());
    out.push_str(": ");
    out.push_str(payload.at("status").text());
    out.push('\n');
    for alert in payload.at("alerts").items() {
        let (labels, annotations) = (alert.at("labels"), alert.at("annotations"));
        out.push_str("- ");
        out.push_str(labels.at("instance").text());
        out.push_str(" [");
        out.push_str(labels.at("severity").text());
        out.push_str("] ");
        out.push_str(annotations.at("summary").text());
        out.push_str("\n  ");
        out.push_str(annotations.at("description").text());
        out.push_str("\n  since ");
        out.push_str(alert.at("startsAt").text());
        out.push_str(", ");
        out.push_str(alert.at("generatorURL").text());
        out.push('\n');
    }
    out.push_str("Source: ");
    out.push_str(payload.at("externalURL").text());
    out
}

fn functions<D: Dom>(event: &D) -> String {
    let mut out = String::with_capacity(512);
    out.push_str(&event.at("severity").text().to_uppercase());
    out.push(' ');
    out.push_str(&event.at("subject").text().replace('_', " "));
    out.push('\n');
    out.push_str(event.at("host").text().split(':').next().unwrap_or_default());
    out.push(' ');
    out.extend(event.at("groupKey").text().chars().skip(4).take(20));
    out.push(' ');
    if event.at("status").text() == "firing" {
        out.push_str("needs attention");
    }
    out.push_str("\ntags: ");
    for (index, tag) in event.at("tags").items().iter().enumerate() {
        if index > 0 {
            out.push_str(", ");
        }
        out.push_str(tag.text());
    }
    out.push_str("\nowners: ");
    for (index, owner) in event.at("owners").items().iter().enumerate() {
        if index > 0 {
            out.push_str("; ");
        }
        out.push_str(owner.at("name").text());
    }
    out
}

fn dates<D: Dom>(event: &D) -> String {
    let mut out = String::with_capacity(128);
    out.push_str("from ");
    if let Some(start) = event.at("startedAt").integer().and_then(DateTime::from_timestamp_millis) {
        let _ = write!(out, "{}", start.format("%b %-d, %Y, %-I:%M:%S %p"));
    }
    out.push_str(" to ");
    if let Ok(end) = event.at("reportedAt").text().parse::<DateTime<Utc>>() {
        let _ = write!(out, "{}", end.format("%B %-d, %Y at %-I:%M:%S %p UTC"));
    }
    out
}

fn prompt<D: Dom>(prompt: &D) -> String {
    let mut out = String::with_capacity(8192);
    out.push_str("<task_instructions>\n");
    out.push_str(prompt.at("instruction").text());
    out.push_str("\n</task_instructions>\n<tools>\n");
    for tool in prompt.at("tools").items() {
        out.push_str("<tool name=\"");
        out.push_str(tool.at("name").text());
        out.push_str("\" schema='");
        out.push_str(tool.at("schema").text());
        out.push_str("'>");
        out.push_str(tool.at("description").text());
        out.push_str("</tool>\n");
    }
    out.push_str("</tools>\n<conversation>\n");
    for turn in prompt.at("turns").items() {
        let role = turn.at("role").text();
        out.push('<');
        out.push_str(role);
        out.push_str(">\n");
        out.push_str(turn.at("content").text());
        out.push_str("\n</");
        out.push_str(role);
        out.push_str(">\n");
    }
    out.push_str("</conversation>\n<user_input>\n");
    out.push_str(prompt.at("input").text());
    out.push_str("\n</user_input>");
    out
}

fn table<D: Dom>(report: &D) -> String {
    let mut out = String::with_capacity(16_384);
    out.push_str("<h1>");
    push_html(&mut out, report.at("title").text());
    out.push_str("</h1>\n<table>\n");
    for row in report.at("rows").items() {
        out.push_str("<tr><td>");
        push_html(&mut out, row.at("host").text());
        out.push_str("</td><td>");
        push_html(&mut out, row.at("service").text());
        out.push_str("</td><td>");
        push_html(&mut out, row.at("message").text());
        let _ = writeln!(out, "</td><td>{}</td><td>{}</td></tr>", row.at("count"), row.at("load"));
    }
    out.push_str("</table>");
    out
}

/// Escapes as people write it: a walk over the bytes that copies what lies between.
pub(crate) fn push_html(out: &mut String, text: &str) {
    let mut done = 0;
    for (at, byte) in text.bytes().enumerate() {
        let escaped = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\'' => "&#39;",
            _ => continue,
        };
        out.push_str(&text[done..at]);
        out.push_str(escaped);
        done = at + 1;
    }
    out.push_str(&text[done..]);
}

/// Finds every tag and keeps its place: the least that a compiler of templates must do.
fn tag_scan(open: &Finder, close: &Finder, source: &str) -> Vec<Range<usize>> {
    let mut tags = Vec::new();
    let mut rest = 0;
    while let Some(start) = open.find(&source.as_bytes()[rest..]) {
        let start = rest + start + 2;
        let Some(length) = close.find(&source.as_bytes()[start..]) else { break };
        tags.push(start..start + length);
        rest = start + length + 2;
    }
    tags
}
