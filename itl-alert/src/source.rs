//! What an alert source holds, whatever stands in place of its templates.

use serde::{Deserialize, Serialize};

/// A template and the field that holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The field's place in the source, such as `linkTemplates[0].hrefTemplate`.
    pub path: String,
    /// The template.
    pub text: String,
}

/// What the text of a template is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// People read it: a broken tag prints its own source, so that the mistake is seen.
    Message,
    /// It is compared: a broken template prints nothing, so that alerts are not merged or routed by a mistake.
    Key,
}

/// A priority of ilert.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
pub enum Priority {
    /// People are called and the alert escalates.
    High,
    /// People are notified without escalation.
    Low,
}

impl Priority {
    /// The priority of that name, as ilert spells it.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "HIGH" => Some(Self::High),
            "LOW" => Some(Self::Low),
            _ => None,
        }
    }
}

/// A link of the alert.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link<T> {
    /// What the link shows; takes precedence over `fixed_text`.
    pub text: Option<T>,
    /// What the link shows where `text` is absent or prints nothing.
    pub fixed_text: Option<String>,
    /// Where it leads.
    pub href: T,
}

/// A value that is extracted from the event and looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapped<T, V> {
    /// Prints the value.
    pub value: T,
    /// What values become, in the order of the source. The first one counts.
    pub mappings: Vec<(String, V)>,
}

/// An alert source: what ilert makes alerts of events with. `T` is what stands for a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlertSource<T = Field> {
    /// `summaryTemplate`
    pub summary: Option<T>,
    /// `detailsTemplate`
    pub details: Option<T>,
    /// `alertKeyTemplate`: events with the same key belong to one alert.
    pub alert_key: Option<T>,
    /// `routingTemplate`: chooses the escalation policy.
    pub routing_key: Option<T>,
    /// `linkTemplates`
    pub links: Vec<Link<T>>,
    /// `priorityTemplate`
    pub priority: Option<Mapped<T, Priority>>,
    /// `severityTemplate`, to severities from 1 to 5.
    pub severity: Option<Mapped<T, u8>>,
    /// `servicesTemplate`: each prints the names of services, separated by commas.
    pub services: Vec<T>,
    /// The priority where none is mapped: `alertPriorityRule`, unless it depends on support hours.
    pub default_priority: Option<Priority>,
    /// The severity where none is mapped: `severity`.
    pub default_severity: Option<u8>,
}

// By hand: a derived one would ask for `T: Default`.
impl<T> Default for AlertSource<T> {
    fn default() -> Self {
        Self {
            summary: None,
            details: None,
            alert_key: None,
            routing_key: None,
            links: Vec::new(),
            priority: None,
            severity: None,
            services: Vec::new(),
            default_priority: None,
            default_severity: None,
        }
    }
}

impl<T> AlertSource<T> {
    /// The same source with something else in place of its templates.
    pub fn map<'s, U>(&'s self, mut make: impl FnMut(Role, &'s T) -> U) -> AlertSource<U> {
        let optional = |make: &mut dyn FnMut(Role, &'s T) -> U, role, field: &'s Option<T>| {
            field.as_ref().map(|template| make(role, template))
        };
        AlertSource {
            summary: optional(&mut make, Role::Message, &self.summary),
            details: optional(&mut make, Role::Message, &self.details),
            alert_key: optional(&mut make, Role::Key, &self.alert_key),
            routing_key: optional(&mut make, Role::Key, &self.routing_key),
            links: self
                .links
                .iter()
                .map(|link| Link {
                    text: optional(&mut make, Role::Message, &link.text),
                    fixed_text: link.fixed_text.clone(),
                    href: make(Role::Message, &link.href),
                })
                .collect(),
            priority: self.priority.as_ref().map(|mapped| mapped.map(|value| make(Role::Key, value))),
            severity: self.severity.as_ref().map(|mapped| mapped.map(|value| make(Role::Key, value))),
            services: self.services.iter().map(|template| make(Role::Key, template)).collect(),
            default_priority: self.default_priority,
            default_severity: self.default_severity,
        }
    }

    /// Each template with its role, in the order of the fields.
    pub fn templates(&self) -> Vec<(Role, &T)> {
        let mut all = Vec::new();
        self.map(|role, template| all.push((role, template)));
        all
    }
}

impl<T, V: Copy> Mapped<T, V> {
    fn map<'s, U>(&'s self, make: impl FnOnce(&'s T) -> U) -> Mapped<U, V> {
        Mapped { value: make(&self.value), mappings: self.mappings.clone() }
    }
}
