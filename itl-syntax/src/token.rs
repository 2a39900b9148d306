//! The words of a tag's inside, by mode: path, arguments.
//!
//! They are found among bytes: each ends at an ASCII character or the end, so never within a character.

use logos::Logos;

/// How a text in quotes ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// With the quote that it begins with.
    Closed,
    /// With the tag.
    Open,
}

/// The tokens of a path. logos recognizes a word by its first byte, and [`word_length`] finds its end: as regular
/// expressions, the words would be a fifth of the code that reads a tag.
#[derive(Logos, Clone, Copy, Debug, PartialEq, Eq)]
#[logos(utf8 = false)]
pub(crate) enum PathToken {
    #[token(".")]
    Dot,
    #[token("[")]
    LBracket,
    #[token("]")]
    RBracket,
    #[token("(")]
    LParen,
    /// Ends a reference among the arguments of a call; elsewhere it has no meaning.
    #[token(")")]
    RParen,
    /// As [`PathToken::RParen`].
    #[token(",")]
    Comma,
    #[regex(r"(?-u)[ \t\r\n]+")]
    Blank,
    #[regex(r#"(?-u)[^ \t\r\n.\[\](){}"',|\\]"#, |lexer| lexer.bump(word_length(lexer.remainder(), KEY_ENDS)))]
    #[regex(r"(?-u)\\[\s\S]", |lexer| lexer.bump(word_length(lexer.remainder(), KEY_ENDS)))]
    Key,
    #[token("\"", |lexer| quoted(lexer, b'"'))]
    #[token("'", |lexer| quoted(lexer, b'\''))]
    Quoted(Ending),
}

/// What stands between the parentheses of a call.
#[derive(Logos, Clone, Copy, Debug, PartialEq, Eq)]
#[logos(utf8 = false)]
pub(crate) enum ArgToken {
    #[token(",")]
    Comma,
    #[token("(")]
    LParen,
    #[token(")")]
    RParen,
    #[regex(r"(?-u)[ \t\r\n]+")]
    Blank,
    #[token("\"", |lexer| quoted(lexer, b'"'))]
    #[token("'", |lexer| quoted(lexer, b'\''))]
    Quoted(Ending),
    /// Text up to a comma or parenthesis; the whitespace before those belongs to it and is dropped
    /// with all others.
    #[regex(r#"(?-u)[^ \t\r\n,()"'\\]"#, bare)]
    #[regex(r"(?-u)\\[\s\S]", bare)]
    Bare,
}

/// What no key holds without a backslash.
const KEY_ENDS: &[u8] = b" \t\r\n.[](){}\"',|";

/// How many bytes there are before one of `ends`. A backslash takes the byte after it along; the last byte, if it is
/// one, is not counted.
fn word_length(rest: &[u8], ends: &[u8]) -> usize {
    let mut at = 0;
    while let Some(byte) = rest.get(at) {
        match byte {
            b'\\' if at + 1 == rest.len() => break,
            b'\\' => at += 2,
            byte if ends.contains(byte) => break,
            _ => at += 1,
        }
    }
    at
}

/// Reads on to the end of a text in quotes.
fn quoted<'s, T: Logos<'s, Source = [u8]>>(lexer: &mut logos::Lexer<'s, T>, quote: u8) -> Ending {
    let rest = lexer.remainder();
    let length = word_length(rest, &[quote]);
    let ending = if rest.get(length) == Some(&quote) { Ending::Closed } else { Ending::Open };
    // The closing quote, or a backslash that is the last byte.
    lexer.bump((length + 1).min(rest.len()));
    ending
}

/// Reads on to the end of an argument without quotes.
fn bare<'s>(lexer: &mut logos::Lexer<'s, ArgToken>) {
    let rest = lexer.remainder();
    let length = word_length(rest, b",()");
    lexer.bump(if rest.get(length) == Some(&b'\\') { length + 1 } else { length });
}

/// A token as the grammar sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token<'s> {
    /// `.`
    Dot,
    /// `[`
    LBracket,
    /// `]`
    RBracket,
    /// `(` of a call
    LParen,
    /// `)`
    RParen,
    /// `,`
    Comma,
    /// A run of key characters.
    Key(&'s str),
    /// A run of whitespace in a path.
    Blank,
    /// A string, quotes included.
    Quoted(&'s str),
    /// A string that never ends.
    OpenQuote,
    /// An argument without quotes.
    Bare(&'s str),
    /// `$` before the path of a reference.
    Dollar,
    /// `$` of a reference inside too many others.
    TooDeep,
    /// `(` among the arguments.
    NestedParen,
    /// `##name((` of the legacy form.
    LegacyOpen(&'s str),
    /// One argument of the legacy form, as written.
    LegacyArg(&'s str),
    /// `))` of the legacy form.
    LegacyClose,
    /// A character that no token begins with.
    Stray(char),
    /// The closing delimiter.
    End,
}

impl Token<'_> {
    /// The token in words, for messages that say "unexpected" before it.
    pub(crate) fn describe(self) -> String {
        match self {
            Self::Dot => "`.`".into(),
            Self::LBracket => "`[`".into(),
            Self::RBracket => "`]`".into(),
            Self::LParen | Self::NestedParen => "`(`".into(),
            Self::RParen => "`)`".into(),
            Self::Comma => "`,`".into(),
            Self::Dollar | Self::TooDeep => "`$`".into(),
            Self::Key(text) | Self::Bare(text) => format!("`{text}`"),
            Self::Blank => "whitespace".into(),
            Self::Quoted(_) => "string".into(),
            Self::OpenQuote => "unclosed string".into(),
            Self::LegacyOpen(_) | Self::LegacyArg(_) => "legacy call".into(),
            Self::LegacyClose => "`))`".into(),
            Self::Stray(c) => format!("`{c}`"),
            Self::End => "end of the tag".into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ArgToken, Ending, PathToken};
    use logos::Logos;

    /// The words as regular expressions, which say what the words are.
    #[derive(Logos, Clone, Copy, Debug, PartialEq, Eq)]
    #[logos(utf8 = false)]
    enum PathModel {
        #[regex(r"(?-u)[.\[\](),]")]
        Mark,
        #[regex(r"(?-u)[ \t\r\n]+")]
        Blank,
        #[regex(r#"(?-u)([^ \t\r\n.\[\](){}"',|\\]|\\[\s\S])+"#)]
        Key,
        #[regex(r#"(?-u)"([^"\\]|\\[\s\S])*""#)]
        #[regex(r#"(?-u)'([^'\\]|\\[\s\S])*'"#)]
        Quoted,
        #[regex(r#"(?-u)"([^"\\]|\\[\s\S])*\\?"#)]
        #[regex(r#"(?-u)'([^'\\]|\\[\s\S])*\\?"#)]
        OpenQuote,
    }

    #[derive(Logos, Clone, Copy, Debug, PartialEq, Eq)]
    #[logos(utf8 = false)]
    enum ArgModel {
        #[regex(r"(?-u)[,()]")]
        Mark,
        #[regex(r"(?-u)[ \t\r\n]+")]
        Blank,
        #[regex(r#"(?-u)"([^"\\]|\\[\s\S])*""#)]
        #[regex(r#"(?-u)'([^'\\]|\\[\s\S])*'"#)]
        Quoted,
        #[regex(r#"(?-u)"([^"\\]|\\[\s\S])*\\?"#)]
        #[regex(r#"(?-u)'([^'\\]|\\[\s\S])*\\?"#)]
        OpenQuote,
        #[regex(r#"(?-u)([^ \t\r\n,()"'\\]|\\[\s\S])([^,()\\]|\\[\s\S])*\\?"#)]
        Bare,
    }

    fn words<'s, T: Logos<'s, Source = [u8], Extras: Default>>(
        text: &'s [u8],
        name: fn(T) -> &'static str,
    ) -> Vec<String> {
        let word = |(found, span): (Result<T, T::Error>, _)| format!("{} {span:?}", found.map_or("none", name));
        T::lexer(text).spanned().map(word).collect()
    }

    #[test]
    fn words_are_those_of_the_regular_expressions() {
        const LETTERS: &[u8] = b"a.\\\"'(, [|\n\xc3";
        for length in 0..=5 {
            for number in 0..LETTERS.len().pow(length) {
                let letter = |at| LETTERS.iter().cycle().nth(number / LETTERS.len().pow(at) % LETTERS.len());
                let text: Vec<u8> = (0..length).filter_map(letter).copied().collect();
                let path = words::<PathToken>(&text, |word| match word {
                    PathToken::Blank => "blank",
                    PathToken::Key => "word",
                    PathToken::Quoted(Ending::Closed) => "quoted",
                    PathToken::Quoted(Ending::Open) => "open",
                    _ => "mark",
                });
                let model = words::<PathModel>(&text, |word| match word {
                    PathModel::Mark => "mark",
                    PathModel::Blank => "blank",
                    PathModel::Key => "word",
                    PathModel::Quoted => "quoted",
                    PathModel::OpenQuote => "open",
                });
                assert_eq!(path, model, "{text:?}");
                let argument = words::<ArgToken>(&text, |word| match word {
                    ArgToken::Blank => "blank",
                    ArgToken::Bare => "word",
                    ArgToken::Quoted(Ending::Closed) => "quoted",
                    ArgToken::Quoted(Ending::Open) => "open",
                    _ => "mark",
                });
                let model = words::<ArgModel>(&text, |word| match word {
                    ArgModel::Mark => "mark",
                    ArgModel::Blank => "blank",
                    ArgModel::Bare => "word",
                    ArgModel::Quoted => "quoted",
                    ArgModel::OpenQuote => "open",
                });
                assert_eq!(argument, model, "{text:?}");
            }
        }
    }
}
