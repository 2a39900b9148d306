//! The functions of the header, called as C calls them.

#![expect(clippy::undocumented_unsafe_blocks, reason = "pointers and lengths are those of slices that live on")]
#![expect(clippy::unwrap_used, reason = "what cannot be read has failed")]
#![expect(clippy::indexing_slicing, reason = "a key that is not there has failed")]

use itl_abi::{
    Answer, Bytes, FAILED, HostFunction, NOTED, OK, REFUSED, itl_alloc, itl_check, itl_compile, itl_free, itl_messages,
    itl_release, itl_render, itl_request,
};
use serde_json::{Value, json};
use std::ffi::c_void;
use std::ptr::{null, null_mut};

/// A status, a handle, a text and notes; the block is freed.
struct Made {
    status: i32,
    handle: u64,
    text: String,
    notes: Value,
}

fn made(status: i32, answer: &Answer) -> Made {
    let length = answer.text + answer.notes;
    let all = if answer.data.is_null() {
        Vec::new()
    } else {
        unsafe { std::slice::from_raw_parts(answer.data, length) }.to_vec()
    };
    assert_eq!(itl_free(answer.data), OK);
    assert!(answer.data.is_null() || itl_free(answer.data) == REFUSED, "a block is freed once");
    let (text, notes) = all.split_at(answer.text);
    let notes = if notes.is_empty() { Value::Null } else { serde_json::from_slice(notes).unwrap() };
    Made { status, handle: answer.handle, text: String::from_utf8(text.to_vec()).unwrap(), notes }
}

fn compile_with(options: &str, template: &[u8], host: Option<HostFunction>, data: *mut c_void) -> Made {
    let mut answer = Answer::default();
    let (o, t) = (options.as_bytes(), template);
    let status = unsafe { itl_compile(o.as_ptr(), o.len(), t.as_ptr(), t.len(), host, data, &raw mut answer) };
    made(status, &answer)
}

fn compile(options: &str, template: &str) -> Made {
    compile_with(options, template.as_bytes(), None, null_mut())
}

type Render = unsafe extern "C" fn(u64, *const u8, usize, *const u8, usize, *mut Answer) -> i32;

fn call(run: Render, handle: u64, options: &str, payload: &[u8]) -> Made {
    let mut answer = Answer::default();
    let o = options.as_bytes();
    let status = unsafe { run(handle, o.as_ptr(), o.len(), payload.as_ptr(), payload.len(), &raw mut answer) };
    made(status, &answer)
}

fn render(handle: u64, options: &str, payload: &[u8]) -> Made {
    call(itl_render, handle, options, payload)
}

fn check(options: &str, template: &str) -> Made {
    let mut answer = Answer::default();
    let (o, t) = (options.as_bytes(), template.as_bytes());
    let status = unsafe { itl_check(o.as_ptr(), o.len(), t.as_ptr(), t.len(), &raw mut answer) };
    made(status, &answer)
}

#[test]
fn a_template_is_compiled_rendered_and_released() {
    let template = compile("", "{{ host.upperCase() }} is {{ state }}");
    assert_eq!((template.status, template.text.as_str()), (OK, ""));
    let done = render(template.handle, "", br#"{"host":"db","state":"down"}"#);
    assert_eq!((done.status, done.text.as_str(), done.handle), (OK, "DB is down", 0));
    let noted = render(template.handle, "", b"{}");
    assert_eq!((noted.status, noted.text.as_str()), (NOTED, " is "));
    assert_eq!(noted.notes["warnings"][0]["code"], "W0301");
    assert_eq!(noted.notes["failures"].as_array().map(Vec::len), Some(2));
    assert_eq!(itl_release(template.handle), OK);
    assert_eq!(itl_release(template.handle), REFUSED);
    let gone = render(template.handle, "", b"{}");
    assert_eq!((gone.status, gone.notes["code"].as_str()), (REFUSED, Some("released")));
}

#[test]
fn a_broken_template_renders_and_says_that_it_failed() {
    let template = compile("", "{{ a.uper() }}");
    assert_eq!((template.status, &template.notes[0]["code"]), (NOTED, &json!("E0201")));
    let done = render(template.handle, "", br#"{"a":"x"}"#);
    assert_eq!((done.status, done.text.as_str()), (NOTED, "{{ a.uper() }}"));
    assert_eq!(done.notes["failures"][0]["code"], "E0201");
    itl_release(template.handle);
}

#[test]
fn what_is_wrong_with_a_call_is_said() {
    let refused = |made: Made, argument: &str, message: &str| {
        assert_eq!((made.status, made.text.as_str()), (REFUSED, ""));
        assert_eq!(made.notes["argument"], argument);
        assert!(made.notes["message"].as_str().is_some_and(|text| text.contains(message)), "{}", made.notes);
    };
    refused(compile("[]", ""), "options", "not an object");
    refused(compile("{", ""), "options", "cannot be read");
    // Miri takes a minute to look for the zone that was meant.
    if !cfg!(miri) {
        refused(compile(r#"{"timezone":"Mars/Olympus"}"#, ""), "options.timezone", "no time zone");
    }
    refused(compile(r#"{"colour":1}"#, ""), "options.colour", "there are dialect");
    refused(compile(r#"{"functions":[{"name":"f","id":1}]}"#, ""), "host", "need a host");
    refused(compile_with("", b"a\xff", None, null_mut()), "template", "at byte 1");
    let template = compile("", "{{ a }}").handle;
    refused(render(template, r#"{"now":"today"}"#, b"{}"), "options.now", "whole number");
    refused(call(itl_request, template, "{}", b"{}"), "options.to", "names the interface");
    refused(render(0, "", b""), "handle", "never compiled");
    refused(render(template ^ 1 << 32, "", b""), "handle", "never compiled");
    let broken = render(template, "", b"\xff{");
    assert_eq!((broken.status, broken.text.as_str()), (NOTED, ""), "a payload is data: there is a text");
    itl_release(template);
}

#[test]
fn lengths_and_addresses_that_lie_are_refused() {
    let mut answer = Answer::default();
    let text = b"{{ a }}";
    let long = unsafe { itl_check(null(), 0, text.as_ptr(), usize::MAX, &raw mut answer) };
    assert_eq!(made(long, &answer).notes["argument"], "template");
    let nothing = unsafe { itl_check(null(), 9, text.as_ptr(), text.len(), &raw mut answer) };
    assert_eq!(made(nothing, &answer).notes["argument"], "options");
    assert_eq!(unsafe { itl_check(null(), 0, text.as_ptr(), text.len(), null_mut()) }, REFUSED);
    let crooked = (&raw mut answer).map_addr(|address| address + 1);
    assert_eq!(unsafe { itl_check(null(), 0, text.as_ptr(), text.len(), crooked) }, REFUSED);
    assert_eq!(itl_free((&raw mut answer).cast()), REFUSED);
    let block = itl_alloc(8);
    assert_eq!(itl_free(block.wrapping_add(1)), REFUSED);
    assert_eq!(itl_free(block), OK);
    assert!(itl_alloc(usize::MAX).is_null());
}

#[test]
fn prompts_are_messages_and_requests() {
    let options = r#"{"dialect":"mustache","escape":"xml"}"#;
    let template = compile(options, "{{$system}}Be <brief>.{{/system}}{{$user}}{{q}}{{/user}}").handle;
    let found = call(itl_messages, template, "", br#"{"q":"<b>"}"#);
    let expected = json!([{"role":"system","content":"Be <brief>."},{"role":"user","content":"&lt;b>"}]);
    assert_eq!(serde_json::from_str::<Value>(&found.text).unwrap(), expected);
    let found = call(itl_request, template, r#"{"to":"openai","model":"m"}"#, br#"{"q":"hi"}"#);
    let body: Value = serde_json::from_str(&found.text).unwrap();
    assert_eq!((&body["model"], &body["messages"][1]["content"]), (&json!("m"), &json!("hi")));
    assert_eq!(found.notes["request"]["model"], "m");
    itl_release(template);
}

#[test]
fn a_check_may_have_a_sample() {
    let plain = check("", "{{ a.b }}");
    assert_eq!((plain.status, plain.text.as_str()), (OK, "[]"));
    let sampled = check(r#"{"sample":{"a":{"c":1}}}"#, "{{ a.b }}");
    let list: Value = serde_json::from_str(&sampled.text).unwrap();
    assert_eq!(list[0]["span"]["byteStart"], 5, "{list}");
}

/// Replies with its first argument's JSON, fails, lies or replies badly, by its number.
unsafe extern "C" fn host(
    data: *mut c_void,
    function: u32,
    request: *const u8,
    length: usize,
    reply: *mut Bytes,
) -> i32 {
    let calls = unsafe { &*data.cast::<std::sync::atomic::AtomicUsize>() };
    calls.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    let request = unsafe { std::slice::from_raw_parts(request, length) };
    let request: Value = serde_json::from_slice(request).unwrap();
    let (text, status) = match function {
        1 => (format!("\"{}+{}\"", request[0].as_str().unwrap(), request[1][0]), 0),
        2 => ("out of order".into(), 7),
        3 => ("{".into(), 0),
        6 => (format!("\"<{}>\"", request[0].as_str().unwrap_or_default()), 0),
        7 => (r#""{{host}}""#.into(), 0),
        _ => (String::new(), 0),
    };
    let block = itl_alloc(text.len());
    unsafe { std::ptr::copy_nonoverlapping(text.as_ptr(), block, text.len()) };
    let lies = usize::from(function == 4) * 100;
    let data = if function == 5 { block.wrapping_add(1) } else { block };
    unsafe { reply.write(Bytes { data, length: text.len() + lies }) };
    status
}

#[test]
fn functions_of_the_host_reply_fail_and_lie() {
    let calls = std::sync::atomic::AtomicUsize::new(0);
    let functions: Vec<Value> = ["plus", "fails", "broken", "long", "strange"]
        .iter()
        .enumerate()
        .map(|(at, name)| json!({"name": name, "id": at + 1, "params": if at == 0 { json!([{"name":"n","kind":"integer"}]) } else { json!([]) }}))
        .collect();
    let options = json!({ "functions": functions }).to_string();
    let data = (&raw const calls).cast_mut().cast();
    let source = "{{ a.plus(3) }} {{ a.fails() }} {{ a.broken() }} {{ a.long() }} {{ a.strange() }}";
    let template = compile_with(&options, source.as_bytes(), Some(host), data);
    let done = render(template.handle, "", br#"{"a":"x"}"#);
    itl_release(template.handle);
    assert_eq!(done.text, "x+3 x x x x");
    for (at, said) in ["out of order", "not JSON", "longer than its memory", "memory of itl_alloc"].iter().enumerate() {
        let message = done.notes["warnings"][at]["message"].as_str().unwrap_or_default();
        assert!(message.contains(said), "{message}");
    }
    assert_eq!(calls.into_inner(), 5);
}

#[test]
fn lambdas_are_called_by_their_names() {
    let calls = std::sync::atomic::AtomicUsize::new(0);
    let data = (&raw const calls).cast_mut().cast();
    let options = r#"{"dialect":"mustache","lambdas":{"wrap":6,"name":7,"fails":2}}"#;
    let source = "{{#wrap}}{{host}}{{/wrap}},{{name}},{{wrap}}{{#fails}}x{{/fails}}";
    let template = compile_with(options, source.as_bytes(), Some(host), data);
    let run = |payload: &str| {
        let done = render(template.handle, "", payload.as_bytes());
        let messages = call(itl_messages, template.handle, "", payload.as_bytes());
        let roles: Value = serde_json::from_str(&messages.text).unwrap();
        assert_eq!(roles[0]["content"], done.text);
        (done.text, done.notes["warnings"][0]["code"].as_str().unwrap_or_default().to_owned())
    };
    assert_eq!(run(r#"{"host":"db","wrap":"the payload's own"}"#), ("<db>,db,&lt;&gt;".into(), "W0304".into()));
    assert_eq!(run("null"), ("<>,,&lt;&gt;".into(), "W0301".into()));
    assert_eq!(run("{"), (",,".into(), "E0601".into()), "what is no JSON has no root");
    assert_eq!(run("[1]"), (",,".into(), "W0301".into()));
    itl_release(template.handle);
    for (options, said) in [
        (r#"{"lambdas":{"a":1}}"#, "dialect mustache"),
        (r#"{"dialect":"mustache","lambdas":{"a":4294967296}}"#, "32 bits"),
    ] {
        let refused = compile_with(options, b"", Some(host), data);
        assert!(refused.notes["message"].as_str().unwrap().contains(said), "{}", refused.notes);
    }
    assert_eq!(compile(options, "").notes["argument"], "host");
}

#[test]
fn threads_share_a_template() {
    let template = compile("", "{{ #list }}{{ . }},{{ /list }}{{ n }}").handle;
    std::thread::scope(|scope| {
        for n in 0..if cfg!(miri) { 3 } else { 8 } {
            scope.spawn(move || {
                for _ in 0..if cfg!(miri) { 2 } else { 50 } {
                    let done = render(template, "", format!(r#"{{"list":[1,2],"n":{n}}}"#).as_bytes());
                    assert_eq!(done.text, format!("1,2,{n}"));
                }
            });
        }
    });
    assert_eq!(itl_release(template), OK);
}

/// A hundred megabytes; under Miri, which takes hours for them, what is long by a limit that is set.
#[test]
fn long_texts_are_answered() {
    let length = if cfg!(miri) { 1000 } else { 100 << 20 };
    let limits = if cfg!(miri) { r#"{"limits":{"template_bytes":999}}"# } else { "" };
    let text = "x".repeat(length);
    let found = check(limits, &text);
    let list: Value = serde_json::from_str(&found.text).unwrap();
    assert_eq!(list[0]["severity"], "error");
    let template = compile("", "{{ a.length() }}").handle;
    let done = render(template, "", format!(r#"{{"a":"{text}"}}"#).as_bytes());
    assert_eq!(done.text, length.to_string());
    assert_ne!(done.status, FAILED);
    itl_release(template);
}
