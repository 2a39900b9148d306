//! Calls of other languages with their arguments, as calls of this one.
//!
//! A function of the same purpose may take other arguments: a length where here a position stands, a test where here
//! a value stands. A suggestion that takes the arguments along unseen would print something else, and nobody is told.

use super::{FOREIGN_NAMES, Target, foreign_name};
use crate::functions::Registry;
use itl_syntax::foreign::named_argument;

/// What becomes of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Rewrite {
    /// The function that the table names takes the arguments as they are.
    Same,
    /// This call does the same.
    Call(String),
    /// No one call is known to do the same.
    Unknown,
}

/// The tests of Jinja, which `select` and `reject` take before a value.
const TESTS: [&str; 32] = [
    "equalto",
    "==",
    "eq",
    "ne",
    "!=",
    "gt",
    "greaterthan",
    ">",
    "ge",
    ">=",
    "lt",
    "lessthan",
    "<",
    "le",
    "<=",
    "in",
    "defined",
    "undefined",
    "none",
    "sameas",
    "match",
    "search",
    "contains",
    "divisibleby",
    "even",
    "odd",
    "string",
    "number",
    "mapping",
    "iterable",
    "sequence",
    "boolean",
];

/// The arguments in their order, and the name of the function that takes them so; `None` where one has a name that
/// says more.
pub(crate) fn positional<'n>(name: &'n str, arguments: &[String]) -> Option<(&'n str, Vec<String>)> {
    let Some((key, value)) = arguments.iter().find_map(|argument| named_argument(argument)) else {
        return Some((name, arguments.to_vec()));
    };
    if arguments.len() != 1 {
        return None;
    }
    let name = match (name.to_ascii_lowercase().as_str(), key) {
        ("sort", "attribute") => "sort_by",
        ("map" | "groupby" | "sum" | "min" | "max", "attribute") | ("json" | "tojson" | "to_json", "indent") => name,
        _ => return None,
    };
    Some((name, vec![value.to_owned()]))
}

/// What becomes of a call of `name` with arguments in their order.
pub(crate) fn rewritten(name: &str, arguments: &[String]) -> Rewrite {
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let is_lambda =
        |argument: &&str| !argument.starts_with(['"', '\'']) && (argument.contains("=>") || argument.contains("->"));
    if arguments.iter().any(is_lambda) {
        return Rewrite::Unknown;
    }
    let call = match (name.to_ascii_lowercase().as_str(), arguments.as_slice()) {
        ("substr", [from, length]) => part("substring", from, length),
        ("zfill", [width]) => Some(format!("padStart({width}, \"0\")")),
        ("trunc", [length]) => {
            whole(length).map(|at| if at < 0 { format!("substring({at})") } else { format!("substring(0, {at})") })
        }
        ("selectattr", [key, test, value]) if is_equality(test) => Some(format!("where({key}, {value})")),
        ("rejectattr", [key, test, value]) if is_equality(test) => Some(format!("whereNot({key}, {value})")),
        ("select" | "reject" | "filter" | "filterby" | "exclude", [first, _]) if !is_test(first) => {
            return Rewrite::Same;
        }
        ("map" | "mapby" | "collect" | "attributes", [key]) if !is_function(key) => return Rewrite::Same,
        ("substr", [_]) => return Rewrite::Same,
        // Other arguments of these mean something else, and `mid` counts from one.
        (
            "mid" | "substr" | "selectattr" | "rejectattr" | "select" | "reject" | "filter" | "filterby" | "exclude"
            | "map" | "mapby" | "collect" | "attributes",
            [_, ..],
        ) => None,
        ("default" | "d", [other, "true" | "false" | "\"true\"" | "\"false\""]) => Some(format!("default({other})")),
        _ => return if is_date(name, &arguments) { Rewrite::Unknown } else { Rewrite::Same },
    };
    call.map_or(Rewrite::Unknown, Rewrite::Call)
}

/// The call that stands for a call of `name`.
pub(crate) fn call(registry: &Registry, name: &str, arguments: &[String]) -> Option<String> {
    let (name, arguments) = positional(name, arguments)?;
    match rewritten(name, &arguments) {
        Rewrite::Call(call) => return Some(call),
        Rewrite::Unknown => return None,
        Rewrite::Same => {}
    }
    let row = match registry.get(name) {
        Some(row) => row,
        None => match foreign_name(name)?.target {
            Target::Name(name) => registry.get(name)?,
            Target::Call(pattern) => return filled(pattern, &arguments),
            Target::Choice(_) | Target::Advice(_) => return None,
        },
    };
    let count = arguments.len();
    // A further argument that is true or false is a switch that no function here has.
    let has_switch = arguments.iter().skip(1).any(|argument| matches!(argument.as_str(), "\"true\"" | "\"false\""));
    let fits = count >= row.required() && row.at_most().is_none_or(|most| count <= most);
    (fits && !has_switch).then(|| format!("{}({})", row.name, arguments.join(", ")))
}

/// The call that stands for a filter. `slice` has a length in Liquid and Twig, where it has an end here; in Jinja it
/// makes columns.
pub(crate) fn filter(registry: &Registry, name: &str, arguments: &[String], has_colon: bool) -> Option<String> {
    match arguments {
        [from, length] if name == "slice" => part("slice", from, length),
        [from] if name == "slice" && has_colon => part("slice", from, "1"),
        _ if name == "slice" => None,
        _ => call(registry, name, arguments),
    }
}

/// A pattern of the table with its one argument.
pub(crate) fn filled(pattern: &str, arguments: &[String]) -> Option<String> {
    match arguments {
        [] if !pattern.contains("{}") => Some(pattern.to_owned()),
        // A minus before it needs a number of its own.
        [one] if pattern.contains("{}") && (!pattern.contains("-{}") || whole(one).is_some_and(|n| n > 0)) => {
            Some(pattern.replace("{}", one))
        }
        _ => None,
    }
}

/// From a position and a length to two positions.
fn part(function: &str, from: &str, length: &str) -> Option<String> {
    let (from, length) = (whole(from)?, whole(length).filter(|length| *length >= 0)?);
    match from.checked_add(length)? {
        // Counted from the end, zero would be the beginning.
        to if from < 0 && to >= 0 => Some(format!("{function}({from})")),
        to => Some(format!("{function}({from}, {to})")),
    }
}

fn whole(argument: &str) -> Option<i64> {
    argument.parse().ok()
}

fn unquoted(argument: &str) -> &str {
    argument.trim_matches(['"', '\''])
}

fn is_equality(test: &str) -> bool {
    matches!(unquoted(test), "equalto" | "==" | "eq")
}

fn is_test(argument: &str) -> bool {
    TESTS.contains(&unquoted(argument))
}

/// Whether an argument is the name of a function, which `map` calls on each item in Jinja.
fn is_function(argument: &str) -> bool {
    let name = unquoted(argument);
    let of_table = FOREIGN_NAMES.iter().any(|row| row.names.contains(&name));
    let own = [
        "trim",
        "round",
        "capitalize",
        "length",
        "first",
        "last",
        "default",
        "abs",
        "join",
        "replace",
        "sort",
        "reverse",
    ];
    argument.starts_with(['"', '\'']) && (of_table || own.contains(&name))
}

/// Whether a call prints a date by a pattern of letters, `yyyy-MM-dd` or `Y-m-d`: here a pattern has percent signs.
fn is_date(name: &str, arguments: &[&str]) -> bool {
    let of_dates = matches!(foreign_name(name).map(|row| row.target), Some(Target::Name("formatDateString")));
    let is_letters = |pattern: &&str| pattern.len() > 3 && pattern.starts_with(['"', '\'']) && !pattern.contains('%');
    of_dates && arguments.first().is_some_and(is_letters)
}
