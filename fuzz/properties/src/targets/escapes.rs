//! Escaped values read back by parsers that are not the engine's.

#[path = "../../../../itl-eval/tests/readers/mod.rs"]
mod readers;

use crate::input::Input;
use itl_eval::output::json_check::check;
use itl_eval::{Budget, Escape};
use readers::{html_parts, is_xml, line_feeds, lines, markdown_parts, telegram_parts};

/// What a value says comes out as it went in, and never as anything else; a cut leaves no half of an escape.
pub(super) fn run(bytes: &[u8]) {
    let input = Input::read(bytes);
    let text = input.text();
    markup(&text);
    json_and_url(&text);
    chats(&text);
    for escape in Escape::ALL {
        cuts(&text, escape);
    }
}

fn escaped(escape: Escape, text: &str) -> String {
    let mut out = String::new();
    escape.write(text, &mut out);
    out
}

fn markup(text: &str) {
    let value = escaped(Escape::Html, text);
    let (attributes, read) = html_parts(&format!("<p a=\"{value}\" b='{value}'>{value}</p>")).expect("one element");
    let want = line_feeds(text);
    assert_eq!(read, want);
    // A null character is replaced in an attribute; no HTML can hold one.
    assert_eq!(attributes, vec![want.replace('\0', "\u{FFFD}"); 2]);

    let value = escaped(Escape::Xml, text);
    let source = format!("<p a=\"{value}\" b='{value}'>{value}</p>");
    let document = roxmltree::Document::parse(&source).expect("a document");
    let root = document.root_element();
    let want = line_feeds(&text.chars().filter(is_xml).collect::<String>());
    assert_eq!(line_feeds(root.text().unwrap_or_default()), want);
    assert_eq!(root.attribute("a"), Some(&*want.replace(['\n', '\t'], " ")));
    assert_eq!(root.children().count(), usize::from(!want.is_empty()));
}

fn json_and_url(text: &str) {
    let document = format!("\"{}\"", escaped(Escape::Json, text));
    assert_eq!(serde_json::from_str::<String>(&document).expect("a string"), text);
    assert_eq!(check(&document), Ok(()));
    // Any text is JSON for both readers or for neither.
    assert_eq!(check(text).is_ok(), serde_json::from_str::<serde_json::Value>(text).is_ok());
    let value = escaped(Escape::Url, text);
    assert!(value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~%".contains(&byte)));
    assert_eq!(percent_encoding::percent_decode_str(&value).collect::<Vec<u8>>(), text.as_bytes());
}

fn chats(text: &str) {
    let document = escaped(Escape::Markdown, text);
    assert_eq!(markdown_parts(&document), (lines(text), vec![]), "{document:?}");
    let cell = escaped(Escape::MarkdownCell, text);
    assert!(!cell.contains(['\n', '\r']));
    let (_, other) = markdown_parts(&format!("|a|b|\n|-|-|\n|{cell}|x|"));
    assert_eq!(other.iter().filter(|part| !part.contains("<br>")).count(), 7, "{cell:?} {other:?}");
    let slack = escaped(Escape::Slack, text);
    assert!(!slack.contains(['<', '>']));
    assert_eq!(slack.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"), text);
    assert_eq!(telegram_parts(&escaped(Escape::Telegram, text)).as_deref(), Some(text));
}

/// A cut is as long as it may be, ends at a boundary, and is a prefix with its marker.
fn cuts(text: &str, escape: Escape) {
    let whole = escaped(escape, text);
    for limit in [0, 1, 2, 5, 17, 60, whole.chars().count()] {
        let mut kept = whole.clone();
        let cut = Budget::chars(limit).apply(&mut kept, escape);
        assert!(kept.chars().count() <= limit, "{escape} {kept:?}");
        match cut {
            None => assert_eq!(kept, whole),
            Some(cut) => {
                assert!(escape.is_boundary(&whole, cut.kept_bytes), "{escape} {whole:?} at {}", cut.kept_bytes);
                assert!(kept.starts_with(&whole[..cut.kept_bytes]));
                assert_eq!(cut.dropped_bytes, whole.len() - cut.kept_bytes);
            }
        }
    }
}
