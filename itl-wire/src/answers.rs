//! Diagnostics, traces and what editors ask for, as the JSON that a binding reads.

use crate::json::Writer;
use itl_eval::{Diagnostic, Diagnostics, Template};
#[cfg(feature = "analysis")]
use itl_eval::{Span, Traced};
#[cfg(feature = "analysis")]
use itl_syntax::finding::Locations;
use itl_syntax::finding::{Finding, Location, SourceFile};

/// The text of a partial by its name.
pub type Sources<'s> = dyn Fn(&str) -> Option<&'s str> + 's;

/// The text that spans in `partial` count in.
pub fn text<'s>(source: &'s str, sources: &Sources<'s>, partial: Option<&str>) -> &'s str {
    partial.map_or(source, |name| sources(name).unwrap_or_default())
}

/// A place in UTF-16 units, as JavaScript and Java count, and in bytes, as C and Go do.
pub fn span(w: &mut Writer, at: &Location) {
    w.object(|w| {
        w.key("start").number(at.utf16_start as u32);
        w.key("end").number(at.utf16_end as u32);
        w.key("byteStart").number(at.start as u32);
        w.key("byteEnd").number(at.end as u32);
        w.key("line").number(at.line as u32);
        w.key("column").number(at.column as u32);
    });
}

/// A list of diagnostics.
pub fn diagnostics<'s>(w: &mut Writer, list: &[Diagnostic], source: &'s str, sources: &Sources<'s>) {
    let partial = |name: &str| Some(SourceFile::new(name, text(source, sources, Some(name))));
    w.list(Finding::list(list, &SourceFile::new("", source), partial), |w, one| finding(w, &one));
}

fn finding(w: &mut Writer, one: &Finding) {
    w.object(|w| {
        w.key("code").text(one.code.id());
        w.key("severity").text(one.severity.name());
        w.key("message").text(&one.message);
        span(w.key("span"), &one.location);
        w.key("labels").list(&one.labels, |w, label| {
            w.object(|w| {
                span(w.key("span"), &label.location);
                w.key("message").text(&label.message);
            });
        });
        w.key("help").optional(one.help.as_deref());
        match (w.key("suggestion"), &one.suggestion) {
            (w, None) => w.null(),
            (w, Some(suggestion)) => w.object(|w| {
                span(w.key("span"), &suggestion.location);
                w.key("replacement").text(&suggestion.replacement);
            }),
        }
        w.key("partial").optional(one.partial.as_deref());
    });
}

/// What a render noticed, and what `more` adds.
pub fn notes(template: &Template, warnings: &Diagnostics, more: impl FnOnce(&mut Writer)) -> String {
    let sources = |name: &str| template.partial_source(name);
    let mut w = Writer::new();
    w.object(|w| {
        diagnostics(w.key("warnings"), warnings, template.source(), &sources);
        let failures = template.failures(warnings);
        if !failures.is_empty() {
            diagnostics(w.key("failures"), &failures, template.source(), &sources);
        }
        more(w);
    });
    w.finish()
}

/// Where the parts of a text come from.
#[cfg(feature = "analysis")]
pub fn trace(w: &mut Writer, template: &Template, traced: &[Traced], text: &str) {
    let sources = |name: &str| template.partial_source(name);
    let tags = Locations::new(traced.iter().map(|one| (one.partial.as_deref(), one.tag)), |partial| {
        self::text(template.source(), &sources, partial)
    });
    let output = |one: &Traced| Span::new(one.output.start, one.output.end);
    let outputs = Locations::new(traced.iter().map(|one| (None, output(one))), |_| text);
    w.list(traced, |w, one| {
        w.object(|w| {
            let partial = one.partial.as_deref();
            span(w.key("tag"), &tags.get(partial, one.tag));
            w.key("partial").optional(partial);
            w.key("steps").number(u32::try_from(one.steps).unwrap_or(u32::MAX));
            w.key("output").object(|w| {
                let at = outputs.get(None, output(one));
                w.key("start").number(at.utf16_start as u32);
                w.key("end").number(at.utf16_end as u32);
                w.key("byteStart").number(at.start as u32);
                w.key("byteEnd").number(at.end as u32);
            });
        });
    });
}

/// The library as a list. Without the feature `docs` the texts of its rows are empty.
#[cfg(feature = "analysis")]
pub fn functions(registry: &itl_eval::Registry) -> String {
    let mut w = Writer::new();
    w.list(registry.iter(), |w, row| {
        w.object(|w| {
            w.key("name").text(&row.name);
            w.key("aliases").list(row.aliases, |w, alias| w.text(alias));
            w.key("signature").text(&row.signature());
            w.key("receiver").text(row.receiver.name());
            w.key("returns").text(row.returns.name());
            w.key("params").list(row.params.iter(), |w, param| {
                w.object(|w| {
                    w.key("name").text(param.name);
                    w.key("kind").text(param.kind.name());
                    w.key("default").optional(param.default);
                });
            });
            w.key("repeats").bool(row.repeats);
            w.key("portable").bool(row.portable);
            texts(w, row);
        });
    });
    w.finish()
}

/// What a function does, and examples of it.
#[cfg(feature = "analysis")]
pub(crate) fn texts(w: &mut Writer, row: &itl_eval::Function) {
    w.key("doc").text(&row.doc);
    w.key("examples").list(row.examples.iter(), |w, example| {
        w.object(|w| {
            w.key("value").text(example.value);
            w.key("call").text(example.call);
            w.key("output").text(example.output);
        });
    });
}

/// What a code means; `null` for an unknown one.
#[cfg(feature = "analysis")]
pub fn explain(id: &str) -> String {
    let mut w = Writer::new();
    match itl_eval::Code::from_id(id) {
        None => w.null(),
        Some(code) => w.object(|w| {
            w.key("code").text(code.id());
            w.key("severity").text(code.severity().name());
            #[cfg(feature = "docs")]
            meaning(w, code);
        }),
    }
    w.finish()
}

/// What a code means, in its words.
#[cfg(feature = "docs")]
pub(crate) fn meaning(w: &mut Writer, code: itl_eval::Code) {
    w.key("title").text(code.title());
    w.key("example").text(code.example());
    w.key("text").text(code.explanation());
}
