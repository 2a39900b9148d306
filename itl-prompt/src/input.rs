//! The data of a prompt, checked against the schema that `@input` names before anything renders.

use crate::settings::PromptSettings;
use itl_eval::{Source, Value};
use itl_syntax::{Code, Diagnostic, Diagnostics, Severity};

/// What checks the data of a prompt.
#[derive(Clone, Debug, Default)]
pub(crate) enum InputCheck {
    /// Nothing. Where the prompt names a schema, that is a warning.
    #[default]
    None,
    /// The caller has.
    Done,
    /// This schema.
    #[cfg(feature = "answers")]
    Schema(std::sync::Arc<crate::Checker>),
}

impl InputCheck {
    pub(crate) fn check(&self, source: Source<'_>, settings: &PromptSettings) -> Diagnostics {
        let _ = source;
        match (self, &settings.input) {
            #[cfg(feature = "answers")]
            (Self::Schema(schema), _) => {
                let placed = |one: Diagnostic| Diagnostic { span: settings.place("input"), ..one };
                on_schema(schema, source).into_iter().map(placed).collect()
            }
            (Self::None, Some(file)) => [unchecked(file, settings)].into_iter().collect(),
            _ => Diagnostics::new(),
        }
    }
}

/// Nothing is rendered on data that nobody has checked without a word about it.
fn unchecked(file: &str, settings: &PromptSettings) -> Diagnostic {
    let shown: String = file.chars().take(60).collect();
    let message = format!("`@input {shown}` names a schema of the data, which nothing has checked here");
    let mut found = Diagnostic::new(Code::InvalidInput, settings.place("input"), message)
        .help("`itl prompt` reads the file; a program gives the schema as the input of its prompt");
    found.severity = Severity::Warning;
    found
}

#[cfg(feature = "answers")]
fn on_schema(schema: &crate::Checker, source: Source<'_>) -> Diagnostics {
    if let Source::Json(json) = source {
        return schema.input(json);
    }
    let mut text = String::new();
    root(source).write_json(&mut text);
    match serde_json::from_str(&text) {
        Ok(json) => schema.input(&json),
        Err(error) => {
            let message = format!("the data cannot be checked: {error}");
            [Diagnostic::new(Code::InvalidInput, itl_syntax::Span::new(0, 0), message)].into_iter().collect()
        }
    }
}

/// The outermost value of the data.
pub(crate) fn root<'a>(source: Source<'a>) -> Value<'a> {
    match source {
        Source::Json(json) => Value::from_json(json),
        Source::Payload(payload) => payload.root(),
        Source::Host(host) => Value::from_host(host),
        _ => Value::Missing,
    }
}
