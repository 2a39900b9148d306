//! Everything that an editor asks, at every offset.

use crate::input::Input;
use crate::setup::{engine, places};
use itl_analysis::{Analysis, CheckOptions, Contract, Rename, Shape};
use itl_eval::{Engine, Span, Template};
use serde_json::Value;
use std::collections::BTreeSet;

/// About how many offsets are asked about; which ones differs between inputs.
const OFFSETS: usize = 40;

/// About how many suggestions of a check are applied, each of which compiles the template again.
const FIXES: usize = 8;

/// Answers lie in their sources and are bounded; what they suggest can be written, and then read again.
pub(super) fn run(bytes: &[u8]) {
    let input = Input::read(bytes);
    let source = input.text().into_owned();
    let engine = engine(&input);
    let document = engine.parse(&source);
    let (template, _) = engine.compile_document(&document);
    let sample: Option<Value> = serde_json::from_slice(input.json()).ok();
    let shapes = [None, sample.as_ref().map(Shape::sample), sample.as_ref().map(Shape::schema)];
    for shape in &shapes {
        let analysis = Analysis::new(&template, &document, shape.as_ref());
        let found = analysis.check(&CheckOptions::default().portable(true));
        places(&template, &found);
        let own = found.iter().filter(|one| one.partial.is_none());
        let fixes: Vec<_> = own.filter_map(|one| one.suggestion.as_ref()).collect();
        let step = 1 + fixes.len() / FIXES;
        for fix in fixes.iter().skip(bytes.len() % step).step_by(step) {
            applied(&engine, &source, fix.span, &fix.replacement);
        }
        references(&analysis, &template);
        for part in analysis.outline() {
            assert!(source.get(part.span.range()).is_some() && source.get(part.tag.range()).is_some(), "{part:?}");
        }
        let step = 1 + source.len() / OFFSETS;
        for offset in (bytes.len() % step..=source.len()).step_by(step) {
            at(&analysis, &engine, &source, offset);
        }
    }
    contract(&input, &Contract::of(&document), sample.as_ref());
}

fn references(analysis: &Analysis<'_>, template: &Template) {
    let found = analysis.references();
    for read in &found.reads {
        let source = crate::setup::source_of(template, read.partial.as_deref());
        assert!(source.get(read.span.range()).is_some() && source.get(read.tag.range()).is_some(), "{read:?}");
    }
    assert_eq!(found.paths().is_empty(), found.reads.is_empty());
    assert_eq!(analysis.references(), found, "twice the same");
}

/// A suggestion can be applied, and the result be read.
fn applied(engine: &Engine, source: &str, span: Span, replacement: &str) {
    let mut fixed = source.to_owned();
    fixed.replace_range(span.range(), replacement);
    let (template, found) = engine.compile_lenient(&fixed);
    places(&template, &found);
}

fn at(analysis: &Analysis<'_>, engine: &Engine, source: &str, offset: usize) {
    let inside = |span: Span| assert!(source.get(span.range()).is_some(), "{span:?} of {source:?}");
    if let Some(found) = analysis.complete(offset) {
        inside(found.span);
        assert!(
            found.span.start as usize <= offset && offset <= found.span.end as usize,
            "{:?} at {offset}",
            found.span
        );
        for item in found.items.iter().take(2) {
            applied(engine, source, found.span, &item.insert);
        }
    }
    if let Some(found) = analysis.hover(offset) {
        inside(found.span);
        assert!(!found.title.is_empty());
    }
    if let Some(found) = analysis.rename(offset) {
        inside(found.span);
        renamed(engine, source, &found);
    }
}

/// The places of a rename do not overlap, and a template without errors has none afterwards.
fn renamed(engine: &Engine, source: &str, found: &Rename) {
    let own = found.occurrences.iter().filter(|place| place.partial.is_none());
    let places: BTreeSet<(u32, u32)> = own.clone().map(|place| (place.span.start, place.span.end)).collect();
    let ends = places.iter().map(|(_, end)| *end);
    let starts = places.iter().skip(1).map(|(start, _)| *start);
    assert!(ends.zip(starts).all(|(end, start)| end <= start), "{found:?}");
    assert!(places.contains(&(found.span.start, found.span.end)), "{found:?} of {source:?}");
    let mut renamed = source.to_owned();
    for place in own.rev() {
        renamed.replace_range(place.span.range(), &place.replacement("new key"));
    }
    if !engine.check(source).has_errors() {
        let errors = engine.check(&renamed);
        assert!(!errors.has_errors(), "{source:?} became {renamed:?}: {errors}");
    }
}

fn contract(input: &Input, contract: &Contract, sample: Option<&Value>) {
    let schema = contract.schema();
    if let Some(sample) = sample {
        let _ = contract.violations(sample, "payload");
    }
    let engine = engine(input);
    let source = input.text();
    let document = engine.parse(&source);
    if let Some(tags) = contract.as_tags(&document) {
        assert!(schema.is_some(), "{tags}");
    }
}
