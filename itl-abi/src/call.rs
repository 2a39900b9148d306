//! What the functions of the header do, without a pointer.

use crate::boundary::Program;
use crate::handles::Handles;
use crate::outcome::{Outcome, Refusal};
use crate::shape::{self, For};
use itl_eval::{RenderOptions, Source, Template};
use itl_prompt::Prompt;
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
}

impl Compiled {
    fn prompt(&self) -> &Prompt {
        self.prompt.get_or_init(|| Prompt::new(self.template.clone()))
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
    let functions = options.get("functions").and_then(Value::as_array);
    if functions.is_some_and(|functions| !functions.is_empty()) && !host.is_there() {
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
    let compiled = Arc::new(Compiled { template, prompt: OnceLock::new(), host });
    let handle = TEMPLATES.write().unwrap_or_else(PoisonError::into_inner).put(compiled);
    let handle = handle.ok_or_else(|| Refusal::new("template", "there are too many templates"))?;
    Ok(Outcome { handle, ..Outcome::new(String::new(), notes) })
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

pub(crate) fn render(handle: u64, options: &[u8], payload: &[u8]) -> Result<Outcome, Refusal> {
    let Call { compiled, options, .. } = call(handle, options, For::Render)?;
    let template = &compiled.template;
    if options.trace {
        let rendered = template.render_with(Source::Bytes(payload), &options);
        let notes = answers::notes(template, &rendered.warnings, |w| {
            answers::trace(w.key("trace"), template, &rendered.trace, &rendered.text);
        });
        return Ok(Outcome::new(rendered.text, notes));
    }
    let mut text = String::new();
    let warnings = template.render_into(Source::Bytes(payload), &options, &mut text);
    let silent = warnings.is_empty() && template.failures(&warnings).is_empty();
    let notes = if silent { String::new() } else { answers::notes(template, &warnings, |_| ()) };
    Ok(Outcome::new(text, notes))
}

pub(crate) fn messages(handle: u64, options: &[u8], payload: &[u8]) -> Result<Outcome, Refusal> {
    let Call { compiled, options, .. } = call(handle, options, For::Render)?;
    let made = prompts::messages(compiled.prompt(), Source::Bytes(payload), &options);
    Ok(Outcome::new(made.text, made.notes))
}

pub(crate) fn request(handle: u64, options: &[u8], payload: &[u8]) -> Result<Outcome, Refusal> {
    let Call { compiled, given, options } = call(handle, options, For::Request)?;
    if !given.contains_key("to") {
        return Err(Refusal::new("options.to", "it names the interface that the request is for"));
    }
    let made = prompts::request(compiled.prompt(), Source::Bytes(payload), &options, &given, &compiled.host)?;
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
