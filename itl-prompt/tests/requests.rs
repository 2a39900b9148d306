//! One conversation with tools, an image, two calls of which one fails, and an answer schema: the request
//! of each target, byte for byte. `UPDATE=1` writes the files; `DRAWN=FOLDER` writes them for the vendors'
//! validators too.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, missing_docs, reason = "tests")]

use itl_eval::{Dialect, Engine, Source};
use itl_prompt::{AnswerSchema, Prompt, PromptOptions, Request, RequestOptions, Target, pretty};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::path::Path;

const SOURCE: &str = "{{! @escape xml }}
{{! @tools tools }}
{{! @tool_choice CHOICE }}
{{! @schema verdict.json }}
{{! @max_output_tokens 800 }}
{{$system}}You help {{team}}.{{/system}}
{{$developer}}Be brief.{{! @cache }}{{/developer}}
{{#turns}}
{{$message}}{{text}}{{/message}}
{{/turns}}
";

fn data() -> Value {
    let volume = json!({"type": "object", "properties": {"host": {"type": "string"}, "days": {"type": "integer"}}, "required": ["host"], "additionalProperties": false});
    json!({
        "team": "storage <eu>",
        "tools": [
            {"name": "read_volume", "description": "Reads how full a disk is.", "parameters": volume},
            {"name": "grow_volume", "input_schema": "{ \"type\": \"object\", \"properties\": { \"gib\": { \"type\": \"integer\" } } }"},
        ],
        "turns": [
            {"role": "user", "text": "What is on this graph?", "content": [{"type": "image", "media_type": "image/png", "data": "iVBORw0KGgo="}]},
            {"role": "assistant", "text": "", "tool_calls": [
                {"id": "volume001", "name": "read_volume", "arguments": {"host": "db-7", "days": 2}},
                {"id": "volume002", "name": "grow_volume", "arguments": "{ \"gib\": 1.50 }"},
            ]},
            {"role": "tool", "tool_call_id": "volume002", "text": "quota & limit reached", "is_error": true},
            {"role": "tool", "tool_call_id": "volume001", "text": "{\"full\":0.97}"},
            {"role": "assistant", "text": "97 %, by read_volume. It cannot grow."},
            {"role": "user", "text": "Then clean up."},
        ],
    })
}

fn request(choice: &str, target: Target) -> Request {
    let engine = Engine::builder().dialect(Dialect::Mustache).build();
    let prompt = Prompt::new(engine.compile(&SOURCE.replace("CHOICE", choice)).unwrap());
    let schema = json!({"type": "object", "properties": {"verdict": {"type": "string"}}, "required": ["verdict"], "additionalProperties": false});
    let schema = AnswerSchema::new("prompts/verdict.json", &schema.to_string()).unwrap();
    let mut options = RequestOptions::default();
    options.schema = Some(&schema);
    options.model = Some(match target {
        Target::Anthropic => "claude-opus-5",
        Target::Mistral => "mistral-large-latest",
        _ => "gpt-5.6",
    });
    let conversation = prompt.render(Source::Json(&data()), &PromptOptions::default());
    conversation.request(target, &options)
}

#[test]
fn each_target_gets_its_request() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/requests");
    let mut lines = String::new();
    for target in Target::ALL {
        let request = request("auto", target).strict().unwrap();
        let file = folder.join(format!("{}.json", target.name()));
        let text = pretty(&request.body) + "\n";
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&file, &text).unwrap();
        }
        assert_eq!(std::fs::read_to_string(&file).unwrap(), text, "{}", target.name());
        let body: Value = serde_json::from_str(&request.body).unwrap();
        // Where the model stands in the URL, it is given beside the body.
        let beside = matches!(target, Target::Messages | Target::Bedrock | Target::Gemini);
        assert_eq!((body.get("model").is_none(), request.model.is_some()), (beside, true), "{}", target.name());
        writeln!(lines, "{}", json!({"name": "whole", "target": target.name(), "body": body})).unwrap();
    }
    if let Some(folder) = std::env::var_os("DRAWN") {
        std::fs::write(Path::new(&folder).join("whole.ndjson"), lines).unwrap();
    }
}

#[test]
fn each_target_spells_the_choice_of_tools() {
    let choice = |choice: &str, target: Target| -> Value {
        let body: Value = serde_json::from_str(&request(choice, target).body).unwrap();
        match target {
            Target::Bedrock => body["toolConfig"]["toolChoice"].clone(),
            Target::Gemini => body["toolConfig"]["functionCallingConfig"].clone(),
            _ => body["tool_choice"].clone(),
        }
    };
    let named = json!({"type": "function", "function": {"name": "grow_volume"}});
    let table = [
        (Target::OpenAi, json!("none"), json!("required"), named.clone()),
        (Target::OpenAiResponses, json!("none"), json!("required"), json!({"type": "function", "name": "grow_volume"})),
        (
            Target::Anthropic,
            json!({"type": "none"}),
            json!({"type": "any"}),
            json!({"type": "tool", "name": "grow_volume"}),
        ),
        (Target::Bedrock, Value::Null, json!({"any": {}}), json!({"tool": {"name": "grow_volume"}})),
        (
            Target::Gemini,
            json!({"mode": "NONE"}),
            json!({"mode": "ANY"}),
            json!({"mode": "ANY", "allowedFunctionNames": ["grow_volume"]}),
        ),
        (Target::Mistral, json!("none"), json!("required"), named),
    ];
    for (target, none, required, tool) in table {
        assert_eq!(choice("none", target), none, "{}", target.name());
        assert_eq!(choice("required", target), required, "{}", target.name());
        assert_eq!(choice("grow_volume", target), tool, "{}", target.name());
    }
    let wrong = request("grow_volum", Target::OpenAi).strict().unwrap_err();
    assert!(wrong.to_string().contains("E0714"), "{wrong}");
    assert!(request("none", Target::Bedrock).strict().unwrap_err().to_string().contains("E0723"));
}
