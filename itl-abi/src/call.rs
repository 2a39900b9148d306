//! What the functions of the header do, without a pointer.

use crate::handles::Handles;
use crate::host::Program;
use crate::outcome::{Outcome, Refusal};
use crate::shape::{self, For};
use itl_eval::{HostValue, RenderOptions, Source, Template};
use itl_prompt::Prompt;
use itl_wire::host::with_lambdas;
use itl_wire::json::Writer;
use itl_wire::options::{self, Setup};
use itl_wire::questions::{self, NoAnswer};
use itl_wire::{answers, prompts};
use serde_json::{Map, Value};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

/// A template, and what was made of it.
struct Compiled {
    template: Template,
    /// Made when messages are first wanted.
    prompt: OnceLock<Prompt>,
    host: Program,
    /// Functions of the host that Mustache's sections and variables of these names call.
    lambdas: Vec<(String, u32)>,
}

impl Compiled {
    fn prompt(&self) -> &Prompt {
        self.prompt.get_or_init(|| Prompt::new(self.template.clone()))
    }

    /// The payload with the lambdas, where there are any. What is no JSON has no place for them, and the engine says why.
    fn values(&self, payload: &[u8]) -> Option<HostValue> {
        if self.lambdas.is_empty() {
            return None;
        }
        let payload = itl_eval::read_json(std::str::from_utf8(payload).ok()?).ok()?;
        Some(with_lambdas(payload, &self.lambdas, &self.host))
    }
}

static TEMPLATES: RwLock<Handles<Arc<Compiled>>> = RwLock::new(Handles::new());

fn released(handle: u64) -> Refusal {
    let message = format!("there is no template {handle:#x}: it was released or never compiled");
    Refusal { code: "released", argument: "handle".into(), message }
}

/// Nothing is locked while a template runs, because a function of the host may come back in.
fn template(handle: u64) -> Result<Arc<Compiled>, Refusal> {
    TEMPLATES.read().unwrap_or_else(PoisonError::into_inner).get(handle).ok_or_else(|| released(handle))
}

/// A text of the caller.
fn text<'t>(bytes: &'t [u8], argument: &str) -> Result<&'t str, Refusal> {
    std::str::from_utf8(bytes)
        .map_err(|error| Refusal::new(argument, format!("it is not UTF-8 at byte {}", error.valid_up_to())))
}

fn read(bytes: &[u8], what: For) -> Result<Map<String, Value>, Refusal> {
    let options = options::read(text(bytes, "options")?)?;
    shape::check(&options, what)?;
    Ok(options)
}

pub(crate) fn compile(options: &[u8], source: &[u8], host: Program) -> Result<Outcome, Refusal> {
    let options = read(options, For::Compile)?;
    let lambdas = lambdas(&options)?;
    let functions = options.get("functions").and_then(Value::as_array);
    let calls = functions.is_some_and(|functions| !functions.is_empty()) || !lambdas.is_empty();
    if calls && !host.is_there() {
        return Err(Refusal::new("host", "functions need a host that calls them"));
    }
    let source = text(source, "template")?;
    let Setup { engine, .. } = options::setup(&options, &host)?;
    let (template, diagnostics) = engine.compile_lenient(source);
    let mut notes = String::new();
    if !diagnostics.is_empty() {
        let mut w = Writer::new();
        answers::diagnostics(&mut w, &diagnostics, source, &|name| template.partial_source(name));
        notes = w.finish();
    }
    let compiled = Arc::new(Compiled { template, prompt: OnceLock::new(), host, lambdas });
    let handle = TEMPLATES.write().unwrap_or_else(PoisonError::into_inner).put(compiled);
    let handle = handle.ok_or_else(|| Refusal::new("template", "there are too many templates"))?;
    Ok(Outcome { handle, ..Outcome::new(String::new(), notes) })
}

/// Lambdas by name, with the numbers of their functions.
fn lambdas(options: &Map<String, Value>) -> Result<Vec<(String, u32)>, Refusal> {
    let Some(given) = options.get("lambdas").and_then(Value::as_object).filter(|given| !given.is_empty()) else {
        return Ok(Vec::new());
    };
    if options.get("dialect").and_then(Value::as_str) != Some("mustache") {
        return Err(Refusal::new("options.lambdas", "only templates of the dialect mustache have lambdas"));
    }
    let number = |(name, id): (&String, &Value)| {
        let id = id.as_u64().and_then(|id| u32::try_from(id).ok());
        let wrong = || Refusal::new(format!("options.lambdas.{name}"), "a function's number has 32 bits");
        Ok((name.clone(), id.ok_or_else(wrong)?))
    };
    given.iter().map(number).collect()
}

pub(crate) fn release(handle: u64) -> Result<Outcome, Refusal> {
    // Dropped after the lock has ended.
    let gone = TEMPLATES.write().unwrap_or_else(PoisonError::into_inner).take(handle);
    gone.map(|_| Outcome::new(String::new(), String::new())).ok_or_else(|| released(handle))
}

/// A template with the options of a render as they were given and as they were read.
struct Call {
    compiled: Arc<Compiled>,
    given: Map<String, Value>,
    options: RenderOptions,
}

fn call(handle: u64, options: &[u8], what: For) -> Result<Call, Refusal> {
    let compiled = template(handle)?;
    let given = read(options, what)?;
    let options = options::render(&given, compiled.template.engine().limits())?;
    Ok(Call { compiled, given, options })
}

/// The values of a render: bytes, of which only what the template can touch is read, or what was read of them.
fn source<'s>(values: Option<&'s HostValue>, payload: &'s [u8]) -> Source<'s> {
    values.map_or(Source::Bytes(payload), Source::Host)
}

pub(crate) fn render(handle: u64, options: &[u8], payload: &[u8]) -> Result<Outcome, Refusal> {
    let Call { compiled, options, .. } = call(handle, options, For::Render)?;
    let template = &compiled.template;
    let values = compiled.values(payload);
    let source = source(values.as_ref(), payload);
    if options.trace {
        let rendered = template.render_with(source, &options);
        let notes = answers::notes(template, &rendered.warnings, |w| {
            answers::trace(w.key("trace"), template, &rendered.trace, &rendered.text);
        });
        return Ok(Outcome::new(rendered.text, notes));
    }
    let mut text = String::new();
    let warnings = template.render_into(source, &options, &mut text);
    let silent = warnings.is_empty() && template.failures(&warnings).is_empty();
    let notes = if silent { String::new() } else { answers::notes(template, &warnings, |_| ()) };
    Ok(Outcome::new(text, notes))
}

pub(crate) fn messages(handle: u64, options: &[u8], payload: &[u8]) -> Result<Outcome, Refusal> {
    let Call { compiled, options, .. } = call(handle, options, For::Render)?;
    let values = compiled.values(payload);
    let made = prompts::messages(compiled.prompt(), source(values.as_ref(), payload), &options);
    Ok(Outcome::new(made.text, made.notes))
}

pub(crate) fn request(handle: u64, options: &[u8], payload: &[u8]) -> Result<Outcome, Refusal> {
    let Call { compiled, given, options } = call(handle, options, For::Request)?;
    if !given.contains_key("to") {
        return Err(Refusal::new("options.to", "it names the interface that the request is for"));
    }
    let values = compiled.values(payload);
    let source = source(values.as_ref(), payload);
    let made = prompts::request(compiled.prompt(), source, &options, &given, &compiled.host)?;
    Ok(Outcome::new(made.text, made.notes))
}

pub(crate) fn check(options: &[u8], source: &[u8]) -> Result<Outcome, Refusal> {
    let options = read(options, For::Check)?;
    let found = questions::check(text(source, "template")?, &options, &Program::NONE);
    match found {
        Ok(list) => Ok(Outcome::new(list, String::new())),
        Err(NoAnswer::Refused(refused)) => Err(refused.into()),
        Err(NoAnswer::Unsupported(what)) => Err(Refusal::new(what, "this build does not hold it")),
    }
}
