//! What work costs, in steps: the one table for everything that a render does.
//!
//! An instruction takes one step. What else it does is charged here, so that a step is about 100 ns wherever it is
//! spent. The figures are the same on every target: a template meets the same limit natively and in the browser.
//!
//! | work | charged | measured, for a step |
//! |---|---|---|
//! | an instruction: text, tag, round of a section, partial | 1 step | 2 to 36 ns |
//! | a call of a function | 1 step, and 1 for 16 bytes of arguments | 20 to 65 ns |
//! | bytes that functions read and write | 1 step for [`BYTES`] | up to 123 ns |
//! | contexts that a look-up passes | 1 step for [`CONTEXTS`] | 33 ns |
//! | keys of a path | 1 step for [`KEYS`] | 18 ns, 143 ns where the last is missing |
//! | text of a path with its calls, or of a block's name | 1 step for [`KEY_BYTES`] | 7 ns, up to 90 ns in a JSON document |
//! | text that a reference gives as a key | 1 step for [`KEY_ARGUMENT_BYTES`] | 96 ns |
//! | entries of an object of the host | 1 step for [`ENTRIES`] | 35 ns |
//! | parents whose overrides a block asks for | 1 step for [`PARENTS`] | 36 ns |
//! | an indentation that a partial takes along | 1 step for [`COPIED_BYTES`] | 0.2 ns: it is charged for the memory it holds |
//! | a message of a prompt | [`MESSAGE`] steps | charged for the memory it holds |
//! | a partial whose name is a value | [`PARTIAL`] steps the first time | 3 ns where it is missing |
//! | an array or object that names one | 1 step for [`NAMING_BYTES`] of it as text | up to 60 ns |
//! | a source compiled while rendering | [`SOURCE`] steps, and 1 for [`SOURCE_BYTES`] | 21 ns: the program is held |
//! | a regular expression compiled while rendering | [`PATTERN`], [`PATTERN_BYTE`] for a byte, 1 for [`COMPILED_BYTES`] | |
//! | a search of a regular expression | see `functions/compiled_regex.rs` | up to 123 ns |
//! | a name that a misspelt one is compared with | [`NAME`] steps, and 1 for [`CELLS`] | 16 to 87 ns |
//! | the zone or function that a misspelt one may mean | [`SUGGESTION`] steps | 118 ns |
//!
//! Texts that a tag prints as they are take no steps: the limit of the output pays for them. What an output format or
//! an observer leaves out of them takes 1 step for [`BYTES`].
//! `cargo run --release -p itl-eval --example costs` measures all of it; the figures above are of one core of an x86-64
//! server.

/// Bytes that functions read or write, for one step.
pub(crate) const BYTES: u64 = 16;

/// How many bytes so many steps pay for.
#[inline(never)]
pub(crate) fn affordable(fuel: u64) -> usize {
    usize::try_from(fuel.min(u64::MAX / BYTES) * BYTES).unwrap_or(usize::MAX)
}

/// Contexts that a look-up passes on its way outward, for one step.
pub(crate) const CONTEXTS: usize = 4;

/// Keys of a path that are followed, for one step.
pub(crate) const KEYS: usize = 8;

/// Bytes of a path and its calls as written, for one step: a key is compared, or hashed, in each object that is asked
/// for it.
pub(crate) const KEY_BYTES: usize = 128;

/// Bytes of a key that a reference gives, for one step: each key of its path is kept by itself.
pub(crate) const KEY_ARGUMENT_BYTES: u64 = 4;

/// Entries of an object of the host that a look-up compares with a key, for one step. Other objects are indexed.
pub(crate) const ENTRIES: usize = 24;

/// Bytes of an indentation that is copied, for one step: as many as functions write for one, since a copy is held as
/// long as a partial is rendered.
pub(crate) const COPIED_BYTES: usize = 16;

/// Parents around a block whose overrides are asked for it, for one step.
pub(crate) const PARENTS: usize = 2;

/// The steps of a block that an observer watches, such as a message of a prompt.
#[cfg(feature = "extensions")]
pub(crate) const MESSAGE: u64 = 64;

/// The steps of looking for the zone or function that a name which is none means: the search goes through all names.
pub(crate) const SUGGESTION: u64 = 4096;

/// The steps of comparing a misspelt name with one that it may mean, beside one for [`CELLS`].
pub(crate) const NAME: u64 = 16;

/// Pairs of characters of two names that are compared, for one step.
pub(crate) const CELLS: u64 = 16;

/// The steps of comparing a misspelt name with so many others.
pub(crate) fn names(word: &str, count: usize) -> u64 {
    let length = word.chars().take(itl_text::MAX_COMPARED + 1).count();
    // Longer words are compared with none.
    let cells = if length > itl_text::MAX_COMPARED { 0 } else { length * length };
    count as u64 * (NAME + cells as u64 / CELLS)
}

/// The steps of asking for a partial whose name is a value.
pub(crate) const PARTIAL: u64 = 64;

/// Bytes of an array or object that is written out to name a partial, for one step: many of its values are two bytes.
pub(crate) const NAMING_BYTES: u64 = 4;

/// The steps of compiling a source while rendering: so many, and one for each [`SOURCE_BYTES`].
pub(crate) const SOURCE: u64 = 16;

/// Bytes of a source that is compiled while rendering, for one step.
pub(crate) const SOURCE_BYTES: u64 = 1;

/// The steps of compiling a regular expression while rendering: so many, [`PATTERN_BYTE`] for each byte of the pattern,
/// and one for each [`COMPILED_BYTES`] of what it is compiled to.
pub(crate) const PATTERN: u64 = 16;

/// The steps for a byte of a pattern that is compiled while rendering.
pub(crate) const PATTERN_BYTE: u64 = 4;

/// Bytes of a compiled regular expression, for one step.
pub(crate) const COMPILED_BYTES: u64 = 8;
