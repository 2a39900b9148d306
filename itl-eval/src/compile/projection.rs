//! Which parts of a payload a template can touch.

use crate::program::{Expr, Head, Link, Op, Program, ProgramSet, Target};
use itl_value::{LookupKey, Projection, ProjectionId, Step};

/// What the programs of a template can touch.
///
/// Every key is kept in every context in which it may be found. What is printed or passed to a function is kept
/// whole.
pub(crate) fn of(set: &ProgramSet) -> Projection {
    if cfg!(not(feature = "projection")) {
        return Projection::everything();
    }
    let mut projection = Projection::nothing();
    let Some(main) = set.programs.first() else { return projection };
    let contexts = vec![vec![Projection::ROOT]];
    let mut walk = Walk { set, projection: &mut projection, contexts, running: vec![0], left: MAX_WORK };
    if walk.program(main).is_none() {
        return Projection::everything();
    }
    projection
}

/// A walk over the instructions with the nodes that each context may be. `None` means that the whole payload is
/// kept.
struct Walk<'a> {
    set: &'a ProgramSet,
    projection: &'a mut Projection,
    contexts: Vec<Vec<ProjectionId>>,
    /// The programs that are being walked, to notice recursion.
    running: Vec<u32>,
    /// The steps that may still be taken.
    left: usize,
}

/// The most steps of a walk: instructions, and the nodes that their paths lead from. A partial is walked for each of its
/// calls, so that a few that call each other twice would take for ever.
const MAX_WORK: usize = 500_000;

impl<'a> Walk<'a> {
    fn program(&mut self, program: &'a Program) -> Option<()> {
        for op in &program.ops {
            self.pay(1)?;
            match *op {
                #[cfg(feature = "extensions")]
                Op::Comment { .. } => {}
                Op::Text(_) | Op::Broken { .. } | Op::Line | Op::Return => {}
                Op::Print { expr, .. } => {
                    let found = self.path(program.exprs.get(expr as usize)?)?;
                    self.keep(&found);
                }
                Op::Section { section, .. } => {
                    let found = self.section_value(program, section)?;
                    self.contexts.push(found);
                }
                Op::Inverted { section, .. } => {
                    self.section_value(program, section)?;
                }
                Op::Next { .. } => {
                    self.contexts.pop();
                }
                Op::Partial { partial } => match program.partials.get(partial as usize)?.target {
                    Target::Missing(_) => {}
                    // A partial that runs itself can reach any depth.
                    Target::Known(index) if !self.running.contains(&index) && self.running.len() < 64 => {
                        self.running.push(index);
                        self.program(self.set.programs.get(index as usize)?)?;
                        self.running.pop();
                    }
                    Target::Known(_) | Target::Dynamic(_) => return None,
                },
                // A block's body may run in any context of any parent.
                Op::Parent { .. } | Op::Block { .. } => return None,
            }
        }
        Some(())
    }

    fn pay(&mut self, steps: usize) -> Option<()> {
        self.left = self.left.checked_sub(steps)?;
        Some(())
    }

    /// The nodes of a section's value. A value that a function returns is not of the payload.
    fn section_value(&mut self, program: &'a Program, section: u32) -> Option<Vec<ProjectionId>> {
        let section = program.sections.get(section as usize)?;
        let expr = program.exprs.get(section.expr as usize)?;
        let found = self.path(expr)?;
        if expr.links.is_empty() {
            return Some(found);
        }
        self.keep(&found);
        Some(Vec::new())
    }

    fn keep(&mut self, found: &[ProjectionId]) {
        for &id in found {
            self.projection.keep_whole(id);
        }
    }

    fn path(&mut self, expr: &Expr) -> Option<Vec<ProjectionId>> {
        let mut found = match &expr.head {
            Head::Loop(_) => Vec::new(),
            Head::Current => {
                let current = self.contexts.last()?.clone();
                self.pay(current.len() / 16)?;
                current
            }
            Head::Key(key) => {
                let all: Vec<ProjectionId> = self.contexts.iter().flatten().copied().collect();
                self.follow(&all, key)?
            }
        };
        for step in &expr.steps {
            // An index stays at the node: the same part of each item of an array is kept.
            if let Step::Key(key) = step {
                found = self.follow(&found, key)?;
            }
        }
        for linked in &expr.links {
            match &linked.link {
                Link::Step(_) => {}
                Link::Call(call) => {
                    for (reference, _) in call.references.iter().flat_map(|references| &references.paths) {
                        self.reference(reference)?;
                    }
                }
                Link::Reference(reference) => self.reference(reference)?,
            }
        }
        Some(found)
    }

    /// The value of a reference is kept whole. References nest at most eight deep.
    fn reference(&mut self, reference: &Expr) -> Option<()> {
        let found = self.path(reference)?;
        self.keep(&found);
        Some(())
    }

    fn follow(&mut self, from: &[ProjectionId], key: &LookupKey) -> Option<Vec<ProjectionId>> {
        let mut found = Vec::with_capacity(from.len());
        for &id in from {
            // Both are searched from the front.
            self.pay(1 + (found.len() + self.projection.width(id)) / 16)?;
            if key.index().is_some() {
                // `list.0` may be an entry of an object or an item of an array.
                self.projection.keep_whole(id);
            }
            let child = self.projection.add(id, key)?;
            if !found.contains(&child) {
                found.push(child);
            }
        }
        Some(found)
    }
}
