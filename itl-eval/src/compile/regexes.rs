//! Compiles regular expressions, each once, and words what is wrong with them.

use crate::costs;
use crate::functions::compiled_regex::{self, Error, Regex};
use crate::functions::regex::{UnusableGroup, unusable_group};
use itl_syntax::ast::{Arg, Spelling};
use itl_syntax::{Code, Diagnostic, Span};
use itl_text::Quoted;

/// The largest number of different expressions in a template, valid or not.
const MAX_EXPRESSIONS: usize = 256;

/// After so many expressions that are too large no other one is tried: each takes the time of the largest that is not.
const MAX_REFUSED: usize = 16;

/// The regular expressions of one template and its partials.
#[derive(Debug, Default)]
pub(super) struct Regexes {
    /// Every expression that the template holds.
    known: Vec<(Box<str>, Result<Regex, Error>)>,
    /// The size of all of them together, in bytes.
    size: usize,
    /// How many were too large.
    refused: usize,
    /// What this template shares with others.
    pub(super) cache: RegexCache,
}

impl Regexes {
    pub(super) fn new(cache: RegexCache) -> Self {
        Self { cache, ..Self::default() }
    }

    /// Compiles the expression that `arg` spells, which has to have groups if `groups` says so. All of the template's
    /// expressions take at most `max_bytes` together.
    pub(super) fn compile(&mut self, arg: &Arg<'_>, groups: bool, max_bytes: usize) -> Result<Regex, Box<Diagnostic>> {
        let pattern = arg.regex();
        let known = self.known.iter().position(|(known, _)| **known == *pattern);
        if known.is_none() {
            if self.known.len() >= MAX_EXPRESSIONS {
                let message = format!("a template may hold {MAX_EXPRESSIONS} different regular expressions");
                return Err(Box::new(Diagnostic::new(Code::RegexTooLarge, arg.span, message)));
            }
            let compiled = if self.refused < MAX_REFUSED {
                self.cache.compile(&pattern, max_bytes.saturating_sub(self.size))
            } else {
                Err(Error::TooBig)
            };
            self.refused += usize::from(matches!(compiled, Err(Error::TooBig)));
            self.size += compiled.as_ref().map_or(0, |regex| regex.size());
            self.known.push(((*pattern).into(), compiled));
        }
        let compiled = known.map_or_else(|| self.known.last(), |at| self.known.get(at));
        match compiled.map(|(_, compiled)| compiled) {
            Some(Ok(regex)) => {
                if groups {
                    check_groups(regex, arg.span)?;
                }
                Ok(regex.clone())
            }
            Some(Err(error)) => Err(describe(error, arg, max_bytes)),
            None => Err(describe(&Error::TooBig, arg, max_bytes)),
        }
    }
}

/// Checks that a regular expression has groups, and that all of them capture.
fn check_groups(regex: &Regex, span: Span) -> Result<(), Box<Diagnostic>> {
    if regex.captures_len() < 2 {
        return Err(Box::new(
            Diagnostic::new(Code::NoGroups, span, "this regular expression has no groups")
                .help("put parentheses around the part you want, or use `extractRegex`"),
        ));
    }
    let Some(group) = regex.group_in_look_around() else { return Ok(()) };
    let message = format!("group {group} of this regular expression is inside a look-around and captures nothing");
    Err(Box::new(
        Diagnostic::new(Code::NoGroups, span, message)
            .help("write `(?:…)` inside the look-around, and a group around what is matched outside it"),
    ))
}

/// Checks that `regex` can fill each group that a replacement names.
pub(super) fn check_replacement(replacement: &str, regex: &Regex, span: Span) -> Result<(), Box<Diagnostic>> {
    let diagnostic = match unusable_group(replacement, regex) {
        None => return Ok(()),
        Some(UnusableGroup::Unknown(name)) => {
            let message = format!("the regular expression has no group {}", Quoted(&name));
            Diagnostic::new(Code::UnknownGroup, span, message).help("a dollar sign itself is written `$$`")
        }
        Some(UnusableGroup::InLookAround(group)) => {
            let message = format!("group {group} is inside a look-around and captures nothing");
            Diagnostic::new(Code::UnknownGroup, span, message)
                .help("put a group around what is matched outside the look-around")
        }
    };
    Err(Box::new(diagnostic))
}

fn describe(error: &Error, arg: &Arg<'_>, max_bytes: usize) -> Box<Diagnostic> {
    Box::new(match error {
        Error::TooBig => {
            let message =
                format!("with this one, the template's regular expressions take more than {max_bytes} bytes, compiled");
            Diagnostic::new(Code::RegexTooLarge, arg.span, message).help("use smaller repetition counts")
        }
        Error::Unsupported(construct) => {
            let span = arg.regex_span(construct.span());
            let message = format!("invalid regular expression: {}", construct.message());
            let mut diagnostic = Diagnostic::new(Code::InvalidRegex, span, message);
            if !cfg!(feature = "help") {
                return Box::new(diagnostic);
            }
            if !construct.help().is_empty() {
                diagnostic = diagnostic.help(construct.help());
            }
            match construct.replacement().and_then(|text| spelled(text, arg)) {
                Some(text) => diagnostic.suggest(span, text),
                None => diagnostic,
            }
        }
        error => Diagnostic::new(Code::InvalidRegex, arg.span, format_args!("invalid regular expression: {error}")),
    })
}

/// A part of a pattern as it is spelled in `arg`, if it can be.
fn spelled(pattern: &str, arg: &Arg<'_>) -> Option<String> {
    match &arg.spelling {
        Spelling::Quoted { quote, .. } => Some(pattern.replace(*quote, &format!("\\{quote}"))),
        _ => None,
    }
}

/// The expressions that were compiled so far, across the templates that one render compiles.
#[derive(Debug, Default)]
pub(crate) struct RegexCache {
    known: Vec<(Box<str>, Cached)>,
    /// The size of all of them together, in bytes.
    bytes: usize,
    /// The steps that compiling has cost and nobody was charged yet.
    steps: u64,
}

#[derive(Debug)]
enum Cached {
    Ready(Regex),
    /// What is wrong with it whatever the limit.
    Invalid(Error),
    /// It exceeds this many bytes.
    Exceeds(usize),
}

/// The largest size of all cached expressions together, in bytes.
const MAX_CACHED_BYTES: usize = 16 << 20;

impl RegexCache {
    fn compile(&mut self, pattern: &str, max_bytes: usize) -> Result<Regex, Error> {
        let known = self.known.iter().position(|(known, _)| **known == *pattern);
        match known.and_then(|at| self.known.get(at)).map(|(_, cached)| cached) {
            Some(Cached::Ready(regex)) if regex.size() > max_bytes => return Err(Error::TooBig),
            Some(Cached::Ready(regex)) => return Ok(regex.clone()),
            Some(Cached::Invalid(error)) => return Err(error.clone()),
            Some(Cached::Exceeds(size)) if max_bytes <= *size => return Err(Error::TooBig),
            _ => {}
        }
        let compiled = compiled_regex::compile(pattern, max_bytes);
        let size = compiled.as_ref().map_or(0, |regex| regex.size());
        // What is too large was compiled up to the limit.
        let made = if matches!(compiled, Err(Error::TooBig)) { max_bytes } else { size };
        // A byte of a pattern may name a class of hundreds of ranges; to build an automaton costs by its size.
        self.steps += costs::PATTERN + pattern.len() as u64 * costs::PATTERN_BYTE + made as u64 / costs::COMPILED_BYTES;
        let bytes = pattern.len() + size;
        if let Some(at) = known {
            self.known.swap_remove(at);
        }
        if self.bytes + bytes > MAX_CACHED_BYTES || self.known.len() >= 4 * MAX_EXPRESSIONS {
            self.known.clear();
            self.bytes = 0;
        }
        self.bytes += bytes;
        let cached = match &compiled {
            Ok(regex) => Cached::Ready(regex.clone()),
            Err(Error::TooBig) => Cached::Exceeds(max_bytes),
            Err(error) => Cached::Invalid(error.clone()),
        };
        self.known.push((pattern.into(), cached));
        compiled
    }

    /// The steps that compiling has cost since the last call.
    pub(crate) fn take_steps(&mut self) -> u64 {
        std::mem::take(&mut self.steps)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expression_is_charged_once_in_a_render_also_if_it_is_invalid() {
        let mut cache = RegexCache::default();
        for pattern in [r"\w{100}", "(a", "a++", r"(?<=x)(?!y)z"] {
            let first = cache.compile(pattern, 16 << 20);
            assert!(cache.take_steps() > pattern.len() as u64, "{pattern}");
            let second = cache.compile(pattern, 16 << 20);
            assert_eq!(cache.take_steps(), 0, "{pattern}");
            assert_eq!(first.map(|regex| regex.size()), second.map(|regex| regex.size()), "{pattern}");
        }
    }

    #[test]
    fn compiling_is_charged_by_the_size() {
        let mut cache = RegexCache::default();
        let mut steps = |pattern: &str| {
            let _ = cache.compile(pattern, 16 << 20);
            cache.take_steps()
        };
        assert!(steps(r"\w{400}") > 500_000);
        assert!(steps(r"error: (\d+)") < 500);
        let (once, twice) = (steps(&"(?=a)".repeat(1_000)), steps(&"(?=a)".repeat(2_000)));
        assert!(twice * 10 <= once * 22, "{once}, {twice}");
    }

    #[test]
    fn what_is_too_large_is_charged_as_the_largest_that_is_not() {
        let mut cache = RegexCache::default();
        assert_eq!(cache.compile(r"((\w{100}){100}){100}", 16 << 20).err(), Some(Error::TooBig));
        let refused = cache.take_steps();
        assert!(cache.compile(r"\w{200}", 16 << 20).is_ok_and(|regex| regex.size() > 4 << 20));
        assert!(refused > cache.take_steps());
    }

    #[test]
    fn few_that_are_too_large_are_tried() {
        let (mut regexes, mut steps) = (Regexes::default(), Vec::new());
        for n in 0..2 * MAX_REFUSED {
            let pattern = format!(r"((\w{{100}}){{100}}){{100}}{n}");
            let arg = Arg { span: Span::default(), spelling: Spelling::Legacy(&pattern) };
            assert_eq!(regexes.compile(&arg, false, 1 << 16).err().map(|found| found.code), Some(Code::RegexTooLarge));
            steps.push(regexes.cache.take_steps() > 0);
        }
        assert_eq!(steps.iter().filter(|tried| **tried).count(), MAX_REFUSED);
    }

    #[test]
    fn what_exceeds_one_limit_may_fit_another() {
        let mut cache = RegexCache::default();
        assert_eq!(cache.compile("abcdefgh", 64).err(), Some(Error::TooBig));
        assert_eq!(cache.compile("abcdefgh", 32).err(), Some(Error::TooBig));
        assert!(cache.compile("abcdefgh", 4096).is_ok());
        assert_eq!(cache.compile("abcdefgh", 64).err(), Some(Error::TooBig));
    }

    #[test]
    fn the_cache_does_not_grow_without_end() {
        let mut cache = RegexCache::default();
        for n in 0..5 * MAX_EXPRESSIONS {
            // Each hundredth takes more than a megabyte.
            let count = if n % 100 == 0 { 40 } else { 0 };
            let _ = cache.compile(&format!(r"{n}\w{{{count}}}"), 16 << 20);
            assert!(cache.bytes <= MAX_CACHED_BYTES && cache.known.len() <= 4 * MAX_EXPRESSIONS);
        }
    }
}
