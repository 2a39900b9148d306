//! Options as callers write them, for the engine. A mistake in one is reported with its name.

use crate::{errors, host, python};
use itl_eval::{
    Budget, Dialect, Engine, EngineBuilder, Escape, Fit, FolderPartials, Limits, MemoryPartials, OnError,
    RenderOptions, Zone,
};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyInt, PyString};
use std::path::PathBuf;

/// What a template is compiled with.
pub(crate) struct Compile {
    pub(crate) engine: Engine,
    pub(crate) name: Option<String>,
    /// Whether a template with errors is compiled all the same.
    pub(crate) lenient: bool,
}

/// What one render was asked for.
#[derive(Default)]
pub(crate) struct Render<'py> {
    pub(crate) options: RenderOptions,
    pub(crate) strict: Option<bool>,
    pub(crate) default: Option<Bound<'py, PyAny>>,
}

/// A part of the options: returns whether it knows the name.
type Part<'a, 'py> = dyn FnMut(&str, &Bound<'py, PyAny>) -> PyResult<bool> + 'a;

/// Gives each option to the first part that knows it.
pub(crate) fn each<'py>(
    function: &str,
    given: Option<&Bound<'py, PyDict>>,
    parts: &mut [&mut Part<'_, 'py>],
) -> PyResult<()> {
    let Some(given) = given else { return Ok(()) };
    for (name, value) in given.iter() {
        let name = name.cast::<PyString>()?.to_cow()?.into_owned();
        let mut known = false;
        for part in parts.iter_mut() {
            known = known || part(&name, &value)?;
        }
        if !known {
            return Err(PyTypeError::new_err(format!("{function}() got an unexpected keyword argument '{name}'")));
        }
    }
    Ok(())
}

/// Collects the options of a compile.
#[derive(Default)]
pub(crate) struct CompileReader {
    dialect: Option<Dialect>,
    partials: Option<Partials>,
    functions: Vec<itl_eval::Function>,
    escape: Option<Escape>,
    on_error: Option<OnError>,
    zone: Option<Zone>,
    limits: Option<Limits>,
    name: Option<String>,
    lenient: bool,
}

enum Partials {
    Memory(MemoryPartials),
    Folder(PathBuf),
}

impl CompileReader {
    pub(crate) fn read(&mut self, name: &str, value: &Bound<'_, PyAny>) -> PyResult<bool> {
        match name {
            "lenient" => self.lenient = flag(name, value)?,
            _ if value.is_none() => return Ok(NAMES.contains(&name)),
            "dialect" => self.dialect = Some(dialect(value)?),
            "partials" => self.partials = Some(partials(value)?),
            "functions" => self.functions = host::functions(value)?,
            "escape" => self.escape = Some(escape(value)?),
            "on_error" => self.on_error = Some(parsed(name, value)?),
            "timezone" => self.zone = Some(zone(value)?),
            "limits" => self.limits = Some(limits(value, Limits::default())?),
            "name" => self.name = Some(string(name, value)?),
            _ => return Ok(false),
        }
        Ok(true)
    }

    pub(crate) fn finish(self) -> Compile {
        let mut builder = Engine::builder();
        if let Some(dialect) = self.dialect {
            builder = builder.dialect(dialect);
        }
        builder = match self.partials {
            Some(Partials::Memory(partials)) => builder.partials(partials),
            Some(Partials::Folder(folder)) => builder.partials(FolderPartials::new(folder)),
            None => builder,
        };
        builder = self.functions.into_iter().fold(builder, EngineBuilder::function);
        if let Some(escape) = self.escape {
            builder = builder.escape(escape);
        }
        if let Some(on_error) = self.on_error {
            builder = builder.on_error(on_error);
        }
        if let Some(zone) = self.zone {
            builder = builder.zone(zone);
        }
        if let Some(limits) = self.limits {
            builder = builder.limits(limits);
        }
        Compile { engine: builder.build(), name: self.name, lenient: self.lenient }
    }
}

/// The options of a compile that may be `None`.
const NAMES: &[&str] = &["dialect", "partials", "functions", "escape", "on_error", "timezone", "limits", "name"];

/// Collects the options of a render.
#[derive(Default)]
pub(crate) struct RenderReader<'py> {
    zone: Option<Zone>,
    now: Option<i64>,
    escape: Option<Escape>,
    limits: Option<Bound<'py, PyAny>>,
    trace: bool,
    check_output: Option<bool>,
    budget: Option<Budget>,
    fit: Option<Fit>,
    marker: Option<String>,
    strict: Option<bool>,
    default: Option<Bound<'py, PyAny>>,
}

impl<'py> RenderReader<'py> {
    pub(crate) fn read(&mut self, name: &str, value: &Bound<'py, PyAny>) -> PyResult<bool> {
        match name {
            "strict" => self.strict = Some(flag(name, value)?),
            "trace" => self.trace = flag(name, value)?,
            "check_output" => self.check_output = Some(flag(name, value)?),
            _ if value.is_none() => return Ok(RENDER_NAMES.contains(&name)),
            "timezone" => self.zone = Some(zone(value)?),
            "now" => self.now = Some(now(value)?),
            "escape" => self.escape = Some(escape(value)?),
            "limits" => self.limits = Some(value.clone()),
            "budget" => self.size(value.py(), preset(value)?)?,
            "max_chars" => self.size(value.py(), Budget::chars(size(name, value)?))?,
            "max_bytes" => self.size(value.py(), Budget::bytes(size(name, value)?))?,
            "fit" => self.fit = Some(parsed(name, value)?),
            "marker" => self.marker = Some(string(name, value)?),
            "default" => self.default = Some(value.clone()),
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn size(&mut self, py: Python<'_>, budget: Budget) -> PyResult<()> {
        if self.budget.replace(budget).is_some() {
            return Err(errors::option(py, "budget", "give one of `budget`, `max_chars` and `max_bytes`"));
        }
        Ok(())
    }

    pub(crate) fn finish(self, py: Python<'py>, engine: Limits) -> PyResult<Render<'py>> {
        let mut budget = self.budget;
        if budget.is_none() && (self.fit.is_some() || self.marker.is_some()) {
            let name = if self.fit.is_some() { "fit" } else { "marker" };
            let message = format!("`{name}` belongs to a budget; give `budget`, `max_chars` or `max_bytes` too");
            return Err(errors::option(py, name, message));
        }
        if let (Some(fit), Some(old)) = (self.fit, budget.take_if(|_| self.fit.is_some())) {
            budget = Some(old.fit(fit));
        }
        if let (Some(marker), Some(old)) = (&self.marker, budget.take_if(|_| self.marker.is_some())) {
            budget = Some(old.marker(marker.clone()));
        }
        let limits = self.limits.map(|given| limits(&given, engine)).transpose()?;
        let options = RenderOptions::new()
            .zone(self.zone)
            .now(self.now)
            .escape(self.escape)
            .limits(limits)
            .trace(self.trace)
            .budget(budget)
            .check_output(self.check_output.unwrap_or(true));
        Ok(Render { options, strict: self.strict, default: self.default })
    }
}

/// The options of a render that may be `None`.
const RENDER_NAMES: &[&str] =
    &["timezone", "now", "escape", "limits", "budget", "max_chars", "max_bytes", "fit", "marker", "default"];

/// The options of `function`, which renders a template of an engine with `engine` limits.
pub(crate) fn render<'py>(
    py: Python<'py>,
    function: &str,
    given: Option<&Bound<'py, PyDict>>,
    engine: Limits,
) -> PyResult<Render<'py>> {
    if given.is_none() {
        return Ok(Render::default());
    }
    let mut reader = RenderReader::default();
    each(function, given, &mut [&mut |name, value| reader.read(name, value)])?;
    reader.finish(py, engine)
}

fn wrong(value: &Bound<'_, PyAny>, name: &str, wanted: &str) -> PyErr {
    let message = format!("`{name}` is {wanted}, and not {}", python::type_name(value));
    errors::option(value.py(), name, message)
}

pub(crate) fn flag(name: &str, value: &Bound<'_, PyAny>) -> PyResult<bool> {
    value.cast::<PyBool>().map(PyBoolMethods::is_true).map_err(|_| wrong(value, name, "True or False"))
}

pub(crate) fn string(name: &str, value: &Bound<'_, PyAny>) -> PyResult<String> {
    let given = value.cast::<PyString>().map_err(|_| wrong(value, name, "a str"))?;
    if let (text, false) = python::text(given)? {
        return Ok(text.into_owned());
    }
    let message = format!("`{name}` holds half a character (a lone surrogate)");
    Err(errors::option(value.py(), name, message))
}

pub(crate) fn parsed<T>(name: &str, value: &Bound<'_, PyAny>) -> PyResult<T>
where
    T: std::str::FromStr<Err: std::fmt::Display>,
{
    string(name, value)?.parse::<T>().map_err(|error| errors::option(value.py(), name, error.to_string()))
}

pub(crate) fn number(name: &str, value: &Bound<'_, PyAny>) -> PyResult<u64> {
    let is_number = value.is_instance_of::<PyInt>() && !value.is_instance_of::<PyBool>();
    let number = if is_number { value.extract::<u64>().ok() } else { None };
    number.ok_or_else(|| wrong(value, name, "a whole number from 0 to 2**64 - 1"))
}

fn size(name: &str, value: &Bound<'_, PyAny>) -> PyResult<usize> {
    number(name, value).map(|number| usize::try_from(number).unwrap_or(usize::MAX))
}

fn dialect(value: &Bound<'_, PyAny>) -> PyResult<Dialect> {
    match string("dialect", value)?.as_str() {
        "itl" => Ok(Dialect::Itl),
        "mustache" => Ok(Dialect::Mustache),
        other => {
            let message = format!("`{other}` is neither `itl` nor `mustache`");
            Err(errors::option(value.py(), "dialect", message))
        }
    }
}

fn escape(value: &Bound<'_, PyAny>) -> PyResult<Escape> {
    parsed("escape", value)
}

/// A name, or an object with the name as its `key`, as those of `zoneinfo` have it.
fn zone(value: &Bound<'_, PyAny>) -> PyResult<Zone> {
    let named = value.getattr_opt("key")?;
    let name = string("timezone", named.as_ref().unwrap_or(value))?;
    Zone::named(&name).ok_or_else(|| {
        let help = itl_eval::zone_meant(&name).map_or_else(String::new, |(_, help)| format!("; {help}"));
        errors::option(value.py(), "timezone", format!("there is no time zone `{name}`{help}"))
    })
}

fn now(value: &Bound<'_, PyAny>) -> PyResult<i64> {
    if value.is_instance_of::<PyInt>() && !value.is_instance_of::<PyBool>() {
        return value.extract().map_err(|_| wrong(value, "now", "a number of Unix milliseconds"));
    }
    python::milliseconds(value.py())?.call1((value,))?.extract()
}

fn preset(value: &Bound<'_, PyAny>) -> PyResult<Budget> {
    let name = string("budget", value)?;
    Budget::preset(&name).ok_or_else(|| {
        let known: Vec<&str> = itl_eval::PRESETS.iter().map(|preset| preset.name).collect();
        let message = format!("there is no budget `{name}`; there are {}", known.join(", "));
        errors::option(value.py(), "budget", message)
    })
}

fn limits(value: &Bound<'_, PyAny>, base: Limits) -> PyResult<Limits> {
    let given = value.cast::<PyDict>().map_err(|_| wrong(value, "limits", "a dict of numbers by name"))?;
    given.items().iter().try_fold(base, |limits, entry| {
        let (name, value): (String, Bound<'_, PyAny>) = entry.extract()?;
        let path = format!("limits.{name}");
        let size = || size(&path, &value);
        Ok(match name.as_str() {
            "template_bytes" => limits.template_bytes(size()?),
            "depth" => limits.depth(size()?),
            "partial_depth" => limits.partial_depth(size()?),
            "output_bytes" => limits.output_bytes(size()?),
            "steps" => limits.steps(number(&path, &value)?),
            "regex_bytes" => limits.regex_bytes(size()?),
            _ => {
                let known = "template_bytes, depth, partial_depth, output_bytes, steps, regex_bytes";
                return Err(errors::option(
                    value.py(),
                    &path,
                    format!("there is no limit `{name}`; there are {known}"),
                ));
            }
        })
    })
}

/// Texts by name, or the path of a folder.
fn partials(value: &Bound<'_, PyAny>) -> PyResult<Partials> {
    let py = value.py();
    if let Ok(given) = value.cast::<PyDict>() {
        let mut partials = MemoryPartials::default();
        for entry in given.items() {
            let (name, text): (Bound<'_, PyAny>, Bound<'_, PyAny>) = entry.extract()?;
            let name = string("partials", &name)?;
            let text = string(&format!("partials[{name:?}]"), &text)?;
            partials.insert(name, text);
        }
        return Ok(Partials::Memory(partials));
    }
    let Ok(folder) = value.extract::<PathBuf>() else {
        return Err(wrong(value, "partials", "a dict of texts by name or the path of a folder"));
    };
    if !folder.is_dir() {
        return Err(errors::option(py, "partials", format!("there is no folder {}", folder.display())));
    }
    Ok(Partials::Folder(folder))
}
