//! Everything that can be said about a template before it is sent anywhere.

mod bare_keys;
mod escaping;
mod foreign;
mod java_regex;
mod outer_paths;
mod portable;
mod sample;
mod structure;
mod whereabouts;

use crate::analysis::Analysis;
use crate::walk::Visit;
use itl_eval::{Diagnostic, Diagnostics, Dialect, NameIndex};
use itl_prompt::{PromptFiles, PromptSettings};
use itl_syntax::{Doubt, complete_suggestions};
use std::ops::ControlFlow;
use std::sync::Arc;

/// What a template is checked for, beside what compiling found.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct CheckOptions<'a> {
    /// Whether to name what ilert itself would not understand.
    pub portable: bool,
    /// Paths whose values may be printed unescaped inside an XML-style section, beside those
    /// that the template lists itself: `{{! @trusted instruction }}`.
    pub trusted: &'a [String],
}

impl<'a> CheckOptions<'a> {
    /// Whether to name what ilert itself would not understand.
    #[must_use]
    pub fn portable(mut self, portable: bool) -> Self {
        self.portable = portable;
        self
    }

    /// Paths whose values may be printed unescaped inside an XML-style section.
    #[must_use]
    pub fn trusted(mut self, trusted: &'a [String]) -> Self {
        self.trusted = trusted;
        self
    }
}

impl Analysis<'_> {
    /// The errors and warnings of the compile, and those that only the payload's shape or the
    /// options make visible, in source order.
    ///
    /// ```
    /// use itl_analysis::{Analysis, CheckOptions};
    /// use itl_eval::Engine;
    /// let engine = Engine::new();
    /// let document = engine.parse("{{ host.trim() }}");
    /// let (template, _) = engine.compile_document(&document);
    /// let found = Analysis::new(&template, &document, None).check(&CheckOptions::default().portable(true));
    /// assert_eq!(found[0].code.id(), "W0502");
    /// ```
    pub fn check(&self, options: &CheckOptions<'_>) -> Diagnostics {
        let mut found = Findings { list: self.template.diagnostics().clone(), known: NameIndex::default() };
        if found.is_full() {
            return found.list;
        }
        let engine = self.engine();
        let portable = options.portable && engine.dialect() == Dialect::Itl;
        let against = if self.by_schema { sample::Against::Schema } else { sample::Against::Sample };
        let mut foreign = foreign::Lints::of(self.document, engine);
        let mut outer = outer_paths::OuterPaths::of(self.document, &found.list);
        let doubt = Doubt::of(self.document, &found.list);
        self.walk(&mut |visit, known| {
            if visit.resolved.broken {
                return ControlFlow::Continue(());
            }
            let is_foreign = foreign.check(visit, self.has_shape(), known, &mut found);
            let is_in_doubt = visit.partial.is_none() && doubt.covers(visit.tag);
            if self.has_shape() && !is_in_doubt {
                sample::check(visit, against, known, is_foreign, &mut found);
            }
            if self.has_shape() {
                bare_keys::check(engine, visit, is_in_doubt, known, &mut found);
                outer.section(visit, self.document, known);
            }
            if portable && visit.partial.is_none() {
                portable::check_expr(engine, visit, self.has_shape(), known, &mut found);
            }
            escaping::check_twice(engine, visit, &mut found);
            if found.is_full() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        outer.withdraw(&mut found.list);
        foreign.others(self.root, &mut self.known.borrow_mut(), &mut found);
        if portable {
            portable::check_text(self.document, &mut found);
        }
        let mut settings = PromptSettings::of(self.document);
        for (name, document) in self.documents.iter() {
            settings.read_partial(name, document);
        }
        let partial = |name: &str| self.documents.get(name);
        let files = PromptFiles { file: self.document, partial: &partial };
        settings.trusted.extend(options.trusted.iter().cloned());
        for lint in itl_prompt::lint(files, &settings, engine.escape()) {
            let partial = lint.partial.clone();
            found.push_in(partial.as_ref(), lint);
        }
        let trusted = NameIndex::of(settings.trusted.iter().map(String::as_str));
        structure::check(self, &trusted, &mut found);
        found.list.sort();
        self.with_closing_tags(found.list)
    }

    /// Takes closing tags into the suggestions that change what they repeat.
    fn with_closing_tags(&self, mut found: Diagnostics) -> Diagnostics {
        complete_suggestions(self.document, None, &mut found);
        for (name, document) in self.documents.iter() {
            complete_suggestions(document, Some(name), &mut found);
        }
        found
    }
}

/// The diagnostics so far; each place and code is reported once, however often a partial is
/// called.
struct Findings {
    list: Diagnostics,
    known: NameIndex,
}

impl Findings {
    /// Whether nothing can be added.
    fn is_full(&self) -> bool {
        self.list.len() >= Diagnostics::MAX
    }

    fn push(&mut self, visit: &Visit<'_, '_>, diagnostic: Diagnostic) {
        self.push_in(visit.partial, diagnostic);
    }

    fn push_in(&mut self, partial: Option<&Arc<str>>, mut diagnostic: Diagnostic) {
        if self.is_full() {
            return;
        }
        diagnostic.partial = partial.cloned();
        let span = diagnostic.span;
        let partial = partial.map_or("", |name| &**name);
        if self.known.note(&format!("{} {} {} {partial}", diagnostic.code.id(), span.start, span.end)) {
            self.list.push(diagnostic);
        }
    }
}
