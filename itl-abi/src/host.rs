//! Functions of the host program, called through one pointer, or through the import `itl.host` of the WebAssembly module.

use crate::boundary::Program;
use crate::memory;
use itl_wire::host::Host;
use serde_json::Value;

impl Host for Program {
    fn call(&self, function: u32, request: &Value) -> Result<Value, String> {
        let (status, reply) = self
            .invoke(function, &itl_wire::json::written(request))
            .ok_or("the template was compiled without a host")?;
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
