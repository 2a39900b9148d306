//! The boundary to JavaScript: whatever crosses it, answers and notes are JSON.

use crate::input::Input;
use itl_wasm::native;
use serde_json::{Map, Value, json};

/// Every call answers, and its notes are JSON.
pub(super) fn run(bytes: &[u8]) {
    let input = Input::read(bytes);
    let source = input.text();
    let options = options(&input);
    let sample = String::from_utf8_lossy(input.json());
    let code = call(&[&source, &options], |sizes| itl_wasm::compile(sizes[0], sizes[1]));
    if code != itl_wasm::REFUSED {
        rendered(native::text().parse().expect("a number"), &input, &options);
    }
    let offset =
        json!({"offset": source.len() / 2, "sample": serde_json::from_str::<Value>(&sample).unwrap_or_default()});
    for question in 0..9 {
        // Lists that depend on nothing are long.
        if !matches!(question, 2 | 4) {
            let code = call(&[&source, &options, &offset.to_string()], |sizes| {
                itl_wasm::ask(question, sizes[0], sizes[1], sizes[2])
            });
            assert!(
                code == itl_wasm::REFUSED || serde_json::from_str::<Value>(&native::text()).is_ok(),
                "{}",
                native::text()
            );
        }
    }
}

fn rendered(template: u32, input: &Input, options: &str) {
    let sample = String::from_utf8_lossy(input.json());
    let wanted = [
        options.to_owned(),
        json!({"trace": true, "now": 5}).to_string(),
        json!({"messages": true, "to": "anthropic"}).to_string(),
        json!({"request": "openai", "to": "openai", "model": "gpt-5.6"}).to_string(),
        sample.clone().into_owned(),
    ];
    for options in &wanted {
        call(&[&sample, options], |sizes| itl_wasm::render_json(template, sizes[0], sizes[1]));
    }
    call(&[&sample], |sizes| itl_wasm::payload(sizes[0]));
    let payload = native::text().parse().unwrap_or(0);
    for options in &wanted {
        call(&[options], |sizes| itl_wasm::render_payload(template, payload, sizes[0]));
    }
    call(&[&sample], |sizes| itl_wasm::context(sizes[0]));
    itl_wasm::template_references(template);
    assert!(serde_json::from_str::<Value>(&native::text()).is_ok());
    itl_wasm::drop_payload(payload);
    itl_wasm::drop_template(template);
    assert_eq!(itl_wasm::render_payload(template, payload, 0), itl_wasm::REFUSED);
}

/// Makes a call with these parts in the input.
fn call(parts: &[&str], run: impl FnOnce(&[u32]) -> u32) -> u32 {
    native::fill(parts.concat().as_bytes());
    let sizes: Vec<u32> = parts.iter().map(|part| part.len() as u32).collect();
    let code = run(&sizes);
    let notes = native::notes();
    assert!(notes.is_empty() == (code == itl_wasm::FINE), "{code} {notes}");
    assert!(notes.is_empty() || serde_json::from_str::<Value>(&notes).is_ok(), "{notes}");
    code
}

/// The options of a compile that an input asks for.
pub(super) fn options(input: &Input) -> String {
    let mut options = Map::new();
    let mut partials = Map::new();
    for field in &input.fields {
        let argument = json!(field.argument);
        match &*field.name {
            "mustache" => drop(options.insert("dialect".into(), json!("mustache"))),
            "escape" => drop(options.insert("escape".into(), argument)),
            "zone" => drop(options.insert("timezone".into(), argument)),
            "on-error" => drop(options.insert("on_error".into(), argument)),
            "budget" => drop(options.insert("budget".into(), json!({"max_chars": 40, "fit": argument}))),
            "partial" => drop(partials.insert(field.argument.clone(), json!(field.text()))),
            _ => {}
        }
    }
    options.insert("partials".into(), Value::Object(partials));
    options.insert("limits".into(), json!({"steps": 200_000, "output_bytes": 1 << 18}));
    Value::Object(options).to_string()
}
