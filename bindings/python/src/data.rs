//! Python values as the engine's payload, read by the engine's own serializer.

use crate::errors;
use crate::python;
use itl_eval::{Code, Diagnostic, HostValue, Payload, Span};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyList, PyString, PyTuple};
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use std::cell::{Cell, RefCell};

/// The most values in one payload: what 100 MB of JSON may hold, and a bound for data that shares its parts.
const MAX_VALUES: usize = 16_000_000;

/// The deepest nesting of data with callbacks, which is that of JSON text.
const MAX_DEPTH: usize = 127;

/// How deep data is before it is asked whether it contains itself.
const SUSPICIOUS_DEPTH: usize = 64;

/// How often a value may stand for another one: an enumeration of decimals, for instance.
const MAX_STAND_INS: usize = 8;

/// Data that was read.
pub(crate) struct Data {
    pub(crate) payload: Payload<'static>,
    /// What a render has to say about the data before all else.
    pub(crate) warnings: Vec<Diagnostic>,
    /// Whether callables are among the values.
    has_callables: bool,
}

/// Reads a value. What has no JSON form goes through `default` once, as in `json.dumps`.
pub(crate) fn read<'py>(value: &Bound<'py, PyAny>, default: Option<&Bound<'py, PyAny>>) -> PyResult<Data> {
    let py = value.py();
    let walk = Walk { default, ..Walk::new(py) };
    let payload = Payload::from_serialize(&Item { value, walk: &walk });
    if let Some(error) = walk.failure.take() {
        let path = payload.unreadable().iter().find(|part| part.message == STOPPED).map_or("", |part| &part.path);
        return Err(error.raise(py, path));
    }
    let warnings = if walk.has_lone_surrogate.get() { vec![lone_surrogate()] } else { Vec::new() };
    Ok(Data { payload, warnings, has_callables: walk.has_callables.get() })
}

/// Reads a value that holds no callbacks, as a document.
pub(crate) fn document(value: &Bound<'_, PyAny>) -> PyResult<serde_json::Value> {
    let data = read(value, None)?;
    let refused = data.payload.unreadable().first().map(|part| (part.message.clone(), part.path.clone()));
    match refused {
        Some((message, path)) => Err(errors::data(value.py(), &message, &path)),
        None => serde_json::to_value(&data.payload).map_err(|error| errors::data(value.py(), &error.to_string(), "")),
    }
}

impl Data {
    /// The data as values with callbacks, if it holds callables.
    pub(crate) fn callbacks(&self, value: &Bound<'_, PyAny>) -> PyResult<Option<HostValue>> {
        if self.has_callables { with_callbacks(value, 0).map(Some) } else { Ok(None) }
    }
}

fn with_callbacks(value: &Bound<'_, PyAny>, depth: usize) -> PyResult<HostValue> {
    if depth == MAX_DEPTH {
        let message = format!("data with callbacks is nested deeper than {MAX_DEPTH} levels");
        return Err(errors::data(value.py(), &message, ""));
    }
    if let Ok(map) = value.cast::<PyDict>() {
        let entries = map.items().iter().map(|entry| {
            let (key, value): (Bound<'_, PyAny>, Bound<'_, PyAny>) = entry.extract()?;
            Ok((key.str()?.to_string_lossy().into_owned(), with_callbacks(&value, depth + 1)?))
        });
        return entries.collect::<PyResult<Vec<_>>>().map(HostValue::Map);
    }
    if value.is_instance_of::<PyList>() || value.is_instance_of::<PyTuple>() {
        let items = value.try_iter()?.map(|item| with_callbacks(&item?, depth + 1));
        return items.collect::<PyResult<Vec<_>>>().map(HostValue::List);
    }
    if is_callback(value) {
        return Ok(crate::host::lambda(value.clone().unbind()));
    }
    document(value).map(HostValue::Json)
}

/// Whether a value is a function of the caller's; a class is none.
fn is_callback(value: &Bound<'_, PyAny>) -> bool {
    value.is_callable() && !value.is_instance_of::<pyo3::types::PyType>()
}

fn lone_surrogate() -> Diagnostic {
    let message = "the data holds half a character; it is read as U+FFFD";
    Diagnostic::new(Code::LoneSurrogate, Span::new(0, 0), message)
        .help("the text was cut by UTF-16 units; cut it by characters")
}

/// The message of the serializer's errors, by which the path of the first one is found.
const STOPPED: &str = "reading stopped here";

enum Failure {
    /// A value that has no JSON form.
    Refused(String),
    /// What a callback or property of the data raised.
    Raised(PyErr),
}

impl Failure {
    fn raise(self, py: Python<'_>, path: &str) -> PyErr {
        match self {
            Self::Refused(message) => errors::data(py, &message, path),
            Self::Raised(error) => error,
        }
    }
}

/// What is known while data is read.
struct Walk<'w, 'py> {
    py: Python<'py>,
    default: Option<&'w Bound<'py, PyAny>>,
    values: Cell<usize>,
    /// Addresses of the containers around the value at hand.
    open: RefCell<Vec<usize>>,
    has_callables: Cell<bool>,
    has_lone_surrogate: Cell<bool>,
    failure: Cell<Option<Failure>>,
    has_failed: Cell<bool>,
}

impl<'py> Walk<'_, 'py> {
    fn new(py: Python<'py>) -> Self {
        Self {
            py,
            default: None,
            values: Cell::new(0),
            open: RefCell::default(),
            has_callables: Cell::new(false),
            has_lone_surrogate: Cell::new(false),
            failure: Cell::new(None),
            has_failed: Cell::new(false),
        }
    }

    /// Ends the walk; the first failure counts.
    fn stop<E: serde::ser::Error>(&self, failure: Failure) -> E {
        if !self.has_failed.replace(true) {
            self.failure.set(Some(failure));
        }
        E::custom(STOPPED)
    }

    fn refuse<E: serde::ser::Error>(&self, message: impl Into<String>) -> E {
        self.stop(Failure::Refused(message.into()))
    }

    /// Reads what is inside a container; fails on one that contains itself.
    fn inside<T, E: serde::ser::Error>(
        &self,
        container: &Bound<'_, PyAny>,
        read: impl FnOnce() -> Result<T, E>,
    ) -> Result<T, E> {
        let address = container.as_ptr().addr();
        let is_open = {
            let open = self.open.borrow();
            open.len() >= SUSPICIOUS_DEPTH && open.contains(&address)
        };
        if is_open {
            return Err(self.refuse("it contains itself"));
        }
        self.open.borrow_mut().push(address);
        let result = read();
        self.open.borrow_mut().pop();
        result
    }

    fn count<E: serde::ser::Error>(&self) -> Result<(), E> {
        if self.has_failed.get() {
            return Err(E::custom(STOPPED));
        }
        self.values.set(self.values.get() + 1);
        if self.values.get() > MAX_VALUES {
            return Err(self.refuse(format!("the data holds more than {MAX_VALUES} values")));
        }
        Ok(())
    }

    fn text<S: Serializer>(&self, string: &Bound<'py, PyString>, serializer: S) -> Result<S::Ok, S::Error> {
        match python::text(string) {
            Ok((text, lone)) => {
                if lone {
                    self.has_lone_surrogate.set(true);
                }
                serializer.serialize_str(&text)
            }
            Err(error) => Err(self.stop(Failure::Raised(error))),
        }
    }

    fn integer<S: Serializer>(&self, value: &Bound<'py, PyAny>, serializer: S) -> Result<S::Ok, S::Error> {
        if let Ok(number) = value.extract::<i64>() {
            return serializer.serialize_i64(number);
        }
        if let Ok(number) = value.extract::<u64>() {
            return serializer.serialize_u64(number);
        }
        // Further away it is what JSON text makes of its digits: the nearest float.
        match value.extract::<f64>() {
            Ok(number) => serializer.serialize_f64(number),
            Err(_) => Err(self.refuse("the number is larger than any float; pass it as text")),
        }
    }

    fn map<S: Serializer>(&self, map: &Bound<'py, PyDict>, serializer: S) -> Result<S::Ok, S::Error> {
        let expected = map.len();
        let mut entries = map.iter();
        let mut out = serializer.serialize_map(Some(expected))?;
        // The iterator panics where the map changes under it, so that is asked first.
        for _ in 0..expected {
            if map.len() != expected {
                return Err(self.refuse("the dict changed while it was read"));
            }
            let Some((key, value)) = entries.next() else { break };
            out.serialize_entry(&Key { value: &key, walk: self }, &Item { value: &value, walk: self })?;
        }
        out.end()
    }

    fn list<S: Serializer>(&self, list: &Bound<'py, PyAny>, serializer: S) -> Result<S::Ok, S::Error> {
        let items = list.try_iter().map_err(|error| self.stop(Failure::Raised(error)))?;
        let mut out = serializer.serialize_seq(list.len().ok())?;
        for item in items {
            let value = item.map_err(|error| self.stop(Failure::Raised(error)))?;
            out.serialize_element(&Item { value: &value, walk: self })?;
        }
        out.end()
    }

    /// Asks the Python half for a value that JSON has.
    fn stand_in<E: serde::ser::Error>(&self, value: &Bound<'py, PyAny>) -> Result<Bound<'py, PyAny>, E> {
        let plain = python::plain(self.py).and_then(|plain| plain.call1((value, self.default)));
        plain.map_err(|error| {
            let refused =
                python::refused(self.py).is_ok_and(|class| error.value(self.py).is_instance(class).unwrap_or(false));
            self.stop(if refused { Failure::Refused(error.value(self.py).to_string()) } else { Failure::Raised(error) })
        })
    }

    fn value<S: Serializer>(&self, value: &Bound<'py, PyAny>, serializer: S) -> Result<S::Ok, S::Error> {
        self.count()?;
        let mut stand_in;
        let mut value = value;
        for _ in 0..=MAX_STAND_INS {
            if let Ok(string) = value.cast::<PyString>() {
                return self.text(string, serializer);
            } else if value.is_none() {
                return serializer.serialize_unit();
            } else if let Ok(map) = value.cast::<PyDict>() {
                return self.inside(value, || self.map(map, serializer));
            } else if value.is_instance_of::<PyList>() || value.is_instance_of::<PyTuple>() {
                return self.inside(value, || self.list(value, serializer));
            } else if let Ok(flag) = value.cast::<PyBool>() {
                return serializer.serialize_bool(flag.is_true());
            } else if value.is_instance_of::<PyInt>() {
                return self.integer(value, serializer);
            } else if let Ok(number) = value.cast::<PyFloat>() {
                return serializer.serialize_f64(number.value());
            } else if is_callback(value) {
                self.has_callables.set(true);
                return serializer.serialize_unit();
            }
            stand_in = self.stand_in::<S::Error>(value)?;
            value = &stand_in;
        }
        Err(self.refuse("the default of the value is a value without a JSON form too"))
    }
}

/// A value where serde reads it.
struct Item<'a, 'w, 'py> {
    value: &'a Bound<'py, PyAny>,
    walk: &'a Walk<'w, 'py>,
}

impl Serialize for Item<'_, '_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.walk.value(self.value, serializer)
    }
}

/// The key of an entry.
struct Key<'a, 'w, 'py> {
    value: &'a Bound<'py, PyAny>,
    walk: &'a Walk<'w, 'py>,
}

impl Serialize for Key<'_, '_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (value, walk) = (self.value, self.walk);
        if let Ok(string) = value.cast::<PyString>() {
            return walk.text(string, serializer);
        }
        if let Ok(flag) = value.cast::<PyBool>() {
            return serializer.serialize_bool(flag.is_true());
        }
        if value.is_instance_of::<PyInt>() {
            return walk.integer(value, serializer);
        }
        if let Ok(number) = value.cast::<PyFloat>() {
            return serializer.serialize_f64(number.value());
        }
        Err(walk.refuse(format!("a key is a str, and not a {}", python::type_name(value))))
    }
}
