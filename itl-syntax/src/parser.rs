//! Parses one tag's inside and says in people's words what is wrong with it.

use crate::ast::{Arg, Call, Dialect, Expr, Head, Key, Link, LoopVar, Reference, Spelling};
use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::lexer::{Lexer, MAX_REFERENCE_DEPTH};
use crate::literal;
use crate::scan::path_length;
use crate::span::{Span, slice};
use crate::token::Token;
use lalrpop_util::ParseError;
use std::borrow::Cow;

mod grammar {
    #![allow(clippy::all, clippy::pedantic, clippy::restriction, missing_docs, unused, unreachable_pub)]
    // Written by `cargo run -p grammar-tool`.
    mod generated {
        include!("generated/itl.rs");
    }
    pub(super) use generated::TagParser;
}

/// A word that the grammar takes and the language refuses.
#[derive(Clone, Debug)]
pub(crate) struct GrammarError {
    code: Code,
    span: Span,
    message: &'static str,
}

/// Parses the inside of a tag, `inner` standing at `base` of `source`, whitespace around it taken
/// away.
pub fn parse<'s>(source: &'s str, inner: &'s str, base: usize, dialect: Dialect) -> Result<Expr<'s>, Box<Diagnostic>> {
    match dialect {
        Dialect::Itl if is_dotted(inner) => Ok(parse_mustache(inner, base)),
        Dialect::Itl => parse_itl(source, inner, base),
        Dialect::Mustache => Ok(parse_mustache(inner, base)),
    }
}

thread_local! {
    static PARSER: grammar::TagParser = grammar::TagParser::new();
}

fn parse_itl<'s>(source: &'s str, inner: &'s str, base: usize) -> Result<Expr<'s>, Box<Diagnostic>> {
    PARSER
        .with(|parser| parser.parse(source, Lexer::new(inner, base)))
        .map_err(|error| Box::new(explain(error, inner, base)))
}

/// Whether `inner` is a path with calls that ITL reads.
pub(crate) fn parses(inner: &str) -> bool {
    PARSER.with(|parser| parser.parse(inner, Lexer::new(inner, 0)).is_ok())
}

/// Whether a path is one that both dialects read alike, as most are: words with dots between
/// them. Such a path needs no grammar.
fn is_dotted(inner: &str) -> bool {
    path_length(inner.as_bytes()) == Some(inner.len())
}

/// Mustache's own names: `.`, or keys with dots between them, nothing more.
pub(crate) fn parse_mustache(inner: &str, base: usize) -> Expr<'_> {
    let span = Span::new(base, base + inner.len());
    if inner == "." {
        return expr(Path::current(), None, span);
    }
    let key = |from: usize, to: usize| {
        let text = slice(inner, from..to);
        Key { span: Span::new(base + from, base + to), text: Cow::Borrowed(text) }
    };
    let mut dots = memchr::memchr_iter(b'.', inner.as_bytes());
    let Some(first) = dots.next() else {
        return expr(Path::new(Head::Key(key(0, inner.len())), None, Vec::new()), None, span);
    };
    let mut links = Vec::with_capacity(1);
    let mut from = first + 1;
    for dot in dots {
        links.push(Link::Key(key(from, dot)));
        from = dot + 1;
    }
    links.push(Link::Key(key(from, inner.len())));
    expr(Path::new(Head::Key(key(0, first)), None, links), None, span)
}

fn explain(error: ParseError<usize, Token<'_>, GrammarError>, inner: &str, base: usize) -> Diagnostic {
    let (start, token, stop) = match error {
        ParseError::User { error } => return Diagnostic::new(error.code, error.span, error.message),
        ParseError::UnrecognizedToken { token, .. } | ParseError::ExtraToken { token } => token,
        ParseError::UnrecognizedEof { location, .. } | ParseError::InvalidToken { location } => {
            (location, Token::End, location)
        }
    };
    let before: Vec<_> = Lexer::new(inner, base).take_while(|&(at, ..)| at < start).collect();
    unexpected(&before, (start, token, stop), inner, base)
}

type Spanned<'s> = (usize, Token<'s>, usize);

/// The parentheses and brackets that are open after `before`, outermost first.
fn unclosed<'s>(before: &[Spanned<'s>]) -> Vec<(Token<'s>, Span)> {
    let mut open: Vec<(Token<'s>, Span)> = Vec::new();
    for &(start, token, end) in before {
        match token {
            Token::LParen | Token::LBracket => open.push((token, Span::new(start, end))),
            Token::RParen | Token::RBracket => {
                open.pop();
            }
            _ => {}
        }
    }
    open
}

fn unexpected(before: &[Spanned<'_>], at: Spanned<'_>, inner: &str, base: usize) -> Diagnostic {
    let (start, token, stop) = at;
    let span = Span::new(start, stop);
    let previous = before.last().copied();
    let open = unclosed(before);

    if token == Token::OpenQuote {
        let line = slice(inner, start - base..stop - base).find(['\n', '\r']).map_or(stop, |line| start + line);
        return Diagnostic::new(Code::UnclosedString, Span::new(start, line), "this string is never closed")
            .help("close it with the same quote; a quote inside a string takes a backslash");
    }
    if token == Token::TooDeep {
        let message = format!("references are nested deeper than {MAX_REFERENCE_DEPTH}");
        return Diagnostic::new(Code::ReferencesTooDeep, span, message)
            .help("use a section or a chain of calls instead of the innermost references");
    }
    // Inside a reference the rules of a path hold, up to what ends an argument.
    let in_path = before.iter().rev().find_map(|(_, token, _)| match token {
        Token::Dollar => Some(true),
        Token::LParen | Token::LBracket | Token::Comma => Some(false),
        _ => None,
    });
    let in_path = in_path == Some(true) && !matches!(token, Token::End | Token::Comma | Token::RParen);
    match open.last() {
        Some((Token::LParen, _)) if !in_path => return unexpected_argument(previous, at, &open, (inner, base)),
        Some(&(Token::LBracket, open)) if token == Token::End => {
            return Diagnostic::new(Code::UnclosedCall, open, "this bracket is never closed");
        }
        Some((Token::LBracket, _)) if token == Token::Blank && parses(&without_whitespace(inner)) => {
            return whitespace_in_path(span, inner, base);
        }
        Some((Token::LBracket, open)) if !in_path => return invalid_index(open.start as usize, inner, base),
        _ => {}
    }
    // Whitespace after a call or an index is not what is wrong; what follows it is.
    let after_link = matches!(previous, Some((_, Token::RParen | Token::RBracket | Token::LegacyClose, _)));
    if token == Token::Blank && after_link {
        let next = Lexer::new(inner, base).find(|&(at, ..)| at >= stop);
        if let Some((start, token, stop)) =
            next.filter(|(_, token, _)| !matches!(token, Token::Dot | Token::LBracket | Token::LParen))
        {
            return Diagnostic::new(
                Code::UnexpectedToken,
                Span::new(start, stop),
                format_args!("unexpected {}", token.describe()),
            )
            .help("put a dot between a call or an index and what follows");
        }
    }
    let after_whitespace = matches!(previous, Some((_, Token::Blank, _)));
    if token == Token::Blank || (after_whitespace && matches!(token, Token::Dot | Token::LParen | Token::LBracket)) {
        let place = if token == Token::Blank { span } else { previous.map_or(span, |(s, _, e)| Span::new(s, e)) };
        return whitespace_in_path(place, inner, base);
    }
    unexpected_in_path(previous, token, span)
}

/// A token that cannot follow the one before it in a path.
fn unexpected_in_path(previous: Option<Spanned<'_>>, token: Token<'_>, span: Span) -> Diagnostic {
    match token {
        Token::LParen if matches!(previous, Some((_, Token::Key(_), _))) => {
            let name = previous.map_or("", |(_, t, _)| if let Token::Key(name) = t { name } else { "" });
            Diagnostic::new(Code::UnexpectedToken, span, "a call needs a value before it")
                .help(format_args!("write the value and a dot: `.{name}(…)` works on the current value"))
        }
        Token::End if matches!(previous, Some((_, Token::Dot, _))) => {
            let dot = previous.map_or(span, |(s, _, e)| Span::new(s, e));
            Diagnostic::new(Code::UnexpectedToken, dot, "a key or function is missing after this dot")
        }
        Token::End => Diagnostic::new(Code::EmptyTag, span, "this tag is empty"),
        Token::Dot if !matches!(previous, None | Some((_, Token::Dot, _))) => {
            Diagnostic::new(Code::UnexpectedToken, span, "nothing can follow the older form of a call")
                .help("write all calls with dots and one parenthesis: `x.trim().upperCase()`")
        }
        Token::Dot => Diagnostic::new(Code::UnexpectedToken, span, "two dots follow each other")
            .help("a dot that belongs to a key takes a backslash: `a\\.b`, or write `[\"a.b\"]`"),
        Token::Stray('(') | Token::RParen | Token::LParen => {
            Diagnostic::new(Code::UnexpectedToken, span, format_args!("unexpected {}", token.describe()))
        }
        Token::Key(_) | Token::Quoted(_) if matches!(previous, Some((_, Token::RParen | Token::RBracket, _))) => {
            Diagnostic::new(Code::UnexpectedToken, span, format_args!("unexpected {}", token.describe()))
                .help("put a dot between a call or an index and what follows")
        }
        _ => Diagnostic::new(Code::UnexpectedToken, span, format_args!("unexpected {}", token.describe())).help(
            "a character that belongs to a key takes a backslash, or put the key into brackets and quotes: `[\"a.b\"]`",
        ),
    }
}

/// Says that what stands between brackets is not an index.
fn invalid_index(open: usize, inner: &str, base: usize) -> Diagnostic {
    let rest = slice(inner, open + 1 - base..);
    let inside = rest.find(']').and_then(|end| rest.get(..end)).unwrap_or(rest);
    let span = if inside.is_empty() { Span::new(open, open + 2) } else { Span::new(open + 1, open + 1 + inside.len()) };
    if open == base && is_index(inside) {
        return Diagnostic::new(Code::InvalidIndex, span, "an index needs a value before it")
            .help(format_args!("write the value before the bracket; `.[{inside}]` is an item of the current value"))
            .suggest(Span::new(open, open), ".");
    }
    Diagnostic::new(Code::InvalidIndex, span, format_args!("`{inside}` cannot be an index"))
        .help("write a whole number, or a key in quotes: `[0]`, `[-1]`, `[\"a.b\"]`")
}

fn unexpected_argument(
    previous: Option<Spanned<'_>>,
    at: Spanned<'_>,
    open: &[(Token<'_>, Span)],
    (inner, base): (&str, usize),
) -> Diagnostic {
    let (start, token, stop) = at;
    let span = Span::new(start, stop);
    match token {
        Token::End => {
            let place = open.last().map_or(span, |&(_, place)| place);
            let found = Diagnostic::new(Code::UnclosedCall, place, "this parenthesis is never closed");
            if !cfg!(feature = "help") {
                return found;
            }
            let closing = open.iter().rev().map(|(token, _)| if *token == Token::LParen { ')' } else { ']' });
            let end = base + inner.len();
            found.suggest(Span::new(end, end), closing.collect::<String>())
        }
        Token::NestedParen => nested_parenthesis(previous, span, inner, base),
        Token::Comma | Token::RParen if matches!(previous, Some((_, Token::Comma | Token::LParen, _))) => {
            Diagnostic::new(
                Code::EmptyArgument,
                span,
                format_args!("an argument is missing before {}", token.describe()),
            )
            .help("write `\"\"` for an empty text")
        }
        _ => apostrophe(previous, inner, base).unwrap_or_else(|| {
            Diagnostic::new(Code::UnexpectedToken, span, format_args!("unexpected {}", token.describe()))
                .help("arguments are separated by commas")
        }),
    }
}

/// An apostrophe inside a text in single quotes: `'it's'`.
fn apostrophe(previous: Option<Spanned<'_>>, inner: &str, base: usize) -> Option<Diagnostic> {
    let (start, Token::Quoted(quoted), end) = previous? else { return None };
    let rest = quoted.starts_with('\'').then(|| slice(inner, end - base..))?;
    let close = rest.match_indices('\'').map(|(at, _)| at).find(|at| {
        rest.get(at + 1..).is_some_and(|after| after.trim_start_matches(literal::is_space).starts_with([',', ')']))
    })?;
    let text = slice(inner, start + 1 - base..end - base + close);
    let span = Span::new(start, end + close + 1);
    let found = Diagnostic::new(Code::UnexpectedToken, Span::new(end - 1, end), "this apostrophe ends the text")
        .help("write a backslash before it, or put the text into `\"…\"`");
    let plain = !text.contains(['"', '\\']);
    Some(if plain { found.suggest(span, format_args!("\"{text}\"")) } else { found })
}

/// Says how to call a function inside arguments, or to quote a parenthesis that is text.
fn nested_parenthesis(previous: Option<Spanned<'_>>, span: Span, inner: &str, base: usize) -> Diagnostic {
    let found = Diagnostic::new(Code::NestedCall, span, "a parenthesis cannot stand inside text without quotes");
    if cfg!(feature = "help")
        && let Some((start, Token::Bare(text), _)) = previous
    {
        let mut fixed = inner.to_owned();
        fixed.insert(start - base, '$');
        if parses(&fixed) {
            return found
                .help(format_args!(
                    "the value of a field is written with a dollar sign: `${text}(…)`; put text into quotes"
                ))
                .suggest(Span::new(start, start), "$");
        }
    }
    found.help("chain calls instead: `a.trim().append(\"b\")`; put a parenthesis that is text into quotes")
}

/// Says which whitespace is wrong and how the path reads without it.
fn whitespace_in_path(place: Span, inner: &str, base: usize) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::BlankInPath, place, "whitespace cannot stand here");
    if !cfg!(feature = "help") {
        return diagnostic;
    }
    let fixed = without_whitespace(inner);
    // A path that is wrong in another way too is not one to write.
    if !parses(&fixed) {
        return diagnostic.help("no whitespace stands around a dot; a space that belongs to a key takes a backslash");
    }
    diagnostic
        .help(format_args!("write `{fixed}`; a space that belongs to a key takes a backslash"))
        .suggest(Span::new(base, base + inner.len()), fixed)
}

/// A path without the whitespace that cannot stand in it, and without a dot before an index.
fn without_whitespace(inner: &str) -> String {
    let tokens: Vec<_> = Lexer::new(inner, 0).collect();
    let at = |i: usize| tokens.get(i).map(|&(_, token, _)| token);
    let mut fixed = String::with_capacity(inner.len());
    let mut copied = 0;
    for (i, &(start, token, end)) in tokens.iter().enumerate() {
        let before = i.checked_sub(1).and_then(at);
        let goes = match token {
            Token::Blank => [before, at(i + 1)].into_iter().flatten().any(is_mark),
            Token::Dot if i > 0 => {
                let next = if at(i + 1) == Some(Token::Blank) { at(i + 2) } else { at(i + 1) };
                next == Some(Token::LBracket)
            }
            _ => false,
        };
        if goes {
            fixed.push_str(slice(inner, copied..start));
            copied = end;
        }
    }
    fixed.push_str(slice(inner, copied..));
    fixed
}

/// Whether whitespace beside the token is wrong.
fn is_mark(token: Token<'_>) -> bool {
    matches!(token, Token::Dot | Token::LParen | Token::LBracket | Token::RBracket)
}

// The grammar's actions.

pub(crate) fn segment(source: &str, span: Span) -> Key<'_> {
    Key { span, text: literal::unescape_key(span.of(source)) }
}

pub(crate) fn head(key: Key<'_>) -> Head<'_> {
    match LoopVar::named(&key.text) {
        Some(var) if key.span.len() == key.text.len() => Head::Loop(var),
        _ => Head::Key(key),
    }
}

/// A path before its span is known.
pub(crate) struct Path<'s> {
    head: Head<'s>,
    links: Vec<Link<'s>>,
}

impl<'s> Path<'s> {
    pub(crate) fn current() -> Self {
        Self { head: Head::Current, links: Vec::new() }
    }

    #[inline]
    pub(crate) fn new(head: Head<'s>, first: Option<Link<'s>>, mut links: Vec<Link<'s>>) -> Self {
        if let Some(first) = first {
            links.insert(0, first);
        }
        Self { head, links }
    }
}

pub(crate) fn expr<'s>(path: Path<'s>, legacy: Option<Call<'s>>, span: Span) -> Expr<'s> {
    let Path { head, mut links } = path;
    let is_legacy = legacy.is_some();
    links.extend(legacy.map(Link::Call));
    Expr { span, head, links, legacy: is_legacy }
}

pub(crate) fn reference<'s>(source: &'s str, expr: Expr<'s>, span: Span) -> Reference<'s> {
    Reference { span, raw: span.of(source), expr }
}

pub(crate) fn index<'s>(digits: &'s str, span: Span) -> Result<Link<'s>, ParseError<usize, Token<'s>, GrammarError>> {
    if !is_index(digits) {
        let message = "an index is a whole number, or a key in quotes";
        let inside = Span { start: span.start + 1, end: span.end - 1 };
        return Err(ParseError::User { error: GrammarError { code: Code::InvalidIndex, span: inside, message } });
    }
    // A position beyond i64 is beyond every array.
    let index = digits.parse().unwrap_or(if digits.starts_with('-') { i64::MIN } else { i64::MAX });
    Ok(Link::Index { span, index })
}

/// Digits, with a minus sign from the end.
fn is_index(text: &str) -> bool {
    let number = text.strip_prefix('-').unwrap_or(text);
    !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit())
}

pub(crate) fn quoted_key<'s>(
    string: &'s str,
    span: Span,
) -> Result<Key<'s>, ParseError<usize, Token<'s>, GrammarError>> {
    let raw = slice(string, 1..string.len().saturating_sub(1));
    match literal::unescape(raw) {
        Ok(text) => Ok(Key { span, text }),
        Err(error) => {
            let base = span.start as usize + 2;
            let span = Span::new(base + error.start, base + error.end);
            let message = "this escape stands for no character";
            Err(ParseError::User { error: GrammarError { code: Code::InvalidEscape, span, message } })
        }
    }
}

pub(crate) fn quoted(string: &str, span: Span) -> Arg<'_> {
    let quote = if string.starts_with('\'') { '\'' } else { '"' };
    let raw = slice(string, 1..string.len().saturating_sub(1));
    Arg { span, spelling: Spelling::Quoted { raw, quote } }
}

pub(crate) fn bare(text: &str, span: Span) -> Arg<'_> {
    Arg { span, spelling: Spelling::Bare(text) }
}

pub(crate) fn legacy<'s>(name: &'s str, args: Vec<(usize, &'s str, usize)>, span: Span) -> Call<'s> {
    let name_start = span.start as usize + 2;
    Call {
        span,
        name_span: Span::new(name_start, name_start + name.len()),
        name,
        args: args
            .into_iter()
            .map(|(start, text, end)| Arg { span: Span::new(start, end), spelling: Spelling::Legacy(text) })
            .collect(),
    }
}
