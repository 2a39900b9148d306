//! The answer of a model, checked against the JSON Schema that its prompt names.

use crate::data;
use crate::outcome::CliError;
use itl_eval::{Code, Diagnostic, Span};
use serde_json::Value;

/// What an answer violates, in the order of the places in it.
pub(crate) struct Violation {
    /// The place as a JSON pointer; empty for the answer as a whole.
    pub(crate) place: String,
    /// What is wrong there.
    pub(crate) message: String,
}

impl Violation {
    /// As a diagnostic of the answer's text, whose places are pointers instead of spans.
    pub(crate) fn diagnostic(&self) -> Diagnostic {
        let place = if self.place.is_empty() { "the answer" } else { &self.place };
        Diagnostic::new(Code::AnswerMismatch, Span::default(), format!("{place}: {}", self.message))
    }
}

/// All that `answer` violates of the schema in the file `schema_path`.
pub(crate) fn violations(answer: &Value, schema_path: &str) -> Result<Vec<Violation>, CliError> {
    let schema = match data::value(schema_path, None)? {
        Ok(schema) => schema,
        Err(problem) => {
            return Err(CliError::usage(format!(
                "cannot read the schema {}: {}",
                problem.file, problem.diagnostic.message
            )));
        }
    };
    let validator = jsonschema::validator_for(&schema)
        .map_err(|error| CliError::usage(format!("{schema_path} is no JSON Schema: {error}")))?;
    let mut found: Vec<Violation> = validator
        .iter_errors(answer)
        .map(|error| Violation { place: error.instance_path().to_string(), message: error.to_string() })
        .collect();
    found.sort_by(|a, b| (&a.place, &a.message).cmp(&(&b.place, &b.message)));
    found.dedup_by(|a, b| a.place == b.place && a.message == b.message);
    Ok(found)
}
