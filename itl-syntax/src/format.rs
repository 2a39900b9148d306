//! Canonical text: one blank inside the braces, arguments in double quotes, no blank behind a
//! comma. Two templates are equivalent when their canonical texts are equal.

use crate::ast::{Arg, Call, Document, Expr, Item, Kind, Link, Spelling};
use crate::literal;
use std::fmt::Write as _;

/// What the printer has to know about functions.
pub trait Signatures {
    /// The first name of the function that `name` calls, `None` where there is none.
    fn canonical_name<'a>(&'a self, name: &'a str) -> Option<&'a str>;

    /// Whether the argument at `position` is a regular expression, in which backslashes stay.
    fn is_regex(&self, name: &str, position: usize) -> bool;
}

/// Prints a parsed template in canonical text. Text between tags stays as it is; so does a tag
/// that is broken, or that calls an unknown function.
pub fn canonical(document: &Document<'_>, signatures: &impl Signatures) -> String {
    let mut out = String::with_capacity(document.source.len() + 16);
    let mut delimiters = crate::ast::Delimiters::default();
    for item in &document.items {
        item_text(&mut out, document, item, delimiters, signatures);
        if let Kind::SetDelimiters(next) = item.kind {
            delimiters = next;
        }
    }
    out
}

fn item_text(
    out: &mut String,
    document: &Document<'_>,
    item: &Item<'_>,
    delimiters: crate::ast::Delimiters<'_>,
    signatures: &impl Signatures,
) {
    let written = item.span.of(document.source);
    let inside = written
        .strip_prefix(delimiters.open)
        .and_then(|rest| rest.strip_suffix(delimiters.close))
        .unwrap_or(written)
        .trim_matches(literal::is_blank);
    let mut tag = |inside: &str| {
        for part in [delimiters.open, " ", inside, " ", delimiters.close] {
            out.push_str(part);
        }
    };
    match &item.kind {
        Kind::Text | Kind::Broken => out.push_str(written),
        Kind::Variable { expr, raw: false } => match expr_text(expr, document.source, signatures) {
            Some(text) => tag(&text),
            None => out.push_str(written),
        },
        Kind::Section { expr, inverted, .. } => match expr_text(expr, document.source, signatures) {
            Some(text) => tag(&format!("{}{text}", if *inverted { '^' } else { '#' })),
            None => out.push_str(written),
        },
        Kind::Close { .. } => {
            let path = inside.strip_prefix('/').unwrap_or(inside).trim_start_matches(literal::is_blank);
            let parsed = crate::parser::parse(path, path, 0, crate::ast::Dialect::Itl)
                .ok()
                .and_then(|expr| expr_text(&expr, path, signatures));
            tag(&format!("/{}", parsed.as_deref().unwrap_or(path)));
        }
        Kind::Variable { raw: true, .. } if inside.starts_with('{') => {
            let key = inside.trim_start_matches('{').trim_end_matches('}').trim_matches(literal::is_blank);
            for part in [delimiters.open, "{ ", key, " }", delimiters.close] {
                out.push_str(part);
            }
        }
        Kind::Variable { .. }
        | Kind::Comment
        | Kind::SetDelimiters(_)
        | Kind::Partial { .. }
        | Kind::Parent { .. }
        | Kind::Block { .. } => tag(inside),
    }
}

/// The canonical text of a path with its calls; `None` where a function is unknown.
pub fn expr_text(expr: &Expr<'_>, source: &str, signatures: &impl Signatures) -> Option<String> {
    if !expr.has_calls() {
        return Some(expr.span.of(source).to_owned());
    }
    let mut out = String::new();
    let mut copied = expr.span.start;
    for link in &expr.links {
        if let Link::Call(call) = link {
            // The path as written, up to the dot (or the legacy mark) before the name.
            let upto = call.span.start;
            out.push_str(crate::span::Span { start: copied, end: upto }.of(source));
            if expr.legacy && !out.ends_with('.') {
                out.push('.');
            }
            call_text(&mut out, call, signatures)?;
            copied = call.span.end;
        }
    }
    out.push_str(crate::span::Span { start: copied, end: expr.span.end }.of(source));
    Some(out)
}

fn call_text(out: &mut String, call: &Call<'_>, signatures: &impl Signatures) -> Option<()> {
    out.push_str(signatures.canonical_name(call.name)?);
    out.push('(');
    for (i, arg) in call.args.iter().enumerate() {
        if i > 0 {
            out.push(',');
        }
        arg_text(out, arg, signatures.is_regex(call.name, i))?;
    }
    out.push(')');
    Some(())
}

fn arg_text(out: &mut String, arg: &Arg<'_>, regex: bool) -> Option<()> {
    if arg.is_integer() {
        out.push_str(arg.raw().trim_matches(literal::is_blank));
        return Some(());
    }
    out.push('"');
    if regex {
        if matches!(arg.spelling, Spelling::Quoted { quote: '"', .. }) {
            out.push_str(arg.raw());
        } else {
            regex_text(out, &arg.regex());
        }
    } else {
        string_text(out, &arg.text().ok()?);
    }
    out.push('"');
    Some(())
}

fn regex_text(out: &mut String, regex: &str) {
    let mut chars = regex.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => {
                out.push(c);
                out.extend(chars.next());
            }
            '"' => out.push_str("\\\""),
            _ => out.push(c),
        }
    }
}

/// A text for the inside of double quotes: escaped are the quote, control characters, and a
/// backslash that would read as an escape.
fn string_text(out: &mut String, text: &str) {
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' => out.push_str("\\\""),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            '\\' => {
                let next = chars.peek().copied();
                let reads_as_escape = match next {
                    None | Some('n' | 't' | 'r' | '"' | '\'' | '\\' | 'u') => true,
                    Some(c) => literal::is_blank(c) || c.is_control(),
                };
                out.push_str(if reads_as_escape { "\\\\" } else { "\\" });
            }
            c if c.is_control() => {
                let _ = write!(out, "\\u{{{:x}}}", c as u32);
            }
            c => out.push(c),
        }
    }
}
