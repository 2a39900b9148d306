//! Files in TOML: what is wrong in them is found with its place.

use crate::files;
use crate::settings::{SETTINGS, Setting, Settings, unknown};
use crate::source::{Source, Sourced};
use itl_eval::{Code, Diagnostic, Span};
use serde_json::Value;
use std::borrow::Cow;
use std::ops::Range;
use std::path::Path;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A key and where it stands.
pub(crate) type Key<'d> = Spanned<Cow<'d, str>>;

/// The text of a file, and what was found to be wrong with it.
#[derive(Debug)]
pub(crate) struct Tables {
    pub(crate) source: Source,
    pub(crate) problems: Vec<Sourced>,
}

impl Tables {
    /// Reads a file. Where it cannot be read, its text is empty and a problem says why.
    pub(crate) fn open(path: &Path) -> Self {
        let name = path.display().to_string();
        let source = |text: &str| Source { name: name.as_str().into(), text: text.into(), marked: false };
        let failed = |problem| Self { source: source(""), problems: vec![problem] };
        match files::try_bytes(&name).map(String::from_utf8) {
            Ok(Ok(text)) => {
                let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
                Self { source: source(text), problems: Vec::new() }
            }
            Ok(Err(error)) => failed(files::not_utf8(&name, error.as_bytes(), error.utf8_error().valid_up_to())),
            Err(message) => failed(files::unreadable(&name, &message)),
        }
    }

    /// The document of its text; what of it is no TOML is a problem.
    pub(crate) fn document<'t>(&mut self, text: &'t str) -> Spanned<DeTable<'t>> {
        let (document, errors) = DeTable::parse_recoverable(text);
        for error in errors {
            self.problem(error.span().unwrap_or_default(), format!("this is not TOML: {}", error.message()), None);
        }
        document
    }

    /// Notes what is wrong at a place.
    pub(crate) fn problem(&mut self, at: Range<usize>, message: String, help: Option<String>) {
        let mut diagnostic = Diagnostic::new(Code::InvalidProject, Span::new(at.start, at.end), message);
        diagnostic.help = help;
        self.problems.push(self.source.finding(diagnostic));
    }

    /// A text, or the texts of a list, each with its place.
    pub(crate) fn texts(&mut self, value: &Spanned<DeValue<'_>>) -> Vec<(String, Range<usize>)> {
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

    /// A setting whose value can be read, with that value; `others` are the keys that the table has besides.
    pub(crate) fn setting(
        &mut self,
        key: &Key<'_>,
        value: &Spanned<DeValue<'_>>,
        folder: &Path,
        others: &[&str],
        is_known: fn(&Setting) -> bool,
    ) -> Option<(&'static Setting, Value)> {
        let name = &**key.get_ref();
        let Some(setting) = Setting::named(name).filter(|setting| is_known(setting)) else {
            let settings = SETTINGS.iter().filter(|setting| is_known(setting)).map(|setting| setting.name);
            let known: Vec<&str> = settings.chain(others.iter().copied()).collect();
            self.problem(key.span(), unknown("key", name, &known), None);
            return None;
        };
        let json = json(value.get_ref());
        match setting.read(&mut Settings::default(), &json, folder) {
            Ok(()) => Some((setting, json)),
            Err(message) => {
                self.problem(value.span(), format!("{name}: {message}"), None);
                None
            }
        }
    }
}

/// A TOML value as JSON; dates are their texts.
pub(crate) fn json(value: &DeValue<'_>) -> Value {
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
