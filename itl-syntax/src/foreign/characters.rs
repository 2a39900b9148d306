//! Characters that look like others, or like nothing.

use crate::ast::{Arg, Call, Dialect, Expr, Spelling};
use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::parser;
use crate::scan::{Sigil, Tag};
use crate::span::Span;

/// Whether `c` is seen by nobody: a zero-width or direction mark, a soft hyphen, a tag character.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{200b}' | '\u{feff}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
            | '\u{ad}' | '\u{e0000}'..='\u{e007f}'
    )
}

/// An invisible character inside a tag, outside quotes and escapes.
pub(crate) fn invisible_character(tag: &Tag<'_>, dialect: Dialect) -> Option<Diagnostic> {
    if dialect == Dialect::Mustache || tag.inner.is_ascii() || tag.sigil == Some(Sigil::Comment) {
        return None;
    }
    let (at, c) = first_invisible(tag.inner)?;
    let span = Span::new(tag.base + at, tag.base + at + c.len_utf8());
    let message = format!("an invisible character, U+{:04X}, stands in this tag", u32::from(c));
    let help = "remove it; a key that holds it is read by brackets, quotes and an escape: `[\"a\\u{200b}b\"]`";
    Some(Diagnostic::new(Code::InvisibleCharacter, span, message).help(help).suggest(span, ""))
}

/// The first invisible character outside quotes and escapes.
pub(super) fn first_invisible(inner: &str) -> Option<(usize, char)> {
    let mut quote = None;
    let mut before = ' ';
    let mut chars = inner.char_indices();
    while let Some((at, c)) = chars.next() {
        match (c, quote) {
            ('\\', _) => {
                chars.next();
            }
            (c, Some(open)) if c == open => quote = None,
            // A quote opens a string at the start of an argument or in brackets.
            ('"' | '\'', None) if matches!(before, '(' | ',' | '[') => quote = Some(c),
            (c, None) if is_invisible(c) => return Some((at, c)),
            _ => {}
        }
        if !crate::literal::is_space(c) {
            before = c;
        }
    }
    None
}

/// The unusual spaces that are dropped from the inside of a tag: those at its ends, after its sigil,
/// and around arguments.
pub(super) fn dropped_spaces(inside: &str) -> Vec<(usize, char)> {
    use crate::literal::{is_blank, is_space};
    let mut found = Vec::new();
    let (mut quote, mut depth) = (None, 0_usize);
    let mut edge = true;
    // Spaces that are dropped if an edge follows them.
    let mut waiting: Vec<(usize, char)> = Vec::new();
    let mut chars = inside.char_indices();
    while let Some((at, c)) = chars.next() {
        if let Some(open) = quote {
            match c {
                '\\' => {
                    chars.next();
                }
                c if c == open => quote = None,
                _ => {}
            }
            continue;
        }
        if is_space(c) {
            if !is_blank(c) {
                if edge { found.push((at, c)) } else { waiting.push((at, c)) }
            }
            continue;
        }
        let ends_argument = depth > 0 && matches!(c, ',' | ')');
        if ends_argument {
            found.append(&mut waiting);
        }
        waiting.clear();
        match c {
            '\\' => {
                chars.next();
            }
            '"' | '\'' if edge && depth > 0 => quote = Some(c),
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let is_sigil = at == inside.len() - inside.trim_start_matches(is_space).len()
            && matches!(c, '#' | '^' | '/' | '>' | '<' | '$' | '&' | '{');
        edge = is_sigil || (depth > 0 && matches!(c, '(' | ',' | '['));
    }
    found.append(&mut waiting);
    found
}

/// Quotes that are none here, by their opening and closing text.
const QUOTES: [(&str, &str); 13] = [
    ("\u{201c}", "\u{201d}"),
    ("\u{2018}", "\u{2019}"),
    ("\u{201e}", "\u{201c}"),
    ("\u{201e}", "\u{201d}"),
    ("\u{ab}", "\u{bb}"),
    ("\u{201d}", "\u{201d}"),
    ("&quot;", "&quot;"),
    ("&#34;", "&#34;"),
    ("&#39;", "&#39;"),
    ("&#x27;", "&#x27;"),
    ("&apos;", "&apos;"),
    ("\\\\\"", "\\\\\""),
    ("\\\"", "\\\""),
];

/// An argument that quotes of another kind enclose as a whole.
pub(crate) fn quoted_argument(expr: &Expr<'_>) -> Option<Diagnostic> {
    expr.calls().flat_map(|call| &call.args).find_map(enclosed)
}

fn enclosed(arg: &Arg<'_>) -> Option<Diagnostic> {
    let Spelling::Bare(raw) = arg.spelling else { return None };
    let quoted = Quoted::read(raw)?;
    let whole = Span { start: arg.span.start, end: arg.span.end };
    Some(quoted.refused(whole))
}

/// The arguments of a call that are one text, which quotes of another kind enclose with the commas in it:
/// `split(“,”)`. Gives their number, and what is to be said of them.
pub fn quotes_around_commas(call: &Call<'_>, source: &str) -> Option<(usize, Diagnostic)> {
    let starts = |arg: &Arg<'_>| matches!(arg.spelling, Spelling::Bare(raw) if QUOTES.iter().any(|(open, _)| raw.starts_with(open)));
    let first = call.args.iter().position(starts)?;
    let start = call.args.get(first)?.span;
    (first + 1..call.args.len()).find_map(|last| {
        let whole = start.to(call.args.get(last)?.span);
        let quoted = Quoted::read(whole.of(source))?;
        Some((last + 1 - first, quoted.refused(whole)))
    })
}

/// A text between quotes that are none here.
pub(super) struct Quoted<'s> {
    open: &'static str,
    inside: &'s str,
}

impl<'s> Quoted<'s> {
    pub(super) fn read(written: &'s str) -> Option<Self> {
        let of = |(open, close): &(&'static str, &str)| {
            let inside = written.strip_prefix(open)?.strip_suffix(close)?;
            Some(Self { open, inside })
        };
        QUOTES.iter().find_map(of)
    }

    fn is_escaped(&self) -> bool {
        self.open.contains(['\\', '&'])
    }

    pub(super) fn message(&self) -> &'static str {
        if self.is_escaped() { "the quotes around this argument are escaped" } else { "these are not quotes here" }
    }

    pub(super) fn help(&self) -> &'static str {
        if self.is_escaped() {
            "they look copied from HTML, JSON or Terraform; write plain quotes"
        } else {
            "texts stand in `\"…\"` or `'…'`"
        }
    }

    /// Refuses it as the argument at `span`.
    fn refused(&self, span: Span) -> Diagnostic {
        let found = Diagnostic::new(Code::ForeignQuotes, span, self.message()).help(self.help());
        if cfg!(feature = "help") { found.suggest(span, self.plain()) } else { found }
    }

    /// The text in plain quotes.
    pub(super) fn plain(&self) -> String {
        let inside = unescaped(self.inside, self.open);
        if inside.contains('"') && !inside.contains('\'') {
            format!("'{inside}'")
        } else {
            format!("\"{}\"", inside.replace('"', "\\\""))
        }
    }
}

/// A text that was copied from JSON or Terraform together with the quotes `open`, as it was there.
fn unescaped(text: &str, open: &str) -> String {
    let mut text = text.to_owned();
    for _ in 0..open.matches('\\').count() {
        let mut out = String::with_capacity(text.len());
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            match chars.peek() {
                Some(next @ ('\\' | '"')) if c == '\\' => {
                    out.push(*next);
                    chars.next();
                }
                _ => out.push(c),
            }
        }
        text = out;
    }
    text
}

/// Arguments in escaped quotes that hold parentheses, as regular expressions do: without quotes they are refused before
/// anybody sees that they were meant to have some.
pub(super) fn escaped_arguments(tag: &Tag<'_>) -> Option<Diagnostic> {
    let open_at = tag.inner.find('(')? + 1;
    let arguments = tag.inner.get(open_at..)?;
    let quote = ["\\\\\"", "\\\""].into_iter().find(|quote| arguments.trim_start().starts_with(quote))?;
    let plain = unescaped(arguments, quote);
    let inner = format!("{}{plain}", tag.inner.get(..open_at)?);
    if !parser::parses(&inner) {
        return None;
    }
    let span = Span::new(tag.base + open_at, tag.base + tag.inner.len());
    let found = Diagnostic::new(Code::ForeignQuotes, span, "the quotes around these arguments are escaped");
    Some(
        found
            .help("they look copied from JSON or Terraform; write plain quotes and single backslashes")
            .suggest(span, plain),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_and_escapes_may_hold_what_nobody_sees() {
        assert_eq!(first_invisible("a\u{200b}b"), Some((1, '\u{200b}')));
        assert_eq!(first_invisible("a.f(\"x\u{200b}\", 'y\u{feff}')[\"\u{ad}\"]"), None);
        assert_eq!(first_invisible("a\\\u{200b}"), None);
        assert_eq!(first_invisible("a.f( \"x\" )\u{202e}"), Some((10, '\u{202e}')));
        assert_eq!(first_invisible("it's\u{200b}"), Some((4, '\u{200b}')));
    }
}
