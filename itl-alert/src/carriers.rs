//! The templates of an alert source, as ilert's API carries them.

use crate::names::{LINK_TEMPLATES, LINKS, MAPPED, SERVICES, TEMPLATES};
use itl_syntax::elements::Element;
use serde::Deserialize;
use serde_json::Value;

/// Visits each template of an alert source with its place, such as `linkTemplates[0].hrefTemplate`. What is null is
/// left out. Returns how many there are.
pub fn each_template(source: &mut Value, mut visit: impl FnMut(&str, &mut Value)) -> usize {
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
    for (at, item) in items(source, SERVICES).iter_mut().enumerate() {
        one(&format!("{SERVICES}[{at}]"), Some(item));
    }
    for (at, item) in items(source, LINKS).iter_mut().enumerate() {
        for name in LINK_TEMPLATES {
            one(&format!("{LINKS}[{at}].{name}"), item.get_mut(*name));
        }
    }
    for field in MAPPED {
        one(
            &format!("{field}.valueTemplate"),
            source.get_mut(*field).and_then(|object| object.get_mut("valueTemplate")),
        );
    }
    seen
}

fn items<'v>(source: &'v mut Value, field: &str) -> &'v mut [Value] {
    source.get_mut(field).and_then(Value::as_array_mut).map(Vec::as_mut_slice).unwrap_or_default()
}

/// The text of a template: a text, or an object with a `textTemplate`.
pub fn text_of(value: &Value) -> Option<&str> {
    value.as_str().or_else(|| value.get("textTemplate")?.as_str())
}

/// The elements of a template: a list, or an object with `elements`.
///
/// # Errors
/// Says what is no element, or that there is no list.
pub fn elements_of(value: &Value) -> Result<Vec<Element>, String> {
    let list = value.get("elements").unwrap_or(value);
    let Some(list) = list.as_array() else {
        return Err("there is no list of elements".to_owned());
    };
    let read = |(at, one)| Element::deserialize(one).map_err(|error| format!("elements[{at}]: {error}"));
    list.iter().enumerate().map(read).collect()
}
