//! Reads a tag's inside as tokens, switching modes at the parentheses of a call.

use crate::letters::is_letter;
use crate::literal::is_space;
use crate::span::slice;
use crate::token::{ArgToken, Ending, PathToken, Token};
use logos::Logos;
use std::ops::Range;

/// How many references may stand inside each other, the outermost one included.
pub const MAX_REFERENCE_DEPTH: usize = 8;

/// An iterator over the tokens of one tag's inside, with offsets in the whole source.
///
/// The last token is [`Token::End`], at the place of the closing delimiter, so that errors at
/// the end of a tag have a place.
pub struct Lexer<'s> {
    inner: &'s str,
    base: usize,
    mode: Mode<'s>,
    open: Vec<Open>,
    /// Tokens that were read ahead, the next one last.
    queued: Vec<Spanned<'s>>,
}

enum Mode<'s> {
    Path(logos::Lexer<'s, PathToken>),
    Args(logos::Lexer<'s, ArgToken>),
    Done,
}

/// What has been opened and not yet closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Open {
    /// The parenthesis of a call.
    Call,
    /// Brackets around a number or a quoted key.
    Bracket,
    /// A reference that is an argument.
    Argument,
    /// Brackets around a reference.
    Key,
}

type Spanned<'s> = (usize, Token<'s>, usize);

impl<'s> Lexer<'s> {
    /// A lexer over `inner`, which stands at `base` in the source.
    pub fn new(inner: &'s str, base: usize) -> Self {
        let mode = Mode::Path(PathToken::lexer(inner.as_bytes()));
        Self { inner, base, mode, open: Vec::new(), queued: Vec::new() }
    }

    /// Begins the path of a reference whose dollar sign stands at `at`.
    fn reference(&mut self, at: usize, open: Open) -> Spanned<'s> {
        let depth = self.open.iter().filter(|open| matches!(open, Open::Argument | Open::Key)).count();
        if depth >= MAX_REFERENCE_DEPTH {
            self.mode = Mode::Done;
            return (self.base + at, Token::TooDeep, self.base + at + 1);
        }
        self.open.push(open);
        let mut path = PathToken::lexer(self.inner.as_bytes());
        path.bump(at + 1);
        self.mode = Mode::Path(path);
        (self.base + at, Token::Dollar, self.base + at + 1)
    }

    /// Whether the path that is read belongs to a reference, whatever brackets it has open.
    fn in_reference(&self) -> bool {
        self.open.iter().rev().any(|open| matches!(open, Open::Argument | Open::Key))
    }

    /// Splits `key##name` before `((` and reads the legacy call that begins there.
    fn legacy(&mut self, start: usize, text: &'s str) -> Option<Spanned<'s>> {
        let mark = text.find("##")?;
        let name = text.get(mark + 2..)?;
        let open = start + text.len();
        if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') {
            return None;
        }
        let rest = self.inner.get(open..)?;
        let base = self.base;
        // `name()` is the short form of no arguments.
        let (args, args_start, close) = match rest.strip_prefix("((") {
            Some(args) => (args, open + 2, args.find("))").map(|end| (end, 2))),
            None => (rest.strip_prefix("()").map(|_| "")?, open + 1, Some((0, 1))),
        };
        let legacy_open = (base + start + mark, Token::LegacyOpen(name), base + args_start);
        match close {
            None => self.queued.push((base + open, Token::LParen, base + args_start)),
            Some((end, len)) => {
                let list = slice(args, ..end);
                let mut at = base + args_start;
                for piece in list.split("||").take(if list.is_empty() { 0 } else { usize::MAX }) {
                    self.queued.push((at, Token::LegacyArg(piece), at + piece.len()));
                    at += piece.len() + 2;
                }
                let close = args_start + end;
                self.queued.push((base + close, Token::LegacyClose, base + close + len));
                self.queued.reverse();
                let mut rest = PathToken::lexer(self.inner.as_bytes());
                rest.bump(close + len);
                self.mode = Mode::Path(rest);
            }
        }
        if mark == 0 {
            return Some(legacy_open);
        }
        self.queued.push(legacy_open);
        Some((base + start, Token::Key(text.get(..mark)?), base + start + mark))
    }

    fn path(&mut self, mut lexer: logos::Lexer<'s, PathToken>) -> Option<Spanned<'s>> {
        let token = lexer.next();
        let span = lexer.span();
        let text = slice(self.inner, span.clone());
        let token = match token {
            None => {
                self.mode = Mode::Done;
                let end = self.base + self.inner.len();
                return Some((end, Token::End, end));
            }
            Some(Err(())) => return Some(self.stray(span.start)),
            Some(Ok(token)) => token,
        };
        let spanned = |token| (self.base + span.start, token, self.base + span.end);
        let spanned = match token {
            PathToken::Dot => spanned(Token::Dot),
            PathToken::LBracket => {
                let spanned = spanned(Token::LBracket);
                if self.inner.get(span.end..).is_some_and(begins_reference) {
                    let dollar = self.reference(span.end, Open::Key);
                    self.queued.push(dollar);
                    return Some(spanned);
                }
                self.open.push(Open::Bracket);
                spanned
            }
            PathToken::RBracket => {
                self.open.pop_if(|open| matches!(open, Open::Bracket | Open::Key));
                spanned(Token::RBracket)
            }
            // What closes a reference is not part of it, nor is the whitespace before that.
            PathToken::Blank if self.open.last() == Some(&Open::Argument) && ends_argument(&lexer) => {
                self.mode = Mode::Path(lexer);
                return None;
            }
            PathToken::Blank => spanned(Token::Blank),
            PathToken::Quoted(Ending::Closed) => spanned(Token::Quoted(text)),
            PathToken::Quoted(Ending::Open) => spanned(Token::OpenQuote),
            PathToken::LParen => {
                let spanned = spanned(Token::LParen);
                self.open.push(Open::Call);
                self.mode = Mode::Args(lexer.morph());
                return Some(spanned);
            }
            PathToken::Comma | PathToken::RParen if self.open.last() != Some(&Open::Argument) => {
                return Some(self.stray(span.start));
            }
            PathToken::Comma => {
                let spanned = spanned(Token::Comma);
                self.open.pop();
                self.mode = Mode::Args(lexer.morph());
                return Some(spanned);
            }
            PathToken::RParen => {
                self.open.pop();
                self.open.pop_if(|open| *open == Open::Call);
                spanned(Token::RParen)
            }
            PathToken::Key => return Some(self.key(lexer, span)),
        };
        self.mode = Mode::Path(lexer);
        Some(spanned)
    }

    /// A key of a path. In the argument of a call, whitespace at its end belongs to the argument.
    fn key(&mut self, lexer: logos::Lexer<'s, PathToken>, span: Range<usize>) -> Spanned<'s> {
        let text = slice(self.inner, span.clone());
        let in_argument = self.open.last() == Some(&Open::Argument) && ends_with_space(text);
        let is_last = in_argument && matches!(lexer.clone().next(), Some(Ok(PathToken::Comma | PathToken::RParen)));
        self.mode = Mode::Path(lexer);
        let legacy = if in_argument || self.in_reference() { None } else { self.legacy(span.start, text) };
        legacy.unwrap_or_else(|| {
            let kept = if is_last { crate::scan::keep_escaped(text, text.trim_end_matches(is_space)) } else { text };
            let end = span.start + kept.len();
            (self.base + span.start, Token::Key(slice(self.inner, span.start..end)), self.base + end)
        })
    }

    fn args(&mut self, mut lexer: logos::Lexer<'s, ArgToken>) -> Option<Spanned<'s>> {
        let token = lexer.next();
        let span = lexer.span();
        let text = slice(self.inner, span.clone());
        let token = match token {
            None => {
                self.mode = Mode::Done;
                let end = self.base + self.inner.len();
                return Some((end, Token::End, end));
            }
            Some(Err(())) => return Some(self.stray(span.start)),
            Some(Ok(token)) => token,
        };
        let spanned = |token| Some((self.base + span.start, token, self.base + span.end));
        let spanned = match token {
            ArgToken::Blank => None,
            ArgToken::Comma => spanned(Token::Comma),
            ArgToken::LParen => spanned(Token::NestedParen),
            ArgToken::Quoted(Ending::Closed) => spanned(Token::Quoted(text)),
            ArgToken::Quoted(Ending::Open) => spanned(Token::OpenQuote),
            ArgToken::Bare if text.starts_with(is_space) => {
                // An unusual space around an argument counts as a plain one; the argument begins after it.
                let mut rest = ArgToken::lexer(self.inner.as_bytes());
                rest.bump(span.end - text.trim_start_matches(is_space).len());
                self.mode = Mode::Args(rest);
                return None;
            }
            ArgToken::Bare if begins_reference(text) && !ends_in_dollar(trim_bare(text)) => {
                return Some(self.reference(span.start, Open::Argument));
            }
            ArgToken::Bare => {
                let text = trim_bare(text);
                Some((self.base + span.start, Token::Bare(text), self.base + span.start + text.len()))
            }
            ArgToken::RParen => {
                let spanned = spanned(Token::RParen);
                self.open.pop_if(|open| *open == Open::Call);
                self.mode = Mode::Path(lexer.morph());
                return spanned;
            }
        };
        self.mode = Mode::Args(lexer);
        spanned
    }

    /// Reports a character that no token begins with; the tag is broken, so reading ends.
    fn stray(&mut self, at: usize) -> Spanned<'s> {
        self.mode = Mode::Done;
        let c = self.inner.get(at..).and_then(|rest| rest.chars().next()).unwrap_or('\u{fffd}');
        (self.base + at, Token::Stray(c), self.base + at + c.len_utf8())
    }
}

/// Whether a bare argument, or what stands in brackets, is a reference: a dollar sign and the
/// start of a path. `$1`, `$$`, `${k}` and `$/` are text.
pub(crate) fn begins_reference(text: &str) -> bool {
    let Some(path) = text.strip_prefix('$') else { return false };
    let mut chars = path.chars();
    match chars.next() {
        Some('_' | '@' | '\\') => true,
        Some('[') => chars.next() == Some('"'),
        Some('.') => chars.next().is_none_or(|c| !c.is_ascii_digit()),
        Some(c) => is_letter(c),
        None => false,
    }
}

/// Whether a bare argument ends in a dollar sign, as `$HOSTNAME$` does: that is text. A dollar
/// sign inside a quoted key, where the argument goes on, ends nothing.
fn ends_in_dollar(text: &str) -> bool {
    let Some(before) = text.strip_suffix('$').filter(|before| !before.is_empty()) else { return false };
    let mut chars = before.chars();
    let mut previous = ' ';
    while let Some(c) = chars.next() {
        match c {
            '\\' => {
                chars.next();
            }
            '"' | '\'' if previous == '[' => loop {
                match chars.next() {
                    None => return false,
                    Some('\\') => {
                        chars.next();
                    }
                    Some(close) if close == c => break,
                    Some(_) => {}
                }
            },
            _ => {}
        }
        previous = c;
    }
    true
}

/// Whether the last character of a key is an unusual space.
fn ends_with_space(key: &str) -> bool {
    !key.is_ascii() && key.ends_with(is_space) && !key.trim_end_matches(is_space).is_empty()
}

/// Whether the next token ends an argument.
fn ends_argument(lexer: &logos::Lexer<'_, PathToken>) -> bool {
    matches!(lexer.clone().next(), Some(Ok(PathToken::Comma | PathToken::RParen)))
}

/// Drops the whitespace at the end of a bare argument, except a character that a backslash keeps.
fn trim_bare(raw: &str) -> &str {
    crate::scan::keep_escaped(raw, raw.trim_end_matches(is_space))
}

impl<'s> Iterator for Lexer<'s> {
    type Item = Spanned<'s>;

    fn next(&mut self) -> Option<Spanned<'s>> {
        loop {
            if let Some(token) = self.queued.pop() {
                return Some(token);
            }
            match std::mem::replace(&mut self.mode, Mode::Done) {
                Mode::Path(lexer) => {
                    if let Some(token) = self.path(lexer) {
                        return Some(token);
                    }
                }
                Mode::Args(lexer) => {
                    if let Some(token) = self.args(lexer) {
                        return Some(token);
                    }
                }
                Mode::Done => return None,
            }
        }
    }
}
