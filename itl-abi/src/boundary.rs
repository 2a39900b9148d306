//! The border to C: the functions of the header, and all of this crate's `unsafe`. What crosses is made safe here, pointer
//! by pointer; the modules beside this one never see a pointer that they follow.

use crate::answer::{self, Answer, Bytes};
use crate::host::Program;
use crate::outcome::{FAILED, OK, Outcome, REFUSED, Refusal};
use crate::{VERSION, call, memory};
use std::ffi::c_void;
use std::panic::catch_unwind;

/// `itl_host`: calls the function of that number with `[value, [arguments]]`. Returns 0 with a JSON value as the reply,
/// something else with a message.
pub type HostFunction = unsafe extern "C" fn(
    data: *mut c_void,
    function: u32,
    request: *const u8,
    request_length: usize,
    reply: *mut Bytes,
) -> i32;

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

/// Forgets a template. Renders that run on other threads end as they would.
#[unsafe(no_mangle)]
pub extern "C" fn itl_release(handle: u64) -> i32 {
    catch_unwind(|| call::release(handle)).map_or(FAILED, |gone| if gone.is_ok() { OK } else { REFUSED })
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
    let program = Caller { call: host, data }.program();
    let input = Input { options, options_length, about: "template", data: source, length: source_length };
    // SAFETY: the caller vouches for both inputs and the answer.
    unsafe { reply(&input, answer, |options, source| call::compile(options, source, program)) }
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
    let input = Input { options, options_length, about: "payload", data: payload, length: payload_length };
    // SAFETY: the caller vouches for both inputs and the answer.
    unsafe { reply(&input, answer, |options, payload| call::render(handle, options, payload)) }
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
    let input = Input { options, options_length, about: "payload", data: payload, length: payload_length };
    // SAFETY: the caller vouches for both inputs and the answer.
    unsafe { reply(&input, answer, |options, payload| call::messages(handle, options, payload)) }
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
    let input = Input { options, options_length, about: "payload", data: payload, length: payload_length };
    // SAFETY: the caller vouches for both inputs and the answer.
    unsafe { reply(&input, answer, |options, payload| call::request(handle, options, payload)) }
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
    let input = Input { options, options_length, about: "template", data: source, length: source_length };
    // SAFETY: the caller vouches for both inputs and the answer.
    unsafe { reply(&input, answer, call::check) }
}

/// What a call is given: its options, and a template or a payload.
struct Input {
    options: *const u8,
    options_length: usize,
    /// What messages call the second of the two.
    about: &'static str,
    data: *const u8,
    length: usize,
}

/// Runs a call and leaves its answer; nothing is left where `answer` is no place for one.
///
/// # Safety
/// Both parts of the input are null or readable for their lengths until this returns; `answer` is null or writable.
unsafe fn reply(input: &Input, answer: *mut Answer, run: impl FnOnce(&[u8], &[u8]) -> Result<Outcome, Refusal>) -> i32 {
    if answer.is_null() || !answer.is_aligned() || !memory::fits(answer.addr(), size_of::<Answer>()) {
        return REFUSED;
    }
    // SAFETY: the caller vouches for the options.
    let options = unsafe { bytes(input.options, input.options_length, "options") };
    // SAFETY: the caller vouches for the template or payload.
    let data = unsafe { bytes(input.data, input.length, input.about) };
    let (status, made) = answer::of(|| run(options?, data?));
    // SAFETY: not null, aligned, and writable by the caller's word.
    unsafe { answer.write(made) };
    status
}

/// The bytes of a caller for the time of a call; null is none.
///
/// # Safety
/// `data` is null or readable for `length` bytes as long as the slice is used.
unsafe fn bytes<'a>(data: *const u8, length: usize, argument: &str) -> Result<&'a [u8], Refusal> {
    if length == 0 {
        return Ok(&[]);
    }
    if data.is_null() || !memory::fits(data.addr(), length) {
        return Err(Refusal::new(argument, format!("{length} bytes do not lie at that address")));
    }
    // SAFETY: not null, no longer than memory can be, and readable by the caller's word.
    Ok(unsafe { std::slice::from_raw_parts(data, length) })
}

/// The function of a host, with what it is passed.
#[derive(Clone, Copy)]
struct Caller {
    /// Absent where the caller of `itl_compile` passed none.
    call: Option<HostFunction>,
    data: *mut c_void,
}

// SAFETY: the header asks of the caller that function and data may be used from every thread that renders.
unsafe impl Send for Caller {}
// SAFETY: as above; this side never reads what `data` points to.
unsafe impl Sync for Caller {}

impl Caller {
    /// What calls the functions of one template.
    fn program(self) -> Program {
        let is_there = cfg!(target_family = "wasm") || self.call.is_some();
        if is_there { Program::new(move |function, request| self.invoke(function, request)) } else { Program::NONE }
    }

    /// Calls a function: its status, and a reply of which nothing has been believed yet.
    #[cfg(not(target_family = "wasm"))]
    fn invoke(self, function: u32, request: &str) -> Option<(i32, Bytes)> {
        let (call, mut reply) = (self.call?, Bytes::default());
        // SAFETY: the caller of `itl_compile` vouches for function and data; request and reply outlive the call.
        let status = unsafe { call(self.data, function, request.as_ptr(), request.len(), &raw mut reply) };
        Some((status, reply))
    }

    /// Calls a function: its status, and a reply of which nothing has been believed yet.
    #[cfg(target_family = "wasm")]
    fn invoke(self, function: u32, request: &str) -> Option<(i32, Bytes)> {
        #[link(wasm_import_module = "itl")]
        unsafe extern "C" {
            fn host(data: *mut c_void, function: u32, request: *const u8, length: usize, reply: *mut Bytes) -> i32;
        }
        let mut reply = Bytes::default();
        // SAFETY: the host reads the request and writes the reply during the call only.
        let status = unsafe { host(self.data, function, request.as_ptr(), request.len(), &raw mut reply) };
        Some((status, reply))
    }
}
