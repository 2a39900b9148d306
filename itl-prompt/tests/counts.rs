//! What a request is counted as: the sum that `docs/prompts.md` states, the same for every target.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests")]

use itl_eval::{Dialect, Engine, Source};
use itl_prompt::{AnswerSchema, Counter, Prompt, PromptOptions, Report, RequestOptions, Target};
use serde_json::{Value, json};

const SOURCE: &str = "{{! @escape xml }}{{! @tools tools }}{{! @max_output_tokens 9 }}{{$system}}Be brief.{{/system}}{{#turns}}{{$message}}{{text}}{{/message}}{{/turns}}";

const TOOL: &str = r#"{"name":"f","parameters":{"type":"object"}}"#;
const SCHEMA: &str = r#"{"type":"object"}"#;

fn data() -> Value {
    let image = json!({"type": "image", "media_type": "image/png", "data": "iVBORw0KGgo="});
    json!({
        "tools": [serde_json::from_str::<Value>(TOOL).unwrap()],
        "turns": [
            {"role": "user", "text": "abc", "content": [image]},
            {"role": "assistant", "text": "", "tool_calls": [{"id": "c", "name": "f", "arguments": "{ \"a\" : 1 }"}]},
            {"role": "tool", "tool_call_id": "c", "text": "7"},
            {"role": "user", "text": "de"},
        ],
    })
}

fn report(source: &str, target: Target, count: Option<&dyn Fn(&str) -> u64>) -> Report {
    let engine = Engine::builder().dialect(Dialect::Mustache).build();
    let prompt = Prompt::new(engine.compile(source).unwrap());
    let schema = AnswerSchema::new("answer.json", "{ \"type\" : \"object\" }").unwrap();
    let mut options = RequestOptions::default();
    options.schema = Some(&schema);
    options.counter = Some(Counter::Bytes);
    options.count = count;
    prompt.request(Source::Json(&data()), &PromptOptions::default(), target, &options).report
}

#[test]
fn each_message_each_call_each_tool_and_the_schema_are_counted() {
    for target in Target::ALL {
        let report = report(SOURCE, target, None);
        let parts = report.parts;
        let name = target.name();
        assert_eq!(parts.tools, (TOOL.len() + SCHEMA.len()) as u64, "{name}");
        assert_eq!(parts.system, 4 + 9, "{name}");
        // The user's with an image, a call of `f` with `{"a":1}`, its result.
        assert_eq!(parts.history, (4 + 3 + 1_600) + (4 + 1 + 7) + (4 + 1), "{name}");
        assert_eq!(parts.last, 4 + 2, "{name}");
        assert_eq!(report.used, parts.tools + parts.system + parts.history + parts.last, "{name}");
        assert_eq!((report.counter.as_str(), report.estimated), ("bytes", true), "an image is guessed: {name}");
        assert_eq!((report.limit, report.dropped.len(), report.first_kept), (None, 0, None), "{name}");
    }
}

#[test]
fn a_prompt_says_what_an_image_counts_as() {
    let usual = report(SOURCE, Target::OpenAi, None).used;
    let own = report(&format!("{{{{! @image_tokens 7 }}}}{SOURCE}"), Target::OpenAi, None).used;
    assert_eq!(usual - own, 1_600 - 7);
}

#[test]
fn a_function_counts_in_the_place_of_a_counter() {
    let report = report(SOURCE, Target::Messages, Some(&|_| 1));
    // A text, a name, arguments, a tool, a schema: one each; the call's turn holds no text.
    assert_eq!(report.parts.tools, 2);
    assert_eq!(report.parts.history, (4 + 1 + 1_600) + (4 + 2) + (4 + 1));
    assert_eq!(report.counter, "callback");
}

#[test]
fn a_guess_is_a_token_for_three_and_a_half_ascii_characters_and_one_for_each_other() {
    for (text, tokens) in
        [("", 0), ("a", 1), ("abc", 1), ("abcd", 2), ("abcdefg", 2), ("abcdefgh", 3), ("ü", 1), ("aüü", 3), ("👩‍💻", 3)]
    {
        assert_eq!(Counter::Estimate.count(text), tokens, "{text}");
    }
    assert_eq!(Counter::Bytes.count("aü"), 3);
}

#[test]
fn names_of_no_counter_and_no_target_are_told() {
    let counter = "words".parse::<Counter>().unwrap_err();
    assert_eq!(counter.to_string(), "there is no counter `words`");
    let target = "pigeon".parse::<Target>().unwrap_err();
    assert_eq!(
        target.to_string(),
        "there is no target `pigeon`; known are messages, openai, openai-responses, anthropic, bedrock, gemini and mistral"
    );
    let long = "w".repeat(1_000).parse::<Target>().unwrap_err();
    assert!(long.to_string().contains(&format!("`{}`", "w".repeat(40))));
}
