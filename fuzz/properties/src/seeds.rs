//! The inputs that a target begins with: those committed beside it, and the cases of the corpus.

use crate::input::{Field, Input};
use crate::mutate::Main;
use crate::targets::Target;
use spec_tests::{Case, cases_folder, load};
use std::path::{Path, PathBuf};

/// A folder beside this crate, such as `seeds` or `regressions`.
pub fn folder(kind: &str, target: &Target) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(kind).join(target.name)
}

/// The inputs of a folder with their names, in the order of those; none where there is no folder.
///
/// # Errors
/// Names the file that cannot be read.
pub fn inputs(folder: &Path) -> Result<Vec<(String, Vec<u8>)>, String> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Ok(Vec::new()) };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    let read = |path: &PathBuf| {
        let bytes = std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
        Ok((path.display().to_string(), bytes))
    };
    paths.iter().map(read).collect()
}

/// The cases of the corpus as inputs, for targets whose inputs are templates.
///
/// # Errors
/// Names the file that is no case file.
pub fn of_cases(target: &Target) -> Result<Vec<(String, Vec<u8>)>, String> {
    if target.main != Main::Template {
        return Ok(Vec::new());
    }
    let files = load(&cases_folder())?;
    let cases = files.iter().flat_map(|(file, cases)| cases.cases.iter().map(move |case| (file, case)));
    Ok(cases.map(|(file, case)| (format!("{file}: {}", case.name), input(case).write())).collect())
}

/// A case as an input.
fn input(case: &Case) -> Input {
    let mut fields = vec![Field::new("json", "", case.payload().as_bytes())];
    if case.dialect.as_deref() == Some("mustache") {
        fields.push(Field::new("mustache", "", b""));
    }
    fields.extend(case.partials.iter().map(|(name, text)| Field::new("partial", name, text.as_bytes())));
    let options = &case.options;
    let named = [("escape", &options.escape), ("zone", &options.timezone), ("on-error", &options.on_error)];
    fields.extend(named.into_iter().filter_map(|(name, value)| Some(Field::new(name, value.as_deref()?, b""))));
    let now = options.now.map(|now| Field::new("now", &now.to_string(), b""));
    let chars = options.max_chars.map(|limit| Field::new("budget", &limit.to_string(), b""));
    let bytes = options.max_bytes.map(|limit| Field::new("budget", &format!("{limit} bytes"), b""));
    fields.extend([now, chars, bytes].into_iter().flatten());
    Input { main: case.template.clone().into_bytes(), fields }
}
