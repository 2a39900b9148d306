//! Digests of the parts of a prompt, and where it differs from the one before.

use crate::ids::{IdRule, Ids};
use crate::json::{Writer, quoted};
use crate::tools::Tool;
use crate::turn::{Texts, Turn};
use itl_eval::{Template, Traced};
use sha2::{Digest as _, Sha256};

/// The digests of a request, each the first half of a SHA-256 in hexadecimal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Digests {
    /// Of the template and its partials: its version.
    pub template: String,
    /// Of the tools; `None` where there are none.
    pub tools: Option<String>,
    /// Of each message, in order.
    pub messages: Vec<String>,
    /// Where the request differs first from the previous one.
    pub changed: Option<Change>,
}

/// The first difference from the previous request.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Change {
    /// The message, or `None` for the tools.
    pub message: Option<usize>,
    /// Where its text differs, in bytes; `None` where the previous text is not known.
    pub offset: Option<usize>,
    /// The tag that wrote the text there.
    pub tag: Option<String>,
    /// The partial that the tag stands in.
    pub partial: Option<String>,
}

/// A request that was made before, as `itl prompt --format json` wrote it.
#[derive(Clone, Debug, Default)]
pub struct Previous {
    tools: Option<String>,
    messages: Vec<String>,
    /// The texts of its body.
    texts: Vec<String>,
}

impl Previous {
    /// Reads a request that was made before; `None` where it holds no digests.
    pub fn read(request: &serde_json::Value) -> Option<Self> {
        let digests = request.get("digests")?;
        let text = |value: &serde_json::Value| value.as_str().map(str::to_owned);
        let messages = digests.get("messages")?.as_array()?.iter().filter_map(text).collect();
        let mut texts = Vec::new();
        let mut open: Vec<&serde_json::Value> = request.get("body").into_iter().collect();
        while let Some(value) = open.pop() {
            match value {
                serde_json::Value::String(text) => texts.push(text.clone()),
                serde_json::Value::Array(items) => open.extend(items),
                serde_json::Value::Object(entries) => open.extend(entries.values()),
                _ => {}
            }
        }
        texts.sort();
        Some(Self { tools: digests.get("tools").and_then(text), messages, texts })
    }

    /// How many messages it had.
    pub(crate) fn len(&self) -> usize {
        self.messages.len()
    }

    /// How many bytes of `text` some text of it begins with: of its sorted neighbours one shares most.
    fn shared(&self, text: &str) -> Option<usize> {
        let at = self.texts.partition_point(|known| known.as_str() < text);
        let near = [at.checked_sub(1), Some(at)];
        let common = |known: &String| {
            let bytes = known.bytes().zip(text.bytes()).take_while(|(a, b)| a == b).count();
            (0..=bytes).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
        };
        near.into_iter().flatten().filter_map(|at| self.texts.get(at)).map(common).max()
    }
}

fn hex(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('0');
    digest.iter().take(16).flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// The digest of a template and its partials.
pub(crate) fn of_template(template: &Template) -> String {
    let mut text = String::new();
    quoted(template.source(), &mut text);
    for (name, source) in template.partials() {
        text.push(',');
        quoted(name, &mut text);
        text.push(':');
        quoted(source, &mut text);
    }
    hex(&text)
}

pub(crate) fn of_tools(tools: &[Tool]) -> Option<String> {
    if tools.is_empty() {
        return None;
    }
    let mut text = String::new();
    let mut w = Writer::new(&mut text);
    w.array(|w| tools.iter().for_each(|tool| w.object(|w| crate::targets::tool_json(w, tool))));
    Some(hex(&text))
}

/// The digest of each message, as the target `messages` writes it.
pub(crate) fn of_messages(turns: &[&Turn], texts: &Texts) -> Vec<String> {
    let mut ids = Ids::new(IdRule::Any);
    let mut text = String::new();
    let mut all = Vec::with_capacity(turns.len());
    for turn in turns {
        text.clear();
        crate::targets::message_json(&mut Writer::new(&mut text), texts, turn, &mut ids);
        all.push(hex(&text));
    }
    all
}

/// Where a request differs first from the previous one; `None` where it only goes on.
pub(crate) fn change(
    digests: &Digests,
    previous: &Previous,
    turns: &[&Turn],
    texts: &Texts,
    trace: &[Traced],
    template: &Template,
) -> Option<Change> {
    let mut change = Change { message: None, offset: None, tag: None, partial: None };
    if digests.tools != previous.tools {
        return Some(change);
    }
    let at = digests.messages.iter().zip(&previous.messages).position(|(new, old)| new != old)?;
    change.message = Some(at);
    let Some(turn) = turns.get(at) else { return Some(change) };
    let mut offset = 0;
    for text in turn.texts() {
        let all = texts.get(text);
        let shared = previous.shared(all).unwrap_or(0);
        if shared == all.len() {
            offset += shared;
            continue;
        }
        change.offset = Some(offset + shared);
        let Some(start) = text.rendered_start() else { break };
        let place = start + shared;
        // A text that was longer before differs right after what its last tag wrote.
        let wrote = |traced: &&Traced| traced.output.contains(&place);
        let found = trace.iter().find(wrote).or_else(|| trace.iter().rev().find(|traced| traced.output.end == place));
        if let Some(traced) = found {
            let source = match &traced.partial {
                Some(name) => template.partial_source(name).unwrap_or_default(),
                None => template.source(),
            };
            change.tag = Some(traced.tag.of(source).to_owned());
            change.partial = traced.partial.as_deref().map(str::to_owned);
        }
        break;
    }
    Some(change)
}

impl Digests {
    pub(crate) fn write(&self, w: &mut Writer<'_>) {
        fn optional(w: &mut Writer<'_>, text: Option<&str>) {
            match text {
                Some(text) => w.text(text),
                None => w.raw("null"),
            }
        }
        w.object(|w| {
            w.entry("template", &self.template);
            optional(w.key("tools"), self.tools.as_deref());
            w.key("messages").array(|w| self.messages.iter().for_each(|digest| w.text(digest)));
            if let Some(change) = &self.changed {
                w.key("changed").object(|w| {
                    match change.message {
                        Some(at) => w.key("message").number(at),
                        None => w.word("part", "tools"),
                    }
                    if let Some(offset) = change.offset {
                        w.key("offset").number(offset);
                    }
                    if let Some(tag) = &change.tag {
                        w.entry("tag", tag);
                    }
                    if let Some(partial) = &change.partial {
                        w.entry("partial", partial);
                    }
                });
            }
        });
    }
}
