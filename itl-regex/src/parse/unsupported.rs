//! Constructs of other dialects: how they are named, and what to write instead.
//!
//! What cannot be decided in linear time is refused (back-references, recursion), as is what would silently mean
//! something else here (possessive quantifiers), and what has a spelling of its own here (`\Q…\E`, `\h`).

use super::Parser;
use crate::error::{Error, Result, Unsupported};
use std::ops::Range;

struct Construct {
    message: &'static str,
    help: &'static str,
    /// What replaces the construct, or as much of it as the span covers.
    replacement: Option<&'static str>,
}

const fn construct(message: &'static str, help: &'static str, replacement: Option<&'static str>) -> Construct {
    Construct { message, help, replacement }
}

const BACK_REFERENCE: Construct = construct(
    "back-references are not supported",
    "they cannot be matched in linear time; where the text is known, write it again",
    None,
);
const RECURSION: Construct = construct(
    "recursion is not supported",
    "it cannot be matched in linear time; write the nesting out as deep as it occurs",
    None,
);
const CONDITIONAL: Construct = construct(
    "conditionals are not supported",
    "write an alternation of both cases, each with its condition as look-around: `(?:(?=a)b|(?!a)c)`",
    None,
);
const ATOMIC: Construct = construct(
    "atomic groups are not supported",
    "matching never backtracks, so they are not needed for speed; `(?:…)` is nearest, and it may match where an atomic group gives up",
    Some("(?:"),
);
const POSSESSIVE: Construct = construct(
    "possessive quantifiers are not supported",
    "matching never backtracks, so they are not needed for speed; without the second `+` the expression may match where Java gives up",
    Some(""),
);
const NAME_QUOTES: Construct = construct("group names in quotes are not supported", "write `(?<name>…)`", Some("(?<"));
const BRANCH_RESET: Construct =
    construct("branch reset groups are not supported", "write `(?:…)` and use the number of each group", None);
const COMMENT: Construct =
    construct("comment groups are not supported", "leave the comment out, or write `(?x)` and `# comment`", None);
const VERB: Construct = construct("backtracking verbs are not supported", "matching never backtracks", None);
const QUOTE: Construct =
    construct("`\\Q…\\E` is not supported", "write a backslash before each special character", None);
const QUOTE_END: Construct = construct("`\\Q…\\E` is not supported", "leave `\\E` out", Some(""));
const MATCH_START: Construct = construct(
    "`\\G` is not supported",
    "a match has no memory of the one before; `^` is the start of the text, a look-behind such as `(?<=,)` checks what precedes",
    None,
);
const KEEP: Construct = construct("`\\K` is not supported", "put what precedes into a look-behind: `(?<=…)`", None);
const END_OR_LINE_END: Construct = construct("`\\Z` is not supported", "write `(?=\\n?\\z)`", Some("(?=\\n?\\z)"));
const BLANK: Construct = construct("`\\h` is not supported", "write `[ \\t]`", Some("[ \\t]"));
const NO_BLANK: Construct = construct("`\\H` is not supported", "write `[^ \\t]`", Some("[^ \\t]"));
const NO_VERTICAL: Construct = construct("`\\V` is not supported", "write `[^\\n\\v\\f\\r]`", Some("[^\\n\\v\\f\\r]"));
const LINE_BREAK: Construct =
    construct("`\\R` is not supported", "write `(?:\\r\\n|\\n|\\r)`", Some("(?:\\r\\n|\\n|\\r)"));
const GRAPHEME: Construct = construct(
    "`\\X` is not supported",
    "`.` is one Unicode scalar value; `\\P{M}\\p{M}*` is a letter with its marks",
    None,
);
const NO_LINE_FEED: Construct = construct("`\\N` is not supported", "write `[^\\n]`", Some("[^\\n]"));
const NAMED: Construct =
    construct("`\\N{…}` is not supported", "write the character itself, or `\\x{…}` with its hexadecimal number", None);
const ESCAPE: Construct = construct("`\\e` is not supported", "write `\\x1B`", Some("\\x1B"));
const CONTROL: Construct =
    construct("`\\c` is not supported", "write the control character as `\\x` and two hexadecimal digits", None);
const OCTAL: Construct = construct("octal escapes are not supported", "write `\\x` and two hexadecimal digits", None);

const POSIX: Construct = construct(
    "Java's classes `Blank`, `Graph`, `Print` and `XDigit` are not supported",
    "write them as `[[:blank:]]`, `[[:graph:]]`, `[[:print:]]` and `[[:xdigit:]]`",
    None,
);
const JAVA_CLASS: Construct = construct(
    "Java's `\\p{java…}` classes are not supported",
    "use a Unicode property: `\\p{Lower}`, `\\p{Upper}`, `\\p{L}`, `\\p{N}`, `\\p{White_Space}`",
    None,
);
const BLOCK: Construct =
    construct("Unicode blocks are not supported", "use a script, such as `\\p{Greek}` or `\\p{Cyrillic}`", None);

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

/// Java's names of ASCII classes, as far as they are no property here.
const POSIX_CLASSES: &[&str] = &["Blank", "Graph", "Print", "XDigit"];

impl Parser<'_> {
    fn refuse(&self, construct: &Construct, length: usize) -> Error {
        unsupported(construct, self.at..self.at + length, construct.replacement.map(str::to_owned))
    }

    /// Refuses a group of another dialect. The position is its parenthesis.
    pub(super) fn refuse_group(&self) -> Result<()> {
        let inside = self.rest().get(1..).unwrap_or_default();
        if let Some((mark, construct)) = GROUPS.iter().find(|(mark, _)| inside.starts_with(mark)) {
            return Err(self.refuse(construct, 1 + mark.len()));
        }
        let mut bytes = inside.bytes();
        match (bytes.next(), bytes.next(), bytes.next()) {
            (Some(b'?'), Some(b'0'..=b'9'), _) | (Some(b'?'), Some(b'-'), Some(b'0'..=b'9')) => {
                let length = inside.find(')').map_or(2, |end| end + 2);
                Err(self.refuse(&RECURSION, length))
            }
            (Some(b'*'), Some(b'A'..=b'Z'), _) => {
                let length = inside.find(')').map_or(2, |end| end + 2);
                Err(self.refuse(&VERB, length))
            }
            _ => Ok(()),
        }
    }

    /// Refuses an escape sequence of another dialect. The position is its backslash.
    pub(super) fn refuse_escape(&self, in_class: bool) -> Result<()> {
        let rest = self.rest();
        let Some(letter) = self.second() else { return Ok(()) };
        let construct = match letter {
            // `\g1` and `\g{1}` are back-references, `\g<1>` and `\g'1'` are recursion.
            'g' if matches!(rest.as_bytes().get(2), Some(b'<' | b'\'')) => &RECURSION,
            'g' | '1'..='9' => &BACK_REFERENCE,
            'N' if rest.as_bytes().get(2) == Some(&b'{') => &NAMED,
            _ => match ESCAPES.iter().find(|(known, _)| *known == letter) {
                Some((_, construct)) => construct,
                None => return Ok(()),
            },
        };
        let (length, replacement) = match letter {
            'Q' => {
                let quoted = rest.get(2..).unwrap_or_default();
                let (quoted, end) = quoted.split_once("\\E").map_or((quoted, 0), |(quoted, _)| (quoted, 2));
                (2 + quoted.len() + end, Some(escaped(quoted)))
            }
            'c' => {
                let control = rest.chars().nth(2).filter(char::is_ascii);
                let replacement = control.map(|c| format!("\\x{:02X}", u32::from(c.to_ascii_uppercase()) ^ 64));
                (2 + usize::from(control.is_some()), replacement)
            }
            'k' | 'g' => (reference_length(rest), None),
            'N' if rest.as_bytes().get(2) == Some(&b'{') => (reference_length(rest), None),
            '0'..='9' => (1 + rest.bytes().skip(1).take_while(u8::is_ascii_digit).count(), None),
            'h' if in_class => (2, Some(" \\t".to_owned())),
            'H' | 'V' | 'R' | 'X' | 'N' | 'Z' if in_class => (2, None),
            _ => (2, construct.replacement.map(str::to_owned)),
        };
        Err(unsupported(construct, self.at..self.at + length, replacement))
    }

    /// Refuses a `+` directly after a greedy quantifier.
    pub(super) fn refuse_possessive(&self) -> Result<()> {
        if self.is('+') { Err(self.refuse(&POSSESSIVE, 1)) } else { Ok(()) }
    }

    /// Names what is written instead of a class that Java has, from `start` up to the position.
    pub(super) fn foreign_class(&self, name: &str, negated: bool, start: usize) -> Option<Error> {
        let span = start..self.at;
        if let Some(class) = POSIX_CLASSES.iter().find(|class| **class == name) {
            let lower = class.to_ascii_lowercase();
            let replacement = if negated { format!("[[:^{lower}:]]") } else { format!("[[:{lower}:]]") };
            return Some(unsupported(&POSIX, span, Some(replacement)));
        }
        if name.starts_with("java") {
            return Some(unsupported(&JAVA_CLASS, span, None));
        }
        let block = name.strip_prefix("In").is_some_and(|block| block.starts_with(|c: char| c.is_ascii_uppercase()));
        block.then(|| unsupported(&BLOCK, span, None))
    }
}

fn unsupported(construct: &Construct, span: Range<usize>, replacement: Option<String>) -> Error {
    let Construct { message, help, .. } = *construct;
    Unsupported { message, help, replacement, span }.into()
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
