//! Spellings of other languages that are right here, and probably mean something else.

use super::spelling::{Replacement, Spelling};
use super::{Vocabulary, characters, tags};
use crate::ast::{Delimiters, Dialect, Document, Expr, Kind, Link};
use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::letters::is_letter_or_digit;
use crate::literal::is_blank;
use crate::span::{Span, slice};

/// Something that is probably meant otherwise. Whoever knows a payload decides whether to say it.
#[derive(Clone, Debug)]
pub struct Lint {
    /// What is to be said.
    pub diagnostic: Diagnostic,
    /// The tag whose path it is about; where the payload has the very key that the path names, nothing
    /// is to be said.
    pub unless_key_of: Option<Span>,
    /// A path that the payload has to hold for the lint to be said at all: `x` of `${x}` in text.
    pub needs_key: Option<String>,
    /// Whether it is only said where a payload is known: without one the key may well exist.
    pub needs_sample: bool,
}

/// Every such spelling in a template, in source order.
pub fn lints(document: &Document<'_>, vocabulary: &dyn Vocabulary) -> Vec<Lint> {
    let mut walk = Walk { document, vocabulary, found: Vec::new(), kinds: Vec::new() };
    let mut delimiters = Delimiters::default();
    let foreign = match document.dialect {
        // There these blocks are no mistake of the template.
        Dialect::Mustache => super::blocks(document.source, document.dialect, delimiters),
        Dialect::Itl => super::Blocks::default(),
    };
    for (at, item) in document.items.iter().enumerate() {
        if let Some(found) = foreign.lint(at, document.source) {
            for diagnostic in found {
                walk.push(Some(item.span), diagnostic);
            }
            continue;
        }
        match &item.kind {
            Kind::SetDelimiters(next) => delimiters = *next,
            Kind::Text => walk.text(item.span),
            Kind::Variable { expr, .. } => {
                let sigil = raw_sigil(item.span.of(document.source), delimiters);
                walk.tag(item.span, sigil, expr, None, delimiters);
            }
            Kind::Section { expr, inverted, close, .. } => {
                let close = document.items.get(*close as usize).map(|item| item.span);
                walk.tag(item.span, if *inverted { "^" } else { "#" }, expr, close, delimiters);
            }
            _ => {}
        }
        if !matches!(item.kind, Kind::Text | Kind::Comment | Kind::Broken) {
            walk.characters(item.span, delimiters);
        }
    }
    walk.found
}

/// What says that a variable is printed as it is: `{` or `&`; empty where nothing does. A suggestion keeps it.
fn raw_sigil(tag: &str, delimiters: Delimiters<'_>) -> &'static str {
    let inside = tag.strip_prefix(delimiters.open).unwrap_or_default().trim_start_matches(is_blank);
    match inside.chars().next() {
        Some('{') => "{",
        Some('&') => "&",
        _ => "",
    }
}

struct Walk<'d, 's> {
    document: &'d Document<'s>,
    vocabulary: &'d dyn Vocabulary,
    found: Vec<Lint>,
    /// The kinds of text that were named; once a template is enough.
    kinds: Vec<&'static str>,
}

impl Walk<'_, '_> {
    fn push(&mut self, unless_key_of: Option<Span>, diagnostic: Diagnostic) {
        self.found.push(Lint { diagnostic, unless_key_of, needs_key: None, needs_sample: false });
    }

    fn tag(
        &mut self,
        tag: Span,
        sigil: &'static str,
        expr: &Expr<'_>,
        close: Option<Span>,
        delimiters: Delimiters<'_>,
    ) {
        let source = self.document.source;
        let inner = expr.span.of(source);
        if let Some(spelling) = tags::recognise(sigil, inner, delimiters, self.vocabulary) {
            self.spelling(tag, close, spelling, delimiters);
            return;
        }
        if self.document.dialect == Dialect::Itl {
            self.function_without_call(tag, expr, inner);
        }
    }

    /// A spelling whose replacement covers a section's closing tag too.
    fn spelling(&mut self, tag: Span, close: Option<Span>, mut spelling: Spelling, delimiters: Delimiters<'_>) {
        if self.document.dialect == Dialect::Mustache
            && let Replacement::Inside(_, inside) = &mut spelling.replacement
            && let Some(key) = inside.strip_prefix('.').filter(|key| !key.is_empty())
        {
            // A path that begins with a dot asks for the key "" there.
            *inside = key.to_owned();
            spelling.help = format!("a key of the current value stands alone: `{inside}`");
        }
        let replacement = spelling.replacement.clone();
        let mut diagnostic = spelling.lint(tag, delimiters);
        if let Some(close) = close {
            diagnostic.suggestion = replacement.section(tag, close, self.document.source, delimiters);
        }
        if self.document.dialect == Dialect::Mustache {
            // The calls that stand for it are those of the other dialect.
            if matches!(&replacement, Replacement::Inside(_, text) | Replacement::Tags(text) if text.contains('(')) {
                diagnostic.suggestion = None;
                diagnostic.help = Some("the dialect `mustache` has no functions; `itl` has calls for it".to_owned());
            }
        }
        self.push(Some(tag), diagnostic);
    }

    /// `x.upperCase`: the function's name, and no parentheses.
    fn function_without_call(&mut self, tag: Span, expr: &Expr<'_>, inner: &str) {
        let Some(Link::Key(key)) = expr.links.last() else { return };
        if key.span.len() != key.text.len() || key.text == "length" {
            return;
        }
        let Some(function) = self.vocabulary.function(&key.text) else { return };
        let is_camel = key.text.contains(|c: char| c.is_ascii_uppercase());
        let path = inner.get(..inner.len().saturating_sub(key.text.len())).unwrap_or_default();
        // What stands between the parentheses of such a function, only the writer knows.
        let needs_arguments = self.vocabulary.needs_arguments(function);
        let call = format!("{path}{function}({})", if needs_arguments { "…" } else { "" });
        let span = Span { start: key.span.start, end: expr.span.end };
        let message = format!("`{}` is a key here; a function is called with parentheses", key.text);
        let mut diagnostic = Diagnostic::new(Code::FunctionName, span, message).help(format_args!("write `{call}`"));
        if !needs_arguments {
            diagnostic = diagnostic.suggest(span, format_args!("{function}()"));
        }
        self.found.push(Lint { diagnostic, unless_key_of: Some(tag), needs_key: None, needs_sample: !is_camel });
    }

    /// Spaces that look like plain ones at the ends of a tag, after its sigil or around an argument.
    fn characters(&mut self, tag: Span, delimiters: Delimiters<'_>) {
        let written = tag.of(self.document.source);
        if written.is_ascii() {
            return;
        }
        let Delimiters { open, close } = delimiters;
        let Some(inside) = written.strip_prefix(open).and_then(|rest| rest.strip_suffix(close)) else { return };
        let base = tag.start as usize + open.len();
        for (at, c) in characters::dropped_spaces(inside) {
            let span = Span::new(base + at, base + at + c.len_utf8());
            let message = format!("this space is U+{:04X}, not a plain one", u32::from(c));
            let diagnostic = Diagnostic::new(Code::UnusualSpace, span, message)
                .help("it is read as a plain space here; ilert makes it part of the name or argument")
                .suggest(span, " ");
            self.push(None, diagnostic);
        }
        if self.document.dialect == Dialect::Mustache
            && let Some((at, c)) = characters::first_invisible(inside)
        {
            let span = Span::new(base + at, base + at + c.len_utf8());
            let message = format!("an invisible character, U+{:04X}, stands in this tag", u32::from(c));
            self.push(None, Diagnostic::new(Code::InvisibleInName, span, message).suggest(span, ""));
        }
    }

    /// Tags of other languages in the text.
    fn text(&mut self, span: Span) {
        let text = span.of(self.document.source);
        if !text.contains(['%', '$', '#', '{']) {
            return;
        }
        for found in foreign_text(text) {
            if self.kinds.contains(&found.kind) {
                continue;
            }
            self.kinds.push(found.kind);
            let start = span.start as usize;
            let place = Span::new(start + found.start, start + found.end);
            let message = format!("`{}` is plain text here", found.kind);
            let mut diagnostic = Diagnostic::new(Code::ForeignText, place, message);
            diagnostic = match found.key {
                Some(key) => diagnostic
                    .help(format_args!("a variable is written `{{{{ {key} }}}}`"))
                    .suggest(place, format_args!("{{{{ {key} }}}}")),
                None if found.kind == "{# … #}" => {
                    let inside = text.get(found.start + 2..found.end - 2).unwrap_or_default().trim_matches(is_blank);
                    diagnostic
                        .help("a comment is written `{{! … }}`")
                        .suggest(place, format_args!("{{{{! {inside} }}}}"))
                }
                None => diagnostic.help("tags stand in `{{ }}`; a condition or loop is a section: `{{ #x }}…{{ /x }}`"),
            };
            let needs_key = found.key.map(str::to_owned);
            let needs_sample = needs_key.is_some();
            self.found.push(Lint { diagnostic, unless_key_of: None, needs_key, needs_sample });
        }
    }
}

/// The longest variable of another language that is looked for in text, in bytes.
const MAX_VARIABLE: usize = 64;

/// A tag of another language in text.
struct InText<'s> {
    kind: &'static str,
    start: usize,
    end: usize,
    /// The variable that it would print.
    key: Option<&'s str>,
}

fn foreign_text(text: &str) -> Vec<InText<'_>> {
    const PAIRS: [(&str, &str, &str, bool); 8] = [
        ("{%", "%}", "{% … %}", false),
        ("{#", "#}", "{# … #}", false),
        ("<%", "%>", "<% … %>", false),
        ("${", "}", "${x}", true),
        ("$(", ")", "$(x)", true),
        ("%{", "}", "%{x}", true),
        ("#{", "}", "#{x}", true),
        ("{", "}", "{x}", true),
    ];
    let mut found = Vec::new();
    for (open, close, kind, is_variable) in PAIRS {
        let mut from = 0;
        while let Some(at) = text.get(from..).and_then(|rest| rest.find(open)).map(|at| from + at) {
            from = at + open.len();
            // `{x}` is only that without a mark before it, which is another kind.
            let before = text.get(..at).and_then(|before| before.chars().next_back());
            if open == "{" && matches!(before, Some('$' | '%' | '#' | '{')) {
                continue;
            }
            if !is_variable {
                if let Some(end) = text.get(from..).and_then(|rest| rest.find(close)).map(|end| from + end) {
                    found.push(InText { kind, start: at, end: end + close.len(), key: None });
                }
                break;
            }
            // Nobody writes a longer variable, and a template of opening braces is searched once.
            let mut window = (from + MAX_VARIABLE).min(text.len());
            while !text.is_char_boundary(window) {
                window -= 1;
            }
            let inside = slice(text, from..window);
            let Some(end) = inside.find(close).map(|end| from + end) else { continue };
            let key = slice(text, from..end).trim_matches(is_blank);
            let is_path = !key.is_empty()
                && key.chars().all(|c| is_letter_or_digit(c) || matches!(c, '_' | '-' | '.'))
                && crate::parser::parses(key);
            if is_path {
                found.push(InText { kind, start: at, end: end + close.len(), key: Some(key) });
            }
        }
    }
    found
}
