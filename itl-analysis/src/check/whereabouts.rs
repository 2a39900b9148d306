//! Where a key is that is missing in its place.

use crate::knowledge::Knowledge;
use crate::path::Part;
use crate::shape::{ShapeId, Step, Type};
use crate::walk::Visit;
use itl_eval::{Diagnostic, Span};
use itl_syntax::ast::Link;
use itl_syntax::key;

/// At so many keys of a value the missing one is looked for.
const MAX_KEYS: usize = 32;

/// Missing keys are looked for while fewer findings than these are there.
pub(super) const MAX_SOUGHT: usize = 50;

/// What to say of a key that no context has: where else the payload has it.
pub(super) fn elsewhere(visit: &Visit<'_, '_>, sought: &str, known: &mut Knowledge<'_>) -> Option<String> {
    let part = Part::key(sought);
    let written = key::escaped(sought);
    let roots: Vec<ShapeId> =
        visit.scope.frames.iter().rev().flat_map(|frame| &frame.origins).map(|origin| origin.shape).collect();
    for root in roots {
        for (name, shape) in entries(root, known) {
            if has(shape, &part, known) {
                return Some(format!("it is at `{name}.{written}`"));
            }
            let items = known.shapes.contexts(shape).items;
            if let Some(item) = items {
                if has(item, &part, known) {
                    return Some(format!(
                        "the items of `{name}` have it: read it in `{{{{ #{name} }}}}…{{{{ /{name} }}}}`"
                    ));
                }
                for (inner, shape) in entries(item, known) {
                    if has(shape, &part, known) {
                        return Some(format!(
                            "the items of `{name}` have it as `{inner}.{written}`: read it in `{{{{ #{name} }}}}…{{{{ /{name} }}}}`"
                        ));
                    }
                }
            }
        }
    }
    None
}

/// The first keys of a value as a path writes them, with what is known of each.
fn entries(shape: ShapeId, known: &mut Knowledge<'_>) -> Vec<(String, ShapeId)> {
    let keys = known.shapes.keys(shape);
    known.charge(keys.len().min(MAX_KEYS));
    let entry = |name: &std::rc::Rc<str>| (key::escaped(name), known.shapes.of_key(shape, name));
    keys.iter().take(MAX_KEYS).map(entry).collect()
}

fn has(shape: ShapeId, part: &Part, known: &mut Knowledge<'_>) -> bool {
    known.charge(1);
    known.shapes.types(shape).contains(Type::Object) && matches!(known.shapes.step(shape, part), Step::There { .. })
}

/// What to say of a key of an array, whose items have it.
pub(super) fn of_items(path: &str, shape: ShapeId, sought: &str, known: &mut Knowledge<'_>) -> Option<String> {
    let types = known.shapes.types(shape);
    if types.contains(Type::Object) || !types.contains(Type::Array) {
        return None;
    }
    let item = known.shapes.contexts(shape).items?;
    let written = key::escaped(sought);
    has(item, &Part::key(sought), known).then(|| {
        format!("`{path}` is an array, whose items have that key: `{path}[0].{written}`, or a section over `{path}`")
    })
}

/// `found` with what to say of a path that begins with the name that another language gives to the item of a loop over
/// `list`: here the item's keys are read without one. `None` outside of such a loop.
pub(super) fn without_item(
    found: &Diagnostic,
    visit: &Visit<'_, '_>,
    first: Span,
    list: &str,
    known: &mut Knowledge<'_>,
) -> Option<Diagnostic> {
    const HELP: &str = "in a section over a list the keys of its item are read by their names alone";
    let mut openers = visit.scope.frames.iter().filter_map(|frame| frame.opener);
    openers.find(|opener| opener.span.of(visit.source) == list)?;
    let found = found.clone();
    Some(match visit.expr.links.first() {
        Some(Link::Key(key)) if visit.scope.reaches(&key.text, known) => {
            let path = visit.source.get(key.span.start as usize..visit.expr.span.end as usize).unwrap_or_default();
            let name = Span { start: first.start, end: key.span.start };
            found.help(format_args!("{HELP}: `{path}`")).suggest(name, "")
        }
        // What stands for the path is not known.
        _ => found.help(HELP),
    })
}
