//! Functions of the host program, called through one pointer, or through the import `itl.host` of the WebAssembly module.

use crate::answer::Bytes;
use crate::memory;
use itl_wire::host::Host;
use serde_json::Value;
use std::sync::Arc;

type Invoke = dyn Fn(u32, &str) -> Option<(i32, Bytes)> + Send + Sync;

/// What calls the functions of one template.
#[derive(Clone)]
pub(crate) struct Program(Option<Arc<Invoke>>);

impl Program {
    /// For calls in which no function runs.
    pub(crate) const NONE: Self = Self(None);

    /// A host that is called with a function's number and a request, and returns a status with a reply.
    pub(crate) fn new(invoke: impl Fn(u32, &str) -> Option<(i32, Bytes)> + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(invoke)))
    }

    /// Whether functions can be called at all.
    pub(crate) fn is_there(&self) -> bool {
        self.0.is_some()
    }
}

impl Host for Program {
    fn call(&self, function: u32, request: &Value) -> Result<Value, String> {
        let invoke = self.0.as_ref().ok_or("the template was compiled without a host")?;
        let called = invoke(function, &itl_wire::json::written(request));
        let (status, reply) = called.ok_or("the template was compiled without a host")?;
        let bytes = if reply.data.is_null() { Some(Vec::new()) } else { memory::take(reply.data) };
        let bytes = bytes.ok_or("the reply does not stand in memory of itl_alloc")?;
        let bytes = bytes.get(..reply.length).ok_or("the reply is said to be longer than its memory")?;
        let text = std::str::from_utf8(bytes).map_err(|_| "the reply is not UTF-8")?;
        if status != 0 {
            return Err(if text.is_empty() { "it failed and did not say why" } else { text }.into());
        }
        if text.is_empty() {
            return Ok(Value::Null);
        }
        itl_eval::read_json(text).map_err(|error| format!("the reply is not JSON: {error}"))
    }
}
