//! Runs what the documents show: the alerts of `examples/`, the recipes of the cookbook, and the
//! examples of every function.

use itl_eval::{Dialect, Engine, Registry};
use serde::Deserialize;
use serde_json::Value;
use spec_tests::Options;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

#[test]
fn every_alert_of_the_examples_gives_its_message() {
    let mut ran = 0;
    let mut folders: Vec<_> =
        fs::read_dir(root().join("examples")).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    for folder in folders.iter().filter(|folder| folder.join("payload.json").is_file()) {
        let payload = fs::read(folder.join("payload.json")).unwrap();
        let options: BTreeMap<String, Options> = match fs::read(folder.join("options.json")) {
            Ok(text) => serde_json::from_slice(&text).unwrap(),
            Err(_) => BTreeMap::new(),
        };
        let mut templates: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        templates.sort();
        for path in templates.iter().filter(|path| path.extension().is_some_and(|ending| ending == "itl")) {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let stem = name.strip_suffix(".itl").unwrap();
            let writes_json = Path::new(stem).extension().is_some_and(|ending| ending == "json");
            // What a template sends is no input, and its name says so.
            let message = match stem.strip_suffix(".json") {
                Some(name) if writes_json => format!("{name}.sent.json"),
                _ => format!("{stem}.txt"),
            };
            let default = options.get("default").cloned().unwrap_or_default();
            let own = options.get(&name).cloned().unwrap_or_default();
            let merged = Options {
                timezone: own.timezone.or(default.timezone),
                now: own.now.or(default.now),
                escape: own.escape.or(default.escape),
                max_chars: own.max_chars.or(default.max_chars),
                max_bytes: own.max_bytes.or(default.max_bytes),
                budget: own.budget.or(default.budget),
                fit: own.fit.or(default.fit),
                on_error: own.on_error.or(default.on_error),
            };
            let source = fs::read_to_string(path).unwrap();
            let engine = Engine::new();
            let template = engine.compile(&source).unwrap_or_else(|errors| panic!("{}: {errors}", path.display()));
            let rendered = template
                .render_with(&payload, &merged.resolve().unwrap())
                .strict()
                .unwrap_or_else(|failure| panic!("{}: {failure}", path.display()));
            let expected = fs::read_to_string(folder.join(message)).unwrap();
            assert_eq!(rendered.text, expected, "{}", path.display());
            ran += 1;
        }
    }
    println!("examples: {ran} messages");
    assert!(ran >= 20, "only {ran} examples ran");
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Recipe {
    title: String,
    #[allow(dead_code)]
    problem: String,
    template: String,
    data: Value,
    #[serde(default)]
    options: Options,
    output: String,
    #[serde(default)]
    #[allow(dead_code)]
    notes: Option<String>,
    #[serde(default)]
    dialect: Option<String>,
    #[allow(dead_code)]
    portable: bool,
}

#[test]
fn every_recipe_of_the_cookbook_gives_its_output() {
    let text = fs::read_to_string(root().join("docs/cookbook/recipes.json")).unwrap();
    let recipes: Vec<Recipe> = serde_json::from_str(&text).unwrap();
    for recipe in &recipes {
        let dialect = if recipe.dialect.as_deref() == Some("mustache") { Dialect::Mustache } else { Dialect::Itl };
        let template = Engine::builder().dialect(dialect).build().compile(&recipe.template);
        let template = template.unwrap_or_else(|errors| panic!("{}: {errors}", recipe.title));
        let rendered = template.render_with(&recipe.data, &recipe.options.resolve().unwrap());
        assert_eq!(rendered.text, recipe.output, "{}", recipe.title);
        let unexpected: Vec<_> = rendered.warnings.iter().filter(|warning| warning.code.id() != "W0305").collect();
        assert!(unexpected.is_empty(), "{}: {unexpected:?}", recipe.title);
    }
    println!("cookbook: {} recipes", recipes.len());
    assert!(recipes.len() >= 30);
}

#[test]
fn every_example_of_every_function_prints_its_output() {
    let (mut ran, mut wrong) = (0, Vec::new());
    let engine = Engine::new();
    for function in Registry::standard().iter() {
        assert!(function.examples.len() >= 3, "{} has {} examples", function.name, function.examples.len());
        assert!(function.doc.ends_with('.'), "{}: {}", function.name, function.doc);
        for example in function.examples.iter() {
            ran += 1;
            let source = format!("{{{{ value.{} }}}}", example.call);
            let template = match engine.compile(&source) {
                Ok(template) => template,
                Err(errors) => {
                    wrong.push(format!("{source}: {errors}"));
                    continue;
                }
            };
            let payload =
                if example.value.is_empty() { "{}".to_owned() } else { format!("{{\"value\":{}}}", example.value) };
            let options = itl_eval::RenderOptions::new().now(itl_eval::functions::EXAMPLE_NOW);
            let rendered = template.render_with(payload.as_bytes(), &options);
            if rendered.text != example.output {
                wrong.push(format!(
                    "{source} on {}: {:?} instead of {:?}",
                    example.value, rendered.text, example.output
                ));
            }
        }
    }
    println!("functions: {ran} examples");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
