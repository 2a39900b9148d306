//! Canonical text: one space inside the braces, arguments in double quotes, no space after a comma. What ilert's server
//! tells apart stays as it is written: the backslashes of an argument, an alias, whitespace after a sigil.

use crate::ast::{Arg, Call, Document, Expr, Head, Item, Key, Kind, Link, Reference, Spelling};
use crate::literal;
use crate::span::Span;
use std::borrow::Cow;
use std::fmt::Write as _;

/// What the printer has to know about functions.
pub trait Signatures {
    /// The first name of the function that `name` calls, `None` where there is none.
    fn canonical_name<'a>(&'a self, name: &'a str) -> Option<&'a str>;

    /// Whether the argument at `position` is a regular expression, in which backslashes stay.
    fn is_regex(&self, name: &str, position: usize) -> bool;

    /// Whether the argument at `position` is a whole number and never a text.
    fn is_integer(&self, name: &str, position: usize) -> bool;
}

/// Prints a parsed template in canonical text. Text between tags stays as it is; so does a tag
/// that is broken, or that calls an unknown function.
pub fn canonical(document: &Document<'_>, signatures: &impl Signatures) -> String {
    text(document, signatures, Names::Written)
}

/// Whether two templates are equivalent: their canonical texts are equal, an alias and its name counting as one.
pub fn equivalent(a: &Document<'_>, b: &Document<'_>, signatures: &impl Signatures) -> bool {
    text(a, signatures, Names::Canonical) == text(b, signatures, Names::Canonical)
}

/// The template with its calls in the legacy form, `path##name((a||b))`, in canonical text; all else as it is written.
pub fn migrated(document: &Document<'_>, signatures: &impl Signatures) -> String {
    let is_legacy = |item: &Item<'_>| match &item.kind {
        Kind::Variable { expr, .. } | Kind::Section { expr, .. } => expr.legacy,
        Kind::Close { open } => {
            let opening = document.items.get(*open as usize).map(|item| &item.kind);
            matches!(opening, Some(Kind::Section { expr, .. }) if expr.legacy)
                && item.span.of(document.source).contains("##")
        }
        _ => false,
    };
    printed(document, (signatures, Names::Written), is_legacy)
}

/// Which name of a function is printed.
#[derive(Clone, Copy)]
enum Names {
    /// The one that is written.
    Written,
    /// The first one.
    Canonical,
}

fn text(document: &Document<'_>, signatures: &impl Signatures, names: Names) -> String {
    printed(document, (signatures, names), |_| true)
}

/// Prints the `wanted` items canonically and the others as they are written.
fn printed(document: &Document<'_>, printing: (&impl Signatures, Names), wanted: impl Fn(&Item<'_>) -> bool) -> String {
    let mut out = String::with_capacity(document.source.len() + 16);
    let mut delimiters = crate::ast::Delimiters::default();
    for item in &document.items {
        if wanted(item) {
            item_text(&mut out, document, item, delimiters, printing);
        } else {
            out.push_str(item.span.of(document.source));
        }
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
    printing: (&impl Signatures, Names),
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
        // Whitespace after the sigil makes another variable of it for the server.
        Kind::Section { .. } | Kind::Close { .. } if has_space_after_sigil(inside) => tag(inside),
        Kind::Variable { expr, raw: false } => match path_text(expr, document.source, printing, false) {
            Some(text) => tag(&text),
            None => out.push_str(written),
        },
        Kind::Section { expr, inverted, .. } => match path_text(expr, document.source, printing, false) {
            Some(text) => tag(&format!("{}{text}", if *inverted { '^' } else { '#' })),
            None => out.push_str(written),
        },
        Kind::Close { open } => {
            let path = inside.strip_prefix('/').unwrap_or(inside);
            tag(&format!("/{}", close_text(document, *open, path, printing)));
        }
        Kind::Variable { expr, raw: true } if inside.starts_with('{') => {
            // Its inside is taken from the tree: a Mustache key may end with a brace itself.
            let key = expr.span.of(document.source);
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

fn has_space_after_sigil(inside: &str) -> bool {
    inside.strip_prefix(['#', '^', '/']).is_some_and(|rest| rest.starts_with(literal::is_blank))
}

/// What a closing tag names, as its opening tag is printed: the path of a section canonically, and
/// the name of a parent or block as written, for that is how the two are compared.
fn close_text<'s>(
    document: &Document<'_>,
    open: crate::ast::ItemId,
    path: &'s str,
    printing: (&impl Signatures, Names),
) -> Cow<'s, str> {
    let opening = document.items.get(open as usize).map(|item| &item.kind);
    let Some(Kind::Section { .. }) = opening else { return path.into() };
    let parsed = crate::parser::parse(path, path, 0, document.dialect).ok();
    parsed.and_then(|expr| path_text(&expr, path, printing, false)).map_or(path.into(), Cow::Owned)
}

/// The canonical text of a path with its calls; `None` where a function is unknown.
pub fn expr_text(expr: &Expr<'_>, source: &str, signatures: &impl Signatures) -> Option<String> {
    path_text(expr, source, (signatures, Names::Written), false)
}

/// A reference: the dollar sign, its path as written, its calls canonical.
fn reference_text(
    out: &mut String,
    reference: &Reference<'_>,
    source: &str,
    printing: (&impl Signatures, Names),
) -> Option<()> {
    out.push('$');
    out.push_str(&path_text(&reference.expr, source, printing, true)?);
    Some(())
}

fn path_text(expr: &Expr<'_>, source: &str, printing: (&impl Signatures, Names), referred: bool) -> Option<String> {
    let mut out = String::new();
    let mut copied = expr.span.start;
    let head = match &expr.head {
        Head::Key(key) => Some(Part::Key(key)),
        Head::Current | Head::Loop(_) => None,
    };
    let links = expr.links.iter().filter_map(|link| match link {
        Link::Key(key) => Some(Part::Key(key)),
        Link::Call(call) => Some(Part::Call(call)),
        Link::Reference { span, reference } => Some(Part::Reference(*span, reference)),
        Link::Index { .. } => None,
    });
    for part in head.into_iter().chain(links) {
        let span = match part {
            Part::Key(key) => key.span,
            Part::Call(call) => call.span,
            Part::Reference(span, _) => span,
        };
        // What stands between the parts is copied: dots, indexes, the engine's variables.
        out.push_str(Span { start: copied, end: span.start }.of(source));
        copied = span.end;
        match part {
            // The keys of a reference stay as they are written.
            Part::Key(key) if referred => out.push_str(key.span.of(source)),
            Part::Key(key) => key_text(&mut out, key, source),
            Part::Reference(_, reference) => {
                out.push('[');
                reference_text(&mut out, reference, source, printing)?;
                out.push(']');
            }
            Part::Call(call) => {
                if expr.legacy && !out.ends_with('.') {
                    out.push('.');
                }
                call_text(&mut out, call, source, printing)?;
            }
        }
    }
    out.push_str(Span { start: copied, end: expr.span.end }.of(source));
    Some(out)
}

/// A part of a path that is not printed as it stands.
enum Part<'e, 's> {
    Key(&'e Key<'s>),
    Call(&'e Call<'s>),
    Reference(Span, &'e Reference<'s>),
}

/// A key as it is written, but for the quotes of one in brackets.
fn key_text(out: &mut String, key: &Key<'_>, source: &str) {
    let written = key.span.of(source);
    // Mustache knows no brackets: there the key is what is written.
    if written.starts_with('[') && key.text != written {
        out.push_str("[\"");
        string_text(out, &key.text);
        out.push_str("\"]");
    } else {
        out.push_str(written);
    }
}

fn call_text(
    out: &mut String,
    call: &Call<'_>,
    source: &str,
    (signatures, names): (&impl Signatures, Names),
) -> Option<()> {
    let name = signatures.canonical_name(call.name)?;
    out.push_str(match names {
        Names::Written => call.name,
        Names::Canonical => name,
    });
    out.push('(');
    for (i, arg) in call.args.iter().enumerate() {
        if i > 0 {
            out.push(',');
        }
        if let Some(reference) = arg.reference() {
            reference_text(out, reference, source, (signatures, names))?;
        } else if arg.is_integer() {
            let digits = arg.raw().trim_matches(literal::is_blank);
            out.push_str(&if signatures.is_integer(call.name, i) { integer_text(digits) } else { digits.into() });
        } else {
            arg.text().ok()?;
            out.push_str(&argument_text(arg, signatures.is_regex(call.name, i)));
        }
    }
    out.push(')');
    Some(())
}

/// An argument in double quotes, its backslashes as they are written: the server tells `"a\ b"` and `"a b"` apart.
pub fn argument_text(arg: &Arg<'_>, is_regex: bool) -> String {
    let mut out = String::from('"');
    match &arg.spelling {
        Spelling::Quoted { raw, quote } => inside_text(&mut out, raw, |c| c == *quote && c != '"', |_| false),
        Spelling::Bare(raw) => inside_text(&mut out, raw, |_| false, literal::is_blank),
        // A regular expression keeps every backslash.
        Spelling::Legacy(raw) if is_regex => inside_text(&mut out, raw, |_| false, |_| false),
        Spelling::Legacy(raw) => string_text(&mut out, raw),
        Spelling::Reference(reference) => string_text(&mut out, reference.raw),
    }
    out.push('"');
    out
}

/// The inside of double quotes from another spelling: pairs with a backslash stay, but for an `unescaped` quote; quotes
/// and control characters are escaped, and what is `dropped` goes.
fn inside_text(out: &mut String, raw: &str, unescaped: impl Fn(char) -> bool, dropped: impl Fn(char) -> bool) {
    let mut chars = raw.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some(next) if unescaped(next) => out.push(next),
                next => {
                    out.push(c);
                    out.extend(next);
                }
            },
            c if dropped(c) => {}
            c => character_text(out, c),
        }
    }
}

/// A whole number as JSON has it, as elements hold it: no plus sign, no leading zeros, no minus zero.
fn integer_text(digits: &str) -> Cow<'_, str> {
    let (sign, digits) = match digits.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", digits.strip_prefix('+').unwrap_or(digits)),
    };
    match digits.trim_start_matches('0') {
        "" => "0".into(),
        digits if sign.is_empty() => digits.into(),
        digits => format!("{sign}{digits}").into(),
    }
}

/// A text for the inside of double quotes: escaped are the quote, control characters, and a
/// backslash that would read as an escape.
fn string_text(out: &mut String, text: &str) {
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' => {
                let next = chars.peek().copied();
                let reads_as_escape = match next {
                    None | Some('n' | 't' | 'r' | '"' | '\'' | '\\' | 'u') => true,
                    Some(c) => literal::is_blank(c) || c.is_control(),
                };
                out.push_str(if reads_as_escape { "\\\\" } else { "\\" });
            }
            c => character_text(out, c),
        }
    }
}

fn character_text(out: &mut String, c: char) {
    match c {
        '"' => out.push_str("\\\""),
        '\n' => out.push_str("\\n"),
        '\t' => out.push_str("\\t"),
        '\r' => out.push_str("\\r"),
        c if c.is_control() => {
            let _ = write!(out, "\\u{{{:x}}}", c as u32);
        }
        c => out.push(c),
    }
}
