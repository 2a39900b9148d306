//! Answers and data, checked against JSON Schemas.

use crate::pair::shown;
use crate::schema::{self, Schema, first_endless};
use itl_syntax::{Code, Diagnostic, Diagnostics, Span};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How many violations are told; an answer that is wrong in more places is wrong in one way.
const MOST: usize = 1_000;

/// How many bytes their places and messages may have together. The keys of a place may be as long as the data.
const MOST_BYTES: usize = 1 << 20;

/// The most bytes that a validator may hold of what is wrong, and those that it holds of one violation beside its place.
const MOST_HELD: u64 = 256 << 20;
const HELD: u64 = 400;

/// A place that violates a schema.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Violation {
    /// The place in the answer, as a JSON pointer; empty for the whole.
    pub pointer: String,
    /// What is wrong there.
    pub message: String,
}

impl Violation {
    /// As a diagnostic, which has a pointer in the place of a span.
    pub fn diagnostic(&self, code: Code, whole: &str) -> Diagnostic {
        let place = if self.pointer.is_empty() { whole } else { &self.pointer };
        Diagnostic::new(code, Span::default(), format_args!("{place}: {}", self.message))
    }
}

/// A schema made ready, with those that it refers to.
#[derive(Debug)]
pub struct Checker {
    validator: jsonschema::Validator,
    /// What it was made of, to count what a check takes.
    schema: Schema,
}

/// A checked answer.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Answer {
    /// The JSON that was checked.
    pub value: Value,
    /// What it violates, in the order of the pointers; nothing where it meets the schema.
    pub violations: Vec<Violation>,
    /// Whether a code fence or words stood around the JSON.
    pub wrapped: bool,
}

impl Checker {
    /// Makes a schema ready. `load` gives the text of another file that it refers to by a relative
    /// `$ref`, as seen from the schema's own folder.
    pub fn new(schema: &Value, load: &dyn Fn(&str) -> Option<String>) -> Result<Self, Box<Diagnostic>> {
        let wrong = |message: String| Box::new(Diagnostic::new(Code::InvalidSchema, Span::new(0, 0), message));
        if let Some(fault) = schema::refs::fault(schema) {
            return Err(wrong(fault));
        }
        let files = Arc::new(files(schema, load).map_err(wrong)?);
        let mut options = jsonschema::options();
        if !files.is_empty() {
            options = options.with_base_uri(format!("{BASE}schema.json")).with_retriever(Files(files.clone()));
        }
        let validator = options.build(schema).map_err(|error| wrong(format!("not a JSON Schema: {error}")))?;
        Ok(Self { validator, schema: Schema::new(schema.clone(), files) })
    }

    /// All that a value violates. Where the schema's alternatives multiply so that nobody can wait for it, that is said
    /// and nothing is checked; where its violations may be more than fit into memory, only that there are some is.
    pub fn violations(&self, value: &Value) -> Vec<Violation> {
        let whole = |message: &str| vec![Violation { pointer: String::new(), message: message.to_owned() }];
        let Some((work, searched)) = self.schema.work_of(value) else {
            return whole("is not checked: the alternatives of the schema multiply into too many checks");
        };
        // A search that does not end makes the validator check all again for each way in which it could.
        if let Some(search) = first_endless(&searched, work.most_back()) {
            let [text, pattern] = [search.text, search.pattern].map(shown);
            return whole(&format!("is not checked: it takes too long to find whether `{text}` matches `{pattern}`"));
        }
        // The validator finds all before it tells the first.
        if work.checks.saturating_mul(HELD + longest_pointer(value)) > MOST_HELD {
            let is_fine = self.validator.is_valid(value);
            return if is_fine { Vec::new() } else { whole("violates the schema in too many places to list them") };
        }
        let mut bytes = 0;
        let mut found: Vec<Violation> = Vec::new();
        for error in self.validator.iter_errors(value) {
            let one = Violation { pointer: error.instance_path().to_string(), message: message(&error) };
            bytes += one.pointer.len() + one.message.len();
            found.push(one);
            if found.len() == MOST || bytes > MOST_BYTES {
                break;
            }
        }
        found.sort();
        found.dedup();
        found
    }

    /// Checks the answer of a model: one JSON value, which may stand in a code fence or among words.
    pub fn answer(&self, text: &str) -> Result<Answer, Box<Diagnostic>> {
        let (value, wrapped) = unwrapped(text)?;
        let violations = self.violations(&value);
        Ok(Answer { value, violations, wrapped })
    }

    /// Checks the data of a prompt.
    pub fn input(&self, data: &Value) -> Diagnostics {
        self.violations(data).iter().map(|violation| violation.diagnostic(Code::InvalidInput, "the data")).collect()
    }
}

/// At least as many bytes as the longest place in a value has.
fn longest_pointer(value: &Value) -> u64 {
    /// A position in an array.
    const POSITION: u64 = 8;
    let mut longest = 0;
    let mut open = vec![(value, 0_u64)];
    while let Some((value, length)) = open.pop() {
        longest = longest.max(length);
        match value {
            // Each `/` and `~` of a key is two bytes.
            Value::Object(map) => {
                open.extend(map.iter().map(|(key, value)| (value, length + 1 + 2 * key.len() as u64)));
            }
            Value::Array(items) => open.extend(items.iter().map(|value| (value, length + POSITION))),
            _ => {}
        }
    }
    longest
}

/// What is wrong with a value, which is shown where it is short: each object around a wrong value would show it again.
fn message(error: &jsonschema::ValidationError<'_>) -> String {
    let is_short = fmt::write(&mut Start::default(), format_args!("{}", error.instance())).is_ok();
    let mut start = Start::default();
    // It ends where the message is longer than what is kept of it.
    let _ = if is_short {
        fmt::write(&mut start, format_args!("{error}"))
    } else {
        fmt::write(&mut start, format_args!("{}", error.masked_with("the value")))
    };
    start.0
}

/// The first kilobyte of what is written. More is refused, so that nobody goes on writing.
#[derive(Default)]
struct Start(String);

impl fmt::Write for Start {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        const MAX: usize = 1024;
        let left = MAX.saturating_sub(self.0.len());
        let end = (0..=left.min(text.len())).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
        self.0.push_str(text.get(..end).unwrap_or_default());
        if end < text.len() { Err(fmt::Error) } else { Ok(()) }
    }
}

/// The files that a schema refers to, read already.
struct Files(Arc<BTreeMap<String, Value>>);

impl jsonschema::Retrieve for Files {
    fn retrieve(&self, uri: &jsonschema::Uri<String>) -> Result<Value, Box<dyn std::error::Error + Send + Sync>> {
        let file = uri.as_str().strip_prefix(BASE).unwrap_or(uri.as_str());
        let file = file.split('#').next().unwrap_or_default();
        self.0.get(file).cloned().ok_or_else(|| format!("`{file}` is not there").into())
    }
}

/// Where files are looked up, as far as the validator knows.
const BASE: &str = "file:///itl/";

/// The files that a schema refers to, and those that these do.
fn files(schema: &Value, load: &dyn Fn(&str) -> Option<String>) -> Result<BTreeMap<String, Value>, String> {
    /// Schemas that refer to more files are no schemas of an answer.
    const MOST_FILES: usize = 100;
    let mut found: BTreeMap<String, Value> = BTreeMap::new();
    let mut open = references(schema, Path::new(""));
    while let Some(file) = open.pop() {
        if found.contains_key(&file) {
            continue;
        }
        if found.len() == MOST_FILES {
            return Err(format!("the schema refers to more than {MOST_FILES} files"));
        }
        let text = load(&file).ok_or_else(|| format!("the schema refers to `{file}`, which cannot be read"))?;
        let value: Value = serde_json::from_str(&text).map_err(|error| format!("`{file}` is not JSON: {error}"))?;
        open.extend(references(&value, Path::new(&file).parent().unwrap_or(Path::new(""))));
        found.insert(file, value);
    }
    Ok(found)
}

/// The files that the references of a schema name, seen from the first schema's folder.
fn references(schema: &Value, folder: &Path) -> Vec<String> {
    let mut files = Vec::new();
    let mut open = vec![schema];
    while let Some(value) = open.pop() {
        match value {
            Value::Object(map) => {
                if let Some(to) = map.get("$ref").and_then(Value::as_str) {
                    let file = to.split('#').next().unwrap_or_default();
                    if !file.is_empty() && !file.contains("://") {
                        files.push(normal(&folder.join(file)));
                    }
                }
                open.extend(map.values());
            }
            Value::Array(items) => open.extend(items),
            _ => {}
        }
    }
    files
}

/// A path without `.` and `..`.
fn normal(path: &Path) -> String {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            std::path::Component::ParentDir => {
                if !out.pop() {
                    out.push("..");
                }
            }
            std::path::Component::CurDir => {}
            other => out.push(other),
        }
    }
    out.to_string_lossy().replace('\\', "/")
}

/// The one JSON value of an answer, and whether something stood around it.
fn unwrapped(text: &str) -> Result<(Value, bool), Box<Diagnostic>> {
    let text = text.trim_start_matches('\u{FEFF}');
    let whole = match serde_json::from_str::<Value>(text) {
        Ok(value) => return Ok((value, false)),
        Err(error) => error,
    };
    let mut found: Option<Value> = None;
    let mut rest = text;
    let mut left = text.len().saturating_mul(MOST_READ);
    while let Some(at) = rest.find('{') {
        let from = rest.get(at..).unwrap_or_default();
        let mut values = serde_json::Deserializer::from_str(from).into_iter::<Value>();
        let value = match values.next() {
            Some(Ok(value)) => value,
            Some(Err(error)) => {
                let Some(less) = left.checked_sub(read(from, &error)) else {
                    return Err(not_json("too many braces of the answer begin no JSON object".to_owned()));
                };
                left = less;
                rest = skip(from);
                continue;
            }
            None => break,
        };
        if found.is_some() {
            return Err(not_json("the answer holds more than one JSON object".to_owned()));
        }
        found = Some(value);
        rest = from.get(values.byte_offset()..).unwrap_or_default();
    }
    match found {
        Some(value) => Ok((value, true)),
        None => Err(not_json(format!("the answer is not JSON: {whole}"))),
    }
}

/// How often an answer may be read: each brace in it may begin a hundred others, none of which ends.
const MOST_READ: usize = 8;

/// How many bytes a reader has read before it found a mistake.
fn read(text: &str, error: &serde_json::Error) -> usize {
    let lines = text.split_inclusive('\n').take(error.line().saturating_sub(1));
    lines.map(str::len).sum::<usize>() + error.column()
}

/// What stands after a brace that begins no object, or the next one after a line of them: a reader that
/// tries each of a million braces would take a million tries.
fn skip(from: &str) -> &str {
    let after = from.get(1..).unwrap_or_default();
    let braces = after.bytes().take_while(|byte| *byte == b'{').count();
    after.get(braces.saturating_sub(1)..).unwrap_or_default()
}

fn not_json(message: String) -> Box<Diagnostic> {
    let found = Diagnostic::new(Code::InvalidJson, Span::new(0, 0), message);
    Box::new(found.help("ask again for one JSON object and nothing else"))
}

#[cfg(test)]
mod tests {
    use super::{Checker, unwrapped};
    use serde_json::json;

    #[test]
    fn words_and_fences_are_taken_off() {
        let value = json!({"a": {"b": "}"}});
        let text = value.to_string();
        assert_eq!(unwrapped(&text), Ok((value.clone(), false)));
        for wrapped in
            [format!("```json\n{text}\n```"), format!("Sure, {{here}}: {text} Done."), format!("\n{text}\n{{")]
        {
            assert_eq!(unwrapped(&wrapped), Ok((value.clone(), true)), "{wrapped}");
        }
        assert!(unwrapped(&format!("{text} {text}")).is_err());
        assert!(unwrapped("Sure! {\"a\":").is_err());
        let nested = |text: &str| format!("{}[{}", "{\"a\":\n".repeat(100), text.repeat(1_000));
        assert!(unwrapped(&nested("0,")).is_err_and(|found| found.message.contains("too many braces")));
        assert!(unwrapped(&format!("{} {{\"a\":1}}", "{\"a\": {".repeat(50))).is_ok());
    }

    #[test]
    fn many_searches_that_go_back_share_what_one_may() -> Result<(), Box<itl_syntax::Diagnostic>> {
        let checker = Checker::new(&json!({"items": {"pattern": "^(a|aa)+\\1$"}}), &|_| None)?;
        let usual = checker.violations(&json!(vec!["aaaaaa"; 9_000]));
        assert!(usual.is_empty(), "{:?}", usual.first());
        let back = checker.violations(&json!(vec![format!("{}b", "a".repeat(22)); 9_000]));
        assert!(back.iter().all(|one| one.message.contains("too long to find whether `aaa")), "{back:?}");
        assert_eq!(back.len(), 1);
        // One alone goes through all of it.
        let one = checker.violations(&json!([format!("{}b", "a".repeat(22))]));
        assert!(one.iter().all(|one| one.message.contains("does not match")), "{one:?}");
        Ok(())
    }

    #[test]
    fn large_values_are_not_repeated_in_messages() -> Result<(), Box<itl_syntax::Diagnostic>> {
        let object = json!({"maxProperties": 0, "properties": {"a": {"$ref": "#"}}, "maxLength": 3});
        let checker = Checker::new(&object, &|_| None)?;
        let nested = |text: &str| (0..50).fold(json!(text), |inside, _| json!({ "a": inside }));
        let size = |text: &str| {
            let found = checker.violations(&nested(text));
            assert_eq!(found.len(), 51);
            found.iter().map(|one| one.pointer.len() + one.message.len()).sum::<usize>()
        };
        assert_eq!(size(&"x".repeat(10_000)), size(&"é".repeat(500_000)));
        let long = checker.violations(&json!("x".repeat(10_000)));
        assert_eq!(long.first().map(|one| one.message.as_str()), Some("the value is longer than 3 characters"));
        let keys = Checker::new(&json!({"additionalProperties": {"items": {"type": "null"}}}), &|_| None)?;
        let data = |length: usize| json!({ "k".repeat(1 << 18): vec![1; length] });
        assert_eq!(keys.violations(&data(100)).len(), 4, "places are bounded together");
        let found = keys.violations(&data(5_000));
        assert_eq!(found.first().map(|one| one.pointer.as_str()), Some(""));
        assert!(found.iter().all(|one| one.message.contains("too many places")), "{}", found.len());
        assert!(keys.violations(&json!({ "k".repeat(1 << 18): vec![json!(null); 5_000] })).is_empty());
        let values = Checker::new(&json!({"const": "c".repeat(1 << 20)}), &|_| None)?;
        assert!(values.violations(&json!(1)).iter().all(|one| one.message.len() <= 1024));
        Ok(())
    }

    #[test]
    fn alternatives_that_multiply_are_refused_at_once() -> Result<(), Box<itl_syntax::Diagnostic>> {
        let next = json!({"$ref": "#"});
        let schema = json!({"oneOf": [{"properties": {"a": next}}, {"additionalProperties": next}]});
        let nested = |depth: usize| (0..depth).fold(json!(1), |inside, _| json!({ "a": inside }));
        let checker = Checker::new(&schema, &|_| None)?;
        assert!(checker.violations(&nested(100)).iter().any(|one| one.message.contains("multiply")));
        assert!(checker.violations(&nested(3)).iter().all(|one| !one.message.contains("multiply")));
        Ok(())
    }

    #[test]
    fn relative_references_are_followed() -> Result<(), Box<itl_syntax::Diagnostic>> {
        let schema = json!({"properties": {"a": {"$ref": "parts/a.json#/$defs/x"}}});
        let load = |file: &str| match file {
            "parts/a.json" => Some(r#"{"$defs": {"x": {"$ref": "../b.json"}}}"#.to_owned()),
            "b.json" => Some(r#"{"type": "integer"}"#.to_owned()),
            _ => None,
        };
        let checker = Checker::new(&schema, &load)?;
        assert_eq!(checker.violations(&json!({"a": 1})).len(), 0);
        let found = checker.violations(&json!({"a": "x"}));
        assert_eq!(found.first().map(|found| found.pointer.as_str()), Some("/a"));
        assert!(Checker::new(&schema, &|_| None).is_err());
        Ok(())
    }
}
