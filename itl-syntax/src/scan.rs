//! Splits a template into text and tags.
//!
//! Delimiters change while a template is read, so this pass looks for them itself; what stands
//! inside a tag is left to the lexer.

#[cfg(all(test, feature = "perf"))]
mod tests;
mod words;

use crate::ast::{Delimiters, Dialect, Standalone};
use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::literal::{is_blank, is_space};
use crate::span::{Span, slice};
use memchr::{memchr, memchr2};
use words::{blanks, spaces, trim_end};
pub(crate) use words::{keep_escaped, path_length};

/// A piece of the source.
#[derive(Clone, Debug)]
pub struct Piece<'s> {
    /// Where it stands, delimiters included.
    pub span: Span,
    /// What it is.
    pub kind: PieceKind<'s>,
}

/// What a piece is.
#[derive(Clone, Debug)]
pub enum PieceKind<'s> {
    /// Text between tags.
    Text,
    /// A tag.
    Tag(Tag<'s>),
    /// A tag whose end or delimiters are wrong.
    Broken(Diagnostic),
}

/// A tag before its inside is parsed.
#[derive(Clone, Debug)]
pub struct Tag<'s> {
    /// The sigil; `None` for a plain variable.
    pub sigil: Option<Sigil>,
    /// The inside without sigil and without whitespace around it.
    pub inner: &'s str,
    /// Where the inside begins.
    pub base: usize,
    /// The delimiters in force after the tag.
    pub delimiters: Delimiters<'s>,
    /// Whether the inside is known to be words with dots between them, which both dialects read alike.
    pub is_path: bool,
    /// Where a string begins that is never closed; the tag then ends with its line, without a
    /// closing delimiter.
    pub open_quote: Option<Span>,
}

/// The character that says what a tag is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sigil {
    /// `#`
    Section,
    /// `^`
    Inverted,
    /// `/`
    Close,
    /// `!`
    Comment,
    /// `>`
    Partial,
    /// `<`
    Parent,
    /// `$`
    Block,
    /// `=`
    Delimiters,
    /// `&`
    Ampersand,
    /// `{`
    Brace,
}

impl Sigil {
    /// The sigil that a byte is.
    pub fn from_byte(c: u8) -> Option<Self> {
        Some(match c {
            b'#' => Self::Section,
            b'^' => Self::Inverted,
            b'/' => Self::Close,
            b'!' => Self::Comment,
            b'>' => Self::Partial,
            b'<' => Self::Parent,
            b'$' => Self::Block,
            b'=' => Self::Delimiters,
            b'&' => Self::Ampersand,
            b'{' => Self::Brace,
            _ => return None,
        })
    }

    /// Whether the tag disappears with its line when it stands alone on it.
    fn may_stand_alone(self) -> bool {
        !matches!(self, Self::Ampersand | Self::Brace)
    }
}

/// An iterator over the pieces of a source.
pub struct Scanner<'s> {
    source: &'s str,
    at: usize,
    dialect: Dialect,
    delimiters: Delimiters<'s>,
    /// Whether they are the default ones.
    #[cfg(feature = "perf")]
    is_usual: bool,
    open: Needle<'s>,
    close: Needle<'s>,
    /// A tag found after the text that was returned last.
    tag_at: Option<usize>,
}

/// A delimiter and the last place it was looked for, so that no source is searched twice:
/// without it a template of nothing but opening braces takes quadratic time.
struct Needle<'s> {
    delimiter: &'s str,
    from: usize,
    found: Option<usize>,
    fresh: bool,
}

/// Delimiters of that length are compared at each place where they may begin; for longer ones that takes too long.
const SHORT: usize = 8;

impl<'s> Needle<'s> {
    fn new(delimiter: &'s str) -> Self {
        Self { delimiter, from: 0, found: None, fresh: false }
    }

    #[inline]
    fn next(&mut self, source: &str, from: usize) -> Option<usize> {
        let known = self.fresh && self.from <= from && self.found.is_none_or(|found| found >= from);
        if !known {
            self.found = self.find(source, from).map(|at| from + at);
            self.from = from;
            self.fresh = true;
        }
        self.found
    }

    fn find(&self, source: &str, from: usize) -> Option<usize> {
        if self.delimiter.len() > SHORT
            && let Some(rest) = source.get(from..)
        {
            return rest.find(self.delimiter);
        }
        let text = source.as_bytes().get(from..)?;
        let delimiter = self.delimiter.as_bytes();
        let first = *delimiter.first()?;
        let mut at = 0;
        loop {
            at += memchr(first, text.get(at..)?)?;
            if text.get(at..)?.starts_with(delimiter) {
                return Some(at);
            }
            at += 1;
        }
    }
}

/// Where a tag ends.
enum End {
    /// The inside ends at the first offset, the tag at the second.
    Closed(usize, usize),
    /// It holds a string that is never closed, and no delimiter follows; it ends with its line.
    Line { quote: usize, end: usize },
    /// It has no end; reading goes on at the offset.
    Unclosed(usize),
    /// A tag with a brace that is closed without one; it ends at the offset.
    NoBrace(usize),
}

impl<'s> Scanner<'s> {
    /// A scanner over `source`, which is at most `u32::MAX` bytes long, that starts with
    /// `delimiters`.
    pub fn new(source: &'s str, dialect: Dialect, delimiters: Delimiters<'s>) -> Self {
        Self {
            source,
            at: 0,
            dialect,
            delimiters,
            #[cfg(feature = "perf")]
            is_usual: delimiters == Delimiters::default(),
            open: Needle::new(delimiters.open),
            close: Needle::new(delimiters.close),
            tag_at: None,
        }
    }

    fn rest(&self, from: usize) -> &'s str {
        slice(self.source, from..)
    }

    fn next_close(&mut self, from: usize) -> Option<usize> {
        self.close.next(self.source, from)
    }

    /// The next opening delimiter; none where opening and closing are spelled alike.
    fn next_open(&mut self, from: usize) -> Option<usize> {
        if self.delimiters.open == self.delimiters.close { None } else { self.open.next(self.source, from) }
    }

    fn tag(&mut self, start: usize) -> Piece<'s> {
        let open_end = start + self.delimiters.open.len();
        let close_len = self.delimiters.close.len();
        let sigil_at = open_end + spaces(self.rest(open_end));
        let sigil = self.rest(sigil_at).bytes().next().and_then(Sigil::from_byte);
        // With delimiters that begin like a sigil, `|&x|` and `||` must not be misread.
        let sigil = sigil.filter(|_| !self.rest(sigil_at).starts_with(self.delimiters.close));
        let inner_start = sigil_at + usize::from(sigil.is_some());
        #[cfg(feature = "perf")]
        if let Some(piece) = self.path_tag(start, inner_start, sigil) {
            return piece;
        }
        let end = match sigil {
            Some(Sigil::Comment) => match self.next_close(inner_start) {
                Some(close) => End::Closed(close, close + close_len),
                None => End::Unclosed(open_end),
            },
            Some(Sigil::Delimiters) => return self.set_delimiters(start, inner_start),
            _ => self.tag_end(inner_start, sigil),
        };
        let mut open_quote = None;
        let (inner_end, end) = match end {
            End::Closed(inner_end, end) => (inner_end, end),
            End::Line { quote, end } => {
                open_quote = Some(Span::new(quote, end));
                (end, end)
            }
            End::Unclosed(end) => {
                let open_end = if sigil == Some(Sigil::Brace) { inner_start } else { open_end };
                return self.broken(start, end, self.unclosed(start, open_end, end));
            }
            End::NoBrace(end) => {
                let Delimiters { open, close } = self.delimiters;
                let span = Span::new(start, end);
                let diagnostic =
                    Diagnostic::new(Code::UnclosedTag, span, format_args!("`{open}{{` is closed by `}}{close}`"))
                        .suggest(Span::new(end - close.len(), end - close.len()), "}");
                return self.broken(start, end, diagnostic);
            }
        };
        self.at = end;
        let inner = slice(self.source, inner_start..inner_end);
        let base = inner_start + spaces(inner);
        let inner = trim_end(slice(inner, base - inner_start..), self.dialect);
        let span = Span::new(start, end);
        Piece {
            span,
            kind: PieceKind::Tag(Tag { sigil, inner, base, delimiters: self.delimiters, is_path: false, open_quote }),
        }
    }

    /// A tag that holds words with dots between them. Between the usual delimiters it ends at the first
    /// thing that is neither, so nothing has to be searched for.
    #[cfg(feature = "perf")]
    fn path_tag(&mut self, start: usize, inner_start: usize, sigil: Option<Sigil>) -> Option<Piece<'s>> {
        let holds_path =
            matches!(sigil, None | Some(Sigil::Section | Sigil::Inverted | Sigil::Close | Sigil::Ampersand));
        if !holds_path || !self.is_usual {
            return None;
        }
        let base = inner_start + spaces(self.rest(inner_start));
        let length = path_length(self.source.as_bytes().get(base..)?)?;
        let inner = self.source.get(base..base + length)?;
        let close = base + length + spaces(self.rest(base + length));
        if !self.rest(close).starts_with(self.delimiters.close) {
            return None;
        }
        self.at = close + self.delimiters.close.len();
        let span = Span::new(start, self.at);
        let tag = Tag { sigil, inner, base, delimiters: self.delimiters, is_path: true, open_quote: None };
        Some(Piece { span, kind: PieceKind::Tag(tag) })
    }

    fn broken(&mut self, start: usize, end: usize, diagnostic: Diagnostic) -> Piece<'s> {
        self.at = end;
        Piece { span: Span::new(start, end), kind: PieceKind::Broken(diagnostic) }
    }

    fn unclosed(&self, start: usize, open_end: usize, end: usize) -> Diagnostic {
        let Delimiters { open, close } = self.delimiters;
        let span = Span::new(start, open_end);
        let brace = if open_end > start + open.len() { "}" } else { "" };
        let diagnostic = Diagnostic::new(Code::UnclosedTag, span, "this tag is never closed")
            .help(format_args!("close it with `{brace}{close}`"));
        if self.rest(end).starts_with(open) && end > open_end {
            let next = Span::new(end, end + open.len());
            return diagnostic.label(next, "another tag begins here");
        }
        diagnostic
    }

    /// Finds where a tag ends. In ITL a delimiter inside a quoted argument does not count; names of
    /// partials, parents and blocks have no arguments.
    fn tag_end(&mut self, from: usize, sigil: Option<Sigil>) -> End {
        let close_len = self.delimiters.close.len();
        let has_arguments = self.dialect == Dialect::Itl
            && match sigil {
                Some(Sigil::Block) => false,
                Some(Sigil::Partial | Sigil::Parent) => self.rest(from).trim_start_matches(is_space).starts_with('*'),
                _ => true,
            };
        let mut at = from;
        let mut in_call = false;
        let (open, close) = loop {
            let (open, close) = (self.next_open(at), self.next_close(at));
            if !has_arguments {
                break (open, close);
            }
            let limit = open.into_iter().chain(close).min().unwrap_or(self.source.len());
            let Some(quote) = opening_quote(self.source, at, limit, &mut in_call) else { break (open, close) };
            if let Some(end) = closing_quote(self.source, quote) {
                at = end;
                continue;
            }
            // A tag with an unclosed quote ends at the first delimiter after it, without one at
            // the line's end.
            return match self.next_close(quote) {
                Some(close) => End::Closed(close, close + close_len),
                None => {
                    let end = self.rest(quote).find(['\n', '\r']).map_or(self.source.len(), |n| quote + n);
                    End::Line { quote, end }
                }
            };
        };
        // Another tag that begins before the end tells that this one was not closed.
        if let Some(next) = open.filter(|&next| close.is_none_or(|close| next < close)) {
            return End::Unclosed(next);
        }
        let Some(close) = close else { return End::Unclosed(from) };
        if sigil != Some(Sigil::Brace) {
            return End::Closed(close, close + close_len);
        }
        // `}}}`, in which the delimiter is found one brace early, or `} }}`.
        if self.rest(close).starts_with('}') && self.rest(close + 1).starts_with(self.delimiters.close) {
            return End::Closed(close, close + 1 + close_len);
        }
        let inside = slice(self.source, from..close).trim_end_matches(is_blank);
        match inside.strip_suffix('}') {
            Some(inside) => End::Closed(from + inside.len(), close + close_len),
            None => End::NoBrace(close + close_len),
        }
    }

    fn set_delimiters(&mut self, start: usize, inner_start: usize) -> Piece<'s> {
        let body = self.rest(inner_start);
        if let Some((open, close, len)) = delimiter_words(body, self.delimiters.close) {
            self.at = inner_start + len;
            let span = Span::new(start, self.at);
            self.delimiters = Delimiters { open, close };
            #[cfg(feature = "perf")]
            {
                self.is_usual = self.delimiters == Delimiters::default();
            }
            self.open = Needle::new(open);
            self.close = Needle::new(close);
            let (sigil, delimiters) = (Some(Sigil::Delimiters), self.delimiters);
            let tag = Tag { sigil, inner: "", base: inner_start, delimiters, is_path: false, open_quote: None };
            return Piece { span, kind: PieceKind::Tag(tag) };
        }
        match self.next_close(inner_start) {
            Some(close) => {
                let span = Span::new(start, close + self.delimiters.close.len());
                self.bad_delimiters(span)
            }
            None => {
                let end = start + self.delimiters.open.len();
                self.broken(start, end, self.unclosed(start, end, end))
            }
        }
    }

    fn bad_delimiters(&mut self, span: Span) -> Piece<'s> {
        let Delimiters { open, close } = self.delimiters;
        let diagnostic = Diagnostic::new(Code::InvalidDelimiters, span, "this tag does not name two delimiters")
            .help(format_args!("write two delimiters with a space between them: `{open}=<% %>={close}`"));
        self.broken(span.start as usize, span.end as usize, diagnostic)
    }
}

/// Reads `<% %>=}}` at the start of `body`: two delimiters, and how many bytes the tag has left.
fn delimiter_words<'s>(body: &'s str, close_delimiter: &str) -> Option<(&'s str, &'s str, usize)> {
    let mut at = 0;
    let mut word = || {
        at += blanks(body.get(at..)?);
        let rest = body.get(at..)?;
        let len = rest.find(|c| is_blank(c) || c == '=').filter(|&len| len > 0)?;
        at += len;
        rest.get(..len).map(|word| (word, at))
    };
    let (open, _) = word()?;
    let (close, end) = word()?;
    let behind = body.get(end..)?.trim_start_matches(is_blank).strip_prefix('=')?;
    let rest = behind.trim_start_matches(is_blank).strip_prefix(close_delimiter)?;
    Some((open, close, body.len() - rest.len()))
}

impl<'s> Iterator for Scanner<'s> {
    type Item = Piece<'s>;

    fn next(&mut self) -> Option<Piece<'s>> {
        if let Some(start) = self.tag_at.take() {
            return Some(self.tag(start));
        }
        if self.at >= self.source.len() {
            return None;
        }
        let from = self.at;
        match self.open.next(self.source, from) {
            Some(start) if start == from => Some(self.tag(start)),
            Some(start) => {
                self.tag_at = Some(start);
                self.at = start;
                Some(Piece { span: Span::new(from, start), kind: PieceKind::Text })
            }
            None => {
                self.at = self.source.len();
                Some(Piece { span: Span::new(from, self.at), kind: PieceKind::Text })
            }
        }
    }
}

/// The next quote that opens a string before `limit`: one after `(` or `[`, or after the comma
/// of a call.
fn opening_quote(source: &str, from: usize, limit: usize, in_call: &mut bool) -> Option<usize> {
    let bytes = source.as_bytes().get(..limit)?;
    // Most tags have neither a call nor an index.
    if !*in_call {
        memchr2(b'(', b'[', bytes.get(from..)?)?;
    }
    let mut at = from;
    while let Some(&b) = bytes.get(at) {
        if b == b'\\' {
            at += 2;
            continue;
        }
        *in_call |= b == b'(';
        at += 1;
        if b == b'(' || b == b'[' || (b == b',' && *in_call) {
            let after = at + source.get(at..limit).map_or(0, spaces);
            if matches!(bytes.get(after), Some(b'"' | b'\'')) {
                return Some(after);
            }
        }
    }
    None
}

/// The offset after the string that opens at `quote`; `None` where it is not closed.
///
/// A quote closes a string only where an argument or index may end after it, so that the
/// quotes of a later tag do not close a string of this one.
fn closing_quote(source: &str, quote: usize) -> Option<usize> {
    let bytes = source.as_bytes();
    let mark = *bytes.get(quote)?;
    let mut at = quote + 1;
    while let Some(&b) = bytes.get(at) {
        if b == b'\\' {
            at += 2;
        } else if b == mark {
            let after = at + 1 + source.get(at + 1..).map_or(0, spaces);
            return matches!(bytes.get(after), Some(b',' | b')' | b']')).then_some(at + 1);
        } else {
            at += 1;
        }
    }
    None
}

/// Looks at what stands beside a tag on its line.
pub fn standalone(source: &str, span: Span, sigil: Option<Sigil>) -> Standalone {
    if !sigil.is_some_and(Sigil::may_stand_alone) {
        return Standalone::default();
    }
    let before = slice(source, ..span.start as usize).trim_end_matches([' ', '\t']);
    let left = (before.is_empty() || before.ends_with('\n')).then_some(before.len() as u32);
    let rest = slice(source, span.end as usize..);
    let after = rest.trim_start_matches([' ', '\t']);
    let spaces = rest.len() - after.len();
    let newline = if after.is_empty() {
        Some(0)
    } else if after.starts_with("\r\n") {
        Some(2)
    } else {
        after.starts_with('\n').then_some(1)
    };
    let right = newline.map(|len| span.end + (spaces + len) as u32);
    Standalone { left, right }
}
