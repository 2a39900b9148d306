//! Warnings that a template's comments silence.

use crate::directive::directives;
use itl_syntax::ast::Kind;
use itl_syntax::{Code, Diagnostic, Document, Severity, Span};

/// The warnings that comments of a template silence: `{{! itl-allow W0301 }}` those of the next tag,
/// `{{! itl-allow-file W0502 W0503 }}` those of the whole template.
///
/// ```
/// use itl_analysis::Allowances;
/// use itl_eval::Engine;
/// let engine = Engine::new();
/// let source = "{{! itl-allow W0501 }}{{ a##trim(()) }}";
/// let mut found: Vec<_> = engine.check(source).into_iter().collect();
/// let mut allowances = Allowances::of(&engine.parse(source));
/// allowances.silence(&mut found, None);
/// assert!(found.is_empty() && allowances.unused(|_| true).is_empty());
/// ```
#[derive(Clone, Debug, Default)]
pub struct Allowances {
    list: Vec<Allowance>,
    /// Names that are no codes, or codes of errors.
    mistakes: Vec<Diagnostic>,
}

#[derive(Clone, Debug)]
struct Allowance {
    code: Code,
    /// The name of the code in the comment.
    span: Span,
    /// The tag whose warnings it silences; `None` for the whole template.
    tag: Option<Span>,
    used: bool,
}

impl Allowances {
    /// Reads the comments of a template or partial.
    pub fn of(document: &Document<'_>) -> Self {
        let mut allowances = Self::default();
        let directives = directives(document);
        // Where no tag follows, a comment silences nothing.
        let mut next = Span::new(document.source.len(), document.source.len());
        let mut tags = vec![next; if directives.is_empty() { 0 } else { document.items.len() }];
        for (item, tag) in document.items.iter().zip(&mut tags).rev() {
            *tag = next;
            if !matches!(item.kind, Kind::Text | Kind::Comment) {
                next = item.span;
            }
        }
        for directive in directives {
            let tag = match directive.name {
                "itl-allow" => tags.get(directive.item).copied(),
                "itl-allow-file" => None,
                _ => continue,
            };
            let mut at = directive.span.start as usize;
            for part in directive.value.split_inclusive(|c: char| c.is_whitespace() || c == ',') {
                let name = part.trim_end_matches(|c: char| c.is_whitespace() || c == ',');
                let span = Span::new(at, at + name.len());
                at += part.len();
                if !name.is_empty() {
                    allowances.add(name, span, tag);
                }
            }
        }
        allowances
    }

    fn add(&mut self, name: &str, span: Span, tag: Option<Span>) {
        match Code::from_id(name) {
            Some(code) if code.severity() == Severity::Warning => {
                self.list.push(Allowance { code, span, tag, used: false });
            }
            Some(code) => {
                let message = format!("{code} is an error, and errors cannot be allowed");
                self.mistakes.push(Diagnostic::new(Code::UselessAllow, span, message));
            }
            None => {
                let mistake = Diagnostic::new(Code::UselessAllow, span, format_args!("there is no code `{name}`"));
                self.mistakes.push(mistake.help("`itl explain` lists all of them"));
            }
        }
    }

    /// Takes out of `found` what the comments silence in the text they stand in: the template, or the
    /// partial of that name.
    pub fn silence(&mut self, found: &mut Vec<Diagnostic>, partial: Option<&str>) {
        found.retain(|one| {
            if one.partial.as_deref() != partial {
                return true;
            }
            let covers = |allowance: &&mut Allowance| {
                let within = |tag: Span| one.span.start >= tag.start && one.span.start < tag.end;
                allowance.code == one.code && allowance.tag.is_none_or(within)
            };
            let mut silenced = false;
            for allowance in self.list.iter_mut().filter(covers) {
                allowance.used = true;
                silenced = true;
            }
            !silenced
        });
    }

    /// What silences nothing: wrong names, and codes that could have been found and were not.
    pub fn unused(&self, could_be_found: impl Fn(Code) -> bool) -> Vec<Diagnostic> {
        let idle = self.list.iter().filter(|allowance| !allowance.used && could_be_found(allowance.code));
        let useless = idle.map(|allowance| {
            let place = if allowance.tag.is_some() { "the next tag" } else { "this template" };
            let message = format!("{place} has no {}, so this allows nothing", allowance.code);
            Diagnostic::new(Code::UselessAllow, allowance.span, message).help("remove it")
        });
        self.mistakes.iter().cloned().chain(useless).collect()
    }
}
