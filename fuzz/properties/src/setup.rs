//! Engines and options as an input asks for them, and what holds of everything that they return.

use crate::input::Input;
use itl_eval::{
    Budget, Diagnostics, Dialect, Engine, Escape, Fit, Limits, MemoryPartials, OnError, RenderOptions, Template, Unit,
    Zone,
};
use itl_syntax::report::{Colour, draw};

/// Small enough that an input takes milliseconds.
pub(crate) fn limits() -> Limits {
    Limits::default().steps(200_000).output_bytes(1 << 18).regex_bytes(1 << 20)
}

/// The engine that the fields `mustache`, `escape`, `zone`, `on-error` and `partial` ask for.
pub(crate) fn engine(input: &Input) -> Engine {
    let dialect = if input.field("mustache").is_some() { Dialect::Mustache } else { Dialect::Itl };
    let partials = input.fields.iter().filter(|field| field.name == "partial");
    let partials: MemoryPartials = partials.map(|field| (field.argument.clone(), field.text().into_owned())).collect();
    let mut builder = Engine::builder().dialect(dialect).limits(limits()).partials(partials);
    if let Some(escape) = input.argument("escape").and_then(|name| name.parse::<Escape>().ok()) {
        builder = builder.escape(escape);
    }
    if let Some(zone) = input.argument("zone").and_then(Zone::named) {
        builder = builder.zone(zone);
    }
    if let Some(on_error) = input.argument("on-error").and_then(|name| name.parse::<OnError>().ok()) {
        builder = builder.on_error(on_error);
    }
    builder.build()
}

/// The options that the fields `budget` and `now` ask for; a budget is `40 bytes values`.
pub(crate) fn options(input: &Input) -> RenderOptions {
    let now = input.argument("now").and_then(|ms| ms.parse().ok()).unwrap_or(1_700_000_000_000);
    RenderOptions::new().now(now).budget(input.argument("budget").and_then(budget))
}

fn budget(words: &str) -> Option<Budget> {
    let mut words = words.split(' ');
    let limit = words.next()?.parse::<u16>().ok()?.into();
    let budget = match words.next() {
        Some("bytes") => Budget::bytes(limit),
        Some("utf16") => Budget::utf16(limit),
        _ => Budget::chars(limit),
    };
    Some(match words.next().and_then(|name| name.parse::<Fit>().ok()) {
        Some(fit) => budget.fit(fit),
        None => budget,
    })
}

/// How long a text is in the unit of a budget.
pub(crate) fn measure(budget: &Budget, text: &str) -> usize {
    match budget.unit() {
        Unit::Bytes => text.len(),
        Unit::Utf16 => text.encode_utf16().count(),
        _ => text.chars().count(),
    }
}

/// The budget that an input asks for.
pub(crate) fn budget_of(input: &Input) -> Option<Budget> {
    input.argument("budget").and_then(budget)
}

/// The source that the spans of a diagnostic count in.
pub(crate) fn source_of<'t>(template: &'t Template, partial: Option<&str>) -> &'t str {
    match partial {
        Some(name) => template.partial_source(name).unwrap_or(""),
        None => template.source(),
    }
}

/// Every place lies in its source, between characters, and every diagnostic can be drawn.
pub(crate) fn places(template: &Template, found: &Diagnostics) {
    for one in found {
        let source = source_of(template, one.partial.as_deref());
        let labels = one.labels.iter().map(|label| label.span);
        for span in labels.chain(one.suggestion.iter().map(|fix| fix.span)).chain([one.span]) {
            assert!(source.get(span.range()).is_some(), "{span:?} is no place of {source:?}: {one:?}");
        }
        assert!(!draw(one, "t", source, Colour::Never).is_empty());
    }
}
