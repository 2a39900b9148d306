//! A template is parsed and compiled once, whatever is asked of it.

use itl_analysis::{Analysis, CheckOptions, Shape};
use itl_eval::{Dialect, Engine, Partials};
use serde_json::json;
use std::borrow::Cow;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Partials that count how often they are loaded: each compile loads each of them once.
struct Counted(Arc<AtomicUsize>);

impl Partials for Counted {
    fn load(&self, name: &str, _: Dialect) -> Option<Cow<'_, str>> {
        self.0.fetch_add(1, Ordering::Relaxed);
        (name == "line").then_some(Cow::Borrowed("{{ host }}{{{ raw }}}"))
    }
}

#[test]
fn every_question_is_answered_from_one_parse_and_one_compile() {
    let compiles = Arc::new(AtomicUsize::new(0));
    let engine = Engine::builder().partials(Counted(compiles.clone())).build();
    let sample = json!({"alerts": [{"host": "a"}]});
    let source = "{{! @trusted x }}<rules>{{ #alerts }}{{> line }}{{ host.trim() }}{{ /alerts }}</rules>";
    let parses = itl_syntax::sections::parses();
    let document = engine.parse(source);
    let (template, _) = engine.compile_document(&document);
    let compiled = itl_syntax::sections::parses() - parses;
    // The template and its partial.
    assert_eq!((compiled, compiles.load(Ordering::Relaxed)), (2, 1));

    let analysis = Analysis::new(&template, &document, Some(&Shape::sample(&sample)));
    assert!(!analysis.check(&CheckOptions::default().portable(true)).is_empty());
    assert!(!analysis.references().reads.is_empty());
    assert!(analysis.hover(source.find("host").unwrap_or_default()).is_some());
    assert!(analysis.complete(source.find("host").unwrap_or_default()).is_some());
    assert!(analysis.rename(source.find("host").unwrap_or_default()).is_some());
    assert_eq!(analysis.outline().len(), 2);
    // The partial once more, for its places; what calls are tried on the sample are other templates.
    let tried = 1;
    assert_eq!(itl_syntax::sections::parses() - parses, compiled + 1 + tried);
    assert_eq!(compiles.load(Ordering::Relaxed), 1);
}
