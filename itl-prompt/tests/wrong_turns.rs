//! Turns that cannot be read: each is one error, which names what is wrong, the item and the place in it.
#![allow(clippy::unwrap_used, reason = "tests")]

use itl_eval::{Dialect, Engine, Source};
use itl_prompt::{Prompt, PromptOptions, RequestOptions, Target};
use serde_json::{Value, json};

const SOURCE: &str = "{{! @escape none }}{{#turns}}{{$message}}{{text}}{{/message}}{{/turns}}{{$user}}And?{{/user}}";

fn prompt() -> Prompt {
    Prompt::new(Engine::builder().dialect(Dialect::Mustache).build().compile(SOURCE).unwrap())
}

#[test]
fn each_fault_of_a_turn_is_named_with_its_place() {
    let call = |call: Value| json!({"role": "assistant", "tool_calls": [call]});
    let part = |part: Value| json!({"role": "user", "content": ["a", part]});
    let table = [
        (json!("a"), "E0603", "this message has no key `role`"),
        (json!({"role": "System"}), "E0603", "there is no role \"System\""),
        (json!({"role": ["user"]}), "E0603", "the key `role` holds an array, not the name of a role"),
        (json!({"role": "assistant", "tool_calls": "x"}), "E0708", "`tool_calls` is a text, not an array"),
        (call(json!(5)), "E0708", "`tool_calls.0` is a number, not a call"),
        (call(json!({"id": "c"})), "E0708", "`tool_calls.0.name` is missing"),
        (call(json!({"name": 5})), "E0708", "`tool_calls.0.name` is a number, not a text"),
        (call(json!({"name": "f", "id": {}})), "E0708", "`tool_calls.0.id` is an object, not a text"),
        (
            call(json!({"name": "f", "arguments": "{"})),
            "E0708",
            "`tool_calls.0.arguments` is not JSON: EOF while parsing an object at line 1 column 1",
        ),
        (call(json!({"name": "f", "arguments": "[]"})), "E0708", "`tool_calls.0.arguments` is JSON, but no object"),
        (call(json!({"name": "f", "arguments": 7})), "E0708", "`tool_calls.0.arguments` is a number, not an object"),
        (
            json!({"role": "user", "tool_calls": [{"name": "f"}]}),
            "E0708",
            "only the assistant calls tools, but this turn of role `user` has `tool_calls`",
        ),
        (json!({"role": "user", "text": "a", "opaque": 5}), "E0708", "`opaque` names no `target`"),
        (part(json!(5)), "E0709", "`content.1` is a number, not a part"),
        (part(json!({"type": "text"})), "E0709", "`content.1.text` is missing"),
        (part(json!({"type": "text", "text": []})), "E0709", "`content.1.text` is an array, not a text"),
        (
            part(json!({"type": "image", "media_type": "image/png"})),
            "E0709",
            "`content.1` has neither `data` nor `url`",
        ),
        (
            part(json!({"type": "image", "media_type": "image/png", "data": "!!!!"})),
            "E0709",
            "`content.1.data` is not base64: byte 0 is not one of its characters",
        ),
    ];
    check(&table);
}

#[test]
fn what_stands_in_the_wrong_turn_or_part_is_named() {
    let part = |part: Value| json!({"role": "user", "content": ["a", part]});
    let table = [
        (
            part(json!({"type": "tool_use", "id": "c", "name": "f", "input": {}})),
            "E0708",
            "only the assistant calls tools, but `content.1` of this turn of role `user` is a call",
        ),
        (
            part(json!({"toolUse": {"toolUseId": "c", "name": "f", "input": {}}})),
            "E0708",
            "only the assistant calls tools, but `content.1` of this turn of role `user` is a call",
        ),
        (
            json!({"role": "system", "text": "a", "tool_calls": [{"name": "f"}]}),
            "E0708",
            "only the assistant calls tools, but this turn of role `system` has `tool_calls`",
        ),
        (
            json!({"role": "developer", "content": [{"type": "tool_result", "tool_use_id": "c", "content": "a"}]}),
            "E0708",
            "`content.0` is a result, which cannot stand in a turn of role `developer`",
        ),
        (
            part(json!({"type": "tool_result", "content": ["a", {"type": "tool_use", "name": "f"}]})),
            "E0709",
            "`content.1` of a result is a call",
        ),
        (
            part(json!({"type": "tool_result", "content": [{"type": "tool_result", "content": "a"}]})),
            "E0709",
            "`content.0` of a result is a result",
        ),
    ];
    check(&table);
}

fn check(table: &[(Value, &str, &str)]) {
    let prompt = prompt();
    for (turn, code, message) in table {
        let data = json!({"turns": [{"role": "user", "text": "Hello"}, turn]});
        let conversation = prompt.render(Source::Json(&data), &PromptOptions::default());
        let request = conversation.request(Target::OpenAi, &RequestOptions::default());
        let found: Vec<_> =
            request.diagnostics.iter().map(|one| (one.code.id(), one.message.clone(), one.span.of(SOURCE))).collect();
        assert_eq!(found, [(*code, format!("item 1: {message}"), "{{$message}}")], "{turn}");
        assert!(request.strict().is_err(), "{turn}: nothing is half sent");
    }
}
