//! Filters, methods and tests of Jinja and of Grafana OnCall, and the calls that stand for them.

use super::expr::Expr;
use crate::tree::{Value, quoted, quoted_regex};

/// Why there is no call.
pub(super) type Refused = (String, Option<&'static str>);

/// A filter or method on a value.
pub(super) fn apply(value: Value, name: &str, args: &[Expr], named: &[(String, Expr)]) -> Result<Value, Refused> {
    match (name, args.len()) {
        ("join", 0 | 1) => join(value, args, named),
        ("default" | "d", 1 | 2) => default(value, args, named),
        _ if !named.is_empty() => Err(refused(name)),
        ("string" | "safe", 0) => Ok(value),
        ("title", 0) => Ok(value.call("lowerCase()").call("titleCase()").only("for words that spaces part")),
        (_, 0) => match without_arguments(name) {
            Some(calls) => Ok(calls.iter().fold(value, |value, call| value.call(call))),
            None => Err(refused(name)),
        },
        _ => with_texts(value, name, args).ok_or_else(|| refused(name)),
    }
}

/// The calls that stand for a filter without arguments.
fn without_arguments(name: &str) -> Option<&'static [&'static str]> {
    Some(match name {
        "upper" => &["upperCase()"],
        "lower" => &["lowerCase()"],
        "trim" | "strip" => &["trim()"],
        "lstrip" => &["trimStart()"],
        "rstrip" => &["trimEnd()"],
        "capitalize" => &["lowerCase()", "capitalize()"],
        "length" | "count" => &["length()"],
        "first" => &["first()"],
        "last" => &["last()"],
        // A slash stays as it is.
        "urlencode" => &["urlEncode()", "replaceAll(\"%2F\", \"/\")"],
        "b64decode" => &["base64Decode()"],
        "parse_json" => &["parseJson()"],
        _ => return None,
    })
}

/// A filter whose arguments are texts.
fn with_texts(value: Value, name: &str, args: &[Expr]) -> Option<Value> {
    let texts: Option<Vec<&str>> =
        args.iter().map(|arg| if let Expr::Text(text) = arg { Some(text.as_str()) } else { None }).collect();
    Some(match (name, texts?.as_slice()) {
        ("replace", [from, to]) if !from.is_empty() => {
            value.call(&format!("replaceAll({}, {})", quoted(from), quoted(to)))
        }
        ("split", [delimiter]) if !delimiter.is_empty() => value.call(&format!("split({})", quoted(delimiter))),
        ("regex_replace", [pattern, with]) if !with.contains('$') => {
            let call = format!("replaceRegex({}, {})", quoted_regex(pattern), quoted(&groups(with)));
            value.call(&call).only(REGEX)
        }
        ("regex_search", [pattern]) => value.call(&format!("matches({})", quoted_regex(pattern))).only(REGEX),
        // Python matches at the beginning of the text.
        ("regex_match", [pattern]) => {
            value.call(&format!("matches({})", quoted_regex(&format!(r"\A(?:{pattern})")))).only(REGEX)
        }
        _ => return None,
    })
}

/// Why a filter is not converted.
fn refused(name: &str) -> Refused {
    let help = match name {
        "tojson" | "json_dumps" | "tojson_pretty" => {
            Some("`toJson()` writes the same value with other whitespace and escapes")
        }
        "round" | "int" | "float" => Some("`round()` and `floor()` take numbers and texts that hold one"),
        "truncate" => Some("`truncate(n)` cuts at characters, not at words"),
        "escape" | "e" => Some("`htmlEscape()` writes some characters otherwise"),
        _ => None,
    };
    (format!("the filter `{name}` has no counterpart"), help)
}

const REGEX: &str = "for regular expressions that Python and Rust read alike";

fn join(value: Value, args: &[Expr], named: &[(String, Expr)]) -> Result<Value, Refused> {
    let delimiter = match args.first().or_else(|| find(named, "d")) {
        None => String::new(),
        Some(Expr::Text(text)) => text.clone(),
        Some(_) => return Err(("the delimiter is no text".to_owned(), None)),
    };
    match find(named, "attribute") {
        None => Ok(value.call(&format!("join({})", quoted(&delimiter))).only("for items that are not null")),
        Some(Expr::Text(key)) => Ok(value
            .call(&format!("joinFromObjectArray({}, {})", quoted(key), quoted(&delimiter)))
            .only("where every item has the key")),
        Some(_) => Err(("the attribute is no text".to_owned(), None)),
    }
}

fn default(value: Value, args: &[Expr], named: &[(String, Expr)]) -> Result<Value, Refused> {
    let text = match args.first() {
        Some(Expr::Text(text)) => quoted(text),
        Some(Expr::Number(digits)) => digits.clone(),
        _ => return Err(("the default is no text".to_owned(), Some("a field as a default is written `$field`"))),
    };
    let boolean = args.get(1).or_else(|| find(named, "boolean")).is_some_and(|arg| *arg == Expr::Bool(true));
    let call = format!("default({text})");
    Ok(if boolean {
        value.call(&call).only("for texts and missing values: 0 and false stay here")
    } else {
        value.call(&call).only("for values that are not empty: an empty text gets the default here")
    })
}

fn find<'n>(named: &'n [(String, Expr)], name: &str) -> Option<&'n Expr> {
    named.iter().find(|(own, _)| own == name).map(|(_, value)| value)
}

/// `\1` as `$1`.
fn groups(with: &str) -> String {
    let mut out = String::with_capacity(with.len());
    let mut chars = with.chars().peekable();
    while let Some(c) = chars.next() {
        match chars.peek() {
            Some(digit) if c == '\\' && digit.is_ascii_digit() => {
                out.push_str("${");
                out.extend(chars.next());
                out.push('}');
            }
            _ => out.push(c),
        }
    }
    out
}
