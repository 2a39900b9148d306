//! The parts of a payload that a template can touch, as data.

use crate::key::{KeyTag, LookupKey};

/// A tree of keys. A node says which part of a value is kept: all of it, or of an object the named
/// entries. Of an array, the same part of each item is kept.
#[derive(Clone, Debug, Default)]
pub struct Projection {
    nodes: Vec<ProjectionNode>,
}

/// A node of a [`Projection`].
pub type ProjectionId = u32;

#[derive(Clone, Debug, Default)]
struct ProjectionNode {
    whole: bool,
    keys: Vec<ProjectionKey>,
}

#[derive(Clone, Debug)]
struct ProjectionKey {
    tag: KeyTag,
    text: Box<str>,
    child: ProjectionId,
}

/// The largest tree. A template that names more places reads the whole payload.
const MAX_NODES: usize = 4_096;

impl Projection {
    /// All of the payload.
    pub fn everything() -> Self {
        Self { nodes: vec![ProjectionNode { whole: true, keys: Vec::new() }] }
    }

    /// How many keys of a node are kept.
    pub fn width(&self, id: ProjectionId) -> usize {
        self.nodes.get(id as usize).map_or(0, |node| node.keys.len())
    }

    /// Nothing of the payload.
    pub fn nothing() -> Self {
        Self { nodes: vec![ProjectionNode::default()] }
    }

    /// The node of the whole payload.
    pub const ROOT: ProjectionId = 0;

    /// The part of the value of `key` that is kept; `None` if the value is skipped.
    #[expect(clippy::inline_always, reason = "runs for each key of a payload, also in builds made for size")]
    #[inline(always)]
    pub(super) fn child(&self, id: ProjectionId, key: &[u8], tag: KeyTag) -> Option<ProjectionId> {
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

    /// The node of the value of `key` in the node `id`, created if needed; `None` if the tree is full.
    pub fn add(&mut self, id: ProjectionId, key: &LookupKey) -> Option<ProjectionId> {
        let next = self.nodes.len();
        let node = self.nodes.get_mut(id as usize)?;
        if let Some(known) = node.keys.iter().find(|known| key.is_tagged(known.tag, || &known.text)) {
            return Some(known.child);
        }
        if next >= MAX_NODES {
            return None;
        }
        let child = next as ProjectionId;
        node.keys.push(ProjectionKey { tag: key.tag, text: key.text().into(), child });
        self.nodes.push(ProjectionNode::default());
        Some(child)
    }

    /// Keeps everything below the node `id`.
    pub fn keep_whole(&mut self, id: ProjectionId) {
        if let Some(node) = self.nodes.get_mut(id as usize) {
            node.whole = true;
        }
    }
}
