//! Prompts: from a template and its data to the messages that a provider takes.
//!
//! ```
//! use itl_eval::{Dialect, Engine, Escape, RenderOptions, Source};
//! use itl_prompt::{Prompt, Provider};
//! use serde_json::json;
//! let engine = Engine::builder().dialect(Dialect::Mustache).escape(Escape::Xml).build();
//! let template = engine.compile("{{$system}}Be brief.{{/system}}{{#turns}}{{$message}}{{text}}{{/message}}{{/turns}}")?;
//! let data = json!({"turns": [{"role": "user", "text": "Hello?"}, {"role": "assistant", "text": "Yes?"}]});
//! let messages = Prompt::new(template).render(Source::Json(&data), &RenderOptions::default());
//! assert_eq!(
//!     messages.to_json(Provider::Anthropic).to_string(),
//!     r#"{"system":"Be brief.","messages":[{"role":"user","content":"Hello?"},{"role":"assistant","content":"Yes?"}]}"#,
//! );
//! # Ok::<(), itl_eval::CompileError>(())
//! ```
#![deny(missing_docs)]

mod messages;
mod provider;
mod role;
mod settings;

pub use messages::{Message, Messages, Prompt};
pub use provider::{Provider, UnknownProvider};
pub use role::{Role, UnknownRole};
pub use settings::PromptSettings;

/// The examples of the README are tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
