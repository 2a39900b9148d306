//! Reads a project file.

use super::{Assignment, Project, Rule, TestTable};
use crate::files::{self, MAX_GLOBS};
use crate::settings::{Setting, unknown};
use crate::tables::{Key, Tables, json};
use globset::GlobSet;
use itl_eval::{Code, Span};
use std::ops::Range;
use std::path::{Path, PathBuf};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The tables of a project file.
const TABLES: &[&str] = &["templates", "test"];

/// Reads a project file in `folder`. What can be read is, whatever else is wrong.
pub(super) fn file(path: &Path, folder: PathBuf, absolute: PathBuf) -> Project {
    let mut tables = Tables::open(path);
    let text = tables.source.text.clone();
    let document = tables.document(&text);
    let mut project = Project {
        source: tables.source.clone(),
        folder,
        absolute,
        base: Vec::new(),
        rules: Vec::new(),
        test: TestTable::default(),
        problems: Vec::new(),
    };
    let mut reader = Reader { tables, globs: 0, glob_bytes: 0, project: &mut project };
    reader.document(document.get_ref());
    let Reader { tables, .. } = reader;
    project.problems = tables.problems;
    project
}

/// The most bytes of all globs together: compiled they take hundreds of times as much.
const MAX_GLOB_BYTES: usize = 128 << 10;

struct Reader<'p> {
    tables: Tables,
    /// Globs that were read, and their bytes.
    globs: usize,
    glob_bytes: usize,
    project: &'p mut Project,
}

impl Reader<'_> {
    fn problem(&mut self, at: Range<usize>, message: String, help: Option<String>) {
        self.tables.problem(at, message, help);
    }

    fn document(&mut self, document: &DeTable<'_>) {
        for (key, value) in document {
            match &**key.get_ref() {
                "templates" => self.templates(value),
                "test" => self.test(value),
                _ => {
                    if let Some(assignment) = self.setting(key, value, TABLES) {
                        self.project.base.push(assignment);
                    }
                }
            }
        }
    }

    fn templates(&mut self, tables: &Spanned<DeValue<'_>>) {
        let DeValue::Array(list) = tables.get_ref() else {
            let help = "each [[templates]] table names files and their settings".to_owned();
            return self.problem(tables.span(), "write [[templates]], with two brackets".to_owned(), Some(help));
        };
        for table in list {
            if self.project.rules.len() == MAX_GLOBS {
                let message = format!("a project file holds at most {MAX_GLOBS} [[templates]] tables");
                return self.problem(table.span(), message, None);
            }
            match table.get_ref() {
                DeValue::Table(rule) => self.rule(rule, table.span()),
                _ => self.problem(table.span(), "each of templates is a table".to_owned(), None),
            }
        }
    }

    fn rule(&mut self, table: &DeTable<'_>, at: Range<usize>) {
        let mut rule = Rule { files: Vec::new(), settings: Vec::new() };
        let mut named = false;
        for (key, value) in table {
            if key.get_ref() == "files" {
                named = true;
                rule.files = self.globs(value);
            } else if let Some(assignment) = self.setting(key, value, &["files"]) {
                rule.settings.push(assignment);
            }
        }
        if !named {
            let help = "for all templates, write the settings before the first table".to_owned();
            self.problem(at, "this table names no files".to_owned(), Some(help));
        }
        self.project.rules.push(rule);
    }

    /// The globs of a `files` value.
    fn globs(&mut self, value: &Spanned<DeValue<'_>>) -> Vec<GlobSet> {
        let mut globs = Vec::new();
        for (glob, at) in self.tables.texts(value) {
            if self.globs == MAX_GLOBS {
                self.problem(at, format!("a project file holds at most {MAX_GLOBS} globs"), None);
                break;
            }
            self.globs += 1;
            self.glob_bytes += glob.len();
            if self.glob_bytes > MAX_GLOB_BYTES {
                self.problem(at, format!("the globs of a project file hold at most {MAX_GLOB_BYTES} bytes"), None);
                break;
            }
            // A folder stands for all that is in it, as on the command line.
            let plain = glob.trim_start_matches("./").trim_end_matches('/');
            let within = if plain.is_empty() || plain == "." { "**".to_owned() } else { format!("{plain}/**") };
            for glob in [plain, &within] {
                match files::compile(glob) {
                    Ok(glob) => globs.push(glob),
                    Err(error) => {
                        self.problem(at.clone(), format!("this is not a glob: {error}"), None);
                        break;
                    }
                }
            }
        }
        globs
    }

    /// A setting whose value can be read; `others` are the keys that the table has besides.
    fn setting(&mut self, key: &Key<'_>, value: &Spanned<DeValue<'_>>, others: &[&str]) -> Option<Assignment> {
        let every = |_: &Setting| true;
        let (setting, json) = self.tables.setting(key, value, &self.project.folder, others, every)?;
        let names = if setting.name == "allow" { self.tables.texts(value) } else { Vec::new() };
        let place = |(name, at): (String, Range<usize>)| Some((Code::from_id(&name)?, Span::new(at.start, at.end)));
        Some(Assignment { name: setting.name, value: json, allows: names.into_iter().filter_map(place).collect() })
    }

    fn test(&mut self, value: &Spanned<DeValue<'_>>) {
        let DeValue::Table(table) = value.get_ref() else {
            return self.problem(value.span(), "write a [test] table".to_owned(), None);
        };
        for (key, value) in table {
            match &**key.get_ref() {
                "files" => {
                    let files = self.tables.texts(value).into_iter().map(|(file, _)| file).collect();
                    self.project.test.files = files;
                }
                "fail_under" => match json(value.get_ref()).as_f64().filter(|least| (0.0..=100.0).contains(least)) {
                    Some(least) => self.project.test.fail_under = Some(least),
                    None => self.problem(value.span(), "write a percentage from 0 to 100".to_owned(), None),
                },
                name => self.problem(key.span(), unknown("key", name, &["files", "fail_under"]), None),
            }
        }
    }
}
