//! How much work it is to check a value against a schema.
//!
//! A validator goes through all alternatives, and through the same one again for each way that leads to it, so that a
//! schema of a few lines can double its work with each level of a value, or without one. Here each pair of a schema and
//! a value is looked at once, and its work is added up for each way.

use super::search::{Pattern, Search};
use serde_json::{Map, Value};
use std::cell::OnceCell;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Checks that any value may take, those for each value in it, and those that none may exceed; a check takes some 100 ns.
const MOST: u64 = 1_000_000;
const MOST_OF_EACH: u64 = 50;
const MOST_OF_ALL: u64 = 3_500_000;

/// Values of a list, or of a whole value, that are compared with another in the time of a check.
const COMPARED: u64 = 8;

/// How often all searches of a check may go back together, each time in some 60 ns; they are searched twice.
const MOST_BACK: u64 = 10_000_000;

/// How often one search may go back, however few there are.
const MOST_BACK_OF_EACH: u64 = 1_000_000;

/// Bytes of a text that a keyword goes through in the time of a check.
const TEXT_BYTES: u64 = 128;

/// Keywords that go through a text, beside `pattern`.
const OF_TEXTS: &[&str] = &["format", "minLength", "maxLength", "contentEncoding", "contentMediaType"];

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

/// What it takes to check a value.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Work {
    /// Each of which may find something wrong.
    pub(crate) checks: u64,
    /// How often patterns are searched that may go back, each time more often than any check takes.
    searches: u64,
}

impl Work {
    fn add(&mut self, other: Self, times: u64) {
        self.checks = self.checks.saturating_add(other.checks.saturating_mul(times));
        self.searches = self.searches.saturating_add(other.searches.saturating_mul(times));
    }

    /// How often each search may go back.
    pub(crate) fn most_back(self) -> usize {
        let most = (MOST_BACK / self.searches.max(1)).min(MOST_BACK_OF_EACH);
        usize::try_from(most).unwrap_or(usize::MAX)
    }
}

impl Schema {
    pub(crate) fn new(root: Value, files: Arc<BTreeMap<String, Value>>) -> Self {
        Self { root, files }
    }

    /// What it takes to check `value`, and all that is searched for patterns that may go back; `None` where that is more
    /// than it may be.
    pub(crate) fn work_of<'v>(&'v self, value: &'v Value) -> Option<(Work, Vec<Search<'v>>)> {
        let most = MOST.saturating_add(MOST_OF_EACH.saturating_mul(size(value))).min(MOST_OF_ALL);
        let mut count =
            Count { schema: self, anchors: OnceCell::new(), known: HashMap::new(), left: most, searched: Vec::new() };
        let work = count.work(value).filter(|work| work.checks <= most)?;
        Some((work, count.searched))
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
    /// The work of pairs; none while it is counted.
    known: HashMap<(usize, usize), Option<Work>>,
    /// How many pairs may still be looked at.
    left: u64,
    searched: Vec<Search<'v>>,
}

/// A pair whose parts are looked at.
struct Open<'v> {
    pair: Pair<'v>,
    /// The pairs that are left, and how often each is checked.
    parts: Vec<(Pair<'v>, u64)>,
    work: Work,
}

impl<'v> Count<'v> {
    /// The work of the whole; `None` where counting it takes too much already.
    fn work(&mut self, value: &'v Value) -> Option<Work> {
        let root = (&self.schema.root, value);
        let mut stack = vec![self.open(root)?];
        loop {
            let top = stack.last_mut()?;
            match top.parts.pop() {
                Some((part, times)) => match self.known.get(&key(part)) {
                    // It is a part of itself.
                    Some(None) => return None,
                    Some(Some(work)) => top.work.add(*work, times),
                    None => {
                        top.parts.push((part, times));
                        let part = self.open(part)?;
                        stack.push(part);
                    }
                },
                None => {
                    let done = stack.pop()?;
                    self.known.insert(key(done.pair), Some(done.work));
                    if stack.is_empty() {
                        return Some(done.work);
                    }
                }
            }
        }
    }

    fn open(&mut self, pair: Pair<'v>) -> Option<Open<'v>> {
        self.known.insert(key(pair), None);
        let mut parts = Parts { found: Vec::new(), work: Work::default(), searched: Vec::new(), left: self.left };
        if let Value::Object(schema) = pair.0 {
            of_lists(schema, pair.1, &mut parts);
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
        let mut work = parts.work;
        work.checks = work.checks.saturating_add(1 + parts.found.len() as u64);
        self.left = self.left.checked_sub(work.checks)?;
        self.searched.append(&mut parts.searched);
        Some(Open { pair, work, parts: parts.found })
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
    /// What keywords take that have no pairs: those that go through a list or a text.
    work: Work,
    searched: Vec<Search<'v>>,
    /// How many more are of use: beyond that all is too much.
    left: u64,
}

impl<'v> Parts<'v> {
    /// Whether there are more than are of use.
    fn is_full(&self) -> bool {
        self.found.len() as u64 > self.left
    }

    fn add(&mut self, schema: &'v Value, value: &'v Value) {
        if !self.is_full() {
            self.found.push(((schema, value), 1));
        }
    }

    fn search(&mut self, pattern: &Pattern<'v>, text: &'v str) {
        let length = text.len() as u64;
        let checks = length.saturating_mul(if pattern.backtracks { length } else { 1 }) / TEXT_BYTES;
        self.work
            .add(Work { checks: checks + u64::from(pattern.backtracks), searches: u64::from(pattern.backtracks) }, 1);
        if pattern.backtracks && self.work.checks <= self.left {
            self.searched.push(Search { pattern: pattern.text, text });
        }
    }
}

/// Adds the checks of keywords that go through a list, a text or a whole value.
fn of_lists<'v>(schema: &'v Map<String, Value>, value: &'v Value, parts: &mut Parts<'v>) {
    let length = |word: &str| schema.get(word).and_then(Value::as_array).map_or(0, |list| list.len() as u64);
    let mut checks = match value {
        Value::Object(object) => length("required") + of_dependencies(schema, object),
        Value::String(text) => {
            let is_read = OF_TEXTS.iter().any(|word| schema.contains_key(*word));
            let length = if is_read { text.len() as u64 / TEXT_BYTES } else { 0 };
            if let Some(pattern) = schema.get("pattern").and_then(Value::as_str) {
                parts.search(&Pattern::new(pattern), text);
            }
            length
        }
        _ => 0,
    };
    // A validator may compare a value with each of a list, however the lists of texts and numbers are searched.
    let children = match value {
        Value::Object(object) => object.len() as u64,
        Value::Array(items) => items.len() as u64,
        _ => 0,
    };
    checks = checks.saturating_add(length("enum").saturating_mul(1 + children) / COMPARED);
    if children > 0 && (schema.contains_key("const") || schema.contains_key("uniqueItems")) {
        checks = checks.saturating_add(size(value) / COMPARED);
    }
    parts.work.checks = parts.work.checks.saturating_add(checks);
}

/// The checks of keys that others require.
fn of_dependencies(schema: &Map<String, Value>, object: &Map<String, Value>) -> u64 {
    let words = ["dependentRequired", "dependencies", "dependentSchemas"].into_iter();
    let all = words.filter_map(|word| schema.get(word)).filter_map(Value::as_object);
    all.map(|all| {
        let required = all.iter().filter(|(key, _)| object.contains_key(*key)).filter_map(|(_, list)| list.as_array());
        all.len() as u64 + required.map(|list| list.len() as u64).sum::<u64>()
    })
    .sum()
}

fn of_object<'v>(schema: &'v Map<String, Value>, object: &'v Map<String, Value>, parts: &mut Parts<'v>) {
    let properties = schema.get("properties").and_then(Value::as_object);
    let patterns = schema.get("patternProperties").and_then(Value::as_object).into_iter().flatten();
    let patterns: Vec<(Pattern<'_>, &Value)> = patterns.map(|(pattern, one)| (Pattern::new(pattern), one)).collect();
    let others = ["additionalProperties", "unevaluatedProperties"].into_iter().filter_map(|word| schema.get(word));
    let names = schema.get("propertyNames");
    let named = names.and_then(|names| names.get("pattern")).and_then(Value::as_str).map(Pattern::new);
    // A validator goes through all keys, whatever it asks for.
    parts.work.add(Work { checks: object.len() as u64 / COMPARED, searches: 0 }, 1);
    // Here each is looked at only where that may find something: a schema of thousands of parts asks for few.
    if patterns.is_empty() && names.is_none() && others.clone().next().is_none() {
        for (name, one) in properties.into_iter().flatten() {
            if let Some(value) = object.get(name) {
                parts.add(one, value);
            }
        }
        return;
    }
    for (name, value) in object {
        match properties.and_then(|properties| properties.get(name)) {
            Some(one) => parts.add(one, value),
            None => others.clone().for_each(|one| parts.add(one, value)),
        }
        // Whether a name matches is for the validator to find.
        for (pattern, one) in &patterns {
            parts.add(one, value);
            parts.search(pattern, name);
        }
        if parts.is_full() {
            return;
        }
        // A name has no parts.
        if let Some(one) = names {
            parts.add(one, &Value::Null);
            if let Some(pattern) = &named {
                parts.search(pattern, name);
            }
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
        Schema::new(schema.clone(), Arc::default()).work_of(value).is_none()
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
        assert!(Schema::new(json!({"$ref": "b.json"}), Arc::new(parts)).work_of(&nested(60)).is_none());
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

    #[test]
    fn keywords_that_go_through_lists_and_texts_are_counted() {
        let names: Vec<String> = (0..5_000).map(|n| format!("k{n}")).collect();
        let pairs: Vec<Value> = (0..5_000).map(|n| json!([n])).collect();
        let long = json!("x".repeat(1 << 20));
        let many = |schema: &Value| json!({"$defs": {"x": schema}, "allOf": vec![json!({"$ref": "#/$defs/x"}); 5_000]});
        for (schema, value) in [
            (json!({"items": {"required": names}}), json!(vec![json!({}); 5_000])),
            (json!({"items": {"dependentRequired": {"a": names}}}), json!(vec![json!({"a": 1}); 5_000])),
            (json!({"items": {"dependencies": {"a": names}}}), json!(vec![json!({"a": 1}); 5_000])),
            (json!({"items": {"enum": pairs}}), json!(vec![json!([7, 7]); 5_000])),
            (many(&json!({"pattern": "x$"})), long.clone()),
            (json!({"pattern": "(?=(x|xx)+$)y"}), long.clone()),
            (json!({"patternProperties": {"(x|xx)+\\1y": {}}}), json!({ "x".repeat(1 << 20): 1 })),
            (json!({"propertyNames": {"pattern": "x++y"}}), json!({ "x".repeat(1 << 20): 1 })),
            (many(&json!({"maxLength": 5})), long.clone()),
            (
                json!({"allOf": (0..20_000).map(|n| json!({"properties": {format!("k{n}"): {}}})).collect::<Vec<_>>()}),
                Value::Object((0..70_000).map(|n| (format!("z{n}"), json!(1))).collect()),
            ),
            (many(&json!({"uniqueItems": true})), json!(pairs)),
            (many(&json!({"const": pairs})), json!(pairs)),
        ] {
            assert!(is_too_much(&schema, &value), "{}", schema.to_string().chars().take(80).collect::<String>());
        }
        let countries: Vec<String> = (0..200).map(|n| format!("c{n}")).collect();
        let list = json!(vec![json!({"country": "c7", "at": "2026-01-01T00:00:00Z"}); 5_000]);
        let usual = json!({"items": {
            "required": ["country", "at"],
            "properties": {
                "country": {"enum": countries, "pattern": "^(?!x)c\\d+$"},
                "at": {"format": "date-time", "maxLength": 40},
            },
        }});
        assert!(!is_too_much(&usual, &list));
    }

    #[test]
    fn searches_that_go_back_are_counted_each_way() {
        let names: serde_json::Map<String, Value> = (0..100).map(|n| (format!("k{n}"), json!("x"))).collect();
        let list = json!(vec![Value::Object(names); 10]);
        let back = |schema: &Value| {
            let schema = Schema::new(schema.clone(), Arc::default());
            schema.work_of(&list).map(|(work, searched)| (work.searches, searched.len()))
        };
        let pattern = |pattern: &str| json!({"items": {"patternProperties": {pattern: {"pattern": pattern}}}});
        assert_eq!(back(&pattern("^k\\d+$")), Some((0, 0)));
        assert_eq!(back(&pattern("^(?!x)k")), Some((2_000, 2_000)));
        assert_eq!(back(&json!({"anyOf": [pattern("(.)\\1"), pattern("(.)\\1")]})), Some((4_000, 4_000)));
        assert_eq!(back(&json!({"items": {"propertyNames": {"pattern": "k++"}}})), Some((1_000, 1_000)));
    }
}
