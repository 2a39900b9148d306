//! Settings by their names in project files and test files.

use super::{Settings, allowable};
use crate::clock;
use itl_eval::{Budget, Dialect, Escape, Fit, OnError, PRESETS};
use serde_json::Value;
use std::path::{Component, Path, PathBuf};

/// Reads a setting's value; paths are seen from the folder.
type Read = fn(&mut Settings, &Value, &Path) -> Result<(), String>;

/// A setting that files can name.
#[derive(Debug)]
pub(crate) struct Setting {
    pub(crate) name: &'static str,
    read: Read,
    /// Whether test files know it too; the others concern checks.
    pub(crate) in_tests: bool,
}

const fn of_render(name: &'static str, read: Read) -> Setting {
    Setting { name, read, in_tests: true }
}

const fn of_check(name: &'static str, read: Read) -> Setting {
    Setting { name, read, in_tests: false }
}

/// All settings, in the order of the documentation.
pub(crate) const SETTINGS: &[Setting] = &[
    of_render("dialect", |settings, value, _| {
        settings.dialect = Some(match text(value)? {
            "itl" => Dialect::Itl,
            "mustache" => Dialect::Mustache,
            other => return Err(unknown("dialect", other, &["itl", "mustache"])),
        });
        Ok(())
    }),
    of_check("samples", |settings, value, folder| {
        settings.samples =
            texts(value)?.into_iter().map(|sample| named_file(folder, sample)).collect::<Result<_, _>>()?;
        settings.schema = None;
        Ok(())
    }),
    of_check("schema", |settings, value, folder| {
        let schema = text(value)?;
        // `ilert:incident` is no file.
        settings.schema =
            Some(if schema.starts_with("ilert:") { schema.to_owned() } else { named_file(folder, schema)? });
        Ok(())
    }),
    of_render("partials", |settings, value, folder| {
        settings.partials = Some(PathBuf::from(path(folder, text(value)?)));
        Ok(())
    }),
    of_render("timezone", |settings, value, _| {
        settings.zone = Some(clock::zone(text(value)?)?);
        Ok(())
    }),
    of_render("now", |settings, value, _| {
        settings.now = Some(match value {
            Value::Number(number) => number.as_i64().ok_or("write whole Unix milliseconds")?,
            other => clock::parse(text(other)?)?,
        });
        Ok(())
    }),
    of_render("escape", |settings, value, _| {
        let name = text(value)?;
        let escape = name.parse().map_err(|_| unknown("output format", name, &Escape::ALL.map(Escape::name)))?;
        settings.escape = Some(escape);
        Ok(())
    }),
    of_render("budget", |settings, value, _| {
        let name = text(value)?;
        let names: Vec<&str> = PRESETS.iter().map(|preset| preset.name).collect();
        settings.budget = Some(Budget::preset(name).ok_or_else(|| unknown("delivery budget", name, &names))?);
        Ok(())
    }),
    of_render("max_chars", |settings, value, _| {
        settings.budget = Some(Budget::chars(count(value)?));
        Ok(())
    }),
    of_render("max_bytes", |settings, value, _| {
        settings.budget = Some(Budget::bytes(count(value)?));
        Ok(())
    }),
    of_render("fit", |settings, value, _| {
        let name = text(value)?;
        settings.fit = Some(name.parse().map_err(|_| unknown("fit", name, &Fit::ALL.map(Fit::name)))?);
        Ok(())
    }),
    of_render("on_error", |settings, value, _| {
        let name = text(value)?;
        let on_error = name.parse().map_err(|_| unknown("on_error", name, &OnError::ALL.map(OnError::name)))?;
        settings.on_error = Some(on_error);
        Ok(())
    }),
    of_check("portable", |settings, value, _| {
        settings.portable = value.as_bool().ok_or("write true or false")?;
        Ok(())
    }),
    of_check("trust", |settings, value, _| {
        settings.trusted = texts(value)?.into_iter().map(str::to_owned).collect();
        Ok(())
    }),
    of_check("allow", |settings, value, _| {
        settings.allow = texts(value)?.into_iter().map(allowable).collect::<Result<_, _>>()?;
        Ok(())
    }),
    of_check("deny", |settings, value, _| {
        settings.deny = super::Deny::default();
        texts(value)?.into_iter().try_for_each(|name| settings.deny.add(name))
    }),
];

impl Setting {
    /// The setting of that name.
    pub(crate) fn named(name: &str) -> Option<&'static Self> {
        SETTINGS.iter().find(|setting| setting.name == name)
    }

    /// Reads its value into `settings`; relative paths are seen from `folder`.
    pub(crate) fn read(&self, settings: &mut Settings, value: &Value, folder: &Path) -> Result<(), String> {
        (self.read)(settings, value, folder)
    }
}

/// The message about a name that does not exist, with the one that was probably meant.
pub(crate) fn unknown(what: &str, name: &str, known: &[&str]) -> String {
    let close = itl_text::closest(name, known.iter().copied());
    match close {
        Some(close) => format!("unknown {what} {name}; did you mean {close}?"),
        None => format!("unknown {what} {name}; known are {}", known.join(", ")),
    }
}

/// A text.
pub(crate) fn text(value: &Value) -> Result<&str, String> {
    value.as_str().ok_or_else(|| "write a text".to_owned())
}

/// One text, or a list of them.
pub(crate) fn texts(value: &Value) -> Result<Vec<&str>, String> {
    match value {
        Value::String(one) => Ok(vec![one]),
        Value::Array(all) => all.iter().map(|one| one.as_str().ok_or_else(|| "write a list of texts".into())).collect(),
        _ => Err("write a text or a list of texts".to_owned()),
    }
}

/// A whole number that is not negative.
pub(crate) fn count(value: &Value) -> Result<usize, String> {
    let count = value.as_u64().and_then(|count| usize::try_from(count).ok());
    count.ok_or_else(|| "write a whole number that is not negative".to_owned())
}

/// The [`path`] of what a file names, which is no pipe and no device: those may wait for ever, and a command would with
/// them. Whoever types a command may name one.
pub(crate) fn named_file(folder: &Path, name: &str) -> Result<String, String> {
    let path = path(folder, name);
    match std::fs::metadata(&path) {
        Ok(about) if !about.is_file() && !about.is_dir() => {
            Err(format!("{path} is a pipe or device, which only an argument of a command may name"))
        }
        _ => Ok(path),
    }
}

/// A path seen from a folder, as the command line would name it: `a/../b` is `b`.
pub(crate) fn path(folder: &Path, path: &str) -> String {
    let mut out = PathBuf::new();
    for part in folder.join(path).components() {
        let above = matches!(out.components().next_back(), Some(Component::Normal(_)));
        match part {
            Component::ParentDir if above => drop(out.pop()),
            Component::CurDir => {}
            part => out.push(part),
        }
    }
    if out.as_os_str().is_empty() { ".".to_owned() } else { out.display().to_string() }
}
