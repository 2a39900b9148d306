//! What a template says it needs: `{{! @param labels.host string }}`, `{{! @sample alert.json }}`.

mod calls;

use crate::directive::{Directive, directives};
use itl_syntax::ast::{Head, Kind, Link};
use itl_syntax::{Code, Diagnostic, Diagnostics, Dialect, Document, Span};
use serde_json::{Map, Value as Json, json};

/// The contract of a template or partial, as its comments state it.
///
/// `{{! @param PATH TYPE }}` states a value that the template reads: `[]` in the path stands for every
/// item, TYPE is `string`, `number`, `integer`, `boolean`, `object`, `array` or `any`, and a question
/// mark after it means that the value may be missing. `{{! @sample FILE }}` names a sample payload.
///
/// ```
/// use itl_analysis::Contract;
/// use itl_eval::Engine;
/// use serde_json::json;
/// let engine = Engine::new();
/// let contract = Contract::of(&engine.parse("{{! @param labels.host string }}{{ labels.host }}"));
/// assert!(contract.violations(&json!({"labels": {"host": "db-7"}}), "a.json").is_empty());
/// assert_eq!(contract.violations(&json!({"labels": {"host": 7}}), "a.json").len(), 1);
/// ```
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Contract {
    /// The values that are stated.
    pub params: Vec<ContractParam>,
    /// The files of samples, seen from the template's folder, with their places.
    pub samples: Vec<(String, Span)>,
    /// What cannot be read.
    pub mistakes: Diagnostics,
}

/// A value that a template says it reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContractParam {
    /// The path as written.
    pub path: String,
    /// The place of the path.
    pub span: Span,
    /// The type, by its name in JSON Schema; `None` for any.
    pub kind: Option<&'static str>,
    /// Whether the value may be missing.
    pub optional: bool,
    steps: Vec<Step>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    Key(String),
    /// Every item of an array.
    Items,
}

/// Each value is looked for in each sample.
const MAX_PARAMS: usize = 1_000;

const KINDS: [&str; 6] = ["string", "number", "integer", "boolean", "object", "array"];

impl Contract {
    /// Reads the comments of a template or partial.
    pub fn of(document: &Document<'_>) -> Self {
        let mut contract = Self::default();
        for directive in directives(document) {
            match directive.name {
                "@param" if contract.params.len() == MAX_PARAMS => {
                    let message = format!("a contract states at most {MAX_PARAMS} values");
                    contract.mistakes.push(Diagnostic::new(Code::InvalidContract, directive.span, message));
                    break;
                }
                "@param" => match param(&directive) {
                    Ok(param) => contract.params.push(param),
                    Err(message) => {
                        let help = "write {{! @param labels.host string }}";
                        let mistake = Diagnostic::new(Code::InvalidContract, directive.span, message).help(help);
                        contract.mistakes.push(mistake);
                    }
                },
                "@sample" if !directive.value.is_empty() => {
                    contract.samples.push((directive.value.to_owned(), directive.span));
                }
                _ => {}
            }
        }
        contract
    }

    /// A JSON Schema of the payloads that meet the contract; `None` where it states no values.
    pub fn schema(&self) -> Option<Json> {
        let mut root = json!({});
        for param in &self.params {
            let mut place = &mut root;
            for step in &param.steps {
                place = match step {
                    Step::Key(key) => entry(entry(place, "object", "properties"), "", key),
                    Step::Items => entry(place, "array", "items"),
                };
            }
            if let (Some(kind), Some(place)) = (param.kind, place.as_object_mut()) {
                place.entry("type").or_insert_with(|| kind.into());
            }
        }
        (!self.params.is_empty()).then_some(root)
    }

    /// Where a payload, called `name`, does not meet the contract.
    pub fn violations(&self, payload: &Json, name: &str) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for param in &self.params {
            let what = match value_of(payload, &param.steps, param) {
                Ok(()) => continue,
                Err(Broken::Missing) => format!("{name} has no `{}`, which the template asks for", param.path),
                Err(Broken::Kind(kind)) => {
                    let wanted = param.kind.unwrap_or("any");
                    format!("`{}` is of type {kind} in {name}, and the template asks for {wanted}", param.path)
                }
            };
            found.push(Diagnostic::new(Code::ContractBroken, param.span, what));
        }
        found
    }

    /// The source with a tag in place of each value that is stated, at the same offset, and without the other
    /// comments' text: what can be checked of the tags can be checked of the contract. `None` where
    /// there is nothing to check.
    pub fn as_tags(&self, document: &Document<'_>) -> Option<String> {
        if document.items.iter().any(|item| matches!(item.kind, Kind::SetDelimiters(_))) {
            return None;
        }
        let mut bytes = document.source.as_bytes().to_vec();
        let mut any = false;
        for item in document.items.iter().filter(|item| matches!(item.kind, Kind::Comment)) {
            let inside: Vec<&ContractParam> = self
                .params
                .iter()
                .filter(|param| param.span.start >= item.span.start && param.span.end <= item.span.end)
                .collect();
            if inside.is_empty() {
                continue;
            }
            let range = item.span.range();
            for byte in bytes.get_mut(range).into_iter().flatten().filter(|byte| **byte != b'\n') {
                *byte = b' ';
            }
            for param in inside {
                let end = param.path.find('[').unwrap_or(param.path.len());
                let (start, end) = (param.span.start as usize, param.span.start as usize + end);
                let parts = [(start - 2, "{{"), (start, param.path.get(..end - start).unwrap_or("")), (end, "}}")];
                for (at, part) in parts {
                    if let Some(slot) = bytes.get_mut(at..at + part.len()) {
                        slot.copy_from_slice(part.as_bytes());
                    }
                }
                any = true;
            }
        }
        any.then(|| String::from_utf8(bytes).ok()).flatten()
    }
}

/// Reads what follows `@param`.
fn param(directive: &Directive<'_>) -> Result<ContractParam, String> {
    let mut words = directive.value.split_whitespace();
    let written = words.next().ok_or("a path is missing here")?;
    let kind = words.next().unwrap_or("any");
    let (path, optional_path) = written.strip_suffix('?').map_or((written, false), |path| (path, true));
    let (kind, optional_kind) = kind.strip_suffix('?').map_or((kind, false), |kind| (kind, true));
    let kind = match kind {
        "any" => None,
        "text" => Some("string"),
        "list" => Some("array"),
        kind => Some(
            KINDS
                .into_iter()
                .find(|known| *known == kind)
                .ok_or_else(|| format!("there is no type `{kind}`; known are {} and any", KINDS.join(", ")))?,
        ),
    };
    let start = directive.span.start as usize;
    Ok(ContractParam {
        path: path.to_owned(),
        span: Span::new(start, start + path.len()),
        kind,
        optional: optional_path || optional_kind,
        steps: steps(path)?,
    })
}

fn steps(path: &str) -> Result<Vec<Step>, String> {
    // Indexes of a contract mean every item.
    let marked = path.replace("[]", "[0]");
    let expr = itl_syntax::parser::parse(&marked, &marked, 0, Dialect::Itl).map_err(|diagnostic| diagnostic.message)?;
    let mut steps = Vec::new();
    match expr.head {
        Head::Key(key) => steps.push(Step::Key(key.text.into_owned())),
        Head::Current => {}
        Head::Loop(var) => return Err(format!("`{}` is not a value of a payload", var.name())),
    }
    for link in expr.links {
        steps.push(match link {
            Link::Key(key) => Step::Key(key.text.into_owned()),
            Link::Index { .. } => Step::Items,
            _ => return Err("a path of keys and `[]` is wanted here".to_owned()),
        });
    }
    Ok(steps)
}

/// The member of an object of the schema that is being made; the object gets its type.
fn entry<'v>(place: &'v mut Json, kind: &str, key: &str) -> &'v mut Json {
    if !place.is_object() {
        *place = Json::Object(Map::new());
    }
    let Json::Object(map) = place else { return place };
    if !kind.is_empty() {
        map.insert("type".to_owned(), kind.into());
    }
    map.entry(key).or_insert_with(|| json!({}))
}

enum Broken {
    Missing,
    Kind(&'static str),
}

/// Whether the value at the steps is there and of the type stated, in every item.
fn value_of(value: &Json, steps: &[Step], param: &ContractParam) -> Result<(), Broken> {
    let mut places = vec![value];
    for step in steps {
        let mut next = Vec::new();
        for place in places {
            match (step, place) {
                (Step::Items, Json::Array(items)) => next.extend(items),
                (Step::Key(key), Json::Object(map)) if map.contains_key(key) => next.extend(map.get(key)),
                // Within an optional value nothing is wanted.
                _ if param.optional => {}
                (Step::Items, Json::Null) | (Step::Key(_), _) => return Err(Broken::Missing),
                (Step::Items, other) => return Err(Broken::Kind(kind_of(other))),
            }
        }
        places = next;
    }
    for place in places {
        let kind = kind_of(place);
        if !fits(param, kind) {
            return Err(Broken::Kind(kind));
        }
    }
    Ok(())
}

/// Whether a value of that type is what a contract asks for.
fn fits(param: &ContractParam, kind: &str) -> bool {
    match param.kind {
        None => true,
        Some("number") if kind == "integer" => true,
        Some(wanted) => kind == wanted || param.optional && kind == "null",
    }
}

fn kind_of(value: &Json) -> &'static str {
    match value {
        Json::Null => "null",
        Json::Bool(_) => "boolean",
        Json::Number(number) if number.is_f64() => "number",
        Json::Number(_) => "integer",
        Json::String(_) => "string",
        Json::Array(_) => "array",
        Json::Object(_) => "object",
    }
}
