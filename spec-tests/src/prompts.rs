//! Cases of prompts: a prompt, its data and a target, and the request or the codes that come out.

use itl_eval::{Dialect, Engine, MemoryPartials, RenderOptions, Source, Template};
use itl_prompt::{AnswerSchema, Checker, Counter, Prompt, PromptOptions, Request, RequestOptions, Target};
use itl_syntax::{Code, Diagnostic, Diagnostics, Span};
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::path::Path;

/// A file of cases.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PromptFile {
    #[serde(rename = "about")]
    _about: String,
    cases: Vec<PromptCase>,
}

/// A prompt, its data, and what has to come out.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PromptCase {
    /// Unique.
    pub name: String,
    /// The rule it shows: a page of the repository and a heading of it.
    pub rule: String,
    /// The prompt, in the dialect `mustache`.
    pub prompt: String,
    /// Partials by name.
    #[serde(default)]
    pub partials: BTreeMap<String, String>,
    /// The data.
    #[serde(default)]
    pub data: Option<Box<RawValue>>,
    /// The data as text, where its spelling matters.
    #[serde(default)]
    pub json: Option<String>,
    /// The target of the request.
    pub to: String,
    /// Options of the request.
    #[serde(default)]
    pub options: RequestWishes,
    /// The JSON Schema of the answer, from a file `verdict.json`.
    #[serde(default)]
    pub schema: Option<Value>,
    /// Files that the schema refers to.
    #[serde(default)]
    pub files: BTreeMap<String, Value>,
    /// The JSON Schema of the data.
    #[serde(default)]
    pub input: Option<Value>,
    /// An answer to check.
    #[serde(default)]
    pub answer: Option<String>,
    /// The codes of all that is found, in order.
    #[serde(default)]
    pub codes: Vec<String>,
    /// The body; not compared where absent.
    #[serde(default)]
    pub body: Option<Value>,
    /// The messages that each step of the budget left out; not compared where absent.
    #[serde(default)]
    pub dropped: Option<Vec<Vec<usize>>>,
}

/// Options of a request, named as the npm package names them on the wire.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RequestWishes {
    /// Most tokens of the request.
    pub max_tokens: Option<u64>,
    /// What counts them.
    pub tokens: Option<String>,
    /// The model.
    pub model: Option<String>,
    /// What fences carry.
    pub nonce: Option<String>,
}

/// What came of a case.
#[derive(Debug)]
pub struct PromptResult {
    /// The template, for the places of what was found.
    pub template: Template,
    /// What compiling it found.
    pub compiled: Diagnostics,
    /// The request; `None` where its schema cannot be used.
    pub request: Option<Request>,
    /// All that was found.
    pub found: Diagnostics,
}

/// The cases of prompts.
///
/// # Errors
/// Says why the file cannot be read.
pub fn prompt_cases() -> Result<Vec<PromptCase>, String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("prompts/cases.json");
    let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let file: PromptFile = serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(file.cases)
}

impl PromptCase {
    /// The data as JSON text; `{}` where the case has none.
    pub fn payload(&self) -> &str {
        match (&self.json, &self.data) {
            (Some(json), _) => json,
            (None, Some(data)) => data.get(),
            (None, None) => "{}",
        }
    }

    /// Makes the request and checks what is to be checked.
    ///
    /// # Errors
    /// Names the option that does not exist.
    pub fn run(&self) -> Result<PromptResult, String> {
        let partials: MemoryPartials = self.partials.clone().into_iter().collect();
        let engine = Engine::builder().dialect(Dialect::Mustache).partials(partials).build();
        let (template, compiled) = engine.compile_lenient(&self.prompt);
        let prompt = Prompt::new(template.clone());
        let mut found = compiled.clone();
        let wishes = &self.options;
        let rendering = PromptOptions::new(RenderOptions::new()).nonce(wishes.nonce.as_deref());
        let schema = match self.schema.as_ref().map(|schema| AnswerSchema::new("verdict.json", &schema.to_string())) {
            Some(Err(fault)) => {
                found.push(*fault);
                return Ok(PromptResult { template, compiled, request: None, found });
            }
            Some(Ok(schema)) => Some(schema),
            None => None,
        };
        let counter =
            wishes.tokens.as_deref().map(str::parse::<Counter>).transpose().map_err(|error| error.to_string())?;
        let mut asked = RequestOptions::default();
        asked.max_tokens = wishes.max_tokens;
        asked.counter = counter;
        asked.model = wishes.model.as_deref();
        asked.schema = schema.as_ref();
        let target: Target = self.to.parse().map_err(|error: itl_prompt::UnknownTarget| error.to_string())?;
        let prompt = match &self.input {
            Some(input) => prompt.with_input(self.checker(input)?),
            None => prompt,
        };
        let conversation = prompt.render(Source::Bytes(self.payload().as_bytes()), &rendering);
        let request = conversation.request_with_digests(target, &asked);
        found.extend(request.diagnostics.iter().cloned());
        if let (Some(answer), Some(schema)) = (&self.answer, &self.schema) {
            found.extend(self.check_answer(schema, answer)?);
        }
        Ok(PromptResult { template, compiled, request: Some(request), found })
    }

    fn checker(&self, schema: &Value) -> Result<Checker, String> {
        let load = |file: &str| self.files.get(file).map(Value::to_string);
        Checker::new(schema, &load).map_err(|fault| fault.message)
    }

    fn check_answer(&self, schema: &Value, answer: &str) -> Result<Vec<Diagnostic>, String> {
        let answer = match self.checker(schema)?.answer(answer) {
            Ok(answer) => answer,
            Err(fault) => return Ok(vec![*fault]),
        };
        let wrapped = || Diagnostic::new(Code::AnswerWrapped, Span::default(), "words stand around the JSON");
        let violations = answer.violations.iter().map(|one| one.diagnostic(Code::AnswerMismatch, "the answer"));
        Ok(answer.wrapped.then(wrapped).into_iter().chain(violations).collect())
    }
}
