//! Diagnostics, traces and what editors ask for, as the JSON that JavaScript reads.

use crate::json::Writer;
use crate::places::Places;
#[cfg(feature = "analysis")]
use itl_eval::Traced;
use itl_eval::{Diagnostic, Diagnostics, Rendered, Severity, Span, Template};
#[cfg(feature = "extensions")]
use itl_prompt::Message;

/// The text of a partial by its name.
pub(crate) type Sources<'s> = dyn Fn(&str) -> Option<&'s str> + 's;

/// The spans of one answer, looked up in the template and its partials in one pass each.
pub(crate) struct Spans<'n>(Vec<(Option<&'n str>, Places)>);

impl<'n> Spans<'n> {
    /// `wanted` are the spans that will be written, with the partial each stands in.
    pub(crate) fn new<'s>(
        source: &'s str,
        sources: &Sources<'s>,
        wanted: impl IntoIterator<Item = (Option<&'n str>, Span)>,
    ) -> Self {
        // Few partials, and most spans in the one that was last.
        let mut offsets: Vec<(Option<&'n str>, Vec<u32>)> = Vec::new();
        for (partial, span) in wanted {
            let known = offsets.iter().rposition(|(known, _)| *known == partial);
            let at = known.unwrap_or_else(|| {
                offsets.push((partial, Vec::new()));
                offsets.len() - 1
            });
            if let Some((_, offsets)) = offsets.get_mut(at) {
                offsets.extend([span.start, span.end]);
            }
        }
        let places = offsets.into_iter().map(|(partial, offsets)| {
            let text = partial.map_or(source, |name| sources(name).unwrap_or_default());
            (partial, Places::new(text, offsets))
        });
        Self(places.collect())
    }

    pub(crate) fn write(&self, w: &mut Writer, partial: Option<&str>, span: Span) {
        let places = self.0.iter().find(|(known, _)| *known == partial);
        let place = |offset| places.map(|(_, places)| places.get(offset)).unwrap_or_default();
        let (start, end) = (place(span.start), place(span.end));
        w.object(|w| {
            w.key("start").number(start.utf16);
            w.key("end").number(end.utf16);
            w.key("byteStart").number(span.start);
            w.key("byteEnd").number(span.end);
            w.key("line").number(start.line);
            w.key("column").number(start.column);
        });
    }
}

/// A list of diagnostics.
pub(crate) fn diagnostics<'s>(w: &mut Writer, list: &[Diagnostic], source: &'s str, sources: &Sources<'s>) {
    let wanted = list.iter().flat_map(|one| {
        let further = one.labels.iter().map(|label| label.span).chain(one.suggestion.iter().map(|s| s.span));
        std::iter::once(one.span).chain(further).map(|span| (one.partial.as_deref(), span))
    });
    let spans = Spans::new(source, sources, wanted);
    w.list(list, |w, one| diagnostic(w, one, &spans));
}

fn diagnostic(w: &mut Writer, one: &Diagnostic, spans: &Spans<'_>) {
    let partial = one.partial.as_deref();
    w.object(|w| {
        w.key("code").text(one.code.id());
        w.key("severity").text(severity(one.severity));
        w.key("message").text(&one.message);
        spans.write(w.key("span"), partial, one.span);
        w.key("labels").list(&one.labels, |w, label| {
            w.object(|w| {
                spans.write(w.key("span"), partial, label.span);
                w.key("message").text(&label.message);
            });
        });
        w.key("help").optional(one.help.as_deref());
        match (w.key("suggestion"), &one.suggestion) {
            (w, None) => w.null(),
            (w, Some(suggestion)) => w.object(|w| {
                spans.write(w.key("span"), partial, suggestion.span);
                w.key("replacement").text(&suggestion.replacement);
            }),
        }
        w.key("partial").optional(partial);
    });
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Warning => "warning",
        Severity::Note => "note",
        Severity::Error => "error",
    }
}

/// What a render noticed, and what `more` adds.
pub(crate) fn notes(template: &Template, warnings: &Diagnostics, more: impl FnOnce(&mut Writer)) -> String {
    let sources = |name: &str| template.partial_source(name);
    let mut w = Writer::new();
    w.object(|w| {
        diagnostics(w.key("warnings"), warnings, template.source(), &sources);
        let judged = Rendered { warnings: warnings.clone(), ..Rendered::default() };
        if let Err(failure) = template.strict(judged) {
            diagnostics(w.key("failures"), &failure.diagnostics, template.source(), &sources);
        }
        more(w);
    });
    w.finish()
}

/// Where the parts of a text come from.
#[cfg(feature = "analysis")]
pub(crate) fn trace(w: &mut Writer, template: &Template, traced: &[Traced], text: &str) {
    let sources = |name: &str| template.partial_source(name);
    let tags = Spans::new(template.source(), &sources, traced.iter().map(|one| (one.partial.as_deref(), one.tag)));
    let ends = traced.iter().flat_map(|one| [one.output.start as u32, one.output.end as u32]);
    let places = Places::new(text, ends.collect());
    w.list(traced, |w, one| {
        w.object(|w| {
            let partial = one.partial.as_deref();
            tags.write(w.key("tag"), partial, one.tag);
            w.key("partial").optional(partial);
            w.key("output").object(|w| {
                let (start, end) = (one.output.start as u32, one.output.end as u32);
                w.key("start").number(places.get(start).utf16);
                w.key("end").number(places.get(end).utf16);
                w.key("byteStart").number(start);
                w.key("byteEnd").number(end);
            });
        });
    });
}

/// The messages of a prompt.
#[cfg(feature = "extensions")]
pub(crate) fn messages(w: &mut Writer, messages: &[Message]) {
    w.list(messages, |w, message| {
        w.object(|w| {
            w.key("role").text(message.role.name());
            w.key("content").text(&message.text);
        });
    });
}

/// The library as a list.
#[cfg(feature = "docs")]
pub(crate) fn functions(registry: &itl_eval::Registry) -> String {
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
            w.key("portable").bool(row.portable);
            w.key("doc").text(&row.doc);
            w.key("examples").list(row.examples.iter(), |w, example| {
                w.object(|w| {
                    w.key("value").text(example.value);
                    w.key("call").text(example.call);
                    w.key("output").text(example.output);
                });
            });
        });
    });
    w.finish()
}

/// What a code means; `null` for an unknown one.
#[cfg(feature = "docs")]
pub(crate) fn explain(id: &str) -> String {
    let mut w = Writer::new();
    match itl_eval::Code::from_id(id) {
        None => w.null(),
        Some(code) => w.object(|w| {
            w.key("code").text(code.id());
            w.key("severity").text(severity(code.severity()));
            w.key("title").text(code.title());
            w.key("example").text(code.example());
            w.key("text").text(code.explanation());
        }),
    }
    w.finish()
}
