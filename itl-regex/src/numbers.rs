//! How the tables of this workspace are written: numbers of seven bits a byte, the low ones first.

use std::slice::Iter;

/// The numbers of a table, one after the other; zeros behind the last one.
#[derive(Clone, Debug)]
pub struct Numbers<'d>(pub(crate) Iter<'d, u8>);

impl<'d> Numbers<'d> {
    /// The numbers of `bytes`.
    pub fn new(bytes: &'d [u8]) -> Self {
        Self(bytes.iter())
    }

    /// The next one.
    pub fn number(&mut self) -> u32 {
        let mut value = 0;
        let mut shift = 0;
        for byte in self.0.by_ref() {
            value |= u32::from(byte & 127) << shift;
            shift += 7;
            if *byte < 128 {
                break;
            }
        }
        value
    }
}
