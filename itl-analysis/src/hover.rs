//! What stands under the pointer.

use crate::complete::{function_doc, loop_variable_doc, short, type_names};
use crate::outline;
use crate::preview::Previews;
use crate::scope::{Resolved, Scope};
use crate::shape::Shape;
use crate::walk;
use itl_eval::{Engine, Span};
use itl_syntax::ast::{Expr, Head, Item, Kind, Link, Name};
use itl_syntax::{Document, ParseLimits};
use serde_json::Value as Json;

/// What an editor shows for a place.
#[derive(Clone, Debug, PartialEq, Eq)]
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

/// What is known of the key, function or tag at `offset`.
///
/// ```
/// use itl_analysis::hover;
/// use itl_eval::Engine;
/// use serde_json::json;
/// let sample = json!({"alerts": [{"host": "db-7"}, {"host": "web-1"}]});
/// let source = "{{ #alerts }}{{ host.upperCase() }}{{ /alerts }}";
/// let host = hover(&Engine::new(), source, 17, Some(&sample)).unwrap();
/// assert_eq!(host.title, "alerts[].host: text");
/// assert_eq!(host.value.as_deref(), Some("\"db-7\""));
/// let function = hover(&Engine::new(), source, 22, None).unwrap();
/// assert_eq!(function.title, "upperCase()");
/// ```
pub fn hover(engine: &Engine, source: &str, offset: usize, sample: Option<&Json>) -> Option<Hover> {
    let limits = engine.limits();
    let limits = ParseLimits { bytes: limits.template_bytes, depth: limits.depth };
    let document = itl_syntax::parse(source, engine.dialect(), limits);
    let place = |item: &Item<'_>| item.span.start as usize <= offset && offset <= item.span.end as usize;
    // Between two tags the second is meant.
    let item = document.items.iter().rfind(|item| place(item) && !matches!(item.kind, Kind::Text))?;
    let (item, expr) = expression(&document, item)?;
    let mut previews = Previews::new(engine);
    let outline = outline::outline(source, item.span.start as usize, engine.dialect());
    let scope = outline::scope(&outline, source, walk::root(sample), engine, &mut previews);
    at(engine, source, offset, expr, &scope, &mut previews)
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

fn at(
    engine: &Engine,
    source: &str,
    offset: usize,
    expr: &Expr<'_>,
    scope: &Scope<'_>,
    previews: &mut Previews,
) -> Option<Hover> {
    let inside = |span: Span| span.start as usize <= offset && offset <= span.end as usize;
    let mut upto = expr.links.len();
    let mut span = expr.span;
    if inside(expr.span) {
        for (position, link) in expr.links.iter().enumerate() {
            let link_span = match link {
                Link::Key(key) => key.span,
                Link::Index { span, .. } | Link::Reference { span, .. } => *span,
                Link::Call(call) => call.span,
            };
            if let Link::Call(call) = link
                && inside(call.name_span)
            {
                let function = engine.registry().get(call.name)?;
                return Some(Hover {
                    span: call.name_span,
                    title: function.signature(),
                    text: Some(function_doc(function)),
                    value: value_after(engine, source, expr, position, scope, previews),
                });
            }
            if inside(link_span) {
                (upto, span) = (position + 1, Span { start: expr.span.start, end: link_span.end });
                break;
            }
        }
        let head_end = match &expr.head {
            Head::Key(key) => key.span.end,
            Head::Current => expr.span.start + 1,
            Head::Loop(var) => expr.span.start + var.name().len() as u32,
        };
        if (offset as u32) <= head_end {
            (upto, span) = (0, Span { start: expr.span.start, end: head_end });
        }
    }
    if let (Head::Loop(var), 0) = (&expr.head, upto) {
        let text = Some(loop_variable_doc(*var).to_owned());
        return Some(Hover { span, title: var.name().to_owned(), text, value: None });
    }
    let part = truncated(expr, upto);
    let resolved = scope.resolve(&part, source, engine, previews);
    Some(described(&resolved, span, source))
}

/// The path up to its `count`-th link.
fn truncated<'s>(expr: &Expr<'s>, count: usize) -> Expr<'s> {
    Expr {
        span: expr.span,
        head: expr.head.clone(),
        links: expr.links.iter().take(count).cloned().collect(),
        legacy: expr.legacy,
    }
}

fn value_after(
    engine: &Engine,
    source: &str,
    expr: &Expr<'_>,
    position: usize,
    scope: &Scope<'_>,
    previews: &mut Previews,
) -> Option<String> {
    let resolved = scope.resolve(&truncated(expr, position + 1), source, engine, previews);
    resolved.found.first().and_then(|found| found.shape.first()).map(|value| short(value, 2_000))
}

fn described(resolved: &Resolved<'_>, span: Span, source: &str) -> Hover {
    let first = resolved.found.first();
    let path = match (first.and_then(|found| found.path.as_ref()), &resolved.missing) {
        (Some(path), _) => path.to_string(),
        (None, Some(_)) => {
            resolved.reads.last().map_or_else(|| span.of(source).to_owned(), |read| read.path.to_string())
        }
        (None, None) => span.of(source).to_owned(),
    };
    let types = first.and_then(|found| type_names(&found.shape));
    let title = types.map_or_else(|| path.clone(), |types| format!("{path}: {types}"));
    let text = match (&resolved.missing, first.map(|found| &found.shape)) {
        (Some(_), _) => Some("Not in the sample.".to_owned()),
        (None, Some(Shape::Sample(values))) if values.len() > 1 => {
            Some(format!("{} values in the sample; the first is shown.", values.len()))
        }
        _ => None,
    };
    let value = first.and_then(|found| found.shape.first()).map(|value| short(value, 2_000));
    Hover { span, title, text, value }
}
