//! The words of a tag's inside, by mode: path, arguments.
//!
//! They are found among bytes: each ends at an ASCII character or the end, so never within a character.

use logos::Logos;

/// What stands in a path.
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
    #[regex(r#"(?-u)([^ \t\r\n.\[\](){}"',|\\]|\\[\s\S])+"#)]
    Key,
    #[regex(r#"(?-u)"([^"\\]|\\[\s\S])*""#)]
    #[regex(r#"(?-u)'([^'\\]|\\[\s\S])*'"#)]
    Quoted,
    #[regex(r#"(?-u)"([^"\\]|\\[\s\S])*\\?"#)]
    #[regex(r#"(?-u)'([^'\\]|\\[\s\S])*\\?"#)]
    OpenQuote,
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
    #[regex(r#"(?-u)"([^"\\]|\\[\s\S])*""#)]
    #[regex(r#"(?-u)'([^'\\]|\\[\s\S])*'"#)]
    Quoted,
    #[regex(r#"(?-u)"([^"\\]|\\[\s\S])*\\?"#)]
    #[regex(r#"(?-u)'([^'\\]|\\[\s\S])*\\?"#)]
    OpenQuote,
    /// Text up to a comma or parenthesis; the whitespace before those belongs to it and is dropped
    /// with all others.
    #[regex(r#"(?-u)([^ \t\r\n,()"'\\]|\\[\s\S])([^,()\\]|\\[\s\S])*\\?"#)]
    Bare,
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
