//! Callables of the caller: functions that templates may call, and Mustache's lambdas.

use crate::data;
use crate::errors;
use crate::python;
use itl_eval::{Function, HostArg, HostValue, Lambda, Param, ParamKind};
use pyo3::exceptions::PyException;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyString, PyTuple};
use serde_json::Value;
use std::cell::RefCell;
use std::sync::Mutex;

thread_local! {
    /// What callables raised during the renders that run on this thread, the innermost last.
    static RAISED: RefCell<Vec<Vec<PyErr>>> = const { RefCell::new(Vec::new()) };
}

/// The most exceptions of one render that are kept.
const MAX_RAISED: usize = 8;

/// Runs a render and returns what callables raised in it.
pub(crate) fn collecting<T>(run: impl FnOnce() -> T) -> (T, Vec<PyErr>) {
    RAISED.with_borrow_mut(|renders| renders.push(Vec::new()));
    let result = run();
    (result, RAISED.with_borrow_mut(|renders| renders.pop().unwrap_or_default()))
}

fn keep(error: PyErr) {
    RAISED.with_borrow_mut(|renders| {
        if let Some(raised) = renders.last_mut().filter(|raised| raised.len() < MAX_RAISED) {
            raised.push(error);
        }
    });
}

/// The first exception that no render may swallow, such as `KeyboardInterrupt`; else the first of all as the cause of a
/// failure.
pub(crate) fn sorted(py: Python<'_>, mut raised: Vec<PyErr>) -> Result<Option<PyErr>, PyErr> {
    match raised.iter().position(|error| !error.is_instance_of::<PyException>(py)) {
        Some(at) => Err(raised.swap_remove(at)),
        None => Ok(raised.into_iter().next()),
    }
}

/// A lambda of the data: called with the source inside a section, and without arguments for a variable.
pub(crate) fn lambda(callable: Py<PyAny>) -> HostValue {
    Lambda::new(move |text| {
        let answer = Python::attach(|py| {
            let answer = match text {
                Some(text) => callable.call1(py, (text,)),
                None => callable.call0(py),
            };
            let answer = answer.and_then(|answer| {
                let answer = answer.into_bound(py);
                if answer.is_none() {
                    return Ok(String::new());
                }
                Ok(python::text(&answer.str()?)?.0.into_owned())
            });
            answer.map_err(keep)
        });
        // The engine catches what a callback throws and reports it; no hook prints anything for this.
        answer.unwrap_or_else(|()| std::panic::resume_unwind(Box::new(())))
    })
    .into()
}

/// The functions of a dict of callables by name.
pub(crate) fn functions(given: &Bound<'_, PyAny>) -> PyResult<Vec<Function>> {
    let py = given.py();
    let wrong = || errors::option(py, "functions", "`functions` is a dict of callables by name");
    let given = given.cast::<PyDict>().map_err(|_| wrong())?;
    given
        .items()
        .iter()
        .map(|entry| {
            let (name, callable): (Bound<'_, PyAny>, Bound<'_, PyAny>) = entry.extract()?;
            function(name.cast::<PyString>().map_err(|_| wrong())?, &callable)
        })
        .collect()
}

/// What Python says about a callable: its parameters, whether the last repeats, its first line of documentation.
type Described = (Vec<(String, String, bool)>, bool, String);

fn function(name: &Bound<'_, PyString>, callable: &Bound<'_, PyAny>) -> PyResult<Function> {
    let (params, repeats, doc): Described = python::describe(name.py())?.call1((name, callable))?.extract()?;
    let params: Vec<Param> = params.iter().map(|(name, kind, optional)| param(name, kind, *optional)).collect();
    let callable = callable.clone().unbind();
    let mut function = Function::host(name.to_string_lossy().into_owned(), &params, doc, move |call| {
        Python::attach(|py| {
            let answer = called(py, &callable, call.receiver, call.args);
            answer.map_err(|error| {
                let message = format!("the function raised {error}");
                keep(error);
                message
            })
        })
    });
    function.repeats = repeats;
    Ok(function)
}

fn called(py: Python<'_>, callable: &Py<PyAny>, receiver: &Value, args: &[HostArg]) -> PyResult<Value> {
    let mut all = vec![value(py, receiver)?];
    for arg in args {
        all.push(match arg {
            HostArg::Text(text) => text.into_pyobject(py)?.into_any(),
            HostArg::Integer(number) => number.into_pyobject(py)?.into_any(),
            HostArg::Number(number) => number.into_pyobject(py)?.into_any(),
            _ => py.None().into_bound(py),
        });
    }
    let answer = callable.bind(py).call1(PyTuple::new(py, all)?)?;
    data::document(&answer)
}

/// A document as Python's values. Recurses as deep as a payload, which is limited.
pub(crate) fn value<'py>(py: Python<'py>, document: &Value) -> PyResult<Bound<'py, PyAny>> {
    Ok(match document {
        Value::Null => py.None().into_bound(py),
        Value::Bool(flag) => flag.into_pyobject(py)?.to_owned().into_any(),
        Value::Number(number) => match (number.as_i64(), number.as_u64()) {
            (Some(number), _) => number.into_pyobject(py)?.into_any(),
            (None, Some(number)) => number.into_pyobject(py)?.into_any(),
            (None, None) => number.as_f64().into_pyobject(py)?.into_any(),
        },
        Value::String(text) => text.into_pyobject(py)?.into_any(),
        Value::Array(items) => {
            let items: Vec<_> = items.iter().map(|item| value(py, item)).collect::<PyResult<_>>()?;
            PyList::new(py, items)?.into_any()
        }
        Value::Object(entries) => {
            let dict = PyDict::new(py);
            for (key, item) in entries {
                dict.set_item(key, value(py, item)?)?;
            }
            dict.into_any()
        }
    })
}

fn param(given: &str, kind: &str, optional: bool) -> Param {
    let kind = match kind {
        "integer" => ParamKind::Integer,
        "number" => ParamKind::Number,
        _ => ParamKind::Text,
    };
    let param = Param::new(name(given), kind);
    if optional { param.optional("") } else { param }
}

/// How many different names of parameters are kept.
const MAX_NAMES: usize = 256;

/// The name as the registry keeps it: for ever, so few and short ones only.
fn name(name: &str) -> &'static str {
    static NAMES: Mutex<Vec<&'static str>> = Mutex::new(Vec::new());
    let Ok(mut names) = NAMES.lock() else { return "argument" };
    if let Some(known) = names.iter().find(|known| **known == name) {
        return known;
    }
    if names.len() >= MAX_NAMES || name.len() > 64 || name.is_empty() {
        return "argument";
    }
    let kept: &'static str = Box::leak(Box::from(name));
    names.push(kept);
    kept
}
