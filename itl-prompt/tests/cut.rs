//! A conversation that grows call by call under a budget: the cut stands still for many calls, and what is left always
//! begins with the user and parts no call from its result.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs, reason = "tests")]

mod common;

use common::Dice;
use itl_eval::{Dialect, Engine, Source};
use itl_prompt::{Counter, Prompt, PromptOptions, RequestOptions, Target};
use serde_json::{Value, json};

const BUDGET: u64 = 8_000;

fn turns(dice: &mut Dice, at: usize) -> Vec<Value> {
    let words = |dice: &mut Dice, most: u64| "word ".repeat(1 + dice.roll(most) as usize);
    let id = format!("call_{at}");
    vec![
        json!({"role": "user", "text": words(dice, 14)}),
        json!({"role": "assistant", "text": words(dice, 4), "tool_calls": [{"id": id, "name": "f", "arguments": {}}]}),
        json!({"role": "tool", "tool_call_id": id, "text": words(dice, 34)}),
        json!({"role": "assistant", "text": words(dice, 10)}),
    ]
}

#[test]
fn the_beginning_stands_still_for_many_calls() {
    let engine = Engine::builder().dialect(Dialect::Mustache).build();
    let source =
        "{{! @escape xml }}{{$system}}Be brief.{{/system}}{{#turns}}{{$message}}{{text}}{{/message}}{{/turns}}";
    let prompt = Prompt::new(engine.compile(source).unwrap());
    let mut options = RequestOptions::default();
    (options.max_tokens, options.counter) = (Some(BUDGET), Some(Counter::Bytes));
    let (mut dice, mut data) = (Dice(11), json!({"turns": []}));
    // Where the cut stands, and where it would if just enough fell.
    let (mut moved, mut moved_by_need, mut cut, mut need) = (0, 0, None, None);
    let mut sizes: Vec<u64> = Vec::new();
    let calls = 364;
    for at in 0..calls {
        let added = turns(&mut dice, at);
        sizes
            .push(added.iter().map(|turn| 4 + turn["text"].as_str().unwrap().trim_end().len() as u64).sum::<u64>() + 3);
        data["turns"].as_array_mut().unwrap().extend(added);
        let found = prompt.render(Source::Json(&data), &PromptOptions::default());
        let request = found.request(Target::Messages, &options).strict().unwrap();
        let report = &request.report;
        assert!(report.used <= BUDGET, "{at}: {report:?}");
        let messages: Vec<Value> = serde_json::from_str(&request.body).unwrap();
        assert_eq!(messages[1]["role"], "user", "{at}");
        moved += usize::from(report.first_kept != cut);
        cut = report.first_kept;
        let mut left = BUDGET - "Be brief.".len() as u64 - 4;
        let kept = sizes.iter().rev().take_while(|size| {
            let fits = left >= **size;
            left = left.saturating_sub(**size);
            fits
        });
        let first = sizes.len() - kept.count();
        moved_by_need += usize::from(Some(first) != need && first > 0);
        need = Some(first);
    }
    println!("prompts: over {calls} calls the cut moved {moved} times, {moved_by_need} times if just enough fell");
    assert!(moved * 3 < moved_by_need, "{moved} of {moved_by_need}");
}
