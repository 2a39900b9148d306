//! The floor: structs of borrowed texts, and code that knows them.

use crate::engines::hand::push_html;
use crate::measure::Suite;
use crate::payloads::Inputs;
use crate::workload::Workload;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fmt::Write as _;

const NAME: &str = "floor: borrowed typed structs";

/// What W1 touches, and nothing else.
#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Summary<'a> {
    #[serde(borrow)]
    pub(crate) status: Cow<'a, str>,
    #[serde(borrow)]
    pub(crate) receiver: Cow<'a, str>,
    #[serde(borrow)]
    pub(crate) common_labels: Group<'a>,
    #[serde(borrow)]
    pub(crate) common_annotations: CommonAnnotations<'a>,
}

#[derive(Deserialize, Serialize)]
pub(crate) struct CommonAnnotations<'a> {
    #[serde(borrow)]
    pub(crate) summary: Cow<'a, str>,
}

#[derive(Deserialize, Serialize)]
pub(crate) struct Group<'a> {
    #[serde(borrow)]
    pub(crate) alertname: Cow<'a, str>,
    #[serde(borrow)]
    pub(crate) cluster: Cow<'a, str>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Details<'a> {
    #[serde(borrow)]
    pub(crate) status: Cow<'a, str>,
    #[serde(borrow)]
    pub(crate) group_labels: Group<'a>,
    #[serde(borrow)]
    pub(crate) alerts: Vec<Alert<'a>>,
    #[serde(borrow, rename = "externalURL")]
    pub(crate) external_url: Cow<'a, str>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Alert<'a> {
    #[serde(borrow)]
    pub(crate) labels: Labels<'a>,
    #[serde(borrow)]
    pub(crate) annotations: Annotations<'a>,
    #[serde(borrow)]
    pub(crate) starts_at: Cow<'a, str>,
    #[serde(borrow, rename = "generatorURL")]
    pub(crate) generator_url: Cow<'a, str>,
}

#[derive(Deserialize, Serialize)]
pub(crate) struct Labels<'a> {
    #[serde(borrow)]
    pub(crate) instance: Cow<'a, str>,
    #[serde(borrow)]
    pub(crate) severity: Cow<'a, str>,
}

#[derive(Deserialize, Serialize)]
pub(crate) struct Annotations<'a> {
    #[serde(borrow)]
    pub(crate) summary: Cow<'a, str>,
    #[serde(borrow)]
    pub(crate) description: Cow<'a, str>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Event<'a> {
    #[serde(borrow)]
    pub(crate) severity: Cow<'a, str>,
    #[serde(borrow)]
    pub(crate) subject: Cow<'a, str>,
    #[serde(borrow)]
    pub(crate) host: Cow<'a, str>,
    #[serde(borrow)]
    pub(crate) group_key: Cow<'a, str>,
    #[serde(borrow)]
    pub(crate) status: Cow<'a, str>,
    #[serde(borrow)]
    pub(crate) tags: Vec<Cow<'a, str>>,
    #[serde(borrow)]
    pub(crate) owners: Vec<Owner<'a>>,
    pub(crate) started_at: i64,
    #[serde(borrow)]
    pub(crate) reported_at: Cow<'a, str>,
}

#[derive(Deserialize, Serialize)]
pub(crate) struct Owner<'a> {
    #[serde(borrow)]
    pub(crate) name: Cow<'a, str>,
}

#[derive(Deserialize, Serialize)]
pub(crate) struct Prompt<'a> {
    #[serde(borrow)]
    pub(crate) instruction: Cow<'a, str>,
    #[serde(borrow)]
    pub(crate) tools: Vec<Tool<'a>>,
    #[serde(borrow)]
    pub(crate) turns: Vec<Turn<'a>>,
    #[serde(borrow)]
    pub(crate) input: Cow<'a, str>,
}

#[derive(Deserialize, Serialize)]
pub(crate) struct Tool<'a> {
    #[serde(borrow)]
    pub(crate) name: Cow<'a, str>,
    #[serde(borrow)]
    pub(crate) schema: Cow<'a, str>,
    #[serde(borrow)]
    pub(crate) description: Cow<'a, str>,
}

#[derive(Deserialize, Serialize)]
pub(crate) struct Turn<'a> {
    #[serde(borrow)]
    pub(crate) role: Cow<'a, str>,
    #[serde(borrow)]
    pub(crate) content: Cow<'a, str>,
}

#[derive(Deserialize, Serialize)]
pub(crate) struct Report<'a> {
    #[serde(borrow)]
    pub(crate) title: Cow<'a, str>,
    #[serde(borrow)]
    pub(crate) rows: Vec<Row<'a>>,
}

#[derive(Deserialize, Serialize)]
pub(crate) struct Row<'a> {
    #[serde(borrow)]
    pub(crate) host: Cow<'a, str>,
    #[serde(borrow)]
    pub(crate) service: Cow<'a, str>,
    #[serde(borrow)]
    pub(crate) message: Cow<'a, str>,
    pub(crate) count: u64,
    pub(crate) load: f64,
}

pub(crate) fn read<'a, T: Deserialize<'a>>(text: &'a str) -> T {
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
    for (workload, input) in [(Workload::W6a, &inputs.alerts), (Workload::W6b, &inputs.many_alerts)] {
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
    for part in [&data.group_labels.alertname, " in ", &data.group_labels.cluster, ": ", &data.status, "\n"] {
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
    for part in ["<task_instructions>\n", &data.instruction, "\n</task_instructions>\n<tools>\n"] {
        out.push_str(part);
    }
    for tool in &data.tools {
        for part in ["<tool name=\"", &tool.name, "\" schema='", &tool.schema, "'>", &tool.description, "</tool>\n"] {
            out.push_str(part);
        }
    }
    out.push_str("</tools>\n<conversation>\n");
    for turn in &data.turns {
        for part in ["<", &turn.role, ">\n", &turn.content, "\n</", &turn.role, ">\n"] {
            out.push_str(part);
        }
    }
    for part in ["</conversation>\n<user_input>\n", &data.input, "\n</user_input>"] {
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
        let _ = writeln!(out, "</td><td>{}</td><td>{}</td></tr>", row.count, row.load);
    }
    out.push_str("</table>");
    out
}
