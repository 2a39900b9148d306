//! Prompts: messages and requests.

use crate::json::Writer;
use crate::options::Refused;
use crate::{answer, answers, host, options, refuse};
use itl_eval::{RenderOptions, Source, Template};
use itl_prompt::{AnswerSchema, Counter, Previous, Prompt, PromptOptions, RequestOptions, Target};
use serde_json::{Map, Value};
use std::cell::RefCell;
use std::rc::Rc;

/// How many prompts are remembered: a program has a few, and reading their settings takes time.
const REMEMBERED: usize = 8;

thread_local!(static PROMPTS: RefCell<Vec<Rc<Prompt>>> = const { RefCell::new(Vec::new()) });

/// The prompt of a template. One that is remembered holds its template, so no other one can have its address.
fn prompt(template: &Template) -> Rc<Prompt> {
    PROMPTS.with_borrow_mut(|known| {
        let same = |prompt: &&Rc<Prompt>| std::ptr::eq(prompt.template().source(), template.source());
        if let Some(prompt) = known.iter().find(same) {
            return prompt.clone();
        }
        let prompt = Rc::new(Prompt::new(template.clone()));
        if known.len() == REMEMBERED {
            known.remove(0);
        }
        known.push(prompt.clone());
        prompt
    })
}

/// Forgets the prompt of a template that is freed.
pub(crate) fn forget(template: &Template) {
    PROMPTS
        .with_borrow_mut(|known| known.retain(|prompt| !std::ptr::eq(prompt.template().source(), template.source())));
}

/// The text as the result; where each message stands in it as the notes.
pub(crate) fn messages(template: &Template, source: Source<'_>, options: &RenderOptions, to: Option<Target>) -> u32 {
    let found = prompt(template).render(source, &PromptOptions::new(options.clone()));
    let request = to.map(|to| found.request(to, &RequestOptions::default()));
    let warnings = request.as_ref().map_or(found.diagnostics(), |request| &request.diagnostics);
    let notes = answers::notes(template, warnings, |w| {
        answers::messages(w.key("messages"), &found);
        if options.trace {
            answers::trace(w.key("trace"), template, found.trace(), found.text());
        }
        if let Some(request) = &request {
            w.key("body").raw(&request.body);
        }
    });
    answer(found.into_text(), notes)
}

/// The body as the result; what is known about it as the notes.
pub(crate) fn request(
    template: &Template,
    source: Source<'_>,
    options: &RenderOptions,
    given: &Map<String, Value>,
) -> u32 {
    match make(template, source, options, given) {
        Ok(code) => code,
        Err(refused) => refuse(&refused),
    }
}

fn make(
    template: &Template,
    source: Source<'_>,
    options: &RenderOptions,
    given: &Map<String, Value>,
) -> Result<u32, Refused> {
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
    let count = |text: &str| callback.map_or(0, |id| host::count(id, text));
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
    let conversation = prompt(template).render(source, &prompted);
    let request = conversation.request_with_digests(target, &asked);
    let notes = answers::notes(template, &request.diagnostics, |w: &mut Writer| {
        w.key("request").raw(&request.about());
    });
    Ok(answer(request.body, notes))
}

/// Checks the answer of a model against a JSON Schema, as JSON: `{ok, value, wrapped, error, violations}`.
#[cfg(feature = "answers")]
pub(crate) fn check_answer(answer: &str, options: &str) -> Result<String, Refused> {
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
