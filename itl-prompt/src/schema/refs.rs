//! References inside a schema: each leads somewhere, and none back to itself.

use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// Says what is wrong with the references of a schema, if anything is.
///
/// A schema may hold itself, as that of a tree does; a chain of references that meets no schema on its
/// way round cannot be read by anybody.
pub(crate) fn fault(schema: &Value) -> Option<String> {
    let mut ways: HashMap<String, String> = HashMap::new();
    let mut open = vec![(schema, String::from("#"))];
    let mut all: Vec<(String, String)> = Vec::new();
    while let Some((value, at)) = open.pop() {
        match value {
            Value::Object(map) => {
                if let Some(to) = map.get("$ref").and_then(Value::as_str) {
                    all.push((at.clone(), to.to_owned()));
                    ways.insert(at.clone(), to.to_owned());
                }
                // What stands under these keys is data.
                let data = |key: &str| matches!(key, "const" | "enum" | "default" | "examples");
                for (key, value) in map.iter().filter(|(key, _)| !data(key)) {
                    if value.is_object() || value.is_array() {
                        open.push((value, format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"))));
                    }
                }
            }
            Value::Array(items) => {
                open.extend(items.iter().enumerate().map(|(index, value)| (value, format!("{at}/{index}"))));
            }
            _ => {}
        }
    }
    all.sort();
    let mut done: HashSet<&str> = HashSet::new();
    for (at, to) in &all {
        if to.starts_with('#') && !to.starts_with("#/") && to != "#" {
            // An anchor; whether it is there, the validator says.
            continue;
        }
        if let Some(pointer) = to.strip_prefix('#')
            && schema.pointer(pointer).is_none()
        {
            return Some(format!("`$ref` at {at} leads to `{to}`, which is not there"));
        }
        let mut way: HashSet<&str> = HashSet::new();
        let mut next = at.as_str();
        while let Some(further) = ways.get(next).filter(|_| !done.contains(next)) {
            if !way.insert(next) {
                return Some(format!("`$ref` at {at} leads back to itself by way of `{to}`"));
            }
            next = further;
        }
        done.extend(way);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::fault;
    use serde_json::json;

    #[test]
    fn a_tree_is_no_circle() {
        let tree = json!({"$ref": "#/$defs/n", "$defs": {"n": {"properties": {"next": {"$ref": "#/$defs/n"}}}}});
        assert_eq!(fault(&tree), None);
        assert_eq!(fault(&json!({"properties": {"x": {"$ref": "#"}}})), None);
    }

    #[test]
    fn circles_and_ways_to_nowhere_are_named() {
        let circle = json!({"$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}, "$ref": "#/$defs/a"});
        assert!(fault(&circle).is_some_and(|fault| fault.contains("back to itself")));
        assert!(fault(&json!({"$ref": "#"})).is_some_and(|fault| fault.contains("back to itself")));
        assert!(fault(&json!({"items": {"$ref": "#/$defs/x"}})).is_some_and(|fault| fault.contains("not there")));
    }
}
