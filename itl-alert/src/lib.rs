//! An ilert alert source as one thing: the templates of an alert's fields, the mappings of priority and severity, and
//! the alert that they make of an event.
//!
//! The way of the data: [`AlertSource::read`] reads a source in the form of ilert's API, with texts where the API has
//! objects; [`AlertSource::compile`] compiles its templates; [`CompiledSource::render`] prints them and makes an
//! [`Alert`] of the texts. An [`AlertSource`] holds anything in place of its templates, so that each step is one
//! [`AlertSource::map`].
//!
//! A template whose text is a key (alert key, routing key, services, the values that are mapped) prints nothing where
//! it is broken; a message prints the broken tag's own source.
#![deny(missing_docs)]

mod alert;
mod carriers;
mod compiled;
mod names;
mod read;
mod schemas;
mod source;

pub use alert::{Alert, AlertLink, Remark};
pub use carriers::{each_template, elements_of, text_of};
pub use compiled::{CompiledSource, CompiledTemplate, Engines, RenderedAlert};
pub use read::{MAX_LINKS, MAX_SERVICES, Problem};
pub use schemas::{SCHEMAS, SOURCE_SCHEMA, schema};
pub use source::{AlertSource, Field, Link, Mapped, Priority, Role};

/// The examples of the README are tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
