//! The dynamic fields of Opsgenie: `{{ message.substringBefore(":") }}`.

use crate::tree::{Base, Node, Problem, Step, Value, quoted, quoted_regex};
use itl_syntax::{Span, is_letter_or_digit};

/// A field and its methods may have that many parts.
const MAX_PARTS: usize = 64;

/// Reads a template.
pub(crate) fn read(source: &str) -> Vec<Node> {
    let mut nodes = Vec::new();
    let mut at = 0;
    while let Some(start) = source.get(at..).and_then(|rest| rest.find("{{")).map(|found| at + found) {
        push_text(&mut nodes, source, at, start);
        let Some(end) = field_end(source, start + 2) else {
            let span = Span::new(start, source.len());
            nodes.push(Node::Unknown(Problem::new(span, "the field is never closed")));
            return nodes;
        };
        let span = Span::new(start, end);
        let inside = source.get(start + 2..end - 2).unwrap_or_default().trim();
        nodes.push(field(inside, span).map_or_else(Node::Unknown, Node::Print));
        at = end;
    }
    push_text(&mut nodes, source, at, source.len());
    nodes
}

fn push_text(nodes: &mut Vec<Node>, source: &str, from: usize, to: usize) {
    let text = source.get(from..to).unwrap_or_default();
    if !text.is_empty() {
        nodes.push(Node::Text(text.to_owned(), Span::new(from, to)));
    }
}

/// Where a field ends; texts and regular expressions in it may hold braces.
fn field_end(source: &str, from: usize) -> Option<usize> {
    let bytes = source.as_bytes();
    let (mut at, mut quote) = (from, None);
    while let Some(byte) = bytes.get(at) {
        if let Some(open) = quote {
            if *byte == b'\\' {
                at += 1;
            } else if open == *byte {
                quote = None;
            }
        } else if *byte == b'"' || *byte == b'/' && bytes.get(at - 1) == Some(&b'(') {
            quote = Some(*byte);
        } else if bytes.get(at..at + 2) == Some(b"}}") {
            return Some(at + 2);
        }
        at += 1;
    }
    None
}

/// An argument of a method.
enum Argument {
    Text(String),
    Regex(String),
    Number(i64),
}

fn field(inside: &str, span: Span) -> Result<Value, Problem> {
    let none = || Problem::new(span, "this field has no counterpart");
    let mut rest = inside;
    let mut value = Value::at(Base::Root, span);
    let mut parts = 0;
    let first = name(&mut rest).ok_or_else(none)?;
    match first {
        "_payload" => {}
        name if name.starts_with('_') => {
            let message = format!("`{name}` is of the request to Opsgenie, not of the payload");
            return Err(Problem::new(span, message));
        }
        name => {
            let only = format!("where the payload has a key `{name}`: in Opsgenie the integration fills the field");
            value = value.step(Step::Key(name.to_owned())).only(only);
        }
    }
    while !rest.is_empty() {
        parts += 1;
        if parts > MAX_PARTS {
            return Err(none());
        }
        if let Some(after) = rest.strip_prefix('[') {
            let (digits, after) = after.split_once(']').ok_or_else(none)?;
            value = value.step(Step::Index(digits.trim().parse().map_err(|_| none())?));
            rest = after;
            continue;
        }
        rest = rest.strip_prefix('.').ok_or_else(none)?;
        let own = name(&mut rest).ok_or_else(none)?;
        value = match rest.strip_prefix('(') {
            Some(after) => {
                let (arguments, after) = arguments(after).ok_or_else(none)?;
                rest = after;
                method(value, own, &arguments)?
            }
            None => value.step(Step::Key(own.to_owned())),
        };
    }
    Ok(value)
}

/// Takes a name.
fn name<'r>(rest: &mut &'r str) -> Option<&'r str> {
    let end = rest.find(|c: char| !(is_letter_or_digit(c) || matches!(c, '_' | '-'))).unwrap_or(rest.len());
    let (name, after) = rest.split_at(end);
    *rest = after;
    (!name.is_empty()).then_some(name)
}

/// The arguments up to the closing parenthesis, and what follows it.
fn arguments(mut rest: &str) -> Option<(Vec<Argument>, &str)> {
    let mut all = Vec::new();
    loop {
        rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix(')') {
            return Some((all, after));
        }
        let (argument, after) = match rest.chars().next()? {
            '"' => {
                let (text, after) = until(rest.get(1..)?, '"')?;
                (Argument::Text(text), after)
            }
            '/' => {
                let (text, after) = until(rest.get(1..)?, '/')?;
                (Argument::Regex(text), after)
            }
            _ => {
                let end = rest.find([',', ')'])?;
                let (digits, after) = rest.split_at(end);
                (Argument::Number(digits.trim().parse().ok()?), after)
            }
        };
        all.push(argument);
        rest = after.trim_start();
        match rest.strip_prefix(',') {
            Some(after) => rest = after,
            None if rest.starts_with(')') => {}
            None => return None,
        }
    }
}

/// The text up to a closing mark, which a backslash keeps; other backslashes belong to the text.
fn until(rest: &str, mark: char) -> Option<(String, &str)> {
    let mut text = String::new();
    let mut chars = rest.char_indices();
    while let Some((at, c)) = chars.next() {
        if c == mark {
            return Some((text, rest.get(at + c.len_utf8()..)?));
        }
        if c == '\\' {
            let (_, next) = chars.next()?;
            if next != mark {
                text.push(c);
            }
            text.push(next);
        } else {
            text.push(c);
        }
    }
    None
}

const JAVA: &str = "for regular expressions that Java and Rust read alike";

fn method(value: Value, name: &str, arguments: &[Argument]) -> Result<Value, Problem> {
    use Argument::{Number, Regex, Text};
    let span = value.span;
    Ok(match (name, arguments) {
        ("toUpperCase", []) => value.call("upperCase()"),
        ("toLowerCase", []) => value.call("lowerCase()"),
        ("trim", []) => value.call("trim()"),
        ("length", []) => value.call("length()").only("for characters up to U+FFFF, which Java counts as one"),
        ("substringBefore", [Text(mark)]) => value.call(&format!("substringBefore({})", quoted(mark))),
        ("substringAfter", [Text(mark)]) => value
            .call(&format!("substringAfter({})", quoted(mark)))
            .only("where the text holds the mark: without it the text stays here"),
        ("substringBetween", [Text(from), Text(to)]) => {
            value.call(&format!("substringBetween({}, {})", quoted(from), quoted(to)))
        }
        ("substring", [Number(from)]) if *from >= 0 => value.call(&format!("substring({from})")),
        ("substring", [Number(from), Number(to)]) if *from >= 0 && *to >= *from => {
            value.call(&format!("substring({from}, {to})"))
        }
        ("replace", [Text(from), Text(to)]) if !from.is_empty() => {
            value.call(&format!("replaceAll({}, {})", quoted(from), quoted(to)))
        }
        ("replaceAll", [Text(regex) | Regex(regex), Text(with)]) if !with.contains('\\') => {
            value.call(&format!("replaceRegex({}, {})", quoted_regex(regex), quoted(with))).only(JAVA)
        }
        ("extract", [Text(regex) | Regex(regex)]) => match groups(regex) {
            0 => value.call(&format!("extractRegex({})", quoted_regex(regex))).only(JAVA),
            1 => value.call(&format!("extractRegexGroups({})", quoted_regex(regex))).only(JAVA),
            count => {
                let message = format!("an `extract` with {count} groups has no counterpart");
                return Err(
                    Problem::new(span, message).help("`extractRegexGroups` joins its groups; make the others `(?:…)`")
                );
            }
        },
        (name, _) => return Err(Problem::new(span, format!("the method `{name}` has no counterpart"))),
    })
}

/// How many groups a regular expression captures.
fn groups(regex: &str) -> usize {
    let mut count = 0;
    let mut in_class = false;
    let mut chars = regex.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' => {
                chars.next();
            }
            '[' => in_class = true,
            ']' => in_class = false,
            '(' if !in_class => {
                let mut ahead = chars.clone();
                let is_plain = ahead.next() != Some('?');
                // `(?<name>` captures, `(?<=` and `(?<!` look behind.
                let is_named = ahead.next() == Some('<') && !matches!(ahead.next(), Some('=' | '!'));
                count += usize::from(is_plain || is_named);
            }
            _ => {}
        }
    }
    count
}
