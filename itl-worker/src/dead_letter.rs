//! Events that became no message, kept with what was wrong.

use crate::event::Event;
use crate::message::{Message, headers};
use bytes::Bytes;
use itl_syntax::finding::Finding;

/// Why an event became no message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// Its payload is no JSON text.
    BrokenJson,
    /// A strict template refused it: it has errors, or a value is missing.
    Refused,
    /// Its message is larger than the broker takes.
    TooLarge,
    /// No template takes its subject.
    NoTemplate,
    /// It was delivered too often without an answer: something ends the workers that render it.
    Deliveries,
    /// The broker has given up delivering it.
    Exhausted,
    /// The render failed, which is a fault of the engine.
    Failed,
}

impl Reason {
    /// The word for it, in headers and metrics.
    pub fn name(self) -> &'static str {
        match self {
            Self::BrokenJson => "broken_json",
            Self::Refused => "refused",
            Self::TooLarge => "too_large",
            Self::NoTemplate => "no_template",
            Self::Deliveries => "deliveries",
            Self::Exhausted => "exhausted",
            Self::Failed => "failed",
        }
    }
}

/// An event that became no message.
#[derive(Clone, Debug)]
pub struct DeadLetter {
    /// Where it goes.
    pub subject: String,
    /// The consumer that had the event; part of the id.
    pub consumer: String,
    /// Name and version of the template; `None` where it does not come from one.
    pub template: Option<(String, String)>,
    /// Why.
    pub reason: Reason,
    /// Why, in a sentence.
    pub error: String,
    /// What was found, with places.
    pub findings: Vec<Finding>,
}

/// The longest list of findings in a header, in bytes.
const MAX_FINDINGS: usize = 16 << 10;

/// The longest sentence in a header, in bytes.
const MAX_ERROR: usize = 1 << 10;

impl DeadLetter {
    /// The messages that hold the event's bytes as they came, each of at most `limit` bytes: one where that is possible,
    /// else as many as it takes. `None` where not even the headers fit.
    ///
    /// Their ids differ from that of the message that the event should have become, so that neither takes the other for
    /// a duplicate, and from those of another partition of the same bytes.
    pub fn messages(&self, event: &Event, limit: usize) -> Option<Vec<Message>> {
        // The findings may be long; the bytes of the event matter more.
        [MAX_FINDINGS, 0].into_iter().find_map(|findings| {
            let head = self.head(event, findings);
            let whole = Message { payload: event.payload.clone(), ..head.clone() };
            if whole.bytes() <= limit {
                return Some(vec![whole]);
            }
            parts(&head, &event.payload, limit)
        })
    }

    /// The message without the event's bytes.
    fn head(&self, event: &Event, max_findings: usize) -> Message {
        let (name, version) = self.template.as_ref().map_or(("", ""), |(name, version)| (name, version));
        let id = format!("dead:{}/{}/{name}", event.identity(), self.consumer);
        let mut head = Message::about(event, self.subject.clone(), id, Bytes::new())
            .header(headers::REASON, self.reason.name())
            .header(headers::ERROR, cut(&self.error, MAX_ERROR))
            .header(headers::DELIVERED, event.delivered.to_string());
        if self.template.is_some() {
            head = head.header(headers::TEMPLATE, name).header(headers::VERSION, version);
        }
        if let Some(id) = event.header(headers::ID) {
            head = head.header(headers::EVENT_ID, id);
        }
        if max_findings > 0 && !self.findings.is_empty() {
            head = head.header(headers::FINDINGS, findings_within(&self.findings, max_findings));
        }
        let is_own = |name: &str| {
            let name = name.to_ascii_lowercase();
            name.starts_with("nats-") || name.starts_with("itl-")
        };
        if max_findings > 0 {
            head.carried = event.headers.iter().filter(|(name, _)| !is_own(name)).cloned().collect();
        }
        head
    }
}

/// Cuts the event's bytes into messages that all have the headers of `head`.
fn parts(head: &Message, payload: &Bytes, limit: usize) -> Option<Vec<Message>> {
    /// The least room for the event's bytes beside the headers: less would make too many messages.
    const MIN_ROOM: usize = 256;
    /// What the part's number adds to the headers.
    const NUMBER: usize = 64;
    let room = limit.checked_sub(head.bytes() + NUMBER).filter(|room| *room >= MIN_ROOM)?;
    let count = payload.len().div_ceil(room);
    let part = |at: usize| {
        let bytes = payload.slice(at * room..payload.len().min((at + 1) * room));
        let number = format!("{}/{count}", at + 1);
        let mut message = Message { payload: bytes, ..head.clone() }.header(headers::PART, &*number);
        if let Some((_, id)) = message.headers.first_mut() {
            id.push('#');
            id.push_str(&number);
        }
        message
    };
    Some((0..count).map(part).collect())
}

/// As many of the findings as fit, as a JSON list.
fn findings_within(findings: &[Finding], max: usize) -> String {
    let mut list = String::from("[");
    for finding in findings {
        let Ok(text) = serde_json::to_string(finding) else { continue };
        if list.len() + text.len() + 2 > max {
            break;
        }
        if list.len() > 1 {
            list.push(',');
        }
        list.push_str(&text);
    }
    list.push(']');
    list
}

/// The start of a text, at most `max` bytes of it.
fn cut(text: &str, max: usize) -> &str {
    let mut end = text.len().min(max);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or(text)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::{DeadLetter, Reason};
    use crate::event::Event;
    use crate::message::headers;
    use bytes::Bytes;
    use itl_syntax::finding::{Finding, SourceFile};
    use itl_syntax::{Code, Diagnostic, Span};

    fn event(bytes: usize) -> Event {
        Event {
            stream: "EVENTS".into(),
            sequence: 7,
            stored: 1_700_000_000_000_000_000,
            subject: "events.disk".into(),
            headers: vec![("Nats-Msg-Id".into(), "own".into()), ("traceparent".into(), "00-1".into())],
            payload: Bytes::from((0..bytes).map(|at| b'a' + (at % 26) as u8).collect::<Vec<u8>>()),
            delivered: 2,
            waiting: 0,
            exhausted: false,
        }
    }

    fn letter(findings: usize) -> DeadLetter {
        let diagnostic = Diagnostic::new(Code::UnknownFunction, Span::new(0, 1), "é".repeat(200));
        let finding = Finding::new(&diagnostic, &SourceFile::new("disk.itl", "{{ a }}"));
        DeadLetter {
            subject: "dead.itl".into(),
            consumer: "worker".into(),
            template: Some(("disk".into(), "v1".into())),
            reason: Reason::Refused,
            error: "two\nlines".into(),
            findings: vec![finding; findings],
        }
    }

    #[test]
    fn one_message_holds_the_event_as_it_came() {
        let event = event(100);
        let all = letter(1).messages(&event, 1 << 20).unwrap();
        assert_eq!(all.len(), 1);
        let one = &all[0];
        assert_eq!(one.payload, event.payload);
        assert_eq!(one.id(), "dead:EVENTS/7/1700000000000000000/worker/disk");
        assert_eq!(one.value(headers::REASON), Some("refused"));
        assert_eq!(one.value(headers::ERROR), Some("two lines"));
        assert_eq!(one.value(headers::EVENT_ID), Some("own"));
        assert_eq!(one.carried, [("traceparent".to_owned(), "00-1".to_owned())]);
        let findings: serde_json::Value = serde_json::from_str(one.value(headers::FINDINGS).unwrap()).unwrap();
        assert_eq!(findings[0]["code"], "E0201");
    }

    #[test]
    fn findings_give_way_to_the_events_bytes() {
        let all = letter(1000).messages(&event(5000), 6000).unwrap();
        assert_eq!(all.len(), 1);
        assert_eq!(all[0].value(headers::FINDINGS), None);
        let all = letter(1000).messages(&event(10), 1 << 20).unwrap();
        let findings: serde_json::Value = serde_json::from_str(all[0].value(headers::FINDINGS).unwrap()).unwrap();
        assert!((5..100).contains(&findings.as_array().unwrap().len()));
    }

    #[test]
    fn parts_together_are_the_event() {
        let event = event(10_000);
        let mut ids = std::collections::HashSet::new();
        for limit in [900, 1500, 4000] {
            let parts = letter(0).messages(&event, limit).unwrap();
            assert!(parts.len() > 1, "{limit}");
            let mut bytes = Vec::new();
            for (at, part) in parts.iter().enumerate() {
                assert!(part.bytes() <= limit);
                assert_eq!(part.value(headers::PART), Some(&*format!("{}/{}", at + 1, parts.len())));
                assert!(ids.insert(part.id().to_owned()), "{}", part.id());
                bytes.extend_from_slice(&part.payload);
            }
            assert_eq!(bytes, event.payload);
        }
        assert!(letter(0).messages(&event, 300).is_none());
    }
}
