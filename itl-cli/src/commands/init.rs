//! `itl init`

use crate::files::{self, TEMPLATES, find};
use crate::outcome::{CliError, CliResult, Outcome, print};
use crate::project::FILE_NAME;
use crate::report::{human, plural};
use crate::test::TEST_FILES;
use clap::{Args, ValueEnum};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
#[command(
    after_help = "Writes itl.toml with a table for each folder of templates, with the samples, the schema and the
partials that lie beside them. An itl.toml that is there already is left alone.

Examples:
  itl init
  itl init templates/
  itl init --schema > itl.schema.json
  itl init --schema=alert-source > alert-source.schema.json"
)]
pub(crate) struct InitArgs {
    /// The project's folder [default: the current one]
    pub(crate) folder: Option<PathBuf>,
    /// Print a JSON Schema instead, for editors: of itl.toml, or with =alert-source of alert sources in YAML
    #[arg(long, value_enum, value_name = "WHAT", num_args = 0..=1, require_equals = true,
          default_missing_value = "project", hide_possible_values = true)]
    pub(crate) schema: Option<Schema>,
}

/// A schema that the command prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Schema {
    Project,
    AlertSource,
}

/// The JSON Schema of project files.
pub(crate) const SCHEMA: &str = include_str!("../../schema/itl.schema.json");

pub(crate) fn run(args: &InitArgs) -> CliResult {
    if let Some(schema) = args.schema {
        print(match schema {
            Schema::Project => SCHEMA,
            Schema::AlertSource => itl_alert::SOURCE_SCHEMA,
        })?;
        return Ok(Outcome::Fine);
    }
    let folder = args.folder.clone().unwrap_or_default();
    let shown = if folder.as_os_str().is_empty() { Path::new(".") } else { &folder };
    if !shown.is_dir() {
        return Err(CliError::usage(format!("cannot write into {}: there is no such folder", shown.display())));
    }
    let path = folder.join(FILE_NAME);
    if path.exists() {
        return Err(CliError::usage(format!("{} is there already", path.display())));
    }
    let found = Found::in_folder(shown);
    files::create(&path.display().to_string(), found.project().as_bytes())?;
    let templates = found.templates.values().map(BTreeSet::len).sum();
    human::say(&format!("wrote {}: {} found", path.display(), plural(templates, "template")));
    Ok(Outcome::Fine)
}

/// What a folder holds, by paths seen from it with slashes.
#[derive(Default)]
struct Found {
    /// Names of templates by their folder.
    templates: BTreeMap<String, BTreeSet<String>>,
    /// Folders of payloads.
    samples: BTreeSet<String>,
    schemas: BTreeSet<String>,
    tests: BTreeSet<String>,
}

impl Found {
    fn in_folder(root: &Path) -> Self {
        let mut found = Self::default();
        let arg = [root.display().to_string()];
        let within = |file: &str| {
            let path = Path::new(file);
            let path = path.strip_prefix(root).unwrap_or(path);
            (folder_of(path), path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default())
        };
        let data = [".json", ".yaml", ".yml"];
        let has_ending = |file: &str, endings: &[&str]| endings.iter().any(|ending| file.ends_with(ending));
        // All in one search: a folder may hold a hundred thousand others.
        for file in find(&arg, &[TEMPLATES, &data].concat()).files {
            let (folder, name) = within(&file);
            if has_ending(&file, TEMPLATES) {
                found.templates.entry(folder).or_default().insert(name);
                continue;
            }
            if has_ending(&file, TEST_FILES) {
                found.tests.insert(folder.clone());
            }
            if name.ends_with(".schema.json") {
                found.schemas.insert(join(&folder, &name));
            } else if last(&folder).is_some_and(|name| ["samples", "payloads"].contains(&name)) {
                found.samples.insert(folder);
            }
        }
        found
    }

    /// The text of a project file.
    fn project(&self) -> String {
        let mut out = String::from(HEAD);
        let partials = self.templates.keys().find(|folder| last(folder) == Some("partials"));
        if let Some(partials) = partials {
            let _ = writeln!(out, "partials = {partials:?}");
        }
        for folder in self.templates.keys().filter(|folder| Some(*folder) != partials) {
            let glob = if folder.is_empty() { "*".to_owned() } else { format!("{folder}/*") };
            let _ = write!(out, "\n[[templates]]\nfiles = {glob:?}\n");
            // What lies beside the templates or above them.
            let near = |known: &&String| {
                let parent = Path::new(known.as_str()).parent().map(folder_text).unwrap_or_default();
                parent.is_empty() || *folder == parent || folder.starts_with(&format!("{parent}/"))
            };
            if let Some(schema) = self.schemas.iter().rfind(near) {
                let _ = writeln!(out, "schema = {schema:?}");
            } else if let Some(samples) = self.samples.iter().rfind(near) {
                let _ = writeln!(out, "samples = {:?}", format!("{samples}/*"));
            }
            if let Some(escape) = self.escape(folder) {
                let _ = writeln!(out, "escape = {escape:?}");
            }
        }
        if !self.tests.is_empty() {
            let folders: Vec<&str> =
                self.tests.iter().map(|folder| if folder.is_empty() { "." } else { folder.as_str() }).collect();
            let _ = write!(out, "\n[test]\nfiles = {folders:?}\n");
        }
        out
    }

    /// The output format of a folder whose templates all write JSON, by their names.
    fn escape(&self, folder: &str) -> Option<&'static str> {
        let names = self.templates.get(folder)?;
        let json = |name: &String| name.strip_suffix(".itl").is_some_and(|name| files::ends_with(name, &["json"]));
        (!names.is_empty() && names.iter().all(json)).then_some("json")
    }
}

const HEAD: &str = "# What holds for templates until a flag of the command says otherwise.
# `itl init --schema` prints the JSON Schema of this file.

# timezone = \"Europe/Berlin\"
# deny = \"warnings\"
";

fn folder_of(path: &Path) -> String {
    path.parent().map(folder_text).unwrap_or_default()
}

fn folder_text(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

fn last(folder: &str) -> Option<&str> {
    folder.rsplit('/').next()
}

fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}
