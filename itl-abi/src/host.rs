//! Functions of the host program, called through one pointer, or through the import `itl.host` of the WebAssembly module.

use crate::memory;
use crate::types::{Bytes, HostFunction};
use itl_wire::host::Host;
use serde_json::Value;
use std::ffi::c_void;

/// What calls the functions of one template.
#[derive(Clone, Copy)]
pub(crate) struct Program {
    /// Absent where the caller of `itl_compile` passed none.
    pub(crate) call: Option<HostFunction>,
    pub(crate) data: *mut c_void,
}

// SAFETY: the header asks of the caller that function and data may be used from every thread that renders.
unsafe impl Send for Program {}
// SAFETY: as above; this side never reads what `data` points to.
unsafe impl Sync for Program {}

impl Program {
    /// For calls in which no function runs.
    pub(crate) const NONE: Self = Self { call: None, data: std::ptr::null_mut() };

    #[cfg(not(target_family = "wasm"))]
    fn reply(self, function: u32, request: &str, reply: &mut Bytes) -> Option<i32> {
        let call = self.call?;
        // SAFETY: the caller of `itl_compile` vouches for function and data; the request lives until the call returns,
        // and `reply` is ours.
        Some(unsafe { call(self.data, function, request.as_ptr(), request.len(), reply) })
    }

    #[cfg(target_family = "wasm")]
    fn reply(self, function: u32, request: &str, reply: &mut Bytes) -> Option<i32> {
        #[link(wasm_import_module = "itl")]
        unsafe extern "C" {
            fn host(data: *mut c_void, function: u32, request: *const u8, length: usize, reply: *mut Bytes) -> i32;
        }
        // SAFETY: the host reads the request and writes the reply during the call only.
        Some(unsafe { host(self.data, function, request.as_ptr(), request.len(), reply) })
    }

    /// Whether functions can be called at all.
    pub(crate) fn is_there(self) -> bool {
        cfg!(target_family = "wasm") || self.call.is_some()
    }
}

impl Host for Program {
    fn call(&self, function: u32, request: &Value) -> Result<Value, String> {
        let mut reply = Bytes::default();
        let status = self.reply(function, &itl_wire::json::written(request), &mut reply);
        let status = status.ok_or("the template was compiled without a host")?;
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
