//! Sample payloads: secrets masked, shapes compared, schemas made from them.

pub(crate) mod diff;
pub(crate) mod mask;
pub(crate) mod path;
mod patterns;
pub(crate) mod schema;
pub(crate) mod shape;
