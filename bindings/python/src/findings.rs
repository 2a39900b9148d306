//! Diagnostics, references and traces as Python objects. Offsets count Unicode scalar values, as indexes of a `str` do.

use crate::python;
use itl_analysis::{Part, References};
use itl_eval::{Diagnostic, Span, Template, Traced};
use itl_syntax::finding::{Finding, Location, Locations, SourceFile};
use pyo3::prelude::*;
use pyo3::types::{PyList, PyTuple};

fn span<'py>(py: Python<'py>, at: &Location) -> PyResult<Bound<'py, PyAny>> {
    python::span(py)?.call1((at.scalar_start, at.scalar_end, at.line, at.column, at.start, at.end))
}

/// Diagnostics about a template and its partials.
pub(crate) fn list<'py>(py: Python<'py>, template: &Template, found: &[Diagnostic]) -> PyResult<Bound<'py, PyTuple>> {
    let file = SourceFile::new(template.name().unwrap_or("<template>"), template.source());
    let partial = |name: &str| Some(SourceFile::new(name, template.partial_source(name)?));
    let found = Finding::list(found, &file, partial);
    let found: Vec<_> = found.iter().map(|one| finding(py, one)).collect::<PyResult<_>>()?;
    PyTuple::new(py, found)
}

fn finding<'py>(py: Python<'py>, one: &Finding) -> PyResult<Bound<'py, PyAny>> {
    let labels = one.labels.iter().map(|label| {
        let place = span(py, &label.location)?;
        python::label(py)?.call1((place, &label.message))
    });
    let labels = PyTuple::new(py, labels.collect::<PyResult<Vec<_>>>()?)?;
    let suggestion = match &one.suggestion {
        Some(change) => Some(python::suggestion(py)?.call1((span(py, &change.location)?, &change.replacement))?),
        None => None,
    };
    python::diagnostic(py)?.call1((
        one.code.id(),
        one.severity.name(),
        &one.message,
        span(py, &one.location)?,
        labels,
        one.help.as_deref(),
        suggestion,
        one.partial.as_deref(),
        &*one.file,
    ))
}

/// Where the parts of `text` come from.
pub(crate) fn trace<'py>(
    py: Python<'py>,
    template: &Template,
    traced: &[Traced],
    text: &str,
) -> PyResult<Bound<'py, PyTuple>> {
    let source = |partial: Option<&str>| {
        partial.map_or(template.source(), |name| template.partial_source(name).unwrap_or_default())
    };
    let output = |one: &Traced| Span::new(one.output.start, one.output.end);
    let tags = Locations::new(traced.iter().map(|one| (one.partial.as_deref(), one.tag)), source);
    let outputs = Locations::new(traced.iter().map(|one| (None, output(one))), |_| text);
    let parts = traced.iter().map(|one| {
        let tag = span(py, &tags.get(one.partial.as_deref(), one.tag))?;
        let at = outputs.get(None, output(one));
        python::traced(py)?.call1((tag, one.partial.as_deref(), at.scalar_start, at.scalar_end))
    });
    PyTuple::new(py, parts.collect::<PyResult<Vec<_>>>()?)
}

/// What a template reads.
pub(crate) fn references<'py>(
    py: Python<'py>,
    template: &Template,
    found: &References,
) -> PyResult<Bound<'py, PyList>> {
    let source = |partial: Option<&str>| {
        partial.map_or(template.source(), |name| template.partial_source(name).unwrap_or_default())
    };
    let places = Locations::new(found.reads.iter().map(|read| (read.partial.as_deref(), read.span)), source);
    let reads = found.reads.iter().map(|read| {
        let parts = read.path.parts().iter().map(|part| match part {
            Part::Key(key) => key.into_pyobject(py).map(Bound::into_any).map_err(PyErr::from),
            Part::Index(index) => index.into_pyobject(py).map(Bound::into_any).map_err(PyErr::from),
            Part::Each => Ok(py.None().into_bound(py)),
        });
        let parts = PyTuple::new(py, parts.collect::<PyResult<Vec<_>>>()?)?;
        let calls = PyTuple::new(py, &read.calls)?;
        let place = span(py, &places.get(read.partial.as_deref(), read.span))?;
        python::reference(py)?.call1((
            read.path.to_string(),
            parts,
            read.usage.name(),
            read.certainty.name(),
            calls,
            place,
            read.partial.as_deref(),
        ))
    });
    PyList::new(py, reads.collect::<PyResult<Vec<_>>>()?)
}
