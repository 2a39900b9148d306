//! Whole requests: one conversation with tools, calls, an error and an image, for every target.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs, reason = "tests")]

use itl_eval::{Dialect, Engine, Source};
use itl_prompt::{AnswerSchema, Prompt, PromptOptions, RequestOptions, Target};
use serde_json::{Value, json};

fn main_template(text: &str) -> String {
    format!(
        "{{{{! @escape xml }}}}\n{{{{! @tools tools }}}}\n{{{{! @tool_choice auto }}}}\n{{{{! @schema answer.json }}}}\n{{{{! @max_output_tokens 1024 }}}}\n{{{{$system}}}}{{{{system}}}}{{{{/system}}}}\n{{{{$developer}}}}{{{{developer}}}}{{{{! @cache }}}}{{{{/developer}}}}\n{{{{#turns}}}}\n{{{{$message}}}}{text}{{{{/message}}}}\n{{{{/turns}}}}\n"
    )
}

#[test]
fn dump() {
    let Ok(folder) = std::env::var("DUMP") else { return };
    let data: Value =
        serde_json::from_str(&std::fs::read_to_string(format!("{folder}/fixtures/source.json")).unwrap()).unwrap();
    let schema = AnswerSchema::new("answer.json", &data["answer_schema"].to_string()).unwrap();
    for text in [
        "{{text}}",
        "{{#text}}{{text}}{{/text}}",
        "{{content}}{{text}}",
        "{{#text}}{{.}}{{/text}}{{#content}}{{/content}}",
    ] {
        let engine = Engine::builder().dialect(Dialect::Mustache).build();
        let prompt = Prompt::new(engine.compile(&main_template(text)).unwrap());
        let conversation = prompt.render(Source::Json(&data), &PromptOptions::default());
        for target in Target::ALL {
            let model = match target {
                Target::Anthropic => "claude-opus-5",
                Target::Mistral => "mistral-large-latest",
                _ => "gpt-5.6",
            };
            let mut options = RequestOptions::default();
            options.model = Some(model);
            options.schema = Some(&schema);
            let request = conversation.request(target, &options);
            println!("{} {}", target.name(), request.diagnostics);
            let found: Value = serde_json::from_str(&request.body).unwrap();
            if target == Target::Messages {
                println!("{found}");
                continue;
            }
            let wanted: Value = serde_json::from_str(
                &std::fs::read_to_string(format!("{folder}/fixtures/{}.json", target.name())).unwrap(),
            )
            .unwrap();
            if found != wanted || found.to_string() != wanted.to_string() {
                println!("{text} DIFFERS\n{found}\n{wanted}");
            } else {
                println!("{text} same");
            }
            request.strict().unwrap();
        }
    }
    let _ = json!(1);
}
