//! Values that are escaped twice, and values that are not where structure depends on it.

use super::Findings;
use crate::walk::{Role, Visit};
use itl_eval::{Code, Diagnostic, Engine, Escape, Names, Span};
use itl_syntax::ast::{Kind, Link, Name};
use itl_syntax::{Document, ParseLimits};
use std::sync::Arc;

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
            _ => false,
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

/// Unescaped tags between `<name>` and `</name>`, those of partials called there included.
pub(super) fn check_structure(engine: &Engine, source: &str, trusted: &[&str], found: &mut Findings) {
    let limits = engine.limits();
    let limits = ParseLimits { bytes: limits.template_bytes, depth: limits.depth };
    let (template, _) = engine.compile_lenient(source);
    // Each partial is looked at once as it stands and once as if a section were around it.
    let mut known = Names::default();
    let mut waiting: Vec<(Option<Arc<str>>, Option<String>)> = vec![(None, None)];
    while let Some((partial, around)) = waiting.pop() {
        let source = match &partial {
            Some(name) => template.partial_source(name).unwrap_or(""),
            None => source,
        };
        let document = itl_syntax::parse(source, engine.dialect(), limits);
        let mut sections = Around::new(xml_sections(&document));
        for item in document.items.iter().filter(|item| !matches!(item.kind, Kind::Text)) {
            let section = sections.innermost(item.span);
            let name = section.map(|open| open.of(source)).or(around.as_deref());
            match &item.kind {
                Kind::Variable { expr, raw: true } => {
                    let written = expr.span.of(source);
                    let Some(name) = name.filter(|_| !trusted.contains(&written)) else { continue };
                    let message = format!("`{written}` is printed unescaped inside `{name}`");
                    let mut diagnostic = Diagnostic::new(Code::UnescapedInStructure, item.span, message).help(
                        "a value that holds the closing tag ends the section; use two braces and the escape `xml`",
                    );
                    if let Some(open) = section {
                        diagnostic = diagnostic.label(open, "this section");
                    }
                    found.push_in(partial.as_ref(), diagnostic);
                }
                Kind::Partial { name: Name::Static(called) } | Kind::Parent { name: Name::Static(called), .. } => {
                    let sign = if name.is_some() { '<' } else { '-' };
                    if known.note(&format!("{sign}{called}")) {
                        waiting.push((Some((*called).into()), name.map(str::to_owned)));
                    }
                }
                _ => {}
            }
        }
    }
}

/// Tells the section around places that are asked for in the order of the source.
struct Around {
    /// Those that begin later, the next one last.
    later: Vec<(Span, Span)>,
    /// Those that have begun, the innermost last.
    begun: Vec<(Span, Span)>,
}

impl Around {
    fn new(mut sections: Vec<(Span, Span)>) -> Self {
        sections.sort_by_key(|(open, _)| std::cmp::Reverse(open.start));
        Self { later: sections, begun: Vec::new() }
    }

    /// The opening tag of the innermost section around `place`.
    fn innermost(&mut self, place: Span) -> Option<Span> {
        while let Some(next) = self.later.pop_if(|(open, _)| open.end <= place.start) {
            self.begun.push(next);
        }
        while self.begun.pop_if(|(_, close)| close.start < place.end).is_some() {}
        self.begun.last().map(|(open, _)| *open)
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
