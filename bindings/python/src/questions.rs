//! What a template is asked without rendering it.

use crate::options::{self, CompileReader};
use crate::{data, errors, findings};
use itl_analysis::{Analysis, CheckOptions, Shape};
use itl_eval::{CompileError, Template};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyString};
use serde_json::Value;

/// Collects the options of a check.
#[derive(Default)]
struct CheckReader {
    sample: Option<Value>,
    schema: Option<Value>,
    portable: bool,
    trusted: Vec<String>,
}

impl CheckReader {
    fn read(&mut self, name: &str, value: &Bound<'_, PyAny>) -> PyResult<bool> {
        match name {
            "portable" => self.portable = options::flag(name, value)?,
            "sample" | "schema" if value.is_none() => {}
            "sample" => self.sample = Some(data::document(value)?),
            "schema" => self.schema = Some(data::document(value)?),
            "trusted" => {
                if value.is_instance_of::<PyString>() {
                    return Err(errors::option(value.py(), name, "`trusted` is a list of keys, and not one str"));
                }
                let keys = value.try_iter()?.map(|key| options::string(name, &key?));
                self.trusted = keys.collect::<PyResult<_>>()?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn run<'py>(&self, py: Python<'py>, template: &Template) -> PyResult<Bound<'py, PyAny>> {
        let check = CheckOptions::default().portable(self.portable).trusted(&self.trusted);
        let found = py.detach(|| {
            let shape = self.sample.as_ref().map(Shape::sample).or_else(|| self.schema.as_ref().map(Shape::schema));
            let document = template.engine().parse(template.source());
            Analysis::new(template, &document, shape.as_ref()).check(&check)
        });
        Ok(PyList::new(py, findings::list(py, template, &found)?)?.into_any())
    }
}

/// Errors and warnings of a template, also about what its payload does not have.
pub(crate) fn check_template<'py>(
    py: Python<'py>,
    template: &Template,
    given: Option<&Bound<'py, PyDict>>,
) -> PyResult<Bound<'py, PyAny>> {
    let mut reader = CheckReader::default();
    options::each("check", given, &mut [&mut |name, value| reader.read(name, value)])?;
    reader.run(py, template)
}

/// What a template reads.
pub(crate) fn references<'py>(
    py: Python<'py>,
    template: &Template,
    sample: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    let sample = sample.map(data::document).transpose()?;
    let found = py.detach(|| {
        let shape = sample.as_ref().map(Shape::sample);
        let document = template.engine().parse(template.source());
        Analysis::new(template, &document, shape.as_ref()).references()
    });
    Ok(findings::references(py, template, &found)?.into_any())
}

/// Errors and warnings of a source; nothing is raised for them.
#[pyfunction]
#[pyo3(signature = (source, /, **options))]
pub(crate) fn check<'py>(
    py: Python<'py>,
    source: &Bound<'py, PyString>,
    options: Option<&Bound<'py, PyDict>>,
) -> PyResult<Bound<'py, PyAny>> {
    let (mut compiling, mut checking) = (CompileReader::default(), CheckReader::default());
    options::each(
        "check",
        options,
        &mut [&mut |name, value| compiling.read(name, value), &mut |name, value| checking.read(name, value)],
    )?;
    let text = options::string("source", source.as_any())?;
    let compile = compiling.finish();
    let template = py.detach(|| match compile.name {
        Some(name) => compile.engine.compile_named(&name, &text).unwrap_or_else(CompileError::into_template),
        None => compile.engine.compile_lenient(&text).0,
    });
    checking.run(py, &template)
}

/// The canonical text of a template.
#[pyfunction]
#[pyo3(signature = (source, /, **options))]
pub(crate) fn format<'py>(
    py: Python<'py>,
    source: &Bound<'py, PyString>,
    options: Option<&Bound<'py, PyDict>>,
) -> PyResult<String> {
    let mut compiling = CompileReader::default();
    options::each("format", options, &mut [&mut |name, value| compiling.read(name, value)])?;
    let text = options::string("source", source.as_any())?;
    let engine = compiling.finish().engine;
    py.detach(|| engine.format(&text)).map_err(|error| {
        // The error holds the template as it was written, with the options that it was written for.
        let template = crate::template::Template::of(py, error.template().clone(), options);
        match template.and_then(|template| Bound::new(py, template)) {
            Ok(template) => errors::compile(py, &error, template),
            Err(other) => other,
        }
    })
}

/// What a diagnostic code means; `None` for an unknown one.
#[pyfunction]
#[pyo3(signature = (code, /))]
pub(crate) fn explain(code: &str) -> Option<&'static str> {
    itl_eval::Code::from_id(code).map(itl_eval::Code::explanation)
}

/// The names of all time zones, sorted.
#[pyfunction]
pub(crate) fn timezones() -> Vec<&'static str> {
    let mut names: Vec<&str> = itl_time::Zone::all().collect();
    names.sort_unstable();
    names
}
