//! Which parts of a payload a template can touch.

use crate::key_tag::KeyTag;
use crate::value::LookupKey;

/// A tree of keys. A node says what is wanted of a value: all of it, or of an object the named
/// entries; of an array each item is wanted as the array is.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    nodes: Vec<WantedNode>,
}

/// A node of the tree.
pub type WantedId = u32;

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
    pub fn everything() -> Self {
        Self { nodes: vec![WantedNode { whole: true, keys: Vec::new() }] }
    }

    /// Nothing of the payload.
    pub fn nothing() -> Self {
        Self { nodes: vec![WantedNode::default()] }
    }

    /// The node of the whole payload.
    pub const ROOT: WantedId = 0;

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

    /// Wants the value of `key` of a node, and tells its node; `None` where the template names too many places.
    pub fn add(&mut self, id: WantedId, key: &LookupKey) -> Option<WantedId> {
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

    /// Wants all of a node.
    pub fn keep_whole(&mut self, id: WantedId) {
        if let Some(node) = self.nodes.get_mut(id as usize) {
            node.whole = true;
        }
    }
}
