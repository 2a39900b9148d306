//! What a JSON Schema says about the keys of a payload.
//!
//! Read are the keywords that shape a document: `properties`, `additionalProperties`,
//! `patternProperties`, `items`, `prefixItems`, `type`, `$ref` within the schema, `allOf`,
//! `anyOf`, `oneOf`, `if`/`then`/`else`. A key is taken as known where any branch names it.

use crate::shape::{Contexts, Shape, Step, Type};
use serde_json::Value as Json;

/// A schema inside the document that its references count from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node<'v> {
    root: &'v Json,
    at: &'v Json,
}

/// How many schemas one value may have to meet before the rest is left out: references may go
/// in circles.
const MOST_NODES: usize = 256;

impl<'v> Shape<'v> {
    pub(crate) fn schema(root: &'v Json) -> Self {
        Self::Schema(vec![Node { root, at: root }])
    }
}

/// The value of `key` under any of the schemas.
pub(crate) fn key<'v>(nodes: &[Node<'v>], key: &str) -> Step<'v> {
    let mut found = Vec::new();
    let (mut open, mut closed) = (false, false);
    for node in expand(nodes) {
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

/// The item at `index` under any of the schemas.
pub(crate) fn index<'v>(nodes: &[Node<'v>], index: i64) -> Step<'v> {
    let mut found = Vec::new();
    let (mut open, mut closed) = (false, false);
    for node in expand(nodes) {
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
pub(crate) fn contexts<'v>(nodes: &[Node<'v>]) -> Contexts<'v> {
    let (mut items, mut itself) = (Vec::new(), Vec::new());
    let mut any_item = false;
    for node in expand(nodes) {
        let is_array = types_of(node.at).contains(&Type::Array) || node.at.get("items").is_some();
        if is_array {
            any_item = true;
            items.extend(node.at.get("items").map(|items| node.with(items)));
            let first = node.at.get("prefixItems").and_then(Json::as_array);
            items.extend(first.into_iter().flatten().map(|item| node.with(item)));
        }
        if !is_array || types_of(node.at).len() > 1 {
            itself.push(node);
        }
    }
    let told = itself.iter().any(|node| node.at.get("type").is_some() || node.at.get("properties").is_some());
    let items = match (items.is_empty(), any_item) {
        (false, _) => Some(Shape::Schema(items)),
        (true, true) => Some(Shape::Unknown),
        (true, false) => None,
    };
    let itself = match (&items, told) {
        (Some(_), false) => None,
        (_, true) => Some(Shape::Schema(itself)),
        (None, false) => Some(Shape::Unknown),
    };
    Contexts { items, itself }
}

/// The keys that the schemas name.
pub(crate) fn keys(nodes: &[Node<'_>]) -> Vec<String> {
    let mut keys = Vec::new();
    for node in expand(nodes) {
        if let Some(properties) = node.at.get("properties").and_then(Json::as_object) {
            keys.extend(properties.keys().cloned());
        }
    }
    let mut seen = itl_eval::Names::default();
    keys.retain(|key| seen.note(key));
    keys
}

/// The kinds of value that the schemas allow, as far as they say.
pub(crate) fn types(nodes: &[Node<'_>]) -> Vec<Type> {
    expand(nodes).iter().flat_map(|node| types_of(node.at)).collect()
}

impl<'v> Node<'v> {
    fn with(self, at: &'v Json) -> Self {
        Self { root: self.root, at }
    }
}

fn answer(found: Vec<Node<'_>>, open: bool, closed: bool) -> Step<'_> {
    if !found.is_empty() {
        return Step::There { shape: Shape::Schema(found), always: true };
    }
    if closed && !open { Step::Absent } else { Step::Perhaps }
}

/// The schemas with all that they refer to.
fn expand<'v>(nodes: &[Node<'v>]) -> Vec<Node<'v>> {
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
            if all.len() < MOST_NODES && !all.iter().any(|known| std::ptr::eq(known.at, at)) {
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

fn types_of(at: &Json) -> Vec<Type> {
    let named = |name: &str| {
        Some(match name {
            "null" => Type::Null,
            "boolean" => Type::Boolean,
            "number" | "integer" => Type::Number,
            "string" => Type::Text,
            "array" => Type::Array,
            "object" => Type::Object,
            _ => return None,
        })
    };
    match at.get("type") {
        Some(Json::String(name)) => named(name).into_iter().collect(),
        Some(Json::Array(several)) => several.iter().filter_map(Json::as_str).filter_map(named).collect(),
        _ if at.get("properties").is_some() => vec![Type::Object],
        _ if at.get("items").is_some() => vec![Type::Array],
        _ => Vec::new(),
    }
}

/// Whether the schema has a type and it is never `name`.
fn never(at: &Json, name: &str) -> bool {
    match at.get("type") {
        Some(Json::String(known)) => known != name,
        Some(Json::Array(known)) => known.iter().all(|known| known != name),
        _ => false,
    }
}
