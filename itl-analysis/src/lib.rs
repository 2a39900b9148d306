//! What a template reads, what is wrong with that, and what an editor can offer while it is
//! written: one [`Analysis`] for the command line, the browser and a language server.
//!
//! ```
//! use itl_analysis::{Analysis, CheckOptions, Shape};
//! use itl_eval::{Code, Engine};
//! use serde_json::json;
//!
//! let engine = Engine::new();
//! let document = engine.parse("{{ #alerts }}{{ labels.hots }}{{ /alerts }}");
//! let (template, _) = engine.compile_document(&document);
//! let sample = json!({"alerts": [{"labels": {"host": "db-7"}}]});
//! let analysis = Analysis::new(&template, &document, Some(&Shape::sample(&sample)));
//!
//! assert_eq!(analysis.references().paths()[1].text, "alerts[].labels.hots");
//! let found = analysis.check(&CheckOptions::default());
//! assert_eq!(found[0].code, Code::UnknownPath);
//! assert_eq!(found[0].help.as_deref(), Some("did you mean `host`?"));
//! ```
//!
//! Nothing here touches files, clocks or the environment; offsets are bytes of the source.
#![deny(missing_docs)]

mod allow;
mod analysis;
mod check;
mod complete;
mod contract;
mod cursor;
mod directive;
mod documents;
mod hover;
mod knowledge;
mod meaning;
mod outline;
mod path;
mod preview;
mod references;
mod rename;
mod resolve;
mod scope;
mod shape;
mod walk;

pub use allow::Allowances;
pub use analysis::Analysis;
pub use check::CheckOptions;
pub use complete::{Completion, CompletionKind, Completions, function_doc};
pub use contract::{Contract, ContractParam};
pub use hover::Hover;
pub use outline::{OutlinePart, PartKind};
pub use path::{Part, Path};
pub use references::{Certainty, PathUse, Reference, References, Usage};
pub use rename::{Occurrence, Rename};
pub use shape::Shape;
