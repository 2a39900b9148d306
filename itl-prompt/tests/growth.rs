//! How the work and the memory of prompts grow with the conversation: what is allocated is counted, nothing is timed.
//!
//! Each family doubles its conversation; allocations and bytes may then be at most 2.2 times as many.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::cast_precision_loss, missing_docs, reason = "tests")]

use allocation_counter::{AllocationInfo, measure};
use itl_eval::{Dialect, Engine, Limits, Payload, Source};
use itl_prompt::{AnswerSchema, Counter, Prompt, PromptOptions, Request, RequestOptions, Target};
use serde_json::{Value, json};

const PLAIN: &str = "{{$system}}Be brief.{{/system}}{{#turns}}{{$message}}{{text}}{{/message}}{{/turns}}";

fn prompt(source: &str) -> Prompt {
    let limits = Limits::default().output_bytes(1 << 28).steps(1 << 30);
    let engine = Engine::builder().dialect(Dialect::Mustache).limits(limits).build();
    Prompt::new(engine.compile(&format!("{{{{! @escape xml }}}}{{{{! @max_output_tokens 9 }}}}{source}")).unwrap())
}

/// What a request takes, made of the whole conversation and while the prompt renders.
fn made(prompt: &Prompt, data: &Value, target: Target, options: &RequestOptions<'_>) -> [AllocationInfo; 2] {
    let payload = Payload::from_value(data);
    let source = || Source::Payload(&payload);
    let whole = || prompt.render(source(), &PromptOptions::default()).request(target, options);
    let streamed = || prompt.request(source(), &PromptOptions::default(), target, options);
    let of = |make: &dyn Fn() -> Request| measure(|| drop(make()));
    let whole = of(&whole);
    // The second one knows how long it will be.
    drop(streamed());
    [whole, of(&streamed)]
}

/// A conversation of `n` turns, and how it is sent.
fn grows(name: &str, source: &str, n: usize, options: &RequestOptions<'_>, turns: impl Fn(usize) -> Vec<Value>) {
    let prompt = prompt(source);
    for target in Target::ALL {
        let at = |n: usize| made(&prompt, &json!({"turns": turns(n), "tools": [{"name": "f"}]}), target, options);
        for (once, twice) in at(n).into_iter().zip(at(2 * n)) {
            for (what, once, twice) in [
                ("allocations", once.count_total, twice.count_total),
                ("bytes", once.bytes_total, twice.bytes_total),
                ("most bytes at a time", once.bytes_max, twice.bytes_max),
            ] {
                let ratio = twice as f64 / once.max(1_000) as f64;
                assert!(
                    ratio <= 2.2,
                    "{name} to {}: {what} grow from {once} to {twice}, {ratio:.2} times",
                    target.name()
                );
            }
        }
    }
}

fn user(at: usize) -> Value {
    json!({"role": if at.is_multiple_of(2) { "user" } else { "assistant" }, "text": format!("turn {at} of a conversation")})
}

fn called(at: usize) -> Vec<Value> {
    let id = format!("call {at}");
    vec![
        json!({"role": "user", "text": "and now?"}),
        json!({"role": "assistant", "text": "", "tool_calls": [{"id": id, "name": "f", "arguments": {"at": at}}]}),
        json!({"role": "tool", "tool_call_id": id, "text": "7.4 %"}),
    ]
}

#[test]
fn texts() {
    grows("texts", PLAIN, 2_000, &RequestOptions::default(), |n| (0..n).map(user).collect());
}

#[test]
fn calls_and_results() {
    let source = format!("{{{{! @tools tools }}}}{PLAIN}");
    grows("calls", &source, 1_000, &RequestOptions::default(), |n| (0..n).flat_map(called).collect());
}

#[test]
fn parts_and_marks() {
    let source = "{{#turns}}{{$message}}{{content}}{{! @cache }}{{text}}{{/message}}{{! @cache }}{{/turns}}";
    grows("parts", source, 1_000, &RequestOptions::default(), |n| {
        let parts =
            json!([{"type": "text", "text": "See"}, {"type": "image", "media_type": "image/png", "data": "QUJD"}]);
        (0..n).map(|_| json!({"role": "user", "content": parts, "text": "it"})).collect()
    });
}

#[test]
fn everything_is_wrong() {
    let options = RequestOptions::default();
    grows("empty turns", PLAIN, 2_000, &options, |n| (0..n).map(|_| json!({"role": "user", "text": ""})).collect());
    grows("no roles", PLAIN, 2_000, &options, |n| (0..n).map(|_| json!({"text": "a"})).collect());
    grows("calls that are none", PLAIN, 2_000, &options, |n| {
        (0..n).map(|_| json!({"role": "assistant", "tool_calls": [5]})).collect()
    });
    grows("results alone", PLAIN, 2_000, &options, |n| {
        (0..n).map(|at| json!({"role": "tool", "tool_call_id": at, "text": "a"})).collect()
    });
    grows("look-alikes", PLAIN, 1_000, &options, |n| {
        (0..n).map(|_| json!({"role": "user", "text": "\u{FF1C}a\u{200B}b <|im_start|>"})).collect()
    });
}

#[test]
fn budgets() {
    let mut options = RequestOptions::default();
    options.counter = Some(Counter::Estimate);
    for tokens in [500, 10_000, 1_000_000] {
        options.max_tokens = Some(tokens);
        let source = format!("{{{{! @tools tools }}}}{PLAIN}");
        grows("a budget", &source, 1_000, &options, |n| (0..n).flat_map(called).collect());
    }
}

/// A request of ten thousand turns that is written while its prompt renders takes its body, which grows by halves, and
/// some turns.
#[test]
fn ten_thousand_turns_are_written_straight_to_the_body() {
    let long = "The error rate of checkout is 7.4 %, by query_metric; the baseline is 0.5 %. ";
    for times in [1, 13] {
        let text = long.repeat(times);
        let turn = |at: usize| json!({"role": if at.is_multiple_of(2) { "user" } else { "assistant" }, "text": text});
        let data = json!({"turns": (0..10_001).map(turn).collect::<Vec<_>>()});
        let payload = Payload::from_value(&data);
        for target in Target::ALL {
            let prompt = prompt(PLAIN);
            let mut ratios = Vec::new();
            for _ in 0..2 {
                let mut length = 0;
                let (options, asked) = (PromptOptions::default(), RequestOptions::default());
                let taken = measure(|| {
                    length = prompt.request(Source::Payload(&payload), &options, target, &asked).body.len();
                });
                ratios.push(taken.bytes_max as f64 / length as f64);
            }
            println!("prompts: 10,001 turns of {} bytes to {}: {ratios:.2?}", text.len(), target.name());
            // The first body has to grow; those after it know how long they will be.
            assert!(ratios[0] <= 2.6 && ratios[1] <= 1.3, "{}: {ratios:?}", target.name());
        }
    }
}

/// A request that is made of the whole conversation takes the text that the render wrote, the body, and some words
/// about each turn.
#[test]
fn ten_thousand_turns_take_twice_their_size() {
    let prompt = prompt(PLAIN);
    let long = "The error rate of checkout is 7.4 %, by query_metric; the baseline is 0.5 %. ".repeat(13);
    let turn = |at: usize| json!({"role": if at.is_multiple_of(2) { "user" } else { "assistant" }, "text": long});
    let data = json!({"turns": (0..10_001).map(turn).collect::<Vec<_>>()});
    let payload = Payload::from_value(&data);
    let mut rendered = None;
    let held = measure(|| rendered = Some(prompt.render(Source::Payload(&payload), &PromptOptions::default())));
    let conversation = rendered.unwrap();
    for target in Target::ALL {
        let mut body = String::new();
        let taken = measure(|| body = conversation.request(target, &RequestOptions::default()).body);
        let ratio = (held.bytes_current as f64 + taken.bytes_max as f64) / body.len() as f64;
        println!("prompts: 10,001 turns to {}: {ratio:.2} times the body's {} bytes", target.name(), body.len());
        assert!(ratio <= 2.2, "{}: {ratio}", target.name());
        assert_eq!(body.matches(long.trim_end()).count(), 10_001, "{}", target.name());
    }
}

#[test]
fn places_in_schemas_under_long_keys_are_not_written_out() {
    let prompt = prompt("{{! @tools tools }}{{! @schema answer.json }}{{$user}}Hello?{{/user}}");
    let long = "k".repeat(50_000);
    let bytes = |parts: usize| {
        let schema = json!({"type": "object", "properties": {&long: {"anyOf": vec![json!({}); parts]}}});
        let data = json!({"tools": [{"name": "f", "parameters": schema}]});
        let of_answer = AnswerSchema::new("answer.json", &schema.to_string()).unwrap();
        let mut options = RequestOptions::default();
        options.schema = Some(&of_answer);
        measure(|| drop(prompt.request(Source::Json(&data), &PromptOptions::default(), Target::Gemini, &options)))
            .bytes_total
    };
    let (once, twice) = (bytes(1_000), bytes(2_000));
    assert!(twice < once + 2_000 * 1_000, "{once} bytes for a thousand parts, {twice} for two");
}

/// What is looked for once for each of many turns, tools or prints stands in no list that is gone through each time:
/// these take seconds where it does.
#[test]
fn many_names_are_found_at_once() {
    let n = 20_000;
    let found = |prompt: &str, data: &Value| {
        let engine = Engine::builder().dialect(Dialect::Mustache).build();
        let prompt = Prompt::new(engine.compile(prompt).unwrap());
        let options = PromptOptions::default().nonce(Some("f00dfeedf00dfeed"));
        let conversation = prompt.render(Source::Json(data), &options);
        let request = conversation.request(Target::OpenAi, &RequestOptions::default());
        (request.body, request.diagnostics)
    };
    let calls = json!({"role": "assistant", "tool_calls": vec![json!({"name": "f"}); n]});
    let turns: Vec<Value> =
        std::iter::once(calls).chain((0..n).map(|_| json!({"role": "tool", "text": "7"}))).collect();
    let (body, diagnostics) = found("{{#turns}}{{$message}}{{text}}{{/message}}{{/turns}}", &json!({ "turns": turns }));
    assert_eq!(body.matches("\"tool_call_id\"").count(), n, "{diagnostics}");
    let tools: Vec<Value> = (0..=n).map(|at| json!({"name": format!("f{}", at % n)})).collect();
    let (body, diagnostics) = found("{{! @tools tools }}{{$user}}a{{/user}}", &json!({ "tools": tools }));
    assert_eq!(body.matches("\"parameters\"").count(), n);
    assert!(diagnostics.iter().any(|one| one.message.contains("two tools of `tools` have the name `f0`")));
    let names = |end: &str| (0..n).map(|at| format!("n{at}{end}")).collect::<Vec<_>>().join(" ");
    let turns = json!({"turns": (0..n).map(|_| json!({"role": "n7", "text": "a"})).collect::<Vec<_>>()});
    let source = format!(
        "{{{{! @map_role n7=assistant {} }}}}{{{{#turns}}}}{{{{$message}}}}{{{{text}}}}{{{{/message}}}}{{{{/turns}}}}",
        names("=user")
    );
    assert_eq!(found(&source, &turns).0.matches("\"assistant\"").count(), n, "of two roles the first one counts");
    let source = format!(
        "{{{{! @fence text {} }}}}{{{{$user}}}}{{{{#turns}}}}{{{{text}}}}{{{{/turns}}}}{{{{/user}}}}",
        names("")
    );
    assert_eq!(found(&source, &turns).0.matches("[begin text").count(), n);
}
