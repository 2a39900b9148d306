//! Renders an event with a template: a message comes of it, or a dead letter.

use crate::dead_letter::{DeadLetter, Reason};
use crate::event::Event;
use crate::message::{Message, headers};
use crate::templates::{Route, line};
use bytes::Bytes;
use itl_eval::{Code, Diagnostic, Diagnostics, Payload, Span};
use itl_syntax::finding::{Finding, SourceFile};

/// What a worker adds to what it renders.
#[derive(Clone, Debug)]
pub(crate) struct Marks {
    /// The consumer, which is part of ids: two workers that render the same events make two messages.
    pub(crate) consumer: String,
    /// Where dead letters go.
    pub(crate) dead_letters: String,
    /// Headers of events that their messages carry on, in lower case.
    pub(crate) carried: Vec<String>,
}

/// What comes of an event.
pub(crate) enum Outcome {
    Message(Message),
    Dead(DeadLetter),
}

/// Renders `event`; its message goes to `target`.
pub(crate) fn render(route: &Route, event: &Event, target: String, marks: &Marks) -> Outcome {
    let dead = |reason, error: String, findings| Outcome::Dead(marks.dead_letter(Some(route), reason, error, findings));
    let Some(template) = route.template() else {
        let error = route.errors().first().map_or_else(|| "the template cannot be read".to_owned(), line);
        return dead(Reason::Refused, error, route.errors().to_vec());
    };
    let payload = without_mark(&event.payload);
    let rendered = template.render_with(payload, &route.options(event));
    if rendered.warnings.iter().any(|one| one.code == Code::InvalidJson) {
        let finding = broken_json(event, payload);
        // No template can read it, so it is nobody's.
        return Outcome::Dead(marks.dead_letter(None, Reason::BrokenJson, line(&finding), vec![finding]));
    }
    if route.is_strict() {
        let failures = template.failures(&rendered.warnings);
        if !failures.is_empty() {
            let failures: Vec<Diagnostic> = failures.into_iter().collect();
            let findings = route.findings(&failures);
            let error = findings.first().map_or_else(String::new, line);
            return dead(Reason::Refused, error, findings);
        }
    }
    let id = format!("msg:{}/{}/{}", event.identity(), marks.consumer, route.name());
    let mut message = Message::about(event, target, id, Bytes::from(rendered.text))
        .header(headers::TEMPLATE, route.name())
        .header(headers::VERSION, route.version());
    if !rendered.warnings.is_empty() {
        message = message.header(headers::WARNINGS, codes(&rendered.warnings));
    }
    let carried =
        event.headers.iter().filter(|(name, _)| marks.carried.iter().any(|one| one.eq_ignore_ascii_case(name)));
    message.carried = carried.cloned().collect();
    Outcome::Message(message)
}

impl Marks {
    /// A dead letter of a template, or of none.
    pub(crate) fn dead_letter(
        &self,
        route: Option<&Route>,
        reason: Reason,
        error: String,
        findings: Vec<Finding>,
    ) -> DeadLetter {
        DeadLetter {
            subject: self.dead_letters.clone(),
            consumer: self.consumer.clone(),
            template: route.map(|route| (route.name().to_owned(), route.version().to_owned())),
            reason,
            error,
            findings,
        }
    }
}

/// The bytes after a byte order mark, which some senders put before JSON.
fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}

/// Each code of the warnings once, in the order in which they came.
fn codes(warnings: &Diagnostics) -> String {
    let mut codes: Vec<&str> = Vec::new();
    for warning in warnings {
        if !codes.contains(&warning.code.id()) {
            codes.push(warning.code.id());
        }
    }
    codes.join(",")
}

/// Where a payload stops being JSON.
fn broken_json(event: &Event, payload: &[u8]) -> Finding {
    let (span, message, text) = match std::str::from_utf8(payload) {
        Err(error) => {
            let at = error.valid_up_to();
            (Span::new(at, at + 1), format!("byte {at} is not UTF-8"), String::from_utf8_lossy(payload))
        }
        Ok(text) => match Payload::from_slice(payload) {
            Err(error) => (span_at(text, error.line, error.column), error.message, text.into()),
            Ok(_) => (Span::default(), "it cannot be read".to_owned(), text.into()),
        },
    };
    let diagnostic = Diagnostic::new(Code::InvalidJson, span, format!("the payload is not valid JSON: {message}"));
    Finding::new(&diagnostic, &SourceFile::new(event.name(), &text))
}

/// The byte at a line and a column in bytes, both from 1; column 0 is the line's start.
fn span_at(text: &str, line: usize, column: usize) -> Span {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let mut at = (start + column.saturating_sub(1)).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    Span::new(at, at + text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8))
}
