//! Payloads: read from JSON or YAML, changed by `--set`.

mod set;
mod yaml;

use crate::files;
use crate::outcome::CliError;
use crate::source::Sourced;
use clap::ValueEnum;
use itl_eval::{Code, Diagnostic, Payload, Span};
use serde_json::Value;

/// The format of a payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum DataFormat {
    Json,
    Yaml,
}

impl DataFormat {
    /// The format given, else that of the file's ending.
    fn of(path: &str, given: Option<Self>) -> Self {
        let by_ending = if files::ends_with(path, &["yaml", "yml"]) { Self::Yaml } else { Self::Json };
        given.unwrap_or(by_ending)
    }
}

/// A payload, and what is wrong with it.
pub(crate) struct Data {
    pub(crate) content: Content,
    pub(crate) problem: Option<Box<Sourced>>,
}

/// What a render gets.
pub(crate) enum Content {
    /// JSON as it came, for the reader that keeps only what the template reads.
    Bytes { name: String, bytes: Vec<u8> },
    /// A value: YAML, or JSON that `--set` has changed.
    Value(Value),
}

/// Reads a payload; without a file it is an empty object.
pub(crate) fn read(path: Option<&str>, format: Option<DataFormat>, sets: &[String]) -> Result<Data, CliError> {
    let content = match path {
        None => Ok(Content::Value(Value::Object(serde_json::Map::new()))),
        Some(path) => load(path, format)?,
    };
    let (content, problem) = match content {
        Ok(content) => (content, None),
        Err(problem) => (Content::Value(Value::Null), Some(problem)),
    };
    if sets.is_empty() {
        return Ok(Data { content, problem });
    }
    let (mut value, problem) = match content {
        Content::Value(value) => (value, problem),
        Content::Bytes { name, bytes } => match parse(&name, &bytes) {
            Ok(value) => (value, problem),
            Err(problem) => (Value::Null, Some(problem)),
        },
    };
    set::apply_all(&mut value, sets)?;
    Ok(Data { content: Content::Value(value), problem })
}

/// Reads a whole payload, schema or sample as a value.
pub(crate) fn value(path: &str, format: Option<DataFormat>) -> Result<Result<Value, Box<Sourced>>, CliError> {
    Ok(match load(path, format)? {
        Ok(Content::Value(value)) => Ok(value),
        Ok(Content::Bytes { name, bytes }) => parse(&name, &bytes).map_err(without_message),
        Err(problem) => Err(without_message(problem)),
    })
}

/// The problem where no message is made, whose variables would be missing.
fn without_message(mut problem: Box<Sourced>) -> Box<Sourced> {
    let help = &mut problem.diagnostic.help;
    *help = help
        .take()
        .filter(|help| !help.starts_with(ALL_MISSING))
        .or_else(|| looks_like_yaml(&problem.text).then(|| "if it is YAML, let the file's name end in .yaml".into()));
    problem
}

fn load(path: &str, format: Option<DataFormat>) -> Result<Result<Content, Box<Sourced>>, CliError> {
    let bytes = files::bytes(path)?;
    let name = files::shown(path);
    if DataFormat::of(path, format) == DataFormat::Yaml {
        return Ok(yaml::read(&name, bytes).map(Content::Value));
    }
    let bytes = files::without_mark(&bytes).map(<[u8]>::to_vec).unwrap_or(bytes);
    Ok(Ok(Content::Bytes { name, bytes }))
}

fn parse(name: &str, bytes: &[u8]) -> Result<Value, Box<Sourced>> {
    match problem(name, bytes) {
        Some(problem) => Err(problem),
        None => Ok(json(bytes)),
    }
}

/// Reads JSON by the engine's own reader, so that what a render reads is read here too; null where it is none.
pub(crate) fn json(bytes: &[u8]) -> Value {
    std::str::from_utf8(bytes).ok().and_then(|text| itl_eval::read_json(text).ok()).unwrap_or_default()
}

/// Reads YAML text as a value.
pub(crate) fn yaml_value(name: &str, text: &str) -> Result<Value, Box<Sourced>> {
    yaml::read(name, text.as_bytes().to_vec())
}

pub(crate) use yaml::lines as yaml_lines;

/// How the message of a payload that is not JSON begins.
pub(crate) const NOT_JSON: &str = "the payload is not valid JSON: ";

const ALL_MISSING: &str = "every variable is missing from the message";

/// What is wrong with a JSON payload, with the place.
pub(crate) fn problem(name: &str, bytes: &[u8]) -> Option<Box<Sourced>> {
    let error = Payload::from_slice(bytes).err()?;
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => return Some(not_text(name, bytes, error.valid_up_to())),
    };
    let at = offset(text, error.line, error.column);
    let help = if looks_like_yaml(text) { format!("{ALL_MISSING}; {YAML_INSTEAD}") } else { ALL_MISSING.to_owned() };
    let diagnostic = Diagnostic::new(Code::InvalidJson, at, format_args!("{NOT_JSON}{}", error.message)).help(help);
    Some(Box::new(Sourced { diagnostic, file: name.into(), text: text.into(), shift: 0 }))
}

const YAML_INSTEAD: &str = "if it is YAML, add --data-format yaml";

/// Whether a text that is not JSON begins as YAML does: a comment, a marker, an item, or a key with a colon.
fn looks_like_yaml(text: &str) -> bool {
    let Some(first) = text.lines().find(|line| !line.trim().is_empty()) else { return false };
    let is_key = |key: &str| !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || "_-. ".contains(c));
    first == "---"
        || first.starts_with(['#', '%'])
        || first.starts_with("- ")
        || first.split_once(':').is_some_and(|(key, rest)| is_key(key) && (rest.is_empty() || rest.starts_with(' ')))
}

fn not_text(name: &str, bytes: &[u8], at: usize) -> Box<Sourced> {
    let message = format!("{NOT_JSON}byte {at} is not UTF-8");
    // Up to there the text is the file's, so that the place is the same in both.
    let diagnostic = Diagnostic::new(Code::InvalidJson, Span::new(at, at + 1), message).help(ALL_MISSING);
    Box::new(Sourced { diagnostic, file: name.into(), text: String::from_utf8_lossy(bytes).into(), shift: 0 })
}

/// The character at a line and a column in bytes, both from 1; column 0 is the line's start.
fn offset(text: &str, line: usize, column: usize) -> Span {
    let line_start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let mut start = (line_start + column.saturating_sub(1)).min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let length = text.get(start..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    Span::new(start, start + length)
}
