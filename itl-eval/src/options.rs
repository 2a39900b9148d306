//! Options of a render.

use crate::limits::Limits;
#[cfg(feature = "extensions")]
use crate::output::Budget;
use crate::output::Escape;
use itl_time::Zone;

/// Options of one render. An option that is `None` takes the engine's value.
#[derive(Clone, Debug, PartialEq)]
pub struct RenderOptions {
    /// The zone that times are shown in.
    pub zone: Option<Zone>,
    /// The clock, in Unix milliseconds: the value of `@now`, and the time that `relativeTime()` counts from.
    /// The engine reads no clock of its own.
    pub now: Option<i64>,
    /// The output format that values are escaped for.
    pub escape: Option<Escape>,
    /// The longest text that the destination takes.
    #[cfg(feature = "extensions")]
    pub budget: Option<Budget>,
    /// What the render may cost.
    pub limits: Option<Limits>,
    /// Whether to record which tag wrote which part of the text.
    pub trace: bool,
    /// Whether to check that a text of the output format `json` is one JSON document.
    #[cfg(feature = "extensions")]
    pub check_output: bool,
}

impl Default for RenderOptions {
    /// The engine's zone, output format and limits; no clock, no budget, no trace; the output is checked.
    fn default() -> Self {
        Self {
            zone: None,
            now: None,
            escape: None,
            #[cfg(feature = "extensions")]
            budget: None,
            limits: None,
            trace: false,
            #[cfg(feature = "extensions")]
            check_output: true,
        }
    }
}
