//! Prompts: messages and requests.

use crate::answers;
use crate::host::{self, Host};
use crate::json::Writer;
use crate::options::{self, Refused};
use itl_eval::{RenderOptions, Source};
use itl_prompt::{AnswerSchema, Conversation, Counter, Previous, Prompt, PromptOptions, RequestOptions, Role, Target};
use serde_json::{Map, Value};
use std::borrow::Cow;

/// What a call made.
pub struct Answer {
    /// The text, or the body of a request.
    pub text: String,
    /// What was noticed, as a JSON object; empty where there is nothing to say.
    pub notes: String,
}

/// The messages as pieces of the text, which is the result, and these pieces, in UTF-16 units: the number of the role in
/// [`Role::ALL`], where it begins, where it ends. A message that is no piece of the text begins at [`NOWHERE`]; its text is
/// the next of `contents` in the notes, where the body for `to` stands too.
pub fn messages_in_text(
    prompt: &Prompt,
    source: Source<'_>,
    options: &RenderOptions,
    to: Option<Target>,
) -> (Answer, Vec<u32>) {
    let found = prompt.render(source, &PromptOptions::new(options.clone()));
    let mut contents = Vec::new();
    let pieces = pieces(&found, &mut contents);
    let silent = to.is_none() && !options.trace && contents.is_empty() && found.diagnostics().is_empty();
    let notes = if silent && prompt.template().failures(found.diagnostics()).is_empty() {
        String::new()
    } else {
        notes(prompt, &found, options, to, |w| {
            w.key("contents").list(&contents, |w, content| w.text(content));
        })
    };
    drop(contents);
    (Answer { text: found.into_text(), notes }, pieces)
}

/// Where a message begins that is no piece of the text.
pub const NOWHERE: u32 = u32::MAX;

fn pieces<'c>(found: &'c Conversation, contents: &mut Vec<Cow<'c, str>>) -> Vec<u32> {
    let text = found.text();
    let all_ascii = text.is_ascii();
    let (mut bytes, mut units) = (0, 0);
    let mut unit = |at: usize| {
        if all_ascii {
            return at;
        }
        let piece = text.get(bytes..at).unwrap_or_default();
        units += if piece.is_ascii() { piece.len() } else { piece.encode_utf16().count() };
        bytes = bytes.max(at);
        units
    };
    let mut pieces = Vec::with_capacity(found.len() * 3);
    for (message, range) in found.messages_in_text() {
        let role = Role::ALL.iter().position(|role| *role == message.role).unwrap_or_default();
        let (from, to) = match range {
            Some(range) => (unit(range.start) as u32, unit(range.end) as u32),
            None => {
                contents.push(message.text);
                (NOWHERE, NOWHERE)
            }
        };
        pieces.extend([role as u32, from, to]);
    }
    pieces
}

/// The messages as a list of `{role, content}`, which is the result.
pub fn messages(prompt: &Prompt, source: Source<'_>, options: &RenderOptions) -> Answer {
    let found = prompt.render(source, &PromptOptions::new(options.clone()));
    let notes = notes(prompt, &found, options, None, |_| ());
    let mut w = Writer::new();
    w.list(found.messages(), |w, message| {
        w.object(|w| {
            w.key("role").text(message.role.name());
            w.key("content").text(&message.text);
        });
    });
    Answer { text: w.finish(), notes }
}

/// The prompt with the schema of its data, where the options give one: `input`, and with `input_files` the files that
/// it refers to.
///
/// # Errors
/// A schema that cannot be used, and any where this build checks no data.
pub fn with_input<'p>(prompt: &'p Prompt, given: &Map<String, Value>) -> Result<Cow<'p, Prompt>, Refused> {
    let Some(schema) = given.get("input") else { return Ok(Cow::Borrowed(prompt)) };
    #[cfg(feature = "answers")]
    return checker(schema, given.get("input_files"))
        .map(|checker| Cow::Owned(prompt.clone().with_input(checker)))
        .map_err(|message| Refused::new("options.input", message));
    #[cfg(not(feature = "answers"))]
    {
        let _ = schema;
        let message = "this build checks no data against a schema; that of `itl-wasm/answers` does".to_owned();
        Err(Refused { argument: "options.input", message, unsupported: true })
    }
}

/// A schema made ready, with the files that it refers to.
#[cfg(feature = "answers")]
fn checker(schema: &Value, files: Option<&Value>) -> Result<itl_prompt::Checker, String> {
    let load = |file: &str| files.and_then(|files| files.get(file)).map(crate::json::written);
    itl_prompt::Checker::new(schema, &load).map_err(|fault| fault.message)
}

fn notes(
    prompt: &Prompt,
    found: &Conversation,
    options: &RenderOptions,
    to: Option<Target>,
    more: impl FnOnce(&mut Writer),
) -> String {
    let template = prompt.template();
    let request = to.map(|to| found.request(to, &RequestOptions::default()));
    let warnings = request.as_ref().map_or(found.diagnostics(), |request| &request.diagnostics);
    answers::notes(template, warnings, |w| {
        more(w);
        if options.trace {
            answers::trace(w.key("trace"), template, found.trace(), found.text());
        }
        if let Some(request) = &request {
            w.key("body").raw(&request.body);
        }
    })
}

/// The body of a request as the result; what is known about it as the notes. `given` are the options that `options` was
/// read from.
///
/// # Errors
/// An option that cannot be used.
pub fn request(
    prompt: &Prompt,
    source: Source<'_>,
    options: &RenderOptions,
    given: &Map<String, Value>,
    host: &impl Host,
) -> Result<Answer, Refused> {
    let text = |key: &str| given.get(key).and_then(Value::as_str);
    let number = |key: &str| given.get(key).and_then(Value::as_u64);
    let target = options::target(given)?.unwrap_or(Target::Messages);
    let previous = given.get("previous").map(|previous| {
        Previous::read(previous).ok_or_else(|| Refused::new("options.previous", "it holds no digests".into()))
    });
    let previous = previous.transpose()?;
    let schema = given.get("schema").map(|schema| {
        let name = text("schema_name").unwrap_or("answer");
        AnswerSchema::new(&format!("{name}.json"), &crate::json::written(schema))
            .map_err(|found| Refused::new("options.schema", found.message))
    });
    let schema = schema.transpose()?;
    let counter = text("tokens").map(str::parse::<Counter>).transpose();
    let counter = counter.map_err(|error| Refused::new("options.tokens", error.to_string()))?;
    let callback = number("count").map(|id| id as u32);
    let count = |text: &str| callback.map_or(0, |id| host::count(host, id, text));
    let mut asked = RequestOptions::default();
    asked.max_tokens = number("max_tokens");
    asked.max_output_tokens = number("max_output_tokens");
    asked.counter = counter;
    asked.model = text("model");
    asked.name = text("name");
    asked.schema = schema.as_ref();
    asked.previous = previous.as_ref();
    if callback.is_some() {
        asked.count = Some(&count);
    }
    let prompted = PromptOptions::new(options.clone().trace(options.trace || previous.is_some())).nonce(text("nonce"));
    let prompt = &*with_input(prompt, given)?;
    let digests = previous.is_some() || given.get("digests").and_then(Value::as_bool).unwrap_or(true);
    let request = if digests {
        prompt.render(source, &prompted).request_with_digests(target, &asked)
    } else {
        prompt.request(source, &prompted, target, &asked)
    };
    let notes = answers::notes(prompt.template(), &request.diagnostics, |w: &mut Writer| {
        w.key("request").raw(&request.about());
    });
    Ok(Answer { text: request.body, notes })
}

/// Checks the answer of a model against a JSON Schema, as JSON: `{ok, value, wrapped, error, violations}`.
///
/// # Errors
/// A schema that cannot be used.
#[cfg(feature = "answers")]
pub fn check_answer(answer: &str, options: &str) -> Result<String, Refused> {
    let given = options::read(options)?;
    let schema = given.get("schema").ok_or_else(|| Refused::new("schema", "it is missing".into()))?;
    let checker = checker(schema, given.get("files")).map_err(|message| Refused::new("schema", message))?;
    let checked = checker.answer(answer);
    let mut w = Writer::new();
    w.object(|w| {
        let (answer, error) = match &checked {
            Ok(answer) => (Some(answer), None),
            Err(fault) => (None, Some(fault.message.as_str())),
        };
        let violations = answer.map_or(&[][..], |answer| &answer.violations);
        w.key("ok").bool(error.is_none() && violations.is_empty());
        w.key("value").raw(&answer.map_or_else(|| "null".to_owned(), |answer| crate::json::written(&answer.value)));
        w.key("wrapped").bool(answer.is_some_and(|answer| answer.wrapped));
        match error {
            Some(error) => w.key("error").text(error),
            None => w.key("error").raw("null"),
        }
        w.key("violations").list(violations, |w, violation| {
            w.object(|w| {
                w.key("pointer").text(&violation.pointer);
                w.key("message").text(&violation.message);
            });
        });
    });
    Ok(w.finish())
}
