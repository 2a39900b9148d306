//! Templates that are right give no lint of another language's spelling: those of the corpus, the
//! cookbook and the examples, each with its own data.

use itl_analysis::{Analysis, CheckOptions, Shape};
use itl_eval::{Code, Dialect, Engine};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The lints of spellings that other languages have.
const LINTS: [Code; 9] = [
    Code::BlockName,
    Code::OperatorName,
    Code::PathName,
    Code::MarkName,
    Code::FilterName,
    Code::FunctionName,
    Code::ForeignText,
    Code::UnusualSpace,
    Code::InvisibleInName,
];

/// Cases that hold such a spelling on purpose, with the codes of the lints that name it: what they
/// show is that it is printed as it stands.
const ON_PURPOSE: [(&str, &[&str]); 8] = [
    // Tags between delimiters that are not set there are text.
    ("language/delimiters.json: the new delimiters are text before, itl", &["W0517"]),
    ("language/delimiters.json: the new delimiters are text before, mustache", &["W0517"]),
    ("language/delimiters.json: back to the braces, itl", &["W0517"]),
    ("language/delimiters.json: back to the braces, mustache", &["W0517"]),
    ("language/delimiters.json: a partial's delimiters end with it, itl", &["W0517"]),
    ("language/delimiters.json: a partial's delimiters end with it, mustache", &["W0517"]),
    ("language/tags.json: a single brace is text", &["W0517"]),
    ("language/tags.json: dollar, percent and hash in text mean nothing", &["W0517"]),
];

/// The cases of what people bring from other languages.
const OF_MIGRANTS: &str = "language/migrants.json";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The codes of the lints that a template gives with its data, and with `--portable` alike.
fn lints(engine: &Engine, source: &str, data: &Value) -> BTreeSet<&'static str> {
    let document = engine.parse(source);
    let (template, _) = engine.compile_document(&document);
    let shape = Shape::sample(data);
    let mut found = BTreeSet::new();
    for portable in [false, true] {
        let options = CheckOptions::default().portable(portable);
        let all = Analysis::new(&template, &document, Some(&shape)).check(&options);
        found.extend(all.iter().filter(|one| LINTS.contains(&one.code)).map(|one| one.code.id()));
    }
    found
}

#[test]
fn the_corpus_gives_none_but_where_they_are_meant() {
    let (mut ran, mut wrong, mut met) = (0, Vec::new(), BTreeSet::new());
    for (file, cases) in spec_tests::load(&spec_tests::cases_folder()).unwrap() {
        if file.ends_with(OF_MIGRANTS) {
            continue;
        }
        for case in cases.cases.iter().filter(|case| case.errors.is_empty()) {
            // A payload that is not JSON is none to look keys up in.
            let Ok(data) = serde_json::from_str(case.payload()) else { continue };
            let found = lints(&case.engine(), &case.template, &data);
            let id = format!("{file}: {}", case.name);
            let meant = ON_PURPOSE.iter().find(|(name, _)| id.ends_with(name));
            met.extend(meant.map(|(name, _)| *name));
            let expected = meant.map(|(_, codes)| codes.iter().copied().collect()).unwrap_or_default();
            if found != expected {
                wrong.push(format!("{id}: {found:?} and not {expected:?}\n  {}", case.template));
            }
            ran += 1;
        }
    }
    assert!(wrong.is_empty(), "{} of {ran} templates\n\n{}", wrong.len(), wrong.join("\n"));
    assert!(ran >= 1_000, "only {ran} templates were checked");
    assert_eq!(met.len(), ON_PURPOSE.len(), "a case of the list is gone; found: {met:?}");
}

#[test]
fn the_cookbook_gives_none() {
    let text = fs::read_to_string(root().join("docs/cookbook/recipes.json")).unwrap();
    let recipes: Vec<Value> = serde_json::from_str(&text).unwrap();
    for recipe in &recipes {
        let (title, source) = (recipe["title"].as_str().unwrap(), recipe["template"].as_str().unwrap());
        let dialect = if recipe["dialect"] == "mustache" { Dialect::Mustache } else { Dialect::Itl };
        let engine = Engine::builder().dialect(dialect).build();
        assert_eq!(lints(&engine, source, &recipe["data"]), BTreeSet::new(), "{title}: {source}");
    }
    assert!(recipes.len() >= 50, "only {} recipes", recipes.len());
}

#[test]
fn the_examples_give_none() {
    let mut ran = 0;
    for folder in fs::read_dir(root().join("examples")).unwrap().map(|entry| entry.unwrap().path()) {
        let Ok(payload) = fs::read(folder.join("payload.json")) else { continue };
        let payload: Value = serde_json::from_slice(&payload).unwrap();
        for path in fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.extension().is_some_and(|ending| ending == "itl") {
                let source = fs::read_to_string(&path).unwrap();
                assert_eq!(lints(&Engine::new(), &source, &payload), BTreeSet::new(), "{}", path.display());
                ran += 1;
            }
        }
    }
    assert!(ran >= 20, "only {ran} templates were checked");
}

/// Quotes, and what stands between the parentheses of a call, hold text of any kind.
#[test]
fn arguments_may_look_like_any_language() {
    let data = serde_json::json!({"a": "b", "l": [{"k": "x"}]});
    for source in [
        r#"{{ a.extractRegexGroups("([a-z])?$") }}"#,
        r#"{{ a.extractRegex("[a-z0-9]+") }}"#,
        r"{{ a.extractRegex('[a-z]+') }}",
        r#"{{ a.replaceRegex("^\[P[0-9]\] ", "[x]") }}"#,
        r#"{{ a.replaceRegex("['\"][a-z]['\"]", "") }}"#,
        r#"{{ a.replaceAll("[0:2]", "[*]") }}"#,
        r"{{ a.matches([a-z]+) }}",
        r#"{{ a.default("x | upper") }}"#,
        r#"{{ a.default("x > 1 && y == 2 ? z : w") }}"#,
        r#"{{ a.append(" - ").append(" * ") }}"#,
        r#"{{ a.default("if x").default("else").default("../x").default("this.x") }}"#,
        r#"{{ #l.where("k", "[a]") }}{{ k.equalsTake("{{x}}", "${y}") }}{{ /l.where("k", "[a]") }}"#,
        r#"{{ l.pluck("k[0]").join(" || ") }}"#,
    ] {
        assert_eq!(lints(&Engine::new(), source, &data), BTreeSet::new(), "{source}");
    }
}
