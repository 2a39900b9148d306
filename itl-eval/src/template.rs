//! A compiled template and what renders of it give.

use crate::compile::{self, RegexCache, projection};
use crate::engine::Engine;
use crate::options::RenderOptions;
#[cfg(feature = "extensions")]
use crate::output::Escape;
use crate::output::delivery::Delivery;
use crate::program::{Op, ProgramSet};
#[cfg(feature = "extensions")]
use crate::render::RenderObserver;
use crate::render::{self, Environment, RenderLog, Traced};
use itl_syntax::{Code, Diagnostic, Diagnostics, Document, Severity, Span};
use itl_value::HostValue;
use itl_value::Payload;
use itl_value::Value;
use itl_value::{JsonError, Projection};
use serde::Serialize;
use std::any::Any;
use std::cell::RefCell;
use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

/// A compiled template: cheap to clone, safe to share, rendered without locks.
///
/// ```
/// use itl_eval::Template;
/// use serde_json::json;
/// let template = Template::compile("{{ host.upperCase() }} is down")?;
/// let rendered = template.render(&json!({"host": "db-7"}));
/// assert_eq!(rendered.text, "DB-7 is down");
/// assert!(rendered.warnings.is_empty());
/// # Ok::<(), itl_eval::Diagnostics>(())
/// ```
#[derive(Clone)]
pub struct Template(Arc<Inner>);

struct Inner {
    engine: Engine,
    set: ProgramSet,
    /// What of a payload it can touch; found out at the first payload given as bytes.
    wanted: OnceLock<Projection>,
    diagnostics: Diagnostics,
    /// Length of the longest text so far, the best guess of the next one's. It steers memory
    /// only, never what is printed.
    longest: AtomicUsize,
}

/// A message and what was noticed while it was made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rendered {
    /// The message.
    pub text: String,
    /// Missing variables, values that a function could not use, limits that were reached: one
    /// for each tag and code, in the order of the render.
    pub warnings: Diagnostics,
    /// Which tag wrote which part of the text, where [`RenderOptions::trace`] asked for it.
    pub trace: Vec<Traced>,
}

/// A strict render that did not succeed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RenderError {
    /// Why.
    pub diagnostics: Diagnostics,
    /// What a lenient render gives.
    pub text: String,
}

impl fmt::Display for RenderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.diagnostics.fmt(f)
    }
}

impl std::error::Error for RenderError {}

/// Where a render's values come from.
#[derive(Clone, Copy, Debug)]
pub enum Source<'a> {
    /// A JSON document.
    Json(&'a serde_json::Value),
    /// A payload made ready.
    Payload(&'a Payload<'a>),
    /// A context with callbacks.
    Host(&'a HostValue),
    /// Bytes of JSON.
    Bytes(&'a [u8]),
}

impl Engine {
    /// Compiles a template. Any error in it or in one of its partials is returned.
    pub fn compile(&self, source: &str) -> Result<Template, Diagnostics> {
        let (template, diagnostics) = self.compile_lenient(source);
        if diagnostics.has_errors() { Err(diagnostics) } else { Ok(template) }
    }

    /// Compiles a template despite errors: a tag with an error prints its own source.
    pub fn compile_lenient(&self, source: &str) -> (Template, Diagnostics) {
        self.compile_document(&self.parse(source))
    }

    /// [`Engine::compile_lenient`] for a template that [`Engine::parse`] has parsed.
    pub fn compile_document(&self, document: &Document<'_>) -> (Template, Diagnostics) {
        let (set, diagnostics) = compile::compile_document(self.settings(), document);
        (Template::new(self.clone(), set, diagnostics.clone()), diagnostics)
    }

    /// All errors and warnings of compiling `source`, in source order.
    pub fn check(&self, source: &str) -> Diagnostics {
        self.compile_lenient(source).1
    }

    /// The canonical text of `source`: one space inside the braces, arguments in double quotes, functions by
    /// their canonical name. Two templates with the same canonical text render alike.
    pub fn format(&self, source: &str) -> Result<String, Diagnostics> {
        let document = self.parse(source);
        let (_, diagnostics) = self.compile_document(&document);
        if diagnostics.has_errors() {
            return Err(diagnostics);
        }
        Ok(itl_syntax::format::canonical(&document, self.registry()))
    }
}

impl Template {
    pub(crate) fn new(engine: Engine, set: ProgramSet, diagnostics: Diagnostics) -> Self {
        let longest = AtomicUsize::new(expected_len(&set));
        Self(Arc::new(Inner { engine, set, wanted: OnceLock::new(), diagnostics, longest }))
    }

    /// Compiles an ITL template with the default options; any error is a failure.
    pub fn compile(source: &str) -> Result<Self, Diagnostics> {
        Engine::new().compile(source)
    }

    /// Compiles an ITL template whatever is in it: a broken tag prints its own source.
    ///
    /// ```
    /// use itl_eval::Template;
    /// use serde_json::json;
    /// let (template, diagnostics) = Template::compile_lenient("{{ host.uper() }} is {{ state }}");
    /// assert!(diagnostics.has_errors());
    /// let text = template.render(&json!({"state": "down"})).text;
    /// assert_eq!(text, "{{ host.uper() }} is down");
    /// ```
    pub fn compile_lenient(source: &str) -> (Self, Diagnostics) {
        Engine::new().compile_lenient(source)
    }

    /// The text it was compiled from.
    pub fn source(&self) -> &str {
        self.0.set.programs.first().map_or("", |program| &program.source)
    }

    /// The text of one of its partials, by the name that a diagnostic gives.
    pub fn partial_source(&self, name: &str) -> Option<&str> {
        self.0.set.partial(name).map(|program| &*program.source)
    }

    /// What compiling found.
    pub fn diagnostics(&self) -> &Diagnostics {
        &self.0.diagnostics
    }

    /// Whether any of its tags, or of its partials', prints a value escaped.
    #[cfg(feature = "extensions")]
    pub fn escapes_values(&self) -> bool {
        let mut ops = self.0.set.programs.iter().flat_map(|program| &program.ops);
        ops.any(|op| matches!(op, Op::Print { raw: false, .. }))
    }

    /// The engine it was compiled by.
    pub fn engine(&self) -> &Engine {
        &self.0.engine
    }

    /// Renders it. There is always a text.
    ///
    /// Any data that serde can serialize will do; [`serde_json::Value`], [`Payload`] and
    /// [`HostValue`] are read in place.
    pub fn render<D: Serialize + 'static>(&self, data: &D) -> Rendered {
        self.render_with(data, &RenderOptions::default())
    }

    /// Renders it with options.
    pub fn render_with<D: Serialize + 'static>(&self, data: &D, options: &RenderOptions) -> Rendered {
        with_source(data, |source| self.render_source(source, options))
    }

    /// Renders it, or fails on an error of the template, a missing variable, a value that a
    /// function cannot use, a missing partial or a limit.
    pub fn render_strict<D: Serialize + 'static>(&self, data: &D) -> Result<Rendered, RenderError> {
        self.render_strict_with(data, &RenderOptions::default())
    }

    /// Renders it strictly, with options.
    pub fn render_strict_with<D: Serialize + 'static>(
        &self,
        data: &D,
        options: &RenderOptions,
    ) -> Result<Rendered, RenderError> {
        self.strict(self.render_with(data, options))
    }

    /// Renders it on a payload given as JSON bytes, of which only what the template touches is
    /// kept. The text is the same as with the parsed payload. Bytes that are no JSON give the
    /// text with every variable missing, and a diagnostic with the place.
    pub fn render_json(&self, json: &[u8]) -> Rendered {
        self.render_json_with(json, &RenderOptions::default())
    }

    /// As [`Template::render_json`], with options.
    pub fn render_json_with(&self, json: &[u8], options: &RenderOptions) -> Rendered {
        self.render_source(Source::Bytes(json), options)
    }

    /// As [`Template::render_json`], strictly.
    pub fn render_json_strict(&self, json: &[u8], options: &RenderOptions) -> Result<Rendered, RenderError> {
        self.strict(self.render_json_with(json, options))
    }

    /// Renders it on a payload made ready.
    pub fn render_payload(&self, payload: &Payload<'_>) -> Rendered {
        self.render_payload_with(payload, &RenderOptions::default())
    }

    /// As [`Template::render_payload`], with options.
    pub fn render_payload_with(&self, payload: &Payload<'_>, options: &RenderOptions) -> Rendered {
        self.render_source(Source::Payload(payload), options)
    }

    /// Renders it on a context that may hold callbacks.
    pub fn render_context(&self, context: &HostValue) -> Rendered {
        self.render_source(Source::Host(context), &RenderOptions::default())
    }

    /// Renders any source with options.
    pub fn render_source(&self, source: Source<'_>, options: &RenderOptions) -> Rendered {
        let mut rendered = Rendered::default();
        rendered.text.reserve(self.0.longest.load(Ordering::Relaxed));
        let (warnings, trace) = self.render_traced(source, options, &mut rendered.text);
        let len = rendered.text.len().min(MAX_RESERVED);
        if len > self.0.longest.load(Ordering::Relaxed) {
            self.0.longest.store(len, Ordering::Relaxed);
        }
        Rendered { warnings, trace, ..rendered }
    }

    /// Renders into a buffer that is emptied first, so that it can be used again and again
    /// without an allocation.
    pub fn render_into(&self, source: Source<'_>, options: &RenderOptions, text: &mut String) -> Diagnostics {
        text.clear();
        self.render_traced(source, options, text).0
    }

    /// Renders into a writer.
    pub fn render_to<D: Serialize + 'static>(
        &self,
        data: &D,
        options: &RenderOptions,
        out: &mut impl fmt::Write,
    ) -> Result<Diagnostics, fmt::Error> {
        let rendered = self.render_with(data, options);
        out.write_str(&rendered.text)?;
        Ok(rendered.warnings)
    }

    /// Renders it while `observer` watches its blocks. A delivery budget has no meaning for text whose
    /// parts are wanted, and is left aside.
    #[cfg(feature = "extensions")]
    pub fn render_observed(
        &self,
        source: Source<'_>,
        options: &RenderOptions,
        observer: &mut dyn RenderObserver,
    ) -> Rendered {
        let regexes = RefCell::default();
        let environment = self.environment(options, &regexes);
        let mut log = RenderLog::tracing(options.trace);
        let mut text = String::new();
        self.run_observed(source, &environment, &mut text, &mut log, Some(observer));
        Rendered { text, warnings: log.warnings, trace: log.trace.unwrap_or_default() }
    }

    /// Turns what strict callers fail on into a failure.
    pub fn strict(&self, rendered: Rendered) -> Result<Rendered, RenderError> {
        let fails = |diagnostic: &&Diagnostic| {
            diagnostic.severity == Severity::Error
                || matches!(
                    diagnostic.code,
                    Code::MissingVariable
                        | Code::UnusableValue
                        | Code::MissingPartial
                        | Code::HostFunction
                        | Code::OutputLimit
                        | Code::StepLimit
                        | Code::PartialDepth
                )
        };
        let diagnostics: Diagnostics =
            self.0.diagnostics.errors().chain(rendered.warnings.iter().filter(fails)).cloned().collect();
        if diagnostics.is_empty() { Ok(rendered) } else { Err(RenderError { diagnostics, text: rendered.text }) }
    }

    pub(crate) fn environment<'t>(
        &'t self,
        options: &'t RenderOptions,
        regexes: &'t RefCell<RegexCache>,
    ) -> Environment<'t> {
        let settings = self.0.engine.settings();
        Environment {
            settings,
            limits: options.limits.as_ref().unwrap_or(&settings.limits),
            zone: options.zone.unwrap_or(settings.zone),
            now: options.now,
            escape: options.escape.unwrap_or(settings.escape),
            is_emptied_by_errors: self.0.set.is_emptied_by_errors,
            regexes,
        }
    }

    fn wanted(&self) -> &Projection {
        self.0.wanted.get_or_init(|| projection::wanted(&self.0.set))
    }

    /// Runs the program on the values of `source`.
    pub(crate) fn run(
        &self,
        source: Source<'_>,
        environment: &Environment<'_>,
        text: &mut String,
        log: &mut RenderLog,
    ) {
        #[cfg(feature = "extensions")]
        self.run_observed(source, environment, text, log, None);
        #[cfg(not(feature = "extensions"))]
        self.run_on(source, |set, root, log| render::run(set, environment, root, text, log), log);
    }

    #[cfg(feature = "extensions")]
    fn run_observed(
        &self,
        source: Source<'_>,
        environment: &Environment<'_>,
        text: &mut String,
        log: &mut RenderLog,
        observer: Option<&mut dyn RenderObserver>,
    ) {
        let run = |set: &ProgramSet, root: Value<'_>, log: &mut RenderLog| {
            render::run(set, environment, root, text, log, observer);
        };
        self.run_on(source, run, log);
    }

    /// Calls `run` with the root of `source`.
    fn run_on(
        &self,
        source: Source<'_>,
        run: impl FnOnce(&ProgramSet, Value<'_>, &mut RenderLog),
        log: &mut RenderLog,
    ) {
        match source {
            Source::Json(json) => run(&self.0.set, Value::from_json(json), log),
            Source::Payload(payload) => run(&self.0.set, payload.root(), log),
            Source::Host(context) => run(&self.0.set, Value::from_host(context), log),
            Source::Bytes(bytes) => match spare::take().refill(bytes, self.wanted()) {
                Ok(payload) => {
                    run(&self.0.set, payload.root(), log);
                    spare::keep(payload);
                }
                Err(error) => {
                    run(&self.0.set, Value::Missing, log);
                    log.warnings = Diagnostics::new();
                    log.warnings.push(invalid_json(&error));
                }
            },
        }
    }

    fn render_traced(
        &self,
        source: Source<'_>,
        options: &RenderOptions,
        text: &mut String,
    ) -> (Diagnostics, Vec<Traced>) {
        let regexes = RefCell::default();
        let environment = self.environment(options, &regexes);
        let mut log = RenderLog::tracing(options.trace);
        self.run(source, &environment, text, &mut log);
        #[cfg(feature = "extensions")]
        {
            let again = || {
                let (mut text, mut log) = (String::new(), RenderLog::laying_out());
                self.run(source, &environment, &mut text, &mut log);
                (text, log.trace.unwrap_or_default(), log.layout.unwrap_or_default())
            };
            let is_checked = options.check_output && environment.escape == Escape::Json;
            let delivery =
                Delivery { escape: environment.escape, is_checked, budget: options.budget.as_ref(), again: &again };
            delivery.deliver(text, &mut log);
        }
        (log.warnings, log.trace.unwrap_or_default())
    }
}

/// The memory of a thread's last payload, for its next one: a stream of events allocates none.
mod spare {
    use itl_value::Payload;
    use std::cell::Cell;

    thread_local!(static SPARE: Cell<Option<Payload<'static>>> = const { Cell::new(None) });

    /// More than this is given back.
    const MAX_BYTES: usize = 1 << 18;

    pub(super) fn take() -> Payload<'static> {
        SPARE.try_with(Cell::take).ok().flatten().unwrap_or_default()
    }

    pub(super) fn keep(payload: Payload<'_>) {
        if payload.held_bytes() <= MAX_BYTES {
            // A thread that is ending keeps nothing.
            let _ = SPARE.try_with(|spare| spare.set(Some(payload.reset(""))));
        }
    }
}

/// No more than this is reserved for a text that has not been made yet.
const MAX_RESERVED: usize = 1 << 16;

/// A first guess, before any text was made.
fn expected_len(set: &ProgramSet) -> usize {
    let len = |op: &Op| match op {
        Op::Text(text) => text.len(),
        Op::Print { before, .. } => before.len() + 16,
        _ => 0,
    };
    set.programs.first().map_or(0, |program| program.ops.iter().map(len).sum()).min(MAX_RESERVED)
}

fn invalid_json(error: &JsonError) -> Diagnostic {
    Diagnostic::new(Code::InvalidJson, Span::new(0, 0), format!("the payload is not valid JSON: {error}"))
        .help("every variable is missing from this message")
}

/// Calls `run` with the fastest road to `data`.
fn with_source<D: Serialize + 'static, R>(data: &D, run: impl FnOnce(Source<'_>) -> R) -> R {
    let any: &dyn Any = data;
    if let Some(json) = any.downcast_ref::<serde_json::Value>() {
        return run(Source::Json(json));
    }
    if let Some(payload) = any.downcast_ref::<Payload<'static>>() {
        return run(Source::Payload(payload));
    }
    if let Some(context) = any.downcast_ref::<HostValue>() {
        return run(Source::Host(context));
    }
    // What cannot be serialized has no keys.
    let json = serde_json::to_value(data).unwrap_or(serde_json::Value::Null);
    run(Source::Json(&json))
}

impl fmt::Debug for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Template").field("source", &self.source()).finish_non_exhaustive()
    }
}
