//! What `--portable` names, row by row. Node runs the same cases.
#![allow(clippy::unwrap_used, reason = "tests")]

use itl_analysis::{Analysis, CheckOptions, Shape};
use itl_eval::{Code, Diagnostic, Engine};
use serde::Deserialize;
use serde_json::Value;
use std::fs;
use std::path::Path;

#[derive(Deserialize)]
struct Cases {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    template: String,
    #[serde(default)]
    data: Option<Value>,
    found: Vec<Found>,
    /// The template after all suggestions, in canonical form; nothing is left to say of it.
    #[serde(default)]
    portable: Option<String>,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Found {
    /// The text under the span.
    at: String,
    /// What the suggestion puts in its place.
    #[serde(default)]
    write: Option<String>,
}

fn differences(source: &str, data: Option<&Value>) -> Vec<Diagnostic> {
    let engine = Engine::new();
    let document = engine.parse(source);
    let (template, _) = engine.compile_document(&document);
    let shape = data.map(Shape::sample);
    let found = Analysis::new(&template, &document, shape.as_ref()).check(&CheckOptions::default().portable(true));
    found.into_iter().filter(|one| one.code == Code::NotPortable).collect()
}

fn cases() -> Vec<Case> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("portable.json");
    serde_json::from_str::<Cases>(&fs::read_to_string(file).unwrap()).unwrap().cases
}

#[test]
fn every_row_is_named_at_its_place() {
    let mut wrong = Vec::new();
    for case in cases() {
        let found: Vec<Found> = differences(&case.template, case.data.as_ref())
            .into_iter()
            .map(|one| Found {
                at: one.span.of(&case.template).to_owned(),
                write: one.suggestion.map(|change| change.replacement),
            })
            .collect();
        if found != case.found {
            wrong.push(format!("{}\n  expected {:?}\n  found    {found:?}", case.name, case.found));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(cases().len() >= 50);
}

#[test]
fn the_suggestions_make_the_portable_template() {
    let engine = Engine::new();
    let mut ran = 0;
    for case in cases() {
        let Some(portable) = &case.portable else { continue };
        let mut text = case.template.clone();
        // Suggestions may make room for another; the last one first, so that the places hold.
        for _ in 0..10 {
            let mut found = differences(&text, case.data.as_ref());
            found.sort_by_key(|one| one.suggestion.as_ref().map(|change| change.span));
            let Some(change) = found.pop().and_then(|one| one.suggestion) else { break };
            text.replace_range(change.span.range(), &change.replacement);
        }
        assert_eq!(engine.format(&text).unwrap(), *portable, "{}", case.name);
        assert!(differences(portable, case.data.as_ref()).is_empty(), "{}", case.name);
        assert!(engine.compile(portable).is_ok(), "{}", case.name);
        ran += 1;
    }
    assert!(ran >= 20, "only {ran} templates are written");
}
