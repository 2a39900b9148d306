//! What a template can do: the points that coverage counts.

use crate::functions::{Arg, Branches};
use crate::program::{Call, Expr, Link, Op, Program, ProgramSet};
use itl_syntax::Span;
use std::collections::HashSet;
use std::sync::Arc;

/// A place of a template, or of a partial that is compiled with it, that can do one thing or several.
/// What a render did there is reported to a [`RenderObserver`](crate::RenderObserver).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Point {
    /// The tag; of a reference in it the reference.
    pub tag: Span,
    /// The name of the partial that contains it; `None` for the template itself.
    pub partial: Option<Arc<str>>,
    /// What it can do.
    pub kind: PointKind,
}

/// What a [`Point`] can do.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PointKind {
    /// Print a value.
    Print,
    /// Renders its content: not at all, once, or for each item of a list.
    Section,
    /// Renders its content, or not.
    Inverted,
    /// Call a partial.
    Partial,
    /// Choose one of several results.
    Branches {
        /// The position of the call among the steps and calls after the path's plain steps.
        link: usize,
        /// The function's name.
        function: String,
        /// What the branches are called, by their numbers.
        branches: Vec<String>,
    },
}

/// The points of a template and of its partials, in the order of their programs.
pub(crate) fn points(set: &ProgramSet) -> Vec<Point> {
    let mut known = HashSet::new();
    let mut points = Vec::new();
    for program in &set.programs {
        let mut add = |tag: Span, kind: PointKind| {
            if known.insert((program.name.clone(), tag, kind.clone())) {
                points.push(Point { tag, partial: program.name.clone(), kind });
            }
        };
        program.ops.iter().for_each(|op| of_op(program, op, &mut add));
    }
    points
}

fn of_op(program: &Program, op: &Op, add: &mut impl FnMut(Span, PointKind)) {
    let expr = |at: u32| program.exprs.get(at as usize);
    let section = |at: u32| expr(program.sections.get(at as usize)?.expr);
    match *op {
        Op::Print { expr: of, .. } => {
            if let Some(expr) = expr(of) {
                add(expr.tag, PointKind::Print);
                of_calls(expr, add);
            }
        }
        Op::Section { section: of, .. } => {
            if let Some(expr) = section(of) {
                add(expr.tag, PointKind::Section);
                of_calls(expr, add);
            }
        }
        Op::Inverted { section: of, .. } => {
            if let Some(expr) = section(of) {
                add(expr.tag, PointKind::Inverted);
                of_calls(expr, add);
            }
        }
        Op::Partial { partial } => {
            if let Some(partial) = program.partials.get(partial as usize) {
                add(partial.tag, PointKind::Partial);
            }
        }
        _ => {}
    }
}

/// The calls of a path, and those of the references in it, which are at most eight deep.
fn of_calls(expr: &Expr, add: &mut impl FnMut(Span, PointKind)) {
    for (link, linked) in expr.links.iter().enumerate() {
        match &linked.link {
            Link::Step(_) => {}
            Link::Reference(reference) => of_calls(reference, add),
            Link::Call(call) => {
                let branches = names(call);
                if branches.len() > 1 {
                    add(expr.tag, PointKind::Branches { link, function: call.name.to_string(), branches });
                }
                for (reference, _) in call.references.iter().flat_map(|references| &references.paths) {
                    of_calls(reference, add);
                }
            }
        }
    }
}

/// What the branches of a call are called.
fn names(call: &Call) -> Vec<String> {
    let fixed = |names: [&str; 2]| names.map(str::to_owned).to_vec();
    match call.branches {
        Branches::One => Vec::new(),
        Branches::Match => fixed(["matched", "not matched"]),
        Branches::Fallback => fixed(["value", "fallback"]),
        Branches::Cases => {
            let keys = call.args.chunks(2).filter_map(|pair| match pair {
                [Arg::Text(key) | Arg::Number(key), _] => Some(format!("{key:?}")),
                [Arg::Integer(key), _] => Some(key.to_string()),
                [_, _] => Some("case".to_owned()),
                _ => None,
            });
            keys.chain(std::iter::once("else".to_owned())).collect()
        }
    }
}
