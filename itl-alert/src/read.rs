//! Reads an alert source, and finds what is wrong with its form.

use crate::names::{self, LINK_FIELDS, LINKS, MAPPED_FIELDS, SERVICES, TEMPLATE_FIELDS, TEMPLATES};
use crate::source::{AlertSource, Field, Link, Mapped, Priority};
use crate::{carriers, names::MAPPED};
use itl_eval::Severity;
use serde_json::{Map, Value};
use std::collections::HashSet;

/// Links that an alert source may have.
pub const MAX_LINKS: usize = 10;

/// Templates of services that an alert source may have.
pub const MAX_SERVICES: usize = 10;

/// What is wrong at a field of an alert source.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Problem {
    /// The field, such as `priorityTemplate.mappings[0].priority`; empty for the source itself.
    pub path: String,
    /// Whether it is about the field's name, not its value.
    pub at_name: bool,
    /// An error where ilert would refuse the source or a template would be lost.
    pub severity: Severity,
    /// One sentence without a final stop.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl AlertSource<Field> {
    /// Reads a source in the form of ilert's API. A template is a text, or an object with a `textTemplate` or with
    /// `elements`. What can be read is, whatever else is wrong.
    pub fn read(source: &Value) -> (Self, Vec<Problem>) {
        let mut reader = Reader { problems: Vec::new() };
        let source = reader.source(source);
        (source, reader.problems)
    }
}

struct Reader {
    problems: Vec<Problem>,
}

/// The most problems of a source that are told; a source that has more is of another form.
const MAX_PROBLEMS: usize = 1_000;

impl Reader {
    /// Adds one. Where there are as many as are told, an error takes the place of a last one that is none.
    fn add(&mut self, problem: Problem) {
        if self.problems.len() < MAX_PROBLEMS {
            self.problems.push(problem);
        } else if let Some(last) = self.problems.last_mut().filter(|last| last.severity < problem.severity) {
            *last = problem;
        }
    }

    fn at(&mut self, severity: Severity, path: &str, message: impl Into<String>, help: Option<&str>) {
        self.add(Problem {
            path: path.to_owned(),
            at_name: false,
            severity,
            message: message.into(),
            help: help.map(str::to_owned),
        });
    }

    fn problem(&mut self, path: &str, message: impl Into<String>, help: Option<&str>) {
        self.at(Severity::Error, path, message, help);
    }

    fn doubt(&mut self, path: &str, message: impl Into<String>, help: Option<&str>) {
        self.at(Severity::Warning, path, message, help);
    }

    fn source(&mut self, source: &Value) -> AlertSource {
        let Some(fields) = source.as_object() else {
            self.problem("", "an alert source is an object of fields", None);
            return AlertSource::default();
        };
        let known: Vec<&'static str> = names::all().collect();
        self.unknown("", fields, &known);
        let has_template = fields.keys().any(|name| {
            [SERVICES, LINKS].contains(&name.as_str()) || TEMPLATES.iter().chain(MAPPED).any(|known| known == name)
        });
        if !has_template && self.problems.is_empty() {
            self.problem("", "there is none of the templates of an alert source", Some(&names_of_templates()));
        }
        AlertSource {
            summary: self.optional("", fields, "summaryTemplate"),
            details: self.optional("", fields, "detailsTemplate"),
            alert_key: self.optional("", fields, "alertKeyTemplate"),
            routing_key: self.optional("", fields, "routingTemplate"),
            links: self.links(fields),
            priority: self.mapped(fields, "priorityTemplate", "priority", |value| {
                value.as_str().and_then(Priority::named).ok_or("a priority is HIGH or LOW")
            }),
            severity: self.mapped(fields, "severityTemplate", "severity", severity),
            services: self.services(fields),
            default_priority: self.default_priority(fields),
            default_severity: self.default_severity(fields),
        }
    }

    /// Names of fields that ilert does not have. Of the source itself they may be newer than this list.
    fn unknown(&mut self, path: &str, fields: &Map<String, Value>, known: &[&'static str]) {
        for name in fields.keys().filter(|name| !known.contains(&name.as_str())).take(MAX_PROBLEMS) {
            let meant = names::meant(name, known);
            self.add(Problem {
                path: join(path, name),
                at_name: true,
                severity: if path.is_empty() && meant.is_none() { Severity::Warning } else { Severity::Error },
                message: if path.is_empty() {
                    format!("`{name}` is no field of an alert source")
                } else {
                    format!("`{name}` is no field here")
                },
                help: Some(match meant {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None if path.is_empty() => "the fields are those of ilert's API, v2.2026.5".to_owned(),
                    None => format!("the fields here are {}", known.join(", ")),
                }),
            });
        }
    }

    fn optional(&mut self, path: &str, fields: &Map<String, Value>, name: &str) -> Option<Field> {
        let value = fields.get(name).filter(|value| !value.is_null())?;
        self.template(join(path, name), value)
    }

    fn template(&mut self, path: String, value: &Value) -> Option<Field> {
        if let Some(fields) = value.as_object() {
            self.unknown(&path, fields, TEMPLATE_FIELDS);
            let elements = fields.get("elements").filter(|elements| !elements.is_null());
            match (fields.get("textTemplate").filter(|text| !text.is_null()), elements) {
                (Some(Value::String(text)), _) => return Some(Field { path, text: text.clone() }),
                (Some(_), _) => self.problem(&join(&path, "textTemplate"), NOT_TEXT, Some(IN_QUOTES)),
                (None, Some(_)) => match carriers::elements_of(value) {
                    Ok(elements) => {
                        return Some(Field { path, text: itl_syntax::elements::to_text(&elements) });
                    }
                    Err(error) => self.problem(&path, error, None),
                },
                (None, None) => {
                    self.problem(&path, "there is neither a textTemplate nor elements", Some(IN_QUOTES));
                }
            }
            return None;
        }
        let Some(text) = value.as_str() else {
            self.problem(&path, NOT_TEXT, Some(IN_QUOTES));
            return None;
        };
        Some(Field { path, text: text.to_owned() })
    }

    /// The items of a list of at most `max`.
    fn items<'v>(&mut self, fields: &'v Map<String, Value>, name: &str, max: usize, what: &str) -> &'v [Value] {
        let Some(value) = fields.get(name).filter(|value| !value.is_null()) else { return &[] };
        let Some(items) = value.as_array() else {
            self.problem(name, format!("`{name}` is a list"), Some("write each item after a dash"));
            return &[];
        };
        if items.len() > max {
            let message = format!("an alert source has at most {max} {what}, and there are {}", items.len());
            self.problem(&format!("{name}[{max}]"), message, Some("those beyond are left out"));
        }
        items.get(..max).unwrap_or(items)
    }

    fn links(&mut self, fields: &Map<String, Value>) -> Vec<Link<Field>> {
        let items = self.items(fields, LINKS, MAX_LINKS, "links");
        let mut links = Vec::new();
        for (at, item) in items.iter().enumerate() {
            let path = format!("{LINKS}[{at}]");
            let Some(fields) = item.as_object() else {
                self.problem(&path, "a link is an object with linkTextTemplate and hrefTemplate", None);
                continue;
            };
            self.unknown(&path, fields, LINK_FIELDS);
            let text = self.optional(&path, fields, "linkTextTemplate");
            let fixed_text = self.text(&path, fields, "text");
            let is_given = |name| fields.get(name).is_some_and(|value| !value.is_null());
            if !is_given("linkTextTemplate") && !is_given("text") {
                self.problem(&path, "a link has a linkTextTemplate", Some("ilert refuses a link without it"));
            }
            if !is_given("hrefTemplate") {
                self.problem(&path, "a link has an hrefTemplate, its address", None);
            }
            if let Some(href) = self.optional(&path, fields, "hrefTemplate") {
                links.push(Link { text, fixed_text, href });
            }
        }
        links
    }

    fn text(&mut self, path: &str, fields: &Map<String, Value>, name: &str) -> Option<String> {
        let value = fields.get(name).filter(|value| !value.is_null())?;
        let text = value.as_str().map(str::to_owned);
        if text.is_none() {
            self.problem(&join(path, name), format!("`{name}` is a text"), Some(IN_QUOTES));
        }
        text
    }

    fn services(&mut self, fields: &Map<String, Value>) -> Vec<Field> {
        let items = self.items(fields, SERVICES, MAX_SERVICES, "templates of services");
        items.iter().enumerate().filter_map(|(at, item)| self.template(format!("{SERVICES}[{at}]"), item)).collect()
    }

    fn mapped<V>(
        &mut self,
        fields: &Map<String, Value>,
        name: &str,
        target: &'static str,
        read: impl Fn(&Value) -> Result<V, &'static str>,
    ) -> Option<Mapped<Field, V>> {
        let value = fields.get(name).filter(|value| !value.is_null())?;
        let Some(fields) = value.as_object() else {
            self.problem(name, format!("`{name}` is an object with valueTemplate and mappings"), None);
            return None;
        };
        self.unknown(name, fields, MAPPED_FIELDS);
        let given = fields.get("mappings").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        if given.is_empty() {
            let help = format!("write a list of objects with value and {target}");
            self.problem(&join(name, "mappings"), "there are no mappings", Some(&help));
        }
        let mut mappings: Vec<(String, V)> = Vec::new();
        let mut known = HashSet::new();
        for (at, item) in given.iter().enumerate() {
            let path = format!("{name}.mappings[{at}]");
            let Some(fields) = item.as_object() else {
                self.problem(&path, format!("a mapping is an object with value and {target}"), None);
                continue;
            };
            self.unknown(&path, fields, &["value", target]);
            if !fields.contains_key("value") {
                self.problem(&path, "a mapping has a value", None);
            }
            let value = self.text(&path, fields, "value");
            let mapped = fields.get(target).unwrap_or(&Value::Null);
            match (value, read(mapped)) {
                (Some(value), Ok(mapped)) => {
                    if !known.insert(value.clone()) {
                        self.doubt(&path, format!("`{value}` is mapped twice"), Some("the first mapping counts"));
                    }
                    mappings.push((value, mapped));
                }
                (_, Err(message)) => self.problem(&join(&path, target), message, None),
                (None, Ok(_)) => {}
            }
        }
        if fields.get("valueTemplate").is_none_or(Value::is_null) {
            self.problem(name, "there is no valueTemplate, which prints what is mapped", None);
        }
        let value = self.optional(name, fields, "valueTemplate")?;
        Some(Mapped { value, mappings })
    }

    fn default_priority(&mut self, fields: &Map<String, Value>) -> Option<Priority> {
        let rule = self.text("", fields, "alertPriorityRule")?;
        let by_hours = ["HIGH_DURING_SUPPORT_HOURS", "LOW_DURING_SUPPORT_HOURS"];
        let priority = Priority::named(&rule);
        if priority.is_none() && !by_hours.contains(&rule.as_str()) {
            let help = format!("write HIGH, LOW, {} or {}", by_hours[0], by_hours[1]);
            self.problem("alertPriorityRule", format!("there is no rule `{rule}`"), Some(&help));
        }
        priority
    }

    fn default_severity(&mut self, fields: &Map<String, Value>) -> Option<u8> {
        let value = fields.get("severity").filter(|value| !value.is_null())?;
        severity(value).map_err(|message| self.problem("severity", message, None)).ok()
    }
}

const NOT_TEXT: &str = "a template is a text";
const IN_QUOTES: &str = "put it into quotes";

fn severity(value: &Value) -> Result<u8, &'static str> {
    let number = value.as_u64().and_then(|number| u8::try_from(number).ok());
    number.filter(|number| (1..=5).contains(number)).ok_or("a severity is a whole number from 1 to 5")
}

fn names_of_templates() -> String {
    let all: Vec<&str> = TEMPLATES.iter().chain(MAPPED).chain([&LINKS, &SERVICES]).copied().collect();
    format!("they are {}", all.join(", "))
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}
