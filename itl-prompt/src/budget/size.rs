//! How large the parts of a prompt are. It is counted on the messages as they are before any target's
//! shape, so that the figure is the same for all of them.

use crate::json::Writer;
use crate::tools::Tool;
use crate::turn::{PartKind, Texts, Turn};

/// What a message costs besides its content.
const FRAME: u64 = 4;

/// What an image or document is counted as, unless the prompt says otherwise.
const IMAGE_TOKENS: u64 = 1_600;

/// Counts the tokens of a text.
pub(crate) type Count<'c> = &'c dyn Fn(&str) -> u64;

/// The sizes of a prompt.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sizes {
    /// Of each turn.
    pub(crate) turns: Vec<u64>,
    /// Of the tools and the answer's schema.
    pub(crate) tools: u64,
    /// Whether an image or document was counted, whose size nobody knows here.
    pub(crate) guessed: bool,
}

impl Sizes {
    pub(crate) fn new(
        turns: &[Turn],
        texts: &Texts,
        tools: &[Tool],
        schema: Option<&str>,
        image_tokens: Option<u64>,
        count: Count<'_>,
    ) -> Self {
        let mut sizes = Self::default();
        let image = image_tokens.unwrap_or(IMAGE_TOKENS);
        for turn in turns {
            let mut size = FRAME;
            for part in &turn.parts {
                match part.kind {
                    PartKind::Text(text) => size += count(texts.get(text)),
                    PartKind::Image(_) | PartKind::Document(_) => {
                        size = size.saturating_add(image);
                        sizes.guessed = true;
                    }
                    PartKind::Opaque => {}
                }
            }
            for call in turn.calls() {
                size += count(texts.get(call.name)) + count(texts.get(call.arguments));
            }
            sizes.turns.push(size);
        }
        for tool in tools {
            let mut text = String::new();
            Writer::new(&mut text).object(|w| crate::targets::tool_json(w, tool));
            sizes.tools += count(&text);
        }
        sizes.tools += schema.map_or(0, count);
        sizes
    }
}

/// A text of the user's as large as a summary is.
pub(crate) fn summary(text: &str, count: Count<'_>) -> u64 {
    FRAME + count(text)
}
