//! The project file `itl.toml`: settings for all templates below its folder, and for those that
//! match a glob.
//!
//! Only the command reads files, so this is a part of it and no crate of its own; what it reads is
//! laid under the flags of every command.

mod read;
#[cfg(feature = "playground")]
pub(crate) mod works;

use crate::check::Checked;
use crate::outcome::CliError;
use crate::report::human;
use crate::settings::Settings;
use crate::source::{Source, Sourced};
use globset::GlobSet;
use itl_eval::{Code, Diagnostic, Span};
use serde_json::Value;
use std::collections::{HashMap, HashSet};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// The name of project files.
pub(crate) const FILE_NAME: &str = "itl.toml";

/// A project file as read.
#[derive(Debug)]
pub(crate) struct Project {
    /// The file's own text, for findings about it.
    source: Source,
    /// Its folder, as the command line would name it; empty for the current one.
    pub(crate) folder: PathBuf,
    /// The same folder from the root on.
    absolute: PathBuf,
    /// Settings of all templates.
    base: Vec<Assignment>,
    /// Settings of some, later ones over earlier ones.
    rules: Vec<Rule>,
    /// What `itl test` takes from it.
    pub(crate) test: TestTable,
    /// What is wrong with it.
    pub(crate) problems: Vec<Sourced>,
}

/// A setting and its value, which was read once without complaint.
#[derive(Debug)]
struct Assignment {
    name: &'static str,
    value: Value,
    /// The warnings that it allows, with their places.
    allows: Vec<(Code, Span)>,
}

/// A `[[templates]]` table.
#[derive(Debug)]
struct Rule {
    files: Vec<GlobSet>,
    settings: Vec<Assignment>,
}

/// The `[test]` table.
#[derive(Clone, Debug, Default)]
pub(crate) struct TestTable {
    /// Where test files lie, seen from the project's folder.
    pub(crate) files: Vec<String>,
    /// The least coverage, in percent.
    pub(crate) fail_under: Option<f64>,
}

impl Project {
    /// The settings of a template, or those of none in particular.
    pub(crate) fn settings(&self, template: Option<&Path>) -> Settings {
        let mut settings = Settings::default();
        let within = template.and_then(|path| self.within(path));
        let matching =
            |rule: &&Rule| within.as_ref().is_some_and(|path| rule.files.iter().any(|files| files.is_match(path)));
        let rules = self.rules.iter().filter(matching).flat_map(|rule| &rule.settings);
        for assignment in self.base.iter().chain(rules) {
            assignment.apply(&mut settings, &self.folder);
        }
        settings
    }
}

impl Project {
    /// What its allowances silence of none of its templates, where one of them could have had it.
    fn idle_allowances(&self, checked: &[Checked]) -> Vec<Sourced> {
        let own: Vec<(&Checked, String)> =
            checked.iter().filter_map(|one| Some((one, self.within(Path::new(&one.path))?))).collect();
        let everywhere = |_: &str| true;
        let mut found = Vec::new();
        let mut look = |assignments: &[Assignment], applies: &dyn Fn(&str) -> bool| {
            for (code, span) in assignments.iter().flat_map(|assignment| &assignment.allows) {
                let mut templates = own.iter().filter(|(_, path)| applies(path)).map(|(checked, _)| checked).peekable();
                let none = templates.peek().is_none();
                let (used, could) = templates.fold((false, false), |(used, could), checked| {
                    (used || checked.silenced(*code), could || checked.could_find(*code))
                });
                if !used && (could || none) {
                    let message = format!("no template that this is for has {code}, so this allows nothing");
                    let useless = Diagnostic::new(Code::UselessAllow, *span, message).help("remove it");
                    found.push(self.source.finding(useless));
                }
            }
        };
        look(&self.base, &everywhere);
        for rule in &self.rules {
            look(&rule.settings, &|path| rule.files.iter().any(|files| files.is_match(path)));
        }
        found
    }

    /// A path seen from the project's folder, with slashes; `None` outside of it.
    fn within(&self, path: &Path) -> Option<String> {
        let path = absolute(path);
        path.strip_prefix(&self.absolute).ok().map(|path| path.to_string_lossy().replace('\\', "/"))
    }

    /// All samples that it names, each once.
    pub(crate) fn all_samples(&self) -> Vec<String> {
        let mut known = HashSet::new();
        let named = |assignments: &[Assignment]| {
            let mut settings = Settings::default();
            for assignment in assignments {
                assignment.apply(&mut settings, &self.folder);
            }
            settings.samples
        };
        let lists = std::iter::once(&self.base).chain(self.rules.iter().map(|rule| &rule.settings));
        lists.flat_map(|list| named(list)).filter(|sample| known.insert(sample.clone())).collect()
    }
}

impl Assignment {
    fn apply(&self, settings: &mut Settings, folder: &Path) {
        if let Some(setting) = crate::settings::Setting::named(self.name) {
            // It was read once already, when the file was.
            let _ = setting.read(settings, &self.value, folder);
        }
    }
}

/// The project files of the templates of a command; each is read once.
#[derive(Default)]
pub(crate) struct Projects {
    known: HashMap<PathBuf, Option<Arc<Project>>>,
    /// What was wrong with files, not reported yet.
    problems: Vec<Sourced>,
}

impl Projects {
    /// The project of a file: the nearest `itl.toml` in its folder or above. Without a file the
    /// current folder's.
    pub(crate) fn of(&mut self, file: Option<&str>) -> Option<Arc<Project>> {
        let file = file.filter(|file| *file != "-");
        let folder = file.map_or(Path::new(""), |file| Path::new(file).parent().unwrap_or(Path::new("")));
        self.above(folder)
    }

    /// Whether a folder belongs to a project.
    #[cfg(feature = "playground")]
    pub(crate) fn has(&mut self, folder: &Path) -> bool {
        self.above(folder).is_some()
    }

    /// The project of a folder.
    pub(crate) fn above(&mut self, folder: &Path) -> Option<Arc<Project>> {
        if let Some(known) = self.known.get(folder) {
            return known.clone();
        }
        let file = folder.join(FILE_NAME);
        let project = if file.is_file() {
            let project = read::file(&file, folder.to_owned(), absolute(folder));
            self.problems.extend(project.problems.iter().cloned());
            Some(Arc::new(project))
        } else {
            parent(folder).and_then(|parent| self.above(&parent))
        };
        self.known.insert(folder.to_owned(), project.clone());
        project
    }

    /// The settings of a template: those of its project, or none.
    pub(crate) fn settings(&mut self, template: Option<&str>) -> Settings {
        let path = template.filter(|path| *path != "-").map(Path::new);
        self.of(template).map_or_else(Settings::default, |project| project.settings(path))
    }

    /// What allowances of the projects silence nothing of the templates that were checked.
    pub(crate) fn idle_allowances(&self, checked: &[Checked]) -> Vec<Sourced> {
        let mut files: Vec<&Arc<Project>> = self.known.values().flatten().collect();
        files.sort_by(|a, b| a.folder.cmp(&b.folder));
        files.dedup_by(|a, b| Arc::ptr_eq(a, b));
        files.into_iter().flat_map(|project| project.idle_allowances(checked)).collect()
    }

    /// What was wrong with project files since the last call.
    pub(crate) fn take_problems(&mut self) -> Vec<Sourced> {
        std::mem::take(&mut self.problems)
    }

    /// Ends a command whose project file has mistakes: it would do something else than was meant.
    pub(crate) fn refuse_mistakes(&mut self) -> Result<(), CliError> {
        let problems = self.take_problems();
        let Some(first) = problems.first() else { return Ok(()) };
        human::draw_all(&problems, human::IN_CHECK);
        Err(CliError::usage(format!("{} has mistakes", first.file)))
    }
}

/// The settings of a template of a command that works on one: its project's. A project file with
/// mistakes ends the command.
pub(crate) fn settings_of(template: Option<&str>) -> Result<Settings, CliError> {
    let mut projects = Projects::default();
    let settings = projects.settings(template);
    projects.refuse_mistakes()?;
    Ok(settings)
}

/// The folder above, as the command line would name it; `None` above the root.
fn parent(folder: &Path) -> Option<PathBuf> {
    /// Folders above the current one that are looked at.
    const MAX_UP: usize = 64;
    let climbs = folder.components().all(|part| matches!(part, Component::ParentDir | Component::CurDir));
    if !climbs {
        return folder.parent().map(Path::to_owned);
    }
    let up = folder.join("..");
    let at_root = absolute(folder) == absolute(&up);
    (!at_root && folder.components().count() < MAX_UP).then_some(up)
}

/// A path from the root on, with `.` and `..` resolved by name.
fn absolute(path: &Path) -> PathBuf {
    let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    let full = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut out = PathBuf::new();
    for part in full.components() {
        match part {
            Component::ParentDir => {
                out.pop();
            }
            Component::CurDir => {}
            part => out.push(part),
        }
    }
    out
}
