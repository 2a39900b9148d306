//! Prompts: messages and requests.

use crate::errors::{self, Failure};
use crate::options::{self, RenderReader};
use crate::rendering::Input;
use crate::template::Template;
use crate::{data, findings, host, python};
use itl_eval::Diagnostics;
use itl_prompt::{AnswerSchema, Counter, Previous, PromptOptions, RequestOptions, Target};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use std::sync::Mutex;

/// Renders a prompt and splits it into messages.
pub(crate) fn messages<'py>(
    py: Python<'py>,
    template: &Template,
    data: &Bound<'py, PyAny>,
    given: Option<&Bound<'py, PyDict>>,
) -> PyResult<Bound<'py, PyAny>> {
    let mut rendering = RenderReader::default();
    let mut nonce = None;
    let mut own = |name: &str, value: &Bound<'py, PyAny>| {
        if name == "nonce" {
            nonce = Some(value.clone()).filter(|value| !value.is_none());
        }
        Ok(name == "nonce")
    };
    options::each("messages", given, &mut [&mut |name, value| rendering.read(name, value), &mut own])?;
    let render = rendering.finish(py, template.inner.engine().limits())?;
    let nonce = nonce.map(|nonce| options::string("nonce", &nonce)).transpose()?;
    let input = Input::values(data, render.default.as_ref())?;
    let asked = PromptOptions::new(render.options.clone()).nonce(nonce.as_deref());
    let prompt = template.prompt();
    let (source, options) = (input.source(), &asked);
    let (conversation, raised) = py.detach(|| host::collecting(|| prompt.render(source, options)));
    let cause = host::sorted(py, raised)?;
    let found = input.with_warnings(conversation.diagnostics().clone());
    let failures = template.inner.failures(&found);
    if render.strict == Some(true) && !failures.is_empty() {
        return Err(failure(py, template, conversation.text(), &failures, cause));
    }
    let list = conversation.messages().map(|message| {
        let one = PyDict::new(py);
        one.set_item("role", message.role.name())?;
        one.set_item("content", &*message.text)?;
        Ok(one)
    });
    let list = PyList::new(py, list.collect::<PyResult<Vec<_>>>()?)?;
    let found = findings::list(py, &template.inner, &found)?;
    python::messages(py)?.call1((list, conversation.text(), found, failures.is_empty()))
}

fn failure(py: Python<'_>, template: &Template, text: &str, failures: &Diagnostics, cause: Option<PyErr>) -> PyErr {
    let error = itl_eval::RenderError::new(&template.inner, failures.clone(), String::new());
    let failure = Failure { summary: error.to_string(), report: format!("{error:#}"), text, diagnostics: failures };
    failure.raise(py, &template.inner, cause)
}

/// The options of a request that hold no Python.
#[derive(Default)]
struct Plain {
    model: Option<String>,
    max_tokens: Option<u64>,
    max_output_tokens: Option<u64>,
    tokens: Option<Counter>,
}

impl Plain {
    fn options(&self) -> RequestOptions<'_> {
        let mut options = RequestOptions::default();
        options.max_tokens = self.max_tokens;
        options.max_output_tokens = self.max_output_tokens;
        options.counter = self.tokens;
        options.model = self.model.as_deref();
        options
    }
}

/// Collects the options of a request.
#[derive(Default)]
struct RequestReader<'py> {
    target: Option<Target>,
    plain: Plain,
    count: Option<Bound<'py, PyAny>>,
    schema: Option<Bound<'py, PyAny>>,
    schema_name: Option<String>,
    previous: Option<Bound<'py, PyAny>>,
    nonce: Option<String>,
    digests: Option<bool>,
}

/// The options of a request.
const NAMES: &[&str] = &[
    "target",
    "model",
    "max_tokens",
    "max_output_tokens",
    "tokens",
    "count",
    "schema",
    "schema_name",
    "previous",
    "nonce",
    "digests",
];

impl<'py> RequestReader<'py> {
    fn read(&mut self, name: &str, value: &Bound<'py, PyAny>) -> PyResult<bool> {
        match name {
            _ if value.is_none() => return Ok(NAMES.contains(&name)),
            "target" => self.target = Some(options::parsed(name, value)?),
            "model" => self.plain.model = Some(options::string(name, value)?),
            "max_tokens" => self.plain.max_tokens = Some(options::number(name, value)?),
            "max_output_tokens" => self.plain.max_output_tokens = Some(options::number(name, value)?),
            "tokens" => self.plain.tokens = Some(options::parsed(name, value)?),
            "count" => self.count = Some(value.clone()),
            "schema" => self.schema = Some(value.clone()),
            "schema_name" => self.schema_name = Some(options::string(name, value)?),
            "previous" => self.previous = Some(value.clone()),
            "nonce" => self.nonce = Some(options::string(name, value)?),
            "digests" => self.digests = Some(options::flag(name, value)?),
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn target(&self, py: Python<'py>) -> PyResult<Target> {
        self.target.ok_or_else(|| {
            let known: Vec<&str> = Target::ALL.iter().map(|target| target.name()).collect();
            errors::option(py, "target", format!("`target` is one of {}", known.join(", ")))
        })
    }

    fn schema(&self, py: Python<'py>) -> PyResult<Option<AnswerSchema>> {
        let Some(schema) = &self.schema else { return Ok(None) };
        let name = self.schema_name.as_deref().unwrap_or("answer");
        let text = data::document(schema)?.to_string();
        let read = AnswerSchema::new(&format!("{name}.json"), &text);
        read.map(Some).map_err(|found| errors::option(py, "schema", found.message))
    }

    fn previous(&self, py: Python<'py>) -> PyResult<Option<Previous>> {
        let Some(previous) = &self.previous else { return Ok(None) };
        // A `Request` knows both parts; a dict that was stored has them as keys.
        let previous = match previous.getattr_opt("digests")? {
            Some(digests) => {
                let parts = PyDict::new(py);
                parts.set_item("digests", digests)?;
                parts.set_item("body", previous.getattr("body")?)?;
                parts.into_any()
            }
            None => previous.clone(),
        };
        let read = Previous::read(&data::document(&previous)?);
        read.map(Some).ok_or_else(|| errors::option(py, "previous", "`previous` holds no digests"))
    }
}

/// Makes the whole request of a prompt.
pub(crate) fn request<'py>(
    py: Python<'py>,
    template: &Template,
    data: &Bound<'py, PyAny>,
    given: Option<&Bound<'py, PyDict>>,
) -> PyResult<Bound<'py, PyAny>> {
    let (mut rendering, mut asked) = (RenderReader::default(), RequestReader::default());
    options::each(
        "request",
        given,
        &mut [&mut |name, value| rendering.read(name, value), &mut |name, value| asked.read(name, value)],
    )?;
    let render = rendering.finish(py, template.inner.engine().limits())?;
    let (target, schema, previous) = (asked.target(py)?, asked.schema(py)?, asked.previous(py)?);
    let input = Input::values(data, render.default.as_ref())?;
    let callback = asked.count.as_ref().map(|count| count.clone().unbind());
    let miscounted = Mutex::new(None);
    let count = |text: &str| {
        // As many as its bytes where it counts none, so that no budget is exceeded unseen.
        let Some(callback) = &callback else { return text.len() as u64 };
        let counted = Python::attach(|py| callback.call1(py, (text,))?.extract::<u64>(py));
        counted.unwrap_or_else(|error| {
            if let Ok(mut first) = miscounted.lock() {
                first.get_or_insert(error);
            }
            text.len() as u64
        })
    };
    let trace = render.options.trace || previous.is_some();
    let prompted = PromptOptions::new(render.options.clone().trace(trace)).nonce(asked.nonce.as_deref());
    let (source, prompt, plain) = (input.source(), template.prompt(), &asked.plain);
    let has_digests = asked.digests.unwrap_or(true) || previous.is_some();
    let ((conversation, request), raised) = py.detach(|| {
        host::collecting(|| {
            let mut options = plain.options();
            (options.schema, options.previous) = (schema.as_ref(), previous.as_ref());
            if callback.is_some() {
                options.count = Some(&count);
            }
            let conversation = has_digests.then(|| prompt.render(source, &prompted));
            let request = match &conversation {
                Some(conversation) => conversation.request_with_digests(target, &options),
                None => prompt.request(source, &prompted, target, &options),
            };
            (conversation, request)
        })
    });
    let cause = host::sorted(py, raised)?;
    if let Some(error) = miscounted.into_inner().ok().flatten() {
        return Err(error);
    }
    let found = input.with_warnings(request.diagnostics.clone());
    let failures = template.inner.failures(&found);
    if render.strict != Some(false) && !failures.is_empty() {
        // A request that was written while its prompt rendered keeps no text of the whole.
        let again = || py.detach(|| host::collecting(|| prompt.render(source, &prompted))).0;
        let conversation = conversation.unwrap_or_else(again);
        return Err(failure(py, template, conversation.text(), &failures, cause));
    }
    let found = findings::list(py, &template.inner, &found)?;
    python::request(py)?.call1((&request.body, request.about(), found, failures.is_empty()))
}
