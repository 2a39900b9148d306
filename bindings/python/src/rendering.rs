//! One render: the data in, the lock released, the text and what was noticed out.

use crate::data::{self, Data};
use crate::errors::{self, Failure};
use crate::options::Render;
use crate::{findings, host, python};
use itl_eval::{Diagnostic, Diagnostics, HostValue, Rendered, Source, Template};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyByteArray, PyBytes, PyMemoryView, PyString};
use std::borrow::Cow;

/// The data of a render, ready for the engine.
#[expect(clippy::large_enum_variant, reason = "it lies on the stack, where a box costs each render an allocation")]
pub(crate) enum Input<'a> {
    Data { data: Data, callbacks: Option<HostValue> },
    Json(Cow<'a, [u8]>),
}

impl<'a> Input<'a> {
    /// Python's values.
    pub(crate) fn values<'py>(value: &Bound<'py, PyAny>, default: Option<&Bound<'py, PyAny>>) -> PyResult<Self> {
        let data = data::read(value, default)?;
        let callbacks = data.callbacks(value)?;
        Ok(Self::Data { data, callbacks })
    }

    /// JSON text: bytes that nobody changes while they are read, or a copy.
    pub(crate) fn json(value: &'a Bound<'_, PyAny>) -> PyResult<Self> {
        if let Ok(bytes) = value.cast::<PyBytes>() {
            return Ok(Self::Json(Cow::Borrowed(bytes.as_bytes())));
        }
        if let Ok(string) = value.cast::<PyString>() {
            let text = python::text(string)?.0;
            return Ok(Self::Json(match text {
                Cow::Borrowed(text) => Cow::Borrowed(text.as_bytes()),
                Cow::Owned(text) => Cow::Owned(text.into_bytes()),
            }));
        }
        if value.is_instance_of::<PyByteArray>() || value.is_instance_of::<PyMemoryView>() {
            let copied = value.py().get_type::<PyBytes>().call1((value,))?;
            return Ok(Self::Json(Cow::Owned(copied.cast::<PyBytes>()?.as_bytes().to_vec())));
        }
        let message = format!("JSON text is bytes or a str, and not {}", python::type_name(value));
        Err(errors::data(value.py(), &message, ""))
    }

    pub(crate) fn source(&self) -> Source<'_> {
        match self {
            Self::Data { callbacks: Some(values), .. } => Source::Host(values),
            Self::Data { data, .. } => Source::Payload(&data.payload),
            Self::Json(bytes) => Source::Bytes(bytes),
        }
    }

    /// What has to be said about the data, before what the render says.
    pub(crate) fn warnings(&self) -> &[Diagnostic] {
        match self {
            Self::Data { data, .. } => &data.warnings,
            Self::Json(_) => &[],
        }
    }

    /// `found` after the warnings about the data.
    pub(crate) fn with_warnings(&self, found: Diagnostics) -> Diagnostics {
        if self.warnings().is_empty() { found } else { self.warnings().iter().cloned().chain(found).collect() }
    }
}

/// Renders `template`.
pub(crate) fn run<'py>(
    py: Python<'py>,
    template: &Template,
    input: &Input<'_>,
    given: &Render<'py>,
) -> PyResult<Bound<'py, PyAny>> {
    let source = input.source();
    let options = &given.options;
    let (mut rendered, raised) = py.detach(|| host::collecting(|| template.render_with(source, options)));
    let cause = host::sorted(py, raised)?;
    rendered.warnings = input.with_warnings(std::mem::take(&mut rendered.warnings));
    if given.strict == Some(true) {
        match rendered.strict() {
            Ok(strict) => rendered = strict,
            Err(error) => {
                let failure = Failure {
                    summary: error.to_string(),
                    report: format!("{error:#}"),
                    text: &error.text,
                    diagnostics: &error.diagnostics,
                };
                return Err(failure.raise(py, template, cause));
            }
        }
    }
    answer(py, template, &rendered, options.trace)
}

/// The text as a `str` that knows its warnings; what is as usual is left to the class.
fn answer<'py>(py: Python<'py>, template: &Template, rendered: &Rendered, trace: bool) -> PyResult<Bound<'py, PyAny>> {
    let answer = python::rendered(py)?.call1((&rendered.text,))?;
    if !rendered.warnings.is_empty() {
        answer.setattr(intern!(py, "warnings"), findings::list(py, template, &rendered.warnings)?)?;
    }
    if !template.failures(&rendered.warnings).is_empty() {
        answer.setattr(intern!(py, "ok"), false)?;
    }
    if trace {
        let trace = findings::trace(py, template, &rendered.trace, &rendered.text)?;
        answer.setattr(intern!(py, "trace"), trace)?;
    }
    Ok(answer)
}
