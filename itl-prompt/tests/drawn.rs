//! Drawn conversations: no call and no result ever stands alone, whatever a budget leaves out, and every
//! request is JSON. With `DRAWN=FOLDER` the requests are written there for the vendors' own validators.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, missing_docs, reason = "tests")]

mod common;

use common::{PROMPT, conversation};
use itl_eval::{Dialect, Engine, Source};
use itl_prompt::{AnswerSchema, Conversation, Counter, Prompt, PromptOptions, RequestOptions, Target};
use serde_json::{Value, json};
use std::fmt::Write as _;

const COUNT: u64 = 500;

fn prompt() -> Prompt {
    let engine = Engine::builder().dialect(Dialect::Mustache).build();
    Prompt::new(engine.compile(PROMPT).unwrap())
}

fn rendered(prompt: &Prompt, seed: u64) -> Conversation {
    let found = prompt.render(Source::Json(&conversation(seed)), &PromptOptions::default());
    found.strict().unwrap_or_else(|error| panic!("{seed}: {error}"))
}

fn schema() -> AnswerSchema {
    let schema = json!({"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"], "additionalProperties": false});
    AnswerSchema::new("answer.json", &schema.to_string()).unwrap()
}

fn model(target: Target) -> &'static str {
    match target {
        Target::Anthropic => "claude-opus-5",
        Target::Mistral => "mistral-large-latest",
        _ => "gpt-5.6",
    }
}

/// Calls and results of neutral messages: each result stands directly after its call, in order.
fn check_pairs(body: &str, seed: u64) {
    let messages: Value = serde_json::from_str(body).unwrap();
    let mut waiting: Vec<String> = Vec::new();
    for message in messages.as_array().unwrap() {
        if message["role"] == "tool" {
            assert!(!waiting.is_empty(), "{seed}: a result without a call: {body}");
            assert_eq!(message["tool_call_id"], waiting.remove(0).as_str(), "{seed}");
        } else {
            assert!(waiting.is_empty(), "{seed}: a call without a result: {body}");
            let calls = message["tool_calls"].as_array();
            waiting = calls.into_iter().flatten().map(|call| call["id"].as_str().unwrap().to_owned()).collect();
        }
    }
    assert!(waiting.is_empty(), "{seed}");
}

#[test]
fn every_target_gets_a_request_of_every_conversation() {
    let (prompt, schema) = (prompt(), schema());
    let mut lines = String::new();
    for seed in 0..COUNT {
        let conversation = rendered(&prompt, seed);
        for target in Target::ALL {
            let mut options = RequestOptions::default();
            options.model = Some(model(target));
            options.schema = (seed % 3 == 0).then_some(&schema);
            let request = conversation.request(target, &options);
            let refused = request.diagnostics.errors().map(ToString::to_string).collect::<Vec<_>>();
            let body: Value =
                serde_json::from_str(&request.body).unwrap_or_else(|error| panic!("{seed} {error}: {}", request.body));
            if target == Target::Messages {
                check_pairs(&request.body, seed);
            }
            assert!(refused.is_empty(), "{seed} {}: {refused:?}", target.name());
            writeln!(lines, "{}", json!({"name": format!("drawn {seed}"), "target": target.name(), "body": body}))
                .unwrap();
        }
    }
    if let Some(folder) = std::env::var_os("DRAWN") {
        std::fs::write(std::path::Path::new(&folder).join("drawn.ndjson"), lines).unwrap();
    }
}

/// What the target `messages` writes is what its published schema says.
#[cfg(feature = "answers")]
#[test]
fn neutral_messages_meet_their_schema() {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/messages.schema.json");
    let schema: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    let checker = itl_prompt::Checker::new(&schema, &|_| None).unwrap();
    let prompt = prompt();
    for seed in 0..100 {
        let request = rendered(&prompt, seed).request(Target::Messages, &RequestOptions::default());
        let found = checker.violations(&serde_json::from_str(&request.body).unwrap());
        assert!(found.is_empty(), "{seed}: {found:?}\n{}", request.body);
    }
}

#[test]
fn a_budget_is_never_exceeded_and_parts_no_call_from_its_result() {
    let prompt = prompt();
    let mut fitted = 0;
    for seed in 0..COUNT {
        let conversation = rendered(&prompt, seed);
        let mut options = RequestOptions::default();
        options.counter = Some(Counter::Bytes);
        let whole = conversation.request(Target::Messages, &options).report.used;
        for percent in [30, 50, 70, 90, 99] {
            options.max_tokens = Some(whole * percent / 100);
            let request = conversation.request(Target::Messages, &options);
            check_pairs(&request.body, seed);
            let Ok(request) = request.strict() else { continue };
            let report = &request.report;
            assert!(report.used <= report.limit.unwrap(), "{seed} {percent}: {report:?}");
            let parts = report.parts;
            assert_eq!(report.used, parts.tools + parts.system + parts.history + parts.last, "{seed} {percent}");
            let dropped: u64 = report.dropped.iter().map(|dropped| dropped.tokens).sum();
            assert_eq!(report.used + dropped, whole, "{seed} {percent}");
            let messages: Value = serde_json::from_str(&request.body).unwrap();
            let first = messages
                .as_array()
                .unwrap()
                .iter()
                .find(|message| message["role"] != "system" && message["role"] != "developer");
            assert_eq!(first.unwrap()["role"], "user", "{seed} {percent}");
            fitted += 1;
        }
    }
    assert!(fitted > 500, "only {fitted} fitted");
}
