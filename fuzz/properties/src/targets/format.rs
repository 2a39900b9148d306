//! Canonical text: a fixed point that renders the same.

use crate::input::Input;
use crate::setup::{engine, options};
use itl_eval::Code;
use itl_syntax::Kind;

/// Canonical and migrated text compile, are fixed points, keep the template's own text and render as the template does.
pub(super) fn run(bytes: &[u8]) {
    let input = Input::read(bytes);
    let engine = engine(&input);
    let source = input.text();
    let formatted = engine.format(&source);
    assert_eq!(formatted.is_ok(), !engine.check(&source).has_errors());
    let (Ok(canonical), Ok(migrated)) = (formatted, engine.migrate(&source)) else { return };
    assert_eq!(engine.format(&canonical).ok(), Some(canonical.clone()), "a fixed point");
    assert_eq!(engine.format(&migrated).ok(), Some(canonical.clone()), "canonical text of the migrated");
    assert_eq!(engine.migrate(&migrated).ok(), Some(migrated.clone()), "migrated twice");
    assert!(engine.equivalent(&source, &canonical) && engine.equivalent(&canonical, &migrated));
    let texts = |source: &str| {
        let document = engine.parse(source);
        let texts = document.items.iter().filter(|item| matches!(item.kind, Kind::Text));
        texts.map(|item| item.span.of(source).to_owned()).collect::<String>()
    };
    assert_eq!(texts(&source), texts(&canonical), "the template's own text stays");
    let options = options(&input);
    let render = |source: &str| {
        let rendered = engine.compile_lenient(source).0.render_with(input.json(), &options);
        let codes: Vec<Code> = rendered.warnings.iter().map(|warning| warning.code).collect();
        (rendered.text, codes)
    };
    let expected = render(&source);
    assert_eq!(render(&canonical), expected, "{canonical:?}");
    assert_eq!(render(&migrated), expected, "{migrated:?}");
}
