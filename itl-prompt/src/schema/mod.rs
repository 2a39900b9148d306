//! JSON Schemas: which of them a target takes, and whether their references lead anywhere.

pub(crate) mod refs;
mod subset;

pub(crate) use subset::{Subset, outside};
