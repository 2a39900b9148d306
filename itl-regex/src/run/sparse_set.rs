//! A set of instructions in the order in which they were added.

#[derive(Debug, Default)]
pub(super) struct SparseSet {
    order: Vec<u32>,
    /// Where each instruction stands in `order`, if it is in the set.
    index: Vec<u32>,
}

impl SparseSet {
    /// Empties the set and makes room for the instructions of a program.
    pub(super) fn reset(&mut self, insts: usize) {
        self.order.clear();
        self.index.resize(insts, 0);
    }

    pub(super) fn clear(&mut self) {
        self.order.clear();
    }

    pub(super) fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    pub(super) fn as_slice(&self) -> &[u32] {
        &self.order
    }

    /// Adds the instruction; returns whether it is new.
    pub(super) fn insert(&mut self, pc: u32) -> bool {
        let Some(index) = self.index.get_mut(pc as usize) else { return false };
        if self.order.get(*index as usize) == Some(&pc) {
            return false;
        }
        *index = self.order.len() as u32;
        self.order.push(pc);
        true
    }
}
