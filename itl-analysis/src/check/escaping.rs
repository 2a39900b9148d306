//! Values that are escaped twice, and values that are not where structure depends on it.

use super::Findings;
use crate::walk::{Role, Visit};
use itl_eval::{Code, Diagnostic, Escape, Span};
use itl_syntax::Document;
use itl_syntax::ast::{Kind, Link};

/// A call that escapes what the output format escapes again.
pub(super) fn check_twice(escape: Escape, source: &str, visit: &Visit<'_, '_>, found: &mut Findings) {
    if visit.role != Role::Print {
        return;
    }
    for link in &visit.expr.links {
        let Link::Call(call) = link else { continue };
        let twice = match escape {
            Escape::Html | Escape::Xml => matches!(call.name, "htmlEscape" | "xmlEscape"),
            Escape::Json => call.name == "jsonEscape",
            Escape::Url => call.name == "urlEncode",
            Escape::None | Escape::Markdown | Escape::Slack | Escape::Telegram => false,
        };
        if !twice {
            continue;
        }
        let message = format!("the output format `{}` escapes this value already", escape.name());
        let mut diagnostic =
            Diagnostic::new(Code::EscapedTwice, call.span, message).help("take the call away, or print with `{{{ }}}`");
        // The call goes with its dot, unless the dot is the path: `.htmlEscape()`.
        let dot = call.span.start.saturating_sub(1);
        let is_path = dot == visit.expr.span.start;
        let with_dot = Span { start: dot, end: call.span.end };
        if visit.partial.is_none() && !is_path && with_dot.of(source).starts_with('.') {
            diagnostic = diagnostic.suggest(with_dot, "");
        }
        found.push(Some(visit), diagnostic);
    }
}

/// An XML-style tag in the text of a template.
struct XmlTag<'s> {
    name: &'s str,
    closing: bool,
    span: Span,
}

/// Unescaped tags between `<name>` and `</name>`.
pub(super) fn check_structure(document: &Document<'_>, trusted: &[&str], found: &mut Findings) {
    let sections = xml_sections(document);
    if sections.is_empty() {
        return;
    }
    for item in &document.items {
        let Kind::Variable { expr, raw: true } = &item.kind else { continue };
        let written = expr.span.of(document.source);
        if trusted.contains(&written) {
            continue;
        }
        // The innermost section is the one that began last.
        let around = sections.iter().filter(|(open, close)| open.end <= item.span.start && item.span.end <= close.start);
        let Some((open, _)) = around.max_by_key(|(open, _)| open.start) else { continue };
        let section = open.of(document.source);
        let message = format!("`{written}` is printed unescaped inside `{section}`");
        found.push(
            None,
            Diagnostic::new(Code::UnescapedInStructure, item.span, message)
                .label(*open, "this section")
                .help("a value that holds the closing tag ends the section; use two braces and the escape `xml`"),
        );
    }
}

/// How many sections are looked at; text with more of them is no prompt.
const MOST_SECTIONS: usize = 10_000;

/// The pairs of opening and closing tags in the text, in the order of their closing.
fn xml_sections(document: &Document<'_>) -> Vec<(Span, Span)> {
    let mut open: Vec<XmlTag<'_>> = Vec::new();
    let mut sections = Vec::new();
    for item in document.items.iter().filter(|item| matches!(item.kind, Kind::Text)) {
        let text = item.span.of(document.source);
        for tag in xml_tags(text, item.span.start) {
            if sections.len() + open.len() >= MOST_SECTIONS {
                return sections;
            }
            if !tag.closing {
                open.push(tag);
                continue;
            }
            let partner = open.iter().rposition(|other| other.name == tag.name);
            if let Some(opening) = partner.and_then(|at| open.drain(at..).next()) {
                sections.push((opening.span, tag.span));
            }
        }
    }
    sections
}

fn xml_tags(text: &str, base: u32) -> impl Iterator<Item = XmlTag<'_>> {
    text.match_indices('<').filter_map(move |(at, _)| {
        let rest = text.get(at + 1..)?;
        let closing = rest.starts_with('/');
        let name_at = at + 1 + usize::from(closing);
        let rest = text.get(name_at..)?;
        let length = rest.find(|c: char| !(c.is_alphanumeric() || "_-.:".contains(c))).unwrap_or(rest.len());
        let name = rest.get(..length)?;
        if !name.starts_with(|c: char| c.is_alphabetic() || c == '_') {
            return None;
        }
        // Attributes may hold template tags, so that the `>` stands in another piece of text.
        let after = rest.get(length..)?;
        let attributes = after.find(['<', '>']).unwrap_or(after.len());
        let inside = after.get(..attributes)?;
        if !inside.is_empty() && !inside.starts_with(char::is_whitespace) {
            return None;
        }
        if inside.ends_with('/') {
            return None;
        }
        let end = name_at + length + attributes + usize::from(attributes < after.len());
        let base = base as usize;
        Some(XmlTag { name, closing, span: Span::new(base + at, base + end) })
    })
}
