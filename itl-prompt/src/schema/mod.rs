//! JSON Schemas: which of them a target takes, and whether their references lead anywhere.

mod places;
pub(crate) mod refs;
mod subset;
#[cfg(feature = "answers")]
mod work;

pub(crate) use subset::{Subset, outside};
#[cfg(feature = "answers")]
pub(crate) use work::{Schema, Search};
