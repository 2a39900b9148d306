//! What ilert's server reads otherwise than this engine, as far as a template's own text shows it.
//!
//! Each place is a warning [`Code::NotPortable`], with the portable spelling as its suggestion where there is one. What
//! takes knowledge of functions or payloads is the analysis's.

use crate::ast::{Arg, Call, Dialect, Document, Expr, Head, Item, Key, Kind, Link, Name, Spelling};
use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::elements::{is_callable, is_line_end, next_tag};
use crate::format;
use crate::literal::is_blank;
use crate::sections::{ParseLimits, parse};
use crate::span::Span;
use std::fmt;

/// Every place of the document that the server reads otherwise, in source order.
pub fn differences(document: &Document<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    if document.source.trim_matches(|c| c <= ' ').is_empty() {
        let whole = Span::new(0, document.source.len());
        found.push(Diagnostic::new(Code::NotPortable, whole, "ilert refuses a template without text"));
    }
    for item in &document.items {
        Tag { document, item, written: item.span.of(document.source) }.differences(&mut found);
    }
    found
}

/// Whether digits without quotes are another text as a number, such as `007`: the server keeps a number.
pub fn is_respelled(arg: &Arg<'_>) -> bool {
    let (Spelling::Bare(raw) | Spelling::Legacy(raw)) = arg.spelling else { return false };
    raw.parse::<i128>().is_ok_and(|number| number.to_string() != raw)
}

/// The arguments of calls that [`is_respelled`] is true of, in source order. Whether a text is meant is for who knows the
/// function to say.
pub fn respelled(document: &Document<'_>) -> Vec<Diagnostic> {
    let exprs = document.items.iter().filter_map(|item| match &item.kind {
        Kind::Variable { expr, .. } | Kind::Section { expr, .. } => Some(expr),
        _ => None,
    });
    let args = exprs.flat_map(Expr::calls).flat_map(|call| &call.args).filter(|arg| is_respelled(arg));
    let diagnostic = |arg: &Arg<'_>| {
        Diagnostic::new(Code::NotPortable, arg.span, "ilert keeps this as a number, not as it is written")
            .help("put it into quotes where the text is meant")
    };
    args.map(diagnostic).collect()
}

/// A tag and its text.
struct Tag<'d, 's> {
    document: &'d Document<'s>,
    item: &'d Item<'s>,
    written: &'s str,
}

impl<'s> Tag<'_, 's> {
    fn note(&self, message: impl fmt::Display) -> Diagnostic {
        Diagnostic::new(Code::NotPortable, self.item.span, message)
    }

    fn differences(&self, found: &mut Vec<Diagnostic>) {
        let kept = match &self.item.kind {
            Kind::Text => {
                if let Some((start, end)) = next_tag(self.written, 0) {
                    let at = self.item.span.start as usize;
                    let message = "ilert reads a tag here, whatever the delimiters are";
                    found.push(Diagnostic::new(Code::NotPortable, Span::new(at + start, at + end), message));
                }
                return;
            }
            Kind::Broken => return,
            Kind::Comment => Some("comments are not kept by ilert"),
            Kind::Partial { .. } => Some("partials are not kept by ilert"),
            Kind::Parent { .. } => Some("parents are not kept by ilert"),
            Kind::Block { .. } => Some("blocks are not kept by ilert"),
            Kind::SetDelimiters(_) => Some("delimiters of one's own are not kept by ilert"),
            Kind::Variable { .. } | Kind::Section { .. } | Kind::Close { .. } => None,
        };
        if let Some(message) = kept {
            found.push(self.note(message));
            if let Kind::Partial { name: Name::Dynamic(expr) } = &self.item.kind {
                self.expr(expr, found);
            }
            return;
        }
        let Some(inside) = self.written.strip_prefix("{{").and_then(|rest| rest.strip_suffix("}}")) else {
            found.push(self.note("ilert knows no other delimiters than `{{` and `}}`"));
            return;
        };
        if inside.contains(is_line_end) {
            let diagnostic = self.note("ilert takes a tag of several lines for text");
            found.push(match one_line(inside).filter(|_| !self.has_line_end_in_key()) {
                Some(line) => diagnostic.suggest(self.item.span, format_args!("{{{{{line}}}}}")),
                None => diagnostic,
            });
        }
        self.whitespace(inside, found);
        match &self.item.kind {
            Kind::Variable { raw: true, expr } => {
                let tag = format!("{{{{ {} }}}}", expr.span.of(self.document.source));
                let found_here = self.note("ilert has no unescaped tags; its variables are never escaped");
                // A key that begins with a sigil is no variable between two braces.
                let is_variable = is_one_variable(&tag);
                found.push(if is_variable { found_here.suggest(self.item.span, tag) } else { found_here });
                return;
            }
            Kind::Variable { expr, .. } | Kind::Section { expr, .. } => self.expr(expr, found),
            Kind::Close { open } => self.close(*open as usize, inside, found),
            _ => {}
        }
        if inside.contains("}}") {
            found.push(self.note("ilert ends the tag at the first `}}`, also inside quotes"));
        }
    }

    /// Whether a key of the tag's path holds a line end between other characters, which no other whitespace can stand for.
    fn has_line_end_in_key(&self) -> bool {
        let expr = match &self.item.kind {
            Kind::Variable { expr, .. } | Kind::Section { expr, .. } => Some(expr),
            Kind::Close { open } => match self.document.items.get(*open as usize).map(|item| &item.kind) {
                Some(Kind::Section { expr, .. }) => Some(expr),
                _ => None,
            },
            _ => None,
        };
        let holds = |key: &Key<'_>| key.span.of(self.document.source).trim().contains(is_line_end);
        expr.is_some_and(|expr| {
            matches!(&expr.head, Head::Key(key) if holds(key))
                || expr.links.iter().any(|link| matches!(link, Link::Key(key) if holds(key)))
        })
    }

    /// Whitespace after a sigil, and whitespace at the ends that the server keeps.
    fn whitespace(&self, inside: &str, found: &mut Vec<Diagnostic>) {
        let trimmed = inside.trim_matches(|c: char| c <= ' ');
        let sigil = trimmed.chars().next().filter(|c| matches!(c, '#' | '^' | '/'));
        if let Some(sigil) = sigil
            && let Some(rest) = trimmed.strip_prefix(sigil)
            && rest.starts_with(char::is_whitespace)
        {
            found.push(
                self.note(format_args!("ilert reads whitespace after `{sigil}` as part of a variable's name"))
                    .suggest(self.item.span, format_args!("{{{{ {sigil}{} }}}}", rest.trim_start())),
            );
        } else if trimmed != trimmed.trim() {
            found.push(
                self.note("ilert keeps this whitespace as part of the name")
                    .suggest(self.item.span, format_args!("{{{{ {} }}}}", trimmed.trim())),
            );
        }
    }

    fn close(&self, open: usize, inside: &str, found: &mut Vec<Diagnostic>) {
        let Some(Kind::Section { expr, .. }) = self.document.items.get(open).map(|item| &item.kind) else { return };
        let (Some(call), true) = (expr.calls().next(), inside.contains('(')) else { return };
        let path = Span { start: expr.span.start, end: call.span.start }.of(self.document.source);
        let path = if path == "." { path } else { path.trim_end_matches('.') };
        found.push(
            self.note("in ilert a closing tag names the path alone, without calls")
                .suggest(self.item.span, format_args!("{{{{ /{path} }}}}")),
        );
    }

    fn expr(&self, expr: &Expr<'s>, found: &mut Vec<Diagnostic>) {
        let source = self.document.source;
        let note = |span: Span, message: &str| Diagnostic::new(Code::NotPortable, span, message);
        let mut calls = 0;
        for link in &expr.links {
            match link {
                Link::Call(call) => {
                    calls += 1;
                    if calls == 2 {
                        found.push(note(call.span, "ilert takes one call in a tag"));
                    }
                    if !expr.legacy {
                        self.arguments(call, found);
                    }
                }
                Link::Reference { span, .. } => found.push(note(*span, "ilert has no references in brackets")),
                Link::Key(_) | Link::Index { .. } => {}
            }
        }
        if calls > 0 && !matches!(expr.links.last(), Some(Link::Call(_))) {
            found.push(note(expr.span, "in ilert a path ends with its call"));
        }
        let Some(first) = expr.calls().next() else { return };
        let path = Span { start: expr.span.start, end: first.span.start };
        let text = path.of(source).trim_end_matches(['.', '#']);
        if text.is_empty() && matches!(expr.head, Head::Current) {
            found.push(note(expr.span, "ilert does not read a path that begins with a dot"));
        } else if !text.chars().all(is_callable) {
            let odd = text.chars().find(|c| !is_callable(*c)).unwrap_or_default();
            let message = format!("ilert takes this for a variable: a path with `{odd}` cannot be called there");
            found.push(note(expr.span, &message));
        }
    }

    fn arguments(&self, call: &Call<'s>, found: &mut Vec<Diagnostic>) {
        let source = self.document.source;
        let note = |span: Span, message: &str| Diagnostic::new(Code::NotPortable, span, message);
        let mut between = call.name_span.end;
        for arg in &call.args {
            let gap = Span { start: between, end: arg.span.start };
            between = arg.span.end;
            tabs(gap, source, found);
            let quoted = || format::argument_text(arg, false);
            match &arg.spelling {
                Spelling::Quoted { quote: '\'', .. } => {
                    let message = "ilert knows `\"` alone as a quote, and keeps `'` in the text";
                    found.push(note(arg.span, message).suggest(arg.span, quoted()));
                }
                Spelling::Bare(raw) if raw.contains('"') => {
                    let message = "ilert takes a quote inside a bare argument for the beginning of a quoted one";
                    found.push(note(arg.span, message).suggest(arg.span, quoted()));
                }
                Spelling::Bare(raw) if raw.contains('\t') => {
                    let message = "ilert keeps a tab in a bare argument";
                    found.push(note(arg.span, message).suggest(arg.span, quoted()));
                }
                Spelling::Reference(_) => found.push(note(arg.span, "ilert reads a reference as text")),
                Spelling::Quoted { .. } | Spelling::Bare(_) | Spelling::Legacy(_) => {}
            }
        }
        tabs(Span { start: between, end: call.span.end }, source, found);
    }
}

/// Tabs between arguments, which the server keeps.
fn tabs(gap: Span, source: &str, found: &mut Vec<Diagnostic>) {
    let text = gap.of(source);
    if text.contains('\t') && !text.contains(is_line_end) {
        found.push(
            Diagnostic::new(Code::NotPortable, gap, "ilert keeps a tab between arguments as part of one")
                .suggest(gap, text.replace('\t', "")),
        );
    }
}

/// The inside of a tag on one line, its line ends outside quotes as one space each; `None` for one inside quotes.
fn one_line(inside: &str) -> Option<String> {
    let mut out = String::with_capacity(inside.len());
    let mut quote = None;
    let mut chars = inside.chars();
    while let Some(c) = chars.next() {
        match (quote, c) {
            (_, '\\') => {
                out.push(c);
                out.extend(chars.next());
                continue;
            }
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if c == open => quote = None,
            (Some(_), c) if is_line_end(c) => return None,
            (None, c) if is_line_end(c) => {
                if !out.ends_with(is_blank) {
                    out.push(' ');
                }
                continue;
            }
            _ => {}
        }
        out.push(c);
    }
    Some(out)
}

/// Whether a text is one tag that prints a value.
fn is_one_variable(tag: &str) -> bool {
    let document = parse(tag, Dialect::Itl, ParseLimits::default());
    document.diagnostics.is_empty() && matches!(document.items.as_slice(), [Item { kind: Kind::Variable { .. }, .. }])
}
