//! The package's own exceptions.

use crate::findings;
use crate::python;
use crate::template::Template;
use itl_eval::{CompileError, Diagnostics};
use pyo3::prelude::*;

/// The exception that `class` makes of `arguments`.
fn made<'py, A>(py: Python<'py>, class: PyResult<&Bound<'py, PyAny>>, arguments: A) -> PyErr
where
    A: pyo3::call::PyCallArgs<'py>,
{
    let _ = py;
    match class.and_then(|class| class.call1(arguments)) {
        Ok(error) => PyErr::from_value(error),
        Err(error) => error,
    }
}

/// A wrong option, named as the caller wrote it.
pub(crate) fn option(py: Python<'_>, name: &str, message: impl Into<String>) -> PyErr {
    made(py, python::option_error(py), (message.into(), name))
}

/// Data that cannot be read; `path` is empty for all of it.
pub(crate) fn data(py: Python<'_>, message: &str, path: &str) -> PyErr {
    made(py, python::data_error(py), (message, path))
}

/// A template with errors; the exception keeps it, since it can be rendered despite them.
pub(crate) fn compile(py: Python<'_>, error: &CompileError, template: Bound<'_, Template>) -> PyErr {
    let found = match findings::list(py, error.template(), error.diagnostics()) {
        Ok(found) => found,
        Err(error) => return error,
    };
    made(py, python::compile_error(py), (error.to_string(), format!("{error:#}"), found, template))
}

/// What a strict render fails on, with the text of a lenient one.
pub(crate) struct Failure<'a> {
    pub(crate) summary: String,
    pub(crate) report: String,
    pub(crate) text: &'a str,
    pub(crate) diagnostics: &'a Diagnostics,
}

impl Failure<'_> {
    pub(crate) fn raise(&self, py: Python<'_>, template: &itl_eval::Template, cause: Option<PyErr>) -> PyErr {
        let found = match findings::list(py, template, self.diagnostics) {
            Ok(found) => found,
            Err(error) => return error,
        };
        let error = made(py, python::render_error(py), (&self.summary, &self.report, found, self.text));
        error.set_cause(py, cause);
        error
    }
}
