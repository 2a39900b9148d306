//! What work costs beyond the step that each instruction takes, so that a step is about 100 ns wherever it is spent.
//!
//! The figures are the same on every target: a template meets the same limit natively and in the browser. Functions are
//! charged by the bytes that they read and write ([`Call::charge_fuel`](crate::functions::Call::charge_fuel)).

/// Contexts that a look-up passes on its way outward, for one step.
pub(super) const CONTEXTS: usize = 4;

/// Keys of a path that are followed, for one step.
pub(super) const KEYS: usize = 8;

/// Entries of an object of the host that a look-up compares with a key, for one step. Other objects are indexed.
pub(super) const ENTRIES: usize = 24;

/// Bytes of a text that are copied, for one step.
pub(super) const BYTES: usize = 256;

/// Blocks that a parent takes along, for one step.
pub(super) const BLOCKS: usize = 4;

/// The steps of asking for a partial whose name is a value.
pub(super) const PARTIAL: u64 = 64;

/// The steps of compiling a source while rendering: so many, and one for each [`SOURCE_BYTES`].
pub(super) const SOURCE: u64 = 16;

/// Bytes of a source that is compiled while rendering, for one step.
pub(super) const SOURCE_BYTES: u64 = 4;
