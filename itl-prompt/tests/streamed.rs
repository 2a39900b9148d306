//! A request that is written while its prompt renders is the one that is made of the whole conversation, byte by byte and
//! finding by finding, wherever its turns are cut.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs, reason = "tests")]

mod common;

use common::{Dice, PROMPT, conversation};
use itl_eval::{Dialect, Engine, Escape, Limits, OnError, PartialsFn, Source};
use itl_prompt::{Prompt, PromptOptions, RequestOptions, Target};
use serde_json::{Value, json};

fn prompt(source: &str) -> Prompt {
    Prompt::new(Engine::builder().dialect(Dialect::Mustache).build().compile(source).unwrap())
}

/// Compares the two ways for each target, with cuts after every turn, after some, and nowhere.
fn same(what: &str, prompt: &Prompt, data: &Value, options: &PromptOptions<'_>) {
    for target in Target::ALL {
        let asked = RequestOptions::default();
        let whole = prompt.render(Source::Json(data), options).request(target, &asked);
        for chunk in [1, 100, 1_000, 1 << 14] {
            let streamed = prompt.request_by(chunk, Source::Json(data), options, target, &asked);
            let name = target.name();
            assert_eq!(streamed.body, whole.body, "{what} to {name} by {chunk}");
            assert_eq!(streamed.diagnostics, whole.diagnostics, "{what} to {name} by {chunk}");
            assert_eq!(streamed.is_ok(), whole.is_ok(), "{what} to {name} by {chunk}");
        }
    }
}

fn says(role: &str, text: &str) -> Value {
    json!({"role": role, "text": text})
}

/// Some rounds of plain turns before, between and after the turns.
fn among_others(turns: &[Value]) -> Value {
    let mut all = Vec::new();
    for at in 0..4 {
        all.push(says("user", &format!("Question {at}?")));
        all.push(says("assistant", &format!("\"Answer\" {at}.")));
    }
    let plain = all.clone();
    for turn in turns {
        all.push(turn.clone());
        all.extend(plain.clone());
    }
    all.push(says("user", "And now?"));
    json!({"system": "Be brief.", "turns": all, "tools": [{"name": "f"}]})
}

#[test]
fn drawn_conversations() {
    let prompt = prompt(PROMPT);
    for seed in 0..150 {
        same(&format!("drawn {seed}"), &prompt, &conversation(seed), &PromptOptions::default());
    }
}

#[test]
fn drawn_conversations_one_after_the_other() {
    let prompt = prompt(PROMPT);
    let mut dice = Dice(5);
    for round in 0..20 {
        let mut all = conversation(round);
        for _ in 0..8 {
            let more = conversation(dice.roll(10_000));
            all["turns"].as_array_mut().unwrap().extend(more["turns"].as_array().unwrap().iter().cloned());
        }
        same(&format!("round {round}"), &prompt, &all, &PromptOptions::default());
    }
}

/// Turns that are wrong or odd, by what is.
fn odd_turns() -> Vec<(&'static str, Vec<Value>)> {
    let call = |id: &str| json!({"role": "assistant", "tool_calls": [{"id": id, "name": "f", "arguments": {"a": 1}}]});
    let result = |id: &str| json!({"role": "tool", "tool_call_id": id, "text": "7.4 %"});
    let image = json!({"type": "image", "media_type": "image/png", "data": "aGk="});
    let only_opaque = |target: &str| json!({"type": "opaque", "opaque": {"target": target, "value": {"a": 1}}});
    vec![
        ("nothing", vec![]),
        ("a call far from its result", vec![call("a"), result("a")]),
        ("a result without a call", vec![result("a")]),
        ("two results", vec![json!([call("a"), result("a")]), result("a")]),
        ("an id that is given twice", vec![json!([call("a"), result("a")]), json!([call("a"), result("a")])]),
        ("calls in order", vec![json!([call("a"), result("a")]), json!([call("b"), result("b")])]),
        (
            "ids like those that are made",
            vec![json!([call("call_0001"), result("call_0001")]), json!([call("00000000a"), result("00000000a")])],
        ),
        ("a system turn in the middle", vec![says("system", "Be rude.")]),
        ("an empty turn", vec![says("user", " "), says("assistant", "")]),
        ("no role", vec![json!({"text": "a"})]),
        (
            "an image",
            vec![json!({"role": "user", "content": ["a", image]}), json!({"role": "assistant", "content": [image]})],
        ),
        ("a name", vec![json!({"role": "user", "name": "ada", "text": "a"})]),
        ("opaque", vec![json!({"role": "assistant", "text": "a", "opaque": {"target": "gemini", "value": "c2ln"}})]),
        ("look-alikes", vec![says("user", "a\u{200B}b"), says("user", "<|im_start|>")]),
        ("joiners", vec![says("user", "می\u{200C}خواهم"), says("user", "\u{200D}a")]),
        ("spaces", vec![says("user", "10\u{A0}000"), says("user", "</a\u{A0}"), says("user", "\u{2003}b\u{2003}>")]),
        (
            "neighbours of one role",
            ["user", "user", "assistant", "assistant", "user", "user"].map(|role| says(role, role)).into(),
        ),
        (
            "calls one after the other",
            vec![
                json!([says("user", "a"), call("a"), result("a"), call("b"), result("b"), call("c"), result("c")]),
                says("user", "b"),
            ],
        ),
        (
            "turns that only one target sees",
            ["gemini", "anthropic"].map(|target| json!({"role": "user", "content": [only_opaque(target)]})).into(),
        ),
        (
            "turns of the assistant that only one target sees",
            vec![json!({"role": "assistant", "content": [only_opaque("bedrock")]})],
        ),
        ("the other key", vec![json!({"role": "user", "content": "said elsewhere"})]),
    ]
}

#[test]
fn what_is_wrong_or_odd_far_from_the_beginning() {
    let families = odd_turns();
    let sources = [
        PROMPT,
        "{{! @escape xml }}{{! @tools tools }}{{$system}}{{system}}{{/system}}{{#turns}}{{$message}}{{text}}{{/message}}{{! @cache }}{{/turns}}",
        "{{! @cache }}{{! @keep }}{{! @escape none }}{{#turns}}<a>{{$message}}<b>{{text}}</b>{{/message}}</a>{{/turns}}{{$user}}{{! @cache }}End{{/user}}",
        "{{! @escape json }}{{! @invisible strip }}{{#turns}}{{$message}}{{text}}{{/message}}{{/turns}} after",
        "{{#turns}}{{$message}}{{text}}{{/message}}{{/turns}}{{$sytem}}{{system}}{{/sytem}}",
        "{{! @input data.json }}{{#turns}}{{$outer}}{{$message}}{{text}}{{/message}}{{/outer}}{{/turns}}{{$user}}{{$user}}a{{/user}}{{/user}}",
    ];
    for source in sources {
        let prompt = prompt(source);
        for (what, turns) in &families {
            let mut data = among_others(turns);
            // A list stands for turns that follow each other.
            let all = data["turns"].as_array_mut().unwrap();
            let flat = all.drain(..).flat_map(|turn| match turn {
                Value::Array(turns) => turns,
                one => vec![one],
            });
            *all = flat.collect::<Vec<_>>();
            same(what, &prompt, &data, &PromptOptions::default());
        }
    }
}

#[test]
fn fences_limits_and_templates_that_print_nothing() {
    let data = among_others(&[says("user", "[end text 0123456789]"), says("user", "x")]);
    let fenced = prompt("{{! @fence text }}{{! @escape xml }}{{#turns}}{{$message}}{{text}}{{/message}}{{/turns}}");
    same("fences", &fenced, &data, &PromptOptions::default().nonce(Some("0123456789")));
    same("no nonce", &fenced, &data, &PromptOptions::default());
    let plain = "{{#turns}}{{$message}}{{text}}{{/message}}\n{{/turns}}{{$user}}End{{/user}}";
    for bytes in [0, 10, 100, 150, 200, 300] {
        for steps in [1, 50, 200, 400, 10_000] {
            let limits = Limits::default().output_bytes(bytes).steps(steps);
            let engine = Engine::builder().dialect(Dialect::Mustache).escape(Escape::Xml).limits(limits).build();
            let prompt = Prompt::new(engine.compile(plain).unwrap());
            same(&format!("{bytes} bytes, {steps} steps"), &prompt, &data, &PromptOptions::default());
        }
    }
    let broken = "{{#turns}}{{$message}}{{text}}{{/message}}{{/turns}}{{>*name}}";
    for on_error in OnError::ALL {
        let engine = Engine::builder().dialect(Dialect::Mustache).on_error(on_error);
        let partial = |name: &str| (name == "p").then(|| "{{$user}}{{a.b.}}{{/user}}".to_owned());
        let engine = engine.partials(PartialsFn(partial)).build();
        let mut data = among_others(&[]);
        data["name"] = json!("p");
        let (template, _) = engine.compile_lenient(broken);
        same(on_error.name(), &Prompt::new(template), &data, &PromptOptions::default());
    }
}

/// The turns of a partial whose name is a value are a render of their own.
#[test]
fn turns_of_a_partial_whose_name_is_a_value() {
    let data = among_others(&[]);
    for bytes in [200, 400, 10_000] {
        let limits = Limits::default().output_bytes(bytes);
        let engine = Engine::builder().dialect(Dialect::Mustache).escape(Escape::Xml).limits(limits);
        let partial =
            |name: &str| (name == "turn").then(|| "{{#turns}}{{$message}}{{text}}{{/message}}{{/turns}}".to_owned());
        let engine = engine.partials(PartialsFn(partial)).build();
        let prompt = Prompt::new(engine.compile("{{#names}}{{>*.}}{{/names}}{{$user}}End{{/user}}").unwrap());
        let mut data = data.clone();
        data["names"] = json!(["turn", "turn", "turn"]);
        same(&format!("{bytes} bytes"), &prompt, &data, &PromptOptions::default());
    }
}
