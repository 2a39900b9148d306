//! The Rust example of the README compiles and holds.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

// readme:begin
use itl_eval::{Engine, RenderOptions, Template, Zone};
use serde_json::json;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // Compile once, render many times, from as many threads as you like.
    let template = Template::compile("{{ host.upperCase() }} is {{ state.default(\"down\") }}")?;
    assert_eq!(template.render(&json!({"host": "db-7"})).text, "DB-7 is down");

    // Straight from the bytes of a webhook: only what the template reads is kept.
    let rendered = template.render(br#"{"host": "db-7", "state": "up", "labels": {}}"#);
    assert_eq!(rendered.text, "DB-7 is up");
    assert!(rendered.warnings.is_empty());

    // What must not go out is an error, which says where: `host` is missing here.
    let error = template.render(&json!({})).strict().unwrap_err();
    assert_eq!(error.to_string(), "<template>:1:1: warning[W0301]: `host` is missing");

    // A mistake is data, and there is a message all the same.
    let (template, diagnostics) = Template::compile_lenient("{{ host.uper() }} is down");
    assert_eq!(diagnostics[0].code.id(), "E0201");
    assert_eq!(template.render(&json!({"host": "db-7"})).text, "{{ host.uper() }} is down");

    // Options of an engine and of one render.
    let engine = Engine::builder().zone(Zone::named("Europe/Berlin").unwrap_or_default()).build();
    let template = engine.compile("{{ at.formatUnixMs(\"S\") }}, {{ at.relativeTime() }}")?;
    let options = RenderOptions::new().now(1_674_950_737_000);
    let text = template.render_with(&json!({"at": 1_674_950_557_000_i64}), &options).text;
    assert_eq!(text, "1/29/23, 1:02 AM, 3 minutes ago");
    Ok(())
}
// readme:end

#[test]
fn the_example_of_the_readme_holds() {
    main().unwrap();
    let here = include_str!("readme_rust.rs");
    let (_, from) = here.split_once("// readme:begin\n").unwrap();
    let (example, _) = from.split_once("// readme:end").unwrap();
    let page = include_str!("../../README.md");
    assert!(page.contains(example), "the README's Rust example is not the one of this file");
}
