//! References inside a schema: each leads somewhere, and none back to itself.

use super::places::{Place, Places, Step};
use serde_json::Value;
use std::collections::{HashMap, HashSet, VecDeque};

/// A schema that is a reference.
struct Reference<'s> {
    at: Place,
    to: &'s str,
    /// The schema itself, and the one that it leads to within this file.
    own: &'s Value,
    target: Option<&'s Value>,
}

/// Says what is wrong with the references of a schema, if anything is.
///
/// A schema may hold itself, as that of a tree does; a chain of references that meets no schema on its
/// way round cannot be read by anybody.
pub(crate) fn fault(schema: &Value) -> Option<String> {
    let mut places = Places::new();
    let all = references(schema, &mut places);
    let ways: HashMap<usize, &Value> = all.iter().filter_map(|one| Some((address(one.own), one.target?))).collect();
    let mut done: HashSet<usize> = HashSet::new();
    for one in &all {
        let pointer = one.to.strip_prefix('#').filter(|pointer| pointer.is_empty() || pointer.starts_with('/'));
        // Whether an anchor or another file is there, the validator says.
        if pointer.is_some() && one.target.is_none() {
            return Some(format!("`$ref` at {} leads to `{}`, which is not there", places.pointer(one.at), one.to));
        }
        let mut way: HashSet<usize> = HashSet::new();
        let mut next = address(one.own);
        while let Some(further) = ways.get(&next).filter(|_| !done.contains(&next)) {
            if !way.insert(next) {
                let at = places.pointer(one.at);
                return Some(format!("`$ref` at {at} leads back to itself by way of `{}`", one.to));
            }
            next = address(further);
        }
        done.extend(way);
    }
    None
}

/// What tells a part of a schema from another that is the same.
fn address(value: &Value) -> usize {
    std::ptr::from_ref(value).addr()
}

/// The references of a schema, those farther outside first.
fn references<'s>(schema: &'s Value, places: &mut Places<'s>) -> Vec<Reference<'s>> {
    let mut all = Vec::new();
    let mut open = VecDeque::from([(schema, Places::WHOLE)]);
    while let Some((own, at)) = open.pop_front() {
        let mut inside = |value: &'s Value, step: Step<'s>| {
            if value.is_object() || value.is_array() {
                open.push_back((value, places.below(at, step)));
            }
        };
        match own {
            Value::Object(map) => {
                if let Some(to) = map.get("$ref").and_then(Value::as_str) {
                    let target = to.strip_prefix('#').and_then(|pointer| schema.pointer(pointer));
                    all.push(Reference { at, to, own, target });
                }
                // What stands under these keys is data.
                let is_data = |key: &str| matches!(key, "const" | "enum" | "default" | "examples");
                map.iter().filter(|(key, _)| !is_data(key)).for_each(|(key, value)| inside(value, Step::Key(key)));
            }
            Value::Array(items) => {
                items.iter().enumerate().for_each(|(index, value)| inside(value, Step::Index(index)));
            }
            _ => {}
        }
    }
    all
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
        let missing = fault(&json!({"items": [{"a/b": {"$ref": "#/$defs/x"}}]}));
        assert_eq!(missing.as_deref(), Some("`$ref` at #/items/0/a~1b leads to `#/$defs/x`, which is not there"));
        let chain = json!({"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "b.json"}}});
        assert_eq!(fault(&chain), None);
    }
}
