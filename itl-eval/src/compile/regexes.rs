//! Compiles regular expressions, and says what to write instead of what Java has and Rust has not.

use crate::functions::compiled_regex::{self, Error, Regex};
use itl_syntax::{Code, Diagnostic, Span};

/// The regular expressions of one template, each compiled once.
#[derive(Default)]
pub(super) struct Regexes {
    ready: Vec<Regex>,
    /// What they count for together, in bytes.
    size: usize,
}

/// More different expressions than this are no message but an attempt to keep the compiler busy.
const MOST: usize = 256;

impl Regexes {
    /// Compiles `pattern`, which stands at `span`; all of the template's take at most `most` bytes.
    pub(super) fn compile(&mut self, pattern: &str, span: Span, most: usize) -> Result<Regex, Box<Diagnostic>> {
        if let Some(known) = self.ready.iter().find(|known| known.as_str() == pattern) {
            return Ok(known.clone());
        }
        if self.ready.len() >= MOST {
            let message = format!("a template may hold {MOST} different regular expressions");
            return Err(Box::new(Diagnostic::new(Code::RegexTooLarge, span, message)));
        }
        let left = most.saturating_sub(self.size);
        let (regex, size) =
            compiled_regex::compile(pattern, left).map_err(|error| describe(error, pattern, span, most))?;
        self.size += size;
        self.ready.push(regex.clone());
        Ok(regex)
    }
}

fn describe(error: Error, pattern: &str, span: Span, most: usize) -> Box<Diagnostic> {
    let Error::Syntax(mistake) = error else {
        let message =
            format!("with this one, the template's regular expressions take more than {most} bytes, compiled");
        return Box::new(Diagnostic::new(Code::RegexTooLarge, span, message).help("use smaller repetition counts"));
    };
    let message = format!("invalid regular expression: {mistake}");
    let diagnostic = Diagnostic::new(Code::InvalidRegex, span, message);
    Box::new(match java_only(pattern) {
        Some(help) => diagnostic.help(help),
        None => diagnostic,
    })
}

/// What Java-only construct a pattern holds, and the nearest thing there is.
fn java_only(pattern: &str) -> Option<&'static str> {
    const CONSTRUCTS: &[(&[&str], &str)] = &[
        (
            &["(?<=", "(?<!"],
            "look-behind is not supported, since matching is linear in time; match what stands before too and use `extractRegexGroups` with a group around the part you want",
        ),
        (
            &["(?=", "(?!"],
            "look-ahead is not supported, since matching is linear in time; match what follows too and use `extractRegexGroups` with a group around the part you want",
        ),
        (&["(?>"], "atomic groups are not needed, since matching never backtracks; write `(?:…)`"),
        (&["\\Q", "\\E"], "`\\Q…\\E` is not supported; write a backslash before each special character"),
        (&["\\h"], "`\\h` is not supported; write `[ \\t]`"),
        (&["\\R"], "`\\R` is not supported; write `(?:\\r\\n|\\n|\\r)`"),
        (&["\\Z"], "`\\Z` is not supported; write `\\n?\\z`"),
        (&["\\G"], "`\\G` is not supported; anchor with `^`"),
        (&["\\k<"], "back-references are not supported, since matching is linear in time"),
        (
            &["*+", "++", "?+", "}+"],
            "possessive quantifiers are not needed, since matching never backtracks; take the second `+` away",
        ),
    ];
    if let Some((_, help)) = CONSTRUCTS.iter().find(|(marks, _)| marks.iter().any(|mark| pattern.contains(mark))) {
        return Some(help);
    }
    let mut bytes = pattern.bytes();
    while let Some(b) = bytes.next() {
        if b == b'\\' && matches!(bytes.next(), Some(b'1'..=b'9')) {
            return Some("back-references are not supported, since matching is linear in time");
        }
    }
    None
}
