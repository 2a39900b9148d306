//! Exact decimals.

pub mod decimal;
mod exact;

pub use exact::{Decimal, Rounding};
