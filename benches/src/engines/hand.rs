//! What people write without an engine: `push_str` over look-ups in a `serde_json::Value`.

use crate::engines::itl::W2;
use crate::measure::Suite;
use crate::payloads::Inputs;
use crate::workload::Workload;
use chrono::{DateTime, Utc};
use serde::de::IgnoredAny;
use serde_json::Value;
use std::fmt::Write as _;

const NAME: &str = "hand-written";

pub(crate) fn add(suite: &mut Suite, inputs: &'static Inputs) {
    suite.render(Workload::W1, NAME, || summary(&inputs.alerts.value));
    suite.render(Workload::W2, NAME, || details(&inputs.alerts.value));
    suite.render(Workload::W3, NAME, || functions(&inputs.event.value));
    suite.render(Workload::W3d, NAME, || dates(&inputs.event.value));
    suite.render(Workload::W4, NAME, || prompt(&inputs.prompt.value));
    suite.render(Workload::W5, NAME, || table(&inputs.report.value));
    for (workload, input) in [
        (Workload::W6a, &inputs.alerts),
        (Workload::W6b, &inputs.many_alerts),
    ] {
        suite.render(workload, NAME, || {
            let value: Value = serde_json::from_slice(input.text.as_bytes()).expect("valid JSON");
            summary(&value)
        });
        suite.work(
            workload,
            "floor: validated skip (serde_json IgnoredAny)",
            || serde_json::from_slice::<IgnoredAny>(input.text.as_bytes()).expect("valid JSON"),
        );
    }
    suite.work(Workload::W7, "bare tag scan", || {
        tag_scan(std::hint::black_box(W2))
    });
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn summary(alerts: &Value) -> String {
    let mut out = String::with_capacity(256);
    out.push('[');
    out.push_str(text(&alerts["status"]));
    out.push_str("] ");
    out.push_str(text(&alerts["commonLabels"]["alertname"]));
    out.push_str(" in ");
    out.push_str(text(&alerts["commonLabels"]["cluster"]));
    out.push_str(": ");
    out.push_str(text(&alerts["commonAnnotations"]["summary"]));
    out.push_str(" (");
    out.push_str(text(&alerts["receiver"]));
    out.push(')');
    out
}

fn details(payload: &Value) -> String {
    let mut out = String::with_capacity(8192);
    out.push_str(text(&payload["groupLabels"]["alertname"]));
    out.push_str(" in ");
    out.push_str(text(&payload["groupLabels"]["cluster"]));
    out.push_str(": ");
    out.push_str(text(&payload["status"]));
    out.push('\n');
    for alert in payload["alerts"].as_array().into_iter().flatten() {
        out.push_str("- ");
        out.push_str(text(&alert["labels"]["instance"]));
        out.push_str(" [");
        out.push_str(text(&alert["labels"]["severity"]));
        out.push_str("] ");
        out.push_str(text(&alert["annotations"]["summary"]));
        out.push_str("\n  ");
        out.push_str(text(&alert["annotations"]["description"]));
        out.push_str("\n  since ");
        out.push_str(text(&alert["startsAt"]));
        out.push_str(", ");
        out.push_str(text(&alert["generatorURL"]));
        out.push('\n');
    }
    out.push_str("Source: ");
    out.push_str(text(&payload["externalURL"]));
    out
}

fn functions(event: &Value) -> String {
    let mut out = String::with_capacity(512);
    out.push_str(&text(&event["severity"]).to_uppercase());
    out.push(' ');
    out.push_str(&text(&event["subject"]).replace('_', " "));
    out.push('\n');
    out.push_str(text(&event["host"]).split(':').next().unwrap_or_default());
    out.push(' ');
    out.extend(text(&event["groupKey"]).chars().skip(4).take(20));
    out.push(' ');
    if event["status"] == "firing" {
        out.push_str("needs attention");
    }
    out.push_str("\ntags: ");
    for (index, tag) in event["tags"].as_array().into_iter().flatten().enumerate() {
        if index > 0 {
            out.push_str(", ");
        }
        out.push_str(text(tag));
    }
    out.push_str("\nowners: ");
    for (index, owner) in event["owners"].as_array().into_iter().flatten().enumerate() {
        if index > 0 {
            out.push_str("; ");
        }
        out.push_str(text(&owner["name"]));
    }
    out
}

fn dates(event: &Value) -> String {
    let mut out = String::with_capacity(128);
    out.push_str("from ");
    if let Some(start) = event["startedAt"]
        .as_i64()
        .and_then(DateTime::from_timestamp_millis)
    {
        let _ = write!(out, "{}", start.format("%b %-d, %Y, %-I:%M:%S %p"));
    }
    out.push_str(" to ");
    if let Ok(end) = text(&event["reportedAt"]).parse::<DateTime<Utc>>() {
        let _ = write!(out, "{}", end.format("%B %-d, %Y at %-I:%M:%S %p UTC"));
    }
    out
}

fn prompt(prompt: &Value) -> String {
    let mut out = String::with_capacity(8192);
    out.push_str("<task_instructions>\n");
    out.push_str(text(&prompt["instruction"]));
    out.push_str("\n</task_instructions>\n<tools>\n");
    for tool in prompt["tools"].as_array().into_iter().flatten() {
        out.push_str("<tool name=\"");
        out.push_str(text(&tool["name"]));
        out.push_str("\" schema='");
        out.push_str(text(&tool["schema"]));
        out.push_str("'>");
        out.push_str(text(&tool["description"]));
        out.push_str("</tool>\n");
    }
    out.push_str("</tools>\n<conversation>\n");
    for turn in prompt["turns"].as_array().into_iter().flatten() {
        let role = text(&turn["role"]);
        out.push('<');
        out.push_str(role);
        out.push_str(">\n");
        out.push_str(text(&turn["content"]));
        out.push_str("\n</");
        out.push_str(role);
        out.push_str(">\n");
    }
    out.push_str("</conversation>\n<user_input>\n");
    out.push_str(text(&prompt["input"]));
    out.push_str("\n</user_input>");
    out
}

fn table(report: &Value) -> String {
    let mut out = String::with_capacity(16_384);
    out.push_str("<h1>");
    push_html(&mut out, text(&report["title"]));
    out.push_str("</h1>\n<table>\n");
    for row in report["rows"].as_array().into_iter().flatten() {
        out.push_str("<tr><td>");
        push_html(&mut out, text(&row["host"]));
        out.push_str("</td><td>");
        push_html(&mut out, text(&row["service"]));
        out.push_str("</td><td>");
        push_html(&mut out, text(&row["message"]));
        let _ = write!(
            out,
            "</td><td>{}</td><td>{}</td></tr>\n",
            row["count"], row["load"]
        );
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

/// Finds every tag and does nothing with it: the least that a compiler of templates must do.
fn tag_scan(source: &str) -> (usize, usize) {
    let (mut tags, mut bytes) = (0, 0);
    let mut rest = source.as_bytes();
    while let Some(open) = memchr::memmem::find(rest, b"{{") {
        rest = &rest[open + 2..];
        let Some(close) = memchr::memmem::find(rest, b"}}") else {
            break;
        };
        tags += 1;
        bytes += close;
        rest = &rest[close + 2..];
    }
    (tags, bytes)
}
