//! Text in the making, paid for while it grows.

use super::Call;

/// How much may stand on the bill before it is paid: small pieces are then not free, and large
/// ones are paid before they are made.
const SLICE: usize = 4096;

/// Room for most results, so that text made of small pieces does not move while it grows.
const FIRST: usize = 64;

/// Collects text whose size is not known before it is made.
#[derive(Default)]
pub(super) struct Maker {
    out: String,
    owed: usize,
}

impl Maker {
    /// Appends `piece`; false where the render cannot afford it.
    pub(super) fn push(&mut self, piece: &str, call: &mut Call<'_, '_>) -> bool {
        self.owed = self.owed.saturating_add(piece.len());
        if self.owed >= SLICE && !call.afford(std::mem::take(&mut self.owed)) {
            return false;
        }
        if self.out.capacity() == 0 {
            self.out.reserve(piece.len().max(FIRST));
        }
        self.out.push_str(piece);
        true
    }

    /// Makes room for `bytes` that a writer then puts into the text itself.
    pub(super) fn room(&mut self, bytes: usize, call: &mut Call<'_, '_>) -> Option<&mut String> {
        self.owed = self.owed.saturating_add(bytes);
        if self.owed >= SLICE && !call.afford(std::mem::take(&mut self.owed)) {
            return None;
        }
        Some(&mut self.out)
    }

    /// The text, with the rest of the bill paid.
    pub(super) fn finish(self, call: &mut Call<'_, '_>) -> String {
        call.afford(self.owed);
        self.out
    }
}
