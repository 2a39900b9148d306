//! The ITL engine: compiles a template once and renders it many times.
//!
//! ```
//! use itl_eval::Template;
//! use serde_json::json;
//! let template = Template::compile("{{ #alerts }}{{ labels.host }} {{ /alerts }}")?;
//! let payload = json!({"alerts": [{"labels": {"host": "db-7"}}, {"labels": {"host": "web-1"}}]});
//! assert_eq!(template.render(&payload).text, "db-7 web-1 ");
//! # Ok::<(), itl_eval::CompileError>(())
//! ```
//!
//! Compiling returns a template *and* diagnostics, rendering returns a text *and* warnings: see
//! [`Template::compile_lenient`] and [`Rendered`]. Options are in [`Engine`] and [`RenderOptions`].
//! Nothing here reads a clock, a locale or the environment.
#![deny(missing_docs)]

mod compile;
#[cfg(feature = "extensions")]
mod cost;
mod costs;
#[cfg(feature = "extensions")]
mod coverage;
mod engine;
pub mod functions;
mod limits;
mod on_error;
mod options;
pub mod output;
mod partials;
mod program;
mod render;
mod sorted;
mod source;
mod template;

pub use compile::zone_meant;
#[cfg(feature = "extensions")]
pub use cost::{RenderCost, TagCost};
#[cfg(feature = "extensions")]
pub use coverage::{Point, PointKind};
pub use engine::{Engine, EngineBuilder};
pub use functions::foreign;
pub use functions::{Branches, Example, Function, IlertSpelling, Param, ParamKind, Registry, Yields};
#[cfg(feature = "extensions")]
pub use functions::{HostArg, HostCall, HostClosure, HostContext, HostOutput, HostParam, HostResult};
pub use itl_syntax::{Code, Diagnostic, Diagnostics, Dialect, Label, LineIndex, Position, Severity, Span, Suggestion};
#[doc(hidden)]
pub use itl_text::case::lower;
#[doc(hidden)]
pub use itl_text::closest;
pub use itl_time::Zone;
pub use itl_value::{HostValue, JsonError, Kind, Lambda, Payload, Unreadable, Value};
#[doc(hidden)]
pub use itl_value::{LookupKey, Map, NameIndex, ValueRef, read_json};
pub use limits::Limits;
pub use on_error::{OnError, UnknownOnError};
pub use options::RenderOptions;
#[cfg(feature = "extensions")]
#[doc(hidden)]
pub use output::Markup;
#[cfg(feature = "extensions")]
pub use output::{Budget, Cut, Fit, JsonFault, PRESETS, Preset, Unit, UnknownFit};
pub use output::{Escape, UnknownEscape};
#[cfg(not(target_family = "wasm"))]
pub use partials::FolderPartials;
pub use partials::{MemoryPartials, Partials, PartialsFn};
pub use render::Traced;
#[cfg(feature = "extensions")]
pub use render::{
    BlockStart, BlockWatch, CommentAt, CostOfRun, PrintedList, PrintedTag, RenderObserver, TagAction, TagRun,
};
pub use source::Source;
pub use template::{CompileError, RenderError, Rendered, Template};

#[cfg(test)]
mod sizes {
    //! Sizes of the types on the hot path.

    use crate::program::{Expr, Op};

    #[test]
    fn hot_types() {
        assert_eq!([size_of::<Op>(), size_of::<Expr>()], [24, 112]);
    }
}

/// The examples of the README are tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
