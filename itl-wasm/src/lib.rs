//! The boundary between JavaScript and the engine.
//!
//! Everything that crosses is a number or UTF-8 in one of two buffers: JavaScript writes into the
//! input ([`input`]) and says how long its parts are, the engine leaves a text and notes (JSON)
//! and tells where in a small table ([`results`]). The classes and types that people use are
//! JavaScript, in `js/`; it can start a new instance when one has run out of memory, and it pays
//! for no conversion that a call does not need.
//!
//! A call answers what its notes are: [`FINE`], [`NOTED`] or [`REFUSED`].
#![deny(missing_docs)]

mod host;
#[cfg(not(target_family = "wasm"))]
#[doc(hidden)]
pub mod native;
#[cfg(feature = "prompts")]
mod prompts;
mod store;

use host::JavaScript;
use itl_eval::{Payload, RenderOptions, Source, Template};
#[cfg(feature = "prompts")]
use itl_prompt::{Prompt, Target};
use itl_wire::answers;
use itl_wire::json::Writer;
use itl_wire::options::{self, Refused, Setup};
use itl_wire::questions::{self, NoAnswer};
use store::Data;
use wasm_bindgen::prelude::wasm_bindgen;

#[cfg(all(target_family = "wasm", feature = "slim"))]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// There are no notes.
pub const FINE: u32 = 0;
/// The notes belong to the result.
pub const NOTED: u32 = 1;
/// There is no result; the notes say why.
pub const REFUSED: u32 = 2;

#[cfg(feature = "extensions")]
#[wasm_bindgen(raw_module = "host")]
extern "C" {
    /// Calls the function `id` with the JSON at `address`; writes its answer into the input and
    /// tells how long it is.
    fn host(id: u32, address: u32, length: u32) -> u32;
}

#[cfg(feature = "extensions")]
pub(crate) fn call_host(id: u32, request: &str) -> String {
    let length = host(id, request.as_ptr().addr() as u32, request.len() as u32);
    let buffer = store::take_input();
    let answer = part(&buffer, 0, length as usize).to_owned();
    store::return_input(buffer);
    answer
}

/// Makes room for `length` bytes of input and tells their address.
#[wasm_bindgen]
pub fn input(length: u32) -> u32 {
    store::room(length as usize)
}

/// The address of seven numbers: address and length of the text, address and length of the
/// notes, whether the text is ASCII; of messages the address and number of the numbers that say where they stand.
#[wasm_bindgen]
pub fn results() -> u32 {
    store::results()
}

/// Compiles the input: a source of `source` bytes and `options` bytes of JSON after it. The
/// text is the template's number, the notes are its diagnostics.
#[wasm_bindgen]
pub fn compile(source: u32, options: u32) -> u32 {
    with_input(|input| {
        let (source, options) = (part(input, 0, source as usize), part(input, source as usize, options as usize));
        let (template, diagnostics) = if options.is_empty() {
            Template::compile_lenient(source)
        } else {
            let engine = options::read(options)
                .and_then(|options| options::setup(&options, &JavaScript).map(|Setup { engine, .. }| engine));
            match engine {
                Ok(engine) => engine.compile_lenient(source),
                Err(refused) => return refuse(&refused),
            }
        };
        let mut notes = String::new();
        if !diagnostics.is_empty() {
            let mut w = Writer::new();
            answers::diagnostics(&mut w, &diagnostics, source, &|name| template.partial_source(name));
            notes = w.finish();
        }
        let number = store::keep_template(template);
        answer(number.to_string(), notes)
    })
}

/// Reads `length` bytes of JSON into a payload. The text is its number.
#[wasm_bindgen]
pub fn payload(length: u32) -> u32 {
    with_input(|input| match Payload::from_json(part(input, 0, length as usize)) {
        Ok(payload) => answer(store::keep_payload(Data::Payload(payload)).to_string(), String::new()),
        Err(error) => refuse_as("invalid-json", "json", &error.to_string()),
    })
}

/// As [`payload`], for JSON in which callbacks are marked.
#[wasm_bindgen]
pub fn context(length: u32) -> u32 {
    #[cfg(feature = "extensions")]
    return with_input(|input| match itl_eval::read_json(part(input, 0, length as usize)) {
        Ok(value) => {
            let number = store::keep_payload(Data::Host(itl_wire::host::context(value, &JavaScript)));
            answer(number.to_string(), String::new())
        }
        Err(error) => refuse_as("invalid-data", "data", &error.to_string()),
    });
    #[cfg(not(feature = "extensions"))]
    {
        let _ = length;
        unsupported("callbacks")
    }
}

/// Forgets a template.
#[wasm_bindgen]
pub fn drop_template(template: u32) {
    #[cfg(feature = "prompts")]
    if let Some(template) = store::template(template) {
        prompts::forget(&template);
    }
    store::drop_template(template);
}

/// Forgets a payload.
#[wasm_bindgen]
pub fn drop_payload(payload: u32) {
    store::drop_payload(payload);
}

/// Renders a template on a payload; the input is `options` bytes of JSON.
#[wasm_bindgen]
pub fn render_payload(template: u32, payload: u32, options: u32) -> u32 {
    let (Some(template), Some(data)) = (store::template(template), store::payload(payload)) else {
        return refuse_as("disposed", "template", "the template or payload was freed");
    };
    if options == 0 {
        return render(&template, data.source(), "");
    }
    with_input(|input| render(&template, data.source(), part(input, 0, options as usize)))
}

/// Renders a template on JSON: the input is `json` bytes of it and `options` bytes of options.
#[wasm_bindgen]
pub fn render_json(template: u32, json: u32, options: u32) -> u32 {
    let Some(template) = store::template(template) else {
        return refuse_as("disposed", "template", "the template was freed");
    };
    with_input(|input| {
        let bytes = input.get(..json as usize).unwrap_or_default();
        render(&template, Source::Bytes(bytes), part(input, json as usize, options as usize))
    })
}

/// What a template reads, as the text.
#[wasm_bindgen]
pub fn template_references(template: u32) -> u32 {
    let Some(template) = store::template(template) else {
        return refuse_as("disposed", "template", "the template was freed");
    };
    #[cfg(feature = "analysis")]
    return answer(
        itl_wire::references(template.engine(), template.source(), &serde_json::Map::new(), &|name| {
            template.partial_source(name)
        }),
        String::new(),
    );
    #[cfg(not(feature = "analysis"))]
    {
        drop(template);
        unsupported("references")
    }
}

/// Answers a question about a source: the input is the source, JSON of options and JSON of
/// further arguments. The text is the answer, as JSON but for `format`.
#[wasm_bindgen]
pub fn ask(question: u32, source: u32, options: u32, arguments: u32) -> u32 {
    with_input(|input| {
        let (source, options, arguments) = (source as usize, options as usize, arguments as usize);
        let (text, rest) = (part(input, 0, source), part(input, source, options));
        match questions::answer(question, text, rest, part(input, source + options, arguments), &JavaScript) {
            Ok(text) => answer(text, String::new()),
            Err(NoAnswer::Refused(refused)) => refuse(&refused),
            Err(NoAnswer::Unsupported(name)) => unsupported(name),
        }
    })
}

fn render(template: &Template, source: Source<'_>, options: &str) -> u32 {
    if options.is_empty() {
        return render_text(template, source, &RenderOptions::default());
    }
    // What `messages` of js/core.js writes where it is given no options.
    #[cfg(feature = "prompts")]
    if options == r#"{"messages":true}"# {
        return messages(&prompts::prompt(template), source, &RenderOptions::default(), None);
    }
    let read = options::read(options).and_then(|given| {
        let options = options::render(&given, template.engine().limits())?;
        Ok((given, options))
    });
    let (given, options) = match read {
        Ok(read) => read,
        Err(refused) => return refuse(&refused),
    };
    #[cfg(not(feature = "analysis"))]
    if options.trace {
        return unsupported("trace");
    }
    #[cfg(not(feature = "prompts"))]
    for name in ["messages", "request"] {
        if given.contains_key(name) {
            let message = format!("this build does not hold `{name}`; that of `itl-wasm/prompts` does");
            return refuse_as("unsupported", name, &message);
        }
    }
    #[cfg(feature = "prompts")]
    if given.contains_key("messages") {
        let prompt = prompts::prompt(template);
        return match (options::target(&given), itl_wire::prompts::with_input(&prompt, &given)) {
            (Ok(target), Ok(prompt)) => messages(&prompt, source, &options, target),
            (Err(refused), _) | (_, Err(refused)) => refuse(&refused),
        };
    }
    #[cfg(feature = "prompts")]
    if given.contains_key("request") {
        return match itl_wire::prompts::request(&prompts::prompt(template), source, &options, &given, &JavaScript) {
            Ok(made) => answer(made.text, made.notes),
            Err(refused) => refuse(&refused),
        };
    }
    #[cfg(feature = "analysis")]
    if options.trace {
        let rendered = template.render_with(source, &options);
        let notes = answers::notes(template, &rendered.warnings, |w| {
            answers::trace(w.key("trace"), template, &rendered.trace, &rendered.text);
        });
        return answer(rendered.text, notes);
    }
    render_text(template, source, &options)
}

/// Messages as pieces of the text, which is the result.
#[cfg(feature = "prompts")]
fn messages(prompt: &Prompt, source: Source<'_>, options: &RenderOptions, to: Option<Target>) -> u32 {
    let (made, pieces) = itl_wire::prompts::messages_in_text(prompt, source, options, to);
    let code = answer(made.text, made.notes);
    store::report_pieces(pieces);
    code
}

fn render_text(template: &Template, source: Source<'_>, options: &RenderOptions) -> u32 {
    let mut text = store::take_text();
    let warnings = template.render_into(source, options, &mut text);
    let notes = if warnings.is_empty() { String::new() } else { answers::notes(template, &warnings, |_| ()) };
    answer(text, notes)
}

fn answer(text: String, notes: String) -> u32 {
    let noted = if notes.is_empty() { FINE } else { NOTED };
    store::report(text, notes);
    noted
}

fn refuse(refused: &Refused) -> u32 {
    let code = if refused.unsupported { "unsupported" } else { "invalid-argument" };
    refuse_as(code, refused.argument, &refused.message)
}

fn refuse_as(code: &str, argument: &str, message: &str) -> u32 {
    let mut w = Writer::new();
    w.object(|w| {
        w.key("code").text(code);
        w.key("argument").text(argument);
        w.key("message").text(message);
    });
    store::report(String::new(), w.finish());
    REFUSED
}

fn unsupported(name: &str) -> u32 {
    refuse_as("unsupported", name, "this build does not hold that function; the full build does")
}

/// Runs `run` on the input, which other calls may use meanwhile.
fn with_input(run: impl FnOnce(&[u8]) -> u32) -> u32 {
    let buffer = store::take_input();
    let code = run(&buffer);
    store::return_input(buffer);
    code
}

/// A part of the input; JavaScript encodes nothing but UTF-8.
fn part(input: &[u8], from: usize, length: usize) -> &str {
    let bytes = input.get(from..from.saturating_add(length)).unwrap_or_default();
    std::str::from_utf8(bytes).unwrap_or_default()
}
