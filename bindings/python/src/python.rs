//! What the Python half of the package defines and this half uses.

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyString;
use std::borrow::Cow;

/// Classes and functions of the package, by the module that defines them.
macro_rules! imported {
    ($($(#[$doc:meta])* $name:ident = $module:literal . $attribute:literal;)*) => {
        $($(#[$doc])*
        pub(crate) fn $name(py: Python<'_>) -> PyResult<&Bound<'_, PyAny>> {
            static FOUND: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
            FOUND.get_or_try_init(py, || Ok(py.import($module)?.getattr($attribute)?.unbind())).map(|it| it.bind(py))
        })*
    };
}

imported! {
    rendered = "itl._types"."Rendered";
    traced = "itl._types"."Traced";
    diagnostic = "itl._types"."Diagnostic";
    span = "itl._types"."Span";
    label = "itl._types"."Label";
    suggestion = "itl._types"."Suggestion";
    reference = "itl._types"."Reference";
    messages = "itl._types"."Messages";
    request = "itl._types"."Request";
    compile_error = "itl._errors"."CompileError";
    render_error = "itl._errors"."RenderError";
    data_error = "itl._errors"."DataError";
    option_error = "itl._errors"."OptionError";
    /// Raised by `plain` for a value that has no JSON form.
    refused = "itl._data"."Refused";
    /// Makes a value that JSON has of one that it has not.
    plain = "itl._data"."plain";
    /// Unix milliseconds of a `datetime`.
    milliseconds = "itl._options"."milliseconds";
    /// The parameters of a callable.
    describe = "itl._functions"."describe";
    /// Makes a template again that was pickled.
    restore = "itl._types"."restore";
}

/// The text of a string, and whether it holds half a character, which is read as U+FFFD.
pub(crate) fn text<'a>(string: &'a Bound<'_, PyString>) -> PyResult<(Cow<'a, str>, bool)> {
    if let Ok(text) = string.to_cow() {
        return Ok((text, false));
    }
    let py = string.py();
    let encoded = string.call_method1(intern!(py, "encode"), ("utf-16-le", "surrogatepass"))?;
    let bytes: Vec<u8> = encoded.extract()?;
    let units = bytes.chunks_exact(2).filter_map(|pair| Some(u16::from_le_bytes(pair.try_into().ok()?)));
    let mut lone = false;
    let text = char::decode_utf16(units)
        .map(|character| {
            character.unwrap_or_else(|_| {
                lone = true;
                char::REPLACEMENT_CHARACTER
            })
        })
        .collect::<String>();
    Ok((Cow::Owned(text), lone))
}

/// The name of a value's type, for messages.
pub(crate) fn type_name(value: &Bound<'_, PyAny>) -> String {
    value.get_type().name().map_or_else(|_| "object".to_owned(), |name| name.to_string_lossy().into_owned())
}
