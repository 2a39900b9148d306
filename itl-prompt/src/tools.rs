//! The tools of a prompt: read from the data, their schemas kept as they came.

use crate::json;
use crate::schema::refs;
use crate::settings::{PromptSettings, ToolChoice};
use itl_eval::{NameIndex, Value};
use itl_syntax::{Code, Diagnostic, Diagnostics, Span};

/// One tool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tool {
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    /// A JSON Schema of an object, compact, in its own key order.
    pub(crate) schema: String,
}

const HELP: &str = "the array holds `{name, description, parameters}`, the parameters a JSON Schema or its text";

/// The value that a path of keys leads to.
pub(crate) fn at_path<'a>(root: &Value<'a>, path: &str) -> Value<'a> {
    path.split('.').fold(root.clone(), |value, key| value.get_str(key))
}

/// Reads the tools that `@tools` names.
pub(crate) fn read(settings: &PromptSettings, root: &Value<'_>, found: &mut Diagnostics) -> Vec<Tool> {
    let Some(key) = &settings.tools else {
        if settings.tool_choice.is_some() {
            let fault = Diagnostic::new(
                Code::InvalidTools,
                settings.place("tool_choice"),
                "`@tool_choice` stands without tools",
            );
            found.push(fault.help("name the tools: `{{! @tools KEY }}`"));
        }
        return Vec::new();
    };
    let place = settings.place("tools");
    let mut wrong = |message: String| found.push(Diagnostic::new(Code::InvalidTools, place, message).help(HELP));
    let value = at_path(root, key);
    let list = match &value {
        Value::List(list) => list,
        Value::Missing => {
            wrong(format!("the data has no key `{key}`"));
            return Vec::new();
        }
        Value::Null => return Vec::new(),
        other => {
            wrong(format!("`{key}` is {}, not an array of tools", other.kind_name()));
            return Vec::new();
        }
    };
    let mut tools: Vec<Tool> = Vec::new();
    let mut names = NameIndex::default();
    for (at, item) in list.iter().enumerate() {
        match tool(&item, &format!("{key}.{at}")) {
            Ok(tool) if !names.note(&tool.name) => {
                wrong(format!("two tools of `{key}` have the name `{}`", tool.name));
            }
            Ok(tool) => tools.push(tool),
            Err(message) => wrong(message),
        }
    }
    check_choice(settings, &tools, place, found);
    tools
}

fn check_choice(settings: &PromptSettings, tools: &[Tool], place: Span, found: &mut Diagnostics) {
    let at = if settings.tool_choice.is_some() { settings.place("tool_choice") } else { place };
    match &settings.tool_choice {
        Some(ToolChoice::Tool(name)) if !tools.iter().any(|tool| tool.name == *name) => {
            let near = itl_eval::closest(
                name,
                tools.iter().map(|tool| tool.name.as_str()).chain(["auto", "none", "required"]),
            );
            let mut fault = Diagnostic::new(Code::InvalidTools, at, format_args!("no tool has the name `{name}`"));
            fault.help = Some(match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => "`@tool_choice` is auto, none, required or the name of a tool".to_owned(),
            });
            found.push(fault);
        }
        Some(ToolChoice::Required) if tools.is_empty() => {
            found.push(
                Diagnostic::new(Code::InvalidTools, at, "a call is required, and there are no tools")
                    .help("leave `@tool_choice` out, or give at least one tool"),
            );
        }
        _ => {}
    }
}

fn tool(item: &Value<'_>, place: &str) -> Result<Tool, String> {
    let Value::Map(_) = item else { return Err(format!("`{place}` is {}, not a tool", item.kind_name())) };
    let inner = ["function", "toolSpec"].iter().map(|key| item.get_str(key)).find(|inner| !inner.is_absent());
    let of = inner.as_ref().unwrap_or(item);
    let name = match of.get_str("name") {
        Value::Text(name) if !name.is_empty() => name.into_owned(),
        other => return Err(format!("`{place}.name` is {}", if other.is_absent() { "missing" } else { "no name" })),
    };
    let description = match of.get_str("description") {
        Value::Text(text) if !text.is_empty() => Some(text.into_owned()),
        _ => None,
    };
    let keys = ["parameters", "input_schema", "inputSchema", "parametersJsonSchema"];
    let key = keys.iter().find(|key| !of.get_str(key).is_absent());
    let schema = key.map(|key| of.get_str(key)).unwrap_or_default();
    // Converse wraps it once more.
    let wrapped = schema.get_str("json");
    let schema = if wrapped.is_absent() { schema } else { wrapped };
    let text = match &schema {
        Value::Missing | Value::Null => "{\"type\":\"object\",\"properties\":{}}".to_owned(),
        Value::Text(text) => {
            json::compact(text).map_err(|error| format!("the schema of the tool `{name}` is not JSON: {error}"))?
        }
        Value::Map(_) => {
            let mut text = String::new();
            schema.write_json(&mut text);
            text
        }
        other => return Err(format!("the schema of the tool `{name}` is {}, not an object", other.kind_name())),
    };
    let tree: serde_json::Value =
        serde_json::from_str(&text).map_err(|error| format!("the schema of the tool `{name}` is not JSON: {error}"))?;
    if !tree.is_object() {
        return Err(format!("the schema of the tool `{name}` is not an object"));
    }
    if let Some(fault) = refs::fault(&tree) {
        return Err(format!("the schema of the tool `{name}`: {fault}"));
    }
    let schema = match tree.get("type").and_then(serde_json::Value::as_str) {
        Some("object") => text,
        None if tree.get("type").is_none() => match text.strip_prefix("{}") {
            Some(_) => "{\"type\":\"object\"}".to_owned(),
            None => format!("{{\"type\":\"object\",{}", text.strip_prefix('{').unwrap_or(&text)),
        },
        _ => {
            return Err(format!(
                "the schema of the tool `{name}` is not that of an object: its `type` has to be \"object\""
            ));
        }
    };
    Ok(Tool { name, description, schema })
}
