//! Expressions of Jinja as values, conditions and texts here.

use super::expr::{self, Expr};
use super::filters;
use super::names::{Names, Scope, Variable};
use crate::tree::{Base, Condition, Node, Problem, Step, Value, is_text_alone, quoted};
use itl_syntax::Span;

type Converted<T> = Result<T, Problem>;

/// The parts that a printing tag stands for.
pub(super) fn print(inside: &str, span: Span, names: &Names) -> Vec<Node> {
    let Some(expr) = expr::parse(inside) else {
        return vec![Node::Unknown(Problem::new(span, "this expression has no counterpart"))];
    };
    let made = names.charge(&expr, span).and_then(|()| printed(&expr, span, names.scope()));
    made.unwrap_or_else(|problem| vec![Node::Unknown(problem)])
}

/// A value may be one of that many; each is asked for with all before it.
const MAX_ALTERNATIVES: usize = 8;

fn alternatives(expr: &Expr) -> usize {
    let (mut count, mut rest) = (1, expr);
    while let Expr::Or(left, _) = rest {
        (count, rest) = (count + 1, left);
    }
    count
}

fn printed(expr: &Expr, span: Span, names: Scope<'_>) -> Converted<Vec<Node>> {
    Ok(match expr {
        Expr::Text(text) => vec![Node::Text(text.clone(), span)],
        Expr::Number(digits) if digits.bytes().all(|b| b.is_ascii_digit()) => vec![Node::Text(digits.clone(), span)],
        Expr::Concat(left, right) => {
            let mut nodes = printed(left, span, names)?;
            nodes.extend(printed(right, span, names)?);
            nodes
        }
        Expr::Ternary(test, then, otherwise) => {
            let otherwise = match otherwise {
                Some(otherwise) => printed(otherwise, span, names)?,
                None => Vec::new(),
            };
            let branches = vec![(condition(test, span, names)?, printed(then, span, names)?)];
            vec![Node::If { branches, otherwise, span }]
        }
        Expr::Or(..) if alternatives(expr) > MAX_ALTERNATIVES => {
            return Err(Problem::new(span, "an `or` of so many values is not converted"));
        }
        // `a or b` prints the first that counts as true.
        Expr::Or(left, right) => {
            let branches = vec![(condition(left, span, names)?, printed(left, span, names)?)];
            vec![Node::If { branches, otherwise: printed(right, span, names)?, span }]
        }
        Expr::Name(name) => match names.stands_for(name) {
            Some((expr, names)) => printed(expr, span, names)?,
            None => vec![Node::Print(value(expr, span, names)?)],
        },
        expr => vec![Node::Print(value(expr, span, names)?)],
    })
}

/// The condition of an `if`.
pub(super) fn condition_of(text: &str, span: Span, names: &Names) -> Converted<Condition> {
    match expr::parse(text) {
        Some(expr) => names.charge(&expr, span).and_then(|()| condition(&expr, span, names.scope())),
        None => Err(Problem::new(span, "this condition has no counterpart")),
    }
}

fn condition(expr: &Expr, span: Span, names: Scope<'_>) -> Converted<Condition> {
    let boxed = |expr: &Expr| condition(expr, span, names).map(Box::new);
    Ok(match expr {
        Expr::Not(inner) => Condition::Not(boxed(inner)?),
        Expr::And(a, b) => Condition::And(boxed(a)?, boxed(b)?),
        Expr::Or(a, b) => Condition::Or(boxed(a)?, boxed(b)?),
        Expr::Compare(left, sign, right) => comparison(left, sign, right, span, names)?,
        Expr::Test(inner, name, args) => test(inner, name, args, span, names)?,
        Expr::Name(name) if names.is_set(name) => match names.stands_for(name) {
            Some((expr, names)) => condition(expr, span, names)?,
            None => return Err(Problem::new(span, format!("`{name}` is not known"))),
        },
        Expr::Filter(_, name, ..) if matches!(name.as_str(), "regex_search" | "regex_match") => {
            Condition::Is(value(expr, span, names)?)
        }
        // A method that answers true or false.
        Expr::Call(function, args, _) => match (&**function, args.as_slice()) {
            (Expr::Attribute(of, name), [Expr::Text(text)]) if matches!(name.as_str(), "startswith" | "endswith") => {
                let call = if name == "startswith" { "startsWith" } else { "endsWith" };
                Condition::Is(value(of, span, names)?.call(&format!("{call}({})", quoted(text))))
            }
            _ => Condition::Is(value(expr, span, names)?.only(TRUTH)),
        },
        expr => {
            let value = value(expr, span, names)?;
            let counts_alike = matches!(value.base, Base::Loop(_, "@first" | "@last"));
            Condition::Is(if counts_alike { value } else { value.only(TRUTH) })
        }
    })
}

const TRUTH: &str = "for texts, true, false and missing values: 0 and `{}` count as true here, a list is looped over";

fn comparison(left: &Expr, sign: &'static str, right: &Expr, span: Span, names: Scope<'_>) -> Converted<Condition> {
    if sign == "in" {
        return membership(left, right, span, names);
    }
    let is_literal = |expr: &Expr| matches!(expr, Expr::Text(_) | Expr::Number(_) | Expr::Bool(_));
    let (left, sign, right) = if is_literal(left) { (right, mirrored(sign), left) } else { (left, sign, right) };
    let receiver = value(left, span, names)?;
    let calls_length = matches!(left, Expr::Filter(_, name, args, _) if matches!(name.as_str(), "length" | "count") && args.is_empty());
    let call = |name: &str, argument: &str| format!("{name}({argument})");
    Ok(match (sign, right) {
        ("==" | "!=", right) => {
            let asked = match right {
                Expr::Text(text) => {
                    let receiver = receiver.call(&call("equals", &quoted(text)));
                    if is_text_alone(text) {
                        receiver
                    } else if text.is_empty() {
                        receiver.only("for values that are there: here a missing value equals the empty text")
                    } else {
                        receiver.only("for texts: here a number, list or truth value is compared by its text")
                    }
                }
                Expr::Number(digits) if calls_length => receiver.call(&call("equals", digits)),
                Expr::Number(digits) => {
                    receiver.call(&call("equals", digits)).only("for numbers: here a text of that number equals it too")
                }
                Expr::Bool(flag) => {
                    let argument = if *flag { "\"true\"" } else { "\"false\"" };
                    receiver.call(&call("equals", argument)).only("for true and false: here their texts equal them too")
                }
                other => receiver
                    .against("equals", value(other, span, names)?)
                    .only("for values of one kind: here a number equals its text"),
            };
            let asked = Condition::Is(asked);
            if sign == "==" { asked } else { Condition::Not(Box::new(asked)) }
        }
        (sign, right) => {
            let name = match sign {
                ">" => "greaterThan",
                "<" => "lessThan",
                ">=" => "atLeast",
                _ => "atMost",
            };
            let asked = match right {
                Expr::Number(digits) => receiver.call(&call(name, digits)),
                other => receiver.against(name, value(other, span, names)?),
            };
            Condition::Is(if calls_length { asked } else { asked.only("for numbers") })
        }
    })
}

fn mirrored(sign: &'static str) -> &'static str {
    match sign {
        ">" => "<",
        "<" => ">",
        ">=" => "<=",
        "<=" => ">=",
        sign => sign,
    }
}

fn membership(item: &Expr, list: &Expr, span: Span, names: Scope<'_>) -> Converted<Condition> {
    match (item, list) {
        (Expr::Text(text), list) if is_text_alone(text) => {
            let asked = value(list, span, names)?.call(&format!("contains({})", quoted(text)));
            Ok(Condition::Is(asked.only("for texts and lists: the keys of an object are `keys()` here")))
        }
        // One of several texts.
        (item, Expr::List(texts)) if (1..=4).contains(&texts.len()) => {
            let mut all = texts.iter().map(|text| comparison(item, "==", text, span, names));
            let first = all.next().unwrap_or_else(|| Err(Problem::new(span, "the list is empty")))?;
            all.try_fold(first, |asked, one| Ok(Condition::Or(Box::new(asked), Box::new(one?))))
        }
        _ => Err(Problem::new(span, "this `in` has no counterpart")),
    }
}

fn test(inner: &Expr, name: &str, args: &[Expr], span: Span, names: Scope<'_>) -> Converted<Condition> {
    let is_missing = || -> Converted<Condition> {
        let asked = value(inner, span, names)?.call("toJson()").call("equals(\"null\")");
        Ok(Condition::Is(asked.only("for values that are not null: null and missing are one here")))
    };
    match (name, args) {
        ("defined", []) => Ok(Condition::Not(Box::new(is_missing()?))),
        ("undefined" | "none", []) => is_missing(),
        ("equalto" | "eq", [other]) => comparison(inner, "==", other, span, names),
        _ => Err(Problem::new(span, format!("the test `{name}` has no counterpart"))),
    }
}

/// The list of a loop; its variables are known from here on.
pub(super) fn list(variables: &[String], list: &Expr, span: Span, names: &mut Names) -> Converted<Value> {
    names.charge(list, span)?;
    let scope = names.scope();
    let of_items = match list {
        Expr::Call(function, args, _) if args.is_empty() => match &**function {
            Expr::Attribute(of, name) if name == "items" => Some(&**of),
            _ => None,
        },
        Expr::Filter(of, name, args, _) if name == "items" && args.is_empty() => Some(&**of),
        _ => None,
    };
    let (list, known) = match (variables, of_items) {
        ([item], None) => (value(list, span, scope)?, vec![(item.clone(), Variable::Item)]),
        ([key, item], Some(of)) => {
            let list = value(of, span, scope)?.call("entries()");
            (list, vec![(key.clone(), Variable::Key("key")), (item.clone(), Variable::Key("value"))])
        }
        _ => return Err(Problem::new(span, "a loop with these variables has no counterpart")),
    };
    names.enter(known);
    Ok(list)
}

/// A path with calls.
fn value(expr: &Expr, span: Span, names: Scope<'_>) -> Converted<Value> {
    Ok(match expr {
        Expr::Name(name) => named(name, span, names)?,
        Expr::Attribute(of, key) => match &**of {
            Expr::Name(own) if own == "loop" && names.innermost_loop().is_some() => position(key, span, names)?,
            of => value(of, span, names)?.step(Step::Key(key.clone())),
        },
        Expr::Item(of, key) => {
            let of = value(of, span, names)?;
            match &**key {
                Expr::Text(key) => of.step(Step::Key(key.clone())),
                Expr::Number(digits) => match digits.parse() {
                    Ok(index) => of.step(Step::Index(index)),
                    Err(_) => return Err(Problem::new(span, "only whole positions have a counterpart")),
                },
                _ => {
                    return Err(Problem::new(span, "a key that is computed has no counterpart")
                        .help("the key that a field holds is read as `labels[$name]`"));
                }
            }
        }
        Expr::Slice(of, from, to) => {
            let of = value(of, span, names)?;
            match (from.unwrap_or(0), to) {
                (from, Some(to)) => of.call(&format!("slice({from}, {to})")),
                (from, None) => of.call(&format!("slice({from})")),
            }
        }
        Expr::Filter(of, name, args, kwargs) => filtered(value(of, span, names)?, name, args, kwargs)?,
        Expr::Call(function, args, kwargs) => match &**function {
            Expr::Attribute(of, name) => method(value(of, span, names)?, name, args, kwargs)?,
            _ => return Err(Problem::new(span, "a function has no counterpart")),
        },
        Expr::Arithmetic(_) => {
            return Err(Problem::new(span, "arithmetic has no exact counterpart")
                .help("write calls: `value.multiply(100).round(1)`"));
        }
        _ => return Err(Problem::new(span, "this expression has no counterpart")),
    })
}

fn named(name: &str, span: Span, names: Scope<'_>) -> Converted<Value> {
    if let Some((number, variable)) = names.variable(name) {
        let item = Value::at(Base::Frame(number), span);
        return Ok(match variable {
            Variable::Item => item,
            Variable::Key(key) => item.step(Step::Key(key.to_owned())),
        });
    }
    // A name is set once and outside of loops, so that its value is the same wherever it is used.
    if let Some((expr, names)) = names.stands_for(name) {
        return value(expr, span, names);
    }
    if name == "payload" {
        return Ok(Value::at(Base::Root, span));
    }
    let message = format!("`{name}` is no part of the payload");
    Err(Problem::new(span, message).help("in Grafana OnCall it is a variable of the product"))
}

fn position(key: &str, span: Span, names: Scope<'_>) -> Converted<Value> {
    let name = match key {
        "index" => "@index1",
        "index0" => "@index",
        "first" => "@first",
        "last" => "@last",
        "length" => "@length",
        _ => return Err(Problem::new(span, format!("`loop.{key}` has no counterpart"))),
    };
    Ok(Value::at(Base::Loop(names.innermost_loop().unwrap_or_default(), name), span))
}

fn filtered(of: Value, name: &str, args: &[Expr], named: &[(String, Expr)]) -> Converted<Value> {
    let span = of.span;
    filters::apply(of, name, args, named).map_err(|(message, help)| {
        let problem = Problem::new(span, message);
        match help {
            Some(help) => problem.help(help),
            None => problem,
        }
    })
}

/// A method of Python's.
fn method(of: Value, name: &str, args: &[Expr], named: &[(String, Expr)]) -> Converted<Value> {
    let span = of.span;
    match (name, args) {
        ("get", [Expr::Text(key)]) => Ok(of.step(Step::Key(key.clone()))),
        ("get", [Expr::Text(key), Expr::Text(default)]) => Ok(of
            .step(Step::Key(key.clone()))
            .call(&format!("default({})", quoted(default)))
            .only("for values that are not empty: an empty text gets the default here")),
        ("upper" | "lower" | "strip" | "lstrip" | "rstrip" | "replace" | "split" | "capitalize" | "title", args) => {
            filtered(of, name, args, named)
        }
        _ => Err(Problem::new(span, format!("the method `{name}` has no counterpart"))),
    }
}
