//! The subsets of JSON Schema in which targets take the schema of an answer.

use super::places::{Places, Step};
use serde_json::Value;
use std::collections::HashSet;

/// A subset of JSON Schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Subset {
    /// Every property required, and no other property anywhere: strict schemas.
    Strict,
    /// No other property anywhere.
    Closed,
    /// No `allOf`.
    WithoutAllOf,
}

/// The first place at which a schema leaves a subset, and why.
pub(crate) fn outside(schema: &Value, subset: Subset) -> Option<String> {
    if subset == Subset::Strict && !is_object(schema) && schema.get("$ref").is_none() {
        return Some("the schema is not that of an object".to_owned());
    }
    let mut places = Places::new();
    let mut open = vec![(schema, Places::WHOLE, None)];
    while let Some((value, above, step)) = open.pop() {
        let Some(map) = value.as_object() else { continue };
        let at = match step {
            None => above,
            Some((key, None)) => places.below(above, Step::Key(key)),
            Some((key, Some(step))) => {
                let list = places.below(above, Step::Key(key));
                places.below(list, step)
            }
        };
        if let Some(why) = fault(value, subset) {
            return Some(format!("{why} at {}", places.pointer(at)));
        }
        let first = open.len();
        for (key, value) in map {
            let key = key.as_str();
            match (key, value) {
                (
                    "properties" | "$defs" | "definitions" | "patternProperties" | "dependentSchemas",
                    Value::Object(of),
                ) => open.extend(of.iter().map(|(name, value)| (value, at, Some((key, Some(Step::Key(name))))))),
                ("items" | "anyOf" | "oneOf" | "allOf" | "prefixItems", Value::Array(items)) => {
                    let item = |(index, value)| (value, at, Some((key, Some(Step::Index(index)))));
                    open.extend(items.iter().enumerate().map(item));
                }
                ("items" | "not" | "if" | "then" | "else" | "contains" | "additionalProperties", Value::Object(_)) => {
                    open.push((value, at, Some((key, None))));
                }
                _ => {}
            }
        }
        // The first place in the order of the text is said.
        open.get_mut(first..).unwrap_or_default().reverse();
    }
    None
}

fn is_object(schema: &Value) -> bool {
    let of_type = match schema.get("type") {
        Some(Value::String(name)) => name == "object",
        Some(Value::Array(names)) => names.iter().any(|name| name == "object"),
        _ => false,
    };
    of_type || schema.get("properties").is_some()
}

fn fault(schema: &Value, subset: Subset) -> Option<&'static str> {
    let has = |key: &str| schema.get(key).is_some();
    // No target reads files.
    if schema.get("$ref").and_then(Value::as_str).is_some_and(|to| !to.starts_with('#')) {
        return Some("a `$ref` to another file");
    }
    match subset {
        Subset::WithoutAllOf => has("allOf").then_some("`allOf`"),
        Subset::Closed | Subset::Strict => {
            if subset == Subset::Strict {
                let keys =
                    ["allOf", "oneOf", "not", "if", "dependentRequired", "dependentSchemas", "patternProperties"];
                if keys.iter().any(|key| has(key)) {
                    return Some("`allOf`, `oneOf`, `not`, `if` or another keyword that strict schemas lack");
                }
            }
            if !is_object(schema) {
                return None;
            }
            if schema.get("additionalProperties") != Some(&Value::Bool(false)) {
                return Some("an object without `\"additionalProperties\": false`");
            }
            if subset == Subset::Strict {
                let names = schema.get("properties").and_then(Value::as_object);
                let required = schema.get("required").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
                let required: HashSet<&str> = required.iter().filter_map(Value::as_str).collect();
                let all = names.is_none_or(|names| names.keys().all(|name| required.contains(name.as_str())));
                if !all {
                    return Some("a property that is not `required`");
                }
            }
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Subset, outside};
    use serde_json::json;

    #[test]
    fn each_subset_has_its_rule() {
        let closed = json!({"type": "object", "properties": {"a": {"type": "string"}}, "additionalProperties": false});
        assert!(outside(&closed, Subset::Strict).is_some_and(|why| why.contains("not `required`")));
        assert_eq!(outside(&closed, Subset::Closed), None);
        let open = json!({"type": "object", "properties": {"a": {"type": "object"}}, "additionalProperties": false});
        assert!(outside(&open, Subset::Closed).is_some_and(|why| why.ends_with("at #/properties/a")));
        let all_of = json!({"allOf": [{}]});
        assert!(outside(&all_of, Subset::WithoutAllOf).is_some());
        assert_eq!(outside(&all_of, Subset::Closed), None);
        assert!(outside(&json!({"type": "array"}), Subset::Strict).is_some());
        for subset in [Subset::Closed, Subset::WithoutAllOf] {
            let of =
                |to: &str| outside(&json!({"properties": {"a": {"$ref": to}}, "additionalProperties": false}), subset);
            assert_eq!(of("part.json").as_deref(), Some("a `$ref` to another file at #/properties/a"));
            assert_eq!(of("#"), None);
        }
    }
}
