//! The engine, which compiles templates.

use crate::functions::{Function, Registry};
use crate::limits::Limits;
use crate::on_error::OnError;
use crate::output::Escape;
use crate::partials::Partials;
use itl_syntax::{Delimiters, Dialect, Document, ParseLimits};
use itl_time::Zone;
use std::fmt;
use std::sync::Arc;

/// Compiles templates with one set of options. It is cheap to clone and safe to share between threads.
///
/// ```
/// use itl_eval::{Engine, Zone};
/// use serde_json::json;
/// let berlin = Zone::named("Europe/Berlin").unwrap_or_default();
/// let engine = Engine::builder().zone(berlin).build();
/// let template = engine.compile(r#"{{ at.formatUnixSec("S") }}"#)?;
/// # #[cfg(feature = "zones")]
/// assert_eq!(template.render(&json!({"at": 1_674_950_737})).text, "1/29/23, 1:05 AM");
/// # Ok::<(), itl_eval::CompileError>(())
/// ```
#[derive(Clone)]
pub struct Engine(Arc<Settings>);

/// What an engine was built with.
pub(crate) struct Settings {
    pub(crate) dialect: Dialect,
    pub(crate) limits: Limits,
    pub(crate) zone: Zone,
    pub(crate) escape: Escape,
    pub(crate) on_error: OnError,
    pub(crate) registry: Registry,
    pub(crate) partials: Box<dyn Partials>,
}

impl Settings {
    /// The limits that sources are parsed with.
    pub(crate) fn parse_limits(&self) -> ParseLimits {
        ParseLimits { bytes: self.limits.template_bytes, depth: self.limits.depth }
    }

    /// Parses a source; its diagnostics know the functions that templates may call.
    pub(crate) fn parse<'s>(&self, source: &'s str, delimiters: Delimiters<'s>) -> Document<'s> {
        itl_syntax::parse_knowing(source, self.dialect, self.parse_limits(), delimiters, &self.registry)
    }

    /// The text of a partial, if its name is one that may be asked for. One that panics is missing.
    pub(crate) fn load_partial(&self, name: &str) -> Option<String> {
        if name.len() > MAX_PARTIAL_NAME || !itl_syntax::sections::is_safe_name(name) {
            return None;
        }
        let load = || self.partials.load(name, self.dialect).map(std::borrow::Cow::into_owned);
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(load)).ok().flatten()
    }

    /// The names of the partials; none if listing them panics.
    pub(crate) fn partial_names(&self) -> Vec<String> {
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| self.partials.names())).unwrap_or_default()
    }
}

/// A longer name is no partial's.
pub(crate) const MAX_PARTIAL_NAME: usize = 1024;

/// Collects an engine's options.
pub struct EngineBuilder {
    dialect: Dialect,
    limits: Limits,
    zone: Zone,
    escape: Option<Escape>,
    on_error: OnError,
    functions: Vec<Function>,
    partials: Box<dyn Partials>,
}

impl Default for Engine {
    fn default() -> Self {
        Self::new()
    }
}

impl Engine {
    /// An engine for ITL with the default limits, the UTC zone and no partials.
    pub fn new() -> Self {
        static STANDARD: std::sync::OnceLock<Engine> = std::sync::OnceLock::new();
        STANDARD.get_or_init(|| Self::builder().build()).clone()
    }

    /// An engine with options.
    pub fn builder() -> EngineBuilder {
        EngineBuilder {
            dialect: Dialect::Itl,
            limits: Limits::default(),
            zone: Zone::UTC,
            escape: None,
            on_error: OnError::Source,
            functions: Vec::new(),
            partials: Box::new(()),
        }
    }

    /// Parses a template, for callers that need its parts as well as the template.
    pub fn parse<'s>(&self, source: &'s str) -> Document<'s> {
        self.0.parse(source, Delimiters::default())
    }

    /// The functions that templates may call.
    pub fn registry(&self) -> &Registry {
        &self.0.registry
    }

    /// The names of the partials that are known, sorted; empty where they cannot be listed.
    pub fn partial_names(&self) -> Vec<String> {
        let mut names = self.0.partial_names();
        names.sort();
        names
    }

    /// The dialect of the templates.
    pub fn dialect(&self) -> Dialect {
        self.0.dialect
    }

    /// What a template with an error prints.
    pub fn on_error(&self) -> OnError {
        self.0.on_error
    }

    /// The output format that values are escaped for.
    pub fn escape(&self) -> Escape {
        self.0.escape
    }

    /// The limits.
    pub fn limits(&self) -> Limits {
        self.0.limits
    }

    /// The limits that sources are parsed with.
    pub fn parse_limits(&self) -> ParseLimits {
        self.0.parse_limits()
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.0
    }
}

impl EngineBuilder {
    /// The language of the templates; ITL by default.
    #[must_use]
    pub fn dialect(mut self, dialect: Dialect) -> Self {
        self.dialect = dialect;
        self
    }

    /// What a template may cost.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Sets where partials come from.
    #[must_use]
    pub fn partials(mut self, partials: impl Partials + 'static) -> Self {
        self.partials = Box::new(partials);
        self
    }

    /// The zone that times are shown in; UTC by default.
    #[must_use]
    pub fn zone(mut self, zone: Zone) -> Self {
        self.zone = zone;
        self
    }

    /// The output format that values are escaped for; for ITL none, for Mustache HTML, unless
    /// told otherwise.
    #[must_use]
    pub fn escape(mut self, escape: Escape) -> Self {
        self.escape = Some(escape);
        self
    }

    /// What a template with an error prints: the sources of its broken tags, unless told otherwise. A comment
    /// `{{! @on-error empty }}` in the template goes first.
    #[must_use]
    pub fn on_error(mut self, on_error: OnError) -> Self {
        self.on_error = on_error;
        self
    }

    /// Adds a function of the host program. It replaces one of the library with the same name.
    #[must_use]
    pub fn function(mut self, function: Function) -> Self {
        self.functions.push(function);
        self
    }

    /// The engine.
    pub fn build(self) -> Engine {
        let escape = self.escape.unwrap_or(match self.dialect {
            Dialect::Itl => Escape::None,
            Dialect::Mustache => Escape::Html,
        });
        let registry = if self.functions.is_empty() { Registry::standard() } else { Registry::with(&self.functions) };
        Engine(Arc::new(Settings {
            dialect: self.dialect,
            limits: self.limits,
            zone: self.zone,
            escape,
            on_error: self.on_error,
            registry,
            partials: self.partials,
        }))
    }
}

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Engine")
            .field("dialect", &self.0.dialect)
            .field("zone", &self.0.zone)
            .field("escape", &self.0.escape)
            .finish_non_exhaustive()
    }
}
