//! Payloads: read from JSON or YAML, changed by `--set`.

mod set;
mod yaml;

use crate::files;
use crate::stop::Stop;
use itl_eval::{Code, Diagnostic, Payload, Span};
use serde_json::Value;

/// A payload, and what was wrong with it.
pub(crate) struct Data {
    pub(crate) content: Content,
    pub(crate) problem: Option<Box<Problem>>,
}

/// What a render gets.
pub(crate) enum Content {
    /// JSON as it came, to be read on the fast road.
    Bytes { name: String, bytes: Vec<u8> },
    /// A value that was made ready.
    Value(Value),
}

/// A payload that could not be read.
pub(crate) struct Problem {
    pub(crate) name: String,
    pub(crate) found: Diagnostic,
    /// Its text, where it is one.
    pub(crate) text: String,
}

/// Reads a payload; without a file it is an empty object.
pub(crate) fn read(path: Option<&str>, sets: &[String]) -> Result<Data, Stop> {
    let content = match path {
        None => Ok(Content::Value(Value::Object(serde_json::Map::new()))),
        Some(path) => load(path)?,
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
    for assignment in sets {
        set::apply(&mut value, assignment)?;
    }
    Ok(Data { content: Content::Value(value), problem })
}

/// Reads a whole payload, schema or sample as a value.
pub(crate) fn value(path: &str) -> Result<Result<Value, Box<Problem>>, Stop> {
    Ok(match load(path)? {
        Ok(Content::Value(value)) => Ok(value),
        Ok(Content::Bytes { name, bytes }) => parse(&name, &bytes),
        Err(problem) => Err(problem),
    })
}

fn load(path: &str) -> Result<Result<Content, Box<Problem>>, Stop> {
    let bytes = files::bytes(path)?;
    let name = files::shown(path);
    if files::ends_with(path, &["yaml", "yml"]) {
        return Ok(yaml::read(&name, bytes).map(Content::Value));
    }
    let bytes = without_mark(&bytes).map(<[u8]>::to_vec).unwrap_or(bytes);
    Ok(Ok(Content::Bytes { name, bytes }))
}

/// What stands behind a byte order mark, which other programs put before JSON and its readers refuse;
/// `None` where there is none.
pub(crate) fn without_mark(bytes: &[u8]) -> Option<&[u8]> {
    bytes.strip_prefix(b"\xef\xbb\xbf")
}

fn parse(name: &str, bytes: &[u8]) -> Result<Value, Box<Problem>> {
    // The engine's own reader first, so that what it refuses is refused here in its words.
    match problem(name, bytes) {
        Some(problem) => Err(problem),
        None => Ok(serde_json::from_slice(bytes).unwrap_or_default()),
    }
}

/// How the message of a payload that is no JSON begins.
pub(crate) const NOT_JSON: &str = "the payload is not valid JSON: ";

/// What is wrong with a JSON payload, with the place.
pub(crate) fn problem(name: &str, bytes: &[u8]) -> Option<Box<Problem>> {
    let error = Payload::from_slice(bytes).err()?;
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(error) => return Some(not_text(name, bytes, error.valid_up_to())),
    };
    let at = offset(&text, error.line, error.column);
    let found = Diagnostic::new(Code::InvalidJson, at, format!("{NOT_JSON}{}", error.message))
        .help("every variable is missing from the message");
    Some(Box::new(Problem { name: name.to_owned(), found, text }))
}

fn not_text(name: &str, bytes: &[u8], at: usize) -> Box<Problem> {
    let message = format!("{NOT_JSON}byte {at} is not UTF-8");
    // Up to there the text is the file's, so that the place is the same in both.
    let found = Diagnostic::new(Code::InvalidJson, Span::new(at, at + 1), message)
        .help("every variable is missing from the message");
    Box::new(Problem { name: name.to_owned(), found, text: String::from_utf8_lossy(bytes).into_owned() })
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
