//! The function library: one row for each function.
//!
//! Arity and type checks, suggestions for misspelt names, the command line's list, the reference's table,
//! completion and the tests of the examples are all derived from the rows. There is no second list.

pub mod array;
mod call;
pub(crate) mod compiled_regex;
#[cfg(all(test, feature = "extensions"))]
mod costs;
pub mod date;
pub mod encoding;
pub mod foreign;
#[cfg(feature = "extensions")]
pub(crate) mod host;
mod library;
pub mod matchers;
mod metered;
mod nearest;
pub mod number;
mod references;
pub mod regex;
mod registry;
mod row;
mod shown;
pub mod text;
#[cfg(feature = "extensions")]
mod typed;

pub use call::{Arg, Call, Native, Run};
pub(crate) use call::{Given, Remark};
#[cfg(feature = "extensions")]
pub use call::{HostArg, HostCall, HostFn};
pub use compiled_regex::Regex;
#[cfg(feature = "extensions")]
pub(crate) use date::help_on_zone;
pub use itl_value::KeyPath;
pub(crate) use library::is_left_out;
pub(crate) use nearest::nearest;
pub(crate) use references::Fallback;
pub use registry::Registry;
pub use row::{Branches, EXAMPLE_NOW, Example, Function, IlertSpelling, Param, ParamKind, Yields};
pub(crate) use row::{Row, example, optional, param};
pub(crate) use shown::Shown;
#[cfg(feature = "extensions")]
pub use typed::{HostClosure, HostContext, HostOutput, HostParam, HostResult};
