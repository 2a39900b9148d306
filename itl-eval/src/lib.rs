//! ITL, the engine: compiles a template once and renders it many times.
//!
//! ```
//! use itl_eval::Template;
//! use serde_json::json;
//! let template = Template::compile("{{ #alerts }}{{ labels.host }} {{ /alerts }}")?;
//! let payload = json!({"alerts": [{"labels": {"host": "db-7"}}, {"labels": {"host": "web-1"}}]});
//! assert_eq!(template.render(&payload).text, "db-7 web-1 ");
//! # Ok::<(), itl_eval::Diagnostics>(())
//! ```
//!
//! Compiling gives a template *and* diagnostics, rendering gives a text *and* warnings: see
//! [`Template::compile_lenient`] and [`Rendered`]. Options live in [`Engine`] and
//! [`RenderOptions`]. Nothing here reads a clock, a locale or the environment.
#![deny(missing_docs)]

mod clusters;
mod compile;
mod context;
mod context_data;
#[cfg(feature = "extensions")]
mod delivery;
mod engine;
mod floats;
pub mod functions;
mod key_tag;
mod letters;
mod limbs;
mod limits;
mod names;
pub mod output;
mod partials;
mod payload;
mod program;
mod project;
mod quoted;
mod render;
mod similar;
mod spot;
mod template;
pub mod value;

pub use context_data::{Context, Lambda};
pub use engine::{Engine, EngineBuilder};
#[cfg(feature = "extensions")]
pub use functions::HostArg;
pub use functions::{Example, Function, Param, ParamKind, Registry};
pub use itl_syntax::{Code, Diagnostic, Diagnostics, Dialect, Label, LineIndex, Position, Severity, Span, Suggestion};
pub use itl_time::Zone;
#[doc(hidden)]
pub use letters::lower;
pub use limits::Limits;
#[doc(hidden)]
pub use names::Names;
#[cfg(feature = "extensions")]
pub use output::{Budget, Cut, JsonFault, PRESETS, Preset, Unit};
pub use output::{Escape, UnknownEscape};
#[cfg(not(target_family = "wasm"))]
pub use partials::FolderPartials;
pub use partials::{MemoryPartials, Partials, PartialsFn};
pub use payload::Payload;
pub use project::JsonError;
#[doc(hidden)]
pub use project::read_json;
#[cfg(feature = "extensions")]
pub use render::{BlockStart, RenderObserver};
#[doc(hidden)]
pub use similar::closest;
pub use template::{Failure, RenderOptions, Rendered, Source, Template, Traced};
pub use value::{Kind, Value};

#[cfg(test)]
mod sizes {
    //! What the render loop walks over stays small: whoever makes these larger finds out here.

    use crate::payload::Node;
    use crate::program::{Expr, Op};
    use crate::spot::Spot;
    use crate::value::{LookupKey, Value};

    #[test]
    fn hot_types() {
        let sizes = [size_of::<Op>(), size_of::<Expr>(), size_of::<LookupKey>(), size_of::<Spot<'_>>()];
        assert_eq!(sizes, [24, 112, 56, 24]);
        assert_eq!([size_of::<Node>(), size_of::<Value<'_>>()], [16, 40]);
    }
}
