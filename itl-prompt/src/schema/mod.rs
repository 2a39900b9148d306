//! JSON Schemas: which of them a target takes, and whether their references lead anywhere.

mod places;
pub(crate) mod refs;
#[cfg(feature = "answers")]
mod search;
mod subset;
#[cfg(feature = "answers")]
mod work;

#[cfg(feature = "answers")]
pub(crate) use search::first_endless;
pub(crate) use subset::{Subset, outside};
#[cfg(feature = "answers")]
pub(crate) use work::Schema;
