//! The types of the header.

use std::ffi::c_void;

/// `itl_bytes`: what a host's function replies with, in memory of `itl_alloc`; the engine frees it.
#[repr(C)]
#[derive(Debug)]
pub struct Bytes {
    /// The first byte, or null for none.
    pub data: *mut u8,
    /// How many there are.
    pub length: usize,
}

impl Default for Bytes {
    fn default() -> Self {
        Self { data: std::ptr::null_mut(), length: 0 }
    }
}

/// `itl_answer`: what a call made. Text and notes follow each other in one block, which `itl_free` takes back.
#[repr(C)]
#[derive(Debug)]
pub struct Answer {
    /// The template, of `itl_compile`; else 0.
    pub handle: u64,
    /// The block, or null where both are empty.
    pub data: *mut u8,
    /// Length of the text, in bytes of UTF-8.
    pub text: usize,
    /// Length of the notes, JSON, which stand after the text.
    pub notes: usize,
}

impl Default for Answer {
    fn default() -> Self {
        Self { handle: 0, data: std::ptr::null_mut(), text: 0, notes: 0 }
    }
}

/// `itl_host`: calls the function of that number with `[value, [arguments]]`. Returns 0 with a JSON value as the reply,
/// something else with a message.
pub type HostFunction = unsafe extern "C" fn(
    data: *mut c_void,
    function: u32,
    request: *const u8,
    request_length: usize,
    reply: *mut Bytes,
) -> i32;
