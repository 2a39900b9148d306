//! Every kind of part in every place: what each target gets of it, and what is said of it. `UPDATE=1` writes the files.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests")]

use itl_eval::{Dialect, Engine, Source};
use itl_prompt::{Prompt, PromptOptions, RequestOptions, Target, pretty};
use serde_json::{Value, json};
use std::path::Path;

const SOURCE: &str = "{{$system}}First.{{/system}}
{{$system}}Second.{{! @cache }}{{/system}}
{{#turns}}
{{$message}}{{text}}{{#cached}}{{! @cache }}{{/cached}}{{/message}}
{{/turns}}
After all.
";

fn user(content: &[Value]) -> Value {
    json!({"role": "user", "content": content})
}

fn assistant(content: &[Value]) -> Value {
    json!({"role": "assistant", "content": content})
}

fn turns() -> Vec<Value> {
    let (png, pdf) = ("iVBORw0KGgo=", "JVBERi0xLjQK");
    let opaque = |target: &str| json!({"type": "opaque", "opaque": {"target": target, "value": {"kept": target}}});
    vec![
        user(&[
            json!({"type": "text", "text": "Look."}),
            json!({"type": "image", "url": "https://example.com/graph.png", "detail": "low"}),
            json!({"type": "image", "media_type": "image/png", "data": png, "detail": "high"}),
            json!({"type": "image", "media_type": "image/tiff", "data": png}),
        ]),
        json!({"role": "user", "text": "Read.", "cached": true, "content": [
            {"type": "document", "media_type": "application/pdf", "data": pdf, "name": "runbook"},
            {"type": "document", "media_type": "application/pdf", "data": pdf},
        ]}),
        user(&[
            json!({"type": "document", "url": "https://example.com/runbook.pdf"}),
            json!({"type": "document", "media_type": "text/plain", "data": "cmVzdGFydCBpdD8gw7w+", "name": "notes"}),
            json!({"type": "document", "media_type": "text/csv", "data": "YTsx"}),
        ]),
        assistant(&[
            json!({"type": "thinking", "thinking": "hm", "signature": "c2ln"}),
            json!({"type": "reasoning", "id": "rs_1", "summary": []}),
            json!({"reasoningContent": {"reasoningText": {"text": "hm"}}}),
            opaque("gemini"),
            opaque("openai"),
            json!({"type": "text", "text": "I see."}),
            json!({"type": "image", "media_type": "image/png", "data": png}),
        ]),
        json!({"role": "assistant", "tool_calls": [
            {"id": "call00001", "name": "look", "arguments": {}, "opaque": {"target": "gemini", "value": {"thoughtSignature": "c2ln"}}},
            {"id": "call00002", "name": "look", "arguments": {"at": "db"}},
        ]}),
        user(&[
            json!({"type": "tool_result", "tool_use_id": "call00001", "content": [
                {"type": "text", "text": "1"}, {"type": "text", "text": "2"},
                {"type": "image", "media_type": "image/png", "data": png},
            ]}),
            json!({"toolResult": {"toolUseId": "call00002", "status": "error", "content": [{"json": {"full": 0.97}}]}}),
        ]),
        json!({"role": "developer", "text": "Be brief from here on."}),
        json!({"role": "system", "text": "And kind."}),
        assistant(&[json!({"type": "refusal", "refusal": "No."})]),
        json!({"role": "assistant", "text": "Sorry.", "cached": true}),
        json!({"role": "user", "text": ""}),
        assistant(&[opaque("mistral")]),
        json!({"role": "user", "text": "Go on.", "name": "ada"}),
    ]
}

#[test]
fn each_target_gets_every_kind_of_part() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/parts");
    let engine = Engine::builder().dialect(Dialect::Mustache).build();
    let prompt = Prompt::new(engine.compile(SOURCE).unwrap());
    let conversation = prompt.render(Source::Json(&json!({"turns": turns()})), &PromptOptions::default());
    for target in Target::ALL {
        let mut options = RequestOptions::default();
        options.model = Some("a-model");
        let request = conversation.request(target, &options);
        let said: Vec<String> = request.diagnostics.iter().map(ToString::to_string).collect();
        let body: Value = serde_json::from_str(&request.body).unwrap();
        let text = pretty(&json!({"body": body, "said": said}).to_string()) + "\n";
        let file = folder.join(format!("{}.json", target.name()));
        if std::env::var_os("UPDATE").is_some() {
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(&file, &text).unwrap();
        }
        assert_eq!(std::fs::read_to_string(&file).unwrap(), text, "{}", target.name());
    }
}
