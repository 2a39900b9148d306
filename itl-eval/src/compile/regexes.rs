//! Compiles regular expressions, each once, and words what is wrong with them.

use crate::functions::compiled_regex::{self, Error, Regex};
use itl_syntax::ast::{Arg, Spelling};
use itl_syntax::{Code, Diagnostic};
use std::collections::BTreeMap;

/// The largest number of different expressions in a template, valid or not.
const MAX_EXPRESSIONS: usize = 256;

/// The regular expressions of one template and its partials.
pub(super) struct Regexes<'c> {
    cache: &'c mut RegexCache,
    /// Every expression that the template holds.
    known: BTreeMap<Box<str>, Result<Regex, Error>>,
    /// The size of all of them together, in bytes.
    size: usize,
    max_bytes: usize,
}

impl<'c> Regexes<'c> {
    /// All of the template's expressions take at most `max_bytes` together.
    pub(super) fn new(cache: &'c mut RegexCache, max_bytes: usize) -> Self {
        Self { cache, known: BTreeMap::new(), size: 0, max_bytes }
    }

    /// Compiles the expression that `arg` spells.
    pub(super) fn compile(&mut self, arg: &Arg<'_>) -> Result<Regex, Box<Diagnostic>> {
        let pattern = arg.regex();
        if let Some(known) = self.known.get(&*pattern) {
            return known.clone().map_err(|error| self.describe(error, arg));
        }
        if self.known.len() >= MAX_EXPRESSIONS {
            let message = format!("a template may hold {MAX_EXPRESSIONS} different regular expressions");
            return Err(Box::new(Diagnostic::new(Code::RegexTooLarge, arg.span, message)));
        }
        let compiled = self.cache.compile(&pattern, self.max_bytes.saturating_sub(self.size));
        self.size += compiled.as_ref().map_or(0, |regex| regex.size());
        self.known.insert((*pattern).into(), compiled.clone());
        compiled.map_err(|error| self.describe(error, arg))
    }

    fn describe(&self, error: Error, arg: &Arg<'_>) -> Box<Diagnostic> {
        Box::new(match error {
            Error::TooBig => {
                let message = format!(
                    "with this one, the template's regular expressions take more than {} bytes, compiled",
                    self.max_bytes
                );
                Diagnostic::new(Code::RegexTooLarge, arg.span, message).help("use smaller repetition counts")
            }
            Error::Unsupported(construct) => {
                let span = arg.regex_span(construct.span());
                let message = format!("invalid regular expression: {}", construct.message());
                let diagnostic = Diagnostic::new(Code::InvalidRegex, span, message).help(construct.help());
                match construct.replacement().and_then(|text| spelled(text, arg)) {
                    Some(text) => diagnostic.suggest(span, text),
                    None => diagnostic,
                }
            }
            error => Diagnostic::new(Code::InvalidRegex, arg.span, format!("invalid regular expression: {error}")),
        })
    }
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
    known: BTreeMap<Box<str>, Cached>,
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
        match self.known.get(pattern) {
            Some(Cached::Ready(regex)) if regex.size() > max_bytes => return Err(Error::TooBig),
            Some(Cached::Ready(regex)) => return Ok(regex.clone()),
            Some(Cached::Invalid(error)) => return Err(error.clone()),
            Some(Cached::Exceeds(size)) if max_bytes <= *size => return Err(Error::TooBig),
            _ => {}
        }
        let compiled = compiled_regex::compile(pattern, max_bytes);
        let size = compiled.as_ref().map_or(0, |regex| regex.size());
        // A byte of a pattern may name a class of hundreds of ranges; to build an automaton costs by its size.
        self.steps += 16 + pattern.len() as u64 * 4 + size as u64 / 16;
        let bytes = pattern.len() + size;
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
        self.known.insert(pattern.into(), cached);
        compiled
    }

    /// The steps that compiling has cost since the last call.
    pub(crate) fn take_steps(&mut self) -> u64 {
        std::mem::take(&mut self.steps)
    }
}
