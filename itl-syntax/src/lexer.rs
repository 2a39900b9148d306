//! Reads a tag's inside as tokens, switching modes at the parentheses of a call.

use crate::token::{ArgToken, PathToken, Token};
use logos::Logos;
use std::collections::VecDeque;

/// An iterator over the tokens of one tag's inside, with offsets in the whole source.
///
/// The last token is [`Token::End`], at the place of the closing delimiter, so that errors at
/// the end of a tag have a place.
pub struct Lexer<'s> {
    inner: &'s str,
    base: usize,
    mode: Mode<'s>,
    queued: VecDeque<Spanned<'s>>,
}

enum Mode<'s> {
    Path(logos::Lexer<'s, PathToken>),
    Args(logos::Lexer<'s, ArgToken>),
    Done,
}

type Spanned<'s> = (usize, Token<'s>, usize);

impl<'s> Lexer<'s> {
    /// A lexer over `inner`, which stands at `base` in the source.
    pub fn new(inner: &'s str, base: usize) -> Self {
        Self { inner, base, mode: Mode::Path(PathToken::lexer(inner.as_bytes())), queued: VecDeque::new() }
    }

    /// Splits `key##name` before `((` and reads the legacy call that begins there.
    fn legacy(&mut self, start: usize, text: &'s str) -> Option<Spanned<'s>> {
        let mark = text.find("##")?;
        let name = text.get(mark + 2..)?;
        let open = start + text.len();
        if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') {
            return None;
        }
        let behind = self.inner.get(open..)?;
        let base = self.base;
        // `name()` is the short form of no arguments.
        let (args, args_start, close) = match behind.strip_prefix("((") {
            Some(args) => (args, open + 2, args.find("))").map(|end| (end, 2))),
            None => (behind.strip_prefix("()").map(|_| "")?, open + 1, Some((0, 1))),
        };
        let legacy_open = (base + start + mark, Token::LegacyOpen(name), base + args_start);
        match close {
            None => self.queued.push_back((base + open, Token::LParen, base + args_start)),
            Some((end, len)) => {
                let list = args.get(..end).unwrap_or("");
                let mut at = base + args_start;
                for piece in list.split("||").take(if list.is_empty() { 0 } else { usize::MAX }) {
                    self.queued.push_back((at, Token::LegacyArg(piece), at + piece.len()));
                    at += piece.len() + 2;
                }
                let close = args_start + end;
                self.queued.push_back((base + close, Token::LegacyClose, base + close + len));
                let mut rest = PathToken::lexer(self.inner.as_bytes());
                rest.bump(close + len);
                self.mode = Mode::Path(rest);
            }
        }
        if mark == 0 {
            return Some(legacy_open);
        }
        self.queued.push_front(legacy_open);
        Some((base + start, Token::Key(text.get(..mark)?), base + start + mark))
    }

    fn path(&mut self, mut lexer: logos::Lexer<'s, PathToken>) -> Spanned<'s> {
        let token = lexer.next();
        let span = lexer.span();
        let text = self.inner.get(span.clone()).unwrap_or_default();
        let token = match token {
            None => {
                self.mode = Mode::Done;
                let end = self.base + self.inner.len();
                return (end, Token::End, end);
            }
            Some(Err(())) => return self.stray(span.start),
            Some(Ok(token)) => token,
        };
        let spanned = |token| (self.base + span.start, token, self.base + span.end);
        let spanned = match token {
            PathToken::Dot => spanned(Token::Dot),
            PathToken::LBracket => spanned(Token::LBracket),
            PathToken::RBracket => spanned(Token::RBracket),
            PathToken::Blank => spanned(Token::Blank),
            PathToken::Quoted => spanned(Token::Quoted(text)),
            PathToken::OpenQuote => spanned(Token::OpenQuote),
            PathToken::LParen => {
                let spanned = spanned(Token::LParen);
                self.mode = Mode::Args(lexer.morph());
                return spanned;
            }
            PathToken::Key => {
                let spanned = spanned(Token::Key(text));
                self.mode = Mode::Path(lexer);
                return self.legacy(span.start, text).unwrap_or(spanned);
            }
        };
        self.mode = Mode::Path(lexer);
        spanned
    }

    fn args(&mut self, mut lexer: logos::Lexer<'s, ArgToken>) -> Option<Spanned<'s>> {
        let token = lexer.next();
        let span = lexer.span();
        let text = self.inner.get(span.clone()).unwrap_or_default();
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
            ArgToken::Quoted => spanned(Token::Quoted(text)),
            ArgToken::OpenQuote => spanned(Token::OpenQuote),
            ArgToken::Bare => {
                let text = trim_bare(text);
                Some((self.base + span.start, Token::Bare(text), self.base + span.start + text.len()))
            }
            ArgToken::RParen => {
                let spanned = spanned(Token::RParen);
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

/// Drops the blanks at the end of a bare argument, but for one that a backslash keeps.
fn trim_bare(raw: &str) -> &str {
    let trimmed = raw.trim_end_matches(crate::literal::is_blank);
    let backslashes = trimmed.bytes().rev().take_while(|&b| b == b'\\').count();
    let kept = backslashes % 2 == 1 && trimmed.len() < raw.len();
    raw.get(..trimmed.len() + usize::from(kept)).unwrap_or(trimmed)
}

impl<'s> Iterator for Lexer<'s> {
    type Item = Spanned<'s>;

    fn next(&mut self) -> Option<Spanned<'s>> {
        loop {
            if let Some(token) = self.queued.pop_front() {
                return Some(token);
            }
            match std::mem::replace(&mut self.mode, Mode::Done) {
                Mode::Path(lexer) => return Some(self.path(lexer)),
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
