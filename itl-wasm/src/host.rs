//! Callbacks into JavaScript: functions of the host and Mustache's lambdas.

use crate::json::written;
use itl_eval::{Context, Function, HostArg, Lambda, Param, ParamKind};
use serde_json::{Map, Value};
use std::cell::RefCell;

/// The key of an object that stands for a callback; JavaScript writes it in place of a function.
/// No payload that came through `JSON.stringify` alone is read this way.
const MARK: &str = "\u{0}itl:callback";

/// How many different parameter names of the host are kept; they live as long as the instance.
const MOST_NAMES: usize = 256;

/// A function row for what JavaScript describes as `{name, id, params, doc}`.
pub(crate) fn function(given: &Value) -> Function {
    let text = |key| given.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let id = given.get("id").and_then(Value::as_u64).unwrap_or_default() as u32;
    let params: Vec<Param> = given.get("params").and_then(Value::as_array).into_iter().flatten().map(param).collect();
    Function::host(text("name"), &params, text("doc"), move |value, args| {
        let args: Vec<Value> = args
            .iter()
            .map(|arg| match arg {
                HostArg::Text(text) => text.as_str().into(),
                HostArg::Integer(n) => (*n).into(),
                HostArg::Number(n) => (*n).into(),
            })
            .collect();
        call(id, &Value::Array(vec![value.clone(), Value::Array(args)]))
    })
}

fn param(given: &Value) -> Param {
    let text = |key| given.get(key).and_then(Value::as_str).unwrap_or_default();
    Param {
        name: name(text("name")),
        kind: match text("kind") {
            "integer" => ParamKind::Integer,
            "number" => ParamKind::Number,
            _ => ParamKind::Text,
        },
        default: (given.get("optional") == Some(&Value::Bool(true))).then_some(""),
    }
}

/// The name as the registry keeps it: for ever, so few and short ones only.
fn name(name: &str) -> &'static str {
    thread_local!(static NAMES: RefCell<Vec<&'static str>> = const { RefCell::new(Vec::new()) });
    NAMES.with(|names| {
        let Ok(mut names) = names.try_borrow_mut() else { return "argument" };
        if let Some(known) = names.iter().find(|known| **known == name) {
            return *known;
        }
        if names.len() >= MOST_NAMES || name.len() > 64 || name.is_empty() {
            return "argument";
        }
        let kept: &'static str = Box::leak(Box::from(name));
        names.push(kept);
        kept
    })
}

/// A payload in which marked objects are callbacks.
pub(crate) fn context(value: Value) -> Context {
    match value {
        Value::Array(items) => Context::List(items.into_iter().map(context).collect()),
        Value::Object(map) => match callback(&map) {
            Some(id) => Context::from(Lambda::new(move |text| {
                let text = text.map_or(Value::Null, Value::from);
                match call(id, &Value::Array(vec![text, Value::Array(Vec::new())])) {
                    Ok(Value::String(answer)) => answer,
                    Ok(Value::Null) | Err(_) => String::new(),
                    Ok(other) => written(&other),
                }
            })),
            None => Context::Map(map.into_iter().map(|(key, value)| (key, context(value))).collect()),
        },
        scalar => Context::Json(scalar),
    }
}

fn callback(map: &Map<String, Value>) -> Option<u32> {
    map.get(MARK).filter(|_| map.len() == 1).and_then(Value::as_u64).map(|id| id as u32)
}

/// Calls the JavaScript function `id` with `[value, [arguments]]`. It answers `{"ok": value}` or
/// `{"error": "…"}`.
fn call(id: u32, request: &Value) -> Result<Value, String> {
    let answer = crate::call_host(id, &written(request));
    match itl_eval::read_json(&answer) {
        Ok(Value::Object(mut map)) => match (map.remove("ok"), map.remove("error")) {
            (Some(value), _) => Ok(value),
            (None, Some(Value::String(error))) => Err(error),
            _ => Ok(Value::Null),
        },
        _ => Err("the function gave no answer".into()),
    }
}
