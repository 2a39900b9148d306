//! JSON, both ways.

use crate::functions::metered::{MeteredString, write_metered};
use crate::functions::{Call, ParamKind, Row, Yields, example, optional};
use crate::template::{CUT_BY_UNITS, half_a_character};
use itl_syntax::Code;
use itl_value::{Kind, Value, write_json_string};

pub(super) const ROWS: &[Row] = &[
    Row {
        name: "toJson",
        receiver: Kind::Any,
        params: &[optional("n", ParamKind::Integer, "0")],
        portable: false,
        doc: "JSON text, indented by n spaces (at most 32), or on one line without n.",
        examples: &[
            example(r#""say \"hi\"\n""#, "toJson()", r#""say \"hi\"\n""#),
            example(r#"{"z": 95.0, "a": [null, true]}"#, "toJson()", r#"{"z":95.0,"a":[null,true]}"#),
            example(r#"{"a": [1, 2], "o": {}}"#, "toJson(2)", "{\n  \"a\": [\n    1,\n    2\n  ],\n  \"o\": {}\n}"),
            example("", "toJson()", "null"),
        ],
        run: to_json,
        ..Row::BASE
    },
    Row {
        name: "parseJson",
        receiver: Kind::Any,
        returns: Kind::Any,
        yields: Yields::Receiver,
        portable: false,
        doc: "The value that the text holds as JSON; what is not text is itself.",
        examples: &[
            example(r#""{\"k\": [7]}""#, "parseJson().k[0]", "7"),
            example(r#"" [1, 2] ""#, "parseJson()", "[1,2]"),
            example(r#""{'a':1}""#, "parseJson()", "{'a':1}"),
            example(r#"{"a": 1}"#, "parseJson()", r#"{"a":1}"#),
        ],
        run: parse_json,
        ..Row::BASE
    },
];

/// The widest indentation.
const INDENT: i64 = 32;

/// Deeper than any payload's reader goes, and far from the stack's end.
const DEPTH: usize = 256;

fn to_json<'a>(value: Value<'a>, call: &mut Call<'_, 'a>) -> Value<'a> {
    let indent = call.integer(0).unwrap_or(0).clamp(0, INDENT) as usize;
    let text = write_metered(call, |out, call| Writer { out, line: String::from("\n"), indent }.value(&value, call, 0));
    match text {
        Some(text) => text,
        None => call.failed(value, "the value is too large or nested too deep to be printed as JSON"),
    }
}

/// Writes JSON like `serde_json`, charged while it grows.
struct Writer<'m> {
    out: &'m mut MeteredString,
    /// A line end and the indentation of the current level.
    line: String,
    /// Spaces for each level; 0 for one line.
    indent: usize,
}

impl Writer<'_> {
    fn value(&mut self, value: &Value<'_>, call: &mut Call<'_, '_>, depth: usize) -> Option<()> {
        if depth > DEPTH {
            return None;
        }
        match value {
            Value::Text(text) => self.string(text, call),
            Value::List(list) => {
                self.put("[", call)?;
                self.enter();
                for (at, item) in list.iter().enumerate() {
                    self.next(at, call)?;
                    self.value(&item, call, depth + 1)?;
                }
                self.leave(list.is_empty(), "]", call)
            }
            Value::Map(map) => {
                self.put("{", call)?;
                self.enter();
                for (at, (key, value)) in map.iter().enumerate() {
                    self.next(at, call)?;
                    self.string(&key, call)?;
                    self.put(if self.indent == 0 { ":" } else { ": " }, call)?;
                    self.value(&value, call, depth + 1)?;
                }
                self.leave(map.is_empty(), "}", call)
            }
            // A number has at most a few hundred bytes, and is not copied to be counted.
            scalar => {
                scalar.write_json(self.out.reserve(24, call)?);
                Some(())
            }
        }
    }

    fn string(&mut self, text: &str, call: &mut Call<'_, '_>) -> Option<()> {
        let escapes = text.bytes().filter(|b| *b < b' ' || matches!(b, b'"' | b'\\')).count();
        let size = escapes.saturating_mul(5).saturating_add(text.len()).saturating_add(2);
        write_json_string(text, self.out.reserve(size, call)?);
        Some(())
    }

    fn put(&mut self, text: &str, call: &mut Call<'_, '_>) -> Option<()> {
        self.out.push(text, call)
    }

    fn enter(&mut self) {
        self.line.extend(std::iter::repeat_n(' ', self.indent));
    }

    /// Before each item.
    fn next(&mut self, at: usize, call: &mut Call<'_, '_>) -> Option<()> {
        if at > 0 {
            self.put(",", call)?;
        }
        self.line(call)
    }

    fn leave(&mut self, is_empty: bool, close: &str, call: &mut Call<'_, '_>) -> Option<()> {
        self.line.truncate(self.line.len() - self.indent);
        if !is_empty {
            self.line(call)?;
        }
        self.put(close, call)
    }

    fn line(&mut self, call: &mut Call<'_, '_>) -> Option<()> {
        if self.indent == 0 { Some(()) } else { self.out.push(&self.line, call) }
    }
}

fn parse_json<'a>(value: Value<'a>, call: &mut Call<'_, 'a>) -> Value<'a> {
    let Value::Text(text) = &value else { return value };
    // Two characters of an array can be one value, which takes up more than the text.
    if !call.charge_fuel(text.len().saturating_mul(16)) {
        return value;
    }
    match itl_value::read_value(text) {
        Ok((read, half)) => {
            if let Some(place) = half {
                call.warn(Code::LoneSurrogate, half_a_character("the text", place), CUT_BY_UNITS);
            }
            read
        }
        Err(error) => {
            let message = format!("the text is not JSON: {error}");
            call.failed(value, message)
        }
    }
}
