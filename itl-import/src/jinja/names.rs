//! What names mean in a template of Jinja.

use super::expr::Expr;
use crate::tree::Problem;
use itl_syntax::Span;
use std::cell::Cell;
use std::collections::HashMap;

/// What names mean.
#[derive(Default)]
pub(super) struct Names {
    /// The variables of each open loop, from outside.
    loops: Vec<Vec<(String, Variable)>>,
    /// Names for expressions, in the order of the template.
    sets: Vec<Set>,
    /// Where in `sets` a name is.
    places: HashMap<String, usize>,
    /// What names stood for so far.
    written: Cell<usize>,
}

/// A name for an expression.
struct Set {
    value: Expr,
    size: Size,
}

/// How much an expression is, what its names stand for counted in.
#[derive(Clone, Copy, Default)]
struct Size {
    names: usize,
    bytes: usize,
}

impl Size {
    /// About the bytes that the converted expression is held in.
    fn held(self) -> usize {
        self.bytes + self.names * 64
    }
}

/// A name stands for at most as many names.
const MAX_NAMES: usize = 200;

/// A name stands for an expression of at most as many bytes.
const MAX_BYTES: usize = 64 << 10;

/// All names of a template stand for at most as many bytes.
const MAX_WRITTEN: usize = 4 << 20;

/// What a variable of a loop is.
#[derive(Clone, Copy)]
pub(super) enum Variable {
    Item,
    /// A key of the item.
    Key(&'static str),
}

impl Names {
    /// Gives an expression of that many bytes a name that has none yet; false where it would stand for too much.
    pub(super) fn set(&mut self, name: String, value: Expr, bytes: usize) -> bool {
        let mut size = Size { names: 0, bytes };
        self.measure(&value, &mut size);
        let fits = size.names <= MAX_NAMES && size.bytes <= MAX_BYTES;
        if fits {
            self.places.insert(name, self.sets.len());
            self.sets.push(Set { value, size });
        }
        fits
    }

    fn measure(&self, expr: &Expr, size: &mut Size) {
        let scope = self.scope();
        expr.names(&mut |own| {
            let of = scope.set(own).map_or(Size { names: 1, bytes: 0 }, |(_, set)| set.size);
            size.names += of.names;
            size.bytes += of.bytes;
        });
    }

    /// Pays for what the names of an expression stand for, before it is written.
    pub(super) fn charge(&self, expr: &Expr, span: Span) -> Result<(), Problem> {
        let mut size = Size::default();
        self.measure(expr, &mut size);
        let mut reads = 0;
        expr.names(&mut |_| reads += 1);
        // Names that are read as they are cost what they are written with.
        let held = size.held().saturating_sub(reads * 64);
        let written = self.written.get().saturating_add(held);
        if written > MAX_WRITTEN {
            return Err(Problem::new(span, "the names of the template stand for too much"));
        }
        self.written.set(written);
        Ok(())
    }

    /// The names that are known here.
    pub(super) fn scope(&self) -> Scope<'_> {
        Scope { loops: &self.loops, names: self, sets: self.sets.len() }
    }

    /// Enters a loop.
    pub(super) fn enter(&mut self, variables: Vec<(String, Variable)>) {
        self.loops.push(variables);
    }

    /// Leaves the innermost loop.
    pub(super) fn leave(&mut self) {
        self.loops.pop();
    }
}

/// The names that are known at a place.
#[derive(Clone, Copy)]
pub(super) struct Scope<'n> {
    loops: &'n [Vec<(String, Variable)>],
    names: &'n Names,
    /// How many of the names for expressions are known.
    sets: usize,
}

impl<'n> Scope<'n> {
    fn set(self, name: &str) -> Option<(usize, &'n Set)> {
        let at = self.names.places.get(name).copied().filter(|at| *at < self.sets)?;
        // The variable of a loop hides it.
        let set = self.names.sets.get(at).filter(|_| self.variable(name).is_none())?;
        Some((at, set))
    }

    /// Whether a name stands for an expression.
    pub(super) fn is_set(self, name: &str) -> bool {
        self.set(name).is_some()
    }

    /// What a name stands for, and the names that were known where it was set: outside of loops, before it.
    pub(super) fn stands_for(self, name: &str) -> Option<(&'n Expr, Self)> {
        let (at, set) = self.set(name)?;
        Some((&set.value, Self { loops: &[], names: self.names, sets: at }))
    }

    /// The variable of a loop, and the loop's number.
    pub(super) fn variable(self, name: &str) -> Option<(usize, Variable)> {
        self.loops
            .iter()
            .enumerate()
            .rev()
            .find_map(|(at, names)| names.iter().find(|(own, _)| own == name).map(|(_, variable)| (at, *variable)))
    }

    /// The number of the innermost loop.
    pub(super) fn innermost_loop(self) -> Option<usize> {
        self.loops.len().checked_sub(1)
    }
}
