//! Reads a project file; what is wrong in it is found with its place.

use super::{Assignment, Project, Rule, TestTable, source};
use crate::files;
use crate::settings::{SETTINGS, Setting, Settings, unknown};
use crate::source::{Source, Sourced};
use globset::GlobBuilder;
use itl_eval::{Code, Diagnostic, Span};
use serde_json::Value;
use std::ops::Range;
use std::path::{Path, PathBuf};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The tables of a project file.
const TABLES: &[&str] = &["templates", "test"];

/// Reads a project file in `folder`. What can be read is, whatever else is wrong.
pub(super) fn file(path: &Path, folder: PathBuf, absolute: PathBuf) -> Project {
    let mut project = Project {
        source: source(path, ""),
        folder,
        absolute,
        base: Vec::new(),
        rules: Vec::new(),
        test: TestTable::default(),
        problems: Vec::new(),
    };
    let text = match files::try_bytes(&path.display().to_string()) {
        Ok(bytes) => match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                project.problems.push(files::not_utf8(&path.display().to_string(), error.as_bytes(), at));
                return project;
            }
        },
        Err(message) => {
            project.problems.push(files::unreadable(&path.display().to_string(), &message));
            return project;
        }
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    project.source = source(path, text);
    let mut reader = Reader { source: project.source.clone(), project };
    let (document, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        reader.problem(error.span().unwrap_or_default(), format!("this is not TOML: {}", error.message()), None);
    }
    reader.document(document.get_ref());
    reader.project
}

struct Reader {
    source: Source,
    project: Project,
}

impl Reader {
    fn problem(&mut self, at: Range<usize>, message: String, help: Option<String>) {
        let mut diagnostic = Diagnostic::new(Code::InvalidProject, Span::new(at.start, at.end), message);
        diagnostic.help = help;
        self.project.problems.push(Sourced { ..self.source.finding(diagnostic) });
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
    fn globs(&mut self, value: &Spanned<DeValue<'_>>) -> Vec<globset::GlobMatcher> {
        let mut globs = Vec::new();
        for (glob, at) in self.texts(value) {
            // A folder stands for all that is in it, as on the command line.
            let plain = glob.trim_start_matches("./").trim_end_matches('/');
            let within = if plain.is_empty() || plain == "." { "**".to_owned() } else { format!("{plain}/**") };
            for glob in [plain, &within] {
                match GlobBuilder::new(glob).literal_separator(true).build() {
                    Ok(glob) => globs.push(glob.compile_matcher()),
                    Err(error) => {
                        self.problem(at.clone(), format!("this is not a glob: {}", error.kind()), None);
                        break;
                    }
                }
            }
        }
        globs
    }

    /// A text, or the texts of a list, each with its place.
    fn texts(&mut self, value: &Spanned<DeValue<'_>>) -> Vec<(String, Range<usize>)> {
        match value.get_ref() {
            DeValue::String(one) => return vec![(one.to_string(), value.span())],
            DeValue::Array(all) => {
                let texts: Option<Vec<_>> = all
                    .iter()
                    .map(|one| match one.get_ref() {
                        DeValue::String(text) => Some((text.to_string(), one.span())),
                        _ => None,
                    })
                    .collect();
                if let Some(texts) = texts {
                    return texts;
                }
            }
            _ => {}
        }
        self.problem(value.span(), "write a text or a list of texts".to_owned(), None);
        Vec::new()
    }

    /// A setting whose value can be read; `others` are the keys that the table has besides.
    fn setting(
        &mut self,
        key: &Spanned<std::borrow::Cow<'_, str>>,
        value: &Spanned<DeValue<'_>>,
        others: &[&str],
    ) -> Option<Assignment> {
        let name = &**key.get_ref();
        let Some(setting) = Setting::named(name) else {
            let known: Vec<&str> = SETTINGS.iter().map(|setting| setting.name).chain(others.iter().copied()).collect();
            self.problem(key.span(), unknown("key", name, &known), None);
            return None;
        };
        let json = json(value.get_ref());
        match setting.read(&mut Settings::default(), &json, &self.project.folder) {
            Ok(()) => {
                let names = if setting.name == "allow" { self.texts(value) } else { Vec::new() };
                let place =
                    |(name, at): (String, Range<usize>)| Some((Code::from_id(&name)?, Span::new(at.start, at.end)));
                Some(Assignment {
                    name: setting.name,
                    value: json,
                    allows: names.into_iter().filter_map(place).collect(),
                })
            }
            Err(message) => {
                self.problem(value.span(), format!("{name}: {message}"), None);
                None
            }
        }
    }

    fn test(&mut self, value: &Spanned<DeValue<'_>>) {
        let DeValue::Table(table) = value.get_ref() else {
            return self.problem(value.span(), "write a [test] table".to_owned(), None);
        };
        for (key, value) in table {
            match &**key.get_ref() {
                "files" => {
                    let files = self.texts(value).into_iter().map(|(file, _)| file).collect();
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

/// A TOML value as JSON; dates are their texts.
fn json(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => Value::String(text.to_string()),
        DeValue::Integer(number) => {
            i64::from_str_radix(number.as_str(), number.radix()).map_or(Value::Null, Value::from)
        }
        DeValue::Float(number) => number.as_str().parse::<f64>().map_or(Value::Null, Value::from),
        DeValue::Boolean(truth) => Value::Bool(*truth),
        DeValue::Datetime(date) => Value::String(date.to_string()),
        DeValue::Array(items) => items.iter().map(|item| json(item.get_ref())).collect(),
        DeValue::Table(table) => {
            table.iter().map(|(key, value)| (key.get_ref().to_string(), json(value.get_ref()))).collect()
        }
    }
}
