//! Values that are printed unescaped where the structure of a text depends on them.

use super::Findings;
use crate::analysis::{Analysis, called};
use itl_eval::{Code, Diagnostic, NameIndex, Span};
use itl_syntax::ast::Kind;
use itl_syntax::{Document, is_letter, is_letter_or_digit};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;
use std::sync::Arc;

/// An XML-style tag in the text of a template.
struct XmlTag<'s> {
    name: &'s str,
    closing: bool,
    span: Span,
}

/// A partial that is still to be looked at, and the opening tag of the section that it is called in.
type Waiting = (Option<Arc<str>>, Option<Rc<str>>);

/// Reports unescaped tags between `<name>` and `</name>`, those of partials called there included.
pub(super) fn check(analysis: &Analysis<'_>, trusted: &HashSet<&str>, found: &mut Findings) {
    // Each partial is looked at once as it stands and once as if a section were around it.
    let mut known = NameIndex::default();
    let mut waiting: Vec<Waiting> = vec![(None, None)];
    while let Some((partial, around)) = waiting.pop() {
        let document = match &partial {
            None => analysis.document,
            Some(name) => match analysis.documents.get(name) {
                Some((_, document)) => document,
                None => continue,
            },
        };
        let mut sections = Around::new(xml_sections(document));
        // A tag may be as long as the template, and stand around as many calls as fit into it.
        let mut names: HashMap<Span, Rc<str>> = HashMap::new();
        for item in document.items.iter().filter(|item| !matches!(item.kind, Kind::Text)) {
            let section = sections.innermost(item.span);
            let name = section.map(|open| open.of(document.source)).or(around.as_deref());
            if let Kind::Variable { expr, raw: true } = &item.kind {
                let written = expr.span.of(document.source);
                if let Some(name) = name.filter(|_| !trusted.contains(written)) {
                    found.push_in(partial.as_ref(), unescaped(written, name, item.span, section));
                }
            } else if let Some(called) = called(&item.kind) {
                let sign = if name.is_some() { '<' } else { '-' };
                if known.note(&format!("{sign}{called}")) {
                    let own = |open: Span| names.entry(open).or_insert_with(|| open.of(document.source).into()).clone();
                    waiting.push((Some(called.into()), section.map(own).or_else(|| around.clone())));
                }
            }
        }
    }
}

fn unescaped(written: &str, section: &str, tag: Span, opening: Option<Span>) -> Diagnostic {
    let message = format!("`{written}` is printed unescaped inside `{section}`");
    let diagnostic = Diagnostic::new(Code::UnescapedInStructure, tag, message)
        .help("a value that holds the closing tag ends the section; use two braces and the escape `xml`");
    match opening {
        Some(open) => diagnostic.label(open, "this section"),
        None => diagnostic,
    }
}

/// Finds the section around places, which come in the order of the source.
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
const MAX_SECTIONS: usize = 10_000;

/// The pairs of opening and closing tags in the text, in the order of their closing.
fn xml_sections(document: &Document<'_>) -> Vec<(Span, Span)> {
    let mut open: Vec<XmlTag<'_>> = Vec::new();
    // How many of each name are open, so that a closing tag without a partner is not looked for among all of them.
    let mut names: HashMap<&str, usize> = HashMap::new();
    let mut sections = Vec::new();
    for item in document.items.iter().filter(|item| matches!(item.kind, Kind::Text)) {
        let text = item.span.of(document.source);
        for tag in xml_tags(text, item.span.start) {
            if sections.len() + open.len() >= MAX_SECTIONS {
                return sections;
            }
            let same = names.entry(tag.name).or_default();
            if !tag.closing {
                *same += 1;
                open.push(tag);
                continue;
            }
            if *same == 0 {
                continue;
            }
            while let Some(inner) = open.pop() {
                if let Some(count) = names.get_mut(inner.name) {
                    *count -= 1;
                }
                if inner.name == tag.name {
                    sections.push((inner.span, tag.span));
                    break;
                }
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
        let length = rest.find(|c: char| !(is_letter_or_digit(c) || "_-.:".contains(c))).unwrap_or(rest.len());
        let name = rest.get(..length)?;
        if !name.starts_with(|c: char| is_letter(c) || c == '_') {
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
