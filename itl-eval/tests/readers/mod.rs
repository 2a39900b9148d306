//! Readers of the output formats, of parsers that are not the engine's. The fuzz targets read with them too.

use html5gum::{Token, Tokenizer};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// Whether an XML document can hold a character.
#[allow(clippy::trivially_copy_pass_by_ref, reason = "a filter of characters")]
pub(super) fn is_xml(c: &char) -> bool {
    !matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

/// Line ends as an HTML or XML parser reports them.
pub(super) fn line_feeds(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// The attribute values and the text of one HTML element; nothing when there is more than that.
pub(super) fn html_parts(document: &str) -> Option<(Vec<String>, String)> {
    let utf8 = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).ok();
    let mut attributes = Vec::new();
    let mut text = String::new();
    let mut tags = 0;
    for token in Tokenizer::new(document).flatten() {
        match token {
            Token::StartTag(tag) => {
                tags += 1;
                for value in tag.attributes.values() {
                    attributes.push(utf8(value)?);
                }
            }
            Token::EndTag(_) => tags += 1,
            Token::String(part) => text.push_str(&utf8(&part)?),
            Token::Error(_) => {}
            _ => return None,
        }
    }
    (tags == 2).then_some((attributes, text))
}

/// The lines of text in a Markdown document without the whitespace around them, and what is in it
/// besides paragraphs and text.
pub(super) fn markdown_parts(document: &str) -> (Vec<String>, Vec<String>) {
    let mut text = String::new();
    let mut other = Vec::new();
    // Rewriting quotes and dots is no structure, and front matter is the template's own affair.
    let options =
        Options::all() - Options::ENABLE_YAML_STYLE_METADATA_BLOCKS - Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS;
    for event in Parser::new_ext(document, options) {
        match event {
            Event::Text(part) => text.push_str(&part),
            Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Paragraph) => text.push('\n'),
            Event::Start(Tag::Paragraph) | Event::End(_) => {}
            Event::Start(tag) => other.push(format!("{tag:?}")),
            event => other.push(format!("{event:?}")),
        }
    }
    (lines(&text), other)
}

pub(super) fn lines(text: &str) -> Vec<String> {
    text.split(['\n', '\r'])
        .map(|line| line.trim_matches([' ', '\t', '\u{b}', '\u{c}']).replace('\0', "\u{FFFD}"))
        .filter(|line| !line.is_empty())
        .collect()
}

/// Telegram's rules: a backslash takes any ASCII character as it is, and none of the reserved
/// characters may stand alone.
pub(super) fn telegram_parts(message: &str) -> Option<String> {
    let mut text = String::new();
    let mut characters = message.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => text.push(characters.next().filter(|next| ('\u{1}'..='\u{7e}').contains(next))?),
            reserved if "_*[]()~`>#+-=|{}.!".contains(reserved) => return None,
            plain => text.push(plain),
        }
    }
    Some(text)
}
