//! The names of the fields, as ilert's API (v2.2026.5) spells them.

/// The fields of an alert source that are one template.
pub(crate) const TEMPLATES: &[&str] = &["summaryTemplate", "detailsTemplate", "routingTemplate", "alertKeyTemplate"];

/// The field that is a list of templates.
pub(crate) const SERVICES: &str = "servicesTemplate";

/// The field that is a list of links.
pub(crate) const LINKS: &str = "linkTemplates";

/// The fields of a link that are a template.
pub(crate) const LINK_TEMPLATES: &[&str] = &["linkTextTemplate", "hrefTemplate"];

/// The fields that are a template with mappings.
pub(crate) const MAPPED: &[&str] = &["priorityTemplate", "severityTemplate"];

/// The fields of a mapped template.
pub(crate) const MAPPED_FIELDS: &[&str] = &["valueTemplate", "mappings"];

/// The fields of a link.
pub(crate) const LINK_FIELDS: &[&str] = &["text", "linkTextTemplate", "hrefTemplate"];

/// The fields of an object that is a template.
pub(crate) const TEMPLATE_FIELDS: &[&str] = &["textTemplate", "elements"];

/// The other fields of an alert source.
pub(crate) const OTHERS: &[&str] = &[
    "id",
    "teams",
    "name",
    "iconUrl",
    "lightIconUrl",
    "darkIconUrl",
    "escalationPolicy",
    "integrationType",
    "integrationKey",
    "integrationUrl",
    "autoResolutionTimeout",
    "alertGroupingWindow",
    "alertCreation",
    "status",
    "active",
    "alertPriorityRule",
    "supportHours",
    "bidirectional",
    "eventFilter",
    "eventTypeFilterCreate",
    "eventTypeFilterAccept",
    "eventTypeFilterResolve",
    "autoRaiseAlerts",
    "scoreThreshold",
    "severity",
    "services",
    "setupStatus",
    "autoCreateServices",
    "createdAt",
    "updatedAt",
];

/// What people call the fields: Terraform's names, and those of the interface.
const OTHERWISE: &[(&str, &str)] = &[
    ("summary", "summaryTemplate"),
    ("details", "detailsTemplate"),
    ("alertKey", "alertKeyTemplate"),
    ("key", "alertKeyTemplate"),
    ("routing", "routingTemplate"),
    ("routingKey", "routingTemplate"),
    ("routingKeyTemplate", "routingTemplate"),
    ("link", "linkTemplates"),
    ("links", "linkTemplates"),
    ("linkTemplate", "linkTemplates"),
    ("priority", "priorityTemplate"),
    ("servicesTemplates", "servicesTemplate"),
    ("serviceTemplate", "servicesTemplate"),
    ("mapping", "mappings"),
    ("href", "hrefTemplate"),
];

/// All fields of an alert source.
pub(crate) fn all() -> impl Iterator<Item = &'static str> {
    TEMPLATES.iter().chain([&SERVICES, &LINKS]).chain(MAPPED).chain(OTHERS).copied()
}

/// The field of `known` that was probably meant by `name`.
pub(crate) fn meant(name: &str, known: &[&'static str]) -> Option<&'static str> {
    let camel = camel_case(name);
    let is_known = |field: &&'static str| known.contains(field);
    if let Some(field) = known.iter().copied().find(|field| field.eq_ignore_ascii_case(&camel)) {
        return Some(field);
    }
    let otherwise = OTHERWISE.iter().find(|(written, _)| written.eq_ignore_ascii_case(&camel)).map(|(_, field)| *field);
    otherwise.filter(is_known).or_else(|| itl_text::closest(name, known.iter().copied()))
}

/// `summary_template` and `summary-template` as `summaryTemplate`.
fn camel_case(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut is_start = false;
    for c in name.chars() {
        if matches!(c, '_' | '-' | ' ') {
            is_start = true;
        } else if std::mem::take(&mut is_start) {
            out.push(c.to_ascii_uppercase());
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_write_leads_to_a_field() {
        let known: Vec<&'static str> = all().collect();
        for (name, field) in [
            ("summary_template", Some("summaryTemplate")),
            ("sumaryTemplate", Some("summaryTemplate")),
            ("routing-key", Some("routingTemplate")),
            ("links", Some("linkTemplates")),
            ("link_template", Some("linkTemplates")),
            ("priority", Some("priorityTemplate")),
            ("custom", None),
        ] {
            assert_eq!(meant(name, &known), field, "{name}");
        }
        assert_eq!(meant("mapping", MAPPED_FIELDS), Some("mappings"));
    }
}
