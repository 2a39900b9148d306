//! How much work it is to check a value against a schema.
//!
//! A validator goes through all alternatives, and through the same one again for each way that leads to it, so that a
//! schema of a few lines can double its work with each level of a value, or without one. Here each pair of a schema and
//! a value is looked at once, and its work is added up for each way.

use serde_json::{Map, Value};
use std::cell::OnceCell;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Checks that any value may take, and those for each value in it; a check takes some 100 ns.
const MOST: u64 = 1_000_000;
const MOST_OF_EACH: u64 = 50;

/// Keywords whose schemas look at the value itself.
const IN_PLACE: &[&str] = &[
    "allOf",
    "anyOf",
    "oneOf",
    "not",
    "if",
    "then",
    "else",
    "dependentSchemas",
    "dependencies",
    "$ref",
    "$dynamicRef",
    "$recursiveRef",
];

/// A schema, with the files that it refers to by the names under which it does.
#[derive(Debug)]
pub(crate) struct Schema {
    root: Value,
    files: Arc<BTreeMap<String, Value>>,
}

impl Schema {
    pub(crate) fn new(root: Value, files: Arc<BTreeMap<String, Value>>) -> Self {
        Self { root, files }
    }

    /// Whether checking `value` takes more than it may.
    pub(crate) fn is_too_much_for(&self, value: &Value) -> bool {
        let most = MOST.saturating_add(MOST_OF_EACH.saturating_mul(size(value)));
        let mut count = Count { schema: self, anchors: OnceCell::new(), known: HashMap::new(), left: most };
        count.work(value).is_none_or(|work| work > most)
    }

    /// The schemas that references name by a word instead of a place.
    fn anchors(&self) -> HashMap<&str, &Value> {
        let mut anchors = HashMap::new();
        let mut open: Vec<&Value> = self.files.values().chain([&self.root]).collect();
        while let Some(value) = open.pop() {
            match value {
                Value::Object(map) => {
                    for word in ["$anchor", "$dynamicAnchor", "$id"] {
                        if let Some(name) = map.get(word).and_then(Value::as_str) {
                            anchors.insert(name.trim_start_matches('#'), value);
                        }
                    }
                    open.extend(map.values());
                }
                Value::Array(items) => open.extend(items),
                _ => {}
            }
        }
        anchors
    }
}

/// How many values a value is, itself among them.
fn size(value: &Value) -> u64 {
    let (mut count, mut open) = (0, vec![value]);
    while let Some(value) = open.pop() {
        count += 1;
        match value {
            Value::Object(map) => open.extend(map.values()),
            Value::Array(items) => open.extend(items),
            _ => {}
        }
    }
    count
}

/// A schema at a value, by their places in memory: equal ones at two places are two.
type Pair<'v> = (&'v Value, &'v Value);

fn key((schema, value): Pair<'_>) -> (usize, usize) {
    (std::ptr::from_ref(schema) as usize, std::ptr::from_ref(value) as usize)
}

struct Count<'v> {
    schema: &'v Schema,
    /// The schemas that have a name, once one is asked for by it.
    anchors: OnceCell<HashMap<&'v str, &'v Value>>,
    /// The work of pairs; 0 while it is counted.
    known: HashMap<(usize, usize), u64>,
    /// How many pairs may still be looked at.
    left: u64,
}

/// A pair whose parts are looked at.
struct Open<'v> {
    pair: Pair<'v>,
    /// The pairs that are left, and how often each is checked.
    parts: Vec<(Pair<'v>, u64)>,
    work: u64,
}

impl<'v> Count<'v> {
    /// The work of the whole; `None` where counting it takes too much already.
    fn work(&mut self, value: &'v Value) -> Option<u64> {
        let root = (&self.schema.root, value);
        let mut stack = vec![self.open(root)?];
        loop {
            let top = stack.last_mut()?;
            match top.parts.pop() {
                Some((part, times)) => match self.known.get(&key(part)) {
                    // It is a part of itself.
                    Some(0) => return None,
                    Some(work) => top.work = top.work.saturating_add(work.saturating_mul(times)),
                    None => {
                        top.parts.push((part, times));
                        let part = self.open(part)?;
                        stack.push(part);
                    }
                },
                None => {
                    let done = stack.pop()?;
                    self.known.insert(key(done.pair), done.work);
                    if stack.is_empty() {
                        return Some(done.work);
                    }
                }
            }
        }
    }

    fn open(&mut self, pair: Pair<'v>) -> Option<Open<'v>> {
        self.known.insert(key(pair), 0);
        let mut parts = Parts { found: Vec::new(), left: self.left };
        if let Value::Object(schema) = pair.0 {
            self.in_place(schema, pair.1, &mut parts);
            let in_place = parts.found.len();
            let inside = match pair.1 {
                Value::Object(object) => {
                    of_object(schema, object, &mut parts);
                    object.len()
                }
                Value::Array(items) => {
                    of_array(schema, items, &mut parts);
                    items.len()
                }
                _ => 0,
            };
            // What no other keyword has looked at is found by asking each again for each value.
            if schema.contains_key("unevaluatedProperties") || schema.contains_key("unevaluatedItems") {
                parts.found.iter_mut().take(in_place).for_each(|(_, times)| *times += inside as u64);
            }
        }
        self.left = self.left.checked_sub(1 + parts.found.len() as u64)?;
        Some(Open { pair, work: 1 + parts.found.len() as u64, parts: parts.found })
    }

    fn in_place(&self, schema: &'v Map<String, Value>, value: &'v Value, parts: &mut Parts<'v>) {
        for word in IN_PLACE {
            match schema.get(*word) {
                Some(Value::String(name)) => parts.add(self.named(name), value),
                Some(Value::Array(all)) => all.iter().for_each(|one| parts.add(one, value)),
                Some(all @ Value::Object(map)) => match *word {
                    "dependentSchemas" | "dependencies" => map.values().for_each(|one| parts.add(one, value)),
                    _ => parts.add(all, value),
                },
                _ => {}
            }
        }
    }

    /// The schema of a name.
    fn anchor(&self, name: &str) -> Option<&'v Value> {
        self.anchors.get_or_init(|| self.schema.anchors()).get(name).copied()
    }

    /// The schema that a reference means; the whole one where that is not known, which takes the most.
    fn named(&self, name: &'v str) -> &'v Value {
        let (file, place) = name.split_once('#').unwrap_or((name, ""));
        let within = match file {
            "" => Some(&self.schema.root),
            // A file may be named from the folder of another.
            _ => self.anchor(file).or_else(|| {
                let end = file.trim_start_matches("../").trim_start_matches("./");
                let files = &self.schema.files;
                files.get(end).or_else(|| files.iter().find(|(known, _)| known.ends_with(end)).map(|(_, file)| file))
            }),
        };
        let found = match place {
            "" => within,
            _ if place.starts_with('/') => within.and_then(|file| file.pointer(place)),
            _ => self.anchor(place),
        };
        found.unwrap_or(&self.schema.root)
    }
}

/// The pairs that a check of one asks for.
struct Parts<'v> {
    found: Vec<(Pair<'v>, u64)>,
    /// How many more are of use: beyond that all is too much.
    left: u64,
}

impl<'v> Parts<'v> {
    fn add(&mut self, schema: &'v Value, value: &'v Value) {
        if (self.found.len() as u64) <= self.left {
            self.found.push(((schema, value), 1));
        }
    }
}

fn of_object<'v>(schema: &'v Map<String, Value>, object: &'v Map<String, Value>, parts: &mut Parts<'v>) {
    let properties = schema.get("properties").and_then(Value::as_object);
    let patterns = schema.get("patternProperties").and_then(Value::as_object);
    let others = ["additionalProperties", "unevaluatedProperties"].into_iter().filter_map(|word| schema.get(word));
    let names = schema.get("propertyNames");
    for (name, value) in object {
        match properties.and_then(|properties| properties.get(name)) {
            Some(one) => parts.add(one, value),
            None => others.clone().for_each(|one| parts.add(one, value)),
        }
        // Whether a name matches is for the validator to find.
        patterns.into_iter().flat_map(Map::values).for_each(|one| parts.add(one, value));
        // A name has no parts.
        if let Some(one) = names {
            parts.add(one, &Value::Null);
        }
    }
}

fn of_array<'v>(schema: &'v Map<String, Value>, items: &'v [Value], parts: &mut Parts<'v>) {
    let listed = [schema.get("prefixItems"), schema.get("items")].into_iter().flatten().find_map(Value::as_array);
    let each = ["items", "additionalItems", "contains", "unevaluatedItems"].into_iter();
    let each = each.filter_map(|word| schema.get(word)).filter(|one| !one.is_array());
    for (at, value) in items.iter().enumerate() {
        listed.and_then(|listed| listed.get(at)).into_iter().for_each(|one| parts.add(one, value));
        each.clone().for_each(|one| parts.add(one, value));
    }
}

#[cfg(test)]
mod tests {
    use super::Schema;
    use serde_json::{Value, json};
    use std::collections::BTreeMap;
    use std::sync::Arc;

    fn is_too_much(schema: &Value, value: &Value) -> bool {
        Schema::new(schema.clone(), Arc::default()).is_too_much_for(value)
    }

    fn nested(depth: usize) -> Value {
        (0..depth).fold(json!(1), |inside, _| json!({ "a": inside }))
    }

    #[test]
    fn alternatives_that_double_are_too_much() {
        for word in ["anyOf", "allOf", "oneOf"] {
            let chain = |levels: usize| {
                let mut definitions: serde_json::Map<String, Value> = (0..levels)
                    .map(|at| {
                        let next = json!({ "$ref": format!("#/$defs/d{}", at + 1) });
                        (format!("d{at}"), json!({ word: [next, next] }))
                    })
                    .collect();
                definitions.insert(format!("d{levels}"), json!({"type": "integer"}));
                json!({"$ref": "#/$defs/d0", "$defs": definitions})
            };
            assert!(!is_too_much(&chain(10), &json!("x")), "{word}");
            assert!(is_too_much(&chain(40), &json!("x")), "{word}");
        }
    }

    #[test]
    fn alternatives_that_double_with_each_level_of_data_are_too_much() {
        let by_ref = json!({"$ref": "#"});
        let by_anchor = json!({"$ref": "#node"});
        for next in [by_ref, by_anchor] {
            let schema = json!({
                "$anchor": "node",
                "anyOf": [{"properties": {"a": next}}, {"additionalProperties": next}],
            });
            assert!(!is_too_much(&schema, &nested(8)));
            assert!(is_too_much(&schema, &nested(60)));
        }
        let parts = BTreeMap::from([(
            "b.json".to_owned(),
            json!({"allOf": [{"properties": {"a": {"$ref": "b.json"}}}, {"properties": {"a": {"$ref": "./b.json"}}}]}),
        )]);
        assert!(Schema::new(json!({"$ref": "b.json"}), Arc::new(parts)).is_too_much_for(&nested(60)));
    }

    #[test]
    fn a_value_that_is_checked_by_way_of_itself_is_too_much() {
        assert!(is_too_much(&json!({"anyOf": [{"type": "null"}, {"not": {"$ref": "#"}}]}), &json!(1)));
    }

    #[test]
    fn what_schemas_of_answers_ask_for_is_not() {
        let tree = json!({
            "type": "object",
            "properties": {"a": {"$ref": "#"}, "items": {"type": "array", "items": {"$ref": "#"}}},
            "patternProperties": {"^x": {"type": "string"}},
            "additionalProperties": false,
            "unevaluatedProperties": false,
            "propertyNames": {"maxLength": 9},
            "oneOf": [{"required": ["a"]}, {"required": ["items"]}],
        });
        let item = json!({"items": [1, 2, {"a": nested(20)}]});
        let list = json!({"items": vec![item; 5_000]});
        assert!(!is_too_much(&tree, &list));
        assert!(!is_too_much(&json!(true), &list) && !is_too_much(&json!({"items": [1]}), &list));
    }

    #[test]
    fn many_patterns_on_many_keys_are_too_much() {
        let patterns: serde_json::Map<String, Value> = (0..5_000).map(|n| (format!("k{n}"), json!({}))).collect();
        let data: serde_json::Map<String, Value> = (0..5_000).map(|n| (format!("k{n}"), json!(n))).collect();
        assert!(is_too_much(&json!({"patternProperties": patterns}), &Value::Object(data)));
    }
}
