//! One tag at a time: which spelling of another language it is.

use super::characters::escaped_arguments;
use super::expression::{MAX_READ, Operand, closing};
use super::marks::without_marks;
use super::spelling::{Family, Replacement, Spelling, quoted};
use super::{Vocabulary, blocks, filters, operators, paths, prefixes};
use crate::ast::{Delimiters, Dialect, Item, Kind};
use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::literal::is_blank;
use crate::parser;
use crate::scan::{Sigil, Tag};
use crate::span::Span;

/// The sigil of a tag whose inside is a path.
pub(super) fn sigil_text(sigil: Option<Sigil>) -> Option<&'static str> {
    match sigil {
        None => Some(""),
        Some(Sigil::Section) => Some("#"),
        Some(Sigil::Inverted) => Some("^"),
        Some(Sigil::Ampersand) => Some("&"),
        Some(Sigil::Brace) => Some("{"),
        _ => None,
    }
}

/// The spelling of a tag's inside.
pub(super) fn recognise(
    sigil: &'static str,
    inner: &str,
    delimiters: Delimiters<'_>,
    vocabulary: &dyn Vocabulary,
) -> Option<Spelling> {
    if inner.len() > MAX_READ {
        return None;
    }
    if let Some(text) = commented(sigil, inner) {
        let help = "a comment begins with an exclamation mark";
        let comment = Spelling::new(Family::Mark, format_args!("{} is not a comment here", quoted(inner)), help);
        return Some(comment.with(Replacement::Inside("! ", text.to_owned())));
    }
    if let Some(found) = trimmed(sigil, inner, delimiters, vocabulary) {
        return Some(found);
    }
    blocks::alone(sigil, inner)
        .or_else(|| filters::recognise(sigil, inner, vocabulary))
        .or_else(|| prefixes::recognise(sigil, inner))
        .or_else(|| operators::recognise(sigil, inner, delimiters))
        .or_else(|| paths::recognise(sigil, inner))
        .or_else(|| prefixed(sigil, inner, vocabulary))
        .or_else(|| around(sigil, inner, vocabulary))
}

/// `/* x */` and `# x #`: what the comment says.
fn commented<'s>(sigil: &str, inner: &'s str) -> Option<&'s str> {
    let (open, close) = if sigil == "#" { ("", "#") } else { ("/*", "*/") };
    let text = inner.strip_prefix(open)?.strip_suffix(close)?.trim_matches(is_blank);
    (!text.is_empty()).then_some(text)
}

/// `- x -` and `~ x ~`.
fn trimmed(
    sigil: &'static str,
    inner: &str,
    delimiters: Delimiters<'_>,
    vocabulary: &dyn Vocabulary,
) -> Option<Spelling> {
    let inside = without_marks(inner)?;
    let sigil_before = sigil;
    let (sigil, path) = match inside.chars().next() {
        Some('#') if sigil.is_empty() => ("#", inside.get(1..)?.trim_start_matches(is_blank)),
        Some('^') if sigil.is_empty() => ("^", inside.get(1..)?.trim_start_matches(is_blank)),
        Some('/') if sigil.is_empty() && !inside.starts_with("/*") => {
            ("/", inside.get(1..)?.trim_start_matches(is_blank))
        }
        _ => (sigil, inside),
    };
    let spelling = Spelling::new(
        Family::Mark,
        "tags do not trim whitespace here",
        "a tag that stands alone on its line removes its line; for others trim the value: `x.trim()`",
    );
    if sigil_before != sigil {
        // The tag that closes it is written with marks too, and would be left as it is.
        return Some(spelling);
    }
    if let Some(inner) = recognise_inner(sigil, path, delimiters, vocabulary) {
        return Some(spelling.with(inner.replacement));
    }
    let path = super::expression::path(path).unwrap_or(path);
    Some(if parser::parses(path) { spelling.with(Replacement::Inside(sigil, path.to_owned())) } else { spelling })
}

/// What stands between trim marks may be another spelling itself; marks do not nest.
fn recognise_inner(
    sigil: &'static str,
    inner: &str,
    delimiters: Delimiters<'_>,
    vocabulary: &dyn Vocabulary,
) -> Option<Spelling> {
    if without_marks(inner).is_some() { None } else { recognise(sigil, inner, delimiters, vocabulary) }
}

/// The functions whose first argument in Go is what they are called on here: `sub .a .b`.
const ORDERED: [&str; 6] = ["subtract", "divide", "greaterThan", "lessThan", "atLeast", "atMost"];

/// `toUpper .x`: a function of Go or Handlebars before its argument.
fn prefixed(sigil: &'static str, inner: &str, vocabulary: &dyn Vocabulary) -> Option<Spelling> {
    let (name, rest) = inner.split_once(is_blank)?;
    let words = super::expression::words(rest);
    let (value, args) = words.split_last().filter(|(value, _)| value.starts_with(['.', '$']))?;
    let args: Option<Vec<Operand<'_>>> = args.iter().map(|arg| Operand::read(arg)).collect();
    let (mut value, mut args) = (Operand::read(value)?, args?);
    if vocabulary.function(name).is_some_and(|name| ORDERED.contains(&name))
        && let [first] = args.as_mut_slice()
    {
        std::mem::swap(first, &mut value);
    }
    // Sprig's `substr` has positions where others have a length.
    let name = if name == "substr" { "substring" } else { name };
    called(sigil, name, value, &args, vocabulary)
}

/// `upper(x)`: a function of Python or JavaScript around its first argument.
fn around(sigil: &'static str, inner: &str, vocabulary: &dyn Vocabulary) -> Option<Spelling> {
    let (name, rest) = inner.split_once('(')?;
    let args = filters::split(rest.strip_suffix(')')?, ',');
    let args: Option<Vec<Operand<'_>>> = args.iter().map(|arg| Operand::read(arg.trim_matches(is_blank))).collect();
    let args = args?;
    let (value, args) = args.split_first().filter(|(value, _)| value.path() != Some("."))?;
    called(sigil, name, *value, args, vocabulary)
}

/// The call of a function that stands before its value elsewhere.
fn called(
    sigil: &'static str,
    name: &str,
    value: Operand<'_>,
    args: &[Operand<'_>],
    vocabulary: &dyn Vocabulary,
) -> Option<Spelling> {
    let args: Option<Vec<String>> = args.iter().map(|arg| arg.argument()).collect();
    let call = format!("{}.{}", value.path()?, vocabulary.call(name, &args?)?);
    let spelling = Spelling::new(Family::Filter, "a function follows its value here", format_args!("write `{call}`"));
    Some(spelling.with(Replacement::Inside(sigil, call)))
}

/// What is wrong with a tag that the grammar refuses, in the words of the language that it comes
/// from; `None` where it comes from none.
pub(crate) fn explain(
    tag: &Tag<'_>,
    span: Span,
    dialect: Dialect,
    found: &Diagnostic,
    vocabulary: &dyn Vocabulary,
) -> Option<Diagnostic> {
    let illegal = matches!(
        found.code,
        Code::UnexpectedToken | Code::BlankInPath | Code::InvalidIndex | Code::UnclosedString | Code::NestedCall
    );
    if !cfg!(feature = "foreign") || dialect == Dialect::Mustache || !illegal || tag.open_quote.is_some() {
        return None;
    }
    if let Some(escaped) = escaped_arguments(tag) {
        return Some(escaped);
    }
    let delimiters = tag.delimiters;
    let spelling = recognise(sigil_text(tag.sigil)?, tag.inner, delimiters, vocabulary)?;
    if spelling.family == Family::Path && found.code == Code::InvalidIndex {
        let text = spelling.replacement.text(delimiters);
        let explained = Diagnostic::new(Code::InvalidIndex, found.span, spelling.message).help(spelling.help);
        return Some(match text {
            Some(text) => explained.suggest(span, text),
            None => explained,
        });
    }
    // Which tag closes a block is not known here.
    let is_block = spelling.family == Family::Block;
    let found = spelling.error(span, delimiters);
    Some(if is_block { Diagnostic { suggestion: None, ..found } } else { found })
}

/// A closing tag that is a comment of another language: `{{/* x */}}`.
pub(crate) fn comment(tag: &Tag<'_>, span: Span, dialect: Dialect) -> Option<Diagnostic> {
    if !cfg!(feature = "foreign") || dialect == Dialect::Mustache {
        return None;
    }
    let text = tag.inner.strip_prefix('*')?.strip_suffix("*/")?.trim_matches(is_blank);
    let Delimiters { open, close } = tag.delimiters;
    let found = Diagnostic::new(Code::ForeignMark, span, "`/* … */` is not a comment here");
    Some(found.help("a comment begins with an exclamation mark").suggest(span, format_args!("{open}! {text} {close}")))
}

/// An opening tag that is never closed, and means no section in the language that it comes from.
pub(crate) fn unclosed(
    item: &Item<'_>,
    stray: Option<Span>,
    source: &str,
    dialect: Dialect,
    vocabulary: &dyn Vocabulary,
) -> Option<Diagnostic> {
    if !cfg!(feature = "foreign") {
        return None;
    }
    let delimiters = Delimiters::default();
    let written = item.span.of(source);
    let inside = written.strip_prefix(delimiters.open)?.strip_suffix(delimiters.close)?.trim_matches(is_blank);
    if dialect == Dialect::Mustache {
        let inner = inside.strip_prefix('#')?.trim_matches(is_blank);
        return blocks::handlebars(inner, stray?, item.span, source);
    }
    match &item.kind {
        // A closing tag of another name says that a block was meant.
        Kind::Block { name, .. } if stray.is_none() => {
            let path = name.strip_prefix('.').unwrap_or(name);
            let Some(path) = super::expression::path(path).filter(|_| name.starts_with(|c: char| c != '$')) else {
                // `$value | humanize`
                let spelling = recognise("", name, delimiters, vocabulary)?;
                return Some(spelling.error(item.span, delimiters));
            };
            let found = Diagnostic::new(Code::BlockVariable, item.span, "`$` opens a block, which is never closed");
            let help = format!("a variable has no `$`; a block ends with `{{{{/ {name} }}}}`");
            Some(found.help(help).suggest(item.span, format_args!("{{{{ {path} }}}}")))
        }
        Kind::Section { inverted, .. } => {
            let sigil = if *inverted { "^" } else { "#" };
            let inner = inside.strip_prefix(sigil)?.trim_matches(is_blank);
            let named = |stray: Span| stray.of(source).trim_matches(['{', '}', ' ', '\t', '\r', '\n', '/']);
            let spaced = stray.and_then(|stray| spaced_comparison(inner, named(stray)));
            let inner = spaced.as_deref().unwrap_or(inner);
            let spelling = recognise(sigil, inner, delimiters, vocabulary)?;
            let closes = |stray: Span| {
                let name = named(stray);
                matches!(&spelling.replacement, Replacement::Inside(_, path) if closing(path) == name)
            };
            // A comment closes itself; a question is mended alone where its closing tag names its path.
            let mends = spelling.family == Family::Mark || stray.is_some_and(closes);
            let mut found = spelling.error(item.span, delimiters);
            if let Some(stray) = stray {
                found = found.label(stray, "closed here");
            }
            if !mends {
                found.suggestion = None;
            }
            Some(found)
        }
        _ => None,
    }
}

/// `value>90` with whitespace around its operator. A key may hold a `>`; that the closing tag names `value` says
/// that none is meant.
fn spaced_comparison(inner: &str, name: &str) -> Option<String> {
    let rest = inner.strip_prefix(name)?;
    let operator = rest.get(..1).filter(|operator| matches!(*operator, "<" | ">"))?;
    let right = rest.get(1..).filter(|right| !right.is_empty() && !right.starts_with('='))?;
    Some(format!("{name} {operator} {right}"))
}
