//! How ilert's server reads a text: tags by the first closing braces, calls by one pattern.
//!
//! These are the server's rules, not this engine's; `elements` compares the two.

use super::{Arg, Element};
use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::span::Span;

/// Reads `text` into elements.
pub(super) fn read(text: &str) -> Result<Vec<Element>, Box<Diagnostic>> {
    if text.trim_matches(is_trimmed).is_empty() {
        return Err(refused(Span::new(0, text.len()), "ilert refuses a template without text"));
    }
    let mut elements = Vec::new();
    let mut copied = 0;
    let mut from = 0;
    while let Some((start, end)) = next_tag(text, from) {
        if start > copied {
            elements.push(Element::text(text.get(copied..start).unwrap_or_default()));
        }
        let inside = text.get(start + 2..end - 2).unwrap_or_default().trim_matches(is_trimmed);
        elements.push(tag(inside).map_err(|message| refused(Span::new(start, end), message))?);
        (copied, from) = (end, end);
    }
    if copied < text.len() {
        elements.push(Element::text(text.get(copied..).unwrap_or_default()));
    }
    Ok(elements)
}

fn refused(span: Span, message: &str) -> Box<Diagnostic> {
    Box::new(Diagnostic::new(Code::NotPortable, span, message))
}

/// The next tag at or after `from`: from its opening braces to after its closing ones. Braces with a line end between
/// them are text.
pub(crate) fn next_tag(text: &str, from: usize) -> Option<(usize, usize)> {
    let mut from = from;
    loop {
        let start = from + text.get(from..)?.find("{{")?;
        let mut inside = text.get(start + 2..)?.char_indices().peekable();
        loop {
            match inside.next()? {
                (at, '}') if inside.peek().is_some_and(|(_, next)| *next == '}') => {
                    return Some((start, start + 2 + at + 2));
                }
                // No braces before the line end find closing ones on their line either.
                (at, c) if is_line_end(c) => {
                    from = start + 2 + at;
                    break;
                }
                _ => {}
            }
        }
    }
}

/// The characters that end a line for the server; a tag spans none of them.
pub(crate) fn is_line_end(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// What the server takes away around a tag's inside.
fn is_trimmed(c: char) -> bool {
    c <= ' '
}

/// The characters of a path that may be called.
pub(crate) fn is_callable(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '#' | '^' | '[' | ']')
}

fn tag(inside: &str) -> Result<Element, &'static str> {
    if inside.is_empty() {
        return Err("ilert refuses an empty tag");
    }
    if let Some((path, call)) = legacy_mark(inside) {
        return legacy(inside, path, call);
    }
    let head = inside.split('(').next().unwrap_or_default();
    let is_call =
        head.len() < inside.len() && !head.is_empty() && head.chars().all(is_callable) && inside.ends_with(')');
    if !is_call {
        return Ok(Element::variable(inside));
    }
    let Some((path, function)) = head.rsplit_once('.').filter(|(path, name)| !path.is_empty() && !name.is_empty())
    else {
        return Err("ilert refuses a call without a path");
    };
    let rest = inside.get(head.len() + 1..).unwrap_or_default();
    Ok(Element::call(path, function, args(rest)?))
}

/// The arguments after the opening parenthesis.
fn args(rest: &str) -> Result<Vec<Arg>, &'static str> {
    let mut args = Vec::new();
    let (mut text, mut is_quoted, mut in_quotes) = (String::new(), false, false);
    let mut chars = rest.chars();
    loop {
        let Some(c) = chars.next() else {
            return Err(if in_quotes {
                "ilert refuses an unclosed quote"
            } else {
                "ilert refuses an unclosed parenthesis"
            });
        };
        match c {
            '\\' => {
                text.push(c);
                text.extend(chars.next());
            }
            '"' => {
                (in_quotes, is_quoted) = (!in_quotes, true);
            }
            c if in_quotes => text.push(c),
            ' ' => {}
            '(' => return Err("ilert refuses a second opening parenthesis"),
            ',' => args.push(arg(&mut text, &mut is_quoted)),
            ')' if chars.as_str().is_empty() => {
                if !args.is_empty() || !text.is_empty() || is_quoted {
                    args.push(arg(&mut text, &mut is_quoted));
                }
                return Ok(args);
            }
            ')' => return Err("ilert refuses text after the closing parenthesis"),
            c => text.push(c),
        }
    }
}

/// Takes an argument: a number where it is bare and digits alone, with an optional sign.
fn arg(text: &mut String, is_quoted: &mut bool) -> Arg {
    let (text, quoted) = (std::mem::take(text), std::mem::take(is_quoted));
    match text.parse() {
        Ok(number) if !quoted => Arg::N(number),
        _ => Arg::S(text),
    }
}

/// What stands before and after the `##` of a legacy tag; within a quoted argument of a call, `##` is text.
fn legacy_mark(inside: &str) -> Option<(&str, &str)> {
    let (mut in_call, mut in_quotes) = (false, false);
    let mut chars = inside.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '#' if !in_quotes => {
                let (before, rest) = inside.split_at_checked(at)?;
                if let Some(after) = rest.strip_prefix("##") {
                    return Some((before, after));
                }
            }
            '(' => in_call = true,
            '"' if in_call => in_quotes = !in_quotes,
            '\\' if in_quotes => drop(chars.next()),
            _ => {}
        }
    }
    None
}

/// `path##name((a||b))` or `path##name()`, which is stored in the new form.
fn legacy(inside: &str, path: &str, call: &str) -> Result<Element, &'static str> {
    let (name, rest) = match (call.split_once("(("), call.strip_suffix("()")) {
        (Some((name, rest)), _) => (name, rest.strip_suffix("))").ok_or("ilert refuses an unclosed parenthesis")?),
        (None, Some(name)) => (name, ""),
        (None, None) => return Ok(Element::variable(inside)),
    };
    let (path, name) = (path.trim_matches(is_trimmed), name.trim_matches(is_trimmed));
    // In the new form it would be read as another tag.
    if path.is_empty() || name.is_empty() || !path.chars().chain(name.chars()).all(is_callable) {
        return Ok(Element::variable(inside));
    }
    let args = if rest.is_empty() { Vec::new() } else { rest.split("||").map(legacy_arg).collect() };
    Ok(Element::call(path, name, args))
}

/// An argument as it is written, with a backslash before its quotes.
fn legacy_arg(text: &str) -> Arg {
    text.parse().map_or_else(|_| Arg::S(text.replace('"', "\\\"")), Arg::N)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_end_at_the_first_closing_braces_of_their_line() {
        assert_eq!(next_tag("a {{ b }} c", 0), Some((2, 9)));
        assert_eq!(next_tag("{{ a\n }} {{ b }}", 0), Some((9, 16)));
        assert_eq!(next_tag("{{ a\n {{ b }}", 0), Some((6, 13)));
        assert_eq!(next_tag("{{{ a }}}", 0), Some((0, 8)));
        assert_eq!(next_tag("{{ a\u{2028} }}", 0), None);
        assert_eq!(next_tag("}} {{", 0), None);
    }

    #[test]
    fn two_hashes_in_a_quoted_argument_are_text() {
        let call = |args: &[&str]| Ok(Element::call("a", "f", args.iter().map(|&text| Arg::S(text.into())).collect()));
        assert_eq!(tag(r###"a.f("##")"###), call(&["##"]));
        assert_eq!(tag(r###"a.f("x##y((z))","\"##")"###), call(&["x##y((z))", r###"\"##"###]));
        assert_eq!(tag("a##f()"), call(&[]));
        assert_eq!(tag("a##f()x"), Ok(Element::variable("a##f()x")));
        assert_eq!(tag(r###"a##f((x"##))"###), call(&[r###"x\"##"###]));
        assert_eq!(tag(r#"a.f("x")##f((y))"#), Ok(Element::variable(r#"a.f("x")##f((y))"#)));
    }

    #[test]
    fn what_is_no_call_is_a_variable() {
        for inside in
            ["#tags", "/tags", r"compl:ex\ key", "# sev", "! note", "> part", "alert-name.upperCase()", "x.f(1) y"]
        {
            assert_eq!(tag(inside), Ok(Element::variable(inside)), "{inside}");
        }
    }
}
