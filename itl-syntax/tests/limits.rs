//! The limits of a template, met exactly and by one more.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests")]

use itl_syntax::{Dialect, Kind, ParseLimits, parse};

fn codes(source: &str, limits: ParseLimits) -> Vec<&'static str> {
    parse(source, Dialect::Itl, limits).diagnostics.iter().map(|one| one.code.id()).collect()
}

#[test]
fn sections_stand_inside_each_other_as_deep_as_the_limit() {
    let limits = ParseLimits { depth: 3, ..ParseLimits::default() };
    let nested = |depth: usize| format!("{}{}", "{{#a}}".repeat(depth), "{{/a}}".repeat(depth));
    assert_eq!(codes(&nested(3), limits), [""; 0]);
    assert_eq!(codes(&nested(4), limits), ["E0402"]);
    // Of all that is too deep one is told.
    assert_eq!(codes(&nested(6), limits), ["E0402"]);
}

#[test]
fn a_template_has_as_many_bytes_as_the_limit() {
    let source = "ä{{ a }}";
    let limits = |bytes: usize| ParseLimits { bytes, ..ParseLimits::default() };
    assert_eq!(codes(source, limits(source.len())), [""; 0]);
    let document = parse(source, Dialect::Itl, limits(source.len() - 1));
    let found = document.diagnostics.iter().next().unwrap();
    assert_eq!(found.code.id(), "E0401");
    assert!(found.message.contains(" 9 bytes, 8 are "), "{}", found.message);
    // It is printed as it stands.
    assert!(matches!(&*document.items, [item] if matches!(item.kind, Kind::Text) && item.span.of(source) == source));
}
