//! The alert that the printed templates of a source make.

use crate::source::{AlertSource, Link, Mapped, Priority};
use serde::Serialize;
use std::collections::HashSet;

/// An alert, with the names of ilert's events. What is empty is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Alert {
    /// One line that names the problem.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// All that is worth reading.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub details: Option<String>,
    /// Events with the same key belong to one alert.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alert_key: Option<String>,
    /// Chooses the escalation policy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub routing_key: Option<String>,
    /// The mapped priority, else that of the source.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
    /// The mapped severity, from 1 to 5, else that of the source.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub severity: Option<u8>,
    /// The links that have an address.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<AlertLink>,
    /// Names or aliases of services, each once.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub services: Vec<String>,
}

/// A link of an [`Alert`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct AlertLink {
    /// Where it leads.
    pub href: String,
    /// What it shows.
    pub text: String,
}

/// What a person should know of an alert that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Remark {
    /// The field that it is about, such as `priorityTemplate.valueTemplate`.
    pub path: &'static str,
    /// One sentence without a final stop.
    pub message: String,
}

impl Alert {
    /// The alert that the printed texts of a source make, and what is to be said of it.
    ///
    /// One line break at the end of a text is that of its file and is left out. All but the details lose the
    /// whitespace around them. Services are separated by commas and compared without letter case, as ilert does.
    pub fn of(printed: &AlertSource<String>) -> (Self, Vec<Remark>) {
        let mut remarks = Vec::new();
        let alert = Self {
            summary: printed.summary.as_deref().and_then(line),
            details: printed.details.as_deref().map(without_line_end).filter(|text| !is_blank(text)).map(str::to_owned),
            alert_key: printed.alert_key.as_deref().and_then(line),
            routing_key: printed.routing_key.as_deref().and_then(line),
            priority: lookup(printed.priority.as_ref(), PRIORITY, printed.default_priority, &mut remarks),
            severity: lookup(printed.severity.as_ref(), SEVERITY, printed.default_severity, &mut remarks),
            links: printed.links.iter().filter_map(link).collect(),
            services: services(&printed.services),
        };
        if printed.summary.is_some() && alert.summary.is_none() {
            remarks.push(Remark { path: "summaryTemplate", message: "the summary is empty".to_owned() });
        }
        if printed.alert_key.is_some() && alert.alert_key.is_none() {
            let message = "the key is empty, so each event is an alert of its own".to_owned();
            remarks.push(Remark { path: "alertKeyTemplate", message });
        }
        (alert, remarks)
    }
}

const PRIORITY: &str = "priorityTemplate.valueTemplate";
const SEVERITY: &str = "severityTemplate.valueTemplate";

fn lookup<V: Copy>(
    mapped: Option<&Mapped<String, V>>,
    path: &'static str,
    default: Option<V>,
    remarks: &mut Vec<Remark>,
) -> Option<V> {
    let Some(mapped) = mapped else { return default };
    let value = mapped.value.trim();
    let found = mapped.mappings.iter().find(|(known, _)| known == value).map(|(_, to)| *to);
    if found.is_none() && default.is_none() {
        let message = if value.is_empty() {
            "the value is empty, and the source has no default".to_owned()
        } else {
            format!("`{value}` has no mapping, and the source has no default")
        };
        remarks.push(Remark { path, message });
    }
    found.or(default)
}

fn link(link: &Link<String>) -> Option<AlertLink> {
    let href = line(&link.href)?;
    let text = link.text.as_deref().and_then(line).or_else(|| link.fixed_text.as_deref().and_then(line));
    Some(AlertLink { text: text.unwrap_or_else(|| href.clone()), href })
}

fn services(printed: &[String]) -> Vec<String> {
    let mut seen = HashSet::new();
    let names = printed.iter().flat_map(|text| text.split(',')).filter_map(line);
    names.filter(|name| seen.insert(itl_eval::lower(name))).collect()
}

/// A text without the whitespace around it; `None` where nothing is left.
fn line(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}

fn without_line_end(text: &str) -> &str {
    let text = text.strip_suffix('\n').unwrap_or(text);
    text.strip_suffix('\r').unwrap_or(text)
}
