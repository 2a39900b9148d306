//! Functions of the host.

use super::Host;
use itl_eval::{Function, HostArg, Param, ParamKind};
use serde_json::Value;
use std::sync::{Mutex, PoisonError};

/// How many different parameter names of the host are kept; they live as long as the program.
const MAX_NAMES: usize = 256;

/// The longest of them, in bytes.
const MAX_NAME: usize = 64;

/// A function row for what the host describes as `{name, id, params, doc}`.
pub(crate) fn function(given: &Value, host: &impl Host) -> Function {
    let caller = host.clone();
    let text = |key| given.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let id = given.get("id").and_then(Value::as_u64).unwrap_or_default() as u32;
    let params: Vec<Param> = given.get("params").and_then(Value::as_array).into_iter().flatten().map(param).collect();
    Function::host(text("name"), &params, text("doc"), move |host| {
        let args: Vec<Value> = host
            .args
            .iter()
            .map(|arg| match arg {
                HostArg::Text(text) => text.as_str().into(),
                HostArg::Integer(n) => (*n).into(),
                HostArg::Number(n) => (*n).into(),
                _ => Value::Null,
            })
            .collect();
        caller.call(id, &Value::Array(vec![host.receiver.clone(), Value::Array(args)]))
    })
}

fn param(given: &Value) -> Param {
    let text = |key| given.get(key).and_then(Value::as_str).unwrap_or_default();
    let kind = match text("kind") {
        "integer" => ParamKind::Integer,
        "number" => ParamKind::Number,
        _ => ParamKind::Text,
    };
    let param = Param::new(name(text("name")), kind);
    if given.get("optional") == Some(&Value::Bool(true)) { param.optional("") } else { param }
}

/// The name as the registry keeps it: for ever, so few and short ones only.
fn name(name: &str) -> &'static str {
    static NAMES: Mutex<Vec<&'static str>> = Mutex::new(Vec::new());
    let mut names = NAMES.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = names.iter().find(|known| **known == name) {
        return known;
    }
    if names.len() >= MAX_NAMES || name.len() > MAX_NAME || name.is_empty() {
        return "argument";
    }
    let kept: &'static str = Box::leak(Box::from(name));
    names.push(kept);
    kept
}
