//! `itl prompt`, on the observer prompt of the examples.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs, reason = "tests")]

mod common;

use common::{Folder, Ran, run, run_with};
use std::path::Path;

fn example(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/observer-prompt").join(name).display().to_string()
}

fn read(name: &str) -> String {
    std::fs::read_to_string(example(name)).unwrap()
}

fn observer(more: &[&str]) -> Ran {
    let (prompt, data) = (example("observer.mustache"), example("input.json"));
    run(&[&["prompt", &prompt, "--data", &data], more].concat())
}

#[test]
fn the_example_prints_in_every_form() {
    let forms = [
        (&[][..], "observer.txt"),
        (&["--to", "text", "--strict"], "observer.txt"),
        (&["--to", "messages"], "messages.json"),
        (&["--to", "openai"], "openai.json"),
        (&["--to", "anthropic"], "anthropic.json"),
        (&["--to", "bedrock"], "bedrock.json"),
        (&["--to", "openai-responses"], "openai-responses.json"),
        (&["--to", "gemini"], "gemini.json"),
        (&["--to", "mistral"], "mistral.json"),
    ];
    for (args, file) in forms {
        let ran = observer(args);
        assert_eq!(ran.code, 0, "{args:?}\n{}", ran.err);
        assert!(!ran.err.contains("error") && !ran.err.contains("warning"), "{args:?}\n{}", ran.err);
        assert_eq!(ran.out, read(file), "{args:?}");
    }
}

#[test]
fn an_answer_that_meets_the_schema() {
    let ran = run(&["prompt", &example("observer.mustache"), "--answer", &example("answer.json")]);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "", ""));
}

#[test]
fn an_answer_that_violates_the_schema_in_several_places() {
    let ran = run(&["prompt", &example("observer.mustache"), "--answer", &example("answer-wrong.json")]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    let found: Vec<&str> = ran.err.lines().filter(|line| line.starts_with("error")).collect();
    let places: Vec<&str> = found.iter().map(|line| line.split(": ").nth(1).unwrap()).collect();
    assert_eq!(places, ["the answer", "/confidence", "/reply", "/tool_call/name"], "{}", ran.err);
    assert!(found.iter().all(|line| line.starts_with("error[E0605]")), "{}", ran.err);
    assert!(ran.err.contains("\"reason\" is a required property"), "{}", ran.err);
    assert!(ran.err.contains("4 violations"), "{}", ran.err);
}

#[test]
fn an_answer_that_is_no_json() {
    let ran = run_with(&["prompt", &example("observer.mustache"), "--answer", "-"], b"Sure! {\"decision\":");
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("E0601"), "{}", ran.err);
}

#[test]
fn an_answer_needs_a_schema_that_is_one() {
    let folder = Folder::new("prompt-schema");
    let prompt = folder.file("p.mustache", "hi");
    let answer = folder.file("a.json", "1");
    let ran = run(&["prompt", &prompt, "--answer", &answer]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("names no schema"), "{}", ran.err);
    let schema = folder.file("s.json", r#"{"type": "integer"}"#);
    assert_eq!(run(&["prompt", &prompt, "--answer", &answer, "--schema", &schema]).code, 0);
    let broken = folder.file("b.json", r#"{"type": "nonsense"}"#);
    assert_eq!(run(&["prompt", &prompt, "--answer", &answer, "--schema", &broken]).code, 2);
    assert_eq!(run(&["prompt", &prompt, "--answer", &answer, "--schema", &folder.path("gone.json")]).code, 2);
    let named = folder.file("named.mustache", "{{! @schema s.json }}hi");
    assert_eq!(run(&["prompt", &named, "--answer", &answer]).code, 0, "the schema is seen from the prompt's folder");
}

#[test]
fn a_missing_variable_is_an_error_unless_told_otherwise() {
    let folder = Folder::new("prompt-missing");
    let prompt = folder.file("p.mustache", "{{! @escape none }}{{$user}}Hi {{name}}, {{place}}{{/user}}");
    let ran = run(&["prompt", &prompt, "--to", "openai"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("`name` is missing") && ran.err.contains("`place` is missing"), "{}", ran.err);
    let ran = run(&["prompt", &prompt, "--lenient", "--set", "name=Ada"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, "Hi Ada, "));
    assert!(ran.err.contains("`place` is missing"), "{}", ran.err);
}

#[test]
fn an_unknown_role_is_an_error_at_its_block() {
    let folder = Folder::new("prompt-role");
    let prompt = folder.file("p.mustache", "{{! @escape none }}{{#t}}{{$message}}{{x}}{{/message}}{{/t}}");
    let data = folder.file("d.json", r#"{"t": [{"role": "admin", "x": "hi"}]}"#);
    let ran = run(&["prompt", &prompt, "--data", &data, "--to", "messages"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("error[E0603]") && ran.err.contains("{{$message}}"), "{}", ran.err);
    let ran = run(&["prompt", &prompt, "--data", &data, "--to", "messages", "--lenient"]);
    assert_eq!(ran.code, 0);
    assert_eq!(ran.out, "[\n  {\n    \"role\": \"user\",\n    \"content\": \"hi\"\n  }\n]\n");
}

#[test]
fn html_escaping_is_pointed_out() {
    let folder = Folder::new("prompt-html");
    let prompt = folder.file("p.mustache", "{{x}}");
    let ran = run(&["prompt", &prompt, "--set", "x=a & b"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, "a &amp; b"));
    assert!(ran.err.contains("W0510"), "{}", ran.err);
    let ran = run(&["prompt", &prompt, "--set", "x=a & b", "--escape", "none"]);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "a & b", ""));
    let own = folder.file("own.mustache", "{{! @escape xml }}{{x}}");
    assert_eq!(run(&["prompt", &own, "--set", "x=<"]).out, "&lt;");
    assert_eq!(
        run(&["prompt", &own, "--set", "x=<", "--escape", "none"]).out,
        "<",
        "the option goes before the comment"
    );
}

#[test]
fn partials_are_looked_for_beside_the_prompt() {
    let folder = Folder::new("prompt-partials");
    let prompt = folder.file("p.mustache", "{{> parts/a }}");
    folder.file("parts/a.mustache", "beside");
    folder.file("other/parts/a.mustache", "other");
    assert_eq!(run(&["prompt", &prompt]).out, "beside");
    assert_eq!(run(&["prompt", &prompt, "--partials", &folder.path("other")]).out, "other");
    let ran = run_with(&["prompt", "-", "--dialect", "mustache"], b"{{> parts/a }}");
    assert_eq!((ran.code, ran.out.as_str()), (1, ""), "a prompt from stdin has no folder");
}

#[test]
fn a_prompt_of_the_itl_dialect() {
    let folder = Folder::new("prompt-itl");
    let prompt = folder.file(
        "p.itl",
        "{{ $system }}Be brief.{{ /system }}{{ $user }}{{ q.trim() }}{{ /user }}{{! @max_output_tokens 9 }}",
    );
    let ran = run(&["prompt", &prompt, "--set", "q= hi ", "--to", "anthropic"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let shown: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(
        shown,
        serde_json::json!({"max_tokens": 9, "system": "Be brief.", "messages": [{"role": "user", "content": "hi"}]})
    );
}

#[test]
fn wrong_usage_and_broken_data() {
    assert_eq!(run(&["prompt", &example("gone.mustache")]).code, 2);
    assert_eq!(run(&["prompt", "-", "--data", "-"]).code, 2);
    assert_eq!(run(&["prompt", &example("observer.mustache"), "--schema", "s.json"]).code, 2);
    let ran = run_with(&["prompt", &example("observer.mustache"), "--data", "-"], b"{\"a\":");
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("E0601"), "{}", ran.err);
}

#[test]
fn a_prompt_names_no_file_outside_of_its_project() {
    let folder = Folder::new("prompt-schema-outside");
    folder.file("secret.json", r#"{"type": "object", "title": "secret"}"#);
    folder.file(
        "project/schemas/answer.json",
        r#"{"type": "object", "title": "known", "properties": {}, "required": [], "additionalProperties": false}"#,
    );
    let prompt = |schema: &str| format!("{{{{! @schema {schema} }}}}\n{{{{$user}}}}Hello{{{{/user}}}}");
    folder.file("project/prompts/inside.mustache", prompt("../schemas/answer.json"));
    folder.file("project/prompts/outside.mustache", prompt("../../secret.json"));
    let run = |name: &str| {
        let mut command = common::itl();
        command.current_dir(folder.path("project"));
        command.args(["prompt", &format!("prompts/{name}.mustache"), "--to", "openai"]);
        common::ran(&mut command, b"")
    };
    let inside = run("inside");
    assert!(inside.code == 0 && inside.out.contains("known"), "{} {}", inside.out, inside.err);
    let outside = run("outside");
    assert_eq!((outside.code, outside.out.as_str()), (2, ""));
    assert!(outside.err.contains("it lies outside of the prompt's folder"), "{}", outside.err);
}

#[test]
fn a_new_nonce_beside_a_cache_mark_is_told() {
    let folder = Folder::new("prompt-nonce");
    let prompt = folder.file(
        "p.mustache",
        "{{! @escape xml }}{{! @fence q }}{{$system}}Be brief.{{! @cache }}{{/system}}{{$user}}{{q}}{{/user}}",
    );
    let data = folder.file("d.json", r#"{"q": "why?"}"#);
    let ran = run(&["prompt", &prompt, "--data", &data, "--to", "messages"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("W0732") && ran.err.contains("--fence-nonce"), "{}", ran.err);
    let ran = run(&["prompt", &prompt, "--data", &data, "--to", "messages", "--fence-nonce", "0123456789ab"]);
    assert_eq!(ran.err, "");
    assert!(ran.out.contains(r"[begin q 0123456789ab]\nwhy?\n[end q 0123456789ab]"), "{}", ran.out);
    let ran = run(&["prompt", &prompt, "--data", &data, "--to", "messages", "--fence-nonce", "123"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("E0731"), "{}", ran.err);
}

#[test]
fn what_broke_the_cache_is_named() {
    let folder = Folder::new("prompt-previous");
    let prompt =
        folder.file("watch.mustache", "{{! @escape xml }}{{$system}}It is {{time}}.{{/system}}{{$user}}{{q}}{{/user}}");
    let first = folder.file("one.json", r#"{"time": "noon", "q": "why?"}"#);
    let second = folder.file("two.json", r#"{"time": "one", "q": "why?"}"#);
    let ran = run(&["prompt", &prompt, "--data", &first, "--to", "openai", "--format", "json"]);
    let before: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(before["attributes"]["gen_ai.prompt.name"], "watch");
    assert_eq!(before["attributes"]["gen_ai.prompt.version"], before["digests"]["template"]);
    let previous = folder.file("before.json", &ran.out);
    let ran =
        run(&["prompt", &prompt, "--data", &second, "--to", "openai", "--format", "json", "--previous", &previous]);
    let after: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let changed = &after["digests"]["changed"];
    assert_eq!((changed["message"].as_u64(), changed["tag"].as_str()), (Some(0), Some("{{time}}")), "{changed}");
    assert_eq!(changed["offset"], "It is ".len());
    assert_eq!(after["report"]["beginning_unchanged"], false);
}

#[test]
fn data_is_checked_before_anything_is_rendered() {
    let folder = Folder::new("prompt-input");
    let prompt = folder.file("p.mustache", "{{! @escape xml }}{{! @input in.json }}{{$user}}{{q}}{{/user}}");
    folder.file("in.json", r#"{"properties": {"q": {"type": "string"}, "n": {"type": "integer"}}, "required": ["n"]}"#);
    let data = folder.file("d.json", r#"{"q": [1]}"#);
    let ran = run(&["prompt", &prompt, "--data", &data, "--to", "openai"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert_eq!(ran.err.matches("error[E0728]").count(), 2, "{}", ran.err);
    assert!(ran.err.contains("/q: ") && ran.err.contains("\"n\" is a required property"), "{}", ran.err);
    let circle = r##"{"$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}, "$ref": "#/$defs/a"}"##;
    std::fs::write(folder.path("in.json"), circle).unwrap();
    let ran = run(&["prompt", &prompt, "--data", &data, "--to", "openai", "--lenient"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("in.json") && ran.err.contains("leads back to itself"), "{}", ran.err);
    std::fs::write(folder.path("in.json"), "{").unwrap();
    let ran = run(&["prompt", &prompt, "--data", &data, "--to", "openai"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("in.json") && ran.err.contains("not JSON"), "{}", ran.err);
}

#[test]
fn a_budget_is_reported_and_kept() {
    let folder = Folder::new("prompt-budget");
    let prompt = folder.file("p.mustache", "{{! @escape xml }}{{#turns}}{{$message}}{{text}}{{/message}}{{/turns}}");
    let turns: Vec<_> = (0..10_001).map(|at| serde_json::json!({"role": if at % 2 == 0 { "user" } else { "assistant" }, "text": format!("turn {at}")})).collect();
    let data = folder.file("d.json", serde_json::json!({ "turns": turns }).to_string());
    let report = folder.path("report.json");
    let ran = run(&[
        "prompt",
        &prompt,
        "--data",
        &data,
        "--to",
        "openai",
        "--max-tokens",
        "800",
        "--tokens",
        "o200k",
        "--report",
        &report,
    ]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let report: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(report).unwrap()).unwrap();
    assert_eq!((report["counter"].as_str(), report["estimated"].as_bool()), (Some("o200k"), Some(false)));
    assert!(report["used"].as_u64().unwrap() <= 800 && !report["dropped"].as_array().unwrap().is_empty(), "{report}");
    let ran = run(&["prompt", &prompt, "--data", &data, "--to", "openai", "--max-tokens", "3", "--tokens", "bytes"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("E0726") && ran.err.contains("last turn"), "{}", ran.err);
}

#[test]
fn a_request_that_may_not_go_out_leaves_nothing_behind() {
    let folder = Folder::new("prompt-nothing-half");
    // Turns enough that they are written while the prompt renders, and a call at the end that has no result.
    let turn = |at: usize| {
        let role = if at.is_multiple_of(2) { "user" } else { "assistant" };
        serde_json::json!({"role": role, "text": format!("turn {at} of a long conversation")})
    };
    let mut turns: Vec<_> = (0..2_001).map(turn).collect();
    turns.push(serde_json::json!({"role": "assistant", "text": "a", "tool_calls": [{"id": "c", "name": "f", "arguments": "{a:"}]}));
    let data = folder.file("d.json", serde_json::json!({ "turns": turns }).to_string());
    let prompt = folder.file("p.mustache", "{{! @escape xml }}{{#turns}}{{$message}}{{text}}{{/message}}{{/turns}}");
    let report = folder.path("report.json");
    let ran = run(&["prompt", &prompt, "--data", &data, "--to", "openai", "--report", &report]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("E0708") && ran.err.contains("item 2001"), "{}", ran.err);
    assert!(!std::path::Path::new(&report).exists());
}
