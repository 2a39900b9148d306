//! Everything in the repository that renders.

use crate::answer::Case;
use crate::request;
use itl_eval::Registry;
use itl_prompt::Target;
use serde_json::Value;
use spec_tests::{Options, PromptCase, RequestWishes};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

/// The entries of a folder in the order of their names.
fn entries(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    Ok(paths)
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// The lines of requests: those of the cases of prompts, and the example's to each target.
pub(crate) fn requests() -> Result<Vec<Value>, String> {
    let mut lines = Vec::new();
    for case in spec_tests::prompt_cases()? {
        lines.extend(request::line(&case)?);
    }
    let folder = root().join("examples/observer-prompt");
    let partials = partials(&folder)?;
    for target in Target::ALL {
        let case = PromptCase {
            name: format!("the observer prompt to {}", target.name()),
            prompt: read(&folder.join("observer.mustache"))?,
            partials: partials.clone(),
            json: Some(read(&folder.join("input.json"))?),
            to: target.name().to_owned(),
            options: RequestWishes { model: Some("gpt-5.6".to_owned()), ..RequestWishes::default() },
            ..PromptCase::default()
        };
        lines.extend(request::line(&case)?);
    }
    Ok(lines)
}

/// The prompts of a folder and of its `partials/`, by the names that they are called by.
fn partials(folder: &Path) -> Result<BTreeMap<String, String>, String> {
    let mut partials = BTreeMap::new();
    for (base, prefix) in [(folder.to_owned(), ""), (folder.join("partials"), "partials/")] {
        for path in entries(&base).unwrap_or_default() {
            if let Some(stem) = name(&path).strip_suffix(".mustache") {
                partials.insert(format!("{prefix}{stem}"), read(&path)?);
            }
        }
    }
    Ok(partials)
}

/// All cases, in an order that never changes.
pub(crate) fn all() -> Result<Vec<Case>, String> {
    let mut cases = corpus()?;
    cases.extend(examples()?);
    cases.extend(prompts()?);
    cases.extend(recipes()?);
    cases.extend(functions());
    cases.extend(official()?);
    Ok(cases)
}

fn corpus() -> Result<Vec<Case>, String> {
    let mut cases = Vec::new();
    for (file, found) in spec_tests::load(&spec_tests::cases_folder())? {
        cases.extend(found.cases.into_iter().map(|case| Case {
            from: "corpus",
            name: format!("{file}: {}", case.name),
            json: case.payload().to_owned(),
            mustache: case.dialect.as_deref() == Some("mustache"),
            source: case.template,
            partials: case.partials,
            options: case.options,
            ..Case::default()
        }));
    }
    Ok(cases)
}

fn examples() -> Result<Vec<Case>, String> {
    let mut cases = Vec::new();
    for folder in entries(&root().join("examples"))? {
        let payload = folder.join("payload.json");
        if !payload.is_file() {
            continue;
        }
        let options: BTreeMap<String, Options> = match fs::read_to_string(folder.join("options.json")) {
            Ok(text) => serde_json::from_str(&text).map_err(|error| format!("{}: {error}", folder.display()))?,
            Err(_) => BTreeMap::new(),
        };
        let default = options.get("default").cloned().unwrap_or_default();
        for path in entries(&folder)?.into_iter().filter(|path| path.extension().is_some_and(|ending| ending == "itl"))
        {
            let own = options.get(&name(&path)).cloned().unwrap_or_default();
            cases.push(Case {
                from: "examples",
                name: format!("{}/{}", name(&folder), name(&path)),
                source: read(&path)?,
                json: read(&payload)?,
                options: Options {
                    timezone: own.timezone.or_else(|| default.timezone.clone()),
                    now: own.now.or(default.now),
                    escape: own.escape.or_else(|| default.escape.clone()),
                    max_chars: own.max_chars.or(default.max_chars),
                    max_bytes: own.max_bytes.or(default.max_bytes),
                    budget: own.budget.or_else(|| default.budget.clone()),
                    fit: own.fit.or_else(|| default.fit.clone()),
                    on_error: own.on_error.or_else(|| default.on_error.clone()),
                },
                ..Case::default()
            });
        }
    }
    Ok(cases)
}

/// Folders of `examples/` with Mustache prompts and an `input.json`.
fn prompts() -> Result<Vec<Case>, String> {
    let mut cases = Vec::new();
    for folder in entries(&root().join("examples"))?.into_iter().filter(|folder| folder.join("input.json").is_file()) {
        let partials = partials(&folder)?;
        for path in
            entries(&folder)?.into_iter().filter(|path| path.extension().is_some_and(|ending| ending == "mustache"))
        {
            cases.push(Case {
                from: "prompts",
                name: format!("{}/{}", name(&folder), name(&path)),
                source: read(&path)?,
                json: read(&folder.join("input.json"))?,
                mustache: true,
                partials: partials.clone(),
                prompt: true,
                ..Case::default()
            });
        }
    }
    Ok(cases)
}

fn recipes() -> Result<Vec<Case>, String> {
    let path = root().join("docs/cookbook/recipes.json");
    let recipes: Vec<Value> =
        serde_json::from_str(&read(&path)?).map_err(|error| format!("{}: {error}", path.display()))?;
    let text = |recipe: &Value, key: &str| recipe.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let case = |recipe: &Value| {
        let options = recipe.get("options").cloned().unwrap_or_else(|| Value::Object(serde_json::Map::new()));
        Ok(Case {
            from: "recipes",
            name: text(recipe, "title"),
            source: text(recipe, "template"),
            json: recipe.get("data").cloned().unwrap_or_default().to_string(),
            mustache: text(recipe, "dialect") == "mustache",
            options: serde_json::from_value(options).map_err(|error| format!("{}: {error}", path.display()))?,
            ..Case::default()
        })
    };
    recipes.iter().map(case).collect()
}

fn functions() -> Vec<Case> {
    let registry = Registry::standard();
    let examples = registry.iter().flat_map(|function| function.examples.iter());
    let case = |example: &itl_eval::Example| Case {
        from: "functions",
        name: format!("{}.{}", example.value, example.call),
        source: format!("{{{{ value.{} }}}}", example.call),
        json: if example.value.is_empty() { "{}".to_owned() } else { format!("{{\"value\":{}}}", example.value) },
        options: Options { now: Some(itl_eval::functions::EXAMPLE_NOW), ..Options::default() },
        ..Case::default()
    };
    examples.map(case).collect()
}

/// The official cases of the Mustache specification, where `MUSTACHE_SPEC` names their folder;
/// lambdas are host code and have tests of their own.
fn official() -> Result<Vec<Case>, String> {
    let Some(folder) = std::env::var_os("MUSTACHE_SPEC") else { return Ok(Vec::new()) };
    let mut cases = Vec::new();
    for path in entries(Path::new(&folder))? {
        let module = name(&path);
        if path.extension().is_none_or(|ending| ending != "json") || module.contains("lambdas") {
            continue;
        }
        let file: Value = serde_json::from_str(&read(&path)?).map_err(|error| format!("{module}: {error}"))?;
        for test in file.get("tests").and_then(Value::as_array).into_iter().flatten() {
            let text = |key: &str| test.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
            let partials = test.get("partials").and_then(Value::as_object).into_iter().flatten();
            cases.push(Case {
                from: "mustache",
                name: format!("{module}: {}", text("name")),
                source: text("template"),
                json: test.get("data").cloned().unwrap_or_default().to_string(),
                mustache: true,
                partials: partials
                    .map(|(name, text)| (name.clone(), text.as_str().unwrap_or_default().to_owned()))
                    .collect(),
                ..Case::default()
            });
        }
    }
    Ok(cases)
}
