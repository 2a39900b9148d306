//! The floor: structs of borrowed texts, and code that knows them.

use crate::engines::hand::push_html;
use crate::measure::Suite;
use crate::payloads::Inputs;
use crate::workload::Workload;
use chrono::{DateTime, Utc};
use serde::Deserialize;
use std::borrow::Cow;
use std::fmt::Write as _;

const NAME: &str = "floor: borrowed typed structs";

/// What W1 touches, and nothing else.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Summary<'a> {
    #[serde(borrow)]
    status: Cow<'a, str>,
    #[serde(borrow)]
    receiver: Cow<'a, str>,
    #[serde(borrow)]
    common_labels: Group<'a>,
    #[serde(borrow)]
    common_annotations: CommonAnnotations<'a>,
}

#[derive(Deserialize)]
struct CommonAnnotations<'a> {
    #[serde(borrow)]
    summary: Cow<'a, str>,
}

#[derive(Deserialize)]
struct Group<'a> {
    #[serde(borrow)]
    alertname: Cow<'a, str>,
    #[serde(borrow)]
    cluster: Cow<'a, str>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Details<'a> {
    #[serde(borrow)]
    status: Cow<'a, str>,
    #[serde(borrow)]
    group_labels: Group<'a>,
    #[serde(borrow)]
    alerts: Vec<Alert<'a>>,
    #[serde(borrow, rename = "externalURL")]
    external_url: Cow<'a, str>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Alert<'a> {
    #[serde(borrow)]
    labels: Labels<'a>,
    #[serde(borrow)]
    annotations: Annotations<'a>,
    #[serde(borrow)]
    starts_at: Cow<'a, str>,
    #[serde(borrow, rename = "generatorURL")]
    generator_url: Cow<'a, str>,
}

#[derive(Deserialize)]
struct Labels<'a> {
    #[serde(borrow)]
    instance: Cow<'a, str>,
    #[serde(borrow)]
    severity: Cow<'a, str>,
}

#[derive(Deserialize)]
struct Annotations<'a> {
    #[serde(borrow)]
    summary: Cow<'a, str>,
    #[serde(borrow)]
    description: Cow<'a, str>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Event<'a> {
    #[serde(borrow)]
    severity: Cow<'a, str>,
    #[serde(borrow)]
    subject: Cow<'a, str>,
    #[serde(borrow)]
    host: Cow<'a, str>,
    #[serde(borrow)]
    group_key: Cow<'a, str>,
    #[serde(borrow)]
    status: Cow<'a, str>,
    #[serde(borrow)]
    tags: Vec<Cow<'a, str>>,
    #[serde(borrow)]
    owners: Vec<Owner<'a>>,
    started_at: i64,
    #[serde(borrow)]
    reported_at: Cow<'a, str>,
}

#[derive(Deserialize)]
struct Owner<'a> {
    #[serde(borrow)]
    name: Cow<'a, str>,
}

#[derive(Deserialize)]
struct Prompt<'a> {
    #[serde(borrow)]
    instruction: Cow<'a, str>,
    #[serde(borrow)]
    tools: Vec<Tool<'a>>,
    #[serde(borrow)]
    turns: Vec<Turn<'a>>,
    #[serde(borrow)]
    input: Cow<'a, str>,
}

#[derive(Deserialize)]
struct Tool<'a> {
    #[serde(borrow)]
    name: Cow<'a, str>,
    #[serde(borrow)]
    schema: Cow<'a, str>,
    #[serde(borrow)]
    description: Cow<'a, str>,
}

#[derive(Deserialize)]
struct Turn<'a> {
    #[serde(borrow)]
    role: Cow<'a, str>,
    #[serde(borrow)]
    content: Cow<'a, str>,
}

#[derive(Deserialize)]
struct Report<'a> {
    #[serde(borrow)]
    title: Cow<'a, str>,
    #[serde(borrow)]
    rows: Vec<Row<'a>>,
}

#[derive(Deserialize)]
struct Row<'a> {
    #[serde(borrow)]
    host: Cow<'a, str>,
    #[serde(borrow)]
    service: Cow<'a, str>,
    #[serde(borrow)]
    message: Cow<'a, str>,
    count: u64,
    load: f64,
}

fn read<'a, T: Deserialize<'a>>(text: &'a str) -> T {
    serde_json::from_slice(text.as_bytes()).expect("valid JSON")
}

pub(crate) fn add(suite: &mut Suite, inputs: &'static Inputs) {
    let data: Summary = read(&inputs.alerts.text);
    suite.render(Workload::W1, NAME, move || summary(&data));
    let data: Details = read(&inputs.alerts.text);
    suite.render(Workload::W2, NAME, move || details(&data));
    let data: Event = read(&inputs.event.text);
    suite.render(Workload::W3, NAME, move || functions(&data));
    let data: Event = read(&inputs.event.text);
    suite.render(Workload::W3d, NAME, move || dates(&data));
    let data: Prompt = read(&inputs.prompt.text);
    suite.render(Workload::W4, NAME, move || prompt(&data));
    let data: Report = read(&inputs.report.text);
    suite.render(Workload::W5, NAME, move || table(&data));
    for (workload, input) in [
        (Workload::W6a, &inputs.alerts),
        (Workload::W6b, &inputs.many_alerts),
    ] {
        suite.render(workload, NAME, || summary(&read(&input.text)));
    }
}

fn summary(data: &Summary) -> String {
    let mut out = String::with_capacity(256);
    for part in [
        "[",
        &data.status,
        "] ",
        &data.common_labels.alertname,
        " in ",
        &data.common_labels.cluster,
        ": ",
        &data.common_annotations.summary,
        " (",
        &data.receiver,
        ")",
    ] {
        out.push_str(part);
    }
    out
}

fn details(data: &Details) -> String {
    let mut out = String::with_capacity(8192);
    for part in [
        &data.group_labels.alertname,
        " in ",
        &data.group_labels.cluster,
        ": ",
        &data.status,
        "\n",
    ] {
        out.push_str(part);
    }
    for alert in &data.alerts {
        for part in [
            "- ",
            &alert.labels.instance,
            " [",
            &alert.labels.severity,
            "] ",
            &alert.annotations.summary,
            "\n  ",
            &alert.annotations.description,
            "\n  since ",
            &alert.starts_at,
            ", ",
            &alert.generator_url,
            "\n",
        ] {
            out.push_str(part);
        }
    }
    out.push_str("Source: ");
    out.push_str(&data.external_url);
    out
}

fn functions(event: &Event) -> String {
    let mut out = String::with_capacity(512);
    out.push_str(&event.severity.to_uppercase());
    out.push(' ');
    out.push_str(&event.subject.replace('_', " "));
    out.push('\n');
    out.push_str(event.host.split(':').next().unwrap_or_default());
    out.push(' ');
    out.extend(event.group_key.chars().skip(4).take(20));
    out.push(' ');
    if event.status == "firing" {
        out.push_str("needs attention");
    }
    out.push_str("\ntags: ");
    for (index, tag) in event.tags.iter().enumerate() {
        if index > 0 {
            out.push_str(", ");
        }
        out.push_str(tag);
    }
    out.push_str("\nowners: ");
    for (index, owner) in event.owners.iter().enumerate() {
        if index > 0 {
            out.push_str("; ");
        }
        out.push_str(&owner.name);
    }
    out
}

fn dates(event: &Event) -> String {
    let mut out = String::with_capacity(128);
    out.push_str("from ");
    if let Some(start) = DateTime::from_timestamp_millis(event.started_at) {
        let _ = write!(out, "{}", start.format("%b %-d, %Y, %-I:%M:%S %p"));
    }
    out.push_str(" to ");
    if let Ok(end) = event.reported_at.parse::<DateTime<Utc>>() {
        let _ = write!(out, "{}", end.format("%B %-d, %Y at %-I:%M:%S %p UTC"));
    }
    out
}

fn prompt(data: &Prompt) -> String {
    let mut out = String::with_capacity(8192);
    for part in [
        "<task_instructions>\n",
        &data.instruction,
        "\n</task_instructions>\n<tools>\n",
    ] {
        out.push_str(part);
    }
    for tool in &data.tools {
        for part in [
            "<tool name=\"",
            &tool.name,
            "\" schema='",
            &tool.schema,
            "'>",
            &tool.description,
            "</tool>\n",
        ] {
            out.push_str(part);
        }
    }
    out.push_str("</tools>\n<conversation>\n");
    for turn in &data.turns {
        for part in [
            "<",
            &turn.role,
            ">\n",
            &turn.content,
            "\n</",
            &turn.role,
            ">\n",
        ] {
            out.push_str(part);
        }
    }
    for part in [
        "</conversation>\n<user_input>\n",
        &data.input,
        "\n</user_input>",
    ] {
        out.push_str(part);
    }
    out
}

fn table(report: &Report) -> String {
    let mut out = String::with_capacity(16_384);
    out.push_str("<h1>");
    push_html(&mut out, &report.title);
    out.push_str("</h1>\n<table>\n");
    for row in &report.rows {
        out.push_str("<tr><td>");
        push_html(&mut out, &row.host);
        out.push_str("</td><td>");
        push_html(&mut out, &row.service);
        out.push_str("</td><td>");
        push_html(&mut out, &row.message);
        let _ = write!(
            out,
            "</td><td>{}</td><td>{}</td></tr>\n",
            row.count, row.load
        );
    }
    out.push_str("</table>");
    out
}
