//! Constructs of other dialects: how they are named, and what to write instead.
//!
//! What cannot be decided in linear time is refused (back-references, recursion), as is what would silently mean
//! something else here (possessive quantifiers), and what has a spelling of its own here (`\Q…\E`, `\h`).

use super::Parser;
use crate::error::{Construct, Error, Mistake, Result, Unsupported};
use std::ops::Range;

static BACK_REFERENCE: Construct = Construct::new(
    "back-references are not supported",
    "they cannot be matched in linear time; where the text is known, write it again",
    None,
);
static RECURSION: Construct = Construct::new(
    "recursion is not supported",
    "it cannot be matched in linear time; write the nesting out as deep as it occurs",
    None,
);
static CONDITIONAL: Construct = Construct::new(
    "conditionals are not supported",
    "write an alternation of both cases, each with its condition as look-around: `(?:(?=a)b|(?!a)c)`",
    None,
);
static ATOMIC: Construct = Construct::new(
    "atomic groups are not supported",
    "matching never backtracks, so they are not needed for speed; `(?:…)` is nearest, and it may match where an atomic group gives up",
    Some("(?:"),
);
static POSSESSIVE: Construct = Construct::new(
    "possessive quantifiers are not supported",
    "matching never backtracks, so they are not needed for speed; without the second `+` the expression may match where Java gives up",
    Some(""),
);
static NAME_QUOTES: Construct =
    Construct::new("group names in quotes are not supported", "write `(?<name>…)`", Some("(?<"));
static BRANCH_RESET: Construct =
    Construct::new("branch reset groups are not supported", "write `(?:…)` and use the number of each group", None);
static COMMENT: Construct =
    Construct::new("comment groups are not supported", "leave the comment out, or write `(?x)` and `# comment`", None);
static VERB: Construct = Construct::new("backtracking verbs are not supported", "matching never backtracks", None);
static QUOTE: Construct =
    Construct::new("`\\Q…\\E` is not supported", "write a backslash before each special character", None);
static QUOTE_END: Construct = Construct::new("`\\Q…\\E` is not supported", "leave `\\E` out", Some(""));
static MATCH_START: Construct = Construct::new(
    "`\\G` is not supported",
    "a match has no memory of the one before; `^` is the start of the text, a look-behind such as `(?<=,)` checks what precedes",
    None,
);
static KEEP: Construct =
    Construct::new("`\\K` is not supported", "put what precedes into a look-behind: `(?<=…)`", None);
static END_OR_LINE_END: Construct =
    Construct::new("`\\Z` is not supported", "write `(?=\\n?\\z)`", Some("(?=\\n?\\z)"));
static BLANK: Construct = Construct::new("`\\h` is not supported", "write `[ \\t]`", Some("[ \\t]"));
static NO_BLANK: Construct = Construct::new("`\\H` is not supported", "write `[^ \\t]`", Some("[^ \\t]"));
static NO_VERTICAL: Construct =
    Construct::new("`\\V` is not supported", "write `[^\\n\\v\\f\\r]`", Some("[^\\n\\v\\f\\r]"));
static LINE_BREAK: Construct =
    Construct::new("`\\R` is not supported", "write `(?:\\r\\n|\\n|\\r)`", Some("(?:\\r\\n|\\n|\\r)"));
static GRAPHEME: Construct = Construct::new(
    "`\\X` is not supported",
    "`.` is one Unicode scalar value; `\\P{M}\\p{M}*` is a letter with its marks",
    None,
);
static NO_LINE_FEED: Construct = Construct::new("`\\N` is not supported", "write `[^\\n]`", Some("[^\\n]"));
static NAMED: Construct = Construct::new(
    "`\\N{…}` is not supported",
    "write the character itself, or `\\x{…}` with its hexadecimal number",
    None,
);
static ESCAPE: Construct = Construct::new("`\\e` is not supported", "write `\\x1B`", Some("\\x1B"));
static CONTROL: Construct =
    Construct::new("`\\c` is not supported", "write the control character as `\\x` and two hexadecimal digits", None);
static OCTAL: Construct =
    Construct::new("octal escapes are not supported", "write `\\x` and two hexadecimal digits", None);

static POSIX: Construct = Construct::new(
    "Java's classes `Blank`, `Graph`, `Print` and `XDigit` are not supported",
    "write them as `[[:blank:]]`, `[[:graph:]]`, `[[:print:]]` and `[[:xdigit:]]`",
    None,
);
static JAVA_CLASS: Construct = Construct::new(
    "Java's `\\p{java…}` classes are not supported",
    "use a Unicode property: `\\p{Lower}`, `\\p{Upper}`, `\\p{L}`, `\\p{N}`, `\\p{White_Space}`",
    None,
);
static BLOCK: Construct =
    Construct::new("Unicode blocks are not supported", "use a script, such as `\\p{Greek}` or `\\p{Cyrillic}`", None);

/// By what follows the parenthesis.
const GROUPS: &[(&str, &Construct)] = &[
    ("?>", &ATOMIC),
    ("?|", &BRANCH_RESET),
    ("?#", &COMMENT),
    ("?'", &NAME_QUOTES),
    ("?(", &CONDITIONAL),
    ("?&", &RECURSION),
    ("?P>", &RECURSION),
    ("?P=", &BACK_REFERENCE),
    ("?+", &RECURSION),
];

/// By the letter after the backslash.
const ESCAPES: &[(char, &Construct)] = &[
    ('0', &OCTAL),
    ('k', &BACK_REFERENCE),
    ('K', &KEEP),
    ('G', &MATCH_START),
    ('Z', &END_OR_LINE_END),
    ('h', &BLANK),
    ('H', &NO_BLANK),
    ('V', &NO_VERTICAL),
    ('R', &LINE_BREAK),
    ('X', &GRAPHEME),
    ('N', &NO_LINE_FEED),
    ('e', &ESCAPE),
    ('c', &CONTROL),
    ('Q', &QUOTE),
    ('E', &QUOTE_END),
];

impl Parser<'_> {
    fn refuse(&mut self, construct: &'static Construct, length: usize) -> Mistake {
        self.place = Place { start: self.at, end: self.at + length, in_class: false };
        Mistake::Unsupported(construct)
    }

    /// Refuses a group of another dialect. The position is its parenthesis.
    pub(super) fn refuse_group(&mut self) -> Result<()> {
        if !cfg!(feature = "help") {
            return Ok(());
        }
        let inside = self.rest().get(1..).unwrap_or_default();
        if let Some((mark, construct)) = GROUPS.iter().find(|(mark, _)| inside.starts_with(mark)) {
            return Err(self.refuse(construct, 1 + mark.len()));
        }
        let mut bytes = inside.bytes();
        let construct = match (bytes.next(), bytes.next(), bytes.next()) {
            (Some(b'?'), Some(b'0'..=b'9'), _) | (Some(b'?'), Some(b'-'), Some(b'0'..=b'9')) => &RECURSION,
            (Some(b'*'), Some(b'A'..=b'Z'), _) => &VERB,
            _ => return Ok(()),
        };
        let length = inside.find(')').map_or(2, |end| end + 2);
        Err(self.refuse(construct, length))
    }

    /// Refuses an escape sequence of another dialect. The position is its backslash.
    pub(super) fn refuse_escape(&mut self, in_class: bool) -> Result<()> {
        let rest = self.rest();
        let Some(letter) = self.second() else { return Ok(()) };
        if !cfg!(feature = "help") {
            return if letter.is_ascii_digit() { Err(BACK_REFERENCE.message.into()) } else { Ok(()) };
        }
        let third = rest.as_bytes().get(2);
        let construct = match (letter, third) {
            // `\g1` and `\g{1}` are back-references, `\g<1>` and `\g'1'` are recursion.
            ('g', Some(b'<' | b'\'')) => &RECURSION,
            ('g' | '1'..='9', _) => &BACK_REFERENCE,
            ('N', Some(b'{')) => &NAMED,
            _ => match ESCAPES.iter().find(|(known, _)| *known == letter) {
                Some((_, construct)) => construct,
                None => return Ok(()),
            },
        };
        let length = match (letter, third) {
            ('Q', _) => rest.find("\\E").map_or(rest.len(), |end| end + 2),
            ('c', _) => 2 + usize::from(third.is_some_and(u8::is_ascii)),
            ('k' | 'g', _) | ('N', Some(b'{')) => reference_length(rest),
            ('0'..='9', _) => 1 + rest.bytes().skip(1).take_while(u8::is_ascii_digit).count(),
            _ => 2,
        };
        let mistake = self.refuse(construct, length);
        self.place.in_class = in_class;
        Err(mistake)
    }

    /// Refuses a `+` directly after a greedy quantifier.
    pub(super) fn refuse_possessive(&mut self) -> Result<()> {
        if self.is('+') { Err(self.refuse(&POSSESSIVE, 1)) } else { Ok(()) }
    }

    /// Names what is written instead of a class that Java has, from `start` up to the position.
    pub(super) fn foreign_class(&mut self, name: &str, start: usize) -> Option<Mistake> {
        if !cfg!(feature = "help") {
            return None;
        }
        let is_block = |block: &str| block.starts_with(|c: char| c.is_ascii_uppercase());
        let construct = match name {
            "Blank" | "Graph" | "Print" | "XDigit" => &POSIX,
            _ if name.starts_with("java") => &JAVA_CLASS,
            _ if name.strip_prefix("In").is_some_and(is_block) => &BLOCK,
            _ => return None,
        };
        if self.deferred.is_none() {
            self.place = Place { start, end: self.at, in_class: false };
        }
        Some(Mistake::Unsupported(construct))
    }

    /// What is wrong with the pattern, for users.
    pub(super) fn describe(&self, mistake: Mistake) -> Error {
        let Place { start, end, in_class } = self.place;
        match mistake {
            Mistake::Syntax(message) => Error::Syntax(message),
            Mistake::TooBig => Error::TooBig,
            Mistake::Unsupported(construct) => Error::Unsupported(Box::new(Unsupported {
                message: construct.message,
                help: construct.help,
                replacement: replacement(self.pattern, construct, start..end, in_class),
                span: start..end,
            })),
        }
    }
}

/// Where the construct stands that was refused last.
#[derive(Clone, Copy, Default)]
pub(super) struct Place {
    start: usize,
    end: usize,
    in_class: bool,
}

#[cfg(not(feature = "help"))]
fn replacement(_: &str, _: &Construct, _: Range<usize>, _: bool) -> Option<String> {
    None
}

/// What to write in the place of a construct.
#[cfg(feature = "help")]
fn replacement(pattern: &str, construct: &Construct, span: Range<usize>, in_class: bool) -> Option<String> {
    let written = pattern.get(span)?;
    if let Some(quoted) = written.strip_prefix("\\Q") {
        return Some(escaped(quoted.strip_suffix("\\E").unwrap_or(quoted)));
    }
    if let Some(control) = written.strip_prefix("\\c") {
        let control = control.chars().next()?.to_ascii_uppercase();
        return Some(format!("\\x{:02X}", u32::from(control) ^ 64));
    }
    if let Some((negated, name)) = written.split_once('{').filter(|_| std::ptr::eq(construct, &raw const POSIX)) {
        let negated = if negated == "\\P" { "^" } else { "" };
        return Some(format!("[[:{negated}{}:]]", name.trim_end_matches('}').to_ascii_lowercase()));
    }
    match written {
        "\\h" if in_class => Some(" \\t".to_owned()),
        "\\H" | "\\V" | "\\R" | "\\X" | "\\N" | "\\Z" if in_class => None,
        _ => construct.replacement.map(str::to_owned),
    }
}

/// The length of `\k<name>`, `\k{name}`, `\k'name'`, `\g{1}` or `\g1` at the start of `rest`.
fn reference_length(rest: &str) -> usize {
    let close = match rest.as_bytes().get(2) {
        Some(b'<') => '>',
        Some(b'{') => '}',
        Some(b'\'') => '\'',
        _ => return 2 + rest.bytes().skip(2).take_while(u8::is_ascii_digit).count(),
    };
    rest.get(3..).and_then(|name| name.find(close)).map_or(2, |end| 3 + end + 1)
}

/// `text` as a pattern that matches it.
#[cfg(feature = "help")]
fn escaped(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_punctuation() && !matches!(c, '_' | '"' | '\'' | '/' | ':' | ',' | '@' | '%' | '=') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern
}
