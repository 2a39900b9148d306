//! What a template reads, what is wrong with that, and what an editor can offer while it is
//! written: one truth for the command line, the browser and a language server.
//!
//! ```
//! use itl_analysis::{CheckOptions, check, references};
//! use itl_eval::{Code, Engine};
//! use serde_json::json;
//!
//! let engine = Engine::new();
//! let sample = json!({"alerts": [{"labels": {"host": "db-7"}}]});
//! let source = "{{ #alerts }}{{ labels.hots }}{{ /alerts }}";
//!
//! let paths = references(&engine, source, Some(&sample)).paths();
//! assert_eq!(paths[1].text, "alerts[].labels.hots");
//!
//! let options = CheckOptions { sample: Some(&sample), ..CheckOptions::default() };
//! let found = check(&engine, source, &options);
//! assert_eq!(found[0].code, Code::UnknownPath);
//! assert_eq!(found[0].help.as_deref(), Some("did you mean `host`?"));
//! ```
//!
//! Nothing here touches files, clocks or the environment; offsets are bytes of the source.
#![deny(missing_docs)]

mod allow;
mod check;
mod complete;
mod contract;
mod directive;
mod hover;
mod outline;
mod path;
mod preview;
mod references;
mod schema;
mod scope;
mod shape;
mod similar;
mod walk;

pub use allow::Allowances;
pub use check::{CheckOptions, check};
pub use complete::{Completion, CompletionKind, Completions, complete};
pub use contract::{Contract, ContractParam};
pub use hover::{Hover, hover};
pub use path::{Part, Path};
pub use references::{Certainty, PathUse, Reference, References, Usage, references};
