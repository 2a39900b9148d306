//! A compiled template.

mod error;
mod rendered;

pub use error::{CompileError, RenderError};
pub use rendered::Rendered;

use crate::compile::{self, projection};
use crate::engine::Engine;
use crate::options::RenderOptions;
#[cfg(feature = "extensions")]
use crate::output::Escape;
#[cfg(feature = "extensions")]
use crate::output::delivery::Delivery;
use crate::program::{Op, ProgramSet};
#[cfg(feature = "extensions")]
use crate::render::RenderObserver;
use crate::render::{self, Environment, Memories, NearPartials, Observer, RenderLog};
use crate::source::Source;
use itl_syntax::{Code, Diagnostic, Diagnostics, Document, Span};
use itl_text::Quoted;
use itl_value::{JsonError, Payload, Projection, Unreadable, Value};
use std::cell::RefCell;
use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

/// A compiled template. It is cheap to clone, safe to share between threads, and rendered without locks.
///
/// ```
/// use itl_eval::Template;
/// use serde_json::json;
/// let template = Template::compile("{{ host.upperCase() }} is down")?;
/// let rendered = template.render(&json!({"host": "db-7"}));
/// assert_eq!(rendered.text, "DB-7 is down");
/// assert!(rendered.warnings.is_empty());
/// # Ok::<(), itl_eval::CompileError>(())
/// ```
#[derive(Clone)]
pub struct Template(Arc<Inner>);

struct Inner {
    engine: Engine,
    name: Option<Box<str>>,
    set: ProgramSet,
    /// What of a payload it can touch; computed at the first payload given as bytes.
    projection: OnceLock<Projection>,
    diagnostics: Diagnostics,
    has_errors: bool,
    /// Length of the longest text so far, the best guess of the next one's. It affects memory only, never what is
    /// printed.
    longest: AtomicUsize,
    near_partials: NearPartials,
}

impl Engine {
    /// Compiles a template. Fails on any error in it or in one of its partials.
    pub fn compile(&self, source: &str) -> Result<Template, CompileError> {
        self.build(&self.parse(source), None).checked()
    }

    /// Compiles a template with a name, such as that of its file, which errors then mention.
    pub fn compile_named(&self, name: &str, source: &str) -> Result<Template, CompileError> {
        self.build(&self.parse(source), Some(name)).checked()
    }

    /// Compiles a template despite errors: a tag with an error prints its own source.
    pub fn compile_lenient(&self, source: &str) -> (Template, Diagnostics) {
        self.compile_document(&self.parse(source))
    }

    /// [`Engine::compile_lenient`] for a template that [`Engine::parse`] has parsed.
    pub fn compile_document(&self, document: &Document<'_>) -> (Template, Diagnostics) {
        let template = self.build(document, None);
        let diagnostics = template.diagnostics().clone();
        (template, diagnostics)
    }

    fn build(&self, document: &Document<'_>, name: Option<&str>) -> Template {
        let (set, diagnostics) = compile::compile_document(self.settings(), document);
        let longest = AtomicUsize::new(expected_len(&set));
        Template(Arc::new(Inner {
            engine: self.clone(),
            name: name.map(Box::from),
            set,
            projection: OnceLock::new(),
            has_errors: diagnostics.has_errors(),
            diagnostics,
            longest,
            near_partials: NearPartials::default(),
        }))
    }

    /// All errors and warnings of compiling `source`, in source order.
    pub fn check(&self, source: &str) -> Diagnostics {
        self.compile_lenient(source).1
    }

    /// The canonical text of `source`, as ilert's server rebuilds it: one space inside the braces, arguments in double
    /// quotes. Two templates with the same canonical text render alike.
    pub fn format(&self, source: &str) -> Result<String, CompileError> {
        let document = self.parse(source);
        self.build(&document, None).checked()?;
        Ok(itl_syntax::format::canonical(&document, self.registry()))
    }

    /// `source` with its calls in the legacy form in canonical text; all else stays as it is written.
    ///
    /// ```
    /// use itl_eval::Engine;
    /// let migrated = Engine::new().migrate("{{a}} {{b##splitTakeAt(( ||0))}}")?;
    /// assert_eq!(migrated, "{{a}} {{ b.splitTakeAt(\" \",0) }}");
    /// # Ok::<(), itl_eval::CompileError>(())
    /// ```
    pub fn migrate(&self, source: &str) -> Result<String, CompileError> {
        let document = self.parse(source);
        self.build(&document, None).checked()?;
        Ok(itl_syntax::format::migrated(&document, self.registry()))
    }

    /// Whether ilert's server stores both templates alike: their canonical texts are equal, an alias of a function and
    /// its name counting as one. A broken tag equals nothing but itself.
    ///
    /// ```
    /// use itl_eval::Engine;
    /// let engine = Engine::new();
    /// assert!(engine.equivalent("{{host.splitTakeAt( \".\" , 0)}}", "{{ host.splitTakeAt(\".\",0) }}"));
    /// assert!(!engine.equivalent("Alert {{ id }}", "Alert  {{ id }}"));
    /// ```
    pub fn equivalent(&self, a: &str, b: &str) -> bool {
        itl_syntax::format::equivalent(&self.parse(a), &self.parse(b), self.registry())
    }
}

impl Template {
    /// Compiles an ITL template with the default options. Fails on any error.
    pub fn compile(source: &str) -> Result<Self, CompileError> {
        Engine::new().compile(source)
    }

    /// Compiles an ITL template despite errors: a tag with an error prints its own source.
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

    fn checked(self) -> Result<Self, CompileError> {
        if self.0.has_errors { Err(CompileError::new(self)) } else { Ok(self) }
    }

    /// The name that it was compiled with.
    pub fn name(&self) -> Option<&str> {
        self.0.name.as_deref()
    }

    /// The text it was compiled from.
    pub fn source(&self) -> &str {
        self.0.set.programs.first().map_or("", |program| &program.source)
    }

    /// The text of one of its partials, by the name that diagnostics use.
    pub fn partial_source(&self, name: &str) -> Option<&str> {
        self.0.set.partial(name).map(|program| &*program.source)
    }

    /// The partials that it can reach, each with its name and text.
    pub fn partials(&self) -> impl Iterator<Item = (&str, &str)> {
        let set = &self.0.set;
        set.partials.iter().filter_map(|(name, at)| Some((&**name, &*set.programs.get(*at as usize)?.source)))
    }

    /// The errors and warnings of compiling it.
    pub fn diagnostics(&self) -> &Diagnostics {
        &self.0.diagnostics
    }

    /// Whether one of its tags, or of its partials' tags, prints a value escaped.
    #[cfg(feature = "extensions")]
    pub fn escapes_values(&self) -> bool {
        let mut ops = self.0.set.programs.iter().flat_map(|program| &program.ops);
        ops.any(|op| matches!(op, Op::Print { raw: false, .. }))
    }

    /// Whether a render that meets a broken source prints nothing at all.
    #[cfg(feature = "extensions")]
    #[doc(hidden)]
    pub fn is_emptied_by_errors(&self) -> bool {
        self.0.set.is_emptied_by_errors
    }

    /// The engine that compiled it.
    pub fn engine(&self) -> &Engine {
        &self.0.engine
    }

    /// Renders it. There is always a text; [`Rendered::strict`] turns what must not go out into an error.
    ///
    /// The values come from a [`serde_json::Value`], a [`Payload`](itl_value::Payload), a
    /// [`HostValue`](itl_value::HostValue) or the
    /// bytes of a JSON text. Other data is serialized once, by [`Payload::from_serialize`](itl_value::Payload::from_serialize).
    pub fn render<'a>(&self, source: impl Into<Source<'a>>) -> Rendered {
        self.render_source(source.into(), &RenderOptions::default())
    }

    /// Renders it with options.
    pub fn render_with<'a>(&self, source: impl Into<Source<'a>>, options: &RenderOptions) -> Rendered {
        self.render_source(source.into(), options)
    }

    /// Renders it into `text`, which is emptied first and keeps its memory. Returns the warnings.
    pub fn render_into<'a>(
        &self,
        source: impl Into<Source<'a>>,
        options: &RenderOptions,
        text: &mut String,
    ) -> Diagnostics {
        text.clear();
        let mut log = RenderLog::tracing(options.trace);
        self.render_logged(source.into(), options, text, &mut log, Observer::default());
        log.warnings
    }

    /// Renders it while `observer` watches its blocks, for crates that build on this one. A delivery budget does
    /// not apply.
    #[cfg(feature = "extensions")]
    #[doc(hidden)]
    pub fn render_observed(
        &self,
        source: Source<'_>,
        options: &RenderOptions,
        observer: &mut dyn RenderObserver,
    ) -> Rendered {
        // An observer may look at keys that no tag reads, so bytes are read whole.
        if let Source::Bytes(bytes) = source
            && let Ok(payload) = itl_value::Payload::from_slice(bytes)
        {
            return self.render_observed(Source::Payload(&payload), options, observer);
        }
        let memory = RefCell::default();
        let environment = self.environment(options, &memory);
        let mut log = RenderLog::tracing(options.trace);
        let mut text = self.room();
        self.run(source, &environment, &mut text, &mut log, Some(observer));
        self.remember_length(text.len());
        self.rendered(text, log)
    }

    /// What the template and its partials can do, for coverage.
    ///
    /// ```
    /// use itl_eval::{PointKind, Template};
    /// let template = Template::compile(r#"{{ state.equalsTake("up", "OK") }}"#)?;
    /// let kinds: Vec<PointKind> = template.coverage_points().into_iter().map(|point| point.kind).collect();
    /// assert_eq!(kinds[0], PointKind::Print);
    /// assert!(matches!(&kinds[1], PointKind::Branches { branches, .. } if branches.len() == 2));
    /// # Ok::<(), itl_eval::CompileError>(())
    /// ```
    #[cfg(feature = "extensions")]
    pub fn coverage_points(&self) -> Vec<crate::Point> {
        crate::coverage::points(&self.0.set)
    }

    /// What strict callers fail on: the errors of the template, and those `warnings` of a render that mean that
    /// its text must not go out.
    pub fn failures(&self, warnings: &Diagnostics) -> Diagnostics {
        let fails = |diagnostic: &&Diagnostic| diagnostic.is_failure();
        self.0.diagnostics.errors().chain(warnings.iter().filter(fails)).cloned().collect()
    }

    fn render_source(&self, source: Source<'_>, options: &RenderOptions) -> Rendered {
        self.render_for(source, options, Observer::default())
    }

    /// Renders it while `observer` watches tags, which it cannot change: the result is that of a render that nobody
    /// watches. For crates that build on this one.
    #[cfg(feature = "extensions")]
    #[doc(hidden)]
    pub fn render_watched(
        &self,
        source: Source<'_>,
        options: &RenderOptions,
        observer: &mut dyn RenderObserver,
    ) -> Rendered {
        self.render_for(source, options, Some(observer))
    }

    fn render_for(&self, source: Source<'_>, options: &RenderOptions, observer: Observer<'_>) -> Rendered {
        let mut text = self.room();
        let mut log = RenderLog::tracing(options.trace);
        self.render_logged(source, options, &mut text, &mut log, observer);
        self.remember_length(text.len());
        self.rendered(text, log)
    }

    /// An empty text with room for the longest so far.
    fn room(&self) -> String {
        String::with_capacity(self.0.longest.load(Ordering::Relaxed))
    }

    fn remember_length(&self, length: usize) {
        let length = length.min(MAX_RESERVED);
        if length > self.0.longest.load(Ordering::Relaxed) {
            self.0.longest.store(length, Ordering::Relaxed);
        }
    }

    fn rendered(&self, text: String, log: RenderLog) -> Rendered {
        let RenderLog { warnings, trace, steps, .. } = log;
        let may_fail = self.0.has_errors || !warnings.is_empty();
        Rendered { text, warnings, trace: trace.unwrap_or_default(), steps, template: may_fail.then(|| self.clone()) }
    }

    pub(crate) fn environment<'t>(&'t self, options: &'t RenderOptions, memory: &'t Memories) -> Environment<'t> {
        let settings = self.0.engine.settings();
        Environment {
            settings,
            limits: options.limits.as_ref().unwrap_or(&settings.limits),
            zone: options.zone.unwrap_or(settings.zone),
            now: options.now,
            escape: options.escape.unwrap_or(settings.escape),
            is_emptied_by_errors: self.0.set.is_emptied_by_errors,
            memory,
            near_partials: &self.0.near_partials,
        }
    }

    fn projection(&self) -> &Projection {
        self.0.projection.get_or_init(|| projection::of(&self.0.set))
    }

    /// Runs the program on the values of `source`.
    pub(crate) fn run(
        &self,
        source: Source<'_>,
        environment: &Environment<'_>,
        text: &mut String,
        log: &mut RenderLog,
        observer: Observer<'_>,
    ) {
        let root = match source {
            #[cfg(feature = "documents")]
            Source::Json(json) => Value::from_json(json),
            Source::Payload(payload) => {
                note_faults(payload, log);
                payload.root()
            }
            #[cfg(feature = "documents")]
            Source::Host(context) => Value::from_host(context),
            Source::Bytes(bytes) => return self.run_on_bytes(bytes, environment, text, log, observer),
        };
        render::run(&self.0.set, environment, root, text, log, observer);
    }

    fn run_on_bytes(
        &self,
        bytes: &[u8],
        environment: &Environment<'_>,
        text: &mut String,
        log: &mut RenderLog,
        observer: Observer<'_>,
    ) {
        let set = &self.0.set;
        match spare::take().refill(bytes, self.projection()) {
            Ok(payload) => {
                note_faults(&payload, log);
                render::run(set, environment, payload.root(), text, log, observer);
                spare::keep(payload);
            }
            Err(error) => {
                render::run(set, environment, Value::Missing, text, log, observer);
                log.warnings = Diagnostics::new();
                log.warnings.push(invalid_json(&error));
            }
        }
    }

    fn render_logged(
        &self,
        source: Source<'_>,
        options: &RenderOptions,
        text: &mut String,
        log: &mut RenderLog,
        observer: Observer<'_>,
    ) {
        let memory = RefCell::default();
        let environment = self.environment(options, &memory);
        self.run(source, &environment, text, log, observer);
        #[cfg(feature = "extensions")]
        {
            let is_checked = options.check_output && environment.escape == Escape::Json;
            if is_checked || options.budget.is_some() {
                let delivery = Delivery { escape: environment.escape, is_checked, budget: options.budget.as_ref() };
                self.deliver(&delivery, source, &environment, text, log);
            }
        }
    }

    /// Checks and cuts a text that `source` gave.
    #[cfg(feature = "extensions")]
    #[inline(never)]
    fn deliver(
        &self,
        delivery: &Delivery<'_>,
        source: Source<'_>,
        environment: &Environment<'_>,
        text: &mut String,
        log: &mut RenderLog,
    ) {
        // Both renders share the steps.
        let limits = environment.limits.steps(environment.limits.steps.saturating_sub(log.steps));
        let again = || {
            let (mut text, mut log) = (String::new(), RenderLog::laying_out());
            let environment = Environment { limits: &limits, ..*environment };
            self.run(source, &environment, &mut text, &mut log, Observer::default());
            (text, log.trace.unwrap_or_default(), *log.layout.unwrap_or_default())
        };
        delivery.deliver(text, log, &again);
    }
}

/// The memory of a thread's last payload, which the next one uses: a stream of events allocates none.
mod spare {
    use itl_value::Payload;
    use std::cell::Cell;

    thread_local!(static SPARE: Cell<Option<Payload<'static>>> = const { Cell::new(None) });

    /// Larger memory is freed.
    const MAX_BYTES: usize = 1 << 18;

    pub(super) fn take() -> Payload<'static> {
        SPARE.try_with(Cell::take).ok().flatten().unwrap_or_default()
    }

    pub(super) fn keep(payload: Payload<'_>) {
        if payload.held_bytes() <= MAX_BYTES {
            // A thread that ends keeps nothing.
            let _ = SPARE.try_with(|spare| spare.set(Some(payload.reset(""))));
        }
    }
}

/// The largest capacity that is reserved for a text before it is rendered.
const MAX_RESERVED: usize = 1 << 16;

/// A guess of the length of the text before the first render.
fn expected_len(set: &ProgramSet) -> usize {
    let len = |op: &Op| match op {
        Op::Text(text) => text.len(),
        Op::Print { before, .. } => before.len() + 16,
        _ => 0,
    };
    set.programs.first().map_or(0, |program| program.ops.iter().map(len).sum()).min(MAX_RESERVED)
}

fn invalid_json(error: &JsonError) -> Diagnostic {
    Diagnostic::new(Code::InvalidJson, Span::new(0, 0), format_args!("the payload is not valid JSON: {error}"))
        .help("every variable is missing from this message")
}

/// Warns of what a payload lost when it was made.
#[inline]
fn note_faults(payload: &Payload<'_>, log: &mut RenderLog) {
    for part in payload.unreadable() {
        log.warnings.push(unreadable_data(part));
    }
    if let Some(place) = payload.lone_surrogate() {
        log.warnings.push(lone_surrogate(place));
    }
}

#[cold]
fn lone_surrogate(place: (u32, u32)) -> Diagnostic {
    Diagnostic::new(Code::LoneSurrogate, Span::new(0, 0), half_a_character("the payload", place)).help(CUT_BY_UNITS)
}

/// What is said of a JSON text that holds half a character, whoever reads it.
#[cold]
pub(crate) fn half_a_character(what: &str, (line, column): (u32, u32)) -> String {
    format!("{what} holds half a character at line {line} column {column}; it is read as U+FFFD")
}

/// What helps with a text that holds half a character.
pub(crate) const CUT_BY_UNITS: &str = "the text was cut by UTF-16 units; cut it by characters";

#[cold]
fn unreadable_data(part: &Unreadable) -> Diagnostic {
    let message = match &*part.path {
        "" => format!("the data cannot be read: {}", part.message),
        path => format!("the data at {} cannot be read: {}", Quoted(path), part.message),
    };
    Diagnostic::new(Code::UnreadableData, Span::new(0, 0), message).help("it is null in this message")
}

impl fmt::Debug for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Template").field("source", &self.source()).finish_non_exhaustive()
    }
}
