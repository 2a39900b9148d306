//! What a JSON Schema says about the keys of a payload.
//!
//! Read are the keywords that shape a document: `properties`, `additionalProperties`,
//! `patternProperties`, `items`, `prefixItems`, `type`, `$ref` within the schema, `allOf`,
//! `anyOf`, `oneOf`, `if`/`then`/`else`. A key is taken as known where any branch names it.

use super::kinds::{Found, FoundContexts, Type, Types};
use crate::path::Part;
use itl_value::LookupKey;
use serde_json::{Map, Value as Json};
use std::sync::LazyLock;

/// A schema inside the document that its references count from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node<'v> {
    root: &'v Json,
    at: &'v Json,
}

/// How many schemas one value may have to meet before the rest is left out: references may go
/// in circles.
const MAX_NODES: usize = 256;

/// The value of a key, or the item at an index, under any of the schemas, which are expanded.
pub(super) fn step<'v>(nodes: &[Node<'v>], part: &Part) -> Found<Node<'v>> {
    match part {
        Part::Key(key) => in_list(nodes, key).unwrap_or_else(|| by_key(nodes, key)),
        Part::Index(index) => by_index(nodes, *index),
        Part::Each => Found::Perhaps,
    }
}

/// What a key finds in an array: the item of that position, or the number of items. `None` where no schema is of one,
/// where one may be an object that has the key, and for other keys.
fn in_list<'v>(nodes: &[Node<'v>], key: &str) -> Option<Found<Node<'v>>> {
    static LENGTH: LazyLock<Json> = LazyLock::new(|| serde_json::json!({"type": "integer"}));
    let lists: Vec<Node<'v>> = nodes
        .iter()
        .copied()
        .filter(|node| node.types().contains(Type::Array) || node.at.get("items").is_some())
        .collect();
    let is_property = nodes.iter().any(|node| node.properties().is_some_and(|properties| properties.contains_key(key)));
    if lists.is_empty() || is_property {
        return None;
    }
    if key == "length" {
        return Some(Found::There { values: vec![Node::root(&LENGTH)], always: true });
    }
    let index = LookupKey::new(key).index().and_then(|at| i64::try_from(at).ok())?;
    Some(by_index(&lists, index))
}

fn by_key<'v>(nodes: &[Node<'v>], key: &str) -> Found<Node<'v>> {
    let mut found = Vec::new();
    let (mut open, mut closed) = (false, false);
    for node in nodes {
        let at = node.at;
        if let Some(property) = at.get("properties").and_then(|properties| properties.get(key)) {
            found.push(node.with(property));
            continue;
        }
        if at.get("patternProperties").is_some() {
            open = true;
        }
        match at.get("additionalProperties").or_else(|| at.get("unevaluatedProperties")) {
            Some(Json::Bool(false)) => closed = true,
            Some(Json::Object(_)) => {
                if let Some(more) = at.get("additionalProperties") {
                    found.push(node.with(more));
                }
                open = true;
            }
            Some(_) => open = true,
            // A schema that lists its keys means them, although it does not forbid others.
            None => closed |= at.get("properties").is_some() || never(at, "object"),
        }
    }
    answer(found, open, closed)
}

fn by_index<'v>(nodes: &[Node<'v>], index: i64) -> Found<Node<'v>> {
    let mut found = Vec::new();
    let (mut open, mut closed) = (false, false);
    for node in nodes {
        let place =
            usize::try_from(index).ok().and_then(|at| node.at.get("prefixItems").and_then(|items| items.get(at)));
        match place.or_else(|| node.at.get("items")) {
            Some(Json::Bool(false)) => closed = true,
            Some(items) => found.push(node.with(items)),
            None if never(node.at, "array") => closed = true,
            None => open |= node.at.get("type").is_some(),
        }
    }
    answer(found, open, closed)
}

/// What a section over the value makes its context.
pub(super) fn contexts<'v>(nodes: &[Node<'v>]) -> FoundContexts<Node<'v>> {
    let (mut items, mut itself) = (Vec::new(), Vec::new());
    let mut any_item = false;
    for node in nodes {
        let types = node.types();
        let is_array = types.contains(Type::Array) || node.at.get("items").is_some();
        if is_array {
            any_item = true;
            items.extend(node.at.get("items").map(|items| node.with(items)));
            let first = node.at.get("prefixItems").and_then(Json::as_array);
            items.extend(first.into_iter().flatten().map(|item| node.with(item)));
        }
        if !is_array || types.len() > 1 {
            itself.push(*node);
        }
    }
    let described = itself.iter().any(|node| node.at.get("type").is_some() || node.properties().is_some());
    let items = (!items.is_empty() || any_item).then_some(items);
    let itself = match (&items, described) {
        (Some(_), false) => None,
        (_, true) => Some(itself),
        (None, false) => Some(Vec::new()),
    };
    FoundContexts { items, itself }
}

impl<'v> Node<'v> {
    /// The schema of a whole document.
    pub(super) fn root(schema: &'v Json) -> Self {
        Self { root: schema, at: schema }
    }

    fn with(self, at: &'v Json) -> Self {
        Self { root: self.root, at }
    }

    /// Where the schema stands in memory: its identity.
    pub(super) fn address(self) -> usize {
        std::ptr::from_ref(self.at).addr()
    }

    /// The keys that it names.
    pub(super) fn properties(&self) -> Option<&'v Map<String, Json>> {
        self.at.get("properties").and_then(Json::as_object)
    }

    /// The kinds of value that it allows, as far as it says.
    pub(super) fn types(self) -> Types {
        match self.at.get("type") {
            Some(Json::String(name)) => named(name).into_iter().collect(),
            Some(Json::Array(several)) => several.iter().filter_map(Json::as_str).filter_map(named).collect(),
            _ if self.at.get("properties").is_some() => [Type::Object].into_iter().collect(),
            _ if self.at.get("items").is_some() => [Type::Array].into_iter().collect(),
            _ => Types::default(),
        }
    }
}

fn named(name: &str) -> Option<Type> {
    Some(match name {
        "null" => Type::Null,
        "boolean" => Type::Boolean,
        "number" | "integer" => Type::Number,
        "string" => Type::Text,
        "array" => Type::Array,
        "object" => Type::Object,
        _ => return None,
    })
}

fn answer(values: Vec<Node<'_>>, open: bool, closed: bool) -> Found<Node<'_>> {
    if !values.is_empty() {
        return Found::There { values, always: true };
    }
    if closed && !open { Found::Absent } else { Found::Perhaps }
}

/// The schemas with all that they refer to.
pub(super) fn expand<'v>(nodes: &[Node<'v>]) -> Vec<Node<'v>> {
    let mut all: Vec<Node<'v>> = nodes.to_vec();
    let mut next = 0;
    while let Some(node) = all.get(next).copied() {
        next += 1;
        let mut more = Vec::new();
        if let Some(target) =
            node.at.get("$ref").and_then(Json::as_str).and_then(|reference| follow(node.root, reference))
        {
            more.push(target);
        }
        for keyword in ["allOf", "anyOf", "oneOf"] {
            more.extend(node.at.get(keyword).and_then(Json::as_array).into_iter().flatten());
        }
        more.extend(["then", "else"].iter().filter_map(|keyword| node.at.get(keyword)));
        for at in more {
            if all.len() < MAX_NODES && !all.iter().any(|known| std::ptr::eq(known.at, at)) {
                all.push(node.with(at));
            }
        }
    }
    // A schema that only refers says nothing of its own.
    let speaks = |node: &Node<'_>| match node.at {
        Json::Object(map) => map.keys().any(|key| !matches!(key.as_str(), "$ref" | "allOf" | "anyOf" | "oneOf")),
        _ => true,
    };
    if all.iter().any(speaks) {
        all.retain(speaks);
    }
    all
}

/// The schema that a reference within the document names.
fn follow<'v>(root: &'v Json, reference: &str) -> Option<&'v Json> {
    root.pointer(reference.strip_prefix('#')?)
}

/// Whether the schema has a type and it is never `name`.
fn never(at: &Json, name: &str) -> bool {
    match at.get("type") {
        Some(Json::String(known)) => known != name,
        Some(Json::Array(known)) => known.iter().all(|known| known != name),
        _ => false,
    }
}
