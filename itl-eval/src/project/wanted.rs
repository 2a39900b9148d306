//! Which parts of a payload a template can touch.

use crate::key_tag::KeyTag;
use crate::program::{Expr, Head, Op, Program, ProgramSet, Step, Target};
use crate::value::LookupKey;

/// A tree of keys. A node says what is wanted of a value: all of it, or of an object the named
/// entries; of an array each item is wanted as the array is.
#[derive(Clone, Debug, Default)]
pub(crate) struct Wanted {
    nodes: Vec<WantedNode>,
}

/// A node of the tree.
pub(super) type WantedId = u32;

#[derive(Clone, Debug, Default)]
struct WantedNode {
    whole: bool,
    keys: Vec<WantedKey>,
}

#[derive(Clone, Debug)]
struct WantedKey {
    tag: KeyTag,
    text: Box<str>,
    child: WantedId,
}

/// A template that names more places than this reads the whole payload.
const MOST_NODES: usize = 4_096;

impl Wanted {
    /// All of the payload.
    pub(crate) fn everything() -> Self {
        Self { nodes: vec![WantedNode { whole: true, keys: Vec::new() }] }
    }

    /// What the programs of a template can touch.
    ///
    /// Every key is wanted of every context it may be found in; what is printed or given to a
    /// function is wanted whole.
    pub(crate) fn of(set: &ProgramSet) -> Self {
        if cfg!(not(feature = "projection")) {
            return Self::everything();
        }
        let mut wanted = Self { nodes: vec![WantedNode::default()] };
        let Some(main) = set.programs.first() else { return wanted };
        let mut walk = Walk { set, wanted: &mut wanted, contexts: vec![vec![0]], running: vec![0] };
        if walk.program(main).is_none() {
            return Self::everything();
        }
        wanted
    }

    /// The node of the whole payload.
    pub(super) const ROOT: WantedId = 0;

    /// What is wanted of the value of `key`; `None` where it is not wanted at all.
    #[expect(clippy::inline_always, reason = "each key of a payload asks, also in builds made for size")]
    #[inline(always)]
    pub(super) fn child(&self, id: WantedId, key: &[u8], tag: KeyTag) -> Option<WantedId> {
        let node = self.nodes.get(id as usize)?;
        if node.whole {
            return Some(id);
        }
        for known in &node.keys {
            if known.tag == tag && (tag.is_whole() || known.text.as_bytes() == key) {
                return Some(known.child);
            }
        }
        None
    }

    fn add(&mut self, id: WantedId, key: &LookupKey) -> Option<WantedId> {
        let next = self.nodes.len();
        let node = self.nodes.get_mut(id as usize)?;
        if let Some(known) = node.keys.iter().find(|known| key.is_tagged(known.tag, || &known.text)) {
            return Some(known.child);
        }
        if next >= MOST_NODES {
            return None;
        }
        let child = next as WantedId;
        node.keys.push(WantedKey { tag: key.tag, text: key.text().into(), child });
        self.nodes.push(WantedNode::default());
        Some(child)
    }

    fn keep_whole(&mut self, id: WantedId) {
        if let Some(node) = self.nodes.get_mut(id as usize) {
            node.whole = true;
        }
    }
}

/// A walk over the instructions with the nodes that each context may be. `None` anywhere means
/// that the whole payload has to be read.
struct Walk<'a> {
    set: &'a ProgramSet,
    wanted: &'a mut Wanted,
    contexts: Vec<Vec<WantedId>>,
    /// The programs that are being walked, to notice recursion.
    running: Vec<u32>,
}

impl<'a> Walk<'a> {
    fn program(&mut self, program: &'a Program) -> Option<()> {
        for op in &program.ops {
            match *op {
                Op::Text(_) | Op::Broken { .. } | Op::Line | Op::Return => {}
                Op::Print { expr, .. } => {
                    let found = self.path(program.exprs.get(expr as usize)?)?;
                    self.keep(&found);
                }
                Op::Section { section, .. } => {
                    let found = self.asked(program, section)?;
                    self.contexts.push(found);
                }
                Op::Inverted { section, .. } => {
                    self.asked(program, section)?;
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

    /// The nodes of a section's value; a value that a function makes is not of the payload.
    fn asked(&mut self, program: &'a Program, section: u32) -> Option<Vec<WantedId>> {
        let section = program.sections.get(section as usize)?;
        let expr = program.exprs.get(section.expr as usize)?;
        let found = self.path(expr)?;
        if expr.links.is_empty() {
            return Some(found);
        }
        self.keep(&found);
        Some(Vec::new())
    }

    fn keep(&mut self, found: &[WantedId]) {
        for &id in found {
            self.wanted.keep_whole(id);
        }
    }

    fn path(&mut self, expr: &Expr) -> Option<Vec<WantedId>> {
        let mut found = match &expr.head {
            Head::Loop(_) => Vec::new(),
            Head::Current => self.contexts.last()?.clone(),
            Head::Key(key) => {
                let all: Vec<WantedId> = self.contexts.iter().flatten().copied().collect();
                self.follow(&all, key)?
            }
        };
        for step in &expr.steps {
            // An index stays at the node: of an array each item is wanted as the array is.
            if let Step::Key(key) = step {
                found = self.follow(&found, key)?;
            }
        }
        Some(found)
    }

    fn follow(&mut self, from: &[WantedId], key: &LookupKey) -> Option<Vec<WantedId>> {
        let mut found = Vec::with_capacity(from.len());
        for &id in from {
            if key.index.is_some() {
                // `list.0` may be an entry of an object or an item of an array.
                self.wanted.keep_whole(id);
            }
            let child = self.wanted.add(id, key)?;
            if !found.contains(&child) {
                found.push(child);
            }
        }
        Some(found)
    }
}
