//! The number format of the workspace's binary tables: seven bits a byte, low bits first.

use std::slice::Iter;

/// Reads the numbers of a table in order; returns zeros after the last one.
#[derive(Clone, Debug)]
pub struct VarintReader<'d>(pub(crate) Iter<'d, u8>);

impl<'d> VarintReader<'d> {
    /// A reader at the start of `bytes`.
    pub fn new(bytes: &'d [u8]) -> Self {
        Self(bytes.iter())
    }

    /// The next number.
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
