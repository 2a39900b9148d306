//! The templates of an alert source, as ilert's API carries them.

use itl_syntax::elements::Element;
use serde::Deserialize;
use serde_json::Value;

/// The fields of an alert source that are a template.
const TEMPLATES: &[&str] = &["summaryTemplate", "detailsTemplate", "routingTemplate", "alertKeyTemplate"];

/// The fields that are a list of templates.
const LISTS: &[&str] = &["servicesTemplate"];

/// The fields that are a list of objects, with the fields of each that are a template.
const LISTS_OF_OBJECTS: &[(&str, &[&str])] = &[("linkTemplates", &["linkTextTemplate", "hrefTemplate"])];

/// The fields that are an object, with the field of it that is a template.
const OBJECTS: &[(&str, &str)] = &[("priorityTemplate", "valueTemplate"), ("severityTemplate", "valueTemplate")];

/// Visits each template of an alert source with its place, such as `linkTemplates[0].hrefTemplate`. What is null is
/// left out. Returns how many there are.
pub(crate) fn each(source: &mut Value, mut visit: impl FnMut(&str, &mut Value)) -> usize {
    let mut seen = 0;
    let mut one = |place: &str, value: Option<&mut Value>| {
        if let Some(value) = value.filter(|value| !value.is_null()) {
            seen += 1;
            visit(place, value);
        }
    };
    for field in TEMPLATES {
        one(field, source.get_mut(*field));
    }
    for field in LISTS {
        for (at, item) in items(source, field).iter_mut().enumerate() {
            one(&format!("{field}[{at}]"), Some(item));
        }
    }
    for (field, inner) in LISTS_OF_OBJECTS {
        for (at, item) in items(source, field).iter_mut().enumerate() {
            for name in *inner {
                one(&format!("{field}[{at}].{name}"), item.get_mut(*name));
            }
        }
    }
    for (field, inner) in OBJECTS {
        one(&format!("{field}.{inner}"), source.get_mut(*field).and_then(|object| object.get_mut(*inner)));
    }
    seen
}

fn items<'v>(source: &'v mut Value, field: &str) -> &'v mut [Value] {
    source.get_mut(field).and_then(Value::as_array_mut).map(Vec::as_mut_slice).unwrap_or_default()
}

/// The text of a template: a text, or an object with a `textTemplate`.
pub(crate) fn text(value: &Value) -> Option<&str> {
    value.as_str().or_else(|| value.get("textTemplate")?.as_str())
}

/// The elements of a template: a list, or an object with `elements`.
pub(crate) fn elements(value: &Value) -> Result<Vec<Element>, String> {
    let list = value.get("elements").unwrap_or(value);
    let Some(list) = list.as_array() else {
        return Err("there is no list of elements".to_owned());
    };
    let read = |(at, one)| Element::deserialize(one).map_err(|error| format!("elements[{at}]: {error}"));
    list.iter().enumerate().map(read).collect()
}
