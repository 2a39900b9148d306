//! The ITL engine for other languages: functions over bytes, as a library of C and as a WebAssembly module.
//!
//! `include/itl.h` says what a caller must know. What a call is about crosses as pointer and length, what it made as one
//! block with the text and, as JSON, what was noticed. Handles and blocks are checked, nothing of the host is read, and a
//! panic ends at the border. This is the one crate with `unsafe`; all of it stands in `boundary.rs`.
#![deny(missing_docs, unsafe_code)]

mod answer;
#[expect(unsafe_code, reason = "C is called from here and calls in here")]
mod boundary;
mod call;
mod handles;
mod host;
mod memory;
mod outcome;
mod shape;

pub use answer::{Answer, Bytes};
pub use boundary::{
    HostFunction, itl_alloc, itl_check, itl_compile, itl_free, itl_messages, itl_release, itl_render, itl_request,
    itl_version,
};
pub use outcome::{FAILED, NOTED, OK, REFUSED};

/// The version of this interface: another number is another interface.
pub const VERSION: u32 = 1;
