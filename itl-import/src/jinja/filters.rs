//! Filters, methods and tests of Jinja and of Grafana OnCall, and the calls that stand for them.

use super::expr::Expr;
use crate::tree::{Value, quoted, quoted_regex};

/// Why there is no call.
pub(super) type Refused = (String, Option<&'static str>);

/// A filter or method on a value.
pub(super) fn apply(value: Value, name: &str, args: &[Expr], named: &[(String, Expr)]) -> Result<Value, Refused> {
    let text = |at: usize| match args.get(at) {
        Some(Expr::Text(text)) => Some(text.as_str()),
        _ => None,
    };
    let none = || Err((format!("the filter `{name}` has no counterpart"), None));
    if !named.is_empty() && !matches!(name, "join" | "default" | "d") {
        return none();
    }
    Ok(match (name, args.len()) {
        ("upper", 0) => value.call("upperCase()"),
        ("lower", 0) => value.call("lowerCase()"),
        ("trim" | "strip", 0) => value.call("trim()"),
        ("lstrip", 0) => value.call("trimStart()"),
        ("rstrip", 0) => value.call("trimEnd()"),
        ("capitalize", 0) => value.call("lowerCase()").call("capitalize()"),
        ("title", 0) => value.call("lowerCase()").call("titleCase()").only("for words that spaces part"),
        ("length" | "count", 0) => value.call("length()"),
        ("first", 0) => value.call("first()"),
        ("last", 0) => value.call("last()"),
        ("string" | "safe", 0) => value,
        ("replace", 2) => match (text(0), text(1)) {
            (Some(from), Some(to)) if !from.is_empty() => {
                value.call(&format!("replaceAll({}, {})", quoted(from), quoted(to)))
            }
            _ => return none(),
        },
        ("split", 1) => match text(0).filter(|text| !text.is_empty()) {
            Some(delimiter) => value.call(&format!("split({})", quoted(delimiter))),
            None => return none(),
        },
        ("join", 0 | 1) => return join(value, args, named),
        ("default" | "d", 1 | 2) => return default(value, args, named),
        ("urlencode", 0) => value.call("urlEncode()").call("replaceAll(\"%2F\", \"/\")"),
        ("b64decode", 0) => value.call("base64Decode()"),
        ("parse_json", 0) => value.call("parseJson()"),
        ("regex_replace", 2) => match (text(0), text(1)) {
            (Some(pattern), Some(with)) if !with.contains('$') => {
                let call = format!("replaceRegex({}, {})", quoted_regex(pattern), quoted(&groups(with)));
                value.call(&call).only(REGEX)
            }
            _ => return none(),
        },
        ("regex_search", 1) => match text(0) {
            Some(pattern) => value.call(&format!("matches({})", quoted_regex(pattern))).only(REGEX),
            None => return none(),
        },
        ("regex_match", 1) => match text(0) {
            // Python matches at the beginning of the text.
            Some(pattern) => {
                value.call(&format!("matches({})", quoted_regex(&format!(r"\A(?:{pattern})")))).only(REGEX)
            }
            None => return none(),
        },
        ("tojson" | "json_dumps" | "tojson_pretty", _) => {
            let help = "`toJson()` writes the same value with other whitespace and escapes";
            return Err((format!("the filter `{name}` has no counterpart"), Some(help)));
        }
        ("round" | "int" | "float", _) => {
            let help = "`round()` and `floor()` take numbers and texts that hold one";
            return Err((format!("the filter `{name}` has no counterpart"), Some(help)));
        }
        ("truncate", _) => {
            let help = "`truncate(n)` cuts at characters, not at words";
            return Err((format!("the filter `{name}` has no counterpart"), Some(help)));
        }
        ("escape" | "e", 0) => {
            let help = "`htmlEscape()` writes some characters otherwise";
            return Err((format!("the filter `{name}` has no counterpart"), Some(help)));
        }
        _ => return none(),
    })
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
