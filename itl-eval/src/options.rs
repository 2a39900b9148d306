//! Options of a render.

use crate::limits::Limits;
#[cfg(feature = "extensions")]
use crate::output::Budget;
use crate::output::Escape;
use itl_time::Zone;

/// Options of one render. An option that is `None` takes the engine's value.
///
/// ```
/// use itl_eval::{Escape, RenderOptions, Template};
/// use serde_json::json;
/// let options = RenderOptions::new().escape(Escape::Html).now(1_674_950_737_000);
/// let template = Template::compile("<b>{{ host }}</b>")?;
/// assert_eq!(template.render_with(&json!({"host": "a&b"}), &options).text, "<b>a&amp;b</b>");
/// # Ok::<(), itl_eval::CompileError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct RenderOptions {
    /// The zone that times are shown in.
    pub zone: Option<Zone>,
    /// The clock, in Unix milliseconds: the value of `@now`, and the time that `relativeTime()` counts from.
    /// The engine reads no clock of its own.
    pub now: Option<i64>,
    /// The output format that values are escaped for.
    pub escape: Option<Escape>,
    /// What the render may cost.
    pub limits: Option<Limits>,
    /// Whether to record which tag wrote which part of the text.
    pub trace: bool,
    #[cfg(feature = "extensions")]
    pub(crate) budget: Option<Budget>,
    #[cfg(feature = "extensions")]
    pub(crate) check_output: bool,
}

impl Default for RenderOptions {
    /// The engine's zone, output format and limits; no clock, no budget, no trace; the output is checked.
    fn default() -> Self {
        Self {
            zone: None,
            now: None,
            escape: None,
            limits: None,
            trace: false,
            #[cfg(feature = "extensions")]
            budget: None,
            #[cfg(feature = "extensions")]
            check_output: true,
        }
    }
}

impl RenderOptions {
    /// The default options.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the zone that times are shown in.
    #[must_use]
    pub fn zone(mut self, zone: impl Into<Option<Zone>>) -> Self {
        self.zone = zone.into();
        self
    }

    /// Sets the clock, in Unix milliseconds.
    #[must_use]
    pub fn now(mut self, now: impl Into<Option<i64>>) -> Self {
        self.now = now.into();
        self
    }

    /// Sets the output format that values are escaped for.
    #[must_use]
    pub fn escape(mut self, escape: impl Into<Option<Escape>>) -> Self {
        self.escape = escape.into();
        self
    }

    /// Sets what the render may cost.
    #[must_use]
    pub fn limits(mut self, limits: impl Into<Option<Limits>>) -> Self {
        self.limits = limits.into();
        self
    }

    /// Sets whether to record which tag wrote which part of the text.
    #[must_use]
    pub fn trace(mut self, trace: bool) -> Self {
        self.trace = trace;
        self
    }

    /// Sets the longest text that the destination takes.
    #[cfg(feature = "extensions")]
    #[must_use]
    pub fn budget(mut self, budget: impl Into<Option<Budget>>) -> Self {
        self.budget = budget.into();
        self
    }

    /// Sets whether to check that a text of the output format `json` is one JSON document.
    #[cfg(feature = "extensions")]
    #[must_use]
    pub fn check_output(mut self, check: bool) -> Self {
        self.check_output = check;
        self
    }
}
