//! Runs programs over a text.

#[cfg(feature = "perf")]
pub(crate) mod automata;
pub(crate) mod bit_table;
pub(crate) mod haystack;
pub(crate) mod look_around;
pub(crate) mod nfa;
mod sparse_set;
