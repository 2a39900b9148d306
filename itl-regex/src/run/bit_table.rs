//! Which positions of a text an assertion holds at.

/// A bit for each position of a text.
#[derive(Debug)]
pub(crate) struct BitTable(Box<[u64]>);

impl BitTable {
    pub(super) fn new(positions: usize) -> Self {
        Self(vec![0; positions.div_ceil(64)].into())
    }

    pub(super) fn set(&mut self, at: usize) {
        if let Some(word) = self.0.get_mut(at / 64) {
            *word |= 1 << (at % 64);
        }
    }

    pub(super) fn get(&self, at: usize) -> bool {
        self.0.get(at / 64).is_some_and(|word| word >> (at % 64) & 1 == 1)
    }
}
