//! Prompts: messages and requests.

use crate::answers;
use crate::host::{self, Host};
use crate::json::Writer;
use crate::options::{self, Refused};
use itl_eval::{RenderOptions, Source};
use itl_prompt::{AnswerSchema, Conversation, Counter, Previous, Prompt, PromptOptions, RequestOptions, Target};
use serde_json::{Map, Value};

/// What a call made.
pub struct Answer {
    /// The text, or the body of a request.
    pub text: String,
    /// What was noticed, as a JSON object; empty where there is nothing to say.
    pub notes: String,
}

/// The messages as pieces of the text, which is the result: `{role, from, to}` in UTF-16 units, or `{role, content}`
/// where a message is no piece of it. They stand in the notes, with the body for `to`.
pub fn messages_in_text(prompt: &Prompt, source: Source<'_>, options: &RenderOptions, to: Option<Target>) -> Answer {
    let found = prompt.render(source, &PromptOptions::new(options.clone()));
    let notes = notes(prompt, &found, options, to, |w| answers::messages_in_text(w.key("messages"), &found));
    Answer { text: found.into_text(), notes }
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
    let conversation = prompt.render(source, &prompted);
    let request = conversation.request_with_digests(target, &asked);
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
    let files = given.get("files");
    let load = |file: &str| files.and_then(|files| files.get(file)).map(crate::json::written);
    let checker = itl_prompt::Checker::new(schema, &load).map_err(|fault| Refused::new("schema", fault.message))?;
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
