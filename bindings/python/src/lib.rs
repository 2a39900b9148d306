//! The boundary between Python and the engine.
//!
//! It converts values and options, releases the interpreter's lock while the engine works, and turns
//! diagnostics into Python's own objects. It contains no rule of the language. What people import is
//! `python/itl`; the classes without any work in them are Python.
#![deny(missing_docs)]

mod data;
mod errors;
mod findings;
mod host;
mod options;
mod prompts;
mod python;
mod questions;
mod rendering;
mod template;

use pyo3::prelude::*;

#[pymodule]
fn _itl(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<template::Template>()?;
    module.add_function(wrap_pyfunction!(template::render, module)?)?;
    module.add_function(wrap_pyfunction!(template::render_json, module)?)?;
    module.add_function(wrap_pyfunction!(questions::check, module)?)?;
    module.add_function(wrap_pyfunction!(questions::format, module)?)?;
    module.add_function(wrap_pyfunction!(questions::explain, module)?)?;
    module.add_function(wrap_pyfunction!(questions::timezones, module)?)?;
    module.add("__version__", env!("CARGO_PKG_VERSION"))
}
