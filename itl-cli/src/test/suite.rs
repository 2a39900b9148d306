//! Reads a test file.

use crate::data;
use crate::files;
use crate::project::Projects;
use crate::settings::{SETTINGS, Setting, Settings, named_file, path, unknown};
use crate::source::{Source, Sourced};
use itl_eval::{Code, Diagnostic, Span};
use itl_regex::Regex;
use serde_json::{Map, Value};
use std::path::{Path, PathBuf};

/// The cases of a file and the template that they test.
#[derive(Debug)]
pub(crate) struct Suite {
    /// The file, as people call it.
    pub(crate) file: String,
    /// Its folder, which paths are seen from.
    pub(crate) folder: PathBuf,
    pub(crate) template: TemplateRef,
    pub(crate) cases: Vec<Case>,
}

/// Where a suite's template stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum TemplateRef {
    File(String),
    Inline(String),
}

/// One case.
#[derive(Debug)]
pub(crate) struct Case {
    pub(crate) name: String,
    /// Its line in the file, from 1.
    pub(crate) line: usize,
    /// What the template is compiled and rendered with.
    pub(crate) settings: Settings,
    pub(crate) kind: Kind,
}

/// What a case renders.
#[derive(Debug)]
pub(crate) enum Kind {
    /// Each payload by itself, to the same expectations.
    Message { payloads: Vec<PayloadRef>, expect: Box<Expect> },
    /// Payloads whose texts are all equal, or all different.
    Keys { payloads: Vec<PayloadRef>, same: bool },
}

/// A payload of a case.
#[derive(Clone, Debug)]
pub(crate) enum PayloadRef {
    File(String),
    Inline(Value),
}

/// A pattern, in the dialect of templates.
#[derive(Debug)]
pub(crate) struct Pattern {
    pub(crate) text: String,
    pub(crate) regex: Regex,
}

/// A pattern may take as many bytes when it is compiled, as in templates.
const MAX_PATTERN_BYTES: usize = 16 << 20;

/// What is expected of a text; what is `None` or empty is not looked at.
#[derive(Debug, Default)]
pub(crate) struct Expect {
    pub(crate) text: Option<String>,
    pub(crate) file: Option<String>,
    pub(crate) snapshot: Option<String>,
    pub(crate) contains: Vec<String>,
    pub(crate) lacks: Vec<String>,
    pub(crate) matches: Vec<Pattern>,
    /// Whether the text is JSON, or the JSON that it is.
    pub(crate) json: Option<Value>,
    pub(crate) max_chars: Option<usize>,
    pub(crate) max_bytes: Option<usize>,
    pub(crate) warnings: Option<Vec<Code>>,
    pub(crate) errors: Option<Vec<Code>>,
}

/// The keys of a file, without those of [`SETTINGS`].
const SUITE_KEYS: &[&str] = &["template", "inline", "options", "cases"];
/// The keys of a case, without those of [`SETTINGS`].
const CASE_KEYS: &[&str] = &[
    "name",
    "data",
    "expect",
    "expect_file",
    "snapshot",
    "contains",
    "lacks",
    "matches",
    "json",
    "max_chars",
    "max_bytes",
    "warnings",
    "errors",
    "same_key",
    "different_key",
    "options",
];

const EXPECTS_NOTHING: &str = "the case expects nothing";

/// Reads a test file; what is wrong in it is found with its line.
pub(crate) fn read(file: &str, projects: &mut Projects) -> Result<Suite, Vec<Sourced>> {
    let bytes = files::try_bytes(file).map_err(|message| vec![files::unreadable(file, &message)])?;
    let name = files::shown(file);
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            return Err(vec![files::not_utf8(&name, error.as_bytes(), at)]);
        }
    };
    let value = data::yaml_value(&name, &text).map_err(|mut problem| {
        problem.diagnostic.code = Code::InvalidTest;
        problem.diagnostic.help = None;
        problem.diagnostic.message = problem.diagnostic.message.replace("the payload", "the test file");
        vec![*problem]
    })?;
    let folder = Path::new(file).parent().unwrap_or(Path::new("")).to_owned();
    let source = Source { name: name.as_str().into(), text: text.as_str().into(), marked: false };
    let mut reader = Reader { source, lines: data::yaml_lines(&text, "cases"), problems: Vec::new(), folder };
    let suite = reader.suite(&name, &value, projects);
    match suite {
        Some(suite) if reader.problems.is_empty() => Ok(suite),
        _ => Err(reader.problems),
    }
}

struct Reader {
    source: Source,
    /// The lines at which cases begin.
    lines: Vec<usize>,
    problems: Vec<Sourced>,
    folder: PathBuf,
}

impl Reader {
    /// Notes what is wrong in a line.
    /// Whether no more problems are kept: nobody reads on, and to find the line of each takes time.
    fn is_full(&self) -> bool {
        const MAX_PROBLEMS: usize = 100;
        self.problems.len() == MAX_PROBLEMS
    }

    fn problem(&mut self, line: usize, message: String) {
        if self.is_full() {
            return;
        }
        let text = &self.source.text;
        let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
        let shown = text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
        let indent = shown.len() - shown.trim_start().len();
        let span = Span::new(start + indent, start + shown.trim_end().len().max(indent));
        let diagnostic = Diagnostic::new(Code::InvalidTest, span, message);
        self.problems.push(self.source.finding(diagnostic));
    }

    /// The line of a key at or after `from`, before the next case; `from` where it is not found on a line of its own.
    fn line_of(&self, key: &str, from: usize) -> usize {
        if self.is_full() {
            return from;
        }
        let end = self.lines.iter().copied().find(|line| *line > from).unwrap_or(usize::MAX);
        let lines = self.source.text.lines().enumerate().map(|(at, line)| (at + 1, line));
        let mut own = lines.skip(from.saturating_sub(1)).take_while(|(number, _)| *number < end);
        let is_it = |line: &str| {
            let line = line.trim_start().trim_start_matches("- ").trim_start().trim_start_matches(['"', '\'']);
            line.strip_prefix(key)
                .is_some_and(|rest| rest.trim_start_matches(['"', '\'']).trim_start().starts_with(':'))
        };
        own.find(|(_, line)| is_it(line)).map_or(from, |(number, _)| number)
    }

    fn suite(&mut self, file: &str, value: &Value, projects: &mut Projects) -> Option<Suite> {
        let Value::Object(map) = value else {
            self.problem(1, "a test file is a mapping with template and cases".to_owned());
            return None;
        };
        let template = match (map.get("template"), map.get("inline")) {
            (Some(Value::String(name)), None) => match named_file(&self.folder, name) {
                Ok(path) => TemplateRef::File(path),
                Err(message) => {
                    self.problem(1, message);
                    return None;
                }
            },
            (None, Some(Value::String(text))) => TemplateRef::Inline(text.clone()),
            _ => {
                self.problem(1, "write either template, a file, or inline, a text".to_owned());
                return None;
            }
        };
        let settings = match &template {
            TemplateRef::File(path) => projects.settings(Some(path)),
            TemplateRef::Inline(_) => {
                projects.above(&self.folder).map_or_else(Settings::default, |project| project.settings(None))
            }
        };
        let settings = self.settings(settings, map, SUITE_KEYS, 1);
        let Some(Value::Array(list)) = map.get("cases") else {
            self.problem(1, "write cases, a list".to_owned());
            return None;
        };
        let lines = self.lines.clone();
        let numbered = list.iter().enumerate().map(|(at, case)| (lines.get(at).copied().unwrap_or(1), case));
        let cases: Vec<Case> = numbered.filter_map(|(line, case)| self.case(line, case, &settings)).collect();
        if list.is_empty() {
            self.problem(1, "there are no cases".to_owned());
        }
        Some(Suite { file: file.to_owned(), folder: self.folder.clone(), template, cases })
    }

    /// Reads the settings that stand in a mapping and in its `options`; complains about other keys.
    fn settings(&mut self, mut settings: Settings, map: &Map<String, Value>, keys: &[&str], line: usize) -> Settings {
        let mut read = |this: &mut Self, key: &str, value: &Value, keys: &[&str]| {
            if keys.contains(&key) {
                return;
            }
            let result = match Setting::named(key).filter(|setting| setting.in_tests) {
                Some(setting) => {
                    setting.read(&mut settings, value, &this.folder).map_err(|message| format!("{key}: {message}"))
                }
                None => {
                    let options = SETTINGS.iter().filter(|setting| setting.in_tests).map(|setting| setting.name);
                    let known: Vec<&str> = keys.iter().copied().chain(options).collect();
                    Err(unknown("key", key, &known))
                }
            };
            if let Err(message) = result {
                this.problem(this.line_of(key, line), message);
            }
        };
        for (key, value) in map {
            read(self, key, value, keys);
        }
        match map.get("options") {
            Some(Value::Object(options)) => {
                for (key, value) in options {
                    read(self, key, value, &[]);
                }
            }
            Some(_) => self.problem(line, "options is a mapping".to_owned()),
            None => {}
        }
        settings
    }

    fn case(&mut self, line: usize, value: &Value, settings: &Settings) -> Option<Case> {
        let Value::Object(map) = value else {
            self.problem(line, "a case is a mapping".to_owned());
            return None;
        };
        let known = self.problems.len();
        let settings = self.settings(settings.clone(), map, CASE_KEYS, line);
        let is_misspelt = self.problems.len() > known;
        let name = match map.get("name") {
            Some(Value::String(name)) => name.clone(),
            Some(Value::Number(number)) => number.to_string(),
            _ => format!("line {line}"),
        };
        let kind = match self.kind(map) {
            Ok(kind) => kind,
            // What it expects may stand under a key that is misspelt.
            Err(message) if is_misspelt && message.starts_with(EXPECTS_NOTHING) => return None,
            Err(message) => {
                self.problem(line, message);
                return None;
            }
        };
        Some(Case { name, line, settings, kind })
    }

    fn kind(&self, map: &Map<String, Value>) -> Result<Kind, String> {
        let keys = [("same_key", true), ("different_key", false)];
        let mut given = keys.into_iter().filter_map(|(name, same)| Some((name, same, map.get(name)?)));
        if let Some((name, same, value)) = given.next() {
            if given.next().is_some() || map.contains_key("data") || map.contains_key("expect") {
                return Err(format!("{name} stands alone, without data and without expectations"));
            }
            let payloads = self.payloads(value)?;
            if payloads.len() < 2 {
                return Err(format!("{name} takes at least two payloads"));
            }
            return Ok(Kind::Keys { payloads, same });
        }
        let payloads = map
            .get("data")
            .map_or_else(|| Ok(vec![PayloadRef::Inline(Value::Object(Map::new()))]), |value| self.payloads(value))?;
        Ok(Kind::Message { payloads, expect: Box::new(self.expect(map)?) })
    }

    /// One payload, or those of a list: files, or mappings with the payload itself.
    fn payloads(&self, value: &Value) -> Result<Vec<PayloadRef>, String> {
        let one = |value: &Value| match value {
            Value::String(file) => Ok(PayloadRef::File(named_file(&self.folder, file)?)),
            Value::Object(_) => Ok(PayloadRef::Inline(value.clone())),
            _ => Err("data is a file, a mapping, or a list of these".to_owned()),
        };
        match value {
            Value::Array(all) if all.is_empty() => Err("the list of payloads is empty".to_owned()),
            Value::Array(all) => all.iter().map(one).collect(),
            value => Ok(vec![one(value)?]),
        }
    }

    fn expect(&self, map: &Map<String, Value>) -> Result<Expect, String> {
        let text = |name: &str| match map.get(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(_) => Err(format!("{name} is a text")),
        };
        let texts = |name: &str| match map.get(name) {
            None => Ok(Vec::new()),
            Some(Value::String(one)) => Ok(vec![one.clone()]),
            Some(Value::Array(all)) => all
                .iter()
                .map(|one| one.as_str().map(str::to_owned).ok_or_else(|| format!("{name} is a list of texts")))
                .collect(),
            Some(_) => Err(format!("{name} is a text or a list of texts")),
        };
        let count = |name: &str| match map.get(name) {
            None => Ok(None),
            Some(value) => match value.as_u64().and_then(|count| usize::try_from(count).ok()) {
                Some(count) => Ok(Some(count)),
                None => Err(format!("{name} is a whole number")),
            },
        };
        let regex = |text: String| match Regex::new(&text, MAX_PATTERN_BYTES) {
            Ok(regex) => Ok(Pattern { text, regex }),
            Err(error) => Err(format!("matches: {error}")),
        };
        let codes = |name: &str| match map.get(name) {
            None => Ok(None),
            Some(Value::String(none)) if none == "none" => Ok(Some(Vec::new())),
            Some(_) => {
                let known = |id: String| Code::from_id(&id).ok_or_else(|| format!("{name}: there is no code {id}"));
                texts(name)?.into_iter().map(known).collect::<Result<Vec<_>, _>>().map(Some)
            }
        };
        let expect = Expect {
            text: text("expect")?,
            file: text("expect_file")?.map(|file| path(&self.folder, &file)),
            snapshot: match map.get("snapshot") {
                None | Some(Value::Bool(false)) => None,
                Some(Value::Bool(true)) => Some(String::new()),
                Some(Value::String(name)) => Some(name.clone()),
                Some(_) => return Err("snapshot is true, or the name of a file".to_owned()),
            },
            contains: texts("contains")?,
            lacks: texts("lacks")?,
            matches: texts("matches")?.into_iter().map(regex).collect::<Result<_, _>>()?,
            json: map.get("json").filter(|json| **json != Value::Bool(false)).cloned(),
            max_chars: count("max_chars")?,
            max_bytes: count("max_bytes")?,
            warnings: codes("warnings")?,
            errors: codes("errors")?,
        };
        if expect.is_empty() {
            let known = "expect, expect_file, snapshot, contains, lacks, matches, json, max_chars, max_bytes, warnings or errors";
            return Err(format!("{EXPECTS_NOTHING}; write {known}"));
        }
        Ok(expect)
    }
}

impl Expect {
    fn is_empty(&self) -> bool {
        let Self { text, file, snapshot, contains, lacks, matches, json, max_chars, max_bytes, warnings, errors } =
            self;
        text.is_none()
            && file.is_none()
            && snapshot.is_none()
            && contains.is_empty()
            && lacks.is_empty()
            && matches.is_empty()
            && json.is_none()
            && max_chars.is_none()
            && max_bytes.is_none()
            && warnings.is_none()
            && errors.is_none()
    }
}
