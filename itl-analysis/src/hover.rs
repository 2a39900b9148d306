//! What stands under the pointer.

use crate::analysis::{Analysis, touches};
use crate::complete::{function_doc, loop_variable_doc, short, type_names};
use crate::cursor;
use crate::knowledge::Knowledge;
use crate::meaning::Resolved;
use crate::resolve::Resolver;
use crate::scope::Scope;
use itl_eval::Span;
use itl_syntax::Document;
use itl_syntax::ast::{Expr, Head, Item, Kind, Link, Name};

/// What an editor shows for a place.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Hover {
    /// The text that it speaks of.
    pub span: Span,
    /// A path with its kind of value, or a function's signature.
    pub title: String,
    /// What a function does; what is to be said of a path.
    pub text: Option<String>,
    /// The value in the sample, as JSON.
    pub value: Option<String>,
}

impl Analysis<'_> {
    /// What is known of the key, function or tag at `offset`.
    ///
    /// ```
    /// use itl_analysis::{Analysis, Shape};
    /// use itl_eval::Engine;
    /// use serde_json::json;
    /// let engine = Engine::new();
    /// let sample = json!({"alerts": [{"host": "db-7"}, {"host": "web-1"}]});
    /// let document = engine.parse("{{ #alerts }}{{ host.upperCase() }}{{ /alerts }}");
    /// let (template, _) = engine.compile_document(&document);
    /// let analysis = Analysis::new(&template, &document, Some(&Shape::sample(&sample)));
    /// let host = analysis.hover(17).unwrap();
    /// assert_eq!(host.title, "alerts[].host: text");
    /// assert_eq!(host.value.as_deref(), Some("\"db-7\""));
    /// assert_eq!(analysis.hover(22).unwrap().title, "upperCase()");
    /// ```
    pub fn hover(&self, offset: usize) -> Option<Hover> {
        let place = |item: &Item<'_>| touches(item.span, offset);
        // Between two tags the second is meant.
        let item = self.document.items.iter().rfind(|item| place(item) && !matches!(item.kind, Kind::Text))?;
        let (item, expr) = expression(self.document, item)?;
        let expr = innermost(expr, offset);
        let cursor = cursor::find(self.document.source, item.span.start as usize, self.engine().dialect());
        let known = &mut *self.known.borrow_mut();
        let scope = cursor::scope(&cursor, self, known);
        Hovering { analysis: self, offset, expr, scope: &scope }.at(known)
    }
}

/// The reference in `expr` that an offset lies in, or `expr` itself.
fn innermost<'e>(expr: &'e Expr<'e>, offset: usize) -> &'e Expr<'e> {
    let mut inner = expr;
    // References nest a few levels at most.
    while let Some(reference) = inner.references().find(|reference| touches(reference.span, offset)) {
        inner = &reference.expr;
    }
    inner
}

/// The path of a tag; a closing tag has that of its opening one.
fn expression<'d, 's>(document: &'d Document<'s>, item: &'d Item<'s>) -> Option<(&'d Item<'s>, &'d Expr<'s>)> {
    match &item.kind {
        Kind::Variable { expr, .. }
        | Kind::Section { expr, .. }
        | Kind::Partial { name: Name::Dynamic(expr) }
        | Kind::Parent { name: Name::Dynamic(expr), .. } => Some((item, expr)),
        Kind::Close { open } => {
            let opening = document.items.get(*open as usize)?;
            match &opening.kind {
                Kind::Section { expr, .. } => Some((opening, expr)),
                _ => None,
            }
        }
        _ => None,
    }
}

struct Hovering<'h, 'a> {
    analysis: &'h Analysis<'a>,
    offset: usize,
    expr: &'h Expr<'h>,
    scope: &'h Scope<'h>,
}

impl<'a> Hovering<'_, 'a> {
    fn at(&self, known: &mut Knowledge<'a>) -> Option<Hover> {
        let (expr, offset) = (self.expr, self.offset);
        let mut count = expr.links.len();
        let mut span = expr.span;
        if touches(expr.span, offset) {
            for (position, link) in expr.links.iter().enumerate() {
                let link_span = match link {
                    Link::Key(key) => key.span,
                    Link::Index { span, .. } | Link::Reference { span, .. } => *span,
                    Link::Call(call) => call.span,
                };
                if let Link::Call(call) = link
                    && touches(call.name_span, offset)
                {
                    let function = self.analysis.engine().registry().get(call.name)?;
                    return Some(Hover {
                        span: call.name_span,
                        title: function.signature(),
                        text: Some(function_doc(function)),
                        value: self.value_after(position + 1, known),
                    });
                }
                if touches(link_span, offset) {
                    (count, span) = (position + 1, Span { start: expr.span.start, end: link_span.end });
                    break;
                }
            }
            let head_end = match &expr.head {
                Head::Key(key) => key.span.end,
                Head::Current => expr.span.start + 1,
                Head::Loop(var) => expr.span.start + var.name().len() as u32,
            };
            if (offset as u32) <= head_end {
                (count, span) = (0, Span { start: expr.span.start, end: head_end });
            }
        }
        if let (Head::Loop(var), 0) = (&expr.head, count) {
            let text = Some(loop_variable_doc(*var).to_owned());
            return Some(Hover { span, title: var.name().to_owned(), text, value: None });
        }
        let resolved = self.resolve(count, known);
        Some(described(&resolved, span, self.analysis.document.source, known))
    }

    /// What the path means up to its `count`-th step or call.
    fn resolve(&self, count: usize, known: &mut Knowledge<'a>) -> Resolved {
        let (engine, source) = (self.analysis.engine(), self.analysis.document.source);
        Resolver { engine, source, known }.resolve(self.expr, count, self.scope)
    }

    fn value_after(&self, count: usize, known: &mut Knowledge<'a>) -> Option<String> {
        let resolved = self.resolve(count, known);
        resolved.found.first().and_then(|found| known.shapes.first(found.shape)).map(|value| short(value, MAX_SHOWN))
    }
}

/// How many characters of a value are shown.
const MAX_SHOWN: usize = 2_000;

fn described(resolved: &Resolved, span: Span, source: &str, known: &mut Knowledge<'_>) -> Hover {
    let first = resolved.found.first();
    let path = match (first.and_then(|found| found.path), &resolved.missing) {
        (Some(path), _) => known.paths.first(path).to_string(),
        (None, Some(_)) => resolved
            .reads
            .last()
            .map_or_else(|| span.of(source).to_owned(), |read| known.paths.first(read.path).to_string()),
        (None, None) => span.of(source).to_owned(),
    };
    let types = first.and_then(|found| type_names(known.shapes.types(found.shape)));
    let title = types.map_or_else(|| path.clone(), |types| format!("{path}: {types}"));
    let values = first.map_or(0, |found| known.shapes.values(found.shape).len());
    let text = match resolved.missing {
        Some(_) => Some("Not in the sample.".to_owned()),
        None if values > 1 => Some(format!("{values} values in the sample; the first is shown.")),
        None => None,
    };
    let value = first.and_then(|found| known.shapes.first(found.shape)).map(|value| short(value, MAX_SHOWN));
    Hover { span, title, text, value }
}
