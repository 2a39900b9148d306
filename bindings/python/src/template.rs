//! The class `Template`, and rendering at once.

use crate::options::{Compile, CompileReader, RenderReader};
use crate::rendering::Input;
use crate::{errors, findings, options, prompts, python, questions, rendering};
use itl_eval::Dialect;
use itl_prompt::Prompt;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString, PyTuple};
use std::sync::OnceLock;

/// What a pickle keeps of a template: the function that makes it again, with its source and options.
type Reduced<'py> = (Bound<'py, PyAny>, (String, Bound<'py, PyDict>));

/// A compiled template. It is immutable, and threads may share it.
#[pyclass(frozen, module = "itl", name = "Template")]
pub(crate) struct Template {
    pub(crate) inner: itl_eval::Template,
    prompt: OnceLock<Prompt>,
    /// The options it was made with, for pickles.
    options: Py<PyDict>,
}

impl Template {
    /// A compiled template, and the options that compile it again despite errors.
    pub(crate) fn of(py: Python<'_>, inner: itl_eval::Template, given: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        let options = given.map_or_else(|| Ok(PyDict::new(py)), PyDictMethods::copy)?;
        if inner.diagnostics().has_errors() {
            options.set_item(intern!(py, "lenient"), true)?;
        }
        Ok(Self { inner, prompt: OnceLock::new(), options: options.unbind() })
    }

    /// The template as a prompt, whose settings are read once.
    pub(crate) fn prompt(&self) -> &Prompt {
        self.prompt.get_or_init(|| Prompt::new(self.inner.clone()))
    }
}

/// Compiles without the interpreter's lock. What is wrong is an exception, unless the options are lenient.
fn compile<'py>(
    py: Python<'py>,
    source: &Bound<'py, PyString>,
    compile: Compile,
    given: Option<&Bound<'py, PyDict>>,
) -> PyResult<Template> {
    let text = options::string("source", source.as_any())?;
    let Compile { engine, name, lenient } = compile;
    let compiled = py.detach(|| match &name {
        Some(name) => engine.compile_named(name, &text),
        None => engine.compile(&text),
    });
    match compiled {
        Ok(template) => Template::of(py, template, given),
        Err(error) if lenient => Template::of(py, error.into_template(), given),
        Err(error) => {
            let template = Bound::new(py, Template::of(py, error.template().clone(), given)?)?;
            Err(errors::compile(py, &error, template))
        }
    }
}

#[pymethods]
impl Template {
    #[new]
    #[pyo3(signature = (source, /, **options))]
    fn new<'py>(
        py: Python<'py>,
        source: &Bound<'py, PyString>,
        options: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Self> {
        let mut reader = CompileReader::default();
        options::each("Template", options, &mut [&mut |name, value| reader.read(name, value)])?;
        compile(py, source, reader.finish(), options)
    }

    /// The text it was compiled from.
    #[getter]
    fn source(&self) -> &str {
        self.inner.source()
    }

    /// The name it was compiled with.
    #[getter]
    fn name(&self) -> Option<&str> {
        self.inner.name()
    }

    /// The language it is written in.
    #[getter]
    fn dialect(&self) -> &'static str {
        match self.inner.engine().dialect() {
            Dialect::Itl => "itl",
            Dialect::Mustache => "mustache",
        }
    }

    /// What compiling found: warnings, and errors where it was lenient.
    #[getter]
    fn diagnostics<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        findings::list(py, &self.inner, self.inner.diagnostics())
    }

    /// Renders it on Python's values.
    #[pyo3(signature = (data = None, /, **options))]
    fn render<'py>(
        &self,
        py: Python<'py>,
        data: Option<Bound<'py, PyAny>>,
        options: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let given = options::render(py, "render", options, self.inner.engine().limits())?;
        let data = data.unwrap_or_else(|| py.None().into_bound(py));
        let input = Input::values(&data, given.default.as_ref())?;
        rendering::run(py, &self.inner, &input, &given)
    }

    /// Renders it on JSON text.
    #[pyo3(signature = (json, /, **options))]
    fn render_json<'py>(
        &self,
        py: Python<'py>,
        json: Bound<'py, PyAny>,
        options: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let given = options::render(py, "render_json", options, self.inner.engine().limits())?;
        rendering::run(py, &self.inner, &Input::json(&json)?, &given)
    }

    /// Renders it as the messages of a prompt.
    #[pyo3(signature = (data = None, /, **options))]
    fn messages<'py>(
        &self,
        py: Python<'py>,
        data: Option<Bound<'py, PyAny>>,
        options: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let data = data.unwrap_or_else(|| py.None().into_bound(py));
        prompts::messages(py, self, &data, options)
    }

    /// Makes the request of a provider of models.
    #[pyo3(signature = (data = None, /, **options))]
    fn request<'py>(
        &self,
        py: Python<'py>,
        data: Option<Bound<'py, PyAny>>,
        options: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let data = data.unwrap_or_else(|| py.None().into_bound(py));
        prompts::request(py, self, &data, options)
    }

    /// Errors and warnings, also about what the payload does not have.
    #[pyo3(signature = (**options))]
    fn check<'py>(&self, py: Python<'py>, options: Option<&Bound<'py, PyDict>>) -> PyResult<Bound<'py, PyAny>> {
        questions::check_template(py, &self.inner, options)
    }

    /// What it reads.
    #[pyo3(signature = (*, sample = None))]
    fn references<'py>(&self, py: Python<'py>, sample: Option<Bound<'py, PyAny>>) -> PyResult<Bound<'py, PyAny>> {
        questions::references(py, &self.inner, sample.as_ref())
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Reduced<'py>> {
        let options = self.options.bind(py).clone();
        Ok((python::restore(py)?.clone(), (self.inner.source().to_owned(), options)))
    }

    fn __repr__(&self) -> String {
        const SHOWN: usize = 40;
        let source = self.inner.source();
        let shown: String = source.chars().take(SHOWN).collect();
        let more = if shown.len() < source.len() { "…" } else { "" };
        format!("<itl.Template {shown:?}{more}>")
    }
}

/// Compiles and renders once.
fn once<'py>(
    py: Python<'py>,
    function: &str,
    source: &Bound<'py, PyString>,
    given: Option<&Bound<'py, PyDict>>,
    run: impl FnOnce(&itl_eval::Template, &options::Render<'py>) -> PyResult<Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    let (mut compiling, mut rendering) = (CompileReader::default(), RenderReader::default());
    options::each(
        function,
        given,
        &mut [&mut |name, value| compiling.read(name, value), &mut |name, value| rendering.read(name, value)],
    )?;
    let template = compile(py, source, compiling.finish(), given)?;
    let given = rendering.finish(py, template.inner.engine().limits())?;
    run(&template.inner, &given)
}

/// Compiles a template and renders it on Python's values.
#[pyfunction]
#[pyo3(signature = (source, data = None, /, **options))]
pub(crate) fn render<'py>(
    py: Python<'py>,
    source: &Bound<'py, PyString>,
    data: Option<Bound<'py, PyAny>>,
    options: Option<&Bound<'py, PyDict>>,
) -> PyResult<Bound<'py, PyAny>> {
    once(py, "render", source, options, |template, given| {
        let data = data.unwrap_or_else(|| py.None().into_bound(py));
        rendering::run(py, template, &Input::values(&data, given.default.as_ref())?, given)
    })
}

/// Compiles a template and renders it on JSON text.
#[pyfunction]
#[pyo3(signature = (source, json, /, **options))]
pub(crate) fn render_json<'py>(
    py: Python<'py>,
    source: &Bound<'py, PyString>,
    json: Bound<'py, PyAny>,
    options: Option<&Bound<'py, PyDict>>,
) -> PyResult<Bound<'py, PyAny>> {
    once(py, "render_json", source, options, |template, given| {
        rendering::run(py, template, &Input::json(&json)?, given)
    })
}
