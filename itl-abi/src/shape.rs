//! Which options there are and what each holds. A name or a type that is wrong is refused where it stands; what the
//! values mean is the engine's to say.

use crate::outcome::Refusal;
use serde_json::{Map, Value};

/// What an option holds.
#[derive(Clone, Copy)]
enum Kind {
    Text,
    /// One of these words.
    Word(&'static [&'static str]),
    /// A whole number, zero or more.
    Count,
    /// A whole number.
    Integer,
    Flag,
    /// Any JSON.
    Any,
    /// Texts by name.
    TextMap,
    /// Whole numbers, zero or more, by name.
    CountMap,
    TextList,
    Object(&'static [Field]),
    List(&'static [Field]),
}

/// A name and what it holds.
type Field = (&'static str, Kind);

const LIMITS: &[Field] = &[
    ("template_bytes", Kind::Count),
    ("depth", Kind::Count),
    ("partial_depth", Kind::Count),
    ("output_bytes", Kind::Count),
    ("steps", Kind::Count),
    ("regex_bytes", Kind::Count),
];

const PARAMS: &[Field] =
    &[("name", Kind::Text), ("kind", Kind::Word(&["text", "integer", "number"])), ("optional", Kind::Flag)];

const FUNCTIONS: &[Field] =
    &[("name", Kind::Text), ("id", Kind::Count), ("params", Kind::List(PARAMS)), ("doc", Kind::Text)];

const BUDGET: &[Field] = &[
    ("max_chars", Kind::Count),
    ("max_bytes", Kind::Count),
    ("preset", Kind::Text),
    ("marker", Kind::Text),
    ("fit", Kind::Text),
];

const COMPILE: &[Field] = &[
    ("dialect", Kind::Word(&["itl", "mustache"])),
    ("partials", Kind::TextMap),
    ("functions", Kind::List(FUNCTIONS)),
    ("lambdas", Kind::CountMap),
    ("escape", Kind::Text),
    ("on_error", Kind::Text),
    ("timezone", Kind::Text),
    ("limits", Kind::Object(LIMITS)),
];

const CHECK: &[Field] =
    &[("sample", Kind::Any), ("schema", Kind::Any), ("portable", Kind::Flag), ("trusted", Kind::TextList)];

const RENDER: &[Field] = &[
    ("timezone", Kind::Text),
    ("now", Kind::Integer),
    ("escape", Kind::Text),
    ("budget", Kind::Object(BUDGET)),
    ("limits", Kind::Object(LIMITS)),
    ("trace", Kind::Flag),
    ("check_output", Kind::Flag),
];

const REQUEST: &[Field] = &[
    ("to", Kind::Text),
    ("model", Kind::Text),
    ("max_tokens", Kind::Count),
    ("max_output_tokens", Kind::Count),
    ("tokens", Kind::Text),
    ("count", Kind::Count),
    ("schema", Kind::Any),
    ("schema_name", Kind::Text),
    ("previous", Kind::Any),
    ("nonce", Kind::Text),
];

/// What the options are for.
#[derive(Clone, Copy)]
pub(crate) enum For {
    Compile,
    Check,
    Render,
    Request,
}

/// Checks names and types.
pub(crate) fn check(options: &Map<String, Value>, what: For) -> Result<(), Refusal> {
    let lists: &[&[Field]] = match what {
        For::Compile => &[COMPILE],
        For::Check => &[COMPILE, CHECK],
        For::Render => &[RENDER],
        For::Request => &[RENDER, REQUEST],
    };
    object(options, lists, "options")?;
    if let Some(budget) = options.get("budget").and_then(Value::as_object)
        && ["max_chars", "max_bytes", "preset"].iter().filter(|key| budget.contains_key(**key)).count() != 1
    {
        return Err(Refusal::new("options.budget", "it takes one of max_chars, max_bytes and preset"));
    }
    Ok(())
}

fn object(given: &Map<String, Value>, lists: &[&[Field]], at: &str) -> Result<(), Refusal> {
    for (key, value) in given {
        let fields = || lists.iter().flat_map(|list| list.iter());
        let Some((_, kind)) = fields().find(|(name, _)| name == key) else {
            let names: Vec<&str> = fields().map(|(name, _)| *name).collect();
            let message = format!("there is no `{}`; there are {}", short(key), names.join(", "));
            return Err(Refusal::new(format!("{at}.{}", short(key)), message));
        };
        field(value, *kind, &format!("{at}.{key}"))?;
    }
    Ok(())
}

fn field(value: &Value, kind: Kind, at: &str) -> Result<(), Refusal> {
    let wrong = |wanted: &str| Err(Refusal::new(at, format!("it has to be {wanted}")));
    match (kind, value) {
        (Kind::Any, _) | (Kind::Text, Value::String(_)) | (Kind::Flag, Value::Bool(_)) => Ok(()),
        (Kind::Word(words), Value::String(word)) if words.contains(&word.as_str()) => Ok(()),
        (Kind::Count, number) if number.is_u64() => Ok(()),
        (Kind::Integer, number) if number.is_i64() => Ok(()),
        (Kind::TextMap, Value::Object(map)) if map.values().all(Value::is_string) => Ok(()),
        (Kind::CountMap, Value::Object(map)) if map.values().all(Value::is_u64) => Ok(()),
        (Kind::TextList, Value::Array(list)) if list.iter().all(Value::is_string) => Ok(()),
        (Kind::Object(fields), Value::Object(map)) => object(map, &[fields], at),
        (Kind::List(fields), Value::Array(list)) => {
            list.iter().enumerate().try_for_each(|(index, one)| match one.as_object() {
                Some(map) => object(map, &[fields], &format!("{at}[{index}]")),
                None => Err(Refusal::new(format!("{at}[{index}]"), "it has to be an object")),
            })
        }
        (Kind::Text, _) => wrong("a string"),
        (Kind::Word(words), _) => wrong(&format!("one of {}", words.join(", "))),
        (Kind::Count, _) => wrong("a whole number, zero or more"),
        (Kind::Integer, _) => wrong("a whole number of 64 bits"),
        (Kind::Flag, _) => wrong("true or false"),
        (Kind::TextMap, _) => wrong("an object of strings"),
        (Kind::CountMap, _) => wrong("an object of whole numbers, zero or more"),
        (Kind::TextList, _) => wrong("an array of strings"),
        (Kind::Object(_), _) => wrong("an object"),
        (Kind::List(_), _) => wrong("an array of objects"),
    }
}

/// A name for a message; a long one is cut.
fn short(name: &str) -> String {
    name.chars().take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn refused(options: &Value, what: For) -> (String, String) {
        let refusal = check(options.as_object().unwrap(), what).unwrap_err();
        (refusal.argument, refusal.message)
    }

    #[test]
    fn what_is_right_passes() {
        let compile = json!({"dialect": "mustache", "partials": {"a": "b"}, "escape": "html", "limits": {"depth": 3},
            "functions": [{"name": "f", "id": 1, "params": [{"name": "p", "kind": "text", "optional": true}]}]});
        let render = json!({"now": -5, "budget": {"max_bytes": 9}, "trace": true, "timezone": "UTC"});
        assert_eq!(check(compile.as_object().unwrap(), For::Compile), Ok(()));
        assert_eq!(check(render.as_object().unwrap(), For::Render), Ok(()));
        assert_eq!(check(json!({"sample": [1]}).as_object().unwrap(), For::Check), Ok(()));
        assert_eq!(check(json!({"to": "openai", "now": 1}).as_object().unwrap(), For::Request), Ok(()));
    }

    #[test]
    fn what_is_wrong_is_refused_where_it_stands() {
        let cases = [
            (json!({"timezon": "UTC"}), "options.timezon", "there is no `timezon`"),
            (json!({"timezone": 5}), "options.timezone", "it has to be a string"),
            (json!({"now": 1.5}), "options.now", "it has to be a whole number"),
            (json!({"limits": {"steps": -1}}), "options.limits.steps", "zero or more"),
            (json!({"limits": {"stepz": 1}}), "options.limits.stepz", "template_bytes"),
            (json!({"trace": "yes"}), "options.trace", "true or false"),
            (json!({"budget": {}}), "options.budget", "one of max_chars"),
            (json!({"budget": {"max_chars": 1, "preset": "sms"}}), "options.budget", "one of max_chars"),
            (json!({"dialect": "itl"}), "options.dialect", "there is no"),
        ];
        for (options, argument, message) in cases {
            let found = refused(&options, For::Render);
            assert_eq!(found.0, argument);
            assert!(found.1.contains(message), "{}", found.1);
        }
        assert_eq!(refused(&json!({"dialect": "jinja"}), For::Compile).1, "it has to be one of itl, mustache");
        assert_eq!(refused(&json!({"partials": {"a": 1}}), For::Compile).0, "options.partials");
        let params = json!({"functions": [{"params": [{"kind": "date"}]}]});
        assert_eq!(refused(&params, For::Compile).0, "options.functions[0].params[0].kind");
        assert_eq!(refused(&json!({"lambdas": {"a": "b"}}), For::Compile).0, "options.lambdas");
        assert_eq!(refused(&json!({"functions": [1]}), For::Compile).0, "options.functions[0]");
        assert_eq!(refused(&json!({"trusted": [1]}), For::Check).1, "it has to be an array of strings");
    }
}
