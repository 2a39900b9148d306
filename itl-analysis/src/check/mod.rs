//! Everything that can be said about a template before it is sent anywhere.

mod escaping;
mod portable;
mod sample;

use crate::shape::Shape;
use crate::walk::{self, Visit};
use itl_eval::{Diagnostic, Diagnostics, Dialect, Engine, Names};
use itl_prompt::PromptSettings;
use itl_syntax::ParseLimits;
use serde_json::Value as Json;
use std::sync::Arc;

/// What a template is checked against.
#[derive(Clone, Copy, Debug, Default)]
pub struct CheckOptions<'a> {
    /// A payload as the template will get it.
    pub sample: Option<&'a Json>,
    /// A JSON Schema of the payload; where there is a sample too, the sample is used.
    pub schema: Option<&'a Json>,
    /// Whether to name what ilert itself would not understand.
    pub portable: bool,
    /// Paths whose values may be printed unescaped inside an XML-style section, beside those
    /// that the template lists itself: `{{! @trusted instruction }}`.
    pub trusted: &'a [String],
}

/// Compiles `source` and checks it: the errors and warnings of the compile, and those that only
/// the options make visible, in source order.
///
/// ```
/// use itl_analysis::{CheckOptions, check};
/// use itl_eval::Engine;
/// let options = CheckOptions { portable: true, ..CheckOptions::default() };
/// let found = check(&Engine::new(), "{{ host.trim() }}", &options);
/// assert_eq!(found[0].code.id(), "W0502");
/// ```
pub fn check(engine: &Engine, source: &str, options: &CheckOptions<'_>) -> Diagnostics {
    let mut found = Findings { list: engine.check(source), known: Names::default() };
    if found.list.len() >= Diagnostics::MOST {
        // Nothing could be added, and each look at such a template takes its time.
        return found.list;
    }
    let root = match (options.sample, options.schema) {
        (Some(sample), _) => Shape::sample(sample),
        (None, Some(schema)) => Shape::schema(schema),
        (None, None) => Shape::Unknown,
    };
    let limits = engine.limits();
    let document =
        itl_syntax::parse(source, engine.dialect(), ParseLimits { bytes: limits.template_bytes, depth: limits.depth });
    let portable = options.portable && engine.dialect() == Dialect::Itl;
    let known = !root.is_unknown();
    let against = if options.sample.is_some() { sample::Against::Sample } else { sample::Against::Schema };
    walk::walk(engine, source, root, &mut |visit| {
        if visit.resolved.broken {
            return;
        }
        if known {
            sample::check(visit, against, source, &mut found);
        }
        if portable && visit.partial.is_none() {
            portable::check_expr(engine, source, visit, known, &mut found);
        }
        escaping::check_twice(engine.escape(), source, visit, &mut found);
    });
    if portable {
        portable::check_tags(&document, &mut found);
    }
    let own = PromptSettings::read(source, engine.dialect(), limits).trusted;
    let trusted: Vec<&str> = options.trusted.iter().chain(&own).map(String::as_str).collect();
    escaping::check_structure(engine, source, &trusted, &mut found);
    found.list.sort();
    found.list
}

/// The diagnostics so far; each place and code is reported once, however often a partial is
/// called.
struct Findings {
    list: Diagnostics,
    known: Names,
}

impl Findings {
    fn push(&mut self, visit: Option<&Visit<'_, '_>>, diagnostic: Diagnostic) {
        self.push_in(visit.and_then(|visit| visit.partial), diagnostic);
    }

    fn push_in(&mut self, partial: Option<&Arc<str>>, mut diagnostic: Diagnostic) {
        diagnostic.partial = partial.cloned();
        let span = diagnostic.span;
        let partial = partial.map_or("", |name| &**name);
        if self.known.note(&format!("{} {} {} {partial}", diagnostic.code.id(), span.start, span.end)) {
            self.list.push(diagnostic);
        }
    }
}
