//! Prompts: from a template and its data to the whole request that a provider takes.
//!
//! ```
//! use itl_eval::{Dialect, Engine, Escape, Source};
//! use itl_prompt::{Prompt, PromptOptions, RequestOptions, Target};
//! use serde_json::json;
//! let engine = Engine::builder().dialect(Dialect::Mustache).escape(Escape::Xml).build();
//! let template = engine.compile("{{! @model gpt-5.6 }}{{$system}}Be brief.{{/system}}{{#turns}}{{$message}}{{text}}{{/message}}{{/turns}}")?;
//! let data = json!({"turns": [{"role": "user", "text": "Hello?"}]});
//! let conversation = Prompt::new(template).render(Source::Json(&data), &PromptOptions::default());
//! let request = conversation.request(Target::OpenAi, &RequestOptions::default()).strict()?;
//! assert_eq!(
//!     request.body,
//!     r#"{"model":"gpt-5.6","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Hello?"}]}"#,
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The way of the data: [`Prompt`] holds a template and its [`PromptSettings`]; [`Prompt::render`] gives
//! a [`Conversation`], whose turns hold text, calls, results, images and documents;
//! [`Conversation::request`] drops what does not fit the budget and writes the [`Request`] of a
//! [`Target`]. Who speaks comes from blocks, or from a key that is checked against the list of roles,
//! never from rendered text.
#![deny(missing_docs)]

#[cfg(feature = "answers")]
mod answer;
mod assemble;
mod blocks;
pub mod budget;
mod digest;
mod error;
mod fence;
mod ids;
mod input;
mod json;
mod lint;
mod lookalike;
mod pair;
mod prompt;
mod record;
mod request;
mod role;
mod schema;
mod settings;
mod stream;
mod targets;
mod tools;
mod turn;
mod volatile;

#[cfg(feature = "answers")]
pub use answer::{Answer, Checker, Violation};
pub use budget::{Counter, Report};
pub use digest::{Change, Digests, Previous};
pub use error::PromptError;
pub use json::pretty;
pub use lint::{FindPartial, PromptFiles, lint};
pub use prompt::{Conversation, Message, Prompt, PromptOptions};
pub use request::{AnswerSchema, Request, RequestOptions};
pub use role::{Role, UnknownRole};
pub use settings::{BudgetSetting, Invisible, PromptSettings, SchemaSetting, ToolChoice};
pub use targets::{Target, UnknownTarget};
pub use volatile::volatile_beginning;

/// The examples of the README are tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
