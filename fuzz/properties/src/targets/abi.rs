//! The interface of C, called as C calls it: whatever crosses it, answers are UTF-8 and JSON, and blocks are freed once.

#![expect(unsafe_code, reason = "the functions of the header take pointers")]

use super::boundary;
use crate::input::Input;
use itl_abi::{
    Answer, Bytes, FAILED, HostFunction, OK, REFUSED, itl_alloc, itl_check, itl_compile, itl_free, itl_messages,
    itl_release, itl_render, itl_request,
};
use serde_json::{Value, json};
use std::ffi::c_void;
use std::ptr::null_mut;

type Render = unsafe extern "C" fn(u64, *const u8, usize, *const u8, usize, *mut Answer) -> i32;

/// No call fails; a template renders what the engine renders natively; handles and blocks are given back once.
pub(super) fn run(bytes: &[u8]) {
    let input = Input::read(bytes);
    let options = boundary::options(&input);
    // What is not UTF-8 crosses as it is.
    let (options, source, payload) = (options.as_bytes(), &*input.main, input.json());
    let mut answer = Answer::default();
    // SAFETY: pointers and lengths are those of slices that live until the call returns.
    let status = unsafe { itl_check(options.as_ptr(), options.len(), source.as_ptr(), source.len(), &raw mut answer) };
    answered(status, &answer);
    compiled(options, source, payload, None, null_mut());
    let functions: Vec<Value> =
        CALLED.iter().enumerate().map(|(id, name)| json!({"name": name, "id": id, "params": []})).collect();
    let mut reply = payload;
    let data = (&raw mut reply).cast();
    let options = json!({ "functions": functions }).to_string();
    compiled(options.as_bytes(), source, payload, Some(host), data);
    let options = json!({"dialect": "mustache", "lambdas": {"lambda": 0, "name": 1, "a": 2, "x": 3, "host": 4}});
    compiled(options.to_string().as_bytes(), source, payload, Some(host), data);
}

/// Functions of the library that those of the host hide.
const CALLED: [&str; 5] = ["upperCase", "length", "lowerCase", "trim", "escapeHtml"];

/// Replies with the payload, by its number also as a failure, as longer than it is, from a strange address, or with nothing.
unsafe extern "C" fn host(data: *mut c_void, function: u32, _: *const u8, _: usize, reply: *mut Bytes) -> i32 {
    // SAFETY: the data is the slice of the payload, which outlives the template.
    let text = unsafe { *data.cast::<&[u8]>() };
    let block = itl_alloc(text.len());
    // SAFETY: the block is new and has that length.
    unsafe { std::ptr::copy_nonoverlapping(text.as_ptr(), block, text.len()) };
    let length = text.len() + usize::from(function == 2);
    let made = match function {
        3 => Bytes { data: block.wrapping_add(1), length },
        4 => Bytes::default(),
        _ => Bytes { data: block, length },
    };
    if function > 2 {
        assert_eq!(itl_free(block), OK);
    }
    // SAFETY: the place of the reply is the engine's.
    unsafe { reply.write(made) };
    i32::from(function == 1)
}

fn compiled(options: &[u8], source: &[u8], payload: &[u8], host: Option<HostFunction>, data: *mut c_void) {
    let mut answer = Answer::default();
    // SAFETY: pointers and lengths are those of slices that live until the call returns; the host's data outlives the
    // template.
    let status = unsafe {
        itl_compile(options.as_ptr(), options.len(), source.as_ptr(), source.len(), host, data, &raw mut answer)
    };
    let handle = answer.handle;
    answered(status, &answer);
    assert_eq!(handle == 0, status == REFUSED, "{status}");
    if handle != 0 {
        renders(handle, options, payload);
        assert_eq!((itl_release(handle), itl_release(handle)), (OK, REFUSED));
        assert_eq!(call(itl_render, handle, options, payload).0, REFUSED);
    }
}

fn renders(handle: u64, options: &[u8], payload: &[u8]) {
    let (_, once) = call(itl_render, handle, b"", payload);
    let (_, twice) = call(itl_render, handle, b"", payload);
    assert_eq!(once, twice);
    for options in [options, payload, json!({"trace": true, "now": 5}).to_string().as_bytes()] {
        call(itl_render, handle, options, payload);
        call(itl_messages, handle, options, payload);
        call(itl_request, handle, options, payload);
    }
    let (status, body) =
        call(itl_request, handle, json!({"to": "openai", "model": "gpt-5.6"}).to_string().as_bytes(), payload);
    assert!(status == REFUSED || serde_json::from_str::<Value>(&body).is_ok(), "{body}");
}

fn call(run: Render, handle: u64, options: &[u8], payload: &[u8]) -> (i32, String) {
    let mut answer = Answer::default();
    // SAFETY: pointers and lengths are those of slices that live until the call returns.
    let status =
        unsafe { run(handle, options.as_ptr(), options.len(), payload.as_ptr(), payload.len(), &raw mut answer) };
    (status, answered(status, &answer))
}

/// The text of an answer, whose block is freed.
fn answered(status: i32, answer: &Answer) -> String {
    let length = answer.text + answer.notes;
    assert_eq!(answer.data.is_null(), length == 0);
    let mut block = Vec::new();
    if length > 0 {
        // SAFETY: the answer's block holds the text and the notes until it is freed.
        block.extend_from_slice(unsafe { std::slice::from_raw_parts(answer.data, length) });
        assert_eq!((itl_free(answer.data), itl_free(answer.data)), (OK, REFUSED));
    }
    let notes = block.split_off(answer.text);
    assert_ne!(status, FAILED, "{}", String::from_utf8_lossy(&notes));
    assert_eq!(notes.is_empty(), status == OK);
    assert!(notes.is_empty() || serde_json::from_slice::<Value>(&notes).is_ok(), "{}", String::from_utf8_lossy(&notes));
    String::from_utf8(block).expect("UTF-8")
}
