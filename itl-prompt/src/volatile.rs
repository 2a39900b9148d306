//! Values in the beginning of a prompt that its samples show to change from request to request.

use crate::prompt::{Conversation, Prompt, PromptOptions};
use crate::turn::{Str, Turn};
use itl_eval::{Source, Traced};
use itl_syntax::{Code, Diagnostic, Diagnostics, Span};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// A tag: its place and the partial it stands in.
type Tag = (Span, Option<Arc<str>>);

type Digest = [u8; 32];

/// Names the tags of the instructions at the beginning whose values change from sample to sample, or are
/// a time or a random id, as in each request. No cache finds a prompt that begins with them.
///
/// ```
/// use itl_eval::{Dialect, Engine};
/// use itl_prompt::{Prompt, PromptOptions, volatile_beginning};
/// use serde_json::json;
/// let engine = Engine::builder().dialect(Dialect::Mustache).build();
/// let prompt = Prompt::new(engine.compile("{{$system}}Team {{team}}, request {{id}}{{/system}}{{$user}}{{q}}{{/user}}")?);
/// let samples = [json!({"team": "db", "id": 41, "q": "a"}), json!({"team": "db", "id": 42, "q": "b"})];
/// let found = volatile_beginning(&prompt, &samples.each_ref(), &PromptOptions::default());
/// assert_eq!(found.len(), 1);
/// assert_eq!(found[0].span.of(prompt.template().source()), "{{id}}");
/// # Ok::<(), itl_eval::CompileError>(())
/// ```
pub fn volatile_beginning(prompt: &Prompt, samples: &[&serde_json::Value], options: &PromptOptions<'_>) -> Diagnostics {
    let mut options = options.clone();
    options.render.trace = true;
    let mut wrote: BTreeMap<Tag, Wrote> = BTreeMap::new();
    for sample in samples {
        let conversation = prompt.render(Source::Json(sample), &options);
        for (traced, text) in of_beginning(&conversation) {
            wrote.entry((traced.tag, traced.partial.clone())).or_default().add(text);
        }
        wrote.values_mut().for_each(Wrote::end_sample);
    }
    let mut found = Diagnostics::new();
    for ((tag, partial), wrote) in wrote {
        let why = if wrote.differs {
            "its value differs between the samples"
        } else if wrote.a_time {
            "its value is a time"
        } else if wrote.a_random_id {
            "its value is a random id"
        } else {
            continue;
        };
        let message = format!("{why}, and it stands in the beginning of the prompt, which no cache finds then");
        let mut one = Diagnostic::new(Code::VolatileBeginning, tag, message)
            .help("move it to the last turn of the user, or after the last cache mark");
        one.partial = partial;
        found.push(one);
    }
    found
}

/// What a tag wrote for the samples: digests, since all their texts may be more than fits into memory.
#[derive(Default)]
struct Wrote {
    /// Of the first sample for which it ran; a tag of an optional section does not run for each.
    first: Option<Digest>,
    /// Of the sample that is being read.
    texts: Option<Sha256>,
    differs: bool,
    a_time: bool,
    a_random_id: bool,
}

impl Wrote {
    fn add(&mut self, text: &str) {
        let texts = self.texts.get_or_insert_default();
        texts.update(text.len().to_le_bytes());
        texts.update(text);
        self.a_time |= is_time(text);
        self.a_random_id |= is_random_id(text);
    }

    fn end_sample(&mut self) {
        if let Some(texts) = self.texts.take() {
            let digest = texts.finalize().into();
            self.differs |= *self.first.get_or_insert(digest) != digest;
        }
    }
}

/// What tags wrote in the instructions that the conversation begins with.
fn of_beginning(conversation: &Conversation) -> impl Iterator<Item = (&Traced, &str)> {
    let begins = conversation.turns.iter().take_while(|turn| turn.role.instructs());
    let ranges: Vec<Range<usize>> = begins.flat_map(Turn::texts).filter_map(Str::in_rendered).collect();
    let inside = move |traced: &&Traced| {
        // They stand in the order of the text, apart from each other.
        let at = ranges.partition_point(|range| range.start <= traced.output.start);
        let range = at.checked_sub(1).and_then(|at| ranges.get(at));
        range.is_some_and(|range| traced.output.end <= range.end)
    };
    let text = |traced| -> Option<(&Traced, &str)> {
        let traced: &Traced = traced;
        conversation.text().get(traced.output.clone()).map(|text| (traced, text))
    };
    conversation.trace().iter().filter(inside).filter_map(text)
}

/// Whether a text is a point in time: a date with a time of day.
fn is_time(text: &str) -> bool {
    let text = text.trim();
    let digits = |range: Range<usize>| text.get(range).is_some_and(|part| part.bytes().all(|b| b.is_ascii_digit()));
    let at = |index: usize| text.as_bytes().get(index).copied().unwrap_or(0);
    let date = digits(0..4) && at(4) == b'-' && digits(5..7) && at(7) == b'-' && digits(8..10);
    date && matches!(at(10), b'T' | b't' | b' ') && digits(11..13) && at(13) == b':' && digits(14..16)
}

/// Whether a text is a random id: a UUID.
fn is_random_id(text: &str) -> bool {
    let groups: Vec<&str> = text.trim().split('-').collect();
    let hex = |group: &&str| group.bytes().all(|byte| byte.is_ascii_hexdigit());
    groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12]) && groups.iter().all(hex)
}

#[cfg(test)]
mod tests {
    use super::{is_random_id, is_time, volatile_beginning};
    use crate::prompt::{Prompt, PromptOptions};
    use itl_eval::{Dialect, Engine};
    use serde_json::json;

    #[test]
    fn times_and_random_ids_are_known() {
        for time in ["2026-01-01T00:00:00Z", "2026-01-01 00:00", " 2026-01-01T10:20+01:00 "] {
            assert!(is_time(time), "{time}");
        }
        for other in ["2026-01-01", "v2026", "", "é2026-01-01T00:00", "12:00"] {
            assert!(!is_time(other), "{other}");
        }
        assert!(is_random_id("123e4567-e89b-12d3-a456-426614174000"));
        assert!(!is_random_id("123e4567-e89b-12d3-a456-42661417400g"));
    }

    #[test]
    fn only_the_beginning_is_looked_at() -> Result<(), itl_eval::CompileError> {
        let engine = Engine::builder().dialect(Dialect::Mustache).build();
        let source = "{{$system}}{{#tools}}{{name}} {{/tools}}{{#hint}}{{.}}{{/hint}}{{at}}{{/system}}\
            {{#turns}}{{$message}}{{text}}{{/message}}{{/turns}}{{$user}}{{now}}{{/user}}";
        let prompt = Prompt::new(engine.compile(source)?);
        let of = |at: &str, hint: Option<&str>, text: &str| {
            json!({"tools": [{"name": "a"}, {"name": "b"}], "hint": hint, "at": at, "now": text,
                "turns": [{"role": "user", "text": text}]})
        };
        let found = |samples: &[&serde_json::Value]| -> Vec<String> {
            let found = volatile_beginning(&prompt, samples, &PromptOptions::default());
            found.iter().map(|one| one.span.of(source).to_owned()).collect()
        };
        let (one, two) = (of("noon", Some("h"), "x"), of("noon", None, "y"));
        assert!(found(&[&one, &two]).is_empty(), "{:?}", found(&[&one, &two]));
        assert_eq!(found(&[&one, &of("one", None, "x")]), ["{{at}}"]);
        assert_eq!(found(&[&of("2026-01-01T00:00:00Z", None, "x")]), ["{{at}}"]);
        assert_eq!(found(&[&two, &one, &of("noon", Some("g"), "x")]), ["{{.}}"]);
        Ok(())
    }
}
