//! What a conversation says of itself before it becomes a request.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests")]

use itl_eval::{Dialect, Engine, Source};
use itl_prompt::{Conversation, Prompt, PromptOptions, Role};
use serde_json::{Value, json};

fn render(source: &str, data: &Value) -> Conversation {
    let engine = Engine::builder().dialect(Dialect::Mustache).build();
    let prompt = Prompt::new(engine.compile(source).unwrap());
    prompt.render(Source::Json(data), &PromptOptions::default())
}

const TURNS: &str =
    "{{! @escape xml }}{{$system}}Be brief.{{/system}}\n{{#turns}}{{$message}}{{text}}{{/message}}{{/turns}}";

#[test]
fn messages_are_counted() {
    let none = render(TURNS.split("{{$system}}").next().unwrap(), &json!({}));
    assert_eq!((none.len(), none.is_empty()), (0, true));
    let three = render(TURNS, &json!({"turns": [{"role": "user", "text": "a"}, {"role": "assistant", "text": "b"}]}));
    assert_eq!((three.len(), three.is_empty(), three.messages().count()), (3, false, 3));
}

#[test]
fn a_message_that_is_one_piece_of_the_text_has_its_place_there() {
    let part = json!({"type": "text", "text": "from data"});
    let turns = json!([
        {"role": "user", "text": "first"},
        {"role": "user", "text": "second", "content": [part]},
        {"role": "assistant", "text": "third"},
    ]);
    let conversation = render(TURNS, &json!({ "turns": turns }));
    let text = conversation.text();
    let found: Vec<(Role, String, Option<&str>)> = conversation
        .messages_in_text()
        .map(|(message, range)| (message.role, message.text.into_owned(), range.and_then(|range| text.get(range))))
        .collect();
    let row = |role, text: &str, place| (role, text.to_owned(), place);
    assert_eq!(
        found,
        [
            row(Role::System, "Be brief.", Some("Be brief.")),
            row(Role::User, "first", Some("first")),
            row(Role::User, "from data\n\nsecond", None),
            row(Role::Assistant, "third", Some("third")),
        ]
    );
}

#[test]
fn a_cache_mark_is_seen_in_a_turn_and_before_all() {
    let data = json!({"turns": [{"role": "user", "text": "a"}]});
    assert!(!render(TURNS, &data).has_cache_marks());
    assert!(render(&TURNS.replace("{{text}}", "{{text}}{{! @cache }}"), &data).has_cache_marks());
    assert!(render(&format!("{{{{! @cache }}}}{TURNS}"), &data).has_cache_marks());
}
