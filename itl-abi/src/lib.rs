//! The ITL engine for other languages: functions over bytes, as a library of C and as a WebAssembly module.
//!
//! `include/itl.h` says what a caller must know. What a call is about crosses as pointer and length, what it made as one
//! block with the text and, as JSON, what was noticed. Handles and blocks are checked, nothing of the host is read, and a
//! panic ends at the border. This is the one crate with `unsafe`; all of it stands here and in `host.rs`.
#![deny(missing_docs)]

mod call;
mod handles;
mod host;
mod memory;
mod outcome;
mod shape;
mod types;

use host::Program;
use outcome::{Outcome, Refusal};
use std::ffi::c_void;
use std::panic::{AssertUnwindSafe, catch_unwind};

pub use outcome::{FAILED, NOTED, OK, REFUSED};
pub use types::{Answer, Bytes, HostFunction};

/// The version of this interface: another number is another interface.
pub const VERSION: u32 = 1;

/// Tells the version of the interface.
#[unsafe(no_mangle)]
pub extern "C" fn itl_version() -> u32 {
    VERSION
}

/// Returns a block of zeros for input or a reply, or null where there is no memory. `itl_free` takes it back.
#[unsafe(no_mangle)]
pub extern "C" fn itl_alloc(length: usize) -> *mut u8 {
    catch_unwind(|| memory::allocate(length)).unwrap_or(std::ptr::null_mut())
}

/// Frees a block of `itl_alloc` or of an answer. Null is nothing; any other address is refused and stays as it is.
#[unsafe(no_mangle)]
pub extern "C" fn itl_free(data: *mut u8) -> i32 {
    let freed = catch_unwind(|| data.is_null() || memory::take(data).is_some());
    if freed.unwrap_or(false) { OK } else { REFUSED }
}

/// Compiles a template. The answer's handle is the template, its notes are the diagnostics.
///
/// # Safety
/// `options` and `source` are readable for their lengths; `host`, where it is not null, may be called with `data` from
/// every thread that renders, until the template is released; `answer` is writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn itl_compile(
    options: *const u8,
    options_length: usize,
    source: *const u8,
    source_length: usize,
    host: Option<HostFunction>,
    data: *mut c_void,
    answer: *mut Answer,
) -> i32 {
    // SAFETY: what the caller vouches for is what `bytes` asks for.
    let options = unsafe { bytes(options, options_length, "options") };
    // SAFETY: as above.
    let source = unsafe { bytes(source, source_length, "template") };
    // SAFETY: the caller vouches for `answer`.
    unsafe { reply(answer, || call::compile(options?, source?, Program { call: host, data })) }
}

/// Renders a template on the JSON of a payload. The answer's text is the message, its notes tell warnings and failures.
///
/// # Safety
/// `options` and `payload` are readable for their lengths; `answer` is writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn itl_render(
    handle: u64,
    options: *const u8,
    options_length: usize,
    payload: *const u8,
    payload_length: usize,
    answer: *mut Answer,
) -> i32 {
    // SAFETY: what the caller vouches for is what `render_as` asks for.
    unsafe { render_as(call::render, handle, (options, options_length), (payload, payload_length), answer) }
}

/// As [`itl_render`], for the messages of a prompt: the text is a JSON array of `{role, content}`.
///
/// # Safety
/// As for [`itl_render`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn itl_messages(
    handle: u64,
    options: *const u8,
    options_length: usize,
    payload: *const u8,
    payload_length: usize,
    answer: *mut Answer,
) -> i32 {
    // SAFETY: what the caller vouches for is what `render_as` asks for.
    unsafe { render_as(call::messages, handle, (options, options_length), (payload, payload_length), answer) }
}

/// As [`itl_render`], for the request of a provider: the text is its body.
///
/// # Safety
/// As for [`itl_render`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn itl_request(
    handle: u64,
    options: *const u8,
    options_length: usize,
    payload: *const u8,
    payload_length: usize,
    answer: *mut Answer,
) -> i32 {
    // SAFETY: what the caller vouches for is what `render_as` asks for.
    unsafe { render_as(call::request, handle, (options, options_length), (payload, payload_length), answer) }
}

/// Checks a template without keeping it. The text is a JSON array of diagnostics.
///
/// # Safety
/// `options` and `source` are readable for their lengths; `answer` is writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn itl_check(
    options: *const u8,
    options_length: usize,
    source: *const u8,
    source_length: usize,
    answer: *mut Answer,
) -> i32 {
    // SAFETY: what the caller vouches for is what `bytes` asks for.
    let options = unsafe { bytes(options, options_length, "options") };
    // SAFETY: as above.
    let source = unsafe { bytes(source, source_length, "template") };
    // SAFETY: the caller vouches for `answer`.
    unsafe { reply(answer, || call::check(options?, source?)) }
}

/// Forgets a template. Renders that run on other threads end as they would.
#[unsafe(no_mangle)]
pub extern "C" fn itl_release(handle: u64) -> i32 {
    catch_unwind(|| call::release(handle)).map_or(FAILED, |gone| if gone.is_ok() { OK } else { REFUSED })
}

type Part = (*const u8, usize);

/// One of the calls that take a template, options and a payload.
type Render = fn(u64, &[u8], &[u8]) -> Result<Outcome, Refusal>;

/// # Safety
/// The parts are readable for their lengths; `answer` is writable.
unsafe fn render_as(run: Render, handle: u64, options: Part, payload: Part, answer: *mut Answer) -> i32 {
    // SAFETY: the caller vouches for the part.
    let options = unsafe { bytes(options.0, options.1, "options") };
    // SAFETY: as above.
    let payload = unsafe { bytes(payload.0, payload.1, "payload") };
    // SAFETY: the caller vouches for `answer`.
    unsafe { reply(answer, || run(handle, options?, payload?)) }
}

/// The bytes of a caller for the time of a call; null is none.
///
/// # Safety
/// `data` is readable for `length` bytes, or null, until the call returns.
unsafe fn bytes<'a>(data: *const u8, length: usize, argument: &str) -> Result<&'a [u8], Refusal> {
    if length == 0 {
        return Ok(&[]);
    }
    if data.is_null() || !fits(data.addr(), length) {
        return Err(Refusal::new(argument, format!("{length} bytes do not lie at that address")));
    }
    // SAFETY: not null, no longer than memory can be, and readable by the caller's word.
    Ok(unsafe { std::slice::from_raw_parts(data, length) })
}

/// Whether so many bytes can lie at an address: in WebAssembly whether they do.
fn fits(address: usize, length: usize) -> bool {
    #[cfg(target_family = "wasm")]
    let end = core::arch::wasm32::memory_size::<0>().saturating_mul(1 << 16);
    #[cfg(not(target_family = "wasm"))]
    let end = usize::MAX;
    isize::try_from(length).is_ok() && address.checked_add(length).is_some_and(|after| after <= end)
}

/// Runs a call and leaves its answer; nothing is left where `answer` is no place for one.
///
/// # Safety
/// `answer` is writable, or null.
unsafe fn reply(answer: *mut Answer, run: impl FnOnce() -> Result<Outcome, Refusal>) -> i32 {
    if answer.is_null() || !answer.is_aligned() || !fits(answer.addr(), size_of::<Answer>()) {
        return REFUSED;
    }
    // A panic leaves nothing half done: templates do not change, and the lists are changed in one step.
    let done = catch_unwind(AssertUnwindSafe(|| {
        let outcome = run().unwrap_or_else(Outcome::from);
        (outcome.status, answer_of(outcome))
    }));
    let (status, made) = done.unwrap_or_else(|panic| {
        let said = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
        let outcome = Outcome::failed(said.unwrap_or("the engine failed"));
        (FAILED, answer_of(outcome))
    });
    // SAFETY: not null, aligned, and writable by the caller's word.
    unsafe { answer.write(made) };
    status
}

fn answer_of(outcome: Outcome) -> Answer {
    let (text, notes) = (outcome.text.len(), outcome.notes.len());
    let mut block = outcome.text.into_bytes();
    block.extend_from_slice(outcome.notes.as_bytes());
    Answer { handle: outcome.handle, data: memory::give(block), text, notes }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_ends_at_the_border() {
        let mut answer = Answer::default();
        // SAFETY: the answer is a place for one.
        let status = unsafe { reply(&raw mut answer, || panic!("a defect")) };
        assert_eq!((status, answer.text), (FAILED, 0));
        let notes = String::from_utf8(memory::take(answer.data).unwrap()).unwrap();
        assert_eq!(notes, r#"{"code":"internal","argument":"","message":"a defect"}"#);
    }
}
